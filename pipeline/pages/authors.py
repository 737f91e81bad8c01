"""Authors: names out of what pages give as names, and the visible by-line where they give none."""

import re

from pipeline.pages.walk import Element, clean_text, visible_text

_BY = re.compile(
    r"^(?:written |posted |published |story |words |text |report(?:ed|ing) |article |updated )?"
    r"(?:by|von|par|por|di|da|door|av|af|autor(?:in|en)?|author|auteur|verfasst von|tekst)\s?:?\s+",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|\||•|·|\s&\s|\s(?:and|und|et|y|e|og|och|with|mit)\s)\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"\s*(?:,|\||-|–|—|\()\s*(?:(?:staff|senior|chief|special|business|political|associated press|ap|reuters|afp|dpa|bbc|cnn)\b"
    r".*|[\w\s]{0,30}(?:reporter|writer|correspondent|editor|columnist|contributor|journalist|redakteur\w*|updated|published).*"
    r"|\d.*|@.*|in [A-Z].*)$",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"https?:|www\.|@|\d{3}|\b(?:admin|administrator|editor|editors|staff|redaktion|redazione|rédaction|redacción|newsroom"
    r"|news desk|newsdesk|webmaster|guest|anonymous|unknown|author|contributor|published|updated|posted|read more|follow|copyright"
    r"|subscribe|comments?|share|minutes?|ago|editorial|press release|wire|team|online|redactie|more by|view all|articles)\b",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?:ap|afp|dpa|reuters|pti|ani|ians|bloomberg|associated press|the associated press|agence france-presse|xinhua|efe|ansa|sid)$",
    re.IGNORECASE,
)
_BYLINE_CLASS = (
    ".//*[@rel='author']",
    ".//*[contains(@class,'author-name') or contains(@class,'author_name') or contains(@class,'authorName')"
    " or contains(@class,'byline-name') or contains(@class,'byline__name') or contains(@class,'author__name')]",
    ".//*[contains(@itemprop,'author')]",
    ".//*[contains(@class,'byline') or contains(@class,'Byline') or contains(@id,'byline')]",
    ".//*[@class='author' or @class='authors' or contains(@class,'post-author') or contains(@class,'article-author')"
    " or contains(@class,'entry-author') or contains(@class,'article__author') or contains(@class,'author vcard')]",
)


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
            name = _TAIL.sub("", _BY.sub("", part)).strip(" ,.;:|-–—()")
            if _is_name(name, site) and name not in names:
                names.append(_cased(name))
    return names


def _is_name(name: str, site: frozenset[str]) -> bool:
    if not 2 < len(name) <= 60 or len(name.split()) > 6 or _BAD.search(name) or not re.search(r"[^\W\d_]", name):
        return False
    if " " not in name and (any(c.isdigit() for c in name) or "_" in name):
        return False
    bare = re.sub(r"\W", "", name).casefold()
    return bare not in site


def _cased(name: str) -> str:
    """A name in capitals or in small letters as names are written."""
    if (name.isupper() and len(name) > 5 and " " in name) or (name.islower() and " " in name and name.isascii()):
        return " ".join(w.capitalize() if len(w) > 1 else w for w in name.split())
    return name


def visible_authors(root: Element) -> list[str]:
    """Texts that the page marks as its by-line, best mark first."""
    found: list[str] = []
    for path in _BYLINE_CLASS:
        for element in root.xpath(path)[:3]:
            if element.tag in ("meta", "script", "style", "body", "html", "img"):
                continue
            text = clean_text(visible_text(element)).replace("\n", " ")
            if 2 < len(text) < 160 and text not in found:
                found.append(text)
        if found:
            return found
    return found


def is_agency(name: str) -> bool:
    """The name is a news agency's."""
    return bool(_AGENCY.match(name))
