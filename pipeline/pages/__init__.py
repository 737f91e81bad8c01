"""From whatever a scraper saved to a clean article with labelled blocks."""

from pathlib import Path

from pipeline.pages.plain import article_from_text
from pipeline.pages.reject import Reject
from schemas import Article

__all__ = ["Reject", "article_from_text", "read_article"]


def read_article(path: Path) -> Article:
    """The one article of a file."""
    return article_from_text(path.read_text(encoding="utf-8"))
