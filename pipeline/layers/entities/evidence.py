"""Which gazetteer hits are believed: safe names always, weak ones where the article bears them out."""

import re
from collections.abc import Set

from pipeline.layers.entities.gazetteer import Hit, demonyms
from pipeline.layers.entities.words import COMPANY_SUFFIX, GIVEN_NAMES, MONTHS_DAYS, TITLES

NEXT_CAPITAL = re.compile(r" ([A-Z][a-z]{1,20})\b")
GIVEN = re.compile(r"\b([A-Z][a-z]{1,15}) $")
LAST_CAPITAL = re.compile(r"(?:[a-z,;] |\.)([A-Z][A-Za-z]{1,15}|[A-Z][a-z]{1,3}\.|&) $")
WORDS = re.compile(r"[a-z0-9]+")
LINE_WORD = re.compile(r"[^\W\d_]{4,40}")
TITLE_SHARE = 0.7
TITLE_WORDS = 4
SENTENCE_END = frozenset(".!?:\n\"'“”‘’•-–—*|")
SHORT_TICKER = 2
FIRMS = frozenset({"company", "exchange", "fund", "network"})


def believed(text: str, hits: list[Hit], firms: Set[tuple[int, int]] = frozenset()) -> list[Hit]:
    """The hits to keep: safe ones, and weak ones with evidence in the text.

    `firms` are the places (characters) of what spaCy calls an organization: evidence where the trade fits too.
    """
    if not any(hit.alias.weak for hit in hits):
        return hits
    words = set(WORDS.findall(text.lower()))
    safe = {hit.alias.known.id for hit in hits if not hit.alias.weak}
    people = _surnames(text, hits)
    hits = [hit for hit in hits if not hit.alias.weak or hit.alias.tokens[0] not in people or len(hit.alias.tokens) > 1]
    named = {
        hit.alias.known.id
        for hit in hits
        if hit.alias.weak
        and not hit.alias.ticker
        and hit.alias.known.evidence & words
        and (_plain_place(text, hit.start) or ((hit.start, hit.end) in firms and hit.alias.known.type in FIRMS))
        and not _part(text, hit)
    }
    return [hit for hit in hits if not hit.alias.weak or _borne_out(text, hit, safe, named, words)]


def _surnames(text: str, hits: list[Hit]) -> set[str]:
    """Weak names of one word that stand behind a given name somewhere: those are people's in this article."""
    found = set()
    for hit in hits:
        if hit.alias.weak and len(hit.alias.tokens) == 1 and not hit.alias.ticker:
            before = GIVEN.search(text, max(0, hit.start - 20), hit.start)
            if before is not None and before[1].lower() in GIVEN_NAMES:
                found.add(hit.alias.tokens[0])
    return found


def _borne_out(text: str, hit: Hit, safe: set[str], named: set[str], words: set[str]) -> bool:
    thing = hit.alias.known
    if thing.id in safe:
        return True
    if not hit.alias.ticker:
        return thing.id in named and (not _part(text, hit) or title_case(_line(text, hit.start)))
    if thing.id in named or text[max(0, hit.start - 1) : hit.start] == "$":
        return True
    return thing.type == "asset" and len(thing.ticker or "") > SHORT_TICKER and bool(thing.evidence & words)


def _part(text: str, hit: Hit) -> bool:
    """Whether a weak name of one word is but part of a longer one (Target Field, Chief Strategy Officer) or a month."""
    if len(hit.alias.tokens) > 1:
        return False
    if hit.alias.tokens[0].lower() in MONTHS_DAYS:
        return True
    after = NEXT_CAPITAL.match(text, hit.end)
    if after and after[1].lower() not in TITLES and after[1].lower() not in COMPANY_SUFFIX:
        return True
    before = LAST_CAPITAL.search(text, max(0, hit.start - 20), hit.start)
    return before is not None and before[1].lower() not in MONTHS_DAYS | demonyms().keys()


def _plain_place(text: str, start: int) -> bool:
    """Whether a capital at this place says something: not at a sentence start, not in a line of capitals."""
    before = text[max(0, start - 3) : start].rstrip(" \t")
    if not before or before[-1] in SENTENCE_END:
        return False
    return not title_case(_line(text, start))


def _line(text: str, at: int) -> str:
    """The line around a place, at most 400 characters of it."""
    left = text.rfind("\n", max(0, at - 300), at) + 1 or max(0, at - 300)
    right = text.find("\n", at, left + 400)
    return text[left : right if right >= 0 else left + 400]


def title_case(line: str) -> bool:
    """Whether a line is written in headline capitals, so that a capital marks no name."""
    if line.rstrip().endswith("."):
        return False
    words = LINE_WORD.findall(line)
    return len(words) >= TITLE_WORDS and sum(w[0].isupper() for w in words) >= TITLE_SHARE * len(words)
