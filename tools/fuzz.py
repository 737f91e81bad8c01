"""Coverage-guided fuzzing of everything that reads a file (atheris; beside the hypothesis tests, never part of them).

    fuzz.py [CORPUS_FOLDER] [-max_total_time=60] [any other option of libFuzzer]

The first byte of an input says which ending its file has, the rest is the file. What must hold: an article whose
blocks lie in its text, in order and not empty, or a reject with a reason; never an exception, within the time and
memory that docs/pages.md promises. The corpus starts with the fixtures and grows in CORPUS_FOLDER (out/fuzz/corpus);
what fails is kept beside it.
"""

import io
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ENDINGS = ("html", "txt", "md", "json", "jsonl", "xml", "mhtml", "warc", "zip", "tar", "html.gz", "xhtml", "")
LIMITS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=200000")


def check(data: bytes) -> list[Any]:
    """Read one input; raises `AssertionError` where what comes out breaks its promises."""
    from pipeline.pages import Reject
    from pipeline.pages.inputs import Source, read_stream

    ending = ENDINGS[data[0] % len(ENDINGS)] if data else ""
    name = f"input.{ending}" if ending else "input"
    found = list(read_stream(io.BytesIO(data[1:]), Source(name)))
    assert found, "neither an article nor a reject"
    for item in found:
        if isinstance(item, Reject):
            assert item.reason, "a reject without a reason"
            continue
        item.text.encode("utf-8")
        last = 0
        for block in item.blocks:
            assert last <= block.start < block.end <= len(item.text), f"block {block} lies wrong"
            assert item.text[block.start : block.end].strip(), f"block {block} is empty"
            last = block.end
    return found


def seeds(folder: Path) -> None:
    """The fixtures as first inputs, each behind the byte of its ending."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted([*(ROOT / "fixtures" / "articles").iterdir(), *(ROOT / "fixtures" / "pages").glob("*.html")]):
        ending = path.name.partition(".")[2]
        first = ENDINGS.index(ending) if ending in ENDINGS else len(ENDINGS) - 1
        (folder / path.name).write_bytes(bytes([first]) + path.read_bytes())


def main(arguments: list[str]) -> int:
    try:
        import atheris
    except ImportError:
        print('atheris is not installed: pip install -e ".[fuzz]" (Linux and macOS only)', file=sys.stderr)
        return 2
    with atheris.instrument_imports(include=["pipeline.pages"]):
        import pipeline.pages.feeds
        import pipeline.pages.inputs
        import pipeline.pages.markdown
        import pipeline.pages.mhtml
        import pipeline.pages.page
        import pipeline.pages.plain
        import pipeline.pages.records  # noqa: F401 - imported here to be instrumented
    folders = [a for a in arguments if not a.startswith("-")] or [str(ROOT / "out" / "fuzz" / "corpus")]
    options = [a for a in arguments if a.startswith("-")]
    seeds(Path(folders[0]))
    atheris.Setup([sys.argv[0], *LIMITS, f"-artifact_prefix={folders[0]}/../", *options, *folders], check)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
