"""From whatever a scraper saved to a clean article with labelled blocks."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.pages.plain import article_from_text
from pipeline.pages.reject import Reject
from schemas import Article

if TYPE_CHECKING:
    from pipeline.pages.page import html_article as html_article

__all__ = ["Reject", "article_from_text", "clean_files", "html_article", "read_article", "read_articles"]


def __getattr__(name: str) -> Any:
    """`html_article`, loaded when it is asked for: lxml and trafilatura take their time."""
    if name == "html_article":
        from pipeline.pages.page import html_article

        return html_article
    raise AttributeError(name)


def read_articles(path: Path, *, name: str | None = None) -> "Iterator[Article | Reject]":
    """All articles of a file or archive, and rejects for what is none; `name` is the source path to write."""
    from pipeline.pages.inputs import read_articles as read

    yield from read(Path(path), name=name)


def read_article(path: Path) -> Article:
    """The one article of a file. Raises `NewsclaimsError` where there is none."""
    from pipeline.errors import NewsclaimsError

    first: Reject | None = None
    for found in read_articles(path):
        if isinstance(found, Article):
            return found
        first = first or found
    reason = f"{first.reason}: {first.detail}" if first else "the file is empty"
    raise NewsclaimsError("input.no_article", f"{path}: {reason}", "give a page, a text or a scraper's JSON")


def clean_files(paths: "list[Path]") -> "Iterator[Article | Reject]":
    """Articles and rejects of several files, in order."""
    for path in paths:
        yield from read_articles(Path(path))
