"""The long part of a rebuild: all records so far, folded in memory by several processes, each with its own keys."""

import gc
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from queue import Empty
from typing import Any

import psycopg

from shared import read_model
from shared.kafka import KafkaLogin
from shared.parking import ParkedRow, RawRecord
from shared.projection.following import set_aside, sound
from shared.published import parse
from shared.read_model import Folding, View
from shared.reading import Stretch, read
from shared.sequence import Item
from shared.sequence import Sequence as Order


class WorkerDied(Exception):
    """A process of the rebuild was killed; what it built is dropped by the next rebuild."""


@dataclass(frozen=True)
class Job:
    """One process's share. `catalogue`: the module whose VIEWS has the views; functions do not travel between processes."""

    dsn: str
    options: str
    login: KafkaLogin
    catalogue: str
    versions: dict[str, int]
    share: Sequence[Stretch]
    parked: Sequence[ParkedRow]


def views_of(catalogue: str, names: Sequence[str] | None = None) -> list[View[Any]]:
    """Raises KeyError for a name that no view has."""
    known = {view.name: view for view in import_module(catalogue).VIEWS}
    return list(known.values()) if names is None else [known[name] for name in names]


def shares(wanted: Sequence[Stretch], processes: int) -> list[list[Stretch]]:
    """By partition number over all topics, so that a key stays with one process whatever topic speaks of it."""
    found = [[one for one in wanted if one.partition % processes == i] for i in range(processes)]
    return [share for share in found if share]


def run(jobs: Sequence[Job], progress: Callable[[int], None]) -> dict[str, int]:
    """Returns the heads of all streams. A single job needs no process of its own. Raises WorkerDied or what a worker raised."""
    if len(jobs) == 1:
        return _fold(jobs[0], os.getppid(), progress)
    context = get_context("spawn")
    inbox = context.Queue()
    workers = [context.Process(target=work, args=(job, os.getpid(), inbox), daemon=True) for job in jobs]
    for worker in workers:
        worker.start()
    heads: dict[str, int] = {}
    try:
        for _ in workers:
            heads |= _result(inbox, workers, progress)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
        inbox.close()
    return heads


def _result(inbox: Any, workers: Sequence[BaseProcess], progress: Callable[[int], None]) -> dict[str, int]:
    """The next worker's heads."""
    while True:
        try:
            message = inbox.get(timeout=0.5)
        except Empty:
            if any(worker.exitcode not in {None, 0} for worker in workers):
                raise WorkerDied("a process of the rebuild was killed") from None
            continue
        if isinstance(message, int):
            progress(message)
        elif isinstance(message, Exception):
            raise message
        else:
            return dict(message)


def work(job: Job, parent: int, outbox: Any) -> None:
    """In a process of its own: says how many records it read, then its heads, or why it failed."""
    logging.getLogger("aiokafka").setLevel(logging.ERROR)  # a fresh process: the operator's own settings did not come along
    try:
        outbox.put(_fold(job, parent, outbox.put))
    except Exception as error:
        outbox.put(error if len(error.args) == 1 else RuntimeError(repr(error)))


@contextmanager
def _few_collections() -> Iterator[None]:
    """States grow by the million and none points back: the collector would walk through them again and again."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _fold(job: Job, parent: int, said: Callable[[int], None]) -> dict[str, int]:
    views = views_of(job.catalogue, list(job.versions))
    order = Order(folding := Folding(views))
    skipped = set_aside(order, job.parked)

    def take(records: list[RawRecord]) -> None:
        if os.getppid() != parent:
            os._exit(1)  # the rebuild was killed: nobody waits for this
        for raw in records:
            record = parse(raw)
            if (skipped or not order.take_next(record)) and (item := Item(raw, record)).place not in skipped:
                order.take(item)
        said(len(records))

    with _few_collections():
        read(job.login, job.share, take)
    sound(order)
    with psycopg.connect(job.dsn, options=job.options) as connection:
        for view in views:
            read_model.fill(connection, view, job.versions[view.name], folding)
    return order.heads
