"""What comes last in a sentence: "per" behind counted nouns, rates said elsewhere in the sentence."""

from pipeline.layers.quantities.context import Sentence
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.tables import units
from pipeline.layers.quantities.units import Tagged, per_after

_YEARLY = {"yearly": "year", "daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour", "annually": "year"}


def finish(sentence: Sentence) -> None:
    """Complete the units of a sentence with what they are counted per."""
    previous: Found | None = None
    for item in sentence.items:
        _same_per(sentence, previous, item)
        previous = item if item.reason is None else previous
        if item.per or "share" in item.marks or item.times is not None or "age" in item.marks:
            continue
        if item.unit is None and (item.noun_unit or item.copied):
            _behind_noun(sentence, item)
        elif item.unit is not None and _of_per(sentence, item):
            continue
        elif item.unit is not None and item.unit.kind == "money":
            _yearly(sentence, item)
            _each_share(sentence, item)


def _same_per(sentence: Sentence, previous: Found | None, item: Found) -> None:
    """ "$1.14 per share, while 77 cents was expected" is one measure; "up to 160GB or 40,000 songs" one bound."""
    if previous is None or item.reason:
        return
    if [sentence.atoms.low(k) for k in range(previous.j, item.i)] == ["or"] and item.bound == "exact":
        item.bound = previous.bound
    one, two = previous.unit, item.unit
    if one is None or two is None or one.kind != "money" or one.unit != two.unit or not previous.per or item.per:
        return
    a, b = abs(previous.low) * one.worth, abs(item.low) * two.worth
    if previous.value.scaled or item.value.scaled or not min(a, b) or max(a, b) / min(a, b) > 4:
        return
    if sentence.atoms.low(item.j) in ("billion", "million") or item.noun:
        return
    item.per, item.names = previous.per, previous.names
    item.marks.add("per_unsaid")


def _behind_noun(sentence: Sentence, item: Found) -> None:
    """ "one million visitors per week", "900 a day"."""
    k = item.j
    if item.noun:
        end = sentence.doc[item.noun[1] - 1]
        close = end.idx + len(end.text)
        while k < len(sentence.atoms) and sentence.atoms[k].start < close:
            k += 1
    tagged = per_after(sentence.atoms, Tagged(units()[0]["point"], k))
    if tagged.per:
        item.per, item.names = tagged.per, tagged.names
        item.marks.add("per_noun")
    elif sentence.atoms.low(k) in ("annually", "yearly") and item.noun is not None:
        item.per, item.names = ("year",), ("year",)
        item.marks.add("per_unsaid")


def _of_per(sentence: Sentence, item: Found) -> bool:
    """ "2.4 billion gallons of jet fuel a year", "$300 million in fuel a year"; and "C$6 (US$4.46) per share"."""
    atoms, k = sentence.atoms, item.j
    if item.equivalents:
        last = item.equivalents[-1].j
        k = last + 1 if atoms[last].text == ")" else k
    elif atoms.low(k) not in ("of", "in") or item.unit is None or item.unit.kind not in ("money", "measure"):
        return False
    most = 1 if item.equivalents else 5
    for at in range(k, k + most):
        tagged = per_after(atoms, Tagged(units()[0]["point"], at))
        if tagged.per and (at > k + 1 or item.equivalents):
            item.per, item.names = tagged.per, tagged.names
            item.marks.add("per_noun")
            return True
        if atoms[at].kind != "w" or atoms.low(at) in ("the", "to", "from", "by", "at", "for", "on", "a", "an"):
            return False
    return False


def _yearly(sentence: Sentence, item: Found) -> None:
    low = sentence.atoms.low(item.j)
    if low in ("yearly",):
        item.per, item.names = (_YEARLY[low],), (_YEARLY[low],)
        item.marks.add("per_unsaid")


def _each_share(sentence: Sentence, item: Found) -> None:
    """ "shares at $31 each", "earnings per share: 66 cents"."""
    atoms = sentence.atoms
    if atoms.low(item.j) in ("each", "apiece") and sentence.lower & {"shares", "share"}:
        item.per, item.names = ("share",), ("share",)
        item.marks.add("per_unsaid")
        return
    if item.value.scaled or item.value.value > 500:
        return
    at = item.i
    back = [atoms.low(k) for k in range(max(0, at - 14), at)]
    for k in range(len(back) - 2):
        if back[k] in ("earnings", "loss", "profit", "eps", "dividend", "income") and back[k + 1 : k + 3] == [
            "per",
            "share",
        ]:
            item.per, item.names = ("share",), ("share",)
            item.marks.add("per_unsaid")
            return
