"""Apache Kafka on loopback: one KRaft node, everybody authenticated, nothing created by accident."""

import shutil
import subprocess
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from pathlib import Path
from string import Template
from uuid import uuid4

import psutil

from koop.local import background, jvm
from koop.local.files import append_private, secret, tail, write_private
from koop.local.ports import LOOPBACK, require_free, wait_until_answers

START_SECONDS = 60
STOP_SECONDS = 30


class KafkaFailed(Exception):
    """The broker did not start. Carries the end of its log, which holds no secrets."""


class LocalKafka:
    """`home` holds data, configuration, log and the admin's password; `libs` the jars, which several homes may share."""

    def __init__(
        self,
        home: Path,
        internal_port: int = 19092,
        partner_port: int = 19094,
        controller_port: int = 19093,
        *,
        libs: Path | None = None,
        heap: Sequence[str] = jvm.HEAP,
        more: Sequence[str] = (),
    ) -> None:
        """`more`: further lines of the broker's configuration; of a key said twice the last line counts."""
        self.home = home.resolve()
        self.libs = (libs or home / "libs").resolve()
        self.heap = heap
        self.more = more
        self.ports = {"internal": internal_port, "partner": partner_port, "controller": controller_port}
        self.bootstrap = f"{LOOPBACK}:{partner_port}"
        self.admin_bootstrap = f"{LOOPBACK}:{internal_port}"
        self.log = self.home / "kafka.log"
        self._data = self.home / "data"
        self._pid = self.home / "kafka.pid"
        self._properties = self.home / "server.properties"
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def admin_password(self) -> str:
        """Of user `admin` (PLAIN, listener INTERNAL). Generated once, kept in `admin.password`, mode 0600."""
        return secret(self.home / "admin.password")

    def start(self) -> None:
        """Returns when clients can connect. A broker that still runs with the same configuration is taken over.

        Raises PortTaken, KafkaFailed, jvm.JarsMissing.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        if not (self._running() and self._configured()):
            self.stop()
            for name, port in self.ports.items():
                require_free(port, f"Kafka's {name} listener")
            write_private(self._properties, self._configuration())
            jvm.fetch_jars(self.libs)
            self._format()
            self._launch()
        if not wait_until_answers(self.ports["partner"], lambda: self._running() is not None, START_SECONDS):
            self.kill()
            raise KafkaFailed(f"Kafka did not start; the end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        """In good order. The first stop also writes the class archive (about 3 s), which makes later starts faster."""
        if process := self._running():
            by_itself = background.terminate(process, STOP_SECONDS)
            if by_itself and self._archive_draft().exists():
                self._archive_draft().replace(jvm.class_archive(self.libs))
        self._forget()

    def kill(self) -> None:
        """kill -9: for tests of what survives."""
        if process := self._running():
            background.kill(process)
        self._forget()

    def reset(self) -> None:
        """Stop and forget all data; jars and password stay."""
        self.stop()
        shutil.rmtree(self._data, ignore_errors=True)

    def _running(self) -> psutil.Process | None:
        """Our own child is known by its handle: just after the start its command line can still read as empty."""
        if self._child:
            return psutil.Process(self._child.pid) if self._child.poll() is None else None
        return background.running(self._pid, str(self._properties))

    def _configured(self) -> bool:
        return self._properties.exists() and self._properties.read_text() == self._configuration()

    def _configuration(self) -> str:
        template = Template((jvm.TOOLS / "server.properties").read_text())
        return "\n".join([template.substitute(self.ports, admin=self.admin_password, data=self._data), *self.more])

    def _format(self) -> None:
        """Once. The tool prints keys of users on standard output: that goes nowhere."""
        if (self._data / "meta.properties").exists():
            return
        shutil.rmtree(self._data, ignore_errors=True)
        cluster = urlsafe_b64encode(uuid4().bytes).decode().rstrip("=")
        # An id may begin with "-", which the tool would take for an option.
        tool = ["kafka.tools.StorageTool", "format", "--standalone", f"--cluster-id={cluster}", "-c", str(self._properties)]
        with append_private(self.log) as log:
            done = subprocess.run([*self._java(), *tool], stdout=subprocess.DEVNULL, stderr=log, check=False)
        if done.returncode != 0:
            raise KafkaFailed(f"Kafka's storage could not be formatted; the end of {self.log}:\n{tail(self.log)}")

    def _launch(self) -> None:
        """In a session of its own, so that Ctrl-C reaches only us and we stop it in order."""
        with append_private(self.log) as log:
            self._child = subprocess.Popen(
                [*self._java(record=True), "kafka.Kafka", str(self._properties)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._pid.write_text(str(self._child.pid))

    def _java(self, *, record: bool = False) -> list[str]:
        """With the class archive; while there is none, a broker records one when it stops."""
        archive = jvm.class_archive(self.libs)
        if archive.exists():
            return jvm.command(self.libs, self.heap, f"-XX:SharedArchiveFile={archive}")
        self._archive_draft().unlink(missing_ok=True)
        return jvm.command(self.libs, self.heap, f"-XX:ArchiveClassesAtExit={self._archive_draft()}" if record else "-Xshare:auto")

    def _archive_draft(self) -> Path:
        return self.home / "kafka.jsa.draft"

    def _forget(self) -> None:
        if self._child:
            self._child.wait()
            self._child = None
        self._pid.unlink(missing_ok=True)
