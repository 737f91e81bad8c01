"""`newsclaims annotate`: JSON lines of texts in, JSON lines of layers and claims out."""

import json
import re
import sys
from itertools import islice
from typing import IO, Any

import click

from schemas import AnnotatedResult, Article, MadeBy

FIELDS = ("id", "title", "published", "publisher")
# Half a character, as broken JSON escapes leave it: it has no UTF-8. One character for one keeps every offset.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--model", metavar="NAME_OR_PATH", help="Another spaCy pipeline than the pinned one.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a line could not be used.")
def command(file: IO[bytes], model: str | None, strict: bool) -> None:
    """JSON lines of texts in, layers and claims out.

    Reads FILE or standard input; one line out for one line in, same order. A line is {"id", "text", "published"?,
    "title"?, "publisher"?}. The text is taken as it is: offsets count its characters. A line that cannot be used
    gives {"error", "id"} in its place.

    \b
    echo '{"id": "a", "text": "Acme shares fell 4% on Monday.", "published": "2025-03-26"}' | newsclaims annotate
    newsclaims annotate texts.jsonl > annotated.jsonl
    """
    from pipeline.cli.terminal import output
    from pipeline.extraction import BATCH, attempt
    from pipeline.nlp import shared_nlp
    from pipeline.results import annotated, made_by

    made = made_by(shared_nlp(model))
    failed, out = 0, output()
    lines = (line for line in file if line.strip())
    while batch := [_read(line) for line in islice(lines, BATCH)]:
        articles = [found for found in batch if isinstance(found, Article)]
        done = iter(attempt(articles, lambda doc, a: annotated(doc, a, made), model))
        for found in batch:
            line, fine = _line(found, next(done), made) if isinstance(found, Article) else (found, False)
            failed += not fine
            out.write(f"{line}\n")
        out.flush()
    sys.exit(1 if failed and strict else 0)


def _line(article: Article, found: AnnotatedResult | Exception, made: MadeBy) -> tuple[str, bool]:
    """The line of an article, and whether it went well."""
    from pipeline.cli.terminal import plain
    from pipeline.results import bare

    if isinstance(found, Exception):
        row = bare(article, made, found)
        click.echo(plain(f"{article.id}: {row.article.warnings[-1]}"), err=True)
        return row.model_dump_json(), False
    return found.model_dump_json(), True


def _read(line: bytes) -> Article | str:
    """The article of a line, or the error line that stands in its place."""
    from pipeline.pages import article_from_text

    row: Any = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise TypeError(f"a line is {type(row).__name__}, not an object with a text")
        given = {name: row.get(name) for name in FIELDS}
        if not isinstance(row.get("text"), str):
            raise TypeError(f"text is {type(row.get('text')).__name__}, not a string")
        return article_from_text(
            LONE_SURROGATE.sub("\ufffd", row["text"]),
            article_id=None if given["id"] is None else str(given["id"]),
            title=given["title"],
            published=given["published"],
            publisher=given["publisher"],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return _error(row.get("id") if isinstance(row, dict) else None, error)


def _error(article_id: object, error: Exception) -> str:
    return json.dumps({"error": f"{type(error).__name__}: {error}"[:300], "id": article_id})
