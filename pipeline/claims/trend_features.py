"""Features of the trend model: what moves, whether a number says by how much, how the mover stands in its sentence."""

from pipeline.claims.index import NONE, Index
from pipeline.claims.sight import Sight, coarse, words
from pipeline.claims.syntax import SUBJECTS, VERBAL, label
from pipeline.claims.themes import Theme, copular, kind, moved_by, sort_of, standing, theme
from pipeline.layers.store import Movement

TIGHT = ("v:subj", "v:dobj", "v:prep", "down", "up:noun", "in", "n:")
_ORDER = ("mine", "mine~", "over", "tied", "clause", "theirs", "theme", "apart")
_FREE = _ORDER.index("theirs")
"""From here on a number is none of the mover's own."""


def trend_features(index: Index, place: Sight, m: Movement) -> dict[str, float]:
    """What speaks for a trend at a mover, by name."""
    form, root = m["form"], place.root
    about = theme(index, place, m)
    names = [f"m={m['rule']}", f"form={form}", f"way={m['direction']}&{form}", f"tag={index.tag[root]}&{form}"]
    names.append(f"m={m['rule']}&{label(index, root)}")
    if index.roles[place.sent] == "headline":
        names += ["headline", f"headline&{form}"]
    names += [f"dep={label(index, root)}", f"dep={label(index, root)}&{form}"]
    names += about_features(index, place, about, form)
    names += number_features(index, place, about, form)
    names += _metric_words(index, place, form)
    names += _frame(index, place, form)
    names += _around(index, place)
    return dict.fromkeys(names, 1.0)


def about_features(index: Index, place: Sight, about: Theme, form: str) -> list[str]:
    """What the theme is and how it hangs on the mover."""
    what, at = kind(index, about.at), about.at
    names = [f"th={what}", f"th={what}&{form}", f"how={about.how}", f"how={about.how}&{what}", f"th&{what[:2]}&{form}"]
    if at is None:
        return names
    names += [f"moved={moved_by(index, place, at)}", f"moved={moved_by(index, place, at)}&{form}"]
    names.append(f"thw={index.lemma[at]}" if index.pos[at] != "PROPN" else "thw=PROPN")
    own = index.metric_at[at]
    if own != NONE:
        names.append(f"thid={index.metrics[own]['ids'][0]}")
    names.append(f"agent={kind(index, about.agent)[:3] if about.agent is not None else 'no'}&{what[:2]}")
    if form in ("adjective", "participle", "noun"):
        names += [f"thdep={label(index, at)}&{form}", f"thup={index.lemma[index.head[at]]}&{form}"]
    if copular(index, place):
        names.append(f"cop&{what[:2]}")
    return names


def number_features(index: Index, place: Sight, about: Theme, form: str) -> list[str]:
    """How the numbers of the sentence stand to the mover; the closest standing first."""
    found: list[tuple[int, str, str]] = []
    for k in numbers_in(index, place.sent):
        q = index.quantities[k]
        if q["reason"]:
            continue
        how = standing(index, place, about, q)
        gap = q["i"] - place.j + 1 if q["i"] >= place.j else q["j"] - 1 - place.i
        size = "3" if abs(gap) <= 3 else "7" if abs(gap) <= 7 else "15" if abs(gap) <= 15 else "far"
        found.append((_ORDER.index(how), f"{how}&{sort_of(q)}", f"{'b' if gap < 0 else 'a'}{size}"))
    if not found:
        return ["q=none", f"q=none&{form}", "q=free", f"q=free&{form}"]
    found.sort()
    names = [f"q1={found[0][1]}", f"q1={found[0][1]}&{form}"]
    if found[0][0] >= _FREE:
        names += ["q=free", f"q=free&{form}"]
    for rank, told, where in found:
        names += [f"q={told}", f"q={told}&{where}", f"qd={where}"] if rank < _FREE else [f"q={told}"]
    return names


def numbers_in(index: Index, sent: int) -> list[int]:
    """The indices of a sentence's quantities; kept on the index."""
    kept = index.notes.setdefault("first_quantity", {})
    assert isinstance(kept, dict)
    if sent not in kept:
        a, b = index.sents[sent]
        kept[sent] = sorted({index.quantity_at[t] for t in range(a, b)} - {NONE})
    numbers: list[int] = kept[sent]
    return numbers


def _metric_words(index: Index, place: Sight, form: str) -> list[str]:
    if not place.metrics:
        return ["t=none"]
    names: list[str] = []
    tight = False
    for hit in place.metrics:
        mention, rel = index.metrics[hit.at], coarse(hit.relation)
        sort = mention["rule"].rpartition(".")[2]
        near = "n" if abs(hit.distance) <= 3 else "m" if abs(hit.distance) <= 8 else "f"
        names += [f"t={sort}&{rel}", f"t={sort}&{rel}&{form}", f"t={sort}&{near}"]
        if rel.startswith(TIGHT) and sort != "verb":
            tight = True
            names += [
                f"id={mention['ids'][0]}&{rel[:6]}",
                f"id={mention['ids'][0]}",
                f"w={words(index, mention['i'], mention['j'])}",
            ]
    names.append(f"tight={tight}&{form}")
    return names


def _frame(index: Index, place: Sight, form: str) -> list[str]:
    """Verbs over the mover, its helpers, its subject and object and what they are."""
    names: list[str] = []
    for n, t in enumerate(place.chain[1:4], 1):
        names.append(f"up{n}={index.lemma[t]}" if index.pos[t] != "PROPN" else f"up{n}=PROPN")
        names.append(f"up{n}p={index.pos[t]}&{form}")
    root = place.root
    aux = [index.lower[c] for c in index.children[root] if index.dep[c] in ("aux", "auxpass", "neg", "mark", "prt")]
    names.append(f"aux={'+'.join(aux[:3])}&{label(index, root)}")
    names.append(f"deep={min(3, sum(1 for t in place.chain[1:] if index.pos[t] in VERBAL))}&{form}")
    verb = place.verb
    if verb is None:
        return [*names, f"v=none&{form}"]
    if verb == root and "to" in aux:
        names += [f"inf={label(index, root)}", f"inf={index.lemma[index.head[root]]}"]
    names += [f"v={index.lemma[verb]}", f"vt={index.tag[verb]}&{form}"]
    for c in index.children[verb]:
        if index.dep[c] in SUBJECTS or index.dep[c] in ("dobj", "attr"):
            side = "s" if index.dep[c] in SUBJECTS else "o"
            k = index.entity_at[c]
            sort = index.entities[k]["type"] if k != NONE else index.pos[c]
            names += [f"{side}={index.lemma[c]}" if index.pos[c] != "PROPN" else f"{side}=PROPN"]
            names += [f"{side}t={sort}", f"{side}t={sort}&{form}", f"{side}t={sort}&v={index.lemma[verb]}"]
    return names


def _around(index: Index, place: Sight) -> list[str]:
    """Neighbouring words, the size of the sentence, other movers near."""
    a, b = index.sents[place.sent]
    names = [f"b{place.i - t}={index.lemma[t]}" for t in range(max(a, place.i - 2), place.i)]
    names += [f"a{t - place.j}={index.lemma[t]}" for t in range(place.j, min(b, place.j + 2))]
    if b - a <= 2:
        names.append("alone")
    others = sum(1 for h in place.movers if h.relation != "in" and abs(h.distance) <= 4)
    names.append(f"others={min(2, others)}")
    return names
