"""What every entry of a rule file has; each lexicon adds its own fields by subclassing."""

from pydantic import BaseModel, ConfigDict, Field


class Entry(BaseModel):
    """One rule or lexicon entry: a stable id, and the examples that prove it.

    `match` are sentences on which the entry must fire, `no_match` sentences on which it must not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_+/$%-]+)*$")
    match: tuple[str, ...] = Field(min_length=1)
    no_match: tuple[str, ...] = ()
    note: str | None = None
