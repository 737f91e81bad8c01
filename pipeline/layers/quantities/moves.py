"""Words of movement by form: rules/movements.toml, inflected. Shared file; the metrics stage reads it too."""

from functools import cache
from typing import NamedTuple

from pipeline import lexicon
from pipeline.layers.quantities.atoms import Atoms, wordset


class Form(NamedTuple):
    """A word form that says a movement."""

    lemma: str
    pos: str
    direction: str


_IRREGULAR = {
    "rise": "rose risen", "fall": "fell fallen", "grow": "grew grown", "lose": "lost", "sink": "sank sunk",
    "shrink": "shrank shrunk", "slide": "slid", "cut": "cut", "shed": "shed", "hit": "hit", "shoot": "shot",
    "leap": "leapt", "go": "went gone", "come": "came", "spring": "sprang", "swing": "swung", "give": "gave given",
    "slip": "slipped", "bring": "brought", "put": "put", "take": "took", "creep": "crept", "sweep": "swept",
    "break": "broke broken", "burst": "burst", "fly": "flew", "beat": "beat", "pay": "paid", "begin": "began",
    "overtake": "overtook", "withdraw": "withdrew", "hold": "held", "keep": "kept", "win": "won", "run": "ran",
}  # fmt: skip
_DOUBLING = wordset("drop slip step dip cut shed plan trim skid top hop chop pop spur sag nip pip tip pep hit rebut")


def _inflect(lemma: str, pos: str) -> list[str]:
    head, _, rest = lemma.partition(" ")
    tail = " " + rest if rest else ""
    forms = [head, head + "s", head + "es"] if pos in ("verb", "noun") else [head]
    if pos == "verb":
        stem = head[:-1] if head.endswith("e") else head
        if head in _DOUBLING:
            stem = head + head[-1]
        if head.endswith("y") and head[-2:-1] not in "aeiou":
            forms += [head[:-1] + "ied", head[:-1] + "ies"]
        forms += [stem + "ed", stem + "ing", *_IRREGULAR.get(head, "").split()]
        if head.endswith("l"):
            forms += [head + "led", head + "ling"]
    return [form + tail for form in forms]


@cache
def forms() -> dict[str, Form]:
    """Every inflected single-word form; verbs win over nouns."""
    found: dict[str, Form] = {}
    entries = lexicon.raw("movements").get("entry", [])
    for wanted in ("verb", "noun", "adj", "adjective", "adv"):
        for entry in entries:
            if entry["pos"] != wanted:
                continue
            form = Form(str(entry["lemma"]), wanted, str(entry["direction"]))
            for word in _inflect(form.lemma, wanted):
                if " " not in word:
                    found.setdefault(word, form)
    return found


@cache
def _nouns() -> dict[str, Form]:
    entries = [e for e in lexicon.raw("movements").get("entry", []) if e["pos"] == "noun"]
    return {
        word: Form(str(e["lemma"]), "noun", str(e["direction"]))
        for e in entries
        for word in _inflect(str(e["lemma"]), "noun")
    }


def movement_noun(word: str) -> Form | None:
    """The movement that a lower-case noun form says, or None."""
    return _nouns().get(word)


def movement_form(word: str) -> Form | None:
    """The movement that a lower-case word form says, or None."""
    return forms().get(word)


def movement_before(atoms: Atoms, k: int, most: int) -> int | None:
    """The nearest movement word before atom k in its clause, at most `most` atoms back."""
    for at in range(k - 1, max(k - 1 - most, -1), -1):
        low = atoms.low(at)
        if low in (".", ";", "\n"):
            return None
        form = movement_form(low)
        if form and form.pos in ("verb", "noun", "adv"):
            return at
    return None
