"""Tasks over processes: results in the order of the tasks, a bounded number in flight, a dead worker survived."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from pipeline.errors import NewsclaimsError
from pipeline.run.inputs import Outcome, Task
from pipeline.run.work import work

IN_FLIGHT = 4  # tasks a worker: enough to keep it busy, few enough to keep memory flat
THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Pending = tuple[Task, "Future[list[Outcome]]"]


def outcomes(tasks: Iterable[Task], workers: int, model: str | None) -> Iterator[list[Outcome]]:
    """The outcomes of each task, in the order of the tasks; with one worker, in this process."""
    if workers <= 1:
        for task in tasks:
            yield work(task, model)
        return
    with _one_thread_each():
        yield from _parallel(tasks, workers, model)


def _parallel(tasks: Iterable[Task], workers: int, model: str | None) -> Iterator[list[Outcome]]:
    pool = _pool(workers, model)
    pending: deque[Pending] = deque()
    try:
        for task in tasks:
            try:
                pending.append((task, pool.submit(work, task, model)))
            except BrokenProcessPool:
                pool, lost = _pool(workers, model), [*(t for t, _ in pending), task]
                pending.clear()
                yield from _one_by_one(lost, model)
                continue
            if len(pending) >= workers * IN_FLIGHT:
                first, done = pending.popleft()
                yield _result(first, done, model)
        while pending:
            first, done = pending.popleft()
            yield _result(first, done, model)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _result(task: Task, done: "Future[list[Outcome]]", model: str | None) -> list[Outcome]:
    try:
        return done.result()
    except BrokenProcessPool:
        return next(_one_by_one([task], model))


def _one_by_one(lost: Iterable[Task], model: str | None) -> Iterator[list[Outcome]]:
    """Tasks that a dying worker took with it: each item alone in a process, so that only the guilty one is lost."""
    for task in lost:
        found: list[Outcome] = []
        for item in task:
            with _pool(1, model) as pool:
                try:
                    found += pool.submit(work, (item,), model).result()
                except BrokenProcessPool:
                    found.append(Outcome(item.key, item.path, "reject", reason="crashed", detail="its worker died"))
        yield found


def _pool(workers: int, model: str | None) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")  # no threads or locks of the parent come along
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(model,))


def _start(model: str | None) -> None:
    """A worker loads its model before its first task, and leaves Ctrl-C to the parent."""
    from pipeline.nlp import shared_nlp

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        shared_nlp(model)
    except NewsclaimsError:
        return  # the first task raises it again, where the parent can see it


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Each worker computes on one thread: several would fight over the cores."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
