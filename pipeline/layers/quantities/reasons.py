"""Why a quantity can be no claim: ages, frames of time, counts of actors, idioms, conversions in brackets."""

from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.quantities.context import Sentence
from pipeline.layers.quantities.found import Found

_DETERMINERS = wordset("the its their his her our these those both all my your")
_FRAME_BEFORE = wordset("past last next previous coming first recent following prior final latest initial preceding")
_FRAME_AFTER = wordset("ago earlier later before after")
_RECORD = wordset("high low highs lows peak record best worst")


def convert(sentence: Sentence) -> None:
    """ "$1.13bn (£600m)", "11.6 inches (29.46 cm)": the bracket repeats the measure before it in another unit."""
    head: Found | None = None
    for before, item in zip([None, *sentence.items], sentence.items, strict=False):
        if before is None or item.unit is None:
            head = None
            continue
        between = [sentence.atoms.low(k) for k in range(before.j, item.i)]
        if between == ["("] and _converts(before, item):
            head = before
        elif head is None or between not in ([";"], [","], ["/"], ["or"]) or not _converts(head, item):
            head = None
            continue
        head.equivalents.append(item)
        item.reason = "equivalent"
        item.trend, item.sign = head.trend, item.sign or head.sign
        item.aspect, item.direction = head.aspect, head.direction


def _converts(one: Found, two: Found) -> bool:
    a, b = one.unit, two.unit
    if a is None or b is None or a.unit == b.unit or a.dimension != b.dimension:
        return False
    return a.kind in ("money", "measure") and a.dimension not in ("count", "index", "ratio")


def explain(sentence: Sentence) -> None:
    """Set the reason of each quantity that can be no claim."""
    for item in sentence.items:
        if item.reason is None:
            item.reason = _age(item) or _idiom(sentence, item) or _frame(sentence, item) or _actors(sentence, item)


def _age(item: Found) -> str | None:
    return "age" if "age" in item.marks else None


def _idiom(sentence: Sentence, item: Found) -> str | None:
    value = item.value
    if (
        "hyphen" in item.marks
        and item.unit is None
        and sentence.atoms.low(value.j + 1) in ("way", "time", "off", "on", "sided", "stop")
    ):
        return "idiom"
    if value.form == "words" and value.value == 1.0 and item.unit is None and value.j - value.i == 1:
        only = sentence.atoms.low(item.i - 1) in ("only", "just")
        return None if only or item.copied else "idiom"
    return None


def _frame(sentence: Sentence, item: Found) -> str | None:
    """A length of time that only says when."""
    if item.unit is None or item.unit.kind != "time":
        return None
    atoms, k = sentence.atoms, item.i - 1
    while atoms.low(k) in (
        "about",
        "nearly",
        "almost",
        "around",
        "just",
        "only",
        "some",
        "more",
        "than",
        "over",
        "roughly",
    ):
        k -= 1
    before, after = atoms.low(k), atoms.low(item.j)
    near = {after, atoms.low(item.j + 1)}
    if before in _FRAME_BEFORE or after in _FRAME_AFTER or (near & _RECORD and after not in (",", ".")):
        return "duration_frame"
    if before in ("in", "within", "after", "every", "during", "over") and before != "every":
        return "duration_frame"
    if (after in ("to", "ended", "ending", "through") and before in ("the", "for")) or after in ("'", "’"):
        return "duration_frame"
    if (
        before == "the"
        and atoms.low(k - 1) in ("in", "over", "for", "during", "of")
        and after in ("to", "since", "ended", "that", "before")
    ):
        return "duration_frame"
    return None


def _actors(sentence: Sentence, item: Found) -> str | None:
    """ "the two companies", "its five units": how many there are, by the way."""
    if not item.noun_unit or item.unit is not None or item.copied or item.value.value > 12 or item.ranged:
        return None
    k = item.i - 1
    if sentence.atoms.low(k) in _DETERMINERS and item.aspect is None and item.value.scaled is False:
        return "count_of_actors"
    return None
