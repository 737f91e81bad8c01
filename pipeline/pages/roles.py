"""Roles of lines by what they say: `rules/roles.toml`, read once; the same rules serve pages and plain text."""

import re
from collections.abc import Callable
from functools import cache
from typing import Literal, NamedTuple

from pipeline.lexicon import load
from schemas.article import BlockRole
from schemas.rules import Entry

Guard = Literal["score", "names", "no_sentence", "url_or_cjk", "signed", "title", "plain", "unsaid"]


class RoleRule(Entry):
    """One rule of `rules/roles.toml`."""

    role: BlockRole
    pattern: str
    part: Literal["start", "full"] = "start"
    max: int = 300
    """A longer line is not tried."""
    cased: bool = False
    opens: Literal["titles", "rest_if_heading"] | None = None
    """The lines that follow share the role: while they look like titles, or to the end when the line is a heading."""
    guard: Guard | None = None
    """A condition that a pattern cannot say, by name (see `_GUARDS`)."""
    hint: tuple[str, ...] = ()
    """Lower-case pieces of which one must be in the line: a cheap test before a costly pattern."""


class Fired(NamedTuple):
    """A rule that fired on a line."""

    role: BlockRole
    rule: str
    opens: str | None


_SAYS = re.compile(
    r"\b(?:said|says|told|according to|reported|announced|added|wrote|stated|acknowledged|noted|warned)\b"
    r"|[”\"](?:\s|$)",
    re.IGNORECASE,
)
_PROMO_WORD = re.compile(
    r"\b(?:newsletters?|inbox|mailbox|e-?mails?|subscri\w{1,8}|sign(?:ing)?[- ](?:up|in)|accounts?|free|apps?|podcasts?"
    r"|our|us|you|your|here|trial|alerts?|coverage|stories|reporting|conversation|twitter|facebook|linkedin|instagram"
    r"|telegram|discord|whatsapp|youtube|tiktok|google news|newsroom|journalism|membership|ad ?blocker|javascript"
    r"|advertis\w{2,5}|watch|tickets?|daily|weekly|digest|updates?)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d[\d.,]*\s?(?:%|percent|per cent|million|billion|bn|m\b)", re.IGNORECASE)
_SIGNED = re.compile(r"[-+−–▲▼△▽↑↓]\s?\d[\d.,]{0,12}\s?%?")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "in at and by for of the with from editing reporting writing additional compiled to a de van von der la le al"
        " contributed staff writer writers photographs photography research text graphics production"
        " assistance files help edited translated translation en et und y",
    )
)


def _promo_like(text: str) -> bool:
    return bool(_PROMO_WORD.search(text)) and not _SAYS.search(text) and not _FIGURE.search(text)


def _names_only(text: str) -> bool:
    """Mostly capitalised words, no figures: a list of people and places."""
    if _FIGURE.search(text):
        return False
    words = _WORD.findall(text)
    odd = sum(not (w[0].isupper() or w.casefold() in _SMALL) for w in words[1:])
    return odd <= max(1, len(words) // 6)


def _no_sentence(text: str) -> bool:
    return not text.rstrip().endswith((".", "!", "?")) and not _SAYS.search(text)


def _plain(text: str) -> bool:
    """Neither reported speech nor figures."""
    return not _SAYS.search(text) and not _FIGURE.search(text)


_GUARDS: dict[str, Callable[[str], bool]] = {
    "plain": _plain,
    "unsaid": lambda text: not _SAYS.search(text),
    "score": _promo_like,
    "names": _names_only,
    "no_sentence": _no_sentence,
    "url_or_cjk": lambda text: "://" in text or "www." in text or bool(_CJK.search(text)),
    "signed": lambda text: bool(_SIGNED.search(text)),
    "title": lambda text: not text.rstrip().endswith("."),
}


@cache
def _compiled() -> tuple[tuple[RoleRule, re.Pattern[str]], ...]:
    rules = load("roles", RoleRule)
    return tuple((rule, re.compile(rule.pattern, 0 if rule.cased else re.IGNORECASE)) for rule in rules)


def _applies(rule: RoleRule, pattern: re.Pattern[str], text: str, lower: str) -> bool:
    if len(text) > rule.max:
        return False
    if rule.hint:
        for piece in rule.hint:
            if piece in lower:
                break
        else:
            return False
    found = pattern.fullmatch(text) if rule.part == "full" else pattern.match(text)
    return found is not None and (rule.guard is None or _GUARDS[rule.guard](text))


def fires(text: str) -> set[str]:
    """Ids of all rules that fire on a line (for the tests of the rule file)."""
    text = text.strip()
    lower = text.casefold()
    return {rule.id for rule, pattern in _compiled() if _applies(rule, pattern, text, lower)}


_LONGEST = 6000


@cache
def _gate() -> tuple[re.Pattern[str], tuple[tuple[RoleRule, re.Pattern[str]], ...]]:
    """All rules without hints in one pattern, to leave early where none can fire; and the rules with hints."""
    free = [rule for rule, _ in _compiled() if not rule.hint]
    union = "|".join(f"(?:{rule.pattern})" if rule.cased else f"(?i:{rule.pattern})" for rule in free)
    return re.compile(union), tuple(pair for pair in _compiled() if pair[0].hint)


def role_of(text: str) -> Fired | None:
    """The first rule, in file order, that fires on a line (stripped), or None."""
    if not text or len(text) > _LONGEST:
        return None
    lower = text.casefold()
    gate, hinted = _gate()
    for rule, pattern in _compiled() if gate.match(text) else hinted:
        if _applies(rule, pattern, text, lower):
            return Fired(rule.role, rule.id, rule.opens)
    return None
