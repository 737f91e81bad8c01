"""What cannot become an article, and why."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reject:
    """A source without an article. `reason` is one of a few stable words, `detail` says more."""

    source_path: str
    reason: str
    """`empty`, `not_an_article`, `too_large`, `bomb`, `unreadable`, `truncated`, `unsafe_path`, `symlink`."""
    detail: str = ""
