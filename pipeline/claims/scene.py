"""A number in its sentence: what governs it, who stands as subject and owner, and what all its candidates share."""

import math
from dataclasses import dataclass, field

from pipeline.claims.index import NONE, Index, role_at, root_of
from pipeline.claims.syntax import chain_up, first_verb, label, subjects
from pipeline.claims.words import COINS, LABELS, PRONOUNS, SPEECH, VERB_CLASSES
from pipeline.layers.store import Quantity, value_of


@dataclass(slots=True)
class Scene:
    """A number in its sentence: what governs it, and what all its candidates share."""

    quantity: Quantity
    i: int
    j: int
    sent: int
    root: int
    chain: list[int]
    verb: int | None
    subjects: list[int]
    metric: str
    metric_span: tuple[int, int] | None
    shared: dict[str, float] = field(default_factory=dict)
    slots: tuple[str, str] = ("none", "none")
    """What stands as subject of the clause and as owner of the metric: pron_it, nominal, name, group, none."""
    slot_keys: tuple[str, str] = ("", "")
    """What the coreference says these two mean."""
    said_by: tuple[str, ...] = ()
    """Names in the source chain, lower case."""
    trend: bool = False
    picks: dict[str, tuple[int, str]] = field(default_factory=dict)
    """What grammar alone says (`whose`): by key its place in the order and the way it was found."""
    best_way: str = ""
    hint: str = ""
    """Key of the entity that the words of a trend point to."""


def unit_class(q: Quantity) -> str:
    """A coarse class of the unit, for what goes with what."""
    unit = q["unit"]
    if unit in ("percent", "percentage_point", "basis_point"):
        return "percent"
    if unit == "point":
        return "point"
    if unit.split("/")[0] in COINS:
        return "coin"
    if len(unit) >= 3 and unit[:3].isupper() and unit[:3].isalpha():
        return "money_per" if "/" in unit else "money"
    if unit in ("year", "month", "day", "hour", "minute", "second"):
        return "time"
    if q["kind"] == "measure":
        return "measure"
    return "bare" if not unit else "count"


def scene_of(index: Index, q: Quantity, metric: str, metric_span: tuple[int, int] | None) -> Scene:
    """Look at a number once; `metric` is the first guess of its metric id ("" where there is none)."""
    i, j = q["i"], q["j"]
    root = root_of(index, i, j)
    chain = chain_up(index, root)
    verb = first_verb(index, chain)
    scene = Scene(
        quantity=q,
        i=i,
        j=j,
        sent=index.sent_of[i],
        root=root,
        chain=chain,
        verb=verb,
        subjects=subjects(index, verb) if verb is not None else [],
        metric=metric,
        metric_span=metric_span,
    )
    scene.shared = _shared(index, scene)
    _slots(index, scene)
    return scene


def owner_heads(index: Index, s: Scene) -> list[int]:
    """Nouns whose owner may be the entity: the metric's, then those the number hangs on."""
    heads = [root_of(index, *s.metric_span)] if s.metric_span else []
    heads += [t for t in s.chain[1:4] if index.pos[t] in ("NOUN", "PROPN")]
    return heads[:3]


def _slots(index: Index, s: Scene) -> None:
    """Subject and owner as words: a pronoun there may mean more than the one name coreference found."""
    subject, owner = ("none", ""), ("none", "")
    if s.subjects:
        t = s.subjects[0]
        subject = _slot(index, t)
        for c in index.children[t]:
            if index.dep[c] == "poss":
                subject = _slot(index, c)
    for head in owner_heads(index, s):
        found = [c for c in index.children[head] if index.dep[c] == "poss"]
        if found:
            owner = _slot(index, found[0])
            break
    s.slots, s.slot_keys = (subject[0], owner[0]), (subject[1], owner[1])
    s.shared[f"slot_s={subject[0]}"] = 1.0
    s.shared[f"slot_o={owner[0]}"] = 1.0


def _slot(index: Index, t: int) -> tuple[str, str]:
    k = index.entity_at[t]
    key = index.entities[k]["key"] if k != NONE else ""
    if index.pos[t] == "PRON":
        return f"pron_{PRONOUNS.get(index.lower[t], 'other')}", key
    if k != NONE and index.entities[k]["form"] == "name":
        return "name", key
    if k != NONE or any(index.lower[c] in ("the", "this", "that") for c in index.children[t]):
        return ("metric" if index.metric_at[t] != NONE else "nominal"), key
    return ("metric" if index.metric_at[t] != NONE else "group"), key


def _shared(index: Index, s: Scene) -> dict[str, float]:
    q = s.quantity
    a, b = index.sents[s.sent]
    found = {
        f"u={unit_class(q)}": 1.0,
        f"k={q['kind']}": 1.0,
        f"qdep={known_label(label(index, s.root))}": 1.0,
        f"metric={s.metric}": 1.0,
        f"role={role_at(index, s.i) or 'none'}": 1.0,
        "sent_names": float(len({index.entities[k]["key"] for k in index.entities_in[s.sent]})),
        "sent_no": float(min(s.sent, 12)),
        "sent_len": float(b - a),
        "q_at": (s.i - a) / max(1, b - a),
        "q_before": float(sum(1 for x in numbers_in(index, s.sent) if x < s.i)),
        "log_value": math.log10(max(1e-3, abs(value_of(q) or 0.0))),
    }
    if q["move"]:
        found[f"move={q['move']}"] = 1.0
    if q["aspect"]:
        found[f"asp={q['aspect']}"] = 1.0
    if s.verb is not None:
        found["verb_up"] = float(s.chain.index(s.verb))
        found["mv_verb"] = float(index.movement_at[s.verb] != NONE)
        found["has_subj"] = float(bool(s.subjects))
        found["say_verb"] = float(index.lemma[s.verb] in SPEECH)
        if index.pos[s.verb] == "VERB":
            found[f"verb={index.lemma[s.verb]}"] = 1.0
        passive = any(index.dep[c] in ("nsubjpass", "auxpass") for c in index.children[s.verb])
        kind = "move" if index.movement_at[s.verb] != NONE else VERB_CLASSES.get(index.lemma[s.verb], "other")
        found[f"vc={kind}{'_passive' if passive else ''}"] = 1.0
    return found


def numbers_in(index: Index, sent: int) -> list[int]:
    """The first tokens of the quantities of a sentence."""
    by = index.notes.get("numbers_in")
    if by is None:
        made: dict[int, list[int]] = {}
        for q in index.quantities:
            made.setdefault(index.sent_of[q["i"]], []).append(q["i"])
        by = made
        index.notes["numbers_in"] = made
    assert isinstance(by, dict)
    found: list[int] = by.get(sent, [])
    return found


def known_label(name: str) -> str:
    """A relation by name, the rare ones as one."""
    return name if name in LABELS else "prep_other" if name.startswith("prep_") else "other"
