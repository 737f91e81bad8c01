"""What a quantity is about: the words of the noun phrase that it modifies, measures, or that is its verb's subject."""

from spacy.tokens import Doc, Token

from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.quantities.context import Sentence
from pipeline.layers.quantities.found import Found

_NOUNS = frozenset(("NOUN", "PROPN"))
_MODIFIES = frozenset(("nummod", "compound", "amod", "nmod", "quantmod"))
_UPWARDS = frozenset(
    ("conj", "appos", "prep", "pcomp", "advmod", "npadvmod", "dep", "acomp", "nummod", "quantmod", "amod", "attr")
)
_CLAUSES = frozenset(
    ("relcl", "acl", "advcl", "appos", "punct", "case", "det", "predet", "cc", "mark", "preconj", "parataxis", "ccomp")
)
_DROP = wordset(
    "the a an of its it his her their our my your this that these those and or in on at to for from by with "
    "as per all some any 's ’s s each both such more most other s' into about which who total just only"
)
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_CHAIN = frozenset(("xcomp", "conj", "advcl", "ccomp", "pcomp"))
_VERBS = frozenset(("VERB", "AUX"))


def add_concepts(sentence: Sentence) -> None:
    """Set the concept of each quantity of a sentence; a bracketed conversion shares that of what it converts."""
    if not sentence.doc.has_annotation("DEP"):
        return
    taken: set[int] = set()
    for item in sentence.items:
        taken.update(range(*_span(sentence, item)))
    last: list[str] = []
    for item in sentence.items:
        if item.reason != "equivalent":
            item.concept = concept_of(sentence, item, taken)
            if not item.concept and not item.noun and item.reason is None:
                item.concept = last
            last = item.concept or last
        for other in item.equivalents:
            other.concept = item.concept


def concept_of(sentence: Sentence, item: Found, taken: set[int]) -> list[str]:
    """The words, in text order, without stop words; [] where nothing is named. `taken`: tokens of any quantity."""
    doc = sentence.doc
    start, end = _span(sentence, item)
    head = _root(doc, start, end)
    if item.noun is not None and item.unit is None:
        found = _of_counted(head, item, start, end)
    else:
        found = _of_measure(head, start, end)
    words: list[str] = []
    for token in found:
        words += [w for w in phrase(doc, token, taken) if w not in words]
    return words


def _span(sentence: Sentence, item: Found) -> tuple[int, int]:
    """Tokens of the quantity with its counted noun."""
    i, j = sentence.places.span(sentence.atoms[item.i].start, sentence.atoms[item.j - 1].end)
    if item.noun:
        i, j = min(i, item.noun[0]), max(j, item.noun[1])
    return i, j


def _root(doc: Doc, start: int, end: int) -> Token:
    """The token of the span that hangs outside it (the last one, where several do)."""
    outside = [t for t in doc[start:end] if not start <= t.head.i < end or t.head is t]
    for token in reversed(outside):
        if token.pos_ in _NOUNS or token.pos_ in ("NUM", "SYM"):
            return token
    return outside[-1] if outside else doc[end - 1]


def _of_counted(head: Token, item: Found, start: int, end: int) -> list[Token]:
    """What counted things belong to: "35 sections of the region", "a run of seven games", the verb's subject."""
    if item.value.value == 1.0 and item.value.form == "words":
        return []
    inner = _pobj(head, ("of",), end)
    if inner is not None:
        return [inner]
    if head.dep_ == "pobj" and head.head.head.pos_ in _NOUNS and head.head.lower_ in ("of", "on", "in", "with", "by"):
        return _named(head.head.head, start, end)
    if head.dep_ in _MODIFIES and head.head.pos_ in _NOUNS and head.head.i >= end:
        return [head.head]
    if head.dep_ in _SUBJECTS:
        objects = [c for c in head.head.children if c.dep_ == "dobj" and c.pos_ in _NOUNS and c.i >= end]
        return objects[:1]
    verb = _verb_of(head)
    subject = _subject(verb, start, end) if verb is not None else None
    return [subject] if subject is not None else []


def _of_measure(head: Token, start: int, end: int) -> list[Token]:
    """What money, percent or a measure is of."""
    inner = _pobj(head, ("of",), end)
    if inner is not None and not _when(inner):
        return _named(inner, start, end)
    return _upwards(head, start, end) or _behind(head, end) or _nearest(head, start)


def _behind(head: Token, end: int) -> list[Token]:
    """ "47.6% from the field"."""
    inner = _pobj(head, ("in", "from", "on", "for"), end)
    return [inner] if inner is not None and not _when(inner) else []


def _nearest(head: Token, start: int) -> list[Token]:
    """The last noun before the quantity, where the parse shows none."""
    doc = head.doc
    for i in range(start - 1, max(head.sent.start, start - 8) - 1, -1):
        token = doc[i]
        if token.text in (";", "("):
            break
        if token.pos_ in _NOUNS and not _when(token) and not _is_amount(token) and token.lower_ != "worth":
            return [token]
    return []


def _upwards(head: Token, start: int, end: int) -> list[Token]:
    """The noun or verb above a measure in the parse."""
    token = head
    for _ in range(6):
        up, dep = token.head, token.dep_
        if up is token:
            break
        outside = up.pos_ in _NOUNS and not start <= up.i < end and not _when(up) and not _is_amount(up)
        if outside and (dep in _MODIFIES or dep == "appos"):
            while up.dep_ == "compound" and up.head.pos_ in _NOUNS:
                up = up.head
            return _named(up, start, end)
        if up.pos_ == "ADP" and dep in ("pobj", "pcomp"):
            over = up.head
            if over.pos_ in _NOUNS and not start <= over.i < end and not _when(over) and not _is_amount(over):
                return _named(over, start, end)
        if up.pos_ in _VERBS:
            return _by_verb(token, up, start, end)
        token = up
    return []


def _when(token: Token) -> bool:
    """A word of time: it says when, not of what."""
    return token.ent_type_ in ("DATE", "TIME")


def _is_amount(token: Token) -> bool:
    return (
        token.like_num
        or token.text in "%$£€"
        or token.lower_ in ("percent", "cent", "points", "dollars", "euros", "pounds", "million")
    )


def _named(noun: Token, start: int, end: int) -> list[Token]:
    """The noun, and the subject of the verb it belongs to."""
    if noun.dep_ in _SUBJECTS:
        return [noun]
    verb = _verb_of(noun)
    subject = _subject(verb, start, end) if verb is not None else None
    if subject is None or subject is noun or noun.is_ancestor(subject) or subject.is_ancestor(noun):
        return [noun]
    return [noun, subject]


def _by_verb(token: Token, verb: Token, start: int, end: int) -> list[Token]:
    if token.dep_ in _SUBJECTS and token.i >= start:
        return []
    subject = _subject(verb, start, end)
    things = [
        child
        for child in verb.children
        if child.dep_ in ("dobj", "attr")
        and child.pos_ in _NOUNS
        and not start <= child.i < end
        and child is not token
        and not _is_amount(child)
        and not _when(child)
    ]
    if subject is not None:
        return [*things[:1], subject] if things and things[0].dep_ == "dobj" else [subject]
    if things:
        return things[:1]
    inner = _pobj(verb, ("for", "on", "in"), -1)
    return [inner] if inner is not None and not start <= inner.i < end else []


def _verb_of(token: Token) -> Token | None:
    for _ in range(6):
        if token.pos_ in _VERBS:
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def _subject(verb: Token, start: int, end: int) -> Token | None:
    """The noun subject of a verb, through relative clauses and verb chains."""
    for _ in range(5):
        for child in verb.children:
            if child.dep_ in _SUBJECTS and not start <= child.i < end:
                if child.pos_ in _NOUNS:
                    return child
                if child.tag_ in ("WDT", "WP") or child.lower_ == "that":
                    return verb.head if verb.head.pos_ in _NOUNS else None
                return _antecedent(child) if child.pos_ == "PRON" else None
        if verb.dep_ in ("relcl", "acl") and verb.head.pos_ in _NOUNS:
            return verb.head
        if verb.dep_ not in _CHAIN or verb.head is verb:
            return None
        verb = verb.head
    return None


_PERSONAL = frozenset(("it", "they", "he", "she", "which"))


def _antecedent(pronoun: Token) -> Token | None:
    """The nearest subject noun before a pronoun in its sentence."""
    if pronoun.lower_ not in _PERSONAL:
        return None
    doc = pronoun.doc
    for i in range(pronoun.i - 1, max(pronoun.sent.start, pronoun.i - 60) - 1, -1):
        if doc[i].dep_ in _SUBJECTS and doc[i].pos_ in _NOUNS:
            return doc[i]
    return None


def _pobj(token: Token, words: tuple[str, ...], end: int) -> Token | None:
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in words and child.i >= end:
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.pos_ in ("NOUN", "PROPN"):
                    return inner
    return None


LONGEST = 40  # words of a phrase; hostile texts have longer ones
_PREPS = frozenset(("of", "in", "to", "on", "for"))


def phrase(doc: Doc, noun: Token, taken: set[int]) -> list[str]:
    """The words of a noun phrase: compounds, adjectives, owners, phrases with "of" and the like; no clauses."""
    kept: set[int] = set()
    stack = [noun]
    while stack and len(kept) < LONGEST:
        token = stack.pop()
        if token.i in taken or (_when(token) and token is not noun and token.dep_ not in ("amod", "compound")):
            continue
        kept.add(token.i)
        stack.extend(child for child in token.children if _inside(child) and not _measured(child, taken))
    words: list[str] = []
    done = -1
    for i in sorted(kept):
        token = doc[i]
        if (
            i <= done
            or token.lower_ in _DROP
            or token.is_punct
            or token.pos_ in ("ADP", "DET", "PRON", "CCONJ", "ADV", "PART", "SCONJ")
        ):
            continue
        first, last = _hyphened(doc, i)
        done = last - 1
        words.append(doc[first:last].text)
    return words


def _measured(child: Token, taken: set[int]) -> bool:
    """A joined or prepositional part that holds a quantity of its own."""
    if child.dep_ not in ("conj", "prep"):
        return False
    last = min(child.right_edge.i, child.left_edge.i + LONGEST)
    return any(i in taken for i in range(child.left_edge.i, last + 1))


def _inside(child: Token) -> bool:
    if child.dep_ == "prep":
        return child.lower_ in _PREPS
    if child.dep_ in _CLAUSES:
        return False
    return child.pos_ not in _VERBS or child.dep_ in ("amod", "compound")


def _hyphened(doc: Doc, i: int) -> tuple[int, int]:
    """The tokens around i that hyphens join to one word."""
    first, last, size = i, i + 1, len(doc)
    while (
        first >= 2 and doc[first - 1].text == "-" and not doc[first - 1].whitespace_ and not doc[first - 2].whitespace_
    ):
        first -= 2
    while last + 1 < size and doc[last].text == "-" and not doc[last].whitespace_ and not doc[last - 1].whitespace_:
        last += 2
    return first, last
