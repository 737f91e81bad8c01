"""The forms of English nouns and verbs, for word lists that must also work on bare tokens."""

import re
from functools import cache

_IRREGULAR = {
    "become": "became", "begin": "began begun", "bid": "bid", "break": "broke broken", "bring": "brought",
    "build": "built", "buy": "bought", "come": "came", "cost": "cost", "cut": "cut", "draw": "drew drawn",
    "drive": "drove driven", "fall": "fell fallen", "find": "found", "fly": "flew flown", "freeze": "froze frozen",
    "get": "got gotten", "give": "gave given", "go": "went gone", "grow": "grew grown", "hit": "hit",
    "hold": "held", "hurt": "hurt", "keep": "kept", "lay": "laid", "lead": "led", "leap": "leapt leaped",
    "leave": "left", "lend": "lent", "let": "let", "lose": "lost", "make": "made", "overtake": "overtook overtaken",
    "pay": "paid", "put": "put", "rise": "rose risen", "run": "ran", "see": "saw seen", "seek": "sought",
    "sell": "sold", "send": "sent", "set": "set", "shed": "shed", "shoot": "shot", "shrink": "shrank shrunk",
    "shut": "shut", "sink": "sank sunk", "slide": "slid", "spend": "spent", "stand": "stood",
    "steal": "stole stolen", "swell": "swelled swollen", "swing": "swung", "take": "took taken", "tell": "told",
    "think": "thought", "win": "won", "withdraw": "withdrew withdrawn", "write": "wrote written",
    "undertake": "undertook undertaken", "creep": "crept", "burst": "burst", "spread": "spread", "drain": "drained",
    "tread": "trod trodden", "fuel": "fuelled fueled",
}  # fmt: skip
_DOUBLED = frozenset({
    "drop", "slip", "dip", "shed", "cut", "trim", "skid", "top", "step", "plan", "spur", "sag", "slim", "thin", "hit",
    "put", "let", "set", "shut", "run", "swim", "get", "win", "begin", "cap", "tap", "tip", "net", "fit", "stop",
    "dim", "bid", "scrap", "plug", "program", "swap", "crop", "chop", "mop", "commit", "refer", "admit", "omit", "prop",
    "fuel",
})  # fmt: skip
_PLURALS = {"person": "people", "man": "men", "woman": "women", "index": "indices", "life": "lives", "body": "bodies"}


@cache
def verb_forms(lemma: str) -> tuple[str, ...]:
    """All forms of a verb, lemma first; a particle after `_` or a blank stays ("lay_off": "laid off")."""
    head, _, tail = lemma.replace("_", " ").partition(" ")
    stem = head[:-1] if head.endswith("e") and not head.endswith("ee") else head
    doubled = stem + stem[-1] if head in _DOUBLED else stem
    ied = head.endswith("y") and head[-2:-1] not in "aeiou"
    plain = head + "d" if head.endswith("ee") else head[:-1] + "ied" if ied else doubled + "ed"
    past = _IRREGULAR[head].split() if head in _IRREGULAR else [plain]
    forms = [head, noun_plural(head), doubled + "ing", *past]
    if head.endswith("l") and not head.endswith("ll") and head[-2:-1] in "aeiou" and head[-3:-2] not in "aeiou":
        forms += [head + "led", head + "ling"]
    return tuple(dict.fromkeys(f"{f} {tail}".strip() for f in forms))


@cache
def noun_plural(noun: str) -> str:
    """The regular plural (or third person) of a word; the last word of a phrase takes it."""
    if noun in _PLURALS:
        return _PLURALS[noun]
    if re.search(r"(s|x|z|ch|sh)$", noun):
        return noun + "es"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + "s"


def phrase_forms(phrase: str) -> tuple[str, ...]:
    """A noun phrase and its plural, lower case; phrases that end in "s" already or in a small word stay alone."""
    head, _, last = phrase.rpartition(" ")
    if re.search(r"([^s]s|[^a-z]|ed)$", last) or len(last) < 3:
        return (phrase,)
    return (phrase, f"{head} {noun_plural(last)}".strip())


def pieces(phrase: str) -> tuple[str, ...]:
    """A phrase as the tokenizer cuts it: at blanks, and at hyphens between letters."""
    return tuple(re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " - ", phrase.lower()).replace("'s", " 's").split())


def tokens(text: str) -> list[str]:
    """A sentence as lower-case tokens, close to what the tokenizer makes of it; for checking examples."""
    found = re.findall(r"[^\W_]+(?:[&.][^\W_]+)*|[^\w\s]", text.lower())
    return [t.rstrip(".") if len(t) > 1 else t for t in found]
