"""Measure speed and write `docs/bench.md`: all figures of one run, on one machine, side by side.

    make bench            # or: tools/bench.py --dry --quick
    tools/bench.py --memory 20000   # only: does a worker's memory stay flat over so many articles? Noted there too

Everything is a ratio to something measured in the same run: the whole path to raw `nlp.pipe` of the same model on
the same text, the page step to trafilatura's precision mode on the same pages, two workers to one. The texts are the
project's own fixtures, repeated with their numbers changed so that no cache of whole texts could help; with
evaluation data at hand its pages are measured too (none of them is kept).
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
NOTES = ROOT / "docs" / "bench.md"
ROUNDS = 3


def texts(copies: int) -> list[str]:
    """The fixture articles' texts, each `copies` times with other numbers."""
    from pipeline.pages import read_article

    found = []
    for name in (
        "market-wrap.txt",
        "regulator-fine.txt",
        "central-bank.txt",
        "press-release.txt",
        "miners-scraped.txt",
    ):
        text = read_article(ROOT / "fixtures" / "articles" / name).text
        for number in range(copies):
            found.append(re.sub(r"[1-9](?=\d)", str(1 + number % 9), text))
    return found


def news(every: int) -> list[str]:
    """The texts of our own training articles, each `every`-th: no two alike, as in the news."""
    from own import own_articles

    return [article["text"] for article, _ in own_articles()][::every]


def best(work: Callable[[], object], rounds: int = ROUNDS, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds of the fastest of some rounds: the one least disturbed by others on the machine."""
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def in_turn(works: dict[str, Callable[[], object]]) -> dict[str, float]:
    """CPU seconds of this process for each, the fastest of some rounds; in turn, so that a disturbance meets all."""
    found = dict.fromkeys(works, 1e9)
    for _ in range(ROUNDS):
        for name, work in works.items():
            found[name] = min(found[name], best(work, 1, time.process_time))
    return found


def whole_path(given: list[str]) -> dict[str, float]:
    """Characters a second of the raw model and of the whole path from text to result."""
    import spacy

    from pipeline.extraction import BATCH, extract_many
    from pipeline.nlp import DEFAULT_MODEL

    characters = sum(map(len, given))
    raw = spacy.load(DEFAULT_MODEL)
    list(raw.pipe(given[:4])), list(extract_many(given[:4]))  # warm both
    seconds = in_turn(
        {
            "raw": lambda: list(raw.pipe(given, batch_size=BATCH)),
            "whole": lambda: list(extract_many(given)),
        }
    )
    return {name: characters / value for name, value in seconds.items()}


def page_path(folder: Path) -> float:
    """What pages to results costs, in units of the raw model on their texts."""
    import spacy

    from pipeline.errors import NewsclaimsError
    from pipeline.extraction import BATCH, extract_many
    from pipeline.nlp import DEFAULT_MODEL
    from pipeline.pages import read_article

    raw, files, given = spacy.load(DEFAULT_MODEL), [], []
    for file in page_files(folder):
        try:
            given.append(read_article(file).text)
            files.append(file)
        except NewsclaimsError:
            continue
    list(raw.pipe(given[:4])), list(extract_many(files[:4]))  # warm both
    seconds = in_turn(
        {"raw": lambda: list(raw.pipe(given, batch_size=BATCH)), "whole": lambda: list(extract_many(files))}
    )
    return seconds["whole"] / seconds["raw"]


def texts_of(folder: Path) -> list[str]:
    """The texts of the pages that are articles."""
    from pipeline.errors import NewsclaimsError
    from pipeline.pages import read_article

    found = []
    for file in page_files(folder):
        with suppress(NewsclaimsError):
            found.append(read_article(file).text)
    return found


def page_files(folder: Path) -> list[Path]:
    """The first pages of a folder, in one order."""
    found = (p for p in folder.rglob("*") if re.search(r"\.html?(\.gz)?$", p.name) and p.stat().st_size > 100)
    return sorted(found)[:90]


LABELLER = "of it the labeller"
"""Row of the part of a stage that has a limit of its own."""


def steps(given: list[str]) -> dict[str, float]:
    """What each pipe, and what stands around them, costs in units of the raw model on the same texts.

    Batch by batch the raw model and every step take turns; of each batch and step the fastest round counts.
    """
    import spacy

    from pipeline.extraction import BATCH, no_search_for_cycles, settle, through
    from pipeline.layers.attributions.labeller import find_in
    from pipeline.nlp import DEFAULT_MODEL, make_doc, shared_nlp
    from pipeline.pages import article_from_text
    from pipeline.results import made_by, result_of

    raw, nlp = spacy.load(DEFAULT_MODEL), shared_nlp(None)
    made, spent = made_by(nlp), {}

    def timed(name: str, begin: int, work: Callable[[], Any]) -> Any:
        start = time.process_time()
        done = work()
        took = time.process_time() - start
        spent[name, begin] = min(took, spent.get((name, begin), took))
        return done

    for round_ in range(ROUNDS + 1):
        if round_ == 1:
            spent.clear()  # the first one warmed everything
        for n in range(0, len(given), BATCH):
            some = given[n : n + BATCH]
            timed("raw", n, lambda t=some: list(raw.pipe(t, batch_size=BATCH)))
            articles = timed("blocks of text", n, lambda t=some: [article_from_text(text) for text in t])
            with no_search_for_cycles():
                docs = timed("tokenizer", n, lambda a=articles: [make_doc(nlp, one) for one in a])
                for name, pipe in nlp.pipeline:
                    docs = timed(name, n, lambda d=docs, p=pipe: through(p, d))
                    if name == "newsclaims_attributions":
                        timed(LABELLER, n, lambda d=docs: list(find_in(d)))
            settle()
            both = list(zip(docs, articles, strict=True))
            timed("result", n, lambda b=both: [result_of(doc, one, made).model_dump_json() for doc, one in b])
    total: dict[str, float] = {}
    for (name, _), seconds in spent.items():
        total[name] = total.get(name, 0.0) + seconds
    return {name: seconds / total["raw"] for name, seconds in total.items() if name != "raw"}


def step_lines(costs: dict[str, float]) -> list[str]:
    """The steps as a table, and beside their limits those that have one."""
    whole = sum(cost for name, cost in costs.items() if name != LABELLER)
    labeller = costs[LABELLER]
    names = ("newsclaims_entities", "newsclaims_coreference", "newsclaims_attributions")
    limited = {
        "quantities": (costs["newsclaims_quantities"], 0.10),
        "times": (costs["newsclaims_times"], 0.08),
        "entities, coreference, attributions without the labeller": (sum(costs[n] for n in names) - labeller, 0.15),
        "labeller of attributions": (labeller, 0.30),
    }
    return [
        "Each step on the articles of training/, batch by batch in turn with the raw model:\n",
        "| step | share of the path | against raw |\n| --- | --- | --- |",
        *(f"| {name} | {cost / whole:.1%} | {cost:.3f} |" for name, cost in costs.items()),
        f"| all | 100% | {whole:.3f} |\n",
        "| what has a limit of its own | against raw | at most |\n| --- | --- | --- |",
        *(f"| {name} | {cost:.3f} | {most:.2f} |" for name, (cost, most) in limited.items()),
    ]


def pages(folder: Path) -> dict[str, float]:
    """Pages a second of the page step and of trafilatura's precision mode, on one core."""
    import gzip

    import trafilatura

    from pipeline.pages import read_article

    files = page_files(folder)
    raw = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in files]

    def ours() -> None:
        for file in files:
            read_article(file)

    def theirs() -> None:
        for page in raw:
            trafilatura.bare_extraction(page, favor_precision=True, with_metadata=True)

    ours(), theirs()
    seconds = in_turn({"ours": ours, "theirs": theirs})
    return {"pages": len(files), "ours": len(files) / seconds["ours"], "trafilatura": len(files) / seconds["theirs"]}


def workers(copies: int) -> dict[str, float]:
    """Seconds of the command on a folder with one worker and with two, and from its start to its first claim."""
    command = [str(Path(sys.executable).parent / "newsclaims"), "extract", "--quiet"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "in"
        folder.mkdir()
        for number, text in enumerate(texts(copies)):
            (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
        found = {"articles": float(len(list(folder.iterdir())))}
        for count in (1, 2):
            arguments = [str(folder), "-o", f"{name}/out{count}", "--format", "jsonl", "--workers", str(count)]
            found[f"cpu{count}"] = -_children()
            found[str(count)] = best(lambda a=arguments: _call([*command, *a]), 1)
            found[f"cpu{count}"] += _children()
        one = str(folder / "00000.txt")
        found["first"] = best(lambda: _call([*command, one, "-o", f"{name}/first"]))
    return found


def memory(count: int, every: int) -> Iterator[tuple[int, float]]:
    """Megabytes that this process holds after each so many articles, on the path of `newsclaims extract`, one worker.

    Each article has other numbers and a word and a name that no other has, as news does: what remembers all that it
    has met shows.
    """
    import json

    from pipeline.run import Options, run

    given, seen, sizes = texts(1), 0, []

    def each(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen % every == 0:
            sizes.append((seen, held()))

    for start in range(0, count, every):
        with tempfile.TemporaryDirectory() as name, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            file = Path(name) / "articles.jsonl"
            with file.open("w", encoding="utf-8") as out:
                for n in range(start, min(count, start + every)):
                    text = re.sub(r"[1-9](?=\d)", str(1 + n % 9), given[n % len(given)])
                    text += f"\n\nShares of Acme{n} Corp rose {n / 1000:.3f}% on word{n} of a sale."
                    out.write(json.dumps({"id": f"m{n}", "text": text}) + "\n")
            run(Options([str(file)], stdout=nowhere, each=each))
        yield from sizes
        sizes.clear()


def held() -> float:
    """Megabytes of memory that this process holds now (where the system does not tell: held at most)."""
    import resource

    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 2**20


def _call(command: list[str]) -> None:
    subprocess.run(command, check=True, env={**os.environ, "OMP_NUM_THREADS": "1"}, stdout=subprocess.DEVNULL)


def _children() -> float:
    """CPU seconds of all processes that this one has started and seen end."""
    used = os.times()
    return used.children_user + used.children_system


def report(quick: bool, page_folder: Path) -> str:
    """The text of docs/bench.md."""
    copies = 4 if quick else 20
    articles = news(12 if quick else 4)
    path, dense, costs = whole_path(articles), whole_path(texts(copies)), steps(articles)
    page, work = pages(page_folder), workers(10 if quick else 240)  # long enough that the start does not decide
    from_page = page_path(page_folder)
    lines = [
        "# Speed\n\nWritten by `make bench`; one run, one machine, one thread a process. What counts are the "
        "ratios: both sides of each are measured in the same run, in turn; seconds are of CPU but for the command's.\n",
        "| | raw `nlp.pipe`, characters a second | whole path | cost |\n| --- | --- | --- | --- |",
        f"| text to result: {len(articles)} articles of training/ | {path['raw']:,.0f} | {path['whole']:,.0f} | "
        f"{path['raw'] / path['whole']:.2f} |",
        f"| the same: five texts of fixtures/, {copies} times with other numbers | {dense['raw']:,.0f} | "
        f"{dense['whole']:,.0f} | {dense['raw'] / dense['whole']:.2f} |",
        f"| page to result, against raw on the page's text | | | {from_page:.2f} |\n",
        f"| {page['pages']:.0f} pages | a second, one core | ratio |\n| --- | --- | --- |",
        f"| trafilatura, precision mode | {page['trafilatura']:.1f} | 1 |",
        f"| page to article | {page['ours']:.1f} | {page['ours'] / page['trafilatura']:.2f} |\n",
        f"| `newsclaims extract`, {work['articles']:.0f} articles | |\n| --- | --- |",
        f"| one worker | {work['1']:.1f} s, {work['cpu1']:.1f} s of CPU |",
        f"| two workers | {work['2']:.1f} s, {work['cpu2']:.1f} s of CPU, {work['1'] / work['2']:.2f} times as fast "
        f"({os.cpu_count()} cores) |",
        f"| start to first claim | {work['first']:.2f} s |\n",
        *step_lines(costs),
        *skip_lines(articles, texts_of(page_folder)),
    ]
    return "\n".join(lines) + "\n"


def skip_lines(articles: list[str], texts_of_pages: list[str]) -> list[str]:
    """What could be left out of the model, as shares of the tokens."""
    from skipping import shares

    rows = {"the articles above": shares(articles), "the pages above": shares(texts_of_pages)}
    table = [
        f"| {name} | {x.left:.1%} | {x.blocks:.1%} | {x.sentences:.1%} | {x.silent:.1%} |" for name, x in rows.items()
    ]
    return [
        "\nWhat needs no parse and no labels, for nothing can be claimed there: no number, no word of movement, no cue "
        "of attribution. A block is known before the model runs, a sentence only after the parse; the last column has "
        "the sentences in which the labeller and the rules really found none. Left out are such blocks and those in "
        "other languages, where they are a tenth of an article or more (`NEWSCLAIMS_SKIP=0` leaves none out).\n",
        "| share of all tokens | left out | in such blocks | in such sentences | in sentences without any found |",
        "| --- | --- | --- | --- | --- |",
        *table,
    ]


MEMORY = "\nMemory of one worker"
"""How the part of the notes begins that `--memory` writes and a new report keeps."""


def memory_lines(sizes: list[tuple[int, float]]) -> list[str]:
    """Memory held after so many articles, as a table."""
    return [
        f"{MEMORY} (`tools/bench.py --memory {sizes[-1][0]}`):\n",
        "| articles | MB |\n| --- | --- |",
        *(f"| {seen:,} | {size:.0f} |" for seen, size in sizes),
    ]


def kept_memory() -> str:
    """The memory table of the notes as they are."""
    notes = NOTES.read_text(encoding="utf-8") if NOTES.is_file() else ""
    at = notes.find(MEMORY)
    return notes[at:] if at >= 0 else ""


def main() -> None:
    """Print the report, and write it unless --dry."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dry", action="store_true", help="print only")
    parser.add_argument("--quick", action="store_true", help="few texts")
    default = ROOT.parent / "shared" / "eval" / "pages" / "bodies"
    parser.add_argument("--pages", type=Path, default=default if default.is_dir() else ROOT / "fixtures" / "articles")
    parser.add_argument("--memory", type=int, metavar="N", help="print the memory held over N articles, nothing else")
    args = parser.parse_args()
    if args.memory:
        sizes = []
        for seen, size in memory(args.memory, min(2000, args.memory)):
            print(f"{seen:6} articles {size:7.1f} MB", flush=True)
            sizes.append((seen, size))
        if not args.dry:
            notes = NOTES.read_text(encoding="utf-8").removesuffix(kept_memory())
            NOTES.write_text(notes + "\n".join(memory_lines(sizes)) + "\n", encoding="utf-8")
        return
    text = report(args.quick, args.pages) + kept_memory()
    print(text)
    if not args.dry:
        NOTES.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
