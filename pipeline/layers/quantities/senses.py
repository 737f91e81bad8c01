"""Which of two measures a shared sign means: pounds of weight or money, F of heat or capacitance."""

from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.quantities.context import Sentence
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


_CAPACITY = wordset("capacitor capacitors capacitance supercapacitor supercapacitors farad farads")


def warm(sentence: Sentence) -> None:
    """F is Fahrenheit, but in a sentence about capacitors."""
    if sentence.lower & _CAPACITY:
        return
    for item in sentence.items:
        if item.unit is not None and item.unit.unit == "F" and item.unit.worth == 1.0:
            item.unit = units()[0]["fahrenheit"]
