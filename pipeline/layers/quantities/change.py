"""How a quantity stands to a movement: step or level, up or down, compared or not; and the change sign of the layer."""

from spacy.tokens import Token

from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.quantities.context import Sentence
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.moves import Form, movement_form, movement_noun

_SOFT = wordset(
    "about around nearly almost some roughly approximately more less than over under just only even a an as "
    "much many another further estimated least at by fully exactly at almost up down still modest mere record "
    "of total combined well slightly"
)
_MORE_WORDS = wordset(
    "higher more above larger bigger greater better longer faster stronger ahead over up "
    "dearer heavier thicker taller wider"
)
_LESS_WORDS = wordset(
    "lower less below fewer smaller worse shorter slower weaker behind under down short "
    "cheaper lighter thinner narrower"
)
_COMPARE_AFTER = wordset("than above below over under ahead behind short the its their what")
_STEP_UNITS = frozenset(("percent", "percentage_point", "basis_point", "point"))


def judge(sentence: Sentence) -> None:
    """Set aspect, direction, move, mover and change of each quantity of a sentence."""
    previous: Found | None = None
    for item in sentence.items:
        _one(sentence, item)
        anew = previous is not None and _restates(sentence, previous, item)
        if anew and previous is not None and item.mover == previous.mover and item.trend is None:
            item.trend = previous.trend
        if item.mover is None and anew and previous is not None:
            item.mover, item.direction, item.aspect = previous.mover, previous.direction, previous.aspect
            item.move, item.trend = previous.move, previous.trend
            if previous.bound == "at_most" and previous.sign == "=" and item.bound == "exact":
                item.bound = "at_most"
        if (
            item.trend is None
            and previous is not None
            and sentence.atoms.low(item.i - 1) == "by"
            and item.mover is None
        ):
            item.trend, item.direction, item.aspect = previous.trend, previous.direction, previous.aspect
            item.move, item.mover = previous.move, previous.mover  # "A was down 2%, B by 3%"
        if previous is not None and previous.move == "from" and item.move == "to" and _one_span(previous, item):
            previous.partner = item
            item.marks.add("partnered")
        previous = item


def _one_span(one: Found, two: Found) -> bool:
    """ "from 20 in 2008 to 29 in 2020": two levels in one measure."""
    unit = one.unit.unit if one.unit else one.noun_unit
    return (
        unit == (two.unit.unit if two.unit else two.noun_unit)
        and two.i - one.j < 9
        and not one.ranged
        and not two.ranged
    )


def _one(sentence: Sentence, item: Found) -> None:
    if item.negative and item.unit is not None and item.unit.unit in _STEP_UNITS:
        item.direction, item.aspect = "down", "change"
    if "plus_sign" in item.marks and item.unit is not None:
        item.direction, item.aspect, item.trend = "up", "change", "up"
    if "age" in item.marks:
        return
    for rule in (_noun_behind, _role, _adjacent, _behind, _noun_before):
        if rule(sentence, item):
            return


def _word_before(sentence: Sentence, item: Found) -> tuple[int, str]:
    """The atom before the quantity and its soft words."""
    k = item.i - 1
    for _ in range(7):
        low = sentence.atoms.low(k)
        if low == "," and sentence.atoms.low(k + 1) == "by":  # "is up, by 20 to 61"
            k -= 1
            continue
        article = low in ("a", "an") and k == item.i - 1
        stops = low not in _SOFT or low in ("up", "down", "of") or article
        if stops and not _adjective(sentence, k):
            break
        k -= 1
    return k, sentence.atoms.low(k)


def _adjective(sentence: Sentence, k: int) -> bool:
    """An adjective between an article and the amount: "rose by a strong 0.7%"."""
    if sentence.atoms.low(k - 1) not in ("a", "an") or sentence.atoms[k].kind != "w":
        return False
    return sentence.doc[_token_span(sentence, k)[0]].pos_ == "ADJ"


def _role(sentence: Sentence, item: Found) -> bool:
    """ "to 12", "from 10": a level, where the clause moves."""
    k, low = _word_before(sentence, item)
    if low not in ("to", "from", "at") or sentence.atoms.low(k - 1) in _NO_ROLE:
        return False
    if low == "at" and sentence.atoms.low(item.j) in ("a", "per"):
        return False
    mover = _mover_back(sentence, k, 22)
    if low == "at":
        if mover is not None:
            item.aspect = "level"
        return mover is not None
    if mover is None:
        return False
    item.aspect, item.move = "level", "to" if low == "to" else "from"
    item.mover = _token_span(sentence, mover)
    return True


_NO_ROLE = wordset("up close due according compared equal")


def _mover_back(sentence: Sentence, k: int, most: int) -> int | None:
    atoms = sentence.atoms
    for at in range(k - 1, max(k - most, -1), -1):
        low = atoms.low(at)
        if low in (";", "\n") or (low == "." and not atoms[at].glued):
            return None
        form = movement_form(low)
        if form and form.pos in ("verb", "noun", "adv"):
            return at
    return None


def _token_span(sentence: Sentence, k: int) -> tuple[int, int]:
    return sentence.places.span(sentence.atoms[k].start, sentence.atoms[k].end)


def _adjacent(sentence: Sentence, item: Found) -> bool:
    """ "rose 6.5%", "down 9", "fell by about 3", "gained a further 2"; but "closed lower at 9" is a level."""
    if sentence.atoms.low(item.i - 1) == "at" and (item.unit is None or item.unit.kind != "percent"):
        item.aspect = "level"
        return True
    k, low = _word_before(sentence, item)
    form = movement_form(low)
    if (form is None and sentence.atoms.low(item.i - 1) == "by") or _by_about(sentence, item, k):
        k, form = _object_between(sentence, k, form)
    if form is None or (form.pos == "noun" and not _is_verb(sentence, k)):
        if low in ("up", "down", "off") and sentence.atoms.low(k + 1) != "to" and not _is_phrasal(sentence, item, k):
            form = Form(low, "adv", "up" if low == "up" else "down")
        else:
            return False
    if form.pos in ("adj", "adjective") or form.lemma in ("weigh", "knock") or _takes(item, form.lemma):
        return False
    if low in ("up", "down", "off") and _is_phrasal(sentence, item, k):
        return False
    if not _steps(item):
        return False
    item.aspect, item.direction, item.move = "change", form.direction, "by"
    item.mover, item.trend = _token_span(sentence, k), form.direction
    return True


def _is_phrasal(sentence: Sentence, item: Found, k: int) -> bool:
    """ "made up 5 percent" is no move; "ended up 38 points" is one."""
    verb = sentence.atoms.low(k - 1)
    steps = item.unit is not None and item.unit.unit in _STEP_UNITS
    return verb in _PHRASAL and not (verb == "ended" and steps)


def _takes(item: Found, lemma: str) -> bool:
    """ "lost $1.6 billion", "cut 4,300 jobs": what was lost or cut, no move of a measure."""
    if lemma not in ("lose", "shed", "cut", "add", "axe", "trim") or (item.unit is None and not item.noun_unit):
        return False
    return item.unit is None or item.unit.kind in ("money", "coin")


def _by_about(sentence: Sentence, item: Found, k: int) -> bool:
    return any(sentence.atoms.low(x) == "by" for x in range(k + 1, item.i))


def _object_between(sentence: Sentence, k: int, form: Form | None) -> tuple[int, Form | None]:
    """ "grow sales by 35 per cent": the verb stands before its object."""
    if form is not None:
        return k, form
    for at in range(k, max(k - 8, -1), -1):
        low = sentence.atoms.low(at)
        found = movement_form(low)
        if found is not None and found.pos == "verb" and _is_verb(sentence, at):
            return at, found
        if (sentence.atoms[at].kind != "w" and low not in "-'’") or low in (
            "and",
            "that",
            "which",
            "while",
            "was",
            "were",
            "is",
        ):
            break
    return k, None


_PHRASAL = wordset(
    "gave give gives given giving made make makes making took take set picked pick came ended turned racked paid lay"
)


def _is_verb(sentence: Sentence, k: int) -> bool:
    token = sentence.doc[_token_span(sentence, k)[0]]
    return token.pos_ in ("VERB", "") or token.tag_ in ("VBD", "VBZ", "VBP", "VBN", "VBG", "VB")


def _steps(item: Found) -> bool:
    return not (item.unit is not None and item.unit.kind == "time")


_COMPARING = wordset("above below ahead behind short more less fewer")
_EARLIER = wordset(
    "ago before earlier last previous year month quarter january february march april may june july august september "
    "october november december week yesterday monday tuesday wednesday thursday friday"
)


def _than_before(sentence: Sentence, k: int) -> bool:
    """ "19% higher than a year ago": compared with its own past, which is a change."""
    if sentence.atoms.low(k) != "than":
        return False
    return any(sentence.atoms.low(x) in _EARLIER or sentence.atoms[x].text.isdigit() for x in range(k + 1, k + 5))


def _behind(sentence: Sentence, item: Found) -> bool:
    """ "5% higher", "two points lower", "9% smaller than", "14% below": a comparison or a change."""
    k = item.j
    if item.noun and not item.bare and item.unit is None:
        return False
    low = sentence.atoms.low(k)
    up, down = low in _MORE_WORDS, low in _LESS_WORDS
    if not up and not down:
        return False
    after = sentence.atoms.low(k + 1)
    item.direction = "up" if up else "down"
    compared = after in _COMPARE_AFTER or low in _COMPARING
    item.aspect = "comparison" if compared and not _than_before(sentence, k + 1) else "change"
    item.mover = _token_span(sentence, k)
    if low in ("up", "down", "over", "under") and (item.unit is None or after in ("the", "its", "a")):
        item.aspect = item.direction = item.mover = None
        return False
    return True


def _noun_behind(sentence: Sentence, item: Found) -> bool:
    """ "a 7% increase", "the 344-point fall", "a 3% drop in sales"."""
    if item.unit is None and not item.noun:
        return False
    for k in range(item.j, item.j + 4):
        low = sentence.atoms.low(k)
        form = movement_noun(low) if _noun_tag(sentence, k) else None
        if form and not _result(item, form):
            item.aspect, item.direction, item.mover = "change", form.direction, _token_span(sentence, k)
            item.move = "by"
            return True
        if sentence.atoms[k].kind != "w" or low in _LINKWORDS or not _nominal(sentence, k):
            return False
    return False


_LINKWORDS = wordset("of in to from and by for on at the a")


def _result(item: Found, form: Form) -> bool:
    """ "a net loss of $4m", "a gain of $2m" are results, not moves."""
    money = item.unit is not None and item.unit.kind == "money"
    counted = item.unit is None and bool(item.noun_unit)
    return (form.lemma in ("loss", "gain") and money) or (form.lemma in ("loss", "cut", "reduction") and counted)


def _nominal(sentence: Sentence, k: int) -> bool:
    return sentence.doc[_token_span(sentence, k)[0]].pos_ in ("NOUN", "PROPN", "ADJ", "")


def _noun_tag(sentence: Sentence, k: int) -> bool:
    return sentence.doc[_token_span(sentence, k)[0]].pos_ in ("NOUN", "")


def _noun_before(sentence: Sentence, item: Found) -> bool:
    """ "an increase of 7%", "a fall in sales of 3%"; else a verb of movement that the parser links to it."""
    k, low = _word_before(sentence, item)
    if low == "of":
        token = sentence.doc[_token_span(sentence, k)[0]]
        head = token.head
        form = movement_noun(head.lower_)
        if form is None and head.dep_ == "pobj" and head.head.head.pos_ == "NOUN":
            head = head.head.head  # "a rise in prices of 7%"
            form = movement_noun(head.lower_)
        if form is None and head.lower_ in ("rate", "pace"):
            return _at_rate(sentence, item, k)
        if form and token.dep_ == "prep" and head.pos_ == "NOUN" and not _result(item, form):
            item.aspect, item.direction, item.move = "change", form.direction, "by"
            item.mover = (head.i, head.i + 1)
            return True
        return False
    if not _steps(item) or (item.unit is None and not item.noun):
        return False
    return _linked(sentence, item)


def _at_rate(sentence: Sentence, item: Found, k: int) -> bool:
    """ "grow at an annual rate of 4%"."""
    for at in range(k - 1, max(k - 7, -1), -1):
        form = movement_form(sentence.atoms.low(at))
        if form is not None and form.pos == "verb" and _is_verb(sentence, at):
            item.aspect, item.direction, item.move = "change", form.direction, "by"
            item.mover = _token_span(sentence, at)
            return True
    return False


_LINKS = frozenset(
    (
        "dobj",
        "npadvmod",
        "attr",
        "oprd",
        "advmod",
        "dep",
        "nmod",
        "quantmod",
        "nummod",
        "compound",
        "amod",
        "conj",
        "appos",
    )
)


def _linked(sentence: Sentence, item: Found) -> bool:
    token: Token = sentence.doc[sentence.places.at(sentence.atoms[item.j - 1].start)]
    for _ in range(4):
        if token.dep_ not in _LINKS:
            return False
        token = token.head
        if token.pos_ == "VERB":
            form = movement_form(token.lower_) or movement_form(token.lemma_)
            if form is None or form.pos != "verb" or form.direction == "unchanged" or form.lemma in ("weigh", "knock"):
                return False
            if _takes(item, form.lemma) or (
                item.bound != "exact" and sentence.atoms.low(item.i - 1) in ("below", "above")
            ):
                return False
            item.aspect, item.direction, item.move = "change", form.direction, "by"
            item.mover = (token.i, token.i + 1)
            return True
    return False


def _restates(sentence: Sentence, previous: Found, item: Found) -> bool:
    """ "rose 252 points, or 2.9%", "rose 252 points (2.9%)": the second measure of one move."""
    words = [sentence.atoms.low(k) for k in range(previous.j, item.i)]
    kept = [w for w in words if w not in _SOFT or w == "or"]
    same = previous.unit is not None and previous.unit is item.unit and previous.aspect == "change"
    if same and item.aspect is None and kept in ([","], ["and"], [",", "and"]):
        return True  # "rose by 1.6% and 0.5% respectively"
    return (
        previous.mover is not None
        and previous.aspect == "change"
        and kept in ([",", "or"], ["or"], ["("], [",", "which", "is"])
    )
