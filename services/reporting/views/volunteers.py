"""Volunteers: who is active where, how many hours a week, and who has too much."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row
from pydantic import BaseModel, ConfigDict

from shared.contracts import volunteers as v
from shared.read_model import Record, Row, Table, View

VOLUNTEERS = Table(
    "volunteers",
    (
        ("volunteer", "uuid"),
        ("organisation", "text"),
        ("vg", "text"),
        ("weekly_limit", "numeric"),
        ("status", "text"),
        ("since", "date"),
        ("overloaded", "bool"),
    ),
    key=1,
    indexes=("organisation, vg",),
)
HOURS = Table(
    "volunteer_hours",
    (("volunteer", "uuid"), ("week", "date"), ("organisation", "text"), ("vg", "text"), ("hours", "numeric"), ("over_limit", "bool")),
    key=2,
    indexes=("week, vg",),
)


class Volunteer(BaseModel):
    """`hours`: per "week role", the last report; hours as text, quarters exactly."""

    model_config = ConfigDict(frozen=True)

    organisation: str = ""
    vg: str = ""
    limit: float = 0
    status: str = "active"
    since: date = date(1, 1, 1)
    overloaded: bool = False
    hours: dict[str, float] = {}


def evolve(state: Volunteer, record: Record) -> Volunteer:
    match record.contract:
        case v.VolunteerRegistered(on=on, organisation=organisation, vg=vg, weekly_limit=limit):
            return state.model_copy(update={"organisation": organisation, "vg": vg, "limit": float(limit), "since": on})
        case v.HoursReported(week=week, role=role, hours=hours):
            return state.model_copy(update={"hours": state.hours | {f"{week.isoformat()} {role.value}": float(hours)}})
        case v.OverloadSignalled():
            return state.model_copy(update={"overloaded": True})
        case v.SupportOffered():
            return state.model_copy(update={"overloaded": False})
        case v.VolunteerPaused(on=on):
            return state.model_copy(update={"status": "paused", "since": on})
        case v.VolunteerResumed(on=on):
            return state.model_copy(update={"status": "active", "since": on})
        case v.VolunteerLeft(on=on):
            return state.model_copy(update={"status": "left", "since": on, "overloaded": False})
    return state


def rows(volunteer: str, state: Volunteer) -> Mapping[str, Iterable[Row]]:
    weeks: dict[str, float] = {}
    for key, hours in state.hours.items():
        week = key.partition(" ")[0]
        weeks[week] = weeks.get(week, 0) + hours
    return {
        VOLUNTEERS.name: [(volunteer, state.organisation, state.vg, state.limit, state.status, state.since, state.overloaded)],
        HOURS.name: [
            (volunteer, week, state.organisation, state.vg, hours, hours > state.limit) for week, hours in sorted(weeks.items()) if hours
        ],
    }


VIEW = View(
    "volunteers",
    "Ehrenamt / Volunteers",
    (
        v.VolunteerRegistered,
        v.HoursReported,
        v.OverloadSignalled,
        v.SupportOffered,
        v.VolunteerPaused,
        v.VolunteerResumed,
        v.VolunteerLeft,
    ),
    Volunteer(),
    evolve,
    (VOLUNTEERS, HOURS),
    rows,
    {"volunteer_hours_weekly": "SELECT week, vg, organisation, sum(hours) AS hours FROM {volunteer_hours} GROUP BY week, vg, organisation"},
)


def load(connection: psycopg.Connection[Any], version: int, *, day: date) -> list[dict[str, Any]]:
    """Per Verbandsgemeinde: people by status, hours of the last four weeks before `day`, and who is over the limit."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"""
            SELECT p.vg, count(*) FILTER (WHERE p.status = 'active') AS active, count(*) FILTER (WHERE p.status = 'paused') AS paused,
                   count(*) FILTER (WHERE p.overloaded) AS overloaded,
                   coalesce(sum(h.hours), 0)::float AS hours, coalesce(sum(h.weeks_over), 0)::bigint AS weeks_over
            FROM {VOLUNTEERS.at(version)} p LEFT JOIN (
                SELECT volunteer, sum(hours) AS hours, count(*) FILTER (WHERE over_limit) AS weeks_over
                FROM {HOURS.at(version)} WHERE week > %(since)s AND week <= %(day)s GROUP BY volunteer) h USING (volunteer)
            GROUP BY p.vg ORDER BY p.vg
            """,
            {"day": day, "since": day - timedelta(days=28)},
        ).fetchall()
