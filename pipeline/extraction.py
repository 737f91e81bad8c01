"""The library's front door: a text, a file or an Article in, a validated result out."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline.errors import NewsclaimsError
from schemas import Article, Result

if TYPE_CHECKING:
    from spacy.tokens import Doc

Source = str | Path | Article
BATCH = 32
T = TypeVar("T")


def extract(source: Source, *, published: str | None = None, model: str | None = None) -> Result:
    """The result of one text (`str`), file (`Path`) or `Article`.

    `published` (ISO date or date-time) is the publication date where the source has none.
    Raises `NewsclaimsError` where a file holds no article.
    """
    return next(extract_many([source], published=published, model=model))


def extract_many(
    sources: Iterable[Source], *, published: str | None = None, model: str | None = None
) -> Iterator[Result]:
    """Results in the order of the sources, streamed in batches."""
    from pipeline.nlp import shared_nlp
    from pipeline.results import made_by, result_of

    nlp = shared_nlp(model)
    made = made_by(nlp)
    for doc, article in docs((_article(s, published) for s in sources), model):
        yield result_of(doc, article, made)


def docs(articles: Iterable[Article], model: str | None = None) -> "Iterator[tuple[Doc, Article]]":
    """Docs with all layers, each with its article, in order.

    A batch goes through one stage after the other, not each Doc through all: a stage's code and weights stay in reach
    of the processor.
    """
    from pipeline.nlp import make_doc, shared_nlp

    nlp = shared_nlp(model)
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        with no_search_for_cycles():
            made = [make_doc(nlp, article) for article in batch]
            for _, pipe in nlp.pipeline:
                made = through(pipe, made)
        yield from zip(made, batch, strict=True)
        settle()


@contextmanager
def no_search_for_cycles() -> Iterator[None]:
    """The garbage collector rests: a batch makes millions of small objects, hardly one of them in a cycle.

    What it would have found is found behind the batch. Saves 3 to 6% of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def settle() -> None:
    """Spare the garbage collector, once a process, what the first batch has loaded: models, rules and memories.

    They live as long as the process, and to walk over them at each search for cycles is a twentieth of the time.
    """
    gc.freeze()


def through(pipe: Callable[["Doc"], "Doc"], made: "list[Doc]") -> "list[Doc]":
    """A batch of Docs behind one stage."""
    return list(pipe.pipe(made)) if hasattr(pipe, "pipe") else [pipe(doc) for doc in made]


def attempt(
    articles: Sequence[Article], finish: "Callable[[Doc, Article], T]", model: str | None = None
) -> "list[T | Exception]":
    """What `finish` makes of each article's Doc, in order; where a stage fails on an article, the error.

    A failing batch is done again one by one, so that one bad article costs nobody else anything.
    """
    try:
        return [finish(doc, article) for doc, article in docs(articles, model)]
    except Exception as error:
        if len(articles) == 1:
            return [error]
        return [done for article in articles for done in attempt([article], finish, model)]


def _article(source: Source, published: str | None) -> Article:
    from pipeline.pages import article_from_text, read_article

    if published is not None:
        published = _day(published)
    if isinstance(source, Article):
        article = source
    elif isinstance(source, Path):
        article = read_article(source)
    elif isinstance(source, str):
        article = article_from_text(source, published=published)
    else:
        raise NewsclaimsError(
            "input.type",
            f"extract got {type(source).__name__}: {source!r:.80}",
            "give a text (str), a file (pathlib.Path) or an Article",
        )
    if published and not article.published:
        article = article.model_copy(update={"published": published, "published_basis": "given"})
    return article


def _day(published: str) -> str:
    """`published` where it is an ISO date or date-time."""
    import datetime as dt

    try:
        dt.datetime.fromisoformat(published)
    except (ValueError, TypeError):
        raise NewsclaimsError(
            "input.published", f"{published!r:.80} is no ISO date or date-time", "write it like 2025-03-26"
        ) from None
    return published
