"""The view of volunteers: hours and load where they are active."""

from collections.abc import Callable
from typing import Any

from services.reporting.views import volunteers
from services.reporting.views.volunteers import VIEW
from shared.contracts import volunteers as v
from shared.read_model import Record
from tests.services.reporting.views.told import VERSION, day, folded, live, person, record

REGISTERED: dict[str, Any] = {"vg": "vg-landstuhl", "organisation": "caritas", "weekly_limit": 8.0}


def told(*said: tuple[type[v.VolunteerContract], str, dict[str, Any]], n: int = 1) -> list[Record]:
    steps: list[tuple[type[v.VolunteerContract], str, dict[str, Any]]] = [(v.VolunteerRegistered, "07-04", REGISTERED), *said]
    return [
        record(contract(volunteer=person(n), on=day(on), **fields), f"volunteer-{person(n)}", number, on)
        for number, (contract, on, fields) in enumerate(steps, 1)
    ]


def hours(
    week: str, hours: float, role: v.VolunteerRole = v.VolunteerRole.DRIVING
) -> tuple[type[v.VolunteerContract], str, dict[str, Any]]:
    return v.HoursReported, week, {"week": day(week), "role": role, "hours": hours}


def test_hours_of_a_week_are_the_last_report_of_each_role() -> None:
    said = told(hours("09-05", 4.5), hours("09-05", 3.0), hours("09-05", 2.25, v.VolunteerRole.MENTOR))
    assert [row[4] for row in folded(VIEW, said)["volunteer_hours"]] == [5.25]


def test_the_same_facts_again_give_the_same_rows() -> None:
    said = told(hours("09-05", 4.5), (v.VolunteerPaused, "09-12", {}), (v.VolunteerResumed, "10-01", {}))
    assert folded(VIEW, said + said) == folded(VIEW, said)


def test_load_by_verbandsgemeinde(dsn_of: Callable[[str], str]) -> None:
    """Four weeks before 26 Sep: Mondays 5, 12, 19 and 26 Sep count, 29 Aug does not."""
    signal = (v.OverloadSignalled, "09-19", {"since": day("09-05"), "until": day("09-19")})
    busy = told(hours("08-29", 2.0), hours("09-05", 9.0), hours("09-12", 9.0), hours("09-19", 9.0), signal)
    paused = told((v.VolunteerPaused, "09-12", {}), n=2)
    with live(dsn_of("reporting"), VIEW, busy, paused) as connection:
        found = volunteers.load(connection, VERSION, day=day("09-26"))
    assert [{key: row[key] for key in ("vg", "active", "paused", "overloaded", "hours", "weeks_over")} for row in found] == [
        {"vg": "vg-landstuhl", "active": 1, "paused": 1, "overloaded": 1, "hours": 27.0, "weeks_over": 3}
    ]
