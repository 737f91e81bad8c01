"""Which of two measures a shared sign means: pounds of weight or money, whose cents, F of heat or capacitance."""

from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.quantities.context import REACH, Sentence
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.tables import units

_WEIGHT = wordset(
    "eat eats ate eating eaten dieting slimming "
    "weigh weighs weighed weighing weight heavy heavier lbs ounces kg kilograms tonnes lighter ton tons meat "
    "fish turkey steel baby overweight diet fat"
)


def weigh(sentence: Sentence) -> None:
    """Pounds of weight, where the sentence weighs something."""
    if not sentence.lower & _WEIGHT:
        return
    for item in sentence.items:
        if item.unit is not None and item.unit.family == "pound" and not item.prefixed and not item.value.scaled:
            item.unit = units()[1]["lb"]


_STERLING = wordset("sterling currency currencies forex")


def exchange(sentence: Sentence) -> None:
    """ "1.95 dollars a pound" is a price by weight, but a rate where the sentence is about sterling."""
    items = [i for i in sentence.items if i.per == ("lb",) and i.unit is not None and i.unit.kind == "money"]
    if items and (sentence.lower & _STERLING or _names_pound(sentence)):
        for item in items:
            if item.unit is not None and item.unit.unit != "GBP":
                item.per = ("GBP",)


def _names_pound(sentence: Sentence) -> bool:
    """ "the pound", "Britain's pound": the money itself."""
    doc = sentence.doc
    return any(
        doc[i].lower_ == "pound" and doc[i - 1].lower_ in ("the", "british", "'s", "’s")
        for i in range(sentence.start + 1, sentence.end)
    )


_CENTS = frozenset(("USD", "EUR", "AUD", "NZD", "CAD", "HKD", "SGD", "ZAR"))


def change_coins(sentence: Sentence) -> None:
    """Bare cents are of the currency whose price stands nearest: "A$1.20, up 5 cents". Dollars where none does.

    Millions are no price: "each cent on the exchange rate costs A$12m". Beside cents a share they still name its money.
    """
    for at, item in enumerate(sentence.items):
        unit = item.unit
        if unit is None or unit.name != "cent" or unit.unit != "USD" or item.reason == "equivalent":
            continue
        said = {sentence.atoms.low(k) for k in range(item.value.j, item.j)}
        if said & {"us", "u", "american"} or sentence.atoms.low(item.j) == "against" or item.per[:1] == ("EUR",):
            continue
        near = sentence.items[max(0, at - REACH) : at + REACH]
        priced = [o for o in near if _whole(o) and (not o.value.scaled or item.per == ("share",))]
        other = min(priced, key=lambda o: _gap(o, item), default=item).unit
        if other is not None and other is not unit:
            item.unit, item.rule = unit._replace(unit=other.unit, rule=other.rule), other.rule
            item.marks.add("whose")


def _whole(item: Found) -> bool:
    """An amount in a currency that has cents; cents too, once it is known whose they are."""
    unit = item.unit
    if unit is None or item.reason == "equivalent":
        return False
    return unit.unit in _CENTS and (unit.worth == 1.0 or "whose" in item.marks)


def _gap(one: Found, two: Found) -> int:
    return max(one.i - two.j, two.i - one.j)


_CAPACITY = wordset("capacitor capacitors capacitance supercapacitor supercapacitors farad farads")


def warm(sentence: Sentence) -> None:
    """F is Fahrenheit, but in a sentence about capacitors."""
    if sentence.lower & _CAPACITY:
        return
    for item in sentence.items:
        if item.unit is not None and item.unit.unit == "F" and item.unit.worth == 1.0:
            item.unit = units()[0]["fahrenheit"]
