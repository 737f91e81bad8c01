"""Asserted, forecast, planned, hypothetical or negated: the cues around a number or mover, its verbs and their tense."""

from spacy.tokens import Doc

from pipeline.claims.index import Index
from pipeline.claims.sight import Sight, index_of, sight
from pipeline.claims.syntax import SUBJECTS, label
from pipeline.layers.store import Cue, layers
from pipeline.linear import load_model

_RANK = ("negated", "hypothetical", "planned", "forecast")


def choose_modality(doc: Doc, i: int, j: int) -> tuple[str, bool, str]:
    """(modality, hedged, rule) of what tokens [i, j) say."""
    index = index_of(doc)
    place = sight(index, i, j)
    covering = [c for c, inside in _cues(index, place) if inside]
    hedged = any(c["hedged"] for c in covering)
    model = load_model("modality")
    if model is None:
        return (*_by_rule(covering, hedged),)
    chances = model.probabilities(modality_features(index, place))
    best = max(chances, key=lambda name: (chances[name], name))
    rule = next((c["rule"] for c in covering if c["modality"] == best), "modality.model")
    return best, hedged, rule


def _by_rule(covering: list[Cue], hedged: bool) -> tuple[str, bool, str]:
    for name in _RANK:
        for cue in covering:
            if cue["modality"] == name:
                return name, hedged, cue["rule"]
    return "asserted", hedged, "modality.default"


def _cues(index: Index, place: Sight) -> list[tuple[Cue, bool]]:
    """The cues of the sentence, and whether the place is in their scope."""
    table = index.notes.get("cues_in")
    if table is None:
        table = {}
        for cue in layers(index.doc).get("cues", []):
            table.setdefault(index.sent_of[cue["i"]], []).append(cue)
        index.notes["cues_in"] = table
    assert isinstance(table, dict)
    return [(cue, place.root in cue["scope"]) for cue in table.get(place.sent, ())]


def modality_features(index: Index, place: Sight) -> dict[str, float]:
    """What speaks for a modality, by name."""
    names: list[str] = [f"role={index.roles[place.sent]}"]
    chain = set(place.chain)
    inside = 0
    for cue, within in _cues(index, place):
        over = cue["i"] in chain
        where = "up" if over else "in" if within else "out"
        names += [f"c={cue['rule']}&{where}", f"cm={cue['modality']}&{where}", f"ch={cue['rule']}"]
        if within:
            inside += 1
            names.append(f"cd={cue['modality']}&{'near' if abs(cue['i'] - place.i) <= 4 else 'far'}")
    names.append(f"cues={min(inside, 2)}")
    names += _governors(index, place)
    a, b = index.sents[place.sent]
    names += [f"b={index.lemma[t]}" for t in range(max(a, place.i - 3), place.i)]
    names += [f"a={index.lemma[t]}" for t in range(place.j, min(b, place.j + 3))]
    for hit in place.metrics:
        if abs(hit.distance) <= 8:
            m = index.metrics[hit.at]
            names.append(f"t={m['ids'][0]}")
    return dict.fromkeys(names, 1.0)


def _governors(index: Index, place: Sight) -> list[str]:
    """The verbs over the place: lemma, form, auxiliaries, subject."""
    names: list[str] = []
    level = 0
    for t in place.chain:
        if index.pos[t] not in ("VERB", "AUX"):
            if index.pos[t] == "NOUN" and t != place.root:
                names.append(f"n={index.lemma[t]}")
            continue
        tag = index.doc[t].tag_
        aux = [c for c in index.children[t] if index.dep[c] in ("aux", "auxpass", "neg")]
        kind = "+".join([*(index.lower[c] for c in aux), tag])
        names += [f"v{min(level, 2)}={index.lemma[t]}", f"v={index.lemma[t]}", f"tag{min(level, 2)}={kind}", f"dep{min(level, 2)}={label(index, t)}"]
        names += [f"vt={index.lemma[t]}&{kind}"]
        if level == 0:
            subject = next((c for c in index.children[t] if index.dep[c] in SUBJECTS), None)
            names.append(f"s={index.lemma[subject] if subject is not None else None}")
        level += 1
        if level > 3:
            break
    if level == 0:
        names.append("v0=none")
    return names
