"""A claim while it is being put together, and how it becomes the JSON of `schemas.Claim`."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

from spacy.tokens import Doc

from pipeline.claims.candidates import Candidate
from pipeline.claims.policy import LOW_CONFIDENCE, SOURCE_TYPES
from pipeline.layers.parse import parse_of
from pipeline.layers.store import Link, Quantity, context, text_of
from pipeline.layers.times import ClaimDate

Chars = tuple[int, int]


@dataclass(slots=True)
class Draft:
    """One claim to be; tokens [i, j) are its number, or the verb or noun of a trend."""

    kind: str
    i: int
    j: int
    sent: int
    role: str | None
    quote: Chars
    quantity: Quantity | None = None
    entity: Candidate | None = None
    counterparty: Candidate | None = None
    metric: str | None = None
    metric_span: Chars | None = None
    aspect: str | None = None
    direction: str | None = None
    list_scope: str = "single"
    chain: list[Link] = field(default_factory=list)
    date: ClaimDate | None = None
    said: tuple[str | None, str | None] | None = None
    modality: str = "asserted"
    hedged: bool = False
    statement: str | None = None
    related: list[tuple["Draft", str]] = field(default_factory=list)
    spans: list[tuple[str, int, int, str]] = field(default_factory=list)
    """(of, start, end, rule) in characters."""
    parts: dict[str, float] = field(default_factory=dict)
    """Probabilities and facts of the fields, from which the confidence is made."""
    why: dict[str, Any] = field(default_factory=dict)
    """What the models saw, for `explain`."""
    confidence: float = 0.5
    flags: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    verb_subject: int | None = None
    """The head of the subject of the governing verb."""
    id: str = ""

    def copy(self) -> "Draft":
        """An independent draft with the same fields."""
        return replace(
            self,
            chain=list(self.chain),
            related=list(self.related),
            spans=list(self.spans),
            parts=dict(self.parts),
            why=dict(self.why),
            flags=list(self.flags),
            rules=list(self.rules),
        )

    def mark(self, of: str, start: int, end: int, rule: str) -> None:
        """Point at the characters a field was read from; once a field and place."""
        if start < end and (of, start, end, rule) not in self.spans:
            self.spans.append((of, start, end, rule))

    def range_key(self) -> tuple[float | None, float | None, str] | None:
        """The range, for finding the same figure again."""
        q = self.quantity
        return (q["low"], q["high"], q["unit"]) if q else None


def finish(doc: Doc, drafts: list[Draft], text: str) -> list[dict[str, Any]]:
    """Give every draft its id (a hash of content), then write them all as JSON, in text order."""
    text_key = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
    bodies = [_body(doc, d, text) for d in drafts]
    seen: dict[str, int] = {}
    for d, body in zip(drafts, bodies, strict=True):
        content = {k: v for k, v in body.items() if k not in ("confidence", "flags", "rules")}
        plain = json.dumps([text_key, content], sort_keys=True)
        made = hashlib.sha256(plain.encode()).hexdigest()[:16]
        seen[made] = seen.get(made, 0) + 1
        d.id = made if seen[made] == 1 else hashlib.sha256(f"{made}/{seen[made]}".encode()).hexdigest()[:16]
    for d, body in zip(drafts, bodies, strict=True):
        body["id"] = d.id
        links = sorted({(o.id, relation) for o, relation in d.related if o.id and o is not d})
        body["related"] = [{"id": i, "relation": relation} for i, relation in links]
    return bodies


def _body(doc: Doc, d: Draft, text: str) -> dict[str, Any]:
    flags = list(d.flags)
    if d.confidence < LOW_CONFIDENCE:
        flags.append("low_confidence")
    return {
        "kind": d.kind,
        "entity": _entity(doc, d.entity),
        "counterparty": _entity(doc, d.counterparty),
        "metric": {"id": d.metric, "text": text[slice(*d.metric_span)] if d.metric_span else None}
        if d.metric
        else None,
        "aspect": d.aspect,
        "direction": d.direction,
        "range": _range(text, d.quantity),
        "list_scope": d.list_scope,
        "source": sources(doc, d.chain),
        "date": {k: d.date[k] for k in ("start", "end", "text", "basis")} if d.date else None,
        "said": {"start": d.said[0], "end": d.said[1]} if d.said else None,
        "modality": d.modality,
        "hedged": d.hedged,
        "statement": d.statement,
        "evidence": {
            "quote": text[slice(*d.quote)],
            "start": d.quote[0],
            "end": d.quote[1],
            "role": d.role or "body",
            "spans": [
                {"of": of, "start": a, "end": b, "text": text[a:b], "rule": rule}
                for of, a, b, rule in sorted(d.spans, key=lambda s: (s[1], s[2], s[0], s[3]))
            ],
        },
        "confidence": round(d.confidence, 4),
        "flags": sorted(set(flags)),
        "rules": list(dict.fromkeys(d.rules)),
    }


def _entity(doc: Doc, c: Candidate | None) -> dict[str, Any] | None:
    if c is None:
        return None
    parse = parse_of(doc)
    words = text_of(doc)[parse.start[c.i] : parse.end[c.j - 1]]
    return {"name": c.name, "type": c.type, "ids": dict(c.ids), "text": words}


def _range(text: str, q: Quantity | None) -> dict[str, Any] | None:
    if q is None:
        return None
    return {
        "low": q["low"],
        "high": q["high"],
        "unit": q["unit"],
        "approx": q["approx"],
        "text": text[q["start"] : q["end"]],
        "equivalents": [
            {k: e[k] for k in ("low", "high", "unit", "approx")} | {"text": text[e["start"] : e["end"]]}
            for e in q["equivalents"]
        ],
    }


def sources(doc: Doc, chain: list[Link]) -> list[dict[str, Any]]:
    """The chain of a claim from the innermost to the publisher, which always ends it."""
    name = context(doc)["publisher"] or _host(context(doc)["url"]) or "unknown"
    listed = [
        {
            "name": link["name"],
            "type": link["type"] if link["type"] in SOURCE_TYPES and link["type"] != "publisher" else "organization",
            "role": link.get("role"),
            "organization": link.get("organization"),
            "cue": link.get("cue"),
        }
        for link in chain
        if link["name"] and link["name"].lower() != name.lower()
    ]
    return [*listed, {"name": name, "type": "publisher", "role": None, "organization": None, "cue": None}]


def _host(url: str | None) -> str | None:
    if not url or "//" not in url:
        return None
    return url.split("//", 1)[1].split("/", 1)[0].removeprefix("www.") or None
