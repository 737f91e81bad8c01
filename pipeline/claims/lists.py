"""One range, several entities: each, respective, collective; "both", "the three"; brackets after names."""

from pipeline.claims.candidates import Candidate
from pipeline.claims.drafts import Draft
from pipeline.claims.index import NONE, Index, root_of
from pipeline.claims.linking import Linked

COLLECTIVE = {"together", "combined", "collectively", "jointly", "altogether", "total", "aggregate", "overall"}
EACH = {"each", "apiece", "both", "all", "every", "either"}
PAIRED = {"merger", "merge", "tie-up", "joint", "partnership", "venture", "alliance"}
NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
ASIDE = {"to", "with", "from", "between", "against", "including", "like", "than", "over", "via"}
LISTED = {"company", "place", "index", "asset", "product", "fund", "person", "group", "organization", "other"}


def expand(index: Index, drafts: list[Draft], pool: dict[int, list[Candidate]]) -> list[Draft]:
    """Give each member of a list its own claim. `pool` holds the candidates by the first token of a number."""
    _respective(index, drafts)
    made: list[Draft] = []
    for d in drafts:
        made.append(d)
        if d.list_scope != "single":
            continue
        members = _members(index, d, pool.get(d.i, []))
        if len(members) > 1:
            made.extend(_spread(index, d, members))
    return made


def _members(index: Index, d: Draft, pool: list[Candidate]) -> list[Candidate]:
    c = d.entity
    if c is None or d.kind == "statement":
        return []
    if c.sent != d.sent:
        return _antecedents(index, d)
    a, b = index.sents[d.sent]
    words = {index.lower[t] for t in range(a, b)}
    if index.dep[c.root] == "pobj" and index.lower[index.head[c.root]] in ASIDE:
        return []
    found = coordinated(index, c, pool)
    if len(found) < 2:
        return _antecedents(index, d)
    if "between" in {index.lower[t] for t in range(max(a, c.i - 3), c.i)} or (words & PAIRED and not words & EACH):
        return []
    return found


def coordinated(index: Index, c: Candidate, pool: list[Candidate]) -> list[Candidate]:
    """The named members of the list that a candidate is in, in text order (itself included)."""
    return next((run for run in runs_of(index, c.sent, pool) if any(o.key == c.key for o in run)), [])


def runs_of(index: Index, sent: int, pool: list[Candidate]) -> list[list[Candidate]]:
    """The lists of names in a sentence."""
    names = sorted((o for o in pool if o.sent == sent and o.form == "name" and o.type in LISTED), key=lambda o: o.i)
    names = [
        o for n, o in enumerate(names) if not _aside(index, o) and not (n + 1 < len(names) and _owns_next(index, o))
    ]
    runs: list[list[Candidate]] = []
    for o in names:
        if runs and _joined(index, runs[-1][-1].j, o.i):
            runs[-1].append(o)
        else:
            runs.append([o])
    return [run for run in runs if _has_and(index, run)]


def favour_lists(index: Index, linked: list[Linked]) -> None:
    """Members of a list share the belief in the list: the first takes it all, for `expand` to pass it on."""
    for one in linked:
        here = [k for k, c in enumerate(one.candidates) if c.sent == one.scene.sent and c.form == "name"]
        if len(here) < 3:
            continue
        for run in runs_of(index, one.scene.sent, one.candidates):
            keys = {o.key for o in run}
            members = [k for k in here if one.candidates[k].key in keys]
            total = sum(one.scores[k] for k in members)
            lead = max(members, key=lambda k: (one.scores[k], -k))
            if total > max((p for k, p in enumerate(one.scores) if k not in members), default=0.0):
                one.scores[lead] = total


def _aside(index: Index, o: Candidate) -> bool:
    """A name in brackets after another name: its ticker or its exchange."""
    a = index.sents[o.sent][0]
    depth, opened = 0, a
    for t in range(a, o.i):
        if index.lower[t] == "(":
            depth, opened = depth + 1, t
        elif index.lower[t] == ")":
            depth -= 1
    return depth > 0 and (opened == a or index.entity_at[opened - 1] != NONE or opened + 1 != o.i)


def _owns_next(index: Index, o: Candidate) -> bool:
    """ "Fidelity" of "Fidelity's FBTC": the owner is no member of its own."""
    t = o.j
    owner = (t < len(index.lower) and index.lower[t] in ("'s", "\u2019s")) or index.lower[o.j - 1] in ("'s", "\u2019s")
    after = t + (index.lower[t] in ("'s", "\u2019s")) if t < len(index.lower) else t
    return owner and after < len(index.lower) and index.entity_at[after] != NONE


def _joined(index: Index, a: int, b: int) -> bool:
    """Only a comma or "and", brackets, and short modifiers stand between two members."""
    link, depth, extra = False, 0, 0
    for t in range(a, b):
        word = index.lower[t]
        if word == "(":
            depth += 1
        elif word == ")":
            depth = max(0, depth - 1)
        elif depth:
            if index.quantity_at[t] != NONE:
                return False
        elif word in (",", "and", "&", "or", "plus"):
            link = True
        elif word in ("'s", "\u2019s", "both") or (
            index.pos[t] in ("NOUN", "PROPN", "ADJ", "DET") and word not in ("that", "which")
        ):
            extra += 1
            if index.quantity_at[t] != NONE or (index.metric_at[t] != NONE and not link):
                return False
        else:
            return False
    return link and extra <= 3


def _has_and(index: Index, run: list[Candidate]) -> bool:
    """A real list ends in "and"; names set apart by commas alone may be an apposition or a place with its country."""
    if len(run) < 2:
        return False
    between = index.lower[run[-2].j : run[-1].i]
    return "and" in between or "&" in between or "or" in between or len(run) > 3


def _antecedents(index: Index, d: Draft) -> list[Candidate]:
    """ "Both", "the three indexes": as many names, read last before, of one type."""
    words = [t for t in range(index.sents[d.sent][0], d.i) if index.lower[t] in NUMBERS]
    for t in words:
        plural = index.lower[t] == "both" or index.lower[max(0, t - 1)] in ("the", "these", "those")
        if not plural or (index.quantity_at[t] != NONE and index.lower[t] != "both"):
            continue
        if index.dep[t] not in ("nsubj", "nsubjpass", "det", "nummod", "predet", "preconj", "dep", "advmod", "pobj"):
            continue
        if d.verb_subject is not None and not _in_subtree(index, t, d.verb_subject):
            continue
        return _last_names(index, d.sent, t, NUMBERS[index.lower[t]])
    return []


def _in_subtree(index: Index, t: int, top: int) -> bool:
    for _ in range(8):
        if t == top:
            return True
        if index.head[t] == t:
            return False
        t = index.head[t]
    return False


def _last_names(index: Index, sent: int, before: int, wanted: int) -> list[Candidate]:
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
                Candidate(
                    e["key"],
                    e["name"],
                    e["type"],
                    e["ids"],
                    e["form"],
                    e["i"],
                    e["j"],
                    root_of(index, e["i"], e["j"]),
                    s,
                )
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
    d.list_scope = "collective" if collective or (d.quantity and d.quantity["low"] != d.quantity["high"]) else "each"
    d.rules.append(f"list.{d.list_scope}")
    d.entity = members[0]
    made = []
    for member in members[1:]:
        copy = d.copy()
        copy.entity = member
        made.append(copy)
    return made


def _respective(index: Index, drafts: list[Draft]) -> None:
    """Numbers and names in the same order, where the sentence says "respectively": each number gets its name."""
    by: dict[int, list[Draft]] = {}
    for d in drafts:
        if d.kind == "quantity" and d.entity is not None:
            by.setdefault(d.sent, []).append(d)
    for sent, numbers in by.items():
        a, b = index.sents[sent]
        if "respectively" not in index.lower[a:b] or len(numbers) < 2:
            continue
        for run in _number_runs(index, numbers):
            names = _names_for(index, run)
            for d, name in zip(run, names, strict=False):
                d.entity, d.list_scope = name, "respective"
                d.rules.append("list.respective")
                d.parts["entity"] = max(0.8, d.parts.get("entity", 0.0))


def _number_runs(index: Index, numbers: list[Draft]) -> list[list[Draft]]:
    """Numbers that only commas and "and" set apart."""
    runs: list[list[Draft]] = []
    for d in sorted(numbers, key=lambda d: d.i):
        if runs and all(index.lower[t] in (",", "and", "&") for t in range(runs[-1][-1].j, d.i)):
            runs[-1].append(d)
        else:
            runs.append([d])
    return [run for run in runs if len(run) > 1]


def _names_for(index: Index, run: list[Draft]) -> list[Candidate]:
    """The list of as many names that stands last before the numbers, in this sentence or the one before."""
    first = run[0]
    return _last_names(index, first.sent, first.i, len(run))
