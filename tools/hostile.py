"""The table of hostile inputs: each is made, read in a process of its own under limits, and timed.

    hostile.py [--only NAME] [--seconds 10] [--megabytes 500]

Exit 1 where a case takes more time or memory, or ends neither as an article nor as a reject.
"""

# ruff: noqa: PLW0108 - a case is made when it is run
import argparse
import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

PROSE = "".join(
    f"<p>Example Mining said on Monday that output at plant {n} rose {n}% to {n * 100} tonnes and costs fell.</p>\n"
    for n in range(1, 9)
)
HEAD = (
    "<html><head><title>Example Mining lifts output</title></head><body><article><h1>Example Mining lifts output</h1>"
)
PAGE = f"{HEAD}{PROSE}</article></body></html>"


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("../../out.html", tarfile.REGTYPE), ("link", tarfile.SYMTYPE), ("dev", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            info.size = len(PAGE) if kind == tarfile.REGTYPE else 0
            archive.addfile(info, io.BytesIO(PAGE.encode()))
    return out.getvalue()


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb") as packed:
        for _ in range(size // 1_000_000):
            packed.write(b"0" * 1_000_000)
    return out.getvalue()


def deep(pairs: str, count: int) -> bytes:
    return f"{HEAD}{PROSE}{pairs * count}<p>Sales fell 4% in May, the deep company said on Friday.</p>{PROSE}".encode()


ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]><rss><channel><item><title>&k;</title><description>&k;</description></item></channel></rss>"
)
ODD = "\u202e\u200b\u2066\u200f\ufeff\u00ad"

CASES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty file": ("a.html", lambda: b""),
    "only spaces": ("a.html", lambda: b" \n" * 1000),
    "50 MB of paragraphs": ("a.html", lambda: (HEAD + PROSE * 60_000).encode()[:50_000_000]),
    "19 MB of paragraphs": ("a.html", lambda: (HEAD + PROSE * 22_000).encode()[:19_000_000]),
    "4 MB of paragraphs": ("a.html", lambda: (HEAD + PROSE * 5_000).encode()[:4_000_000]),
    "one line of 5 MB": ("a.html", lambda: (HEAD + "<p>" + "Sales fell 4% in May, it said. " * 160_000).encode()),
    "one word of 5 MB": ("a.html", lambda: (HEAD + "<p>" + "a" * 5_000_000).encode()),
    "text of one 5 MB line": ("a.txt", lambda: b"Sales fell 4% in May, it said. " * 160_000),
    "text of one 5 MB word": ("a.txt", lambda: b"a" * 5_000_000),
    "text of 2 million lines": ("a.txt", lambda: b"a\n" * 2_000_000),
    "100,000 nested div": ("a.html", lambda: deep("<div>", 100_000)),
    "100,000 x <a><b><i>": ("a.html", lambda: deep("<a><b><i>", 100_000)),
    "100,000 nested blockquote": ("a.html", lambda: deep("<blockquote>", 100_000)),
    "100,000 nested table": ("a.html", lambda: deep("<table><tr><td>", 30_000)),
    "100,000 open p and span": ("a.html", lambda: deep("<p><span>", 100_000)),
    "100,000 attributes": (
        "a.html",
        lambda: (HEAD + "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>" + PROSE).encode(),
    ),
    "100,000 attributes, quoted": (
        "a.html",
        lambda: (HEAD + "<p " + " ".join(f"a{n}='>'" for n in range(100_000)) + ">x</p>" + PROSE).encode(),
    ),
    "1 MB attribute": ("a.html", lambda: (HEAD + f"<p class='{'a b ' * 250_000}'>x</p>" + PROSE).encode()),
    "300,000 links": ("a.html", lambda: (HEAD + PROSE + "<a href=/x>x</a> " * 300_000).encode()),
    "100,000 li": ("a.html", lambda: (HEAD + PROSE + "<ul>" + "<li>one two three" * 100_000).encode()),
    "table of 100,000 rows": ("a.html", lambda: (HEAD + PROSE + "<table>" + "<tr><td>1<td>2" * 100_000).encode()),
    "100,000 br": ("a.html", lambda: (HEAD + PROSE + "x<br>" * 100_000).encode()),
    "unclosed comment": ("a.html", lambda: (PAGE + "<!--" + "x" * 3_000_000).encode()),
    "1 MB random bytes": ("a.html", lambda: random.Random(1).randbytes(1_000_000)),
    "1 MB random bytes as text": ("a.txt", lambda: random.Random(2).randbytes(1_000_000)),
    "random bytes, no ending": ("a", lambda: random.Random(3).randbytes(300_000)),
    "NUL every 37 bytes": ("a.html", lambda: b"\0".join(PAGE.encode()[n : n + 37] for n in range(0, len(PAGE), 37))),
    "GB18030 as utf-8": (
        "a.html",
        lambda: ("<meta charset=utf-8>" + PAGE.replace("Monday", "星期一公司表示销售额增长百分之四")).encode("gb18030"),
    ),
    "UTF-8 as gb2312": ("a.html", lambda: ("<meta charset=gb2312>" + PAGE.replace("costs", "成本价格")).encode()),
    "UTF-16 without mark": ("a.html", lambda: PAGE.encode("utf-16-le")),
    "right-to-left, zero-width": ("a.html", lambda: PAGE.replace("said", f"s{ODD}aid").encode()),
    "gzip bomb, 1 GB": ("a.html.gz", lambda: bomb(1_000_000_000)),
    "gzip cut off": ("a.html.gz", lambda: gzip.compress(PAGE.encode())[:-100]),
    "zip bomb": ("a.zip", lambda: zipped(("a.html", b"0" * 300_000_000), ("b.html", PAGE.encode()))),
    "zip in zip in zip": (
        "a.zip",
        lambda: zipped(("b.zip", zipped(("c.zip", zipped(("d.zip", zipped(("e.zip", zipped(("x.html", b"x")))))))))),
    ),
    "zip, paths out": ("a.zip", lambda: zipped(("../../x.html", PAGE.encode()), ("/etc/x.html", PAGE.encode()))),
    "zip, 50,000 members": ("a.zip", lambda: zipped(*((f"{n}.txt", b"") for n in range(50_000)))),
    "zip, broken": ("a.zip", lambda: zipped(("a.html", PAGE.encode()))[:-30]),
    "tar, links and devices": ("a.tar", tarred),
    "JSON 100,000 deep": ("a.json", lambda: b"[" * 100_000 + b"]" * 100_000),
    "JSON-LD 100,000 deep": (
        "a.html",
        lambda: (f'<script type="application/ld+json">{"[" * 100_000}{"]" * 100_000}</script>' + PAGE).encode(),
    ),
    "JSON lines, one of 30 MB": (
        "a.jsonl",
        lambda: b'{"text": "' + b"x" * 30_000_000 + b'"}\n{"text": "Sales fell."}\n',
    ),
    "entity bomb in a feed": ("a.xml", lambda: ENTITIES.encode()),
    "MHTML, 100,000 parts": (
        "a.mhtml",
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n" + b"--B\n\nx\n" * 100_000,
    ),
    "WARC of rubbish": ("a.warc", lambda: b"WARC/1.0\r\nContent-Length: 99999999999\r\n\r\n" + b"x" * 100_000),
}

CHILD = """
import json, resource, sys, time
from pathlib import Path
limit = int(sys.argv[2])
import pipeline.pages, pipeline.pages.page, trafilatura
from pipeline.pages import read_articles, Reject
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started, found = time.perf_counter(), []
for item in read_articles(Path(sys.argv[1])):
    bad = not isinstance(item, Reject) and any(not item.text[b.start:b.end].strip() for b in item.blocks)
    found.append("broken" if bad else item.reason if isinstance(item, Reject) else "article " + ",".join(item.warnings))
took, memory = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([took, memory, found[:3], len(found)]))
"""


def run(name: str, seconds: float, megabytes: int) -> tuple[str, bool]:
    file, make = CASES[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(make())
        room = 4_000_000_000

        def limits() -> None:
            resource.setrlimit(resource.RLIMIT_AS, (room, room))

        started = time.perf_counter()
        try:
            done = subprocess.run(
                [sys.executable, "-c", CHILD, str(path), str(megabytes)],
                capture_output=True,
                text=True,
                timeout=6 * seconds + 30,
                preexec_fn=limits,
                cwd=Path(__file__).resolve().parent.parent,
                env={**os.environ, "OMP_NUM_THREADS": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"{name:28} no end in {time.perf_counter() - started:.0f} s", False
    if done.returncode:
        return f"{name:28} died: {done.stderr.strip().splitlines()[-1][:90] if done.stderr else done.returncode}", False
    took, memory, found, count = json.loads(done.stdout)
    good = took <= seconds and memory <= megabytes and count > 0 and "broken" not in found
    shown = "; ".join(found) + (f" (+{count - len(found)})" if count > len(found) else "")
    return f"{name:28} {took:6.2f} s {memory:6.0f} MB  {'ok ' if good else 'BAD'}  {shown[:90]}", good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--only")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--megabytes", type=int, default=500)
    args = parser.parse_args()
    bad = 0
    for name in CASES:
        if not args.only or args.only in name:
            line, good = run(name, args.seconds, args.megabytes)
            bad += not good
            print(line, flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
