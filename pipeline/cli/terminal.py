"""Words for people: article text made harmless for terminals, colours, numbers and dates as one reads them."""

import sys
from typing import IO, Any, cast

from rich.console import Console
from rich.text import Text

# Letters, digits and punctuation stay; what moves the cursor, hides text or turns its direction is shown as a code.
_HIDDEN = {
    **{code: f"\\x{code:02x}" for code in [*range(0x20), *range(0x7F, 0xA0)] if code not in (0x09, 0x0A)},
    **{code: f"\\u{code:04x}" for code in [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]},
    0xFEFF: "\\ufeff",
}
_CODES = {code: f"\\u{code:04x}" for code in _HIDDEN}
FIELD_STYLES = {
    "entity": "bold cyan",
    "counterparty": "cyan",
    "metric": "green",
    "range": "bold yellow",
    "date": "magenta",
    "source": "blue",
    "cue": "blue",
    "modality": "red",
    "statement": "italic",
}


def plain(text: str) -> str:
    """Text of an article that is safe to print: no escape sequence, no hidden or direction-turning character."""
    return text.translate(_HIDDEN)


class _Harmless:
    """Standard output on a terminal: characters that would steer it are written as codes (`\\u009b`, as JSON does)."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """As `IO.write`."""
        return self._stream.write(text.translate(_CODES))

    def flush(self) -> None:
        """As `IO.flush`."""
        self._stream.flush()


def output() -> IO[str]:
    """Where machine-readable output goes: byte for byte into files and pipes, made harmless on a terminal."""
    return cast(IO[str], _Harmless(sys.stdout)) if sys.stdout.isatty() else sys.stdout


def console(stream: IO[str] | None = None, *, err: bool = False, width: int | None = None) -> Console:
    """A console that colours only on a terminal and never reads markup in article text."""
    made = Console(file=stream, stderr=err, markup=False, highlight=False, emoji=False, soft_wrap=False, width=width)
    if width is None and not made.is_terminal:
        made.width = 160
    return made


def safe(text: str, style: str = "") -> Text:
    """Article text as a rich Text."""
    return Text(plain(text), style=style)


def style_of(field: str) -> str:
    """The colour of a claim's field."""
    return FIELD_STYLES.get(field.split(".")[0].split("_")[0], "dim")


def amount(row: dict[str, Any]) -> str:
    """A flat row's range as one reads it: `~37 billion USD up`, `4-12 percent down`."""
    low, high, unit = row.get("low"), row.get("high"), row.get("unit") or ""
    arrow = {"up": " ↑", "down": " ↓", "unchanged": " ="}.get(row.get("direction") or "", "")
    if low is None and high is None:
        return arrow.strip()
    if low is None:
        words = f"≤ {number(high)}"
    elif high is None:
        words = f"≥ {number(low)}"
    elif low == high:
        words = number(low)
    else:
        first, last = number(low), number(high)
        size = last.partition(" ")[2]  # one that both share is said once: 2.2-2.6 billion
        words = f"{first.removesuffix(f' {size}') if size else first}-{last}"
    return f"{'~' if row.get('approx') else ''}{words} {unit}{arrow}".strip()


def number(value: float | None) -> str:
    """A number with its size in words: 37 billion."""
    if value is None:
        return ""
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            return f"{value / size:,.6g}{word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.6g}"


def period(start: str | None, end: str | None) -> str:
    """An interval of ISO dates, short: `2024-06-01..30`, `since 2000-01-01`."""
    if start == end:
        return start or ""
    if start is None:
        return f"until {end}"
    if end is None:
        return f"since {start}"
    return f"{start}..{end[8:] if start[:7] == end[:7] else end}"
