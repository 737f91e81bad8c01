"""From whatever a scraper saved to a clean article with labelled blocks."""

from pathlib import Path

from schemas import Article, Block


def article_from_text(
    text: str,
    *,
    article_id: str | None = None,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
) -> Article:
    """An article of a text taken as it is: not a character of it is changed."""
    import hashlib

    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    blocks, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(role="body", start=position, end=position + len(line), rule="text.line"))
        position += len(line) + 1
    return Article(
        id=article_id or digest[:16],
        title=title,
        text=text,
        published=published,
        published_basis="given" if published else None,
        publisher=publisher,
        blocks=blocks,
    )


def read_article(path: Path) -> Article:
    """The one article of a file."""
    return article_from_text(path.read_text(encoding="utf-8"))
