"""`newsclaims explain`: where each field of a claim was read, and by which rule."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from pipeline.errors import NewsclaimsError

Json = dict[str, Any]


@click.command()
@click.argument("claim_id")
@click.option("--db", envvar="NEWSCLAIMS_DB", metavar="URL", help="The database it stands in [env: NEWSCLAIMS_DB].")
@click.option(
    "--results", type=click.Path(exists=True, path_type=Path), help="The folder or file that extract -o wrote."
)
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--why", is_flag=True, help="Read the article again and say what moved each model.")
def command(claim_id: str, db: str | None, results: Path | None, kind: str, why: bool) -> None:
    """Show where each field of a claim was read.

    Its sentence in colour, and each field with its words, their offsets, and the rule or model that read it.
    CLAIM_ID may be shortened as long as it is clear.

    \b
    newsclaims explain 3f9a2c1b --db sqlite:///claims.db
    newsclaims explain 3f9a2c1b --results out/ --why
    """
    if (db is None) == (results is None):
        raise click.UsageError("say where the claim stands: --db URL or --results PATH")
    found = _from_database(db, claim_id) if db else _from_files(results or Path(), claim_id)
    if len(found) != 1:
        how = "no claim" if not found else "more than one claim"
        raise NewsclaimsError("claim.id", f"{how} has an id that starts with {claim_id!r}", "copy the whole id")
    claim, article = found[0]
    if kind == "json":
        from pipeline.cli.terminal import output

        output().write(json.dumps(claim, ensure_ascii=False, indent=1) + "\n")
        return
    _print(claim, article)
    if why:
        _print_why(claim, article)


def _print_why(claim: Json, article: Json) -> None:
    from pipeline.claims.explain import explain_claim
    from pipeline.cli.terminal import plain
    from pipeline.extraction import docs
    from schemas import Article

    ((doc, _),) = docs([Article.model_validate(article)])
    known = set(explain_claim(claim))
    moved = [line for line in explain_claim(claim, doc) if line not in known]
    click.echo("\n" + plain("\n".join(moved or ["the article does not give this claim with the rules of today"])))


def _from_database(url: str, claim_id: str) -> list[tuple[Json, Json]]:
    from pipeline.sink.engine import open_engine
    from pipeline.sink.query import claim_document

    return claim_document(open_engine(url, create=False), claim_id)


def _from_files(path: Path, claim_id: str) -> list[tuple[Json, Json]]:
    found: dict[str, tuple[Json, Json]] = {}
    for result in _results(path):
        for claim in result["claims"]:
            if claim["id"].startswith(claim_id):
                found.setdefault(claim["id"], (claim, result["article"]))
    return list(found.values())


def _results(path: Path) -> Iterator[Json]:
    files = sorted(p for p in path.rglob("*.json*") if p.name != "rejects.jsonl") if path.is_dir() else [path]
    for file in files:
        with file.open(encoding="utf-8") as stream:
            documents = (json.loads(line) for line in stream) if file.suffix == ".jsonl" else (json.load(stream),)
            yield from (d for d in documents if isinstance(d, dict) and "claims" in d)


def _print(claim: Json, article: Json) -> None:
    from rich.table import Table
    from rich.text import Text

    from pipeline.claims.explain import RULES
    from pipeline.cli.marking import Mark, marked
    from pipeline.cli.terminal import console, plain, safe, style_of

    screen = console(sys.stdout)
    evidence = claim["evidence"]
    marks = [Mark(s["start"], s["end"], s["of"]) for s in evidence["spans"]]
    screen.print(Text.assemble("claim ", (claim["id"], "bold"), f", {claim['kind']}, confidence {claim['confidence']}"))
    place = f"{article['source_path'] or article['id']}, {evidence['role']}, characters"
    screen.print(Text(f"{plain(place)} {evidence['start']}-{evidence['end']}", "dim"))
    screen.print()
    for start, end in _passages(article["text"], evidence):
        screen.print(marked(article["text"], start, end, marks, colour=screen.is_terminal), soft_wrap=True)
    screen.print()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in ("field", "value", "words", "characters", "rule"):
        table.add_column(head, overflow="fold")
    for name, value in _fields(claim):
        if not value:
            continue
        spans = [s for s in evidence["spans"] if s["of"] == name or s["of"].split(".")[0] == name] or [None]
        for number, span in enumerate(spans):
            words = [span["text"], f"{span['start']}-{span['end']}", span["rule"]] if span else ["", "", ""]
            first = [name, value] if number == 0 else ["", ""]
            table.add_row(Text(first[0], style_of(name)), *(safe(w) for w in [first[1], *words]))
    screen.print(table)
    screen.print()
    for rule in claim["rules"]:
        screen.print(Text(f"{rule}: {RULES[rule]}" if rule in RULES else rule, "dim"))


def _passages(text: str, evidence: Json) -> list[tuple[int, int]]:
    """The evidence, and the line of each span that stands outside it: a date or a source may be carried over."""
    found = [(evidence["start"], evidence["end"])]
    for span in evidence["spans"]:
        if not any(start <= span["start"] < end for start, end in found):
            stop = text.find("\n", span["end"])
            found.append((text.rfind("\n", 0, span["start"]) + 1, stop if stop >= 0 else len(text)))
    return found


def _fields(claim: Json) -> Iterator[tuple[str, str]]:
    from pipeline.cli.terminal import amount, period
    from pipeline.sink.rows import claim_row

    row = claim_row(claim)
    entity = " ".join(filter(None, [row["entity"], f"({row['entity_type']})" if row["entity_type"] else None]))
    yield "entity", entity
    yield "counterparty", row["counterparty"] or ""
    yield "metric", row["metric"] or ""
    yield "aspect", row["aspect"] or ""
    yield "direction", row["direction"] or ""
    yield "range", amount({**row, "direction": None})
    yield "date", period(row["date_start"], row["date_end"]) + (f" ({row['date_basis']})" if row["date_basis"] else "")
    yield "said", period(row["said_start"], row["said_end"])
    for number, link in enumerate(claim["source"]):
        about = [link[k] for k in ("role", "organization", "cue") if link[k]]
        yield "source" if number == 0 else "", f"{link['name']} ({', '.join([link['type'], *about])})"
    yield "modality", row["modality"] + (", hedged" if row["hedged"] else "")
    yield "statement", row["statement"] or ""
    yield "related", ", ".join(f"{r['relation']} {r['id'][:8]}" for r in claim["related"])
    yield "flags", row["flags"] or ""
