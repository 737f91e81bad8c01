"""Golden pages for every role, and the figures of metadata that go with them."""

import json
from pathlib import Path
from typing import get_args

import pytest

from pipeline.pages import html_article
from schemas import Article
from schemas.article import BlockRole

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "pages"
PAGES = sorted(FOLDER.glob("*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_golden_page(page: Path) -> None:
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    article = html_article(page.read_bytes())
    assert isinstance(article, Article)
    for field in ("title", "authors", "publisher", "published", "modified", "language", "canonical_url"):
        assert getattr(article, field) == expected[field], field
    found = [[b.role, article.text[b.start : b.end], b.at, b.language] for b in article.blocks]
    assert found == expected["blocks"]


def test_golden_pages_hold_every_role() -> None:
    held = {block[0] for page in PAGES for block in json.loads(page.with_suffix(".json").read_text())["blocks"]}
    assert held == set(get_args(BlockRole))
