"""Layers -> claims: each number becomes a claim or a reason, each movement and attributed statement a claim."""

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

from pipeline.claims.aspect import choose_aspect
from pipeline.claims.candidates import Candidate, as_entity
from pipeline.claims.confidence import set_confidence
from pipeline.claims.drafts import Draft, finish
from pipeline.claims.index import FOREIGN, NONE, Index, role_at
from pipeline.claims.linking import Linked, candidates_of, score
from pipeline.claims.lists import expand, favour_lists
from pipeline.claims.metric import OUT_OF_BOUNDS, choose_metric
from pipeline.claims.modality import choose_modality
from pipeline.claims.moves import link_moves
from pipeline.claims.parties import set_counterparty
from pipeline.claims.policy import CLAIM_THRESHOLD, SOFT_REASONS, claims_from
from pipeline.claims.reasons import claim_features, claim_probabilities, reason_for
from pipeline.claims.repeats import link_repeats
from pipeline.claims.scene import Scene, scene_of
from pipeline.claims.sight import index_of
from pipeline.claims.statements import statement_drafts
from pipeline.claims.trends import Trend, as_quantity, find_trends
from pipeline.layers.attributions import chain_at, hedged_at
from pipeline.layers.entities import topic
from pipeline.layers.store import Link, layers
from pipeline.layers.times import claim_date, claim_said

Left = dict[str, Any]


def assemble(doc: Doc) -> tuple[list[dict[str, Any]], list[Left]]:
    """All claims of a Doc with its layers, and every number left over with its reason."""
    drafts, left = draft(doc)
    return finish(doc, drafts, index_of(doc).text), left


def draft(doc: Doc) -> tuple[list[Draft], list[Left]]:
    """The claims before they become JSON: what `assemble`, training and `explain` share."""
    index, linked, left, trends = scenes_of(doc)
    score(linked)
    favour_lists(index, linked)
    drafts = _quantity_drafts(index, [x for x in linked if not x.scene.trend], left)
    by_place = {t["i"]: t for t in trends}
    drafts += [_trend_draft(index, x, by_place[x.scene.i]) for x in linked if x.scene.trend]
    pool = {x.scene.i: x.candidates for x in linked}
    drafts = expand(index, sorted(drafts, key=lambda d: (d.i, d.j)), pool)
    link_moves(drafts)
    link_repeats(index, drafts)
    set_confidence(drafts)
    drafts += statement_drafts(index, drafts)
    drafts.sort(key=lambda d: (d.quote[0], d.i, d.j))
    return drafts, sorted(left, key=lambda u: (u["start"], u["end"], u["reason"]))


def scenes_of(doc: Doc) -> tuple[Index, list[Linked], list[Left], list[Trend]]:
    """What there is to decide: every number and movement with its candidates, in text order, not yet scored."""
    index = index_of(doc)
    about = topic(doc)
    index.notes["topic"] = about["key"] if about else None
    left = _numbers_left(index)
    scenes = _scenes(index, left)
    trends = [t for t in find_trends(doc) if claims_from(role_at(index, t["i"]))]
    scenes += [_trend_scene(index, t) for t in trends]
    scenes.sort(key=lambda s: (s.i, s.j))
    return index, candidates_of(index, scenes), left, trends


def _numbers_left(index: Index) -> list[Left]:
    """Numbers in no quantity, with the reason the layer gives."""
    return [
        _left(index, n["start"], n["end"], n["reason"]) for n in layers(index.doc).get("numbers", []) if n["reason"]
    ]


def _left(index: Index, start: int, end: int, reason: str) -> Left:
    return {"start": start, "end": end, "text": index.text[start:end], "reason": reason}


def _scenes(index: Index, left: list[Left]) -> list[Scene]:
    """The quantities that may be claims, looked at; the others go to `left`."""
    doc, scenes = index.doc, []
    for q in index.quantities:
        role = role_at(index, q["i"])
        reason = q["reason"] if claims_from(role) else "language" if role == FOREIGN else "boilerplate"
        if q["kind"] == "vague":
            reason = reason or "vague"
        if reason and reason not in SOFT_REASONS:
            left.append(_left(index, q["start"], q["end"], reason))
            continue
        name, words, sure, _ = choose_metric(doc, q, None)
        scene = scene_of(index, q, name, _tokens(index, words) if words else None)
        if reason and reason != "count_of_actors":
            scene.shared[f"reason={reason}"] = 1.0
        scene.shared["metric_p0"] = sure
        scene.said_by = _said_by(index, q["start"], q["end"])
        scenes.append(scene)
    return scenes


def _tokens(index: Index, span: Sequence[int]) -> tuple[int, int] | None:
    """Characters to tokens."""
    found = index.doc.char_span(span[0], span[1], alignment_mode="expand")
    return (found.start, found.end) if found is not None and len(found) else None


def _said_by(index: Index, start: int, end: int) -> tuple[str, ...]:
    """Names in the source chain, lower case."""
    chain = _chain(index, start, end)
    return tuple(n.lower() for link in chain for n in (link["name"], link.get("organization")) if n)


def _chain(index: Index, start: int, end: int) -> list[Link]:
    """The source chain of characters, found once: scenes and drafts both ask for it."""
    kept = index.notes.setdefault("chains", {})
    assert isinstance(kept, dict)
    if (start, end) not in kept:
        kept[start, end] = chain_at(index.doc, start, end)
    found: list[Link] = kept[start, end]
    return found


def _trend_scene(index: Index, t: Trend) -> Scene:
    """A movement as a scene, so that one linker serves both."""
    q, words = as_quantity(t), t["metric_span"]
    scene = scene_of(index, q, t["metric"], _tokens(index, words) if words else None)
    scene.trend = True
    if t["hint"] is not None and index.entity_at[t["hint"]] != NONE:
        scene.hint = index.entities[index.entity_at[t["hint"]]]["key"]
    scene.said_by = _said_by(index, q["start"], q["end"])
    return scene


def _quantity_drafts(index: Index, linked: list[Linked], left: list[Left]) -> list[Draft]:
    doc = index.doc
    answers = []
    for one in linked:
        best = one.best()
        entity = as_entity(index, one.candidates[best]) if best is not None else None
        answers.append(choose_metric(doc, one.scene.quantity, entity))
    rows = [claim_features(index, x.scene, x, a[2]) for x, a in zip(linked, answers, strict=True)]
    drafts = []
    for one, row, answer, p in zip(linked, rows, answers, claim_probabilities(rows), strict=True):
        q = one.scene.quantity
        reason = q["reason"] if p < CLAIM_THRESHOLD and q["reason"] else reason_for(p, one, answer[0])
        if reason:
            left.append(_left(index, q["start"], q["end"], reason))
            continue
        d = _base(index, one, "quantity")
        d.quantity = q
        d.metric = answer[0]
        d.parts |= {"claim": p, "metric": answer[2]}
        if answer[1]:
            d.metric_span = (answer[1][0], answer[1][1])
            d.mark("metric", *d.metric_span, answer[3])
        d.rules += [q["rule"], answer[3]]
        d.aspect, d.direction, rule = choose_aspect(doc, q, answer[0])
        d.rules.append(rule)
        if answer[3] == OUT_OF_BOUNDS and d.aspect == "level":
            d.flags.append("out_of_bounds")
        d.mark("range", q["start"], q["end"], q["rule"])
        left += [_left(index, e["start"], e["end"], "equivalent") for e in q["equivalents"]]
        _circumstances(index, d)
        set_counterparty(index, d, one.scene, one.candidates)
        d.why["claim"] = list(row.items())
        drafts.append(d)
    return drafts


def _trend_draft(index: Index, one: Linked, t: Trend) -> Draft:
    d = _base(index, one, "trend")
    if t["group"]:
        _set_group(index, d, *t["group"])
    q, words = one.scene.quantity, t["metric_span"]
    d.aspect, d.direction, d.metric = "change", t["direction"], t["metric"]
    if words:
        d.metric_span = (words[0], words[1])
        d.mark("metric", *d.metric_span, t["rule"])
    d.mark("movement", q["start"], q["end"], t["rule"])
    d.rules.append(t["rule"])
    d.parts |= {"claim": t["p"], "metric": t["metric_p"]}
    _circumstances(index, d)
    return d


def _set_group(index: Index, d: Draft, i: int, j: int) -> None:
    """Give a trend the market it names in words ("Asian stock markets"), whatever names stand near."""
    span = index.doc[i:j]
    d.entity = Candidate(f"group:{span.text.lower()}", span.text, "group", {}, "group", i, j, span.root.i, d.sent)
    d.spans = [s for s in d.spans if s[0] != "entity"]
    d.mark("entity", span.start_char, span.end_char, "link.theme")
    d.rules = ["link.theme"]


def _base(index: Index, one: Linked, kind: str) -> Draft:
    s = one.scene
    a, b = index.sents[s.sent]
    quote = _trimmed(index, a, b)
    d = Draft(kind=kind, i=s.i, j=s.j, sent=s.sent, role=role_at(index, s.i), quote=quote)
    d.verb_subject = s.subjects[0] if s.subjects else None
    best = one.best()
    if best is not None:
        c = one.candidates[best]
        d.entity = c
        ranked = sorted(one.scores, reverse=True)
        d.parts |= {"entity": one.scores[best], "entity_lead": ranked[0] - (ranked[1] if len(ranked) > 1 else 0.0)}
        rule = f"link.{_relation(one.own[best])}"
        d.mark("entity", index.start[c.i], index.end[c.j - 1], rule)
        d.rules.append(rule)
        d.why["entity"] = (one.scene.shared, one.own[best])
    return d


def _relation(row: Mapping[str, float]) -> str:
    """The rule id of a link: how the entity stands to the number."""
    for name, rule in (("own_depth", "owner"), ("in_subj", "subject"), ("here", "sentence"), ("is_topic", "topic")):
        if (row.get(name) and name != "own_depth") or (name in row and name == "own_depth"):
            return rule
    return "discourse"


def _trimmed(index: Index, a: int, b: int) -> tuple[int, int]:
    text, start, end = index.text, index.start[a], index.end[b - 1]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _circumstances(index: Index, d: Draft) -> None:
    """Source, date, modality: what the layers say of the place."""
    doc, start, end = index.doc, index.start[d.i], index.end[d.j - 1]
    d.chain = list(_chain(index, start, end))
    for link in d.chain:
        d.mark("source", link["start"], link["end"], "attribution")
    d.date = claim_date(doc, d.i, d.j)
    if d.date:
        d.rules.append(d.date["rule"])
        if d.date["span"]:
            d.mark("date", d.date["span"][0], d.date["span"][1], d.date["rule"])
    d.said = claim_said(doc, d.i, d.j)
    d.modality, hedged, rule = choose_modality(doc, d.i, d.j)
    d.hedged = hedged or hedged_at(doc, start, end)
    d.rules.append(rule)
