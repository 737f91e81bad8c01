"""What a worker does: items in, outcomes out, in order. It runs in the parent too where there is one worker only."""

import gc
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from pipeline.run.inputs import Item, Outcome, Task, printable, read
from schemas import Article, MadeBy

MAX_CHARACTERS = 200_000  # some 30,000 words: time and memory of the model grow in proportion
RENEW_AFTER = 4000  # articles; the model's string store grows with every new word and has no other way to shrink

_done = 0
_settled = False


def work(task: Task, model: str | None) -> list[Outcome]:
    """The outcomes of a task's items, in order."""
    from pipeline.nlp import shared_nlp
    from pipeline.results import made_by

    global _done, _settled  # noqa: PLW0603 - counts what this process has done, to renew its model
    made = made_by(shared_nlp(model))
    outcomes: list[Outcome] = []
    for ready, group in groupby(_opened(task, made), key=lambda pair: isinstance(pair, Outcome)):
        if ready:
            outcomes += [o for o in group if isinstance(o, Outcome)]
        else:
            outcomes += _extracted([p for p in group if not isinstance(p, Outcome)], made, model)
    _done += len(outcomes)
    if _done >= RENEW_AFTER:
        _done, _settled = 0, False
        shared_nlp.cache_clear()
        gc.unfreeze()
        gc.collect()
    elif not _settled:  # model, rules and weights are loaded: the collector need not walk them again and again
        _settled = True
        gc.collect()
        gc.freeze()
    return outcomes


def _opened(task: Iterable[Item | Outcome], made: MadeBy) -> Iterator[Outcome | tuple[Item, Article]]:
    """Each item as an article to work on, or as the outcome that it is already."""
    for item in task:
        if isinstance(item, Outcome):
            yield item
        elif item.document is not None:
            yield _checked(item, item.document, made)
        else:
            for number, found in enumerate(read(item.path), 1):
                key = item.key if number == 1 else f"{item.key}#{number}"
                if isinstance(found, Outcome):
                    yield replace(found, key=key)
                else:
                    yield _checked(Item(key, item.path, known=item.known if number == 1 else None), found, made)


def _checked(item: Item, document: str, made: MadeBy) -> Outcome | tuple[Item, Article]:
    fingerprint = hashlib.sha256(f"{document}\n{made.model_dump_json()}".encode()).hexdigest()
    if item.known == fingerprint:
        return Outcome(item.key, printable(item.path), "same", fingerprint=fingerprint)
    article = Article.model_validate_json(document)
    if len(article.text) > MAX_CHARACTERS:
        detail = f"{len(article.text)} characters, the most is {MAX_CHARACTERS}"
        return Outcome(item.key, printable(item.path), "reject", reason="too_long", detail=detail)
    return Item(item.key, item.path, known=fingerprint), article


def _extracted(pairs: list[tuple[Item, Article]], made: MadeBy, model: str | None) -> list[Outcome]:
    """Results of a batch; an article that a stage fails on is a reject, and no other suffers."""
    from pipeline.extraction import attempt
    from pipeline.results import result_of

    done = attempt([a for _, a in pairs], lambda doc, article: result_of(doc, article, made).model_dump_json(), model)
    return [_outcome(item, article, found) for (item, article), found in zip(pairs, done, strict=True)]


def _outcome(item: Item, article: Article, found: str | Exception) -> Outcome:
    if isinstance(found, Exception):
        detail = f"{type(found).__name__}: {found}"[:500]
        return Outcome(item.key, printable(item.path), "reject", reason="internal", detail=detail)
    size = len(article.text)
    return Outcome(item.key, printable(item.path), "result", found, fingerprint=item.known or "", characters=size)
