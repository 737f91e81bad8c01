"""From a quantity as read to the layer's dict: canonical unit, base size, and the quantity as said."""

from typing import Any

from pipeline.layers.quantities.atoms import Atoms, Places
from pipeline.layers.quantities.found import Found
from pipeline.layers.store import Quantity

_SIGNED = frozenset(("degC", "degF", "degree", "K"))
_TIME_AS_DAYS = {"week": ("day", 7.0), "fortnight": ("day", 14.0), "decade": ("year", 10.0), "century": ("year", 100.0)}


def as_said(quantity: dict[str, Any]) -> dict[str, Any] | None:
    """The fields of a quantity for `annotate`, in the words of the text; None where the text names no amount."""
    told = quantity.get("said")
    if told is None:
        return None
    low, high, unit = told
    return {
        "low": None if quantity["bound"] == "at_most" and low == high else low,
        "high": None if quantity["bound"] == "at_least" and low == high else high,
        "unit": unit, **{k: quantity[k] for k in ("approx", "bound", "change", "concept")},
    }  # fmt: skip


def mention(atoms: Atoms, places: Places, item: Found) -> Quantity:
    """The layer's dict of one quantity."""
    start, end = atoms[item.i].start, atoms[item.j - 1].end
    i, j = places.span(start, end)
    low, high, unit = canonical(item)
    vague = item.value.form == "vague"
    quantity: dict[str, Any] = {
        "start": start, "end": end, "i": i, "j": j, "rule": item.rule,
        "low": None if vague or item.bound == "at_most" else low,
        "high": None if vague or item.bound == "at_least" else high,
        "unit": unit, "approx": item.approx, "bound": item.bound, "change": change(item), "concept": item.concept,
        "kind": kind(item), "noun": list(item.noun) if item.noun else None,
        "aspect": item.aspect, "direction": item.direction, "move": item.move,
        "mover": list(item.mover) if item.mover else None, "equivalents": [_info(atoms, e) for e in item.equivalents],
        "reason": item.reason, "said": said(item),
    }  # fmt: skip
    return quantity  # type: ignore[return-value]


def _info(atoms: Atoms, item: Found) -> dict[str, Any]:
    low, high, unit = canonical(item)
    return {
        "low": None if item.bound == "at_most" else low, "high": None if item.bound == "at_least" else high,
        "unit": unit, "approx": item.approx, "start": atoms[item.i].start, "end": atoms[item.j - 1].end,
    }  # fmt: skip


def canonical(item: Found) -> tuple[float, float, str]:
    """(low, high, unit) of claims.md."""
    factor, unit = 1.0, item.noun_unit
    if "share" in item.marks:
        factor, unit = 100.0, "percent"
    elif item.times is not None:
        percent = float(f"{abs(item.times - 1.0) * 100.0:.12g}")
        return percent, percent, "percent"
    elif item.unit is not None:
        factor, unit = item.unit.worth, item.unit.unit
        if item.unit.kind == "time" and unit in _TIME_AS_DAYS and "age" not in item.marks:
            unit, times = _TIME_AS_DAYS[unit]
            factor *= times
    low, high = _sized(item.low, factor), _sized(item.high, factor)
    if unit not in _SIGNED:
        low, high = abs(low), abs(high)
    low, high = min(low, high), max(low, high)
    return low, high, "/".join((unit, *item.per))


def _sized(value: float, factor: float) -> float:
    return float(f"{value * factor:.12g}")


def change(item: Found) -> str:
    """The change sign: bounds and approximation win over the movement, and what stands still has none."""
    if item.sign and item.sign != "=":
        return item.sign
    return item.trend if item.trend in ("up", "down") else "="


def kind(item: Found) -> str:
    """The kind of the layer."""
    if item.value.form == "vague":
        return "vague"
    if item.times is not None:
        return "multiple"
    if "share" in item.marks:
        return "percent"
    if item.unit is None:
        return "count" if item.noun_unit else "bare"
    if item.unit.unit == "times":
        return "multiple"
    return {"money": "money", "coin": "measure", "percent": "percent"}.get(item.unit.kind, "measure")


def said(item: Found) -> list[Any] | None:
    """[low, high, unit] as the text says it: cents as cents, weeks as weeks, the whole noun phrase."""
    if "multiple" in item.marks:
        return [item.times, item.times, "count"] if "fold" in item.marks else None
    if item.value.form == "vague":
        return [item.low, item.low * 10.0, item.unit.name if item.unit else item.noun_name or "-"]
    if "partnered" in item.marks:
        return None
    if "share" in item.marks:
        return [item.low, item.high, "% " + (item.noun_name or "-")]
    if item.unit is None:
        name = item.noun_name or "-"
    elif "unsaid" in item.marks:
        return [item.low, item.high, "-"]
    else:
        name = item.unit.name
        if "age" in item.marks:
            name += " of age"
    if "hyphen" in item.marks and item.unit is None and item.value.value < 20:
        return None
    scale = item.unit.worth if item.unit is not None and item.unit.worth > 1 else 1.0
    high = item.partner.low if item.partner else item.high
    return [
        _sized(item.low, scale),
        _sized(high, scale),
        " per ".join((name, *(() if "per_unsaid" in item.marks else item.names))),
    ]
