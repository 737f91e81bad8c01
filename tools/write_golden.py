"""Write `fixtures/expected/`: the results of the fixture articles, one file a fixture.

    make golden        # then read `git diff fixtures/expected` before you commit it

The files are what `tests/test_golden.py` compares byte for byte. They show what the code does, not what is right:
what must hold, whatever the code does, stands in `fixtures/articles.toml`, written by hand.
"""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run.inputs import Outcome

ROOT = Path(__file__).parent.parent
EXPECTED = ROOT / "fixtures" / "expected"


def expected() -> dict[str, str]:
    """File name in `fixtures/expected` -> its text: every outcome of one fixture file."""
    from pipeline.run.inputs import Item, files
    from pipeline.run.work import work

    found: dict[str, str] = {}
    for path in files(["fixtures/articles"]):
        lines = []
        for outcome in work((Item(path, path),), None):
            lines.append(_reject(outcome) if outcome.document is None else _stable(outcome.document))
        name = path.removeprefix("fixtures/articles/").replace("/", "_")
        found[f"{name}.json"] = "".join(lines)
    return found


def _reject(outcome: "Outcome") -> str:
    return json.dumps({"key": outcome.key, "reject": outcome.reason}) + "\n"


def _stable(document: str) -> str:
    """A result without the rule digest, which changes with every word of a lexicon."""
    result = json.loads(document)
    result["made_by"].pop("rules")
    result["made_by"].pop("version")
    return json.dumps(result, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write what changed, delete what has no fixture any more."""
    EXPECTED.mkdir(exist_ok=True)
    wanted = expected()
    for path in EXPECTED.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        path = EXPECTED / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote fixtures/expected/{name}")


if __name__ == "__main__":
    sys.exit(main())
