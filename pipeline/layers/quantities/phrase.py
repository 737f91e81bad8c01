"""The words of a noun phrase that are shown as a quantity's concept."""

from collections.abc import Set as AbstractSet

from spacy.tokens import Doc, Token

from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.quantities.subjects import DAYS, NOUNS, SUBJECTS, VERBS, when

LONGEST = 40  # words of a phrase; hostile texts have longer ones
_CLAUSES = frozenset(
    ("relcl", "acl", "advcl", "appos", "punct", "case", "det", "predet", "cc", "mark", "preconj", "parataxis", "ccomp")
)
_LEFT = frozenset(("amod", "compound", "nmod"))
_PREPS = frozenset(("of", "in", "to", "on", "for", "between"))
_SMALL = frozenset(("ADP", "DET", "PRON", "CCONJ", "ADV", "PART", "SCONJ"))
_DROP = wordset(
    "the a an of its it his her their our my your this that these those and or in on at to for from by with "
    "as per all some any 's ’s s each both such more most other s' into about which who total just only"
)
_BEFORE = wordset("more less total last first next other same worth")


def phrase(doc: Doc, noun: Token, taken: AbstractSet[int]) -> list[str]:
    """Compounds, adjectives, owners, phrases with "of" and the like, appositions of subjects; no clauses.

    `taken`: tokens of quantities, which are never shown.
    """
    kept: set[int] = set()
    stack = [noun]
    while stack and len(kept) < LONGEST:
        token = stack.pop()
        if token.i in taken or (when(token) and token is not noun and token.dep_ not in _LEFT):
            continue
        kept.add(token.i)
        stack.extend(child for child in token.children if _inside(child) and not _measured(child, taken))
        if token is noun:
            stack.extend(_second_subject(token))
    words: list[str] = []
    done = -1
    for i in sorted(kept):
        if i <= done or not _is_shown(doc[i]):
            continue
        first, last = _hyphened(doc, i)
        done = last - 1
        words.append(doc[first:last].text)
    return words


def before(doc: Doc, start: int, taken: AbstractSet[int]) -> list[str]:
    """The adjectives and nouns between an article and a quantity inside a noun phrase: "a *heavy* 12-inch screen"."""
    i = start
    while i > max(0, start - LONGEST) and doc[i - 1].pos_ in ("ADJ", "NOUN") and i - 1 not in taken:
        if when(doc[i - 1]) or doc[i - 1].lower_ in _BEFORE or doc[i - 1].is_sent_end:
            break
        i -= 1
    if i == start or i == 0 or doc[i - 1].pos_ not in ("DET", "PRON", "ADP", "PART"):
        return []
    return [token.text for token in doc[i:start]]


def _is_shown(token: Token) -> bool:
    if token.is_punct or token.pos_ in _SMALL or token.lower_ in DAYS:
        return False
    if token.lower_ == "worth" and not (token.i and token.nbor(-1).lower_ == "net"):
        return False
    return token.lower_ not in _DROP or token.text == "S"


def _second_subject(noun: Token) -> list[Token]:
    """The next word, where the parse makes one name two subjects of its verb."""
    if noun.dep_ not in SUBJECTS:
        return []
    return [c for c in noun.head.children if c.dep_ in SUBJECTS and c.i == noun.i + 1 and c.pos_ in NOUNS]


def _measured(child: Token, taken: AbstractSet[int]) -> bool:
    """A joined or prepositional part that holds a quantity of its own."""
    if child.dep_ not in ("conj", "prep") or child.lower_ == "of":
        return False
    last = min(child.right_edge.i, child.left_edge.i + LONGEST)
    return any(i in taken for i in range(child.left_edge.i, last + 1))


def _inside(child: Token) -> bool:
    if child.dep_ == "prep":
        return child.lower_ in _PREPS or (child.lower_ == "per" and child.i == child.head.i + 1)
    if child.dep_ == "appos" and child.head.dep_ in SUBJECTS and child.pos_ in NOUNS:
        return True
    if child.dep_ in _CLAUSES:
        return False
    return child.pos_ not in VERBS or child.dep_ in ("amod", "compound")


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
