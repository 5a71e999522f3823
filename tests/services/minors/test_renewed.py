"""`koop deadlines renew`, on the rows of a minor's file: sealed days too are read again, and what fell due stays done."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest

from koop.renew_deadlines import renew
from koop.verify_deadlines import deadlines as verified
from shared.clock import set_clock
from tests.services.minors.office import YouthOffice

BIRTH = {"year": 1999, "month": 3, "day": 15}
BEHIND_THE_WALL = [{"service": "minors", "set": None, "cleared": None, "running": None}]


@pytest.mark.anyio
async def test_rows_of_other_rules_become_those_of_todays(office: YouthOffice, database: str, dsn_of: Callable[[str], str]) -> None:
    minor = str((await office.open())["minor"])
    await office.say(minor, "ClaimAge", "2016-07-05", source="self", method="paper", birth=BIRTH)
    office.tick(datetime(2016, 7, 18, 8, tzinfo=UTC))  # the report is missed, the plan is due
    with psycopg.connect(database, autocommit=True) as connection:
        set_clock(connection, office.clock.instant, running=False)
        before = connection.execute("SELECT * FROM minors.deadlines ORDER BY key").fetchall()
        assert renew({"minors": dsn_of("minors")}, ["minors"]) == BEHIND_THE_WALL
        assert connection.execute("SELECT * FROM minors.deadlines ORDER BY key").fetchall() == before
        connection.execute("UPDATE minors.deadlines SET due = '2017-03-14 23:00Z', last_day = last_day + 1 WHERE key = 'majority'")
        connection.execute("DELETE FROM minors.deadlines WHERE key = 'plan-late'")
        connection.execute(
            "INSERT INTO minors.deadlines (stream, key, due, command_id, type, command) "
            "SELECT stream, 'of-old', due, gen_random_uuid(), type, command FROM minors.deadlines WHERE key = 'majority'"
        )
        assert not verified(connection, "minors")["ok"]
        assert renew({"minors": dsn_of("minors")}, ["minors"]) == BEHIND_THE_WALL
        assert connection.execute("SELECT * FROM minors.deadlines ORDER BY key").fetchall() == before
        assert verified(connection, "minors")["ok"]


@pytest.mark.anyio
async def test_what_was_answered_under_rules_that_set_its_key_again_goes(
    office: YouthOffice, database: str, dsn_of: Callable[[str], str]
) -> None:
    await office.say(str((await office.open())["minor"]), "ClaimAge", "2016-07-05", source="self", method="paper", birth=BIRTH)
    office.tick(datetime(2016, 7, 18, 8, tzinfo=UTC))  # plan-due has been answered
    with psycopg.connect(database, autocommit=True) as connection:
        set_clock(connection, office.clock.instant, running=False)
        before = connection.execute("SELECT * FROM minors.deadlines ORDER BY key").fetchall()
        connection.execute(
            "INSERT INTO minors.deadlines (stream, key, due, command_id, type, command) SELECT stream, 'plan-due', '2017-01-01Z', "
            "gen_random_uuid(), 'NotePlanDue', command FROM minors.deadlines WHERE key = 'majority'"
        )
        renew({"minors": dsn_of("minors")}, ["minors"])
        assert connection.execute("SELECT * FROM minors.deadlines ORDER BY key").fetchall() == before
