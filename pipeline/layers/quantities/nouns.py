"""The noun that a bare number counts: its token span, its canonical singular, its spelled phrase."""

import re

from spacy.tokens import Doc, Token

from pipeline.layers.quantities.atoms import wordset
from pipeline.layers.quantities.plurals import IRREGULAR, UNCHANGED, singular

_MORE = wordset("more other additional extra further such")
_OWNERS = wordset("the its their his her our my these those your")
_PARTS = frozenset(("NOUN", "PROPN"))
_INSIDE = frozenset(("ADJ", "NOUN", "PROPN"))
_NO_HEAD = wordset(
    "% ago year-on-year today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday gmt "
    "utc est am pm mark level high low barrier threshold hit area range peak line per january february march "
    "april june july august september october november december respectively apiece"
)


def tagged(doc: Doc) -> bool:
    """The Doc has parts of speech."""
    return bool(doc.has_annotation("TAG"))


def counted(doc: Doc, t: int) -> tuple[int, int] | None:
    """Tokens [i, j) of the counted noun phrase that begins at token t (right behind the number); its head is j - 1."""
    return _by_tags(doc, t) if tagged(doc) else _by_words(doc, t)


def _by_words(doc: Doc, t: int) -> tuple[int, int] | None:
    """Without tags: the words up to the first plural."""
    for i in range(t, min(t + 4, len(doc))):
        if not doc[i].is_alpha or doc[i].is_stop:
            return None
        if doc[i].lower_.endswith("s") or doc[i].lower_ in IRREGULAR or doc[i].lower_ in UNCHANGED:
            return t, i + 1
    return None


def _by_tags(doc: Doc, t: int) -> tuple[int, int] | None:
    i = _skipped(doc, t)
    if i is None:
        return None
    linked = _by_head(doc, t, i)
    if linked:
        return _measured(doc, i, linked)
    first, head = i, _head_of(doc, t, i)
    if (
        head < 0
        and first < len(doc)
        and doc[first].tag_ == "VBZ"
        and (first + 1 >= len(doc) or doc[first + 1].is_punct)
    ):
        head = first  # "rotate 3 turns"
    if (
        head < 0
        or doc[head].lower_ in _NO_HEAD
        or (doc[head].tag_ != "NNS" and any(c.isdigit() for c in doc[head].text))
    ):
        return None
    return _measured(doc, first, (first, head + 1))


def _head_of(doc: Doc, t: int, first: int) -> int:
    """The last noun of the phrase that begins at token `first`, behind a number before token t; -1 without one."""
    head, owner, j = -1, -1, first
    while j < min(len(doc), first + 9):
        token = doc[j]
        if token.is_sent_start and j > t:
            break
        if token.tag_ == "POS":
            owner, head = max(owner, head), -1  # "one of Corvia's oldest ships"
        elif _joins_names(doc, j):
            j += 1  # "dozens of Corvia and Alba ships"
        elif token.pos_ in _PARTS and not _stops(token):
            head = j
            if _ends_run(doc, j):
                break
        elif not _passes(doc, j, head):
            break
        j += 1
    return head if head >= 0 else owner


def _joins_names(doc: Doc, j: int) -> bool:
    """A name and another that stand before one plural noun."""
    if j + 3 >= len(doc) or doc[j + 1].lower_ not in ("and", "or"):
        return False
    return doc[j].tag_ == doc[j + 2].tag_ == "NNP" and doc[j + 3].tag_ == "NNS"


def _measured(doc: Doc, first: int, span: tuple[int, int]) -> tuple[int, int]:
    """ "a 12 page report": a singular right behind the number, before a singular head, is what is counted."""
    one, head = doc[first], doc[span[1] - 1]
    number = doc[first - 1] if first else one
    if number.text == "-" and one.tag_ == "NN" and head.i > one.i and doc[one.i + 1].text != "-":
        return first, first + 1  # "a 62-member rescue team"
    if head.i == one.i or one.tag_ != "NN" or head.tag_ != "NN" or number.lower_ in ("one", "1", "a", "-"):
        return span
    if head.lower_ in UNCHANGED or head.lower_ in WRAPPERS or not number.like_num:
        return span
    return first, first + 1


def _skipped(doc: Doc, t: int) -> int | None:
    """Past "more", "of the", "of its"; None where something else follows."""
    i, size = t, len(doc)
    while i < size and doc[i].lower_ in _MORE and i - t < 3:
        i += 1
    if i < size and doc[i].lower_ == "of":
        owned = any(doc[x].tag_ == "POS" for x in range(i + 2, min(i + 5, size)))
        if i + 1 >= size or (doc[i + 1].lower_ not in _OWNERS and not owned):
            return None
        i += 2 if doc[i + 1].lower_ in _OWNERS else 1
        while i < size and doc[i].pos_ == "NUM" and not (i + 1 < size and doc[i + 1].text == "-"):
            i += 1
    return i if i < size else None


def _by_head(doc: Doc, t: int, first: int) -> tuple[int, int] | None:
    """The noun the parser says the number counts, where only words of a noun phrase stand between."""
    number = doc[t - 1] if t else doc[t]
    head = number.head
    if number.dep_ != "nummod" or not first <= head.i <= first + 7 or head.pos_ not in _PARTS or _stops(head):
        return None
    for token in doc[first : head.i]:
        if "-" in (doc[token.i + 1].text, token.text):
            continue
        if (
            token.pos_ not in ("ADJ", "NOUN", "PROPN", "ADV", "NUM", "PART")
            and token.tag_ not in ("VBN", "VBG")
            and token.text != "-"
        ):
            return None
        if token.lower_ in _TIME_LEADS or token.is_sent_start:
            return None
    return first, _whole(doc, head.i) + 1


_TIME_LEADS = wordset("last next this earlier later each every")


def _whole(doc: Doc, i: int) -> int:
    """From a noun inside a compound to the head of the compound right behind it."""
    if i + 2 < len(doc) and doc[i + 1].text == "-" and doc[i + 2].pos_ in _PARTS and not doc[i + 2].is_sent_start:
        return _whole(doc, i + 2)
    while i + 1 < len(doc) and doc[i].dep_ == "compound" and doc[i].head.i == i + 1 and not _stops(doc[i + 1]):
        i += 1
    return i


def _stops(token: Token) -> bool:
    return token.lower_ in _NO_HEAD or token.text in "%$£€" or not any(c.isalpha() for c in token.text)


def _ends_run(doc: Doc, j: int) -> bool:
    """A plural noun usually ends the phrase: another noun behind it belongs to something else."""
    if j + 1 >= len(doc):
        return True
    token, after = doc[j], doc[j + 1]
    if after.lower_ in ("'s", "’s", "'", "’") or after.text == "-":
        return False
    if after.pos_ not in _PARTS:
        return True
    if token.tag_ == "NNS":
        return after.head.i <= j or token.head.i <= j or token.dep_ not in ("compound", "nmod", "poss", "amod")
    return token.pos_ == "NOUN" and after.pos_ == "PROPN" and token.dep_ != "compound"


def _passes(doc: Doc, j: int, head: int) -> bool:
    """A token that may stand inside the phrase before its head: adjectives, participles, hyphens, possessives."""
    token = doc[j]
    after = doc[j + 1] if j + 1 < len(doc) else None
    if after is None or after.is_sent_start:
        return False
    if token.lower_ in _TIME_LEADS:
        return False
    if token.pos_ == "ADJ" or token.tag_ in ("VBN", "VBG", "JJ", "JJR", "JJS"):
        return head < 0 or doc[j - 1].text == "-"
    if head < 0 and not token.is_punct and (after.text == "-" or (doc[j - 1].text == "-" and after.pos_ in _INSIDE)):
        return True  # "79,000 would-be owners"
    if token.text in ("-", "‑", "'s", "’s", "'", "’", "/"):
        return True
    if token.pos_ == "ADV" and after.tag_ in ("VBN", "JJ", "VBG"):
        return head < 0
    if token.lower_ in ("and", "or", "&", ","):
        return head < 0 and after.pos_ in _INSIDE and doc[j - 1].pos_ in ("ADJ",)
    if token.pos_ == "NUM":
        return token.head.i > j and head < 0
    return False


# nouns of a movement or of extent behind the thing counted: "10,000 job cuts" counts jobs
WRAPPERS = wordset("cut cuts loss losses reduction reductions increase decline redundancy layoff layoffs")
# types of aircraft by their numbers and makers' names, which news counts like common nouns ("eight A330s")
_AIRCRAFT = re.compile(r"(?:a[23]\d0|7[0-9]7|md\d\d|dreamliner|superjet|airbus|boeing|jumbo)(?:s|es|-\d{1,3}s?)?")

JETS = re.compile(r"7[0-9]7s")
"""Counted types that begin with a digit: "50 787s"."""


def jets(doc: Doc, t: int) -> tuple[int, int] | None:
    """Tokens of counted aircraft named by a number at token t: "50 787s", "20 787 Dreamliners"."""
    if JETS.fullmatch(doc[t].lower_):
        return t, t + 1
    named = t + 1 < len(doc) and JETS.fullmatch(doc[t].lower_ + "s") and _AIRCRAFT.fullmatch(doc[t + 1].lower_)
    return (t, t + 2) if named else None


def unit_of(doc: Doc, span: tuple[int, int]) -> str:
    """The canonical unit: the head noun, singular, lower case; behind "job cuts" the thing that is cut."""
    head = doc[span[1] - 1]
    if _AIRCRAFT.fullmatch(head.lower_):
        return "aircraft"
    if head.lower_ in WRAPPERS and span[1] - span[0] >= 2:
        before = doc[span[1] - 2]
        if before.pos_ == "NOUN" and before.dep_ == "compound":
            head = before
    return lemma(head)


def lemma(token: Token) -> str:
    """The singular of a noun token, lower case."""
    if token.lower_ in IRREGULAR:
        return IRREGULAR[token.lower_]
    if token.tag_ == "NNS" and token.lemma_ and token.lemma_ != token.text:
        return token.lemma_.lower()
    if token.tag_ in ("NNS", "NNPS") and token.lower_.endswith("is") and token.lower_ not in IRREGULAR:
        return token.lower_[:-1]
    if token.tag_ in ("NNS", "NNPS", ""):
        return singular(token.lower_)
    if token.pos_ == "PROPN" and token.text[-1:] == "s" and len(token.text) > 3:
        return singular(token.lower_)
    return token.lower_


_ARTICLES = wordset("of the a an its their his her our my these those this that your")


def name_of(doc: Doc, span: tuple[int, int]) -> str:
    """The spelled noun phrase: adjectives kept, participles, "of" and articles dropped, head singular."""
    words: list[str] = []
    glue = False
    for token in doc[span[0] : span[1] - 1]:
        if token.text == "-":
            glue = bool(words)
            if glue:
                words[-1] += "-"
            continue
        strong = token.lower_ == "strong" and token.i > 0 and doc[token.i - 1].text == "-"  # "a 200-strong crew"
        word = "" if strong else _modifier(doc, token)
        if word and glue:
            words[-1] += word
        elif word:
            words.append(word)
        glue = False
    last = doc[span[1] - 1]
    head = (
        "people"
        if last.lower_ == "people"
        else last.text
        if last.tag_ == "NNPS" and last.ent_type_ == "NORP"
        else lemma(last)
    )
    if words and glue:
        words[-1] += head
    else:
        words.append(head)
    return " ".join(words)


def _modifier(doc: Doc, token: Token) -> str:
    """The word a modifier adds to a noun's name, or ""."""
    hyphened = doc[token.i + 1].text == "-" or (token.i and doc[token.i - 1].text == "-")
    if hyphened:
        return token.text
    if token.is_punct or token.lower_ in _ARTICLES or token.tag_ in ("VBN", "VBG", "CC", "RBS", "RB", "POS", "DT"):
        return ""
    if token.tag_ == "CD" and token.is_alpha:
        return ""
    if token.tag_ == "JJS" and token.lemma_:
        return token.lemma_
    return token.text
