"""What a quantity is about: nouns chosen by syntax, in order of precedence, each shown by the words of its phrase.

1. An age is of the people it is an age of, a part without a verb of its own noun ("Bora by 3 percent"), a frame of
   time ("over the past two years") of its clause's subject.
2. Counted things are of what they belong to ("35 sections of the region", "a run of seven games"), or of the subject
   of their verb; a measure is of what stands behind "of", of the noun that it modifies, or of its verb's object and
   subject.
3. A phrase with "for" straight behind the quantity is named first.
"""

from itertools import islice

from spacy.tokens import Doc, Token

from pipeline.layers.quantities.context import Sentence
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.gaps import gapped, restated
from pipeline.layers.quantities.measured import MODIFIES, Place, named, of_measure, pobj_of, root_of
from pipeline.layers.quantities.phrase import before, phrase
from pipeline.layers.quantities.subjects import NOUNS, SUBJECTS, VERBS, names, subject_of, verb_of, when

DEEP = 40  # words looked at above a noun, so that work stays linear in any text


def add_concepts(sentence: Sentence) -> None:
    """Set the concept of each quantity of a sentence; a bracketed conversion shares that of what it converts."""
    if not sentence.doc.has_annotation("DEP"):
        return
    taken: set[int] = set()
    counted: set[int] = set()
    for item in sentence.items:
        taken.update(range(*_span(sentence, item)))
        counted.update(i for i in range(*(item.noun or (0, 0))) if sentence.doc[i].pos_ != "NUM")
    measures = taken - counted
    last: list[str] = []
    previous: Found | None = None
    for item in sentence.items:
        if item.reason != "equivalent":
            item.concept = concept_of(sentence, item, previous, taken, measures)
            if not item.concept and not item.noun and item.reason is None:
                item.concept = last
            last = item.concept or last
        for other in item.equivalents:
            other.concept = item.concept
        previous = item


def concept_of(
    sentence: Sentence, item: Found, previous: Found | None, taken: set[int], measures: set[int]
) -> list[str]:
    """The words, without stop words; [] where nothing is named. `measures`: `taken` without counted nouns."""
    place = _place(sentence, item, taken)
    if previous is not None and previous.concept and place.head.dep_ not in MODIFIES:
        stop = sentence.places.span(sentence.atoms[previous.i].start, sentence.atoms[previous.j - 1].end)[1]
        if restated(sentence, item, place.start, stop) and pobj_of(place.head, ("of",), place.end) is None:
            return previous.concept
    words: list[str] = []
    found = _of_frame(sentence, item, previous, place)
    if found is None:
        found = _of_counted(place, item) if item.noun is not None and item.unit is None else of_measure(place)
        found = _with_behind(place, item, found)
        if found and found[0].i >= place.end and place.head.dep_ in MODIFIES:
            words = before(place.doc, place.start, taken)
    for token in found:
        other = token.i in taken and place.outside(token)  # what another quantity counts
        hidden = measures if other else taken
        words += [w for w in phrase(place.doc, token, hidden) if w not in words]
    return words


def _span(sentence: Sentence, item: Found) -> tuple[int, int]:
    """Tokens of the quantity with its counted noun."""
    i, j = sentence.places.span(sentence.atoms[item.i].start, sentence.atoms[item.j - 1].end)
    if item.noun:
        i, j = min(i, item.noun[0]), max(j, item.noun[1])
    return i, j


def _place(sentence: Sentence, item: Found, taken: set[int]) -> Place:
    doc = sentence.doc
    start, end = _span(sentence, item)
    behind = max([end, *(_span(sentence, o)[1] for o in (item.partner, *item.equivalents) if o is not None)])
    if behind < len(doc) and doc[behind].text == ")":
        behind += 1
    return Place(doc, root_of(doc, start, end), start, end, behind, taken)


def _of_frame(sentence: Sentence, item: Found, previous: Found | None, place: Place) -> list[Token] | None:
    """What an age, a frame of time or a part without a verb is of; None for other quantities."""
    if item.reason == "age":
        people = _aged(place.head)
        if people is not None:
            return [people]
    if previous is not None and previous.unit is item.unit and (item.unit is not None or item.copied):
        noun = gapped(sentence, place.start, _span(sentence, previous)[1])
        if noun is not None:
            return [noun]
    if item.reason == "duration_frame":
        verb = verb_of(place.head)
        subject = subject_of(verb, place.start, place.end) if verb is not None else None
        return [subject] if subject is not None else []
    return None


def _aged(token: Token) -> Token | None:
    """Who is over or under an age."""
    for _ in range(4):
        if token.dep_ == "prep" and token.lower_ in ("over", "under", "above", "below"):
            noun = token.nbor(-1) if token.head.pos_ in VERBS and token.i else token.head
            return noun if noun.pos_ in NOUNS else None
        token = token.head
    return None


def _of_counted(place: Place, item: Found) -> list[Token]:
    """What counted things belong to: "35 sections of the region", "a run of seven games", the verb's subject."""
    head = place.head
    if item.value.value == 1.0 and item.value.form == "words":
        return []
    inner = pobj_of(head, ("of",), place.end)
    if inner is not None:
        return [inner]
    if head.dep_ == "pobj" and head.head.head.pos_ in NOUNS and head.head.lower_ in ("of", "on", "in", "with", "by"):
        return named(head.head.head, place)
    if head.dep_ in MODIFIES and head.head.pos_ in NOUNS and head.head.i >= place.end:
        return named(head.head, place)
    if head.dep_ in SUBJECTS:
        agent = _agent(head.head) if head.dep_ == "nsubjpass" else None
        objects = [c for c in head.head.children if c.dep_ == "dobj" and c.pos_ in NOUNS and c.i >= place.end]
        return [agent] if agent is not None else objects[:1]
    verb = verb_of(head)
    subject = subject_of(verb, place.start, place.end) if verb is not None else None
    return [subject] if subject is not None else []


def _agent(verb: Token) -> Token | None:
    """Who does it, of a passive verb."""
    by = next((c for c in verb.children if c.dep_ == "agent"), None)
    return next((c for c in by.children if c.dep_ == "pobj" and c.pos_ in NOUNS), None) if by is not None else None


def _with_behind(place: Place, item: Found, found: list[Token]) -> list[Token]:
    """The nouns with that of a phrase straight behind: "$5 for a ticket", "3 percent above its peak"."""
    doc, head = place.doc, place.head
    measured = head.dep_ == "pobj" and head.head.lower_ == "of" and names(head.head.head)
    above = {inner.i for f in found for inner in (f, *islice(f.ancestors, DEEP))}
    noun = None if measured or not found else _pobj_at(doc, place.behind, ("for",))
    if noun is not None and noun.i not in place.taken and noun.i not in above:
        found = [noun, *found]
    level = _pobj_at(doc, place.end, ("above", "below"))
    if level is not None and level.i not in place.taken and level not in found:
        found = [level, *found]
    if not found and item.noun is None:
        noun = _pobj_at(doc, place.end, ("from", "on", "in"))
        found = [noun] if noun is not None else []
    return found


def _pobj_at(doc: Doc, i: int, words: tuple[str, ...]) -> Token | None:
    """The noun of a prepositional phrase that begins at token i."""
    if i >= len(doc) or doc[i].lower_ not in words:
        return None
    noun = next((c for c in doc[i].children if c.dep_ == "pobj" and c.pos_ in NOUNS), None)
    return noun if noun is not None and not when(noun) else None
