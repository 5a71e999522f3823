"""Übergang AsylbLG → SGB II: each person's state on each day, gaps and waits, alarms, Fehlbeleger; as known at any instant.

No query gives a small cell: what `disclosure.shown` leaves out is left out everywhere. SQL sees the months that were published (ADR 10).
"""

from datetime import date, datetime
from typing import Any

from services.reporting.disclosure import TOTAL, Limits, share, shown
from services.reporting.views import spans
from services.reporting.views.asking import Answer, Connection, ask, cells
from services.reporting.views.spans import HELD, KNOWN, rows_of
from services.reporting.views.transition_fold import WORDS, evolve
from shared.bitemporal import Chronicle
from shared.read_model import View

OVER = ("closed", "left")
GAPS = ("entitlement", "payment", "insurance")
ALARMS = ("no_application", "no_grant")
LATE = "transition.open_after"
"""Key of the law: open for longer than this is late."""
AXES = ("month", "vg", "office")

SPANS = spans.spans_table("transition_spans", "person", ("since", "date"))
FIGURES = spans.figures_table("transition_figures", "person", ("office", "text"))


VIEW = View(
    "transition",
    "Übergang AsylbLG → SGB II / Change-over",
    tuple(WORDS),
    Chronicle(),
    evolve,
    (SPANS, FIGURES),
    rows_of(SPANS, FIGURES),
    {},
)


def states_on(connection: Connection, version: int, limits: Limits, *, day: date, known: datetime) -> Answer:
    """Change-overs that are open on a day, per VG and state."""
    return spans.states_on(connection, SPANS.at(version), limits, OVER, day=day, known=known)


def late_on(connection: Connection, version: int, limits: Limits, *, day: date, known: datetime, late_from: date) -> Answer:
    """Of the open ones, how many have been so for long, per VG: those that began before `late_from`."""
    found = ask(
        connection,
        "SELECT vg, count(*) FILTER (WHERE since < %(late_from)s) AS late, count(*) FILTER (WHERE since >= %(late_from)s) AS in_time "
        f"FROM {SPANS.at(version)} "
        f"WHERE track = 'process' AND {HELD} AND state <> ALL(%(over)s) GROUP BY vg",
        day=day,
        known=known,
        over=list(OVER),
        late_from=late_from,
    )
    return spans.part_of(found, "late", "in_time", limits)


def alarms_on(connection: Connection, version: int, limits: Limits, *, day: date, known: datetime) -> Answer:
    """Alarms that stand on a day, per VG and kind."""
    found = ask(
        connection,
        f"SELECT vg, track AS kind, count(*) AS n FROM {SPANS.at(version)} WHERE track = ANY(%(alarms)s) AND {HELD} GROUP BY vg, track",
        day=day,
        known=known,
        alarms=list(ALARMS),
    )
    return cells(shown({(row["vg"], row["kind"]): row["n"] for row in found}, limits), "vg", "kind")


def housing_on(connection: Connection, version: int, limits: Limits, *, day: date, known: datetime) -> Answer:
    """Fehlbeleger on a day, per VG, by how many months they have stayed on."""
    months = "CASE WHEN %(day)s::date - since < 91 THEN 'up_to_3' WHEN %(day)s::date - since < 183 THEN 'up_to_6' ELSE 'longer' END"
    found = ask(
        connection,
        f"SELECT vg, {months} AS months, count(*) AS n FROM {SPANS.at(version)} WHERE track = 'housing' AND {HELD} GROUP BY vg, 2",
        day=day,
        known=known,
    )
    return cells(shown({(row["vg"], row["months"]): row["n"] for row in found}, limits), "vg", "months")


def no_gap(connection: Connection, version: int, limits: Limits, *, by: str, known: datetime) -> Answer:
    """Per month, VG or office, and for all: of how many the gap is known, how many have none, and the share from enough of them."""
    assert by in AXES
    found = ask(
        connection,
        f"SELECT kind, {by} AS place, count(*) FILTER (WHERE value = 0) AS without, count(*) FILTER (WHERE value > 0) AS with_gap "
        f"FROM {FIGURES.at(version)} WHERE kind = ANY(%(gaps)s) AND {KNOWN} GROUP BY kind, {by}",
        known=known,
        gaps=list(GAPS),
    )
    return spans.shares(found, GAPS, "without", "with_gap", limits, same=GAPS)


def waits(connection: Connection, version: int, limits: Limits, *, known: datetime) -> dict[str, Any]:
    """Days from the trigger, such as the service, to the application: middle and mean over the district, from enough persons, as
    `spans.MIDDLE_AND_MEAN`."""
    (found,) = ask(
        connection,
        f"SELECT count(*) AS persons, {spans.MIDDLE_AND_MEAN} FROM {FIGURES.at(version)} WHERE kind = 'wait' AND {KNOWN}",
        known=known,
    )
    return found if found["persons"] >= limits.denominator else {"persons": None, "median": None, "mean": None}


def complete(connection: Connection, version: int, limits: Limits, *, known: datetime) -> dict[str, Any]:
    """Of the closed ones: of how many every paper was there on the first day of SGB II."""
    (found,) = ask(
        connection,
        f"SELECT count(*) AS closed, count(*) FILTER (WHERE value = 1) AS complete FROM {FIGURES.at(version)} WHERE kind = 'complete' "
        f"AND {KNOWN}",
        known=known,
    )
    table = shown({("all", "complete"): found["complete"], ("all", "incomplete"): found["closed"] - found["complete"]}, limits)
    whole, part = table["all", TOTAL], table["all", "complete"]
    return {"closed": whole, "complete": part, "share": share(part, whole, limits)}
