"""A quantity while it is being read."""

from dataclasses import dataclass, field

from pipeline.layers.quantities.tables import Unit
from pipeline.layers.quantities.values import Value


@dataclass(slots=True)
class Found:
    """Atoms [i, j) that say a quantity. `low`/`high` are as said, signed, in base size of the said unit."""

    i: int
    j: int
    value: Value
    low: float
    high: float
    unit: Unit | None = None
    per: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    prefixed: bool = False
    """Its currency stands before the number."""
    ranged: bool = False
    negative: bool = False
    bound: str = "exact"
    approx: bool = False
    reason: str | None = None
    rule: str = "number.bare"
    marks: set[str] = field(default_factory=set)
    """What else was seen: age, hyphen, share (part of something), or, between, per ..."""
    noun: tuple[int, int] | None = None
    noun_unit: str = ""
    noun_name: str = ""
    copied: bool = False
    """Its unit was taken over from a neighbour."""

    aspect: str | None = None
    direction: str | None = None
    move: str | None = None
    mover: tuple[int, int] | None = None
    trend: str | None = None
    """up or down where a word of movement stands straight on the amount (the layer's `change`)."""
    sign: str | None = None
    """The change sign that the words of bound or approximation say."""
    times: float | None = None
    """The factor of a multiple (doubled is 2)."""
    partner: "Found | None" = None
    """In "from A to B": B, for A; the layer shows both as one range."""
    concept: list[str] = field(default_factory=list)
    equivalents: list["Found"] = field(default_factory=list)

    @property
    def bare(self) -> bool:
        """No unit of any kind is said."""
        return self.unit is None and not self.noun_unit and "share" not in self.marks
