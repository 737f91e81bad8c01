"""`newsclaims show`: an article with its claims marked where they stand."""

import json
import sys
from pathlib import Path
from typing import Any

import click


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--model", metavar="NAME_OR_PATH", help="Another spaCy pipeline than the pinned one.")
@click.option("--unclaimed", is_flag=True, help="List the numbers that are in no claim too, with their reasons.")
def command(file: Path, model: str | None, unclaimed: bool) -> None:
    """Print an article with its claims marked.

    [1] in the text is the first row of the table below it.

    \b
    newsclaims show article.html
    newsclaims show article.txt --unclaimed | less -R
    """
    from pipeline.errors import NewsclaimsError
    from pipeline.run.inputs import Item
    from pipeline.run.work import work

    path = file.as_posix()
    outcomes = work((Item(path, path),), model)
    for outcome in outcomes:
        if outcome.document is None:
            raise NewsclaimsError(
                f"article.{outcome.reason}", f"{path}: {outcome.detail}", "give a file with the text of an article"
            )
        _print(json.loads(outcome.document), with_unclaimed=unclaimed)


def _print(result: dict[str, Any], *, with_unclaimed: bool) -> None:
    from rich.text import Text

    from pipeline.cli.marking import Mark, marked
    from pipeline.cli.tables import claims_table
    from pipeline.cli.terminal import console, plain
    from pipeline.sink.rows import flat_rows

    screen = console(sys.stdout)
    article, marks = result["article"], []
    for number, claim in enumerate(result["claims"], 1):
        place = _place(claim)
        marks.append(Mark(*place, _first_field(claim), f"[{number}]"))
    marks = _merged(marks)
    for block in article["blocks"]:
        words = marked(article["text"], block["start"], block["end"], marks, colour=screen.is_terminal)
        screen.print(Text.assemble((f"{block['role']:>12} ", "magenta")) + words, soft_wrap=True)
    screen.print()
    table = claims_table({**row, "claim_id": f"[{n}]"} for n, row in enumerate(flat_rows(result), 1))
    screen.print(table if result["claims"] else Text("no claims", "dim"))
    if with_unclaimed:
        screen.print()
        for left in result["unclaimed"]:
            screen.print(Text(f"{left['start']:>6} {plain(left['text'])}: {left['reason']}", "dim"))


def _first_field(claim: dict[str, Any]) -> str:
    return {"quantity": "range", "trend": "metric", "statement": "statement"}[claim["kind"]]


def _place(claim: dict[str, Any]) -> tuple[int, int]:
    """Where a claim is marked: at its number, its metric, or its whole evidence."""
    for wanted in (_first_field(claim), "range", "metric", "direction"):
        for span in claim["evidence"]["spans"]:
            if span["of"] == wanted:
                return span["start"], span["end"]
    return claim["evidence"]["start"], claim["evidence"]["end"]


def _merged(marks: list[Any]) -> list[Any]:
    """Claims that share their characters (six miners, one number) share one mark."""
    notes: dict[tuple[int, int, str], str] = {}
    for mark in marks:
        notes[mark[:3]] = notes.get(mark[:3], "") + mark.note
    return [type(mark)(*key, note) for key, note in notes.items() for mark in marks[:1]]
