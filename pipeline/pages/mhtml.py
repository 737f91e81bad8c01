"""Pages saved as MHTML: the first HTML part, with the address it was saved from."""

import email
import email.policy
import re

from pipeline.pages.reject import Reject
from schemas import Article


def mhtml_article(raw: bytes, name: str) -> Article | Reject:
    """The article of an MHTML file (or of a mail with an HTML part)."""
    from pipeline.pages.page import html_article

    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        url = str(message.get("Snapshot-Content-Location") or message.get("Content-Location") or "") or None
        for number, part in enumerate(message.walk()):
            if number > 200:
                break
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes) and payload.strip():
                    location = str(part.get("Content-Location") or "") or None
                    found = re.match(r"[\w.:-]{2,40}$", str(part.get_content_charset() or ""))
                    charset = found[0] if found else None
                    return html_article(payload, source_path=name, url=url or location, charset=charset)
    except (ValueError, LookupError, RecursionError, TypeError) as error:
        return Reject(name, "unreadable", f"MIME: {type(error).__name__}")
    return Reject(name, "not_an_article", "no HTML part")
