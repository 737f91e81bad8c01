"""Authors: names out of what pages give as names, and the visible by-line where they give none."""

import re

from pipeline.pages.walk import Element, clean_text, visible_text

_BY = re.compile(
    r"^(?:(?:written|posted|published|story|words|text|report(?:ed|ing)|article|updated)(?: on [\w ,]{6,24})? )?"
    r"(?:by|von|par|por|di|da|door|av|af|autor(?:in|en)?|author|auteur|verfasst von|tekst)\s?:?\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|\||•|·|\s&\s|\s(?:and|und|et|y|e|og|och|with|mit)\s)\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:,|\||-|–|—|\()\s*(?:"
    r"(?:staff|senior|chief|special|business|political|associated press|ap|reuters|afp|dpa|bbc|cnn)\b.*"
    r"|[\w\s]{0,30}(?:reporter|writer|correspondent|editor|columnist|contributor|journalist|redakteur|updated|published).*"
    r"|(?:phd|md|jd|mba|cfa|cpa|rd)\b.*|\d.*|@.*|in [A-Z].*)$",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"https?:|www\.|@|\d{3}|\b(?:admin|administrator|editor|editors|staff|redaktion|redazione|rédaction|redacción"
    r"|newsroom|news desk|newsdesk|webmaster|guest|anonymous|unknown|author|contributor|published|updated|posted"
    r"|read more|follow|copyright|twitter|facebook|linkedin|e-?mail|subscribe|comments?|share|minutes?|ago|editorial"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|september"
    r"|october|november|december|press release|wire|team|online|redactie|more by|view all|articles)\b",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?:ap|afp|dpa|reuters|pti|ani|ians|bloomberg|associated press|the associated press|agence france-presse"
    r"|xinhua|efe|ansa|sid)$",
    re.IGNORECASE,
)
_MARKED = (
    "//*[@rel='author' or contains(@class,'uthor') or contains(@class,'yline') or contains(@itemprop,'author')"
    " or contains(@id,'yline') or contains(@data-testid,'yline') or self::address"
    " or contains(@class,'reader-credits')]"
)
_UNFIT = frozenset(
    {"meta", "script", "style", "body", "html", "img", "link", "article", "section", "main", "form", "ul"}
)
_RANKS = (
    re.compile(r"author[-_]*name|byline[-_]*name|authorname|rel=author|itemprop=author"),
    re.compile(r"byline|reader-credits"),
    re.compile(r"(?:post|article|entry|story)[-_]*author|author vcard|(?:^|\s)authors?(?:\s|$)"),
    re.compile(r"author|tag=address"),
)
_COMMENTS = re.compile(r"comment|related|recommend|sidebar|widget|teaser|card|promo|bio|footer|respond", re.IGNORECASE)


def names_of(value: str, site: frozenset[str] = frozenset()) -> list[str]:
    """Names in one author value, in order; empty where it holds none."""
    value = clean_text(value.replace("\n", " "))
    value = _BY.sub("", value)
    if not value or len(value) > 220 or "://" in value or value.startswith(("www.", "/")):
        return []
    names: list[str] = []
    for piece in _SPLIT.split(value):
        commas = [part.strip() for part in piece.split(",")]
        parts = commas if len(commas) > 1 and all(1 < len(part.split()) < 5 for part in commas) else [piece]
        for part in parts:
            name = _TAIL.sub("", _BY.sub("", part)).strip(" ,.;:|-–—()0123456789")
            if _is_name(name, site) and name not in names:
                names.append(_cased(name))
    return names


def _is_name(name: str, site: frozenset[str]) -> bool:
    if not 2 < len(name) <= 60 or len(name.split()) > 6 or _BAD.search(name) or not re.search(r"[^\W\d_]", name):
        return False
    if any(c.isdigit() for c in name) or ("_" in name and " " not in name):
        return False
    bare = re.sub(r"\W", "", name).casefold()
    return bare not in site


def _cased(name: str) -> str:
    """A name in capitals or in small letters as names are written."""
    if (name.isupper() and len(name) > 5 and " " in name) or (name.islower() and " " in name and name.isascii()):
        return " ".join(w.capitalize() if len(w) > 1 else w for w in name.split())
    return name


def visible_authors(root: Element) -> list[str]:
    """Texts that the page marks as its by-line, best mark first, then in page order."""
    ranked: list[tuple[int, int, str]] = []
    for order, element in enumerate(root.xpath(_MARKED)[:60]):
        if element.tag in _UNFIT or _in_comments(element):
            continue
        text = clean_text(visible_text(element)).replace("\n", " ")
        if 2 < len(text) < 160:
            ranked.append((_rank(element, text), order, text))
    return [text for _, _, text in sorted(ranked)]


def _rank(element: Element, text: str) -> int:
    kept = element.attrib
    marks = f"{kept.get('class', '')} {kept.get('id', '')} {kept.get('data-testid', '')} tag={element.tag}".lower()
    marks += f" rel={kept.get('rel', '')} itemprop={kept.get('itemprop', '')}"
    rank = next((n for n, pattern in enumerate(_RANKS) if pattern.search(marks)), len(_RANKS))
    return rank if rank < len(_RANKS) - 1 or _BY.match(text) else rank + 1


def _in_comments(element: Element) -> bool:
    """Inside a comment, a teaser or a box: no by-line of this article."""
    for height, around in enumerate(element.iterancestors()):
        if height >= 5 or around.tag in ("body", "article", "main"):
            return False
        if _COMMENTS.search(f"{around.get('class', '')} {around.get('id', '')}"):
            return True
    return False


def is_agency(name: str) -> bool:
    """The name is a news agency's."""
    return bool(_AGENCY.match(name))
