"""Which files a run reads, in which order, cut into tasks. None of it depends on the number of workers."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

# One article a file: read by a worker. Anything else may hold many and is streamed by the parent.
SINGLE = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml"})
TASK_ITEMS = 8
TASK_BYTES = 400_000


@dataclass(frozen=True)
class Item:
    """One file or article to work on: `document` is the article's JSON where it was read already."""

    key: str
    path: str
    document: str | None = None
    known: str | None = None
    """Fingerprint that the database has for this key."""


@dataclass(frozen=True)
class Outcome:
    """What became of an item: a result, a reject, or nothing to do because it is known."""

    key: str
    path: str
    status: str
    """`result`, `reject` or `same`."""
    document: str | None = None
    """The result's JSON."""
    fingerprint: str = ""
    characters: int = 0
    reason: str = ""
    detail: str = ""


Task = tuple[Item | Outcome, ...]
Known = Callable[[str], dict[str, str]]


def normal(path: str) -> str:
    """One spelling of a path, with forward slashes: the same file has the same key however it was named."""
    return Path(os.path.normpath(path)).as_posix()


def printable(path: str) -> str:
    """A path that can be written down: bytes of a file name that are no UTF-8 are shown as replacement characters."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def roots(inputs: Iterable[str]) -> list[str]:
    """The inputs in one order, without those that lie inside another."""
    found = sorted({normal(i) for i in inputs})
    return [r for r in found if not any(_inside(r, other) for other in found)]


def _inside(path: str, folder: str) -> bool:
    if path == folder:
        return False
    return path.startswith(folder.rstrip("/") + "/") or (folder == "." and not path.startswith(("/", "..")))


def files(inputs: Iterable[str]) -> Iterator[str]:
    """Every file of the inputs, recursively, sorted by path; names with a leading dot inside folders are left out."""
    for root in roots(inputs):
        if Path(root).is_dir():
            yield from _walk(root)
        else:
            yield root


def _walk(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        found = sorted((entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name)
    for entry in found:
        path = normal(entry.path)
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        else:
            yield path


def tasks(inputs: Iterable[str], known: Known) -> Iterator[Task]:
    """Tasks of a few items each, bounded in number and bytes, in the order of the files."""
    task: list[Item | Outcome] = []
    room = TASK_BYTES
    for item, size in _items(inputs, known):
        task.append(item)
        room -= size
        if len(task) >= TASK_ITEMS or room <= 0:
            yield tuple(task)
            task, room = [], TASK_BYTES
    if task:
        yield tuple(task)


def _items(inputs: Iterable[str], known: Known) -> Iterator[tuple[Item | Outcome, int]]:
    allowed = [Path(root).resolve() for root in roots(inputs)]
    for path in files(inputs):
        if (trouble := _trouble(path, allowed)) is not None:
            yield trouble, 0
            continue
        key = printable(path)
        if _is_single(path):
            yield Item(key, path, known=known(key).get(key)), Path(path).stat().st_size
        else:
            yield from _streamed(path, known(key))


def _trouble(path: str, allowed: list[Path]) -> Outcome | None:
    """A reject for what is no file to read: a broken link, a link that leaves the inputs, a pipe or device."""
    file, key = Path(path), printable(path)
    if file.is_symlink() and not any(file.resolve().is_relative_to(root) for root in allowed):
        return Outcome(key, key, "reject", reason="symlink_outside", detail="a link that leads out of the input")
    if not file.is_file():
        return Outcome(key, key, "reject", reason="not_a_file", detail="neither a file nor a link to one")
    return None


def _is_single(path: str) -> bool:
    suffixes = [s.lower() for s in Path(path).suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return bool(suffixes) and suffixes[-1] in SINGLE


def _streamed(path: str, known: dict[str, str]) -> Iterator[tuple[Item | Outcome, int]]:
    for number, found in enumerate(read(path), 1):
        key = printable(path) if number == 1 else f"{printable(path)}#{number}"
        if isinstance(found, Outcome):
            yield replace(found, key=key), 0
        else:
            yield Item(key, path, document=found, known=known.get(key)), len(found)


def read(path: str) -> Iterator[str | Outcome]:
    """The articles of a file as JSON, and rejects; whatever goes wrong while reading is a reject too."""
    from pipeline.errors import NewsclaimsError
    from pipeline.pages import read_articles
    from schemas import Article

    found, name = False, printable(path)
    try:
        for item in read_articles(Path(path), name=name):
            found = True
            if isinstance(item, Article):
                yield item.model_copy(update={"source_path": item.source_path or name}).model_dump_json()
            else:
                yield Outcome(name, item.source_path or name, "reject", reason=item.reason, detail=item.detail)
        if not found:
            yield Outcome(name, name, "reject", reason="empty", detail="no article in the file")
    except NewsclaimsError as error:
        yield Outcome(name, name, "reject", reason=error.code, detail=error.message)
    except Exception as error:  # an article's fault is never the run's: it is kept as a reject with its reason
        yield Outcome(name, name, "reject", reason="unreadable", detail=f"{type(error).__name__}: {error}"[:500])
