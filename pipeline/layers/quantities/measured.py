"""What a measure is of: the noun it modifies or stands behind, or the object and subject of its verb."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from pipeline.layers.quantities.subjects import NOUNS, SUBJECTS, VERBS, names, subject_of, verb_of, when

MODIFIES = frozenset(("nummod", "compound", "amod", "nmod", "quantmod"))
_OFF = ("from", "off")
_TAKE = ("wipe", "shave", "knock", "slash", "cut", "trim", "take", "strip")
_MOVED_FROM = {"add": ("to",)} | dict.fromkeys(_TAKE, _OFF)
"""Verbs whose object, an amount, is of what stands behind a preposition: "wiped $2bn off its value"."""
_BESIDE = frozenset(("up", "down", "off", "worth"))
"""Words that tie an amount to the noun before them: "Corvia, up 3 percent, led"."""
_LIGHT = frozenset(("place", "part"))
"""Objects that only make a verb: "takes place"."""


@dataclass(slots=True, frozen=True)
class Place:
    """A quantity in its sentence: tokens [start, end), the token of them that hangs outside, where it is left behind.

    `taken` are the tokens of all quantities of the sentence.
    """

    doc: Doc
    head: Token
    start: int
    end: int
    behind: int
    taken: AbstractSet[int] = field(default_factory=frozenset)

    def outside(self, token: Token) -> bool:
        """Not a token of this quantity."""
        return not self.start <= token.i < self.end


def root_of(doc: Doc, start: int, end: int) -> Token:
    """The token of the span that hangs outside it (the last one, where several do)."""
    outside = [t for t in doc[start:end] if not start <= t.head.i < end or t.head is t]
    for token in reversed(outside):
        if token.pos_ in NOUNS or token.pos_ in ("NUM", "SYM"):
            return token
    return outside[-1] if outside else doc[end - 1]


def of_measure(place: Place) -> list[Token]:
    """What money, percent or a measure is of."""
    head = place.head
    inner = pobj_of(head, ("of",), place.end)
    if inner is not None and not when(inner):
        return named(inner, place)
    if (
        head.dep_ in SUBJECTS
        and head.i < head.head.i
        and head.head.pos_ in VERBS
        and not _has_subject(head.head, place)
    ):
        return []
    return _upwards(place) or _attached(place) or _nearest(place)


def _has_subject(verb: Token, place: Place) -> bool:
    """The verb has a subject before the quantity."""
    return any(c.dep_ in SUBJECTS and c.i < place.start for c in verb.children)


def _attached(place: Place) -> list[Token]:
    """ "47.6% from the field"."""
    inner = pobj_of(place.head, ("in", "from", "on", "for"), place.end)
    return [inner] if inner is not None and not when(inner) else []


def _nearest(place: Place) -> list[Token]:
    """The last noun before the quantity, where the parse shows none."""
    doc, start = place.doc, place.start
    for i in range(start - 1, max(place.head.sent.start, start - 8) - 1, -1):
        if i in place.taken:
            continue
        if doc[i].text in (";", "("):
            break
        if names(doc[i]) and doc[i].lower_ != "worth":
            return [doc[i]]
    return []


def _upwards(place: Place) -> list[Token]:
    """The noun or verb above a measure in the parse."""
    token = place.head
    for _ in range(6):
        up, dep = token.head, token.dep_
        if up is token:
            break
        beside = dep in MODIFIES or dep == "appos" or (dep == "advmod" and token.lower_ in _BESIDE)
        if beside and names(up) and place.outside(up):
            while up.dep_ == "compound" and up.head.pos_ in NOUNS:
                up = up.head
            return named(up, place)
        if up.pos_ == "ADP" and dep in ("pobj", "pcomp") and names(up.head) and place.outside(up.head):
            return named(up.head, place)
        if up.pos_ in VERBS:
            return _by_verb(token, up, place)
        token = up
    return []


def named(noun: Token, place: Place) -> list[Token]:
    """The noun, and the subject of the verb it belongs to."""
    if noun.dep_ in SUBJECTS:
        return [noun]
    verb = verb_of(noun)
    subject = subject_of(verb, place.start, place.end) if verb is not None else None
    if subject is None or subject is noun or noun.is_ancestor(subject) or subject.is_ancestor(noun):
        return [noun]
    return [noun, subject]


def _by_verb(token: Token, verb: Token, place: Place) -> list[Token]:
    """What a measure beneath a verb is of: the thing moved from or to, the object, the subject."""
    moved = _moved(token, verb, place)
    if moved:
        return moved
    if token.dep_ in SUBJECTS and token.i >= place.start:
        return []
    subject = subject_of(verb, place.start, place.end)
    if token.dep_ == "npadvmod" and token.lower_ == "times" and subject is not None:
        return [subject]
    things = [
        child
        for child in verb.children
        if child.dep_ in ("dobj", "attr")
        and names(child)
        and place.outside(child)
        and child is not token
        and child.lower_ not in _LIGHT
    ]
    if subject is not None:
        return [*things[:1], subject] if things and things[0].dep_ == "dobj" else [subject]
    if things:
        return things[:1]
    inner = pobj_of(verb, ("for", "on", "in"), -1)
    return [inner] if inner is not None and place.outside(inner) else []


def _moved(token: Token, verb: Token, place: Place) -> list[Token]:
    """ "adds 5 percent to the price" is of the price; in "cut the fee, lowering it to $3", $3 is of the fee."""
    if verb.lemma_ in _MOVED_FROM and token.dep_ in ("dobj", "nummod"):
        inner = pobj_of(verb, _MOVED_FROM[verb.lemma_], place.end)
        return [inner] if inner is not None else []
    over = verb.head
    if token.dep_ != "prep" or verb.dep_ not in ("advcl", "conj", "xcomp") or over.pos_ not in VERBS:
        return []
    if not any(c.dep_ == "dobj" and c.lower_ in ("it", "them") for c in verb.children):
        return []
    thing = next((c for c in over.children if c.dep_ == "dobj" and c.pos_ in NOUNS), None)
    subject = subject_of(over, place.start, place.end)
    return [t for t in (thing, subject) if t is not None] if thing is not None else []


def pobj_of(token: Token, words: tuple[str, ...], end: int) -> Token | None:
    """The noun of the first prepositional phrase of a token, from token `end` on."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in words and child.i >= end:
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.pos_ in NOUNS:
                    return inner
    return None
