"""What tools/fuzz.py checks holds for its seeds, and for files that hypothesis draws."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))
import fuzz

PIECES = st.sampled_from(
    [b"<p>", b"</p>", b"<table><tr><td>", b"Sales fell 4%. ", b'{"text": "', b'"}', b"\n", b"\x00", b"<![CDATA[",
     b"<rss><channel><item><title>", b"MIME-Version: 1.0\n", b"WARC/1.0\r\n", b"\x1f\x8b", b"PK\x03\x04", b"&#x202e;"]
)  # fmt: skip


def test_seeds_hold(tmp_path: Path) -> None:
    fuzz.seeds(tmp_path)
    assert len(list(tmp_path.iterdir())) > 15
    for path in tmp_path.iterdir():
        fuzz.check(path.read_bytes())


@given(st.integers(0, 255), st.lists(PIECES | st.binary(max_size=40), max_size=12))
@settings(max_examples=150, deadline=None)
def test_drawn_files_end(kind: int, pieces: list[bytes]) -> None:
    fuzz.check(bytes([kind]) + b"".join(pieces))


def test_without_atheris_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "atheris", None)
    assert fuzz.main([]) == 2
    assert "[fuzz]" in capsys.readouterr().err
