"""Numbers, units, ranges, bounds; every number accounted for."""

from pipeline.layers.quantities.output import as_said
from pipeline.layers.quantities.stage import add_quantities

__all__ = ["add_quantities", "as_said"]
