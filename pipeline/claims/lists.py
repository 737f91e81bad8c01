"""One range, several entities: each, respective, collective; "both", "the three"; brackets after names."""

from pipeline.claims.candidates import Candidate
from pipeline.claims.drafts import Draft
from pipeline.claims.index import NONE, Index, root_of
from pipeline.claims.syntax import settled

COLLECTIVE = {"together", "combined", "collectively", "jointly", "altogether", "total", "aggregate", "overall"}
EACH = {"each", "apiece", "both", "all", "every", "either"}
PAIRED = {"merger", "merge", "tie-up", "between", "joint", "partnership", "venture", "alliance"}
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
LISTED = {"company", "place", "index", "asset", "product", "fund", "person", "group", "organization", "other"}


def expand(index: Index, drafts: list[Draft], pool: dict[int, list[Candidate]]) -> list[Draft]:
    """Give each member of a list its own claim. `pool` holds the candidates by the first token of a number."""
    made: list[Draft] = []
    done: set[int] = set()
    for d in drafts:
        if id(d) in done:
            continue
        respective = _respective(index, d, drafts)
        if respective:
            for other, member in respective:
                other.entity, other.list_scope = member, "respective"
                other.rules.append("list.respective")
                done.add(id(other))
        members = [] if respective else _members(index, d, pool.get(d.i, []))
        made.append(d)
        if len(members) > 1:
            made.extend(_spread(index, d, members))
    return made


def _members(index: Index, d: Draft, pool: list[Candidate]) -> list[Candidate]:
    c = d.entity
    if c is None or d.kind == "statement":
        return []
    if c.sent != d.sent:
        return _antecedents(index, d, c, pool)
    a, b = index.sents[d.sent]
    words = {index.lower[t] for t in range(a, b)}
    found = coordinated(index, c, pool)
    if len(found) < 2:
        return _antecedents(index, d, c, pool)
    if "between" in {index.lower[t] for t in range(max(a, c.i - 3), c.i)} or words & PAIRED and not words & EACH:
        return []
    return found


def coordinated(index: Index, c: Candidate, pool: list[Candidate]) -> list[Candidate]:
    """The named members of the list that a candidate is in, in text order (itself included)."""
    top = settled(index, c.root)
    found = [
        o
        for o in pool
        if o.sent == c.sent
        and o.form != "group"
        and o.type in LISTED
        and (o.root == top or settled(index, o.root) == top)
        and _list_between(index, min(o.j, c.j), max(o.i, c.i))
    ]
    found = [o for o in found if index.dep[o.root] != "appos" or _list_between(index, o.j, o.j + 1)]
    return sorted(found, key=lambda o: o.i)


def _list_between(index: Index, a: int, b: int) -> bool:
    """Only names, commas, "and", and short modifiers stand between two members."""
    for t in range(a, b):
        if t >= len(index.lower):
            return False
        if index.pos[t] in ("VERB", "AUX", "ADP") and index.entity_at[t] == NONE:
            return False
        if index.lower[t] in (";", ":", "(", ")", "—", "–", "than"):
            return False
    return True


def _antecedents(index: Index, d: Draft, c: Candidate, pool: list[Candidate]) -> list[Candidate]:
    """"Both", "the three indexes": as many names, read last before, of one type."""
    words = [t for t in range(index.sents[d.sent][0], d.i) if index.lower[t] in NUMBERS]
    for t in words:
        plural = index.lower[t] == "both" or index.lower[max(0, t - 1)] in ("the", "these", "those")
        if not plural or index.quantity_at[t] != NONE and index.lower[t] != "both":
            continue
        if index.dep[t] not in ("nsubj", "nsubjpass", "det", "nummod", "predet", "preconj", "dep", "advmod", "pobj"):
            continue
        if d.verb_subject is not None and not _in_subtree(index, t, d.verb_subject):
            continue
        return _last_names(index, d.sent, t, NUMBERS[index.lower[t]], c)
    return []


def _in_subtree(index: Index, t: int, top: int) -> bool:
    for _ in range(8):
        if t == top:
            return True
        if index.head[t] == t:
            return False
        t = index.head[t]
    return False


def _last_names(index: Index, sent: int, before: int, wanted: int, like: Candidate) -> list[Candidate]:
    """The names of the nearest earlier list of exactly the wanted length."""
    for s in range(sent, max(-1, sent - 3), -1):
        names: list[Candidate] = []
        for k in index.entities_in[s]:
            e = index.entities[k]
            if e["i"] >= before or e["form"] != "name" or e["type"] not in LISTED:
                continue
            if any(n.key == e["key"] for n in names):
                continue
            names.append(
                Candidate(e["key"], e["name"], e["type"], e["ids"], e["form"], e["i"], e["j"], root_of(index, e["i"], e["j"]), s)
            )
        for n in names:
            run = coordinated(index, n, names)
            if len(run) == wanted:
                return run
    return []


def _spread(index: Index, d: Draft, members: list[Candidate]) -> list[Draft]:
    """Further claims for the other members; the draft itself takes the first."""
    a, b = index.sents[d.sent]
    collective = any(index.lower[t] in COLLECTIVE for t in range(a, b))
    d.list_scope = "collective" if collective or d.quantity and d.quantity["low"] != d.quantity["high"] else "each"
    d.rules.append(f"list.{d.list_scope}")
    d.entity = members[0]
    made = []
    for member in members[1:]:
        copy = d.copy()
        copy.entity = member
        made.append(copy)
    return made


def _respective(index: Index, d: Draft, drafts: list[Draft]) -> list[tuple[Draft, Candidate]]:
    """Numbers and names in the same order, where the sentence says "respectively"."""
    a, b = index.sents[d.sent]
    if d.quantity is None or "respectively" not in index.lower[a:b]:
        return []
    at = index.lower.index("respectively", a, b)
    numbers = [o for o in drafts if o.sent == d.sent and o.quantity and o.i < at and o.entity is not None]
    numbers = [o for o in numbers if o.quantity and o.quantity["unit"] == d.quantity["unit"]]
    if len(numbers) < 2 or numbers[0] is not d:
        return []
    before = numbers[0].i
    names = _last_names(index, d.sent, before, len(numbers), d.entity) if d.entity else []
    return list(zip(numbers, names, strict=True)) if names else []
