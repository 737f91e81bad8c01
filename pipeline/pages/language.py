"""The language of an article and of its blocks: script where that decides, letter statistics otherwise."""

import re
from collections import Counter

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
)
_STATISTICAL = re.compile(r"[\u0400-\u04ff\u0600-\u06ff]")
_LETTER = re.compile(r"[^\W\d_]")
_OTHER = re.compile(r"[\u0370-\u1fff\u2e80-\U0002ffff]")
_WORDS = re.compile(r"[a-z']+")
_ENGLISH = frozenset(
    re.findall(
        r"\w+",
        "the of and to in a is for on that by with was are it as at from has he said be have were its an but this his"
        " not they will which their or more about after would been who than other what when up out",
    )
)
# detect_fast (resiliparse) measures a distance; above this it guesses
_CUTOFF = 1100
_SAMPLE = 6000
_SHORT = 90


def script_language(text: str) -> str | None:
    """The language that a script decides by itself, where at least a third of the letters are in it."""
    if not _OTHER.search(text):
        return None
    letters = len(_LETTER.findall(text)) or 1
    found = Counter({language: len(pattern.findall(text)) for language, pattern in _SCRIPTS})
    if found["ja"] and found["ja"] * 12 >= found["zh"]:
        found["ja"] += found["zh"]
        found["zh"] = 0
    language, count = found.most_common(1)[0]
    return language if 3 * count >= letters else None


def detect(text: str) -> str | None:
    """ISO 639-1 code of a text, or None where it is too short or too odd to say."""
    sample = text[:_SAMPLE]
    by_script = script_language(sample)
    if by_script:
        return by_script
    if _STATISTICAL.search(sample) is None:
        words = _WORDS.findall(sample.lower())
        english = sum(word in _ENGLISH for word in words)
        if len(words) >= 12 and english >= 0.2 * len(words):
            return "en"
    if len(sample) < _SHORT:
        return None
    return _statistics(sample)


def _statistics(sample: str) -> str | None:
    from resiliparse.parse.lang import detect_fast

    code = str(detect_fast(sample, cutoff=_CUTOFF, n_results=1)[0])
    return code if code != "unknown" else None


def block_language(text: str, article: str | None) -> str | None:
    """The language of a block where it surely differs from the article's, else None."""
    language = script_language(text)
    if language is None and len(text) >= 2 * _SHORT:
        language = detect(text)
        if language is not None and article is not None and language != article and not _sure(text, article):
            return None
    return language if language != article else None


def _sure(text: str, article: str) -> bool:
    """Two halves of a text agree that it is not in the article's language."""
    words = _WORDS.findall(text.lower())
    if article == "en" and sum(word in _ENGLISH for word in words) * 12 > len(words):
        return False
    half = len(text) // 2
    return all(detect(part) not in (None, article) for part in (text[:half], text[half:]))
