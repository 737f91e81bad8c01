"""Asserted, forecast, planned, hypothetical or negated: cues around a number or mover, its verbs and their tense."""

from spacy.tokens import Doc

from pipeline.claims.index import Index
from pipeline.claims.sight import Sight, index_of, sight
from pipeline.claims.syntax import SUBJECTS, label, subjects
from pipeline.layers.store import Cue, Time, context, layers
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
    best = model.likeliest(modality_features(index, place))
    sure = _decisive(index, place, covering, best)
    if sure is not None:
        return sure["modality"] or best, hedged, sure["rule"]
    rule = next((c["rule"] for c in covering if c["modality"] == best), "modality.model")
    return best, hedged, rule


_IF = "modality.mark.if"
_INTENT = frozenset(f"modality.verb.{verb}" for verb in ("commit", "plan", "pledge", "intend", "promise", "agree"))
_MODALS = frozenset(("modality.aux.could", "modality.aux.would", "modality.aux.may"))


def _decisive(index: Index, place: Sight, covering: list[Cue], best: str) -> Cue | None:
    """The cue that leaves no choice, whatever the model has seen: what grammar alone decides.

    "If ..., it could ..." is hypothetical; what someone commits or plans *to do* is planned, unlike what was committed.
    """
    rules = {c["rule"] for c in covering}
    if _IF in rules and rules & _MODALS:
        return next(c for c in covering if c["rule"] == _IF)
    if best != "asserted" or place.verb is None:
        return None
    for cue in (c for c in covering if c["rule"] in _INTENT):
        at = place.chain.index(cue["i"]) if cue["i"] in place.chain else 0
        below = place.chain[:at]
        if (
            at
            and index.pos[cue["i"]] == "VERB"
            and any(index.pos[t] == "VERB" and index.dep[t] in ("xcomp", "pcomp") for t in below)
        ):
            return cue
    return None


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
        made: dict[int, list[Cue]] = {}
        for cue in layers(index.doc).get("cues", []):
            made.setdefault(index.sent_of[cue["i"]], []).append(cue)
        table = index.notes["cues_in"] = made
    assert isinstance(table, dict)
    return [(cue, place.root in cue["scope"]) for cue in table.get(place.sent, ())]


def modality_features(index: Index, place: Sight) -> dict[str, float]:
    """What speaks for a modality, by name."""
    names: list[str] = [f"role={index.roles[place.sent]}"]
    chain = set(place.chain)
    inside = 0
    signature: set[str] = set()
    for cue, within in _cues(index, place):
        over = cue["i"] in chain
        where = "up" if over else "in" if within else "out"
        names += [f"c={cue['rule']}&{where}", f"cm={cue['modality']}&{where}", f"ch={cue['rule']}"]
        if within:
            inside += 1
            signature.add(str(cue["modality"]))
            names.append(f"cd={cue['modality']}&{'near' if abs(cue['i'] - place.i) <= 4 else 'far'}")
    names.append(f"cues={min(inside, 2)}")
    joined = "+".join(sorted(signature))
    names.append(f"sig={joined}")
    names += [f"sig={joined}&{name}" for name in _agency(index, place)]
    names += _governors(index, place)
    names += _times(index, place)
    names += _discourse(index, place, joined)
    a, b = index.sents[place.sent]
    names += [f"b={index.lemma[t]}" for t in range(max(a, place.i - 3), place.i)]
    names += [f"a={index.lemma[t]}" for t in range(place.j, min(b, place.j + 3))]
    for hit in place.metrics:
        if abs(hit.distance) <= 8:
            m = index.metrics[hit.at]
            names.append(f"t={m['ids'][0]}")
    return dict.fromkeys(names, 1.0)


def _agency(index: Index, place: Sight) -> list[str]:
    """Whether someone acts or a metric moves: what the subject of the verb is, and whether the verb is a mover."""
    names: list[str] = []
    verb = place.verb
    if verb is None:
        return ["verb=none"]
    names.append(f"moves={index.movement_at[verb] >= 0}")
    names.append(f"tag={index.tag[verb]}")
    for subject in subjects(index, verb)[:1]:
        k = index.entity_at[subject]
        kind = (
            "metric" if index.metric_at[subject] >= 0 else index.entities[k]["type"] if k >= 0 else index.pos[subject]
        )
        names += [f"sk={kind}", f"sk={kind}&{index.lemma[verb]}"]
    names.append(f"lv={index.lemma[verb]}")
    return names


def _times(index: Index, place: Sight) -> list[str]:
    """Whether the times of the sentence lie after the day of publication or before it."""
    published = (context(index.doc)["published"] or "")[:10]
    if not published:
        return ["tm=unknown"]
    table = index.notes.get("times_in")
    if table is None:
        made: dict[int, list[Time]] = {}
        for time in layers(index.doc).get("times", []):
            made.setdefault(index.sent_of[time["i"]], []).append(time)
        table = index.notes["times_in"] = made
    assert isinstance(table, dict)
    names: list[str] = []
    for time in table.get(place.sent, ()):
        since, until = time["since"] or time["until"], time["until"] or time["since"]
        if time["type"] not in ("DATE", "TIME") or since is None or until is None:
            continue
        when = "future" if since > published else "past" if until <= published else "over"
        near = "n" if min(abs(time["i"] - place.j), abs(place.i - time["j"])) <= 6 else "f"
        names += [f"tm={when}", f"tm={when}&{near}"]
    return names or ["tm=none"]


def _discourse(index: Index, place: Sight, joined: str) -> list[str]:
    """The metric where it is chosen already, and what the cues of the headline and of the number before say."""
    names: list[str] = []
    chosen = index.notes.get("chosen")
    metric = chosen.get((place.i, place.j)) if isinstance(chosen, dict) else None
    if metric:
        names += [f"id={metric}", f"id={metric}&{joined}"]
        if place.verb is not None:
            names.append(f"id={metric}&{index.tag[place.verb]}")
    title = sight(index, 0, 1) if index.sents else None
    if title is not None and place.sent > 0:
        names += sorted({f"title={cue['modality']}" for cue, _ in _cues(index, title)})
    at = index.quantity_at[place.i]
    if at > 0:
        other = index.quantities[at - 1]
        if place.sent - index.sent_of[other["i"]] <= 1:
            said = {str(c["modality"]) for c, inside in _cues(index, sight(index, other["i"], other["j"])) if inside}
            names.append(f"before={'+'.join(sorted(said))}&{place.sent == index.sent_of[other['i']]}")
    return names


def _governors(index: Index, place: Sight) -> list[str]:
    """The verbs over the place: lemma, form, auxiliaries, subject."""
    names: list[str] = []
    level = 0
    for t in place.chain:
        if index.pos[t] not in ("VERB", "AUX"):
            if index.pos[t] == "NOUN" and t != place.root:
                names.append(f"n={index.lemma[t]}")
            continue
        tag = index.tag[t]
        aux = [c for c in index.children[t] if index.dep[c] in ("aux", "auxpass", "neg")]
        kind = "+".join([*(index.lower[c] for c in aux), tag])
        names += [
            f"v{min(level, 2)}={index.lemma[t]}",
            f"v={index.lemma[t]}",
            f"tag{min(level, 2)}={kind}",
            f"dep{min(level, 2)}={label(index, t)}",
        ]
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
