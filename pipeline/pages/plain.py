"""Plain text as an article: the text is kept to the character, its lines become labelled blocks."""

import datetime as dt
import hashlib
import re
from contextlib import suppress
from itertools import pairwise

from pipeline.pages.labels import label_blocks
from pipeline.pages.language import detect
from schemas import Article, Block
from schemas.article import Provenance

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(
    r"(?<=[.!?…。”\"’)\]])\s{1,4}(?=(?:(?:read (?:more|also|next)|related(?: (?:articles?|stor(?:y|ies)|reading|news))?"
    r"|also read|see also|more from [a-z ]{2,30}|disclaimer|disclosure)\s?[:|]"
    r"|\((?:additional )?reporting by |\(writing by |\(editing by |免责|免責))",
    re.IGNORECASE,
)
MOST_LINES = 20_000
"""Lines that become blocks; what follows is one block."""
_ENDS = (".", "!", "?", ":", '"', "”", "…", ")")


def article_from_text(
    text: str,
    *,
    article_id: str | None = None,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
) -> Article:
    """An article of a text taken as it is: not a character of it is changed.

    `published` is an ISO date or date-time; anything else is left out, and of "2025-03-26T99:00" all but the day, with
    a warning. Blocks are the text's lines (paragraphs, where lines are wrapped), labelled by what they say and where
    they stand.
    """
    warnings = []
    if published and (read := _iso(published)) != published:
        published = read
        warnings.append("published_unreadable")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    spans = block_spans(text)
    texts = [text[start:end] for start, end in spans]
    gaps = [text.count("\n", end, spans[n + 1][0]) > 1 for n, (_, end) in enumerate(spans[:-1])] + [False]
    language = detect(text)
    labels = label_blocks(texts, title=title, published=published, language=language, gaps=gaps)
    provenance = [_given(field, value) for field, value in (("title", title), ("published", published)) if value]
    if title is None:
        title = next((t for t, label in zip(texts, labels, strict=True) if label.role == "headline"), None)
        if title is not None:
            provenance.append(Provenance(field="title", value=title, origin="text", confidence="medium"))
    return Article(
        id=article_id or digest[:16],
        title=title,
        text=text,
        text_sha256=digest,
        published=published,
        published_basis="given" if published else None,
        publisher=publisher,
        language=language,
        provenance=provenance,
        warnings=warnings,
        blocks=[
            Block(role=label.role, start=start, end=end, rule=label.rule, language=label.language, at=label.at)
            for (start, end), label in zip(spans, labels, strict=True)
        ],
    )


def _given(field: str, value: str) -> Provenance:
    return Provenance(field=field, value=value, origin="given", confidence="high")


def _iso(published: str | None) -> str | None:
    """`published` where it is an ISO date or date-time; its day where it only begins with a date."""
    if not published or not re.match(r"\d{4}-\d\d-\d\d", published):
        return None
    for part in (published, published[:10]):
        with suppress(ValueError):
            dt.datetime.fromisoformat(part)
            return part
    return None


def block_spans(text: str) -> list[tuple[int, int]]:
    """[start, end) of the blocks of a plain text, without the space around them."""
    spans = []
    for found in _LINE.finditer(text):
        start, end = _trim(text, found.start(), found.end())
        if start < end:
            spans.append((start, end))
    if len(spans) > MOST_LINES:
        spans[MOST_LINES:] = [(spans[MOST_LINES][0], spans[-1][1])]
    if _is_wrapped(text, spans):
        spans = _joined(text, spans)
    return [piece for span in spans for piece in _split(text, *span)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A line cut where a link, a credit or a disclaimer hangs on to its last sentence."""
    pieces = []
    for found in _BREAK.finditer(text, start, end):
        if found.start() > start:
            pieces.append((start, found.start()))
            start = found.end()
    pieces.append((start, end))
    return pieces


def _is_wrapped(text: str, spans: list[tuple[int, int]]) -> bool:
    """Lines are broken at a fixed width: long runs without an empty line, mostly not ended like sentences."""
    inner = [(start, end) for (start, end), (following, _) in pairwise(spans) if text.count("\n", end, following) == 1]
    if len(inner) < 6 or len(inner) * 2 < len(spans):
        return False
    middle = sum(45 <= end - start <= 100 for start, end in inner)
    open_ended = sum(text[end - 1] not in _ENDS for _, end in inner)
    return middle >= 0.8 * len(inner) and open_ended >= 0.7 * len(inner)


def _joined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and text.count("\n", joined[-1][1], start) <= 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
