"""What a run did: counted as it goes, printed at its end, and written for machines with `--report`."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from pipeline.run.inputs import Outcome

Json = dict[str, Any]


@dataclass
class Report:
    """Counts of one run. `seconds` is wall time; everything else is the same for any number of workers."""

    articles: int = 0
    characters: int = 0
    unchanged: int = 0
    claims: Counter[str] = field(default_factory=Counter)
    modalities: Counter[str] = field(default_factory=Counter)
    metrics: Counter[str] = field(default_factory=Counter)
    unclaimed: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    copies: int = 0
    seconds: float = 0.0
    made_by: Json | None = None
    database: dict[str, int] | None = None

    def add(self, outcome: Outcome, result: Json | None) -> None:
        """Count one outcome; `result` is its document, read."""
        if outcome.status == "reject":
            self.rejects[outcome.reason] += 1
            return
        self.articles += 1
        if result is None:
            self.unchanged += 1
            return
        self.characters += outcome.characters
        self.made_by = result["made_by"]
        self.claims.update(claim["kind"] for claim in result["claims"])
        self.modalities.update(claim["modality"] for claim in result["claims"])
        self.metrics.update(claim["metric"]["id"] for claim in result["claims"] if claim["metric"])
        self.unclaimed.update(left["reason"] for left in result["unclaimed"])

    def as_json(self) -> Json:
        """For `--report` and the `runs` table."""
        return {
            "articles": self.articles,
            "unchanged": self.unchanged,
            "copies": self.copies,
            "characters": self.characters,
            "claims": {"total": self.claims.total(), "by_kind": _sorted(self.claims)},
            "claims_by_metric": _sorted(self.metrics),
            "claims_by_modality": _sorted(self.modalities),
            "unclaimed": {"total": self.unclaimed.total(), "by_reason": _sorted(self.unclaimed)},
            "rejects": {"total": self.rejects.total(), "by_reason": _sorted(self.rejects)},
            "database": self.database,
            "made_by": self.made_by,
            "seconds": round(self.seconds, 3),
            "characters_per_second": round(self.characters / self.seconds) if self.seconds else 0,
        }

    def lines(self) -> list[str]:
        """The summary in words."""
        found = [f"articles   {self.articles:,}" + _note(("already known", self.unchanged), ("copies", self.copies))]
        found.append(f"claims     {self.claims.total():,}" + _by(self.claims))
        found.append(f"unclaimed  {self.unclaimed.total():,}" + _by(self.unclaimed))
        found.append(f"rejects    {self.rejects.total():,}" + _by(self.rejects))
        if self.database is not None:
            d = self.database
            found.append(f"database   {d['new']} new, {d['changed']} changed, {d['removed']} removed")
            found[-1] += f" (claims: {d['claims_new']} new, {d['claims_superseded']} superseded)"
        rate = round(self.characters / self.seconds) if self.seconds else 0
        found.append(f"time       {self.seconds:.1f} s, {self.characters:,} characters, {rate:,} a second")
        return found


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _by(counts: Counter[str]) -> str:
    return _note(*_sorted(counts).items())


def _note(*pairs: tuple[str, int]) -> str:
    words = ", ".join(f"{name} {count:,}" for name, count in pairs if count)
    return f"  ({words})" if words else ""
