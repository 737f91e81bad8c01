"""Published and modified: structured data first, htmldate for the gaps, both kept where they disagree."""

import datetime as dt
import re
from typing import Any

from pipeline.pages.metadata import Found
from pipeline.pages.walk import Element
from schemas.article import Provenance

_ISO = re.compile(
    r"\s*((?:19|20)\d\d)-?/?(\d\d)-?/?(\d\d)(?:[T\s]+([0-2]\d):([0-5]\d)(?::([0-5]\d)(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d\d:?\d\d|UTC|GMT)?)?"
)
_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2]|[a-z]{3})[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")
_WEIGHT = {"json-ld": 1.0, "meta": 1.0, "microdata": 0.5}
_LATEST = "2037-12-31"
"""Fixed, so that no clock is read: htmldate would take the day of the run."""
_RANK = {"json-ld": 0, "meta": 1, "microdata": 2, "json-ld:page": 3}


def iso(value: str) -> str | None:
    """An ISO date or date-time out of a structured value, as written (no shift of zone), or None."""
    found = _ISO.match(value)
    if found:
        try:
            day = dt.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
        if not found[4] or int(found[4]) > 23:
            return day.isoformat()
        zone = found[7] or ""
        zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone if len(zone) != 5 else f"{zone[:3]}:{zone[3:]}"
        return f"{day.isoformat()}T{found[4]}:{found[5]}:{found[6] or '00'}{zone}"
    return _loose(value)


def _loose(value: str) -> str | None:
    """Dates that structured data gives in words; month names only, never a guess of day and month order."""
    from email.utils import parsedate_to_datetime

    if len(value) > 60:
        return None
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    from pipeline.pages.moments import moment

    if re.fullmatch(r"1[0-9]{9}(?:\d{3})?", value):
        return dt.datetime.fromtimestamp(int(value[:10]), dt.UTC).isoformat()
    return moment(value, None)


def find_dates(root: Element, found: Found, url: str | None, *, search: bool = True) -> list[Provenance]:
    """Provenance of `published` and `modified`, the chosen one first; a lone guess (`search`) has low confidence."""
    out = _published(root, found, url, search)
    for value, origin in found.of("modified"):
        if date := iso(value):
            out.append(Provenance(field="modified", value=date, origin=origin, confidence="medium"))
            break
    return out


def _published(root: Element, found: Found, url: str | None, search: bool) -> list[Provenance]:
    said = sorted(
        ((iso(value), origin) for value, origin in found.of("published")), key=lambda pair: _RANK.get(pair[1], 9)
    )
    structured = [(value, origin) for value, origin in said if value]
    address = _URL.search(url or "")
    in_url = _url_day(address)
    if structured:
        value, origin = structured[0]
        others = {v[:10] for v, _ in structured}
        if in_url:
            others.add(in_url)
        if in_url and abs((dt.date.fromisoformat(in_url) - dt.date.fromisoformat(value[:10])).days) == 1:
            # the address has the day where the paper is, the structured value the day in UTC
            return [
                Provenance(field="published", value=in_url, origin="url", confidence="high"),
                Provenance(field="published", value=value, origin=origin, confidence="medium", chosen=False),
            ]
        if len(others) > 1:
            return _weighed(structured, in_url, _visible(root))
        confidence: Any = "high" if len(structured) > 1 or in_url == value[:10] else "medium"
        return [Provenance(field="published", value=value, origin=origin, confidence=confidence)]
    guess = _htmldate(root, url) if search else None
    if in_url:
        chosen = in_url
        out = [
            Provenance(
                field="published", value=chosen, origin="url", confidence="high" if guess == chosen else "medium"
            )
        ]
        if guess and guess != in_url:
            out.append(Provenance(field="published", value=guess, origin="htmldate", confidence="low", chosen=False))
        return out
    if guess:
        return [Provenance(field="published", value=guess, origin="htmldate", confidence="low")]
    return []


def _url_day(found: re.Match[str] | None) -> str | None:
    if found is None:
        return None
    months = "jan feb mar apr may jun jul aug sep oct nov dec"
    month = int(found[2]) if found[2].isdigit() else months.find(found[2]) // 4 + 1
    try:
        return dt.date(int(found[1]), month, int(found[3])).isoformat() if month > 0 else None
    except ValueError:
        return None


def _visible(root: Element) -> set[str]:
    """Days in the page's `time` elements, which readers see."""
    days = set()
    for element in list(root.iter("time"))[:8]:
        value = iso(element.get("datetime") or "") if element.get("datetime") else None
        if value:
            days.add(value[:10])
    return days


def _weighed(structured: list[tuple[str, str]], in_url: str | None, visible: set[str]) -> list[Provenance]:
    """Several days are given: the one that most witnesses name, the earlier source first; the others are kept."""
    votes: dict[str, float] = {}
    once = dict.fromkeys((value[:10], origin) for value, origin in structured)
    for rank, (value, origin) in enumerate(once):
        votes[value[:10]] = votes.get(value[:10], 0.0) + (_WEIGHT.get(origin, 0.5) if rank else 1.2)
    for day in sorted(visible & set(votes)):
        votes[day] += 0.5
    if in_url:
        votes[in_url] = votes.get(in_url, 0.0) + 1.1
    best = max(votes, key=lambda day: (votes[day], day == structured[0][0][:10], day))
    out, seen = [], set()
    values = [*structured, *([(in_url, "url")] if in_url else [])]
    for value, origin in sorted(values, key=lambda pair: pair[0][:10] != best):
        if value[:10] not in seen:
            seen.add(value[:10])
            chosen = value[:10] == best
            out.append(
                Provenance(field="published", value=value, origin=origin, confidence="medium", chosen=chosen)
                if chosen
                else Provenance(field="published", value=value, origin=origin, confidence="low", chosen=False)
            )
    return out


def _htmldate(root: Element, url: str | None) -> str | None:
    import copy
    import logging

    from htmldate import find_date

    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = find_date(copy.deepcopy(root), original_date=True, url=url, extensive_search=True, max_date=_LATEST)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, LookupError):
        return None
    # a year alone comes back as its first of January: no date
    return found if isinstance(found, str) and not found.endswith("-01-01") else None
