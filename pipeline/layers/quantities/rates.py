"""Rates of exchange with their unit left out: "147.90 to the dollar", "sterling rose against the yen to 187.90"."""

from typing import TYPE_CHECKING

from pipeline.layers.quantities.atoms import NUMBER, wordset
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.tables import currencies

if TYPE_CHECKING:
    from pipeline.layers.quantities.context import Sentence

_RATE = {"yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "won": "KRW", "rupee": "INR", "rouble": "RUB", "ruble": "RUB"}


def exchange_rate(sentence: "Sentence", item: Found, before: list[Found], after: list[Found]) -> bool:  # noqa: ARG001 - one signature for all rules
    """A bare number beside "yen" and "dollar" is yen a dollar."""
    if item.value.scaled or item.noun_unit:
        return False
    word = next((w for w in _RATE if w in sentence.lower), None)
    near = [sentence.atoms.low(k) for k in range(item.j, item.j + 5)]
    to_dollar = near[0] in ("to", "against", "per") and any(w in near for w in ("dollar", "greenback"))
    if not to_dollar and not (word and sentence.before(item) in ("to", "at", "of", "near")):
        return False
    if not word:
        near_words = {sentence.doc[i].lower_ for i in range(max(0, sentence.start - 200), sentence.start)}
        word = next((w for w in _RATE if w in near_words), None)
    base = _base(sentence, item)
    if not word or not (to_dollar or base or "dollar" in sentence.lower or (word == "yen" and not before)):
        return False
    code, per = _RATE[word], base or "USD"
    item.marks.add("unsaid")
    item.unit, item.per, item.names = currencies()[1][code], (per,), (per.lower(),)
    return True


def unsaid_rate(sentence: "Sentence", item: Found, before: list[Found], after: list[Found]) -> bool:  # noqa: ARG001 - one signature for all rules
    """ "gained 0.4% against the franc to 1.0790": a rate whose unit is not said; no price lends its own."""
    if item.value.scaled or sentence.before(item) not in ("to", "at"):
        return False
    k = _against(sentence, item)
    words = {sentence.atoms.low(at) for at in range(k + 1, item.i)} if k else set()
    return "currency" in words or any(word in currencies()[0] for word in words)


_BASES = {"dollar": "USD", "greenback": "USD", "euro": "EUR", "sterling": "GBP", "pound": "GBP"}
_AGAINST = wordset("against versus vs")


def _base(sentence: "Sentence", item: Found) -> str | None:
    """What moves in "sterling gained 0.4% against the yen to 190.20": the rate is yen a pound."""
    k = _against(sentence, item)
    near = (sentence.atoms.low(at) for at in range(k - 1, max(k - 14, -1), -1))
    return next((_BASES[word] for word in near if word in _BASES), None) if k else None


def _against(sentence: "Sentence", item: Found) -> int:
    """The atom "against" shortly before a number, no other number between; else 0."""
    for k in range(item.i - 1, max(item.i - 8, 0), -1):
        if sentence.atoms[k].kind == NUMBER:
            return 0
        if sentence.atoms.low(k) in _AGAINST:
            return k
    return 0
