"""One movement told by several numbers: "jumped 76% to $1.13bn from $639m" is three claims, checked by arithmetic."""

from pipeline.claims.drafts import Draft
from pipeline.layers.store import Quantity


def link_moves(drafts: list[Draft]) -> None:
    """Relate the claims of one verb or noun of movement, and flag those whose arithmetic fails."""
    groups: dict[tuple[int, str], list[Draft]] = {}
    for d in drafts:
        q = d.quantity
        if d.kind == "quantity" and q and q["mover"]:
            key = d.entity.key if d.entity else ""
            groups.setdefault((q["mover"][0], key), []).append(d)
    for group in groups.values():
        if len(group) > 1:
            _relate(group)


def _relate(group: list[Draft]) -> None:
    for d in group:
        for o in group:
            if o is d:
                continue
            baseline = o.quantity is not None and o.quantity["move"] == "from"
            d.related.append((o, "baseline" if baseline else "same_move"))
            if "move.linked" not in d.rules:
                d.rules.append("move.linked")
    if contradicts([d.quantity for d in group if d.quantity]):
        for d in group:
            d.flags.append("contradicts")


def contradicts(numbers: list[Quantity]) -> bool:
    """Whether "from", "to" and "by" of one move cannot all hold, rounding allowed for."""
    start = _one(numbers, "from")
    end = _one(numbers, "to")
    if start is None or end is None or start["unit"] != end["unit"]:
        return False
    a, b = _interval(start), _interval(end)
    if a is None or b is None or a[0] <= 0:
        return False
    for q in numbers:
        if q["move"] not in ("by", None) or q is start or q is end:
            continue
        by = _interval(q)
        if by is None:
            continue
        if q["unit"] == "percent" and start["unit"] != "percent":
            low, high = _spread(100 * (b[0] - a[1]) / a[1], 100 * (b[1] - a[0]) / a[0])
        elif q["unit"] in (start["unit"], "percentage_point", "basis_point"):
            scale = 100.0 if q["unit"] == "basis_point" and start["unit"] == "percent" else 1.0
            low, high = _spread(scale * (b[0] - a[1]), scale * (b[1] - a[0]))
        else:
            continue
        if by[1] < low or by[0] > high:
            return True
    return False


def _spread(low: float, high: float) -> tuple[float, float]:
    """The sizes a signed difference may have."""
    if low <= 0 <= high:
        return 0.0, max(-low, high)
    return min(abs(low), abs(high)), max(abs(low), abs(high))


def _one(numbers: list[Quantity], move: str) -> Quantity | None:
    found = [q for q in numbers if q["move"] == move]
    return found[0] if len(found) == 1 else None


def _interval(q: Quantity) -> tuple[float, float] | None:
    """What a printed number may stand for: half a unit of its last digit either way, more where it is approximate."""
    low, high = q["low"], q["high"]
    if low is None or high is None:
        return None
    slack = max(_half_digit(low), _half_digit(high))
    if q["approx"]:
        slack = max(slack, 0.1 * abs(high))
    return low - slack, high + slack


def _half_digit(value: float) -> float:
    digits = f"{abs(value):.6g}"
    mantissa = f"{abs(value):.12g}"
    if "e" in digits or "e" in mantissa:
        return 0.005 * abs(value)
    if "." in mantissa:
        return float(0.5 * 10.0 ** -len(mantissa.split(".")[1]))
    zeros = len(mantissa) - len(mantissa.rstrip("0"))
    return float(0.5 * 10.0**zeros) if abs(value) >= 1000 or zeros == 0 else 0.5
