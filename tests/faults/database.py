"""Faults of PostgreSQL and of the way to it."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from koop.migrate import SERVICES
from tests.faults import wishes as w
from tests.faults.proxy import Mode
from tests.faults.registry import fault
from tests.faults.world import World

LINKS = ("postgres", "postgres-relay")


@fault(8, "database crashed under load", "koop_relay_producers_replaced_total", "koop_retries_total", fast=True)
def crashed(world: World) -> None:
    """PostgreSQL and all its backends are killed with kill -9 while people and partners work, and started again: commits whose
    answer was lost are asked for again under the same id."""
    postgres = world.cluster.parts.postgres
    with world.load():
        for _ in range(3 if world.full else 1):
            postgres.kill()
            time.sleep(2)
            postgres.start()
            world.healed()
            world.cluster.wait_ready()


@fault(9, "connections ended by the database", "koop_relay_producers_replaced_total", "koop_retries_total", fast=True)
def terminated(world: World) -> None:
    """pg_terminate_backend for every connection of every service and relay, several times, in the middle of work."""
    roles = ", ".join(f"'{service}'" for service in SERVICES)
    with world.load():
        for _ in range(20 if world.full else 3):
            world.sql(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename IN ({roles})")
            time.sleep(0.7)
        world.healed()


@fault(10, "database silent", "koop_relay_producers_replaced_total", "koop_retries_total", fast=True)
def silent(world: World) -> None:
    """Every connection to PostgreSQL stays open and nothing comes through, in either direction; then each is reset, as by a router
    that has forgotten it."""
    links = [world.cluster.parts.links[name] for name in LINKS]
    with world.load():
        for _ in range(3 if world.full else 1):
            for link in links:
                link.switch(Mode.BLACK_HOLE)
            time.sleep(20 if world.full else 4)
            for link in links:
                link.reset()
                link.switch()
            world.healed()


@fault(12, "disk of the database full", 'koop_commands_total outcome="unavailable"')
def full(world: World) -> None:
    """The tables of a service lie on a small disk, which is filled to the last byte while people work; views go on answering; then
    there is space again."""
    with _small_disk(world) as disk, world.load():
        tables = ("events", "published", "commands")
        for table in tables:
            world.sql(f"ALTER TABLE volunteers.{table} SET TABLESPACE small")
        unknown = world.work.log.counts["unknown"]
        ballast = disk / "ballast"
        subprocess.run(["dd", "if=/dev/zero", f"of={ballast}", "bs=4096", "status=none"], check=False, stderr=subprocess.DEVNULL)
        world.wait(lambda: world.work.log.counts["unknown"] > unknown + 3, "commands fail for want of space")
        ballast.unlink()
        world.healed()
        for table in tables:
            world.sql(f"ALTER TABLE volunteers.{table} SET TABLESPACE pg_default")


@contextmanager
def _small_disk(world: World) -> Iterator[Path]:
    """A tablespace of 16 MiB. Needs the right to mount; raises CalledProcessError without it."""
    disk = world.cluster.parts.postgres.place.folder / f"disk-{uuid4().hex[:6]}"
    disk.mkdir()
    with ExitStack() as held:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "koop-small", str(disk)], check=True)
        held.callback(subprocess.run, ["umount", str(disk)], check=True)
        space = disk / "space"
        space.mkdir()
        world.cluster.parts.postgres.place.hand_over(space)
        world.cluster.parts.postgres.place.hand_over(disk)
        world.sql(f"CREATE TABLESPACE small LOCATION '{space}'")
        held.callback(world.sql, "DROP TABLESPACE small")
        for service in SERVICES:
            world.sql(f"GRANT CREATE ON TABLESPACE small TO {service}")
        yield disk


@fault(30, "parking refused by the database", "koop_retries_total", fast=True)
def unparkable(world: World) -> None:
    """The table in which bad input is kept may not be written to: who has something to park must neither skip it nor acknowledge
    it, but wait until it can be kept."""
    world.sql("REVOKE INSERT ON cases.parked FROM cases")
    try:
        with world.load():
            world.work.say(w.wrong(world.chance, world.work.subjects))
            world.wait_moved('koop_retries_total service="cases"', 3)
            world.sql("GRANT INSERT ON cases.parked TO cases")
            world.healed()
    finally:
        world.sql("GRANT INSERT ON cases.parked TO cases")
