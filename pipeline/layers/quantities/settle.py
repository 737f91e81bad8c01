"""What the Doc adds to the grammar: names, counted nouns, omitted units, reasons."""

from spacy.tokens import Doc

from pipeline.layers.quantities import exclude, nouns
from pipeline.layers.quantities.atoms import NUMBER, WORD, Atoms, Places, wordset
from pipeline.layers.quantities.bounds import read_bounds
from pipeline.layers.quantities.change import judge
from pipeline.layers.quantities.concept import add_concepts
from pipeline.layers.quantities.context import Sentence, fill, take
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.multiples import find_multiples
from pipeline.layers.quantities.per import finish
from pipeline.layers.quantities.places import localize
from pipeline.layers.quantities.reasons import convert, explain
from pipeline.layers.quantities.senses import change_coins, exchange, warm, weigh
from pipeline.layers.quantities.single import find_single
from pipeline.layers.quantities.tables import units


def settle(doc: Doc, atoms: Atoms, places: Places, found: list[Found], reasons: dict[int, str]) -> list[Found]:
    """The quantities that stay, with nouns and units; the others' atoms get their reason."""
    kept: list[Found] = []
    for item in found:
        if _bare_age(doc, atoms, places, item):
            kept.append(item)
            continue
        last = kept[-1] if kept and _listed(doc, atoms, places, kept[-1], item) else None
        reason = exclude.weak(atoms, item) or (None if last else _name(doc, atoms, places, item))
        if reason is None and "bare_dash" in item.marks and item.unit is None and _voted(atoms, item):
            kept.extend(_ballot(item))
            continue
        if reason is None and item.unit is None and "share" not in item.marks:
            _count(doc, atoms, places, item)
            if last and not item.noun_unit:
                take(item, last)
            reason = _bare_reason(item)
        if reason:
            for k in range(item.i, max(item.j, item.value.j)):
                reasons[k] = reason
            continue
        if "share" in item.marks:
            _share_noun(doc, atoms, places, item)
        kept.append(item)
    kept = _with(atoms, kept, find_single(atoms, kept))
    localize(doc, kept)
    kept = _with(atoms, kept, find_multiples(doc, atoms, places, kept))
    for sentence in sentences(doc, atoms, places, kept):
        weigh(sentence)
        exchange(sentence)
        warm(sentence)
        convert(sentence)
        change_coins(sentence)
        fill(sentence)
        judge(sentence)
        explain(sentence)
        finish(sentence)
        add_concepts(sentence)
    return kept


def _with(atoms: Atoms, kept: list[Found], more: list[Found]) -> list[Found]:
    """Further quantities with their bounds, in text order among the others."""
    for item in more:
        item.sign = read_bounds(atoms, item)
    return sorted([*kept, *more], key=lambda item: item.i)


_NAME_TYPES = frozenset(("ORG", "PRODUCT", "FAC", "EVENT", "LAW", "WORK_OF_ART", "GPE", "LOC", "NORP"))


def _name(doc: Doc, atoms: Atoms, places: Places, item: Found) -> str | None:
    """ "S&P 500", "Boeing 787", "Section 230": a bare whole number behind a capitalized name."""
    k = item.value.i
    if item.ranged or item.value.scaled or item.value.form not in ("digits", "words") or item.value.j > k + 1:
        return None
    if item.unit is not None and not _letter(atoms, item):
        return None
    text, before = atoms[k].text, atoms[k - 1]
    t = places.at(atoms[k].start)
    if doc[t].like_url or doc[t].like_email or doc[t].text.startswith(("@", "#")):
        return "code"
    if item.value.form == "words":
        return _name_word(doc, t, atoms[k].text)
    if before.text == "(" and atoms[k + 1].text == ")" and len(text) <= 2 and doc[t - 2].pos_ == "PROPN":
        return "name_part"
    if not text.isdigit() or len(text) > 4 or before.kind != WORD or before.text.islower():
        return _version(atoms, k)
    token = doc[t]
    if t == 0 or (doc[t - 1].is_sent_start and doc[t - 1].pos_ != "PROPN"):
        return None
    inside = token.ent_iob_ == "I" and token.ent_type_ in _NAME_TYPES
    if inside and not (token.dep_ == "nummod" and token.head.i > t and token.head.tag_ == "NNS"):
        return "name_part"
    if doc[t - 1].pos_ == "PROPN" and not _counts_on(doc, t):
        return "name_part"
    return None


def _listed(doc: Doc, atoms: Atoms, places: Places, last: Found, item: Found) -> bool:
    """ "Alba sent 70 ships, Bora 15 and Cora 3": a bare number behind a name, in a list that began with a count."""
    k = item.value.i
    if item.unit is not None or item.ranged or item.value.form != "digits" or not (last.noun_unit or last.copied):
        return False
    if atoms[k + 1].text not in (",", ".", ";", "\n", "") and atoms.low(k + 1) not in ("and", "while"):
        return False
    name = doc[places.at(atoms[k - 1].start)]
    if name.pos_ != "PROPN" or name.ent_type_ == "PRODUCT" or not name.text.isalpha():
        return False
    at = k - 1
    while at > last.j and atoms[at].kind == WORD and atoms[at].text[0].isupper():
        at -= 1
    end = places.at(atoms[last.j - 1].start) + 1 if last.noun is None else last.noun[1]
    opens = atoms[at].text in (",", ";") or atoms.low(at) == "and"
    return opens and k - 1 - at <= 3 and places.at(atoms[at].start) - end <= 3


def _bare_age(doc: Doc, atoms: Atoms, places: Places, item: Found) -> bool:
    """ "Ada Lind, 44, left": a bare number behind a person's name."""
    k = item.value.i
    if item.unit is not None or item.ranged or item.value.form != "digits" or not 5 <= item.value.value <= 110:
        return False
    if item.value.j != k + 1 or not atoms[k].text.isdigit():
        return False
    comma = atoms[k - 1].text == "," and atoms[k + 1].text in (",", ".", ")")
    name = doc[places.at(atoms[k - 2 if comma else k - 1].start)]
    follow = doc[places.at(atoms[k + 1].start)] if k + 1 < len(atoms) else name
    stands = comma or (name.ent_type_ == "PERSON" and follow.pos_ in ("AUX", "VERB") and item.value.value >= 16)
    if (
        not stands
        or name.pos_ != "PROPN"
        or name.ent_type_ not in ("PERSON", "")
        or (name.ent_type_ == "" and not comma)
    ):
        return False
    if name.ent_type_ == "" and name.i and doc[name.i - 1].pos_ != "PROPN":
        return False
    item.unit, item.rule = units()[0]["year"], "number.age"
    item.marks.add("age")
    return True


def _letter(atoms: Atoms, item: Found) -> bool:
    """ "iPhone 4s": a letter run onto the number behind a name is no unit."""
    k = item.value.i
    name = atoms[k - 1].kind == WORD and not atoms[k - 1].text.islower() and not atoms[k - 1].text.istitle()
    return (
        atoms[k + 1].glued
        and len(atoms[k + 1].text) == 1
        and atoms[k + 1].text.isalpha()
        and name
        and not item.prefixed
    )


def _name_word(doc: Doc, t: int, text: str) -> str | None:
    """ "Big Three", "Three Arrows Capital": a capitalized number word inside a name."""
    token = doc[t]
    if not text[0].isupper() or token.is_sent_start or t == 0:
        return None
    after = doc[t + 1] if t + 1 < len(doc) else None
    named = doc[t - 1].pos_ == "PROPN" or (after is not None and after.pos_ == "PROPN")
    return "name_part" if named and not text.isupper() else None


def _version(atoms: Atoms, k: int) -> str | None:
    """ "USB 1.1 port": a version behind an acronym."""
    text, before = atoms[k].text, atoms[k - 1].text
    short = len(text) == 3 and text[1] == "." and before.isupper() and len(before) > 1
    return (
        "name_part"
        if short and atoms[k + 1].kind == WORD and atoms[k + 1].text.islower() and atoms.low(k + 1) not in _FUNCTION
        else None
    )


_FUNCTION = wordset("in on at to from by for and or of the a as with while after before")


def _counts_on(doc: Doc, t: int) -> bool:
    after = doc[t + 1] if t + 1 < len(doc) else None
    if after is None or after.text in ("'s", "’s"):
        return False
    return after.tag_ in ("NNS", "JJ", "VBN") or after.text in ("%", "-", "points")


def _count(doc: Doc, atoms: Atoms, places: Places, item: Found) -> None:
    """Find the counted noun."""
    k = max(item.value.j, item.j)
    if item.value.form == "vague" and atoms.low(k) == "of":
        k += 1
    hyphen = atoms.is_dash(k) and atoms[k].glued and atoms[k + 1].glued
    atom = atoms[k + 1] if hyphen else atoms[k]
    t = places.at(atom.start)
    jets = nouns.jets(doc, t) if atom.kind == NUMBER else None
    if jets:
        item.noun, item.noun_unit, item.noun_name, item.rule = jets, "aircraft", doc[t].text, "number.noun"
        return
    if atom.kind != WORD and not (atom.text in "'’\"“" and atoms[k + 1].kind == WORD):
        return
    span = nouns.counted(doc, t)
    if span is None:
        return
    item.noun = span
    item.noun_unit = nouns.unit_of(doc, span)
    time = units()[0].get(item.noun_unit)
    if time is not None and time.kind == "time" and span[1] - span[0] > 1:
        item.unit, item.noun_unit, item.rule = time, "", time.rule  # "six straight days"
        return
    lead = t if doc[t].lower_ in ("other", "more", "additional", "extra", "further") else span[0]
    item.noun_name = nouns.name_of(doc, (lead, span[1]))
    item.rule = "number.noun"


_VOTING = wordset("vote votes voted voting senate ballot")


def _voted(atoms: Atoms, item: Found) -> bool:
    """ "by a vote of 52-35": two counts of votes."""
    near = {atoms.low(k) for k in range(max(item.i - 9, 0), item.i)}
    return bool(near & _VOTING) and not item.value.scaled


def _ballot(item: Found) -> list[Found]:
    one = Found(item.i, item.j, item.value, item.low, item.low)
    two = Found(item.i, item.j, item.value, item.high, item.high)
    for part in (one, two):
        part.noun_unit = part.noun_name = "vote"
        part.rule = "number.ballot"
    return [one, two]


def _share_noun(doc: Doc, atoms: Atoms, places: Places, item: Found) -> None:
    k = item.value.j
    if item.value.value == 0.5 and atoms[k].kind == WORD and doc[places.at(atoms[k].start)].tag_ in ("NN", "NNS"):
        item.marks.discard("share")  # "a half turn"
        _count(doc, atoms, places, item)
        if not item.noun_unit:
            item.marks.add("share")
        return
    if "apart" in item.marks:
        k = item.value.i + 1  # "one *adult* in six"
    elif atoms.low(k) == "of":
        k += 1
    elif "ratio" not in item.marks:
        return
    span = nouns.counted(doc, places.at(atoms[k].start))
    if span:
        item.noun, item.noun_name = span, nouns.name_of(doc, span)


def _bare_reason(item: Found) -> str | None:
    """Why a number without any unit is none: scores, pronoun "one"."""
    if item.unit is not None:
        return None
    if "bare_dash" in item.marks and not item.noun_unit:
        return "score"
    lone = item.value.form == "words" and item.value.value == 1.0 and item.value.j - item.value.i == 1
    if lone and not item.noun_unit:
        return "pronoun"
    if item.value.form == "vague" and not item.noun_unit:
        return "vague"
    return None


def sentences(doc: Doc, atoms: Atoms, places: Places, kept: list[Found]) -> list[Sentence]:
    """The quantities by sentence, in order."""
    bounds: list[tuple[int, int]] = [(0, len(doc))]
    if doc.has_annotation("SENT_START"):
        starts = [t.i for t in doc if t.is_sent_start] or [0]
        bounds = list(zip(starts, [*starts[1:], len(doc)], strict=True))
    groups: list[Sentence] = []
    at = 0
    for start, end in bounds:
        group: list[Found] = []
        while at < len(kept) and places.at(atoms[kept[at].i].start) < end:
            group.append(kept[at])
            at += 1
        if group:
            groups.append(Sentence(doc, atoms, places, group, start, end))
    return groups
