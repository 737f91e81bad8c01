"""The article: a text fixed once, its labelled blocks, and its metadata with where each value came from."""

import hashlib
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

BlockRole = Literal[
    "headline",
    "standfirst",
    "update",
    "heading",
    "body",
    "caption",
    "quote",
    "table",
    "list",
    "byline",
    "source_line",
    "related",
    "promo",
    "disclaimer",
    "other",
]


class Block(BaseModel):
    """A stretch of `Article.text` with one role; offsets count code points, end exclusive."""

    model_config = ConfigDict(extra="forbid")

    role: BlockRole
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    rule: str | None = None
    """Id of the rule that gave the role."""
    language: str | None = None
    """ISO 639-1 code where it differs from the article's."""
    at: str | None = None
    """ISO date or time of the block's own (a live-blog entry, an update note)."""


class Provenance(BaseModel):
    """Where one metadata value came from, and how sure it is."""

    model_config = ConfigDict(extra="forbid")

    field: str
    value: str
    origin: str
    """`given`, `json-ld`, `meta`, `microdata`, `htmldate`, `text`, `host`, `path`, ..."""
    confidence: Literal["high", "medium", "low"]
    chosen: bool = True


class Article(BaseModel):
    """One article. Every offset in the project counts code points into `text`, which never changes."""

    model_config = ConfigDict(extra="forbid")

    id: str
    source_path: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    authors: list[str] = []
    publisher: str | None = None
    section: str | None = None
    published: str | None = None
    """ISO date or date-time."""
    published_basis: str | None = None
    """`given`, `structured`, `htmldate`, `dateline`, `inferred`, ...: how `published` is known."""
    modified: str | None = None
    language: str | None = None
    text: str
    text_sha256: str = ""
    blocks: list[Block] = []
    provenance: list[Provenance] = []
    warnings: list[str] = []

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.text_sha256:
            self.text_sha256 = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()
        position = 0
        for block in self.blocks:
            if not position <= block.start <= block.end <= len(self.text):
                raise ValueError(f"block {block.role} [{block.start}, {block.end}) overlaps or leaves the text")
            position = block.end
        return self
