"""Sprache: each person's state on each day, and all that counts for the yearly table, as known at any instant."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from services.reporting.views.asking import Answer, Connection, ask
from services.reporting.views.language_fold import WORDS, Language, effect, evolve, home
from services.reporting.views.spans import HELD, KNOWN
from shared.calendar import month_end
from shared.contracts.cases import LanguageAttendanceReported
from shared.read_model import Row, Table, View

NOT_STARTED = ("entitled", "obliged", "offered", "accepted", "waiting")

SPANS = Table(
    "language_spans",
    (
        ("person", "uuid"),
        ("valid_from", "date"),
        ("known_from", "timestamptz"),
        ("valid_to", "date"),
        ("known_to", "timestamptz"),
        ("vg", "text"),
        ("status", "text"),
        ("level", "text"),
        ("since", "date"),
    ),
    key=3,
    indexes=("known_to, valid_to, valid_from, known_from, vg, status, level, since",),
)
HAPPENINGS = Table(
    "language_happenings",
    (
        ("person", "uuid"),
        ("kind", "text"),
        ("course", "text"),
        ("reason", "text"),
        ("day", "date"),
        ("known_from", "timestamptz"),
        ("known_to", "timestamptz"),
        ("month", "text"),
        ("vg", "text"),
    ),
    key=6,
    indexes=("month, known_to, known_from, vg, kind, reason, day",),
)
COUNTS = Table(
    "language_counts", (("month", "text"), ("vg", "text"), ("kind", "text"), ("reason", "text"), ("n", "bigint")), key=4, counter=True
)
UNITS = Table("language_units", (("month", "text"), ("vg", "text"), ("kind", "text"), ("n", "bigint")), key=3, counter=True)


def rows(person: str, state: Language) -> Mapping[str, Iterable[Row]]:
    """Counts and units as far as is known now; units by the home on the month's last day."""
    found: dict[str, list[Row]] = {SPANS.name: [], HAPPENINGS.name: [], COUNTS.name: [], UNITS.name: list(_units(state))}
    for tag, *row, since, until in state.chronicle.rows():
        if tag == "span":
            valid_from, valid_to, *rest = row
            found[SPANS.name].append((person, valid_from, since, valid_to, until, *rest))
        else:
            kind, about, reason, day, month, vg = row
            found[HAPPENINGS.name].append((person, kind, about, reason, day, since, until, month, vg))
    for (tag, *row), _ in state.chronicle.open:
        if tag == "happening":
            kind, _, reason, _, month, vg = row
            found[COUNTS.name].append((month, vg, kind, reason, 1))
    return found


def _units(state: Language) -> Iterator[Row]:
    homes = sorted((fact for fact in state.chronicle.facts if fact.kind == "home"), key=effect)
    summed: Counter[tuple[str, str]] = Counter()
    for key, (attended, held) in state.units.items():
        month = key.partition(" ")[0]
        summed[month, "attended"] += attended
        summed[month, "held"] += held
    for (month, kind), n in summed.items():
        last = month_end(date.fromisoformat(f"{month}-01"))
        yield (month, home(homes, last), kind, n)


VIEW = View(
    "language",
    "Sprache / Language",
    (*WORDS, LanguageAttendanceReported),
    Language(),
    evolve,
    (SPANS, HAPPENINGS, COUNTS, UNITS),
    rows,
    {
        "language_monthly": "SELECT month, vg, kind, reason, n FROM {language_counts}",
        "language_units": "SELECT month, vg, kind, n AS units FROM {language_units}",
        "language_states": "SELECT valid_from, valid_to, vg, status, level, count(*) AS persons FROM {language_spans} "
        "WHERE known_to = '9999-12-31 00:00+00' GROUP BY valid_from, valid_to, vg, status, level",
    },
)

WITHIN = "month BETWEEN %(first)s AND %(last)s AND (%(vg)s::text IS NULL OR vg = %(vg)s)"


def table(connection: Connection, version: int, *, known: datetime | None, first: date, last: date, vg: str | None = None) -> Answer:
    """What happened in these months per VG, kind and reason. `known` None: as far as is known now, from the counters."""
    source, knew, n = COUNTS, "", "sum(n)::bigint"
    if known is not None:
        source, knew, n = HAPPENINGS, f" AND {KNOWN}", "count(*)"
    statement = (
        f"SELECT vg, kind, reason, {n} AS n FROM {source.at(version)} WHERE {WITHIN}{knew} GROUP BY vg, kind, reason ORDER BY 1, 2, 3"
    )
    return ask(connection, statement, known=known, first=f"{first:%Y-%m}", last=f"{last:%Y-%m}", vg=vg)


def state_on(connection: Connection, version: int, *, day: date, known: datetime, vg: str | None = None) -> Answer:
    """Persons per VG, status and level on a day."""
    statement = f"""
        SELECT vg, status, level, count(*) AS persons FROM {SPANS.at(version)}
        WHERE {HELD} AND (%(vg)s::text IS NULL OR vg = %(vg)s) GROUP BY vg, status, level ORDER BY vg, status, level"""
    return ask(connection, statement, day=day, known=known, vg=vg)


def waiting(connection: Connection, version: int, *, day: date, known: datetime, vg: str | None = None) -> Answer:
    """Persons on their way to a course who have not started, per VG and status, and how many of them for more than six weeks."""
    statement = f"""
        SELECT vg, status, count(*) AS persons, count(*) FILTER (WHERE %(day)s::date - since > 42) AS over_6_weeks
        FROM {SPANS.at(version)} WHERE {HELD} AND status = ANY(%(statuses)s) AND (%(vg)s::text IS NULL OR vg = %(vg)s)
        GROUP BY vg, status ORDER BY vg, status"""
    return ask(connection, statement, day=day, known=known, vg=vg, statuses=list(NOT_STARTED))


def units(connection: Connection, version: int, *, first: date, last: date, vg: str | None = None) -> Answer:
    """Units of 45 minutes attended and held, per month and VG, as far as is known now."""
    statement = f"SELECT month, vg, kind, n AS units FROM {UNITS.at(version)} WHERE {WITHIN} ORDER BY month, vg, kind"
    return ask(connection, statement, first=f"{first:%Y-%m}", last=f"{last:%Y-%m}", vg=vg)
