"""Our own training articles: all can be read, and no two have one id."""

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = """=== own-x-001 | 2009-03-05 | Wikinews | Quarry lends more
Lender Quarry lent $4 million.
---
$4 million | Quarry | credit | lent | level | - | -
"""


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    return import_module("own")


def test_every_training_article_is_read(own: ModuleType) -> None:
    assert len(list(own.own_articles())) == len({article["id"] for article, _ in own.own_articles()})


def test_an_id_that_comes_twice_is_refused(own: ModuleType, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(ARTICLE, encoding="utf-8")
    second.write_text(ARTICLE, encoding="utf-8")
    assert len(list(own.own_articles([first]))) == 1
    with pytest.raises(ValueError, match=r"b\.txt: another article has the id own-x-001 too"):
        list(own.own_articles([first, second]))


def test_a_trend_of_ours_stands_where_it_says(own: ModuleType) -> None:
    text = "Losses narrowed while sales narrowed."
    claim = own.claim_of(text, "~narrowed#2 | Quarry | revenue | sales | down | - | -")
    assert (claim["kind"], claim["char"]) == ("trend", [28, 36])
