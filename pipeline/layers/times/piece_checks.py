"""Words that are a time only in places ("may", "march", "sun", "new"): each check keeps or drops the category."""

from spacy.tokens import Token

from pipeline.layers.times.words import grammar

_BEFORE_MONTH = frozenset(
    [
        "in",
        "last",
        "next",
        "since",
        "by",
        "until",
        "through",
        "to",
        "from",
        "of",
        "for",
        "late",
        "early",
        "mid",
        "this",
        "during",
        "before",
        "after",
        "between",
        "and",
        "till",
        "ended",
        "ending",
        "past",
        "previous",
        "around",
        "-",
        "–",
        ",",
        "(",
        "each",
        "every",
        "end",
    ]
)


def _near(token: Token, step: int) -> Token | None:
    at = token.i + step
    return token.doc[at] if 0 <= at < len(token.doc) else None


def _lower(token: Token | None) -> str:
    return token.lower_ if token is not None else ""


def _dated(token: Token | None) -> bool:
    text = _lower(token)
    return bool(text) and text[0].isdecimal() and len(text.rstrip("stndrh,")) in (1, 2, 4)


def _month(token: Token, name: str) -> str:
    word = token.lower_
    if word not in ("may", "march", "august"):
        return name if token.text[0].isupper() else ""
    after, before = _near(token, 1), _near(token, -1)
    if not token.text[0].isupper() or _lower(after) in ("be", "have", "not"):
        return ""
    if token.ent_type_ in ("ORG", "PERSON"):
        return ""
    if word == "march" and _lower(after) in ("of", "for", "on") and _lower(before) not in _BEFORE_MONTH:
        behind = _near(token, 2)
        return name if _dated(behind) or _lower(behind) in ("this", "last", "next", "that") else ""
    if _dated(after) or _dated(before) or _lower(before) in _BEFORE_MONTH or _lower(after) in ("'s", "’s"):
        return name
    if before is not None and before.tag_ == "NNP" and before.text[:1].isupper():
        return ""  # the last name of somebody
    if token.i and not token.is_sent_start:
        return name if token.tag_ in ("NNP", "") else ""
    subject = token.dep_ == "nsubj" and after is not None and after.tag_ in ("VBD", "VBZ")
    return name if subject or _lower(after) in _MONTH_DOES else ""


_MONTH_DOES = frozenset(["alone", "was", "is", "saw", "has", "had", "brought", "marked", "began", "ended", "looks"])
"""What follows a month that opens a sentence: "May was weak", "August alone cost it $3m"."""


def _month_short(token: Token, name: str) -> str:
    after, before = _near(token, 1), _near(token, -1)
    if not token.text[0].isupper():
        return ""
    if token.lower_.endswith(".") or token.lower_ in ("sept", "oct", "nov"):
        return name
    dotted = _lower(after) == "."
    return name if _dated(after) or _dated(before) or (dotted and _dated(_near(token, 2))) else ""


def _weekday_short(token: Token, name: str) -> str:
    if not token.text[0].isupper():
        return ""
    after = _near(token, 1)
    if token.lower_.endswith("."):
        return name
    following = _near(token, 2) if _lower(after) in (",", ".") else after
    month = grammar().words.get(_lower(following), ("",))[0] in ("MONTH", "MONTHA")
    return name if month or (_dated(following) and _month_after(token)) else ""


def _month_after(token: Token) -> bool:
    words = grammar().words
    return any(words.get(_lower(_near(token, n)), ("",))[0] in ("MONTH", "MONTHA") for n in (2, 3, 4))


def _capital(token: Token, name: str) -> str:
    return name if token.text[0].isupper() else ""


def _zone(token: Token, name: str) -> str:
    before = _near(token, -1)
    if not token.text.isupper() or before is None:
        return ""
    text = before.lower_
    return name if text[:1].isdecimal() or text in ("(", "a.m.", "p.m.", "am", "pm", "a.m", "p.m") else ""


def _ampm(token: Token, name: str) -> str:
    before = _lower(_near(token, -1))
    number = before[:1].isdecimal() or grammar().words.get(before, ("",))[0] in ("NUM",)
    return name if number and token.text not in ("Am", "Pm") else ""


_SEASONAL = frozenset(
    [
        "last",
        "this",
        "next",
        "past",
        "early",
        "late",
        "in",
        "of",
        "mid",
        "during",
        "since",
        "by",
        "until",
        "each",
        "every",
        "previous",
        "coming",
        "-",
        "for",
    ]
)


def _season(token: Token, name: str) -> str:
    before, after = _lower(_near(token, -1)), _lower(_near(token, 1))
    if token.lower_ not in ("fall", "spring"):
        return name
    if before == "the":
        return name if _lower(_near(token, -2)) in _SEASONAL and after not in ("in", "to", "from") else ""
    return name if before in _SEASONAL and token.tag_ in ("NN", "NNP", "") else ""


def _new_year(token: Token, name: str) -> str:
    """New Year's Eve and Day, not the new year of a firm."""
    behind = _lower(_near(token, 2))
    return (
        name if _lower(_near(token, 1)) in ("year", "years") and behind in ("'s", "’s", "'", "’", "day", "eve") else ""
    )


def _compared(token: Token, name: str) -> str:
    """MoM and mom are two things."""
    return name if token.text != "mom" and token.text != "Mom" else ""


CHECKS = {
    "MONTH": _month,
    "MONTHA": _month_short,
    "WDAY": _capital,
    "WDAYS": _capital,
    "WDAYA": _weekday_short,
    "ZONE": _zone,
    "AMPM": _ampm,
    "SEASON": _season,
    "SEASONS": lambda t, n: n if t.lower_ not in ("falls", "springs") else "",
    "HOL": _capital,
    "HOLA": _capital,
    "NEWYEAR": _new_year,
    "YOY": _compared,
}
