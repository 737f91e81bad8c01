"""Quantities without a clause of their own: said anew, or with a noun and no verb."""

from spacy.tokens import Token

from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.quantities.context import Sentence
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.subjects import NOUNS, VERBS, names

_SOFT = wordset("about more less than around nearly almost roughly over some")
_LINKS = wordset("by between about around more than to at with")
_OPENERS = wordset(", ; and while with by")
_NAME = frozenset(("NOUN", "PROPN", "ADJ", "DET", "PART", "NUM"))
FAR = 8  # tokens between two quantities of one list


def restated(sentence: Sentence, item: Found, start: int, stop: int) -> bool:
    """ "200 people, or about 5 percent", "5 percent, against 3": what ends at token `stop`, measured anew."""
    doc, i = sentence.doc, start - 1
    while i > stop and doc[i].lower_ in _SOFT:
        i -= 1
    if item is sentence.items[0] or not stop <= i < stop + FAR:
        return False
    if doc[i].lower_ in ("with", "to") and i > stop and doc[i - 1].lower_ == "compared":
        return True
    if doc[i].lower_ not in ("or", "versus", "vs", "against"):
        return False
    return not any(doc[k].pos_ in VERBS for k in range(stop, i))


def gapped(sentence: Sentence, start: int, stop: int) -> Token | None:
    """The noun of a part without a verb behind token `stop`: "Alba fell 5 percent, *Bora* by 3 percent"."""
    doc, i = sentence.doc, start - 1
    while i > stop and doc[i].lower_ in _LINKS:
        i -= 1
    noun = doc[i]
    if i > stop + 1 and noun.dep_ == "conj" and noun.head.i >= i - 4 and doc[i - 1].lower_ == "and":
        noun = noun.head
    if i <= stop or not names(noun):
        return None
    i = _first_of(sentence, i, stop)
    if i - 1 > stop and doc[i - 1].lower_ == "and" and doc[i - 2].pos_ in NOUNS:
        i = _first_of(sentence, i - 2, stop)
    if not stop < i <= stop + FAR or doc[i - 1].lower_ not in _OPENERS:
        return None
    return None if any(doc[k].pos_ in VERBS for k in range(stop, i)) else noun


def _first_of(sentence: Sentence, i: int, stop: int) -> int:
    """The first token of the noun phrase that token i ends."""
    while i > stop and sentence.doc[i - 1].pos_ in _NAME:
        i -= 1
    return i
