"""Write `schemas/*.schema.json` from the models, or with --check say whether they are what the models say."""

import json
import sys
from pathlib import Path

from schemas.export import MODELS, schema_of

FOLDER = Path(__file__).parent.parent / "schemas"


def wanted() -> dict[Path, str]:
    """Each file with what must stand in it."""
    return {
        FOLDER / f"{name}.schema.json": json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"
        for name in MODELS
    }


def main() -> int:
    """Status 1 where --check finds a difference."""
    stale = [p for p, text in wanted().items() if not p.exists() or p.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.name} is not what the models say: make schemas", file=sys.stderr)
        return bool(stale)
    for path in stale:
        path.write_text(wanted()[path], encoding="utf-8")
        print(f"wrote schemas/{path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
