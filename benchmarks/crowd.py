"""Clients that ask as fast as they are answered: one in this process, or more in threads of two processes."""

import threading
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.pool import ThreadPool
from typing import Any

from benchmarks.ground import Ground

SECONDS, PROCESSES = 3.0, 2
TOGETHER = 60.0
"""Seconds in which all processes must have begun: if one has died, the others do not wait for it for ever."""

Step = Callable[[], object]
Client = Callable[[Ground, int], Step]
"""Makes the step that the client of this number repeats."""


def rate(client: Client, ground: Ground, clients: int, seconds: float = SECONDS) -> float:
    """Steps a second, of all clients together. `client` is a function of a module: processes find it by its name."""
    if clients == 1:
        return _paced([client(ground, 0)], seconds, None)
    context = get_context("spawn")
    ready, shares = context.Barrier(PROCESSES), [range(n, clients, PROCESSES) for n in range(PROCESSES)]
    answers = [context.Pipe(duplex=False) for _ in shares]
    workers = [
        context.Process(target=_share, args=(client, ground, list(share), seconds, ready, answer))
        for share, (_, answer) in zip(shares, answers, strict=True)
    ]
    for worker in workers:
        worker.start()
    for _, answer in answers:
        answer.close()  # so that a worker that dies is an end of file, not a wait for ever
    found = [float(receive.recv()) for receive, _ in answers]
    for worker in workers:
        worker.join()
    return sum(found)


def _share(client: Client, ground: Ground, numbers: Sequence[int], seconds: float, ready: Any, answer: Any) -> None:
    answer.send(_paced([client(ground, number) for number in numbers], seconds, ready))


def _paced(steps: Sequence[Step], seconds: float, ready: Any) -> float:
    for step in steps:
        step()  # connections, prepared statements, caches
    if ready is not None:
        ready.wait(TOGETHER)
    started, over, counts = time.perf_counter(), threading.Event(), [0] * len(steps)

    def go(n: int) -> None:
        while not over.is_set():
            steps[n]()
            counts[n] += 1

    timer = threading.Timer(seconds, over.set)
    timer.start()
    with ThreadPool(len(steps)) as pool:
        pool.map(go, range(len(steps)))
    return sum(counts) / (time.perf_counter() - started)
