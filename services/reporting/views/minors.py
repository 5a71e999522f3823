"""Unbegleitete Minderjährige: where the files stand on each day, how fast they go, who is missing; as known at any instant.

No query gives a small cell. Days are those of month ends; SQL sees the months that were published (ADR 10).
"""

from datetime import date, datetime

from services.reporting.disclosure import Limits
from services.reporting.views import spans
from services.reporting.views.asking import Answer, Connection, ask
from services.reporting.views.minors_fold import OVER, WORDS, evolve
from services.reporting.views.spans import HELD, KNOWN, rows_of
from shared.bitemporal import Chronicle
from shared.read_model import View

SHARES = ("reported", "plan", "young_adult")
OF_AGE = ("plan", "young_adult")
DURATIONS = ("guardian", "clearing")
AXES = ("month", "vg")

SPANS = spans.spans_table("minor_spans", "minor")
FIGURES = spans.figures_table("minor_figures", "minor")


VIEW = View(
    "minors",
    "Unbegleitete Minderjährige / Unaccompanied minors",
    tuple(WORDS),
    Chronicle(),
    evolve,
    (SPANS, FIGURES),
    rows_of(SPANS, FIGURES),
    {},
)


def states_on(connection: Connection, version: int, limits: Limits, *, day: date, known: datetime) -> Answer:
    """Files that are open on a day, per VG and state."""
    return spans.states_on(connection, SPANS.at(version), limits, OVER, day=day, known=known)


def missing_on(connection: Connection, version: int, limits: Limits, *, day: date, known: datetime) -> Answer:
    """Of the open files, whose minor is missing on a day, per VG."""
    found = ask(
        connection,
        f"SELECT vg, count(*) FILTER (WHERE gone) AS missing, count(*) FILTER (WHERE NOT gone) AS here FROM (SELECT vg, minor IN "
        f"(SELECT minor FROM {SPANS.at(version)} WHERE track = 'missing' AND {HELD}) AS gone FROM {SPANS.at(version)} "
        f"WHERE track = 'process' AND {HELD} AND state <> ALL(%(over)s)) files GROUP BY vg",
        day=day,
        known=known,
        over=list(OVER),
    )
    return spans.part_of(found, "missing", "here", limits)


def shares(connection: Connection, version: int, limits: Limits, *, by: str, known: datetime) -> Answer:
    """Per month or VG, and for all: of how many it is known, how many in time or granted, and the share from enough of them."""
    assert by in AXES
    found = ask(
        connection,
        f"SELECT kind, {by} AS place, count(*) FILTER (WHERE value = 1) AS yes, count(*) FILTER (WHERE value = 0) AS no "
        f"FROM {FIGURES.at(version)} WHERE kind = ANY(%(shares)s) AND {KNOWN} GROUP BY kind, {by}",
        known=known,
        shares=list(SHARES),
    )
    return spans.shares(found, SHARES, "yes", "no", limits, same=OF_AGE)


def durations(connection: Connection, version: int, limits: Limits, *, known: datetime) -> Answer:
    """Days to the guardian and of the clearing: middle and mean over the district, from enough files, as `spans.MIDDLE_AND_MEAN`."""
    found = ask(
        connection,
        f"SELECT kind, count(*) AS files, {spans.MIDDLE_AND_MEAN} "
        f"FROM {FIGURES.at(version)} WHERE kind = ANY(%(durations)s) AND {KNOWN} GROUP BY kind",
        known=known,
        durations=list(DURATIONS),
    )
    enough = {row["kind"]: row for row in found if row["files"] >= limits.denominator}
    return [enough.get(kind, {"kind": kind, "files": None, "median": None, "mean": None}) for kind in DURATIONS]
