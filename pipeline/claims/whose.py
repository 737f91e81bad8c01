"""Whose number it is by grammar alone: owners of the metric's noun, frames of verbs, subjects, then the discourse.

`picks` gives the entities that grammar points to, surest first, each with the way it was found. The ranker
(`linking`) weighs the ways against each other; without its weights the first pick is the answer.
Frames say which of a verb's parts a sum of money belongs to (payer and payee; after FrameNet's giving and getting).
"""

from collections.abc import Iterator

from pipeline.claims import owners
from pipeline.claims.candidates import groups_in
from pipeline.claims.index import NONE, Index, root_of
from pipeline.claims.near import Pick, at, behind, beside
from pipeline.claims.scene import Scene
from pipeline.claims.syntax import VERBAL, label
from pipeline.claims.words import SPEECH, VERB_CLASSES
from pipeline.layers.quantities.atoms import wordset

MOST = 6
BACK = 4
"""How many sentences back the discourse is searched."""
BEHIND = ("of", "at", "by", "for", "in", "from", "among", "across", "between", "with", "to")
"""Prepositions behind a noun that lead to its owner, surest first."""
FRAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "give": {
        **dict.fromkeys(("credit", "aid"), ("subject", "by", "from")),
        **dict.fromkeys(("deal_value", "investment", "order_value", "orders"), ("subject", "by")),
        "penalty": ("subject", "by"),
        "funding": ("in", "into", "to"),
        "compensation": ("dative", "object", "to"),
    },
    "get": {
        **dict.fromkeys(("credit", "aid", "order_value", "orders"), ("from", "by", "subject")),
        "deal_value": ("to", "subject"),
        "penalty": ("from", "subject"),
    },
    "ask": {**dict.fromkeys(("credit", "aid", "investment"), ("object", "from"))},
    "punish": {"penalty": ("object", "subject_passive", "from")},
    "have": {"stake": ("by",), "holdings": ("by",)},
    "sue": dict.fromkeys(("penalty", "deal_value", "amount", "loss", "credit"), ("object", "subject_passive")),
}
"""By class of verb and metric: where the entity stands, best first. What is not listed: the subject."""


OUTLOOK = SPEECH | wordset("see look cut raise lower trim keep")
"""Verbs of those who tell of another's number."""


TELLING = wordset("put estimate value reckon calculate flag see track count peg rate price")
"""Verbs whose subject tells of a number that is another's."""


OBJECTS = wordset("stake holdings orders order_value deal_value sales_volume production deliveries")
"""Metrics whose noun has behind `of` what is held, sold or made: "a stake of 5% of Acme"."""


NETWORK = ("hash_rate", "mining_difficulty", "block_reward")
"""Metrics of Bitcoin's network where nobody is named."""


def picks(index: Index, s: Scene) -> list[Pick]:
    """The entities that grammar points to, surest first; at most `MOST`, each once."""
    found: dict[str, str] = {}
    for key, way in _ways(index, s):
        found.setdefault(key, way)
        if len(found) >= MOST:
            break
    return list(found.items())


def _ways(index: Index, s: Scene) -> Iterator[Pick]:
    if s.hint:
        yield s.hint, "hint"
    yield from behind(index, s)
    yield from beside(index, s)
    nouns = _nouns(index, s)
    for n, t in enumerate(nouns):
        for key, way in _explicit(index, s, t):
            yield key, f"{way}{min(n, 1)}"
    if s.verb is not None:
        yield from _by_frame(index, s, s.verb)
        teller = index.lemma[s.verb] in TELLING
        for t in _objects(index, s.verb) if teller else s.subjects:
            for key, way in _explicit(index, s, t):
                yield key, f"subject_{way}"
    yield from _speaker(index, s)
    if s.metric in NETWORK:
        yield "implied:bitcoin", "implied"
    yield from _unnamed(index, s, nouns)
    yield from _by_discourse(index, s)


def _speaker(index: Index, s: Scene) -> Iterator[Pick]:
    """ "We" are those for whom someone speaks; "we expect" tells of others."""
    if "pron_we" not in s.slots or (s.verb is not None and index.lemma[s.verb] in OUTLOOK):
        return
    spoken = [e for e in index.entities if e["form"] == "name" and e["name"].lower() in s.said_by]
    for e in sorted(spoken, key=lambda e: e["type"] == "person"):
        if owners.fit(s.metric, e["type"], e["rule"], e["name"]) != owners.BAD:
            yield e["key"], f"speaker_{e['type'] == 'person'}"


def _objects(index: Index, verb: int) -> list[int]:
    """What a verb like "put" or "estimate" speaks of: its objects and the subjects of the clauses below it."""
    found = [c for c in index.children[verb] if index.dep[c] in ("dobj", "nsubjpass") and index.quantity_at[c] == NONE]
    for clause in index.children[verb]:
        if index.dep[clause] in ("ccomp", "xcomp"):
            found += [c for c in index.children[clause] if index.dep[c] in ("nsubj", "nsubjpass")]
    return found


def _nouns(index: Index, s: Scene) -> list[int]:
    """The nouns the number hangs on, the metric's first where it stands in the same part of the sentence."""
    nouns = []
    for t in s.chain:
        if index.pos[t] in VERBAL:
            break
        if index.pos[t] in ("NOUN", "PROPN", "SYM", "NUM"):
            nouns.append(t)
    if s.metric_span and s.metric_span[0] < len(index.head):
        head = root_of(index, *s.metric_span)
        near = head in s.chain or index.head[head] in s.chain or head in s.subjects
        if near and index.pos[head] in ("NOUN", "PROPN"):
            nouns = [head, *(t for t in nouns if t != head)]
    return nouns[:4]


def _explicit(index: Index, s: Scene, t: int, depth: int = 0) -> Iterator[Pick]:
    """Who a noun itself names: it is a name, or it has one before it, behind `of`, or beside it."""
    own = at(index, s, t, name=True)
    if own:
        yield own, "self"
        return
    by_dep: dict[str, list[int]] = {}
    for c in index.children[t]:
        by_dep.setdefault(index.dep[c], []).append(c)
    for dep in ("poss", "compound", "nmod", "amod", "appos"):
        for c in by_dep.get(dep, ()):
            if dep in ("poss", "appos") and depth < 2:
                for key, way in _explicit(index, s, c, depth + 1):
                    yield key, dep if way == "self" else f"{dep}_{way}"[:14]
            key = at(index, s, c, name=dep not in ("poss",))
            if key:
                yield key, dep
    if depth < 2:
        yield from _behind(index, s, by_dep.get("prep", []) + by_dep.get("agent", []), depth)
    own = at(index, s, t, name=False)
    if own:
        yield own, index.entities[index.entity_at[t]]["rule"].removeprefix("reference.")


def _unnamed(index: Index, s: Scene, nouns: list[int]) -> Iterator[Pick]:
    """Described groups: behind "at", "by", "of" of the metric's noun, before it ("grocery store sales"), as subject."""
    if owners.fit(s.metric, "group") == owners.BAD:
        return
    for t in (*nouns[:2], *s.subjects[:1]):
        if index.metric_at[t] == NONE:
            continue
        for p in index.children[t]:
            if index.dep[p] == "prep" and index.lower[p] in ("at", "by", "of", "for", "among", "across"):
                for o in index.children[p]:
                    yield from _headed(index, s, o, f"group_{index.lower[p]}")
        yield from _headed(index, s, t - 1, "group_before", end=t)
    for t in s.subjects[:1]:
        if index.metric_at[t] == NONE:
            yield from _headed(index, s, t, "group_subject")


def _headed(index: Index, s: Scene, t: int, way: str, end: int | None = None) -> Iterator[Pick]:
    """The described group with a head noun."""
    if t < 0 or s.i <= t < s.j or index.sent_of[t] != s.sent:
        return
    for g in groups_in(index, s.sent):
        if g.root == t and (end is None or g.j == end):
            yield f"group:{g.name.lower()}", way


def _behind(index: Index, s: Scene, preps: list[int], depth: int) -> Iterator[Pick]:
    """Names behind the prepositions of a noun, `of` before `in`; places only where the metric can be a place's."""
    order = sorted((p for p in preps if index.lower[p] in BEHIND), key=lambda p: BEHIND.index(index.lower[p]))
    for p in order:
        if index.lower[p] == "of" and s.metric in OBJECTS:
            continue
        for o in index.children[p]:
            if index.dep[o] == "pobj" and not index.time_at[o]:
                for key, way in _explicit(index, s, o, depth + 1):
                    yield key, f"{index.lower[p]}" if way == "self" else f"{index.lower[p]}_{way}"[:14]


def _by_frame(index: Index, s: Scene, verb: int) -> Iterator[Pick]:
    kind = VERB_CLASSES.get(index.lemma[verb], "")
    slots = FRAMES.get(kind, {}).get(s.metric, ())
    passive = any(index.dep[c] in ("nsubjpass", "auxpass") for c in index.children[verb])
    for slot in slots:
        for t in _slot(index, s, verb, slot, passive):
            for key, _ in _explicit(index, s, t):
                yield key, f"frame_{slot}"


def _slot(index: Index, s: Scene, verb: int, slot: str, passive: bool) -> Iterator[int]:
    if slot == "subject":
        yield from () if passive else s.subjects
    elif slot == "subject_passive":
        yield from s.subjects if passive else ()
    elif slot in ("object", "dative"):
        wanted = ("dobj",) if slot == "object" else ("dative", "iobj")
        yield from (c for c in index.children[verb] if index.dep[c] in wanted and index.quantity_at[c] == NONE)
    else:
        for holder in (verb, *s.chain[:3]):
            for p in index.children[holder]:
                if index.dep[p] in ("prep", "agent", "dative") and index.lower[p] == slot:
                    yield from (o for o in index.children[p] if index.dep[o] == "pobj")


def _by_discourse(index: Index, s: Scene) -> Iterator[Pick]:
    """Those that have such a metric, named before: subjects of this sentence and the last ones, then the last named."""
    for back in range(min(BACK, s.sent + 1)):
        here = list(_named_in(index, s, s.sent - back))
        yield from ((key, f"told{min(back, 2)}_subject") for key, place in here if place == "subject")
        yield from ((key, f"told{min(back, 2)}") for key, place in here)
    topic = next((k for k in _most_named(index) if _fits_key(index, s, k)), "")
    if topic:
        yield topic, "topic"


def _named_in(index: Index, s: Scene, sent: int) -> Iterator[Pick]:
    """Names of a sentence before the number that can have its metric, last first: key, subject or teller."""
    for k in reversed(index.entities_in[sent]):
        e = index.entities[k]
        if e["form"] != "name" or e["i"] >= s.i:
            continue
        if owners.fit(s.metric, e["type"], e["rule"], e["name"]) != owners.GOOD:
            continue
        root = root_of(index, e["i"], min(e["j"], len(index.head)))
        if label(index, root) not in ("nsubj", "nsubjpass"):
            yield e["key"], ""
        else:
            yield e["key"], "teller" if index.lemma[index.head[root]] in SPEECH else "subject"


def _most_named(index: Index) -> list[str]:
    kept = index.notes.get("most_named")
    if kept is None:
        kept = sorted(index.counts, key=lambda k: (k not in index.title_keys, -index.counts[k], k))
        index.notes["most_named"] = kept
    assert isinstance(kept, list)
    return kept


def _fits_key(index: Index, s: Scene, key: str) -> bool:
    types = index.notes.get("type_of")
    if types is None:
        types = {e["key"]: e["type"] for e in reversed(index.entities)}
        index.notes["type_of"] = types
    assert isinstance(types, dict)
    return owners.fit(s.metric, types.get(key, "")) == owners.GOOD
