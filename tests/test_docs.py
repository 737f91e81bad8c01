"""Documents and schema files are what the code says."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])


def test_generated_documents_are_current() -> None:
    import write_docs

    stale = [p.name for p, text in write_docs.wanted().items() if p.read_text(encoding="utf-8") != text]
    assert not stale, "make docs"
    assert write_docs.broken() == []


def test_schema_files_are_current() -> None:
    import write_schemas

    stale = [p.name for p, text in write_schemas.wanted().items() if p.read_text(encoding="utf-8") != text]
    assert not stale, "make schemas"


def test_lock_file_names_every_dependency() -> None:
    import re
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=!~\[; ]", w)[0].lower().replace("_", "-") for w in wanted}
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert names <= set(re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE)), "make lock"
    assert "://" not in lock
