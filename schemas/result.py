"""The result of one article, and the annotated form that adds the layers."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.article import Article
from schemas.claim import Claim


class Unclaimed(BaseModel):
    """A number of the article that is in no claim, and why."""

    model_config = ConfigDict(extra="forbid")

    start: int
    end: int
    text: str
    reason: str


class MadeBy(BaseModel):
    """What made a result: together with the article's text it decides every byte."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)

    version: str
    rules: str
    model: str
    schema_version: str = Field(alias="schema")


class Result(BaseModel):
    """One article with its claims, the numbers left over, and what made it."""

    model_config = ConfigDict(extra="forbid")

    article: Article
    claims: list[Claim]
    unclaimed: list[Unclaimed]
    made_by: MadeBy


class LayerEntity(BaseModel):
    """A named entity or a resolved reference to one."""

    start: int
    end: int
    text: str
    type: str
    name: str
    ids: dict[str, str] = {}


class LayerQuantity(BaseModel):
    """A quantity as the sentence gives it."""

    start: int
    end: int
    text: str
    low: float | None
    high: float | None
    unit: str | None
    approx: bool
    bound: Literal["exact", "at_least", "at_most"]
    change: Literal["=", "~", "up", "down", ">", "<"]
    concept: list[str]


class LayerTime(BaseModel):
    """A time expression: TIMEX3 type and value, and the calendar interval it covers."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    start: int
    end: int
    text: str
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    mod: str | None = None
    since: str | None = Field(alias="from")
    until: str | None = Field(alias="to")


class LayerAttribution(BaseModel):
    """An attributed statement: character spans of its source, its cue and its content."""

    source: list[tuple[int, int]]
    cue: list[tuple[int, int]]
    content: list[tuple[int, int]]


class AnnotatedResult(Result):
    """A result with the layers it was read from (`newsclaims annotate`)."""

    entities: list[LayerEntity] = []
    quantities: list[LayerQuantity] = []
    times: list[LayerTime] = []
    attributions: list[LayerAttribution] = []
