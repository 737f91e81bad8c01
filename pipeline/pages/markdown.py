"""Markdown as an article: the marks at the head of its lines give them roles, those within lines are left out."""

import re

from pipeline.pages.plain import article_from_text
from schemas import Article

_FRONT = re.compile(r"---\n(.{0,4000}?)\n(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(
    r"^(title|date|published|author|publisher|source|url)\s*:\s*(.{1,300})$", re.MULTILINE | re.IGNORECASE
)
_MARKS = (
    (re.compile(r"#\s+\S"), "headline", "markdown.h1"),
    (re.compile(r"#{2,6}\s+\S"), "heading", "markdown.heading"),
    (re.compile(r">\s?\S"), "quote", "markdown.quote"),
    (re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+\S"), "list", "markdown.list"),
    (re.compile(r"\|.*\|\s*$"), "table", "markdown.table"),
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,600}\)\s*$"), "caption", "markdown.image"),
    (re.compile(r"(?:[-*_]\s?){3,}$|\|?[\s:|-]{3,}\|?$"), "other", "markdown.rule"),
)

_INLINE = (
    re.compile(r"(?<!!)\[([^\[\]\n]{0,300})\]\([^()\s]{0,600}\)"),
    re.compile(r"(?<![\w*])\*\*(?=\S)([^*\n]{1,300})(?<=\S)\*\*(?![\w*])"),
    re.compile(r"(?<!\w)__(?=\S)([^_\n]{1,300})(?<=\S)__(?!\w)"),
    re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,300})(?<=[^\s*])\*(?![\w*])"),
    re.compile(r"(?<!\w)_(?=[^\s_])([^_\n]{1,300})(?<=[^\s_])_(?!\w)"),
)
"""Marks within a line: links, strong, emphasis. They would stand between words that belong together."""


def plain_words(text: str) -> str:
    """The text without links' addresses and marks of emphasis, which are how Markdown looks, not what it says."""
    for pattern in _INLINE:
        text = pattern.sub(r"\1", text)
    return text


def markdown_article(text: str, *, article_id: str | None = None) -> Article:
    """The article of a Markdown text; front matter becomes metadata and a block of role `other`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    at = front.end() if front else 0
    text = text[:at] + plain_words(text[at:])
    fields = {k.lower(): v.strip().strip("\"'") for k, v in _FIELD.findall(front[1])} if front else {}
    article = article_from_text(
        text,
        article_id=article_id,
        title=fields.get("title"),
        published=_date(fields.get("date") or fields.get("published")),
        publisher=fields.get("publisher") or fields.get("source"),
    )
    title = article.title
    for block in article.blocks:
        line = text[block.start : block.end]
        if front and block.end <= front.end():
            block.role, block.rule = "other", "markdown.front"
            continue
        for pattern, role, rule in _MARKS:
            if pattern.match(line) and block.role in ("body", "heading", "list", "headline", "other", "quote"):
                block.role, block.rule = role, rule  # type: ignore[assignment]
                break
        if block.role == "headline" and block.rule == "markdown.h1" and not fields.get("title"):
            title = line.lstrip("# ").strip()
    author = [fields["author"]] if fields.get("author") else []
    return article.model_copy(update={"title": title, "authors": author, "url": fields.get("url")})


def _date(value: str | None) -> str | None:
    from pipeline.pages.dates import iso

    return iso(value) if value else None
