"""Plain text, charsets, archives and hostile pages: what holds for any input."""

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.pages import Reject, article_from_text, html_article, read_articles
from pipeline.pages.charset import decode
from pipeline.pages.copies import Copies
from pipeline.pages.tree import cut_attribute_bombs
from schemas import Article

PROSE = "".join(
    f"<p>Example Mining said on Monday that output at plant {n} rose {n}% to {n * 100} tonnes and costs fell.</p>"
    for n in range(1, 8)
)
PAGE = f"<html><head><title>Example Mining lifts output</title></head><body><h1>Example Mining lifts output</h1>{PROSE}"


def roles(text: str, **known: str) -> list[str]:
    article = article_from_text(text, article_id=None, **{"title": None, "published": None, "publisher": None, **known})
    assert article.text == text
    return [block.role for block in article.blocks]


def test_roles_of_plain_text() -> None:
    text = (
        'Source: Example Daily Original: "{title}"\n'
        "Update (May 7, 5:15 PM local time): This story now has a comment of the firm.\n"
        "Shares of Example Mining fell 4% on Monday after the company cut its forecast for the whole year.\n"
        "EXM performance this week. Source: Example Finance\n"
        "Fewer machines\n"
        "The company said that it had switched off 400 machines at two of its plants because of the price of power.\n"
        "Related: Example Bank stock rose 12% after it bought gold.\n"
        "免责声明:本文仅供参考,不构成投资建议。"
    )
    wanted = ["source_line", "update", "body", "caption", "heading", "body", "related", "disclaimer"]
    assert roles(text) == wanted
    article = article_from_text(text, article_id="a", title=None, published="2024-05-06", publisher=None)
    assert article.title is None
    assert article.blocks[1].at == "2024-05-07T17:15"
    assert article.blocks[-1].language == "zh"


def test_wrapped_text_is_joined() -> None:
    paragraph = "\n".join(
        ["Example Mining said on Monday that its output had risen again and that"] * 4 + ["costs fell."]
    )
    assert roles(f"{paragraph}\n\n{paragraph}\n\n{paragraph}") == ["body"] * 3


@given(st.text(max_size=400))
@settings(max_examples=80, deadline=None)
def test_any_text_is_kept(text: str) -> None:
    article = article_from_text(text, article_id="x", title=None, published=None, publisher=None)
    assert article.text == text
    assert all(text[b.start : b.end].strip() for b in article.blocks)
    covered = sum(len(text[b.start : b.end].replace(" ", "")) for b in article.blocks)
    assert covered <= len(text)


@given(st.binary(max_size=600), st.integers(0, len(PAGE)))
@settings(max_examples=60, deadline=None)
def test_any_bytes_end(noise: bytes, place: int) -> None:
    raw = PAGE.encode()
    found = html_article(raw[:place] + noise + raw[place:])
    assert isinstance(found, Article | Reject)


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "utf-16-le", "utf-16"])
def test_charsets(charset: str) -> None:
    text = PAGE + "<p>The café’s prices rose “sharply”.</p>"
    assert "café’s prices rose “sharply”" in decode(text.encode(charset)).text


def test_gb18030_under_a_false_name() -> None:
    text = "<meta charset=utf-8><p>" + "公司表示销售额增长百分之四,分析师认为价格将上涨。" * 5
    assert decode(text.encode("gb18030")).text == text


def test_deep_nesting_keeps_the_text() -> None:
    found = html_article(PAGE + "<div>" * 5000 + "<p>The deep company said that sales fell 4% in the month of May.</p>")
    assert isinstance(found, Article)
    assert "nesting_flattened" in found.warnings
    assert "deep company" in found.text


def test_attribute_bomb_is_cut() -> None:
    tag = "<p " + " ".join(f"a{n}='>'" for n in range(40_000)) + ">x</p>"
    text, cut = cut_attribute_bombs(tag + PAGE)
    assert cut
    assert len(text) < 20_000
    assert PAGE in text


def test_archive_paths_and_bombs(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.html", PAGE)
        archive.writestr("../b.html", PAGE)
        archive.writestr("c.txt", b"0" * 30_000_000)
    path = tmp_path / "a.zip"
    path.write_bytes(out.getvalue())
    found = {f.source_path: f for f in read_articles(path, name="a.zip")}
    assert isinstance(found["a.zip!a.html"], Article)
    assert [found[k].reason for k in ("a.zip!../b.html", "a.zip!c.txt")] == ["unsafe_path", "bomb"]


def test_broken_line_costs_one_line(tmp_path: Path) -> None:
    good = json.dumps({"maintext": "Sales fell 4%.", "title": "T", "date_publish": "2024-01-02 03:04:05"})
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(f"{good}\n{{broken\n{good}\n".encode()))
    kinds = [type(f) for f in read_articles(path)]
    assert kinds == [Article, Reject, Article]


def test_copies_are_found() -> None:
    index = Copies()
    one, two = html_article(PAGE, article_id="one"), html_article(PAGE + "<p>By the way.</p>", article_id="two")
    assert isinstance(one, Article) and isinstance(two, Article)
    assert index.add(one) == []
    assert [copy.of for copy in index.add(two)] == ["one"]


def read_one(tmp_path: Path, name: str, content: str | bytes) -> Article:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (found,) = read_articles(path, name=name)
    assert isinstance(found, Article), found
    return found


def test_a_list_of_paragraphs_is_the_whole_text(tmp_path: Path) -> None:
    row = {"url": "https://news.example.com/1", "title": ["A title"], "body": ["Sales fell 4%.", "Costs rose 2%."]}
    found = read_one(tmp_path, "items.jl", json.dumps(row))
    assert found.text == "Sales fell 4%.\n\nCosts rose 2%."
    assert found.title == "A title"


def test_an_address_under_source_is_the_url(tmp_path: Path) -> None:
    row = {"text": "Sales fell 4%.", "source": "https://www.example.com/n", "id": None}
    found = read_one(tmp_path, "a.json", json.dumps(row))
    assert (found.url, found.publisher) == ("https://www.example.com/n", "example.com")
    named = read_one(tmp_path, "a.json", json.dumps(row | {"url": "https://example.org/m", "source": "Example Times"}))
    assert (named.url, named.publisher) == ("https://example.org/m", "Example Times")


def test_atom_with_xhtml_keeps_its_paragraphs(tmp_path: Path) -> None:
    feed = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:h="http://www.w3.org/1999/xhtml">'
        '<entry><title>T</title><content type="xhtml"><h:div><h:p>Sales fell 4%.</h:p><h:p>Costs rose.</h:p></h:div>'
        "</content></entry></feed>"
    )
    found = read_one(tmp_path, "a.atom", feed)
    assert found.text == "Sales fell 4%.\n\nCosts rose."


def test_reader_view_says_where_it_came_from(tmp_path: Path) -> None:
    page = (
        '<html><head><title>Example Mining lifts output</title></head><body><div class="container"><div class="header">'
        '<a class="domain reader-domain" href="https://news.example.com/n">news.example.com</a>'
        '<h1 class="reader-title">Example Mining lifts output</h1><div class="credits reader-credits">Ann Other</div>'
        f'</div><div class="content"><div class="moz-reader-content">{PROSE}</div></div></div></body></html>'
    )
    found = read_one(tmp_path, "reader.html", page)
    assert found.url == "https://news.example.com/n"
    assert found.authors == ["Ann Other"]
    assert [b.role for b in found.blocks][:2] == ["headline", "body"]


def test_a_file_with_nothing_in_it_is_a_reject(tmp_path: Path) -> None:
    files = {"a.jsonl": b"\n \n", "a.zip": zip_of(), "b.zip": zip_of(".hidden/a.html")}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        (found,) = read_articles(tmp_path / name, name=name)
        assert isinstance(found, Reject), name


def zip_of(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, PAGE)
    return out.getvalue()


@pytest.mark.parametrize("published", ["2025-03-26T99:00", "2025-03-26 at noon"])
def test_an_hour_that_is_none_leaves_the_day(published: str) -> None:
    article = article_from_text("Zinc fell 3%.", published=published)
    assert (article.published, article.warnings) == ("2025-03-26", ["published_unreadable"])


@pytest.mark.parametrize("published", ["yesterday", "2025-13-45", "26.03.2025"])
def test_a_publication_date_that_is_none_is_left_out(published: str) -> None:
    article = article_from_text("Sales fell 4% on Monday.", published=published)
    assert article.published is None
    assert article.warnings == ["published_unreadable"]
