"""Where processes of the suite are born: an interpreter that has imported the libraries already and forks at a word.

`python -m` takes two seconds of a core for imports; a fork takes none, and runs the same module as `__main__` after it. The
nursery also sees to it that nothing outlives a session: when its standard input ends, however the session ended, it kills
whatever it has started, and the broker and the database of that session's home.
"""

import gc
import importlib
import json
import os
import runpy
import signal
import sys
from pathlib import Path
from typing import Any

from koop.local.kafka import LocalKafka
from koop.local.postgres import LocalPostgres

LIBRARIES = ("shared.service", "shared.relay", "shared.published", "uvicorn.protocols.http.h11_impl", "uvicorn.lifespan.on", "jinja2")


def main() -> None:
    """A line of JSON for each birth, {"command": [module, …], "environment": {…}, "log": path}; answered by the pid."""
    home = Path(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.freeze()
    children = []
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(wanted)
        children.append(child)
        print(child, flush=True)
    _clear(home, children)


def _become(wanted: dict[str, Any]) -> None:
    """As a shell would start it: a session, an environment and a log of its own. Does not return."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    nothing, log = os.open(os.devnull, os.O_RDONLY), os.open(wanted["log"], os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    for target, source in enumerate((nothing, log, log)):
        os.dup2(source, target)
    os.environ |= wanted["environment"]
    module, *sys.argv[1:] = wanted["command"]
    code = 1
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        os._exit(code)


def _clear(home: Path, children: list[int]) -> None:
    """Nobody has waited for the children, so their numbers are still theirs."""
    for child in children:
        os.kill(child, signal.SIGKILL)
    LocalKafka(home / "kafka").kill()
    LocalPostgres(home / "postgres").reset()


if __name__ == "__main__":
    main()
