"""One claim: source S says that entity E's metric M is, or moved by, range R at date D."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Direction = Literal["up", "down", "unchanged"]
Aspect = Literal["level", "change", "comparison"]
Modality = Literal["asserted", "forecast", "planned", "hypothetical", "negated"]
Kind = Literal["quantity", "trend", "statement"]
ListScope = Literal["single", "each", "respective", "collective"]
SourceType = Literal["person", "organization", "document", "data", "group", "anonymous", "publisher"]
DateBasis = Literal["explicit", "relative", "context", "publication"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EntityRef(_Strict):
    """Who or what a metric belongs to: resolved name, type, ids, and the words in the text."""

    name: str
    type: str
    ids: dict[str, str] = {}
    text: str


class Metric(_Strict):
    """A metric id of the closed list and the shortest phrase that names it."""

    id: str
    text: str | None = None


class PlainRange(_Strict):
    """An equivalent of a range in another unit ("$1.13bn (£600m)")."""

    low: float | None
    high: float | None
    unit: str | None
    approx: bool = False
    text: str


class Range(PlainRange):
    """Numbers in base size; `None` at an end means open."""

    equivalents: list[PlainRange] = []


class SourceLink(_Strict):
    """One link of a source chain."""

    name: str
    type: SourceType
    role: str | None = None
    organization: str | None = None
    cue: str | None = None


class ClaimDate(_Strict):
    """When the value holds: ISO dates, both ends inclusive, `None` at an open end."""

    start: str | None
    end: str | None
    text: str | None = None
    basis: DateBasis


class Said(_Strict):
    """When the claim was made, where the text says so."""

    start: str | None
    end: str | None


class RelatedClaim(_Strict):
    """A claim of the same article that this one belongs with."""

    id: str
    relation: Literal["same_move", "baseline", "equivalent", "repeats"]


class EvidenceSpan(_Strict):
    """The exact characters one field was read from, and the rule or model that read it."""

    of: str
    start: int
    end: int
    text: str
    rule: str


class Evidence(_Strict):
    """The sentence a claim was read from, with the spans of its fields."""

    quote: str
    start: int
    end: int
    role: str
    spans: list[EvidenceSpan] = []


class Claim(_Strict):
    """A whole claim (see `docs/claims.md`)."""

    id: str
    kind: Kind
    entity: EntityRef | None = None
    counterparty: EntityRef | None = None
    metric: Metric | None = None
    aspect: Aspect | None = None
    direction: Direction | None = None
    range: Range | None = None
    list_scope: ListScope = "single"
    source: list[SourceLink] = []
    date: ClaimDate | None = None
    said: Said | None = None
    modality: Modality = "asserted"
    hedged: bool = False
    statement: str | None = None
    related: list[RelatedClaim] = []
    evidence: Evidence
    confidence: float = Field(ge=0, le=1)
    flags: list[str] = []
    """What is odd about the claim: `contradicts`, `out_of_bounds`, `low_confidence`, ..."""
    rules: list[str] = []
