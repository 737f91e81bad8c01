"""spaCy is loaded without its command line, and stays whole."""

import subprocess
import sys


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def test_command_line_is_not_loaded() -> None:
    assert run("import pipeline, spacy, sys; print('spacy.cli' in sys.modules, 'httpx' in sys.modules)") == (
        "False False"
    )


def test_info_still_works() -> None:
    assert "spacy_version" in run("import pipeline, spacy; print(spacy.info(silent=True))")


def test_command_line_can_be_imported_afterwards() -> None:
    code = "import pipeline, spacy.cli, sys; print(sys.modules['spacy.cli.info'].__file__ is not None)"
    assert run(code) == "True"
