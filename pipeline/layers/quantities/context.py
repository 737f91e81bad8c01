"""Units left out, taken over from the sentence: lists, moves, subjects, index levels, exchange rates."""

from collections.abc import Callable

from spacy.tokens import Doc, Token

from pipeline.layers.parse import parse_of
from pipeline.layers.quantities import nouns
from pipeline.layers.quantities.atoms import Atoms, Places, wordset
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.moves import movement_form
from pipeline.layers.quantities.plurals import singular
from pipeline.layers.quantities.rates import exchange_rate, unsaid_rate
from pipeline.layers.quantities.tables import units

INDEX_WORDS = wordset(
    "index indices dow nasdaq ftse nikkei dax cac sensex kospi bovespa ibovespa composite topix stoxx tsx asx "
    "russell shanghai shenzhen ordinaries industrials nifty ibex aex mib straits merval rts kosdaq hang iseq "
    "omx s&p sse csi djia"
)
_COUNT_VERBS = wordset("reach total number stand hit average come be remain exceed stay amount top pass")


REACH = 30  # quantities looked at on either side, so that work stays linear in any text


class Sentence:
    """The quantities of one sentence, with what is needed to read between them."""

    def __init__(self, doc: Doc, atoms: Atoms, places: Places, items: list[Found], start: int, end: int) -> None:
        self.doc, self.atoms, self.places, self.items = doc, atoms, places, items
        self.start, self.end = start, end
        words = parse_of(doc).lower
        self.lower = set(words[start:end])
        self.index = not self.lower.isdisjoint(INDEX_WORDS) and any(
            words[i] in INDEX_WORDS and not (i + 1 < len(words) and words[i + 1] in (":", "/"))
            for i in range(start, end)
        )
        self.moves = any(movement_form(word) is not None for word in self.lower)

    def token(self, item: Found) -> Token:
        """The token of the number itself."""
        return self.doc[self.places.at(self.atoms[item.value.i].start)]

    def before(self, item: Found) -> str:
        """The word before the quantity, "about" and the like passed over."""
        k = item.i - 1
        for _ in range(3):
            if self.atoms.low(k) not in _SOFT:
                break
            k -= 1
        return self.atoms.low(k)


_SOFT = wordset(
    "about around nearly almost some roughly approximately more less than over under just only even a an the "
    "as much many up record another further estimated least at"
) - {"at"}


def fill(sentence: Sentence) -> None:
    """Give units to the bare quantities of a sentence."""
    items = sentence.items
    for index in range(len(items) - 2, -1, -1):
        _from_right(sentence, items[index], items[index + 1])
    for index, item in enumerate(items):
        before = [o for o in items[max(0, index - REACH) : index] if o.reason != "equivalent"]
        if item.unit is not None and item.unit.unit == "m" and not item.noun_unit:
            _metres_or_millions(sentence, item, before)
        if not item.bare or item.value.form == "vague":
            continue
        for rule in _RULES:
            if rule(sentence, item, before, items[index + 1 : index + 1 + REACH]):
                item.copied = True
                break


def take(item: Found, other: Found) -> None:
    """Copy the unit of another quantity."""
    item.unit, item.noun_unit, item.noun_name = other.unit, other.noun_unit, other.noun_name
    if "unsaid" in other.marks:
        item.marks.add("unsaid")
    item.copied = True
    item.rule = "unit.copied"


def _from_right(sentence: Sentence, item: Found, after: Found) -> None:
    """ "8 and 14 percent", "417, 156 and 166 bitcoin", "7- or 8-inch"."""
    if not item.bare or after.bare or after.prefixed or "share" in after.marks:
        return
    if item.value.scaled and not after.value.scaled:
        return
    words = [sentence.atoms.low(k) for k in range(item.j, after.i)]
    if words == ["of"] and after.noun_unit and item.low < after.low:
        take(item, after)  # "20 of 31 passes"
        return
    if words == [",", "or"] or (after.unit is not None and after.unit.kind == "percent" and item.value.value > 1000):
        return
    if words and len(words) <= 2 and all(w in (",", "and", "or", "/", "&", "versus", "vs") for w in words):
        take(item, after)
        if after.per and not item.per:
            item.per, item.names = after.per, after.names


def _metres_or_millions(sentence: Sentence, item: Found, before: list[Found]) -> None:
    """ "up from 38m" beside money is millions of it; so is "sales leapt to 2.5m"."""
    if sentence.atoms[item.value.j].text != "m":
        return
    money = next(
        (o for o in reversed(before) if o.unit is not None and o.unit.kind == "money" and o.reason is None), None
    )
    moved = sentence.before(item) in ("to", "from", "by") and sentence.moves
    count = next((o for o in reversed(before) if o.noun_unit and o.value.scaled), None)
    other = money or count
    if other is None and not moved:
        return
    item.low, item.high = item.low * 1e6, item.high * 1e6
    item.value = item.value._replace(value=item.value.value * 1e6, scaled=True)
    item.unit = None
    if other is not None:
        take(item, other)


def _pair(sentence: Sentence, item: Found, before: list[Found], after: list[Found]) -> bool:
    """From A to B: the one that names the unit lends it."""
    at = sentence.before(item)
    ahead = after[0] if at == "from" and after and sentence.before(after[0]) == "to" else None
    if ahead and not ahead.bare and not ahead.copied and ahead.i - item.j < 12 and _similar(item, ahead):
        take(item, ahead)
        return True
    if at in ("to", "from", "against") and before:
        last = before[-1]
        partner = sentence.before(last) == ("from" if at == "to" else "to") or at == "against"
        if not last.bare and partner and item.i - last.j < 12 and _similar(item, last):
            take(item, last)
            return True
    return False


def _similar(item: Found, other: Found) -> bool:
    """The two are of one order of size, so that one may be measured as the other."""
    a, b = abs(item.low), abs(other.low)
    if other.unit is not None and other.unit.kind in ("percent", "time"):
        return False
    return a == b or (min(a, b) > 0 and max(a, b) / min(a, b) < 200)


def _votes(sentence: Sentence, item: Found, before: list[Found], after: list[Found]) -> bool:  # noqa: ARG001 - one signature for all rules
    """Bare counts in a sentence about a vote."""
    if not sentence.lower & {"vote", "votes", "voted", "voting"} or item.value.scaled:
        return False
    item.noun_unit = item.noun_name = "vote"
    return True


def _of_noun(sentence: Sentence, item: Found, before: list[Found], after: list[Found]) -> bool:  # noqa: ARG001 - one signature for all rules
    """ "job cuts of 10,000", "a loss of 300 jobs", "an employee reduction of about 5,000"."""
    if _numbered(sentence, item):
        return True
    doc, at = sentence.doc, sentence.places.at(sentence.atoms[item.i].start) - 1
    while at > sentence.start and doc[at].lower_ in _SOFT:
        at -= 1
    if doc[at].lower_ in ("of", "be", "was", "were", "is") and at - 1 > sentence.start:
        at -= 1
        if doc[at].lower_ in ("would", "will", "could", "total"):
            at -= 1
    elif (
        doc[at].text in ("-", "–", "—", "--", ":")
        and doc[at - 1].tag_ == "NNS"
        and item.value.value >= 2
        and at > sentence.start
    ):
        if nouns.lemma(doc[at - 1]) in _NOT_COUNTED:
            return False
        item.noun_unit = item.noun_name = nouns.lemma(doc[at - 1])
        return True
    else:
        return False
    head = doc[at]
    if head.pos_ != "NOUN":
        return False
    first = doc[at - 1]
    wraps = head.lower_ in nouns.WRAPPERS or head.lower_ in ("workforce", "total", "count", "toll", "number")
    if wraps and first.pos_ in ("NOUN", "PROPN") and first.head.i == at:
        item.noun_unit = item.noun_name = singular(first.text)
        return True
    return False


def _numbered(sentence: Sentence, item: Found) -> bool:
    """ "raised to 49 the number of banks"."""
    doc, j = sentence.doc, sentence.places.span(sentence.atoms[item.i].start, sentence.atoms[item.j - 1].end)[1]
    if [t.lower_ for t in doc[j : j + 3]] != ["the", "number", "of"] or j + 1 >= sentence.end:
        return False
    name = _counts(doc[j + 1])
    if name:
        item.noun_unit = item.noun_name = name
    return bool(name)


def _subject(sentence: Sentence, item: Found, before: list[Found], after: list[Found]) -> bool:  # noqa: ARG001 - one signature for all rules
    """ "new loans fell to 77,000", "the number of people in work rose 15,000": what the subject counts."""
    verb = _mover_of_level(sentence, item) or _verb(sentence.token(item))
    if verb is None or item.value.value < 2:
        return False
    moving = movement_form(verb.lower_) is not None or movement_form(verb.lemma_) is not None
    if not moving and verb.lemma_ not in _COUNT_VERBS:
        return False
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]
    subjects += [
        sentence.doc[i] for i in range(max(sentence.start, verb.i - 3), verb.i) if sentence.doc[i].tag_ == "NNS"
    ]
    for child in subjects:
        name = _counts(child)
        if name:
            item.noun_unit, item.noun_name = name, "people" if name == "person" else name
            return True
    return False


def _mover_of_level(sentence: Sentence, item: Found) -> Token | None:
    """The verb of movement straight before "to", by its form: the parse may take it for a noun."""
    at = sentence.places.at(sentence.atoms[item.i].start) - 2
    if at <= sentence.start or sentence.doc[at + 1].lower_ != "to":
        return None
    form = movement_form(sentence.doc[at].lower_)
    return sentence.doc[at] if form is not None and form.pos == "verb" else None


def _verb(token: Token) -> Token | None:
    for _ in range(6):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head is token or token.dep_ in ("relcl", "acl"):
            return None
        token = token.head
    return None


_NOT_COUNTED = wordset(
    "share stock sale price profit earning result revenue yield rate cost index future market bond gain loss "
    "export import order expectation wage salary figure value fee saving asset debt deposit reserve fund "
    "proceed dividend margin term deal"
)


def _counts(subject: Token) -> str | None:
    """The thing a subject counts: "number of X", "X total", "Xs"."""
    if subject.lower_ in ("number", "numbers", "total", "tally"):
        for child in subject.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                inner = next((c for c in child.children if c.dep_ == "pobj"), None)
                return nouns.lemma(inner) if inner is not None else None
        before = subject.nbor(-1) if subject.i else subject
        return singular(before.text) if before.head == subject and before.pos_ in ("NOUN", "PROPN", "ADJ") else None
    if subject.lower_ in ("workforce", "headcount"):
        return "employee"
    if subject.lower_ == "employment":
        return "worker"
    if subject.tag_ == "NNS" and nouns.lemma(subject) not in _NOT_COUNTED:
        return nouns.lemma(subject)
    return None


def _money(sentence: Sentence, item: Found, before: list[Found], after: list[Found]) -> bool:  # noqa: ARG001 - one signature for all rules
    """A large bare number behind money: "5bn euros, with another 2bn to follow"."""
    if not item.value.scaled or item.noun_unit:
        return False
    other = next(
        (o for o in reversed(before) if o.unit is not None and o.unit.kind in ("money", "coin") and o.reason is None),
        None,
    )
    if other is None or not _similar(item, other):
        return False
    counted = next((o for o in reversed(before) if o.noun_unit), None)
    if counted is not None and counted.i > other.i:
        return False
    take(item, other)
    return True


def _index(sentence: Sentence, item: Found, before: list[Found], after: list[Found]) -> bool:
    """An index level or its move: a bare number in a sentence about an index."""
    if (item.value.scaled and item.value.form == "digits") or item.value.value < 20 or item.value.value >= 2e5:
        return False
    named = sentence.index or any(o.unit is not None and o.unit.unit == "point" for o in (*before, *after))
    if not named and not _index_near(sentence, item):
        return False
    item.unit = units()[0]["point"]
    if not any(o.unit is not None and o.unit.unit == "point" for o in (*before, *after)):
        item.marks.add("unsaid")
    return True


def _index_near(sentence: Sentence, item: Found) -> bool:
    """The sentence before is about an index, and this number is a level ("closing at 4,211")."""
    doc = sentence.doc
    low = max(0, sentence.start - 45)
    if sentence.before(item) not in ("to", "at", "below", "above", "of", "by", "from", "fell", "rose", "lost"):
        return False
    return any(doc[i].lower_ in INDEX_WORDS for i in range(low, sentence.start)) and sentence.moves


def _like_before(sentence: Sentence, item: Found, before: list[Found], after: list[Found]) -> bool:  # noqa: ARG001 - one signature for all rules
    """ "4,300 jobs in France, 3,700 in Germany": the unit of the last counted thing or measure."""
    others = [o for o in before if not o.bare and "share" not in o.marks and o.reason is None]
    moved = sentence.before(item) in ("to", "at", "from")
    for other in reversed(others[-4:]):
        unit = other.unit
        if unit is not None and unit.kind == "percent":
            if not moved and item.value.value <= 100 and not item.value.scaled and _short(sentence, item):
                take(item, other)
                return True
            continue
        if unit is not None and (
            unit.kind == "time" or (unit.kind == "money" and other.value.scaled != item.value.scaled)
        ):
            continue
        if not _similar(item, other) or not _short(sentence, item):
            continue
        if unit is not None and unit.kind == "money" and sentence.before(item) not in _LEVELS:
            continue
        take(item, other)
        item.noun = None
        return True
    return False


_LEVELS = wordset("to from at of by up down against versus vs with for")
_AFTER = wordset(
    "per in at for from to by of on and or but the a , . ; : ) after before last this year over during as "
    "while when with compared earlier \n or who that which were was are is will would had have left than "
    "today yesterday now"
)


def _short(sentence: Sentence, item: Found) -> bool:
    return sentence.atoms.low(item.j) in _AFTER


Rule = Callable[[Sentence, Found, list[Found], list[Found]], bool]
_RULES: tuple[Rule, ...] = (exchange_rate, unsaid_rate, _pair, _votes, _of_noun, _index, _subject, _money, _like_before)
