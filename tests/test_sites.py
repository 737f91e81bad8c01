"""All that is peculiar to a site stands in one entry of rules/sites.toml."""

import pytest
from pydantic import ValidationError

from pipeline.pages import html_article, sites
from pipeline.pages.sites import Mark, Site
from schemas import Article

PROSE = [
    f"Example Mining said on Monday that output at plant {n} rose {n}% to {n * 100} tonnes and costs fell."
    for n in range(1, 8)
]
BOX = "Rival Harbour Mining said on Friday that its output had fallen 9% to 40 tonnes after a flood at its plant."
TAIL = "Our reporters will tell you what comes next in the mines of the north."
SITE = Site(
    id="example",
    name="Example Paper",
    hosts=("paper.example.com",),
    marks=(
        Mark(css="div.in-short", role="standfirst"),
        Mark(css="aside.see-too", role="related"),
        Mark(css="#tail", role="promo"),
    ),
    match=("paper.example.com",),
)


def page(host: str) -> str:
    middle = f'<aside class="box see-too"><p>{BOX}</p></aside>'
    body = "".join(f"<p>{line}</p>" for line in PROSE[:4]) + middle + "".join(f"<p>{line}</p>" for line in PROSE[4:])
    return (
        f'<html><head><title>Mining output rises</title><link rel="canonical" href="https://{host}/n"></head><body>'
        f'<article><h1>Mining output rises</h1><div class="in-short">Output rose again.</div>{body}'
        f'<p id="tail">{TAIL}</p></article></body></html>'
    )


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sites, "_hosts", lambda: {"paper.example.com": SITE})


def roles(host: str) -> dict[str, tuple[str, str]]:
    article = html_article(page(host))
    assert isinstance(article, Article)
    return {article.text[b.start : b.end]: (b.role, b.rule or "") for b in article.blocks}


def test_an_entry_gives_roles_to_the_boxes_of_its_site(known: None) -> None:
    found = roles("www.paper.example.com")
    assert found[BOX] == ("related", "site.example")
    assert found["Output rose again."] == ("standfirst", "site.example")
    assert found[TAIL] == ("promo", "site.example")
    assert all(found[line][0] == "body" for line in PROSE)


def test_other_sites_are_not_touched(known: None) -> None:
    assert not any(rule.startswith("site.") for _, rule in roles("other.example.com").values())


def test_selectors_are_simple() -> None:
    assert Mark(css="p.lead", role="standfirst").css == "p.lead"
    with pytest.raises(ValidationError):
        Mark(css="div > p", role="body")
