"""`newsclaims clean`: files to articles with labelled blocks."""

import json
import sys
from typing import Any

import click

ROLE_STYLES = {
    "headline": "bold",
    "standfirst": "bold dim",
    "heading": "bold underline",
    "update": "yellow",
    "caption": "cyan",
    "quote": "italic",
    "table": "green",
    "list": "green",
    "byline": "dim",
    "source_line": "dim",
    "related": "red dim",
    "promo": "red dim",
    "disclaimer": "red dim",
    "other": "red dim",
}
ROLE_WIDTH = 12


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True), metavar="FILE...")
@click.option("--format", "kind", type=click.Choice(["jsonl", "text"]), default="jsonl", show_default=True)
@click.option("--strict", is_flag=True, help="Exit with 1 where a file holds no article.")
def command(files: tuple[str, ...], kind: str, strict: bool) -> None:
    """Pages in, articles with labelled blocks out.

    An article is its text, its blocks with their roles, and its metadata with where it came from: JSON lines, one
    article a line; with --format text the blocks in colour with their roles. What is no article is said on standard
    error with its reason.

    \b
    newsclaims clean page.html
    newsclaims clean saved/*.html.gz > articles.jsonl
    newsclaims clean page.html --format text | less -R
    """
    from pipeline.cli.terminal import output, plain
    from pipeline.run.inputs import Outcome, read
    from pipeline.run.inputs import files as listed

    rejects, out = 0, output()
    for path in _in_order(files, listed):
        for found in read(path):
            if isinstance(found, Outcome):
                rejects += 1
                click.echo(plain(f"{path}: {found.reason}: {found.detail}"), err=True)
            elif kind == "jsonl":
                out.write(found + "\n")
            else:
                _print(json.loads(found))
    sys.exit(1 if rejects and strict else 0)


def _in_order(paths: tuple[str, ...], listed: Any) -> Any:
    """Files in the order they were named; a folder's in the order of their paths."""
    for path in paths:
        yield from listed([path])


def _print(article: dict[str, Any]) -> None:
    from rich.text import Text

    from pipeline.cli.terminal import console, plain

    screen = console(sys.stdout)
    for name in ("source_path", "title", "authors", "publisher", "published", "published_basis", "url", "language"):
        if value := article.get(name):
            words = ", ".join(value) if isinstance(value, list) else str(value)
            screen.print(Text.assemble((f"{name:>16} ", "dim"), plain(words)))
    for warning in article["warnings"]:
        screen.print(Text.assemble(("         warning ", "red"), plain(warning)))
    screen.print()
    for block in article["blocks"]:
        style = ROLE_STYLES.get(block["role"], "")
        words = plain(article["text"][block["start"] : block["end"]])
        role = f"{block['role']:>{ROLE_WIDTH}} "
        indented = words.replace("\n", "\n" + " " * (ROLE_WIDTH + 1))
        screen.print(Text.assemble((role, "magenta"), (indented, style)), soft_wrap=True)
    screen.print()
