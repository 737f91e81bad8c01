"""The `newsclaims` command."""

import json
import sys
from collections.abc import Iterator
from typing import IO

import click


@click.group()
def main() -> None:
    """News articles in, structured claims out."""


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
def annotate(file: IO[str]) -> None:
    """JSONL of texts in, JSONL of layers and claims out, same order."""
    from schemas import Article

    from pipeline.extraction import docs
    from pipeline.nlp import shared_nlp
    from pipeline.pages import article_from_text
    from pipeline.results import annotated, made_by

    def articles() -> Iterator[Article]:
        for line in file:
            row = json.loads(line)
            yield article_from_text(
                row["text"],
                article_id=row.get("id"),
                title=row.get("title"),
                published=row.get("published"),
                publisher=row.get("publisher"),
            )

    made = made_by(shared_nlp(None))
    for doc, article in docs(articles()):
        sys.stdout.write(annotated(doc, article, made).model_dump_json() + "\n")
