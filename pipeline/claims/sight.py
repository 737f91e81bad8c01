"""What stands around a number or a word of movement: metric words and movers of its sentence, and how they hang on it.

The choosers of metric, aspect, modality and trends all look through this. One index per Doc is kept while the Doc's
layers stay the same objects.
"""

import weakref
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.claims.index import Index, build_index, root_of
from pipeline.claims.syntax import chain_up, first_verb, label
from pipeline.layers.store import Metric, Movement, layers

_READ = ("metrics", "movements", "quantities", "entities", "times", "attributions")
_last: list[tuple[weakref.ref[Doc], tuple[object, ...], Index]] = []
FAR = 30


@dataclass(slots=True)
class Hit:
    """A metric word or mover of the sentence: which one, its head token, its relation and distance to the number."""

    at: int
    """Index into the layer."""
    root: int
    relation: str
    distance: int
    """Tokens between; negative where it stands before."""


@dataclass(slots=True)
class Sight:
    """A place in the text (a number or a mover), its governors and what is around."""

    i: int
    j: int
    root: int
    chain: list[int]
    verb: int | None
    sent: int
    metrics: list[Hit] = field(default_factory=list)
    movers: list[Hit] = field(default_factory=list)


def index_of(doc: Doc) -> Index:
    """The index of a Doc, made once for as long as its layers are the same lists."""
    found = layers(doc)
    held = tuple(found.get(name) for name in _READ)
    if _last:
        ref, kept, index = _last[0]
        if ref() is doc and len(kept) == len(held) and all(a is b for a, b in zip(kept, held, strict=True)):
            return index
    index = build_index(doc)
    _last[:] = [(weakref.ref(doc), held, index)]
    return index


def sight(index: Index, i: int, j: int) -> Sight:
    """Look around the tokens [i, j); kept on the index."""
    kept = index.notes.setdefault("sights", {})
    assert isinstance(kept, dict)
    found = kept.get((i, j))
    if found is None:
        root = root_of(index, i, j)
        chain = chain_up(index, root)
        found = Sight(i, j, root, chain, first_verb(index, chain), index.sent_of[i])
        found.metrics = _hits(index, found, index.metrics, "metrics_in")
        found.movers = _hits(index, found, index.movements, "movements_in")
        kept[i, j] = found
    assert isinstance(found, Sight)
    return found


def by_sentence(index: Index, mentions: list[Metric] | list[Movement], name: str) -> dict[int, list[int]]:
    """The indices of a layer's mentions by sentence."""
    kept = index.notes.get(name)
    if kept is None:
        made: dict[int, list[int]] = {}
        for k, m in enumerate(mentions):
            made.setdefault(index.sent_of[m["i"]], []).append(k)
        kept = index.notes[name] = made
    assert isinstance(kept, dict)
    return kept


def _hits(index: Index, s: Sight, mentions: list[Metric] | list[Movement], name: str) -> list[Hit]:
    place = {t: k for k, t in enumerate(s.chain)}
    found = []
    for k in by_sentence(index, mentions, name).get(s.sent, ()):
        m = mentions[k]
        if name == "metrics_in" and _is_money(index, m["i"]):
            continue
        root = root_of(index, m["i"], m["j"])
        gap = m["i"] - s.j + 1 if m["i"] >= s.j else m["j"] - 1 - s.i
        if m["i"] < s.j and s.i < m["j"]:
            if (m["i"], m["j"]) != (s.i, s.j):
                found.append(Hit(k, root, "in", 0))
        elif abs(gap) <= FAR:
            found.append(Hit(k, root, relation(index, s, place, root), gap))
    return found


def _is_money(index: Index, i: int) -> bool:
    """Whether a token belongs to an amount of money: its currency names no metric."""
    k = index.quantity_at[i]
    return k >= 0 and index.quantities[k]["kind"] == "money"


def relation(index: Index, s: Sight, place: dict[int, int], root: int) -> str:
    """How a word hangs together with the place: `up:` it governs it, `down:` it is governed, `v:` both by one verb."""
    if root in place:
        steps = place[root]
        if steps == 0:
            return "in"
        kind = "verb" if root == s.verb else "far_verb" if index.pos[root] in ("VERB", "AUX") else "noun"
        return f"up:{kind}:{_step(index, s.chain[0])}" if steps <= 2 else f"up:{kind}:far"
    path = [root]
    while path[-1] not in place:
        t = path[-1]
        if index.head[t] == t or len(path) > 12:
            return "apart"
        path.append(index.head[t])
    top, last = path[-1], path[-2]
    if place[top] == 0:
        return f"down:{_step(index, last)}"
    side = _step(index, last) if len(path) <= 3 else f"{_step(index, last)}+"
    if top == s.verb:
        return f"v:{side}"
    if index.pos[top] in ("VERB", "AUX"):
        return f"vv:{side}"
    return f"n:{side}"


def _step(index: Index, t: int) -> str:
    name = label(index, t)
    return "subj" if name in ("nsubj", "nsubjpass") else name


def words(index: Index, i: int, j: int) -> str:
    """The lower-case words of tokens [i, j)."""
    return " ".join(index.lower[i:j])


def bucket(distance: int) -> str:
    """A distance in tokens as a coarse name."""
    side = "b" if distance < 0 else "a"
    size = abs(distance)
    return (
        f"{side}{size}"
        if size <= 2
        else f"{side}{'4' if size <= 4 else '8' if size <= 8 else '15' if size <= 15 else '30'}"
    )


def coarse(relation: str) -> str:
    """A relation without its detail: `up:noun`, `v:subj`, `down:prep_of`."""
    parts = relation.removesuffix("+").split(":")
    if parts[0] == "up":
        return f"up:{parts[1]}"
    return ":".join(parts[:2]) + ("+" if relation.endswith("+") else "")
