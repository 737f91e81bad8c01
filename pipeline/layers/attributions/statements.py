"""Attributed statements, for claims of kind `statement`."""

from typing import Any

from spacy.tokens import Doc

from pipeline.layers.store import layers


def statements(doc: Doc) -> list[dict[str, Any]]:
    """Who said what: one record an attribution with a source, in text order.

    Keys: `chain` (links, innermost first), `cue`, `start`, `end` and `text` (the exact characters from the
    first to the last word of the content), `content` (character spans), `said` (dates or None), `about` (entity name or None), `rule`.
    """
    out: list[dict[str, Any]] = []
    for attribution in layers(doc).get("attributions", []):
        if not attribution["chain"] or attribution["rule"].endswith("?"):
            continue
        start, end = attribution["content"][0][0], attribution["content"][-1][1]
        inside = [e for e in layers(doc).get("entities", []) if start <= e["start"] < end]
        out.append(
            {
                "chain": attribution["chain"],
                "cue": attribution["chain"][0]["cue"],
                "start": start,
                "end": end,
                "text": doc.text[start:end],
                "content": attribution["content"],
                "said": attribution["said"],
                "about": inside[0]["name"] if inside else None,
                "rule": attribution["rule"],
            }
        )
    return out
