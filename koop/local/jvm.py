"""The Java side of Kafka: its jars (fetched once) and the class archive that halves its start."""

import hashlib
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from koop.local.files import locked
from koop.local.requirements import java, said

TOOLS = Path(__file__).parents[2] / "tools" / "kafka"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies"
HEAP = ("-Xms192m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Enough for the year with a margin; C1 alone starts faster. For load tests give other ones to LocalKafka."""


class JarsMissing(Exception):
    """Maven could not bring Kafka's jars."""


def fetch_jars(libs: Path) -> None:
    """Copy the pinned jars into `libs` unless they are there for this pom. Raises JarsMissing.

    Into a folder beside it and renamed at the end, so that an interrupted download leaves nothing that looks complete.
    """
    pom = TOOLS / "pom.xml"
    stamp = hashlib.sha256(pom.read_bytes()).hexdigest()
    with locked(libs.with_name("libs.lock")):
        if (libs / "pom.sha256").exists() and (libs / "pom.sha256").read_text() == stamp:
            return
        fresh = libs.with_name("libs.fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        _copy_dependencies(pom, fresh)
        (fresh / "pom.sha256").write_text(stamp)
        shutil.rmtree(libs, ignore_errors=True)
        fresh.rename(libs)


def _copy_dependencies(pom: Path, folder: Path) -> None:
    done = subprocess.run(
        ["mvn", "-q", "--batch-mode", "-f", str(pom), COPY, "-DincludeScope=runtime", f"-DoutputDirectory={folder}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise JarsMissing(f"Maven could not fetch Kafka's jars:\n{done.stdout[-3000:]}")


def class_archive(libs: Path) -> Path:
    """Its name holds what it depends on: the JVM's build and the list of jars. Another JVM makes another archive."""
    parts = [said(java(), "-version") or "", *sorted(jar.name for jar in libs.glob("*.jar"))]
    return libs.parent / f"kafka-{hashlib.sha256(repr(parts).encode()).hexdigest()[:12]}.jsa"


def command(libs: Path, heap: Sequence[str], archive: str) -> list[str]:
    """Java with Kafka's class path, up to the class name. The `*` is expanded by Java itself: no shell may see it."""
    log4j = f"-Dlog4j2.configurationFile={TOOLS / 'log4j2.properties'}"
    return [java(), *heap, archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off", "-Djava.awt.headless=true", log4j, "-cp", f"{libs}/*"]
