"""The invented sentences of tools/chooser_examples.txt as Docs with their gold claims, in the form of the gold file."""

import re
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("chooser_examples.txt")
MARK = re.compile(r"\{([^|}]+)\|(\w+)\|(\S+?)\}|<([^|>]+)\|(\w+)\|(\w+)>")
MODALITY = {"A": "asserted", "F": "forecast", "P": "planned", "H": "hypothetical", "N": "negated"}
ASPECT = {"L": ("level", None), "up": ("change", "up"), "down": ("change", "down"), "flat": ("change", "unchanged"),
          "+": ("comparison", "up"), "-": ("comparison", "down")}  # fmt: skip


def parsed(line: str) -> tuple[str, list[dict[str, Any]]]:
    """(text, marks) of a line; a mark is a claim with the characters `at` of its number or mover."""
    letter, source = line[0], line[2:].strip()
    text, last = "", 0
    marks: list[dict[str, Any]] = []
    for m in MARK.finditer(source):
        text += source[last : m.start()]
        words, metric, aspect = m.group(1, 2, 3) if m[1] else m.group(4, 5, 6)
        start = len(text)
        text += words
        kind, direction = ASPECT[aspect]
        marks.append(
            {"metric": metric, "aspect": kind, "direction": direction, "modality": MODALITY[letter],
             "kind": "quantity" if m[1] else "trend", "at": (start, len(text)), "entity": "", "metric_text": None}
        )  # fmt: skip
        last = m.end()
    return text + source[last:], marks


def examples() -> list[tuple[str, list[dict[str, Any]]]]:
    """All (text, marks) of the file."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [parsed(line) for line in lines if line and not line.startswith("#")]
