"""Who a number may belong to: every name and every described group that could be meant, generated widely.

A candidate is one entity of the article (all mentions of a key together, with the mention that stands best to the
number) or a noun phrase that describes a group without naming it.
"""

from dataclasses import dataclass

from pipeline.claims.index import NONE, Index, root_of
from pipeline.claims.syntax import label, left_edge
from pipeline.layers.store import Entity

MOST = 16
BACK = 3
"""How many sentences back a name may stand to be taken up without being the article's topic."""
DROPPED = {"the", "a", "an", "this", "that", "these", "those", "some", "its", "their", "his", "her", "our", "my"}
HOSTS = ("at", "by", "of", "in", "from", "among", "across")
"""Prepositions between a metric and who has it."""
WEAK = {
    "percent", "cent", "%", "year", "month", "week", "day", "quarter", "period", "hour", "minute", "time", "end",
    "number", "rate", "level", "rise", "fall", "drop", "increase", "decrease", "decline", "gain", "loss", "jump",
    "amount", "total", "average", "figure", "record", "high", "low", "part", "half", "third", "lot", "way", "one",
    "something", "order",
    "result", "report", "statement", "addition", "fact", "case", "use", "plan", "effort", "reason", "view", "news",
    "who", "which", "that", "what", "it", "he", "she", "they", "we", "i", "you", "this", "these", "those", "there",
}  # fmt: skip


@dataclass(slots=True)
class Candidate:
    """An entity a number may belong to, and the mention that speaks for it (tokens [i, j))."""

    key: str
    name: str
    type: str
    ids: dict[str, str]
    form: str
    """name, pronoun, nominal, group"""
    i: int
    j: int
    root: int
    sent: int
    rule: str = ""
    """What found the mention: the names' or the coreference's rule."""
    mentions: int = 1
    """Mentions in the sentence of the number."""


def as_entity(index: Index, c: Candidate) -> Entity:
    """A candidate in the shape of the `entities` layer."""
    return Entity(
        start=index.start[c.i],
        end=index.end[c.j - 1],
        i=c.i,
        j=c.j,
        rule=f"candidate.{c.form}",
        type=c.type,
        name=c.name,
        key=c.key,
        ids=c.ids,
        form="name" if c.form == "name" else "pronoun" if c.form == "pronoun" else "nominal",
    )


@dataclass(slots=True)
class Group:
    """A noun phrase that names no one but describes someone: tokens, its head, and its words."""

    i: int
    j: int
    root: int
    name: str
    shape: str = "one"
    """many: a plural; mod: what stands before a metric's noun; tail: with its "of"; one: the rest."""


def groups_in(index: Index, sent: int) -> list[Group]:
    """The unnamed noun phrases of a sentence that could be an entity; computed once per sentence."""
    known = index.notes.setdefault("groups", {})
    assert isinstance(known, dict)
    if sent not in known:
        a, b = index.sents[sent]
        known[sent] = [g for t in range(a, b) for g in _groups_at(index, t)]
    found: list[Group] = known[sent]
    return found


def _groups_at(index: Index, t: int) -> list[Group]:
    if index.pos[t] not in ("NOUN", "PROPN") or index.dep[t] == "compound" or index.entity_at[t] != NONE:
        return []
    if index.time_at[t] or index.quantity_at[t] != NONE:
        return []
    found = []
    i = left_edge(index, t)
    if index.lemma[t] not in WEAK and (index.metric_at[t] == NONE or _hosts(index, t)):
        found += _phrase(index, i, t + 1, t, "many" if index.lower[t].endswith("s") else "one")
        tail = _of_tail(index, t)
        if tail > t + 1:
            found += _phrase(index, i, tail, t, "tail")
    if index.metric_at[t] != NONE:
        found += _modifiers(index, i, t)
    return found


def _hosts(index: Index, t: int) -> bool:
    """Whether a noun that can name a metric stands for who has one ("sales at hardware stores")."""
    head = index.head[t]
    return index.dep[t] == "pobj" and index.lower[head] in HOSTS and index.metric_at[index.head[head]] != NONE


def _modifiers(index: Index, i: int, t: int) -> list[Group]:
    """What stands before a metric noun: "wheat" of "wheat prices", "European" of "European car sales"."""
    stop = index.metrics[index.metric_at[t]]["i"]
    stop = min(stop, t)
    if stop <= i:
        stop = t
    last = next((k for k in range(stop - 1, i - 1, -1) if index.pos[k] in ("NOUN", "PROPN")), None)
    found = _phrase(index, i, last + 1, last, "mod") if last is not None else []
    if t - 1 > (last if last is not None else i) and index.pos[t - 1] == "NOUN":
        found += _phrase(index, i, t, t - 1, "mod")
    return found


def _of_tail(index: Index, t: int) -> int:
    """The end of "of"/"in"/"around" objects that narrow a described group ("funds in Brazil")."""
    end = t + 1
    for c in index.children[t]:
        if c == end and index.dep[c] == "prep" and index.lower[c] in ("of", "in", "around", "at", "from", "across"):
            for o in index.children[c]:
                if index.dep[o] == "pobj" and not index.time_at[o] and index.quantity_at[o] == NONE and o - end < 6:
                    end = o + 1
    return end


def _phrase(index: Index, i: int, j: int, root: int, shape: str) -> list[Group]:
    while i < j and (
        index.lower[i] in DROPPED
        or index.pos[i] in ("PUNCT", "SPACE", "PRON", "DET", "PART", "CCONJ", "ADV")
        or index.quantity_at[i] != NONE
        or index.time_at[i]
    ):
        i += 1
    if i >= j or any(index.quantity_at[k] != NONE or index.time_at[k] for k in range(i, j)):
        return []
    words = index.text[index.start[i] : index.end[j - 1]].strip()
    if not words or j - i > 9 or "\n" in words:
        return []
    return [Group(i, j, root, words, shape)]


def candidates_for(index: Index, i: int, j: int) -> list[Candidate]:
    """Every candidate for the number at tokens [i, j), names first, then groups; at most `MOST` of each kind."""
    sent = index.sent_of[i]
    found: dict[str, Candidate] = {}
    for k in index.entities_in[sent]:
        _add_mention(index, found, k, i, j)
    for back in range(1, BACK + 1):
        if sent - back >= 0:
            for k in reversed(index.entities_in[sent - back]):
                _add_far(index, found, k)
    for key in _standing(index):
        if key not in found:
            _add_far(index, found, _nearest(index, key, i))
    listed = list(found.values())
    here = without_venues(index, [c for c in listed if c.sent == sent])
    far = [c for c in listed if c.sent != sent]
    return here[:MOST] + far[: max(4, MOST - len(here))] + _groups(index, i, j, sent) + _implied(index, i)


def without_venues(index: Index, here: list[Candidate]) -> list[Candidate]:
    """A stock exchange behind "on" beside a company only says where its shares trade."""
    venues = [c for c in here if "Stock Exchange" in c.name and "on" in index.lower[max(0, c.i - 2) : c.i]]
    listed = any(c.type == "company" and c not in venues for c in here)
    return [c for c in here if c not in venues] if venues and listed else here


def _add_mention(index: Index, found: dict[str, Candidate], k: int, i: int, j: int) -> None:
    entity = index.entities[k]
    if entity["i"] < j and i < entity["j"]:
        return
    made = _candidate(index, k)
    known = found.get(entity["key"])
    if known is None:
        found[entity["key"]] = made
        return
    made.mentions = known.mentions + 1
    known.mentions += 1
    if _standing_of(index, made, i) > _standing_of(index, known, i):
        found[entity["key"]] = made


def _standing_of(index: Index, c: Candidate, i: int) -> float:
    """How well a mention stands to a number: subjects and owners before others, then the nearer one."""
    rank = {"nsubj": 3.0, "nsubjpass": 3.0, "poss": 2.5, "prep_of": 2.0, "compound": 1.5}.get(label(index, c.root), 1.0)
    gap = i - c.i if c.i < i else 1.6 * (c.i - i)
    bracket = index.lower[c.i - 1] in ("(", ":") if c.i else False
    return rank - gap / 8.0 - 2.0 * bracket + 0.5 * (c.form == "name")


def _add_far(index: Index, found: dict[str, Candidate], k: int) -> None:
    entity = index.entities[k]
    if entity["key"] not in found:
        found[entity["key"]] = _candidate(index, k)


def _candidate(index: Index, k: int) -> Candidate:
    e = index.entities[k]
    i, j = e["i"], min(e["j"], len(index.doc))
    name = e["name"]
    root = root_of(index, i, j)
    return Candidate(e["key"], name, e["type"], e["ids"], e["form"], i, j, root, index.sent_of[i], e["rule"])


def _standing(index: Index) -> list[str]:
    """Keys always worth asking: the headline's, the lead's, and those named most."""
    kept = index.notes.get("standing")
    if kept is None:
        order = [e["key"] for e in index.entities]
        first = {key: n for n, key in reversed(list(enumerate(order)))}
        often = sorted(index.counts, key=lambda k: (-index.counts[k], first[k]))[:4]
        lead = [index.entities[k]["key"] for k in (index.entities_in[index.lead] if index.entities_in else [])][:4]
        title = sorted(index.title_keys, key=lambda k: first.get(k, 0))[:4]
        kept = list(dict.fromkeys(title + lead + often))
        index.notes["standing"] = kept
    assert isinstance(kept, list)
    return kept


def _nearest(index: Index, key: str, i: int) -> int:
    """The mention of a key that was read last before a token, else the first after it."""
    places = index.notes.get("places")
    if places is None:
        made: dict[str, list[int]] = {}
        for k, e in enumerate(index.entities):
            made.setdefault(e["key"], []).append(k)
        places = made
        index.notes["places"] = made
    assert isinstance(places, dict)
    before = [k for k in places[key] if index.entities[k]["i"] < i]
    return int(before[-1] if before else places[key][0])


def _groups(index: Index, i: int, j: int, sent: int) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for g in groups_in(index, sent):
        if not (g.i < j and i < g.j):
            _add_group(found, g, sent)
    if sent > 0:
        for g in groups_in(index, sent - 1):
            if label(index, g.root) in ("nsubj", "nsubjpass"):
                _add_group(found, g, sent - 1)
    for g, s in _standing_groups(index):
        _add_group(found, g, s)
    return list(found.values())[: MOST + 6]


def _add_group(found: dict[str, Candidate], g: Group, sent: int) -> None:
    key = f"group:{g.name.lower()}"
    if key not in found:
        found[key] = Candidate(key, g.name, "group", {}, "group", g.i, g.j, g.root, sent, g.shape)


def _standing_groups(index: Index) -> list[tuple[Group, int]]:
    """Described groups the article keeps coming back to, and the subjects of headline and lead."""
    kept = index.notes.get("standing_groups")
    if kept is None:
        seen: dict[str, list[tuple[Group, int]]] = {}
        for s in range(len(index.sents)):
            for g in groups_in(index, s):
                seen.setdefault(g.name.lower(), []).append((g, s))
        often = sorted((n for n in seen if len(seen[n]) > 1), key=lambda n: (-len(seen[n]), seen[n][0][0].i))[:4]
        first = [n for n in seen if seen[n][0][1] <= index.lead and label(index, seen[n][0][0].root) == "nsubj"][:3]
        kept = [seen[n][0] for n in dict.fromkeys(often + first)]
        index.notes["standing_groups"] = kept
    assert isinstance(kept, list)
    return kept


def _implied(index: Index, i: int) -> list[Candidate]:
    """The network whose hash rate and difficulty are meant where none is named: Bitcoin's."""
    words = index.notes.get("mining")
    if words is None:
        found = [
            t for t in range(len(index.lower)) if index.lower[t] in ("hashrate", "hash", "hashpower", "difficulty")
        ]
        words = found if any(index.lower[t] != "difficulty" for t in found) else []
        index.notes["mining"] = words
    assert isinstance(words, list)
    if not words:
        return []
    t = min(words, key=lambda t: (abs(t - i), t))
    return [Candidate("implied:bitcoin", "Bitcoin network", "asset", {}, "implied", t, t + 1, t, index.sent_of[t])]
