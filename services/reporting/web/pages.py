"""The page that a coordinator opens each morning, and the two beside it. Server-rendered, German first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from services.reporting.views import cooperation, language, referrals, volunteers
from services.reporting.web.reading import AsOf, Reading, Snapshot
from services.reporting.web.words import words
from shared.auth import Forbidden, Principal
from shared.calendar import BERLIN

COLUMNS = ("offered", "accepted", "refused", "enrolled", "started", "delayed", "interrupted", "aborted", "passed", "not_passed")
REASONS = ("pregnancy", "child_care", "move", "job", "health", "transport", "other")
STATES = (
    "need",
    "entitled",
    "obliged",
    "offered",
    "accepted",
    "waiting",
    "attending",
    "interrupted",
    "aborted",
    "completed",
    "refused",
    "expired",
)


class Pages:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        folder = Path(str(files("services.reporting.web"))) / "templates"
        self.templates = jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined)
        self.templates.filters |= {"day": _day, "share": _share}

    def login(self, lang: str, *, failed: bool) -> str:
        return self._render("login.html", lang, failed=failed)

    def accessibility(self, lang: str) -> str:
        return self._render("accessibility.html", lang)

    def morning(self, who: Principal, lang: str, wanted: Mapping[str, str]) -> str:
        """All sections that this role may see, from one moment of the database."""
        asked = {name: _parsed(text) for name, text in wanted.items()}
        as_of = AsOf.of(self.reading.clock, asked["on"], asked["known"])
        first, last = asked["first"] or date(1900, 1, 1), asked["last"] or date(2200, 1, 1)
        with self.reading.snapshot() as now:
            parts = {
                "coops": self._part(who, "cooperation", lambda: cooperation.state_now(now.connection, now.live["cooperation"])),
                "language": self._part(who, "language", lambda: _language(now, as_of, first, last)),
                "referrals": self._part(who, "referrals", lambda: _referrals(now, as_of)),
                "volunteers": self._part(who, "volunteers", lambda: volunteers.load(now.connection, now.live["volunteers"], day=as_of.on)),
                "parked": now.parked(),
                "records": sum(now.stands.values()),
            }
        law = self.reading.law_version(as_of.on)
        return self._render(
            "morning.html", lang, who=who, as_of=as_of, wanted=wanted, columns=COLUMNS, reasons=REASONS, states=STATES, law=law, **parts
        )

    def _part(self, who: Principal, facet: str, ask: Any) -> Any:
        try:
            self.reading.door.scope(who, facet, "steering")
        except Forbidden:
            return None
        return ask()

    def _render(self, template: str, lang: str, **context: Any) -> str:
        return self.templates.get_template(template).render(lang=lang, w=words(lang), **context)


def _language(now: Snapshot, as_of: AsOf, first: date, last: date) -> dict[str, Any]:
    known = None if as_of.now else as_of.known
    counted = language.table(now.connection, now.live["language"], known=known, first=first, last=last)
    persons = language.state_on(now.connection, now.live["language"], day=as_of.on, known=as_of.known)
    return {
        "table": _crossed(counted, "kind", "n"),
        "reasons": {kind: _crossed((r for r in counted if r["kind"] == kind), "reason", "n") for kind in ("refused", "aborted")},
        "states": _crossed(persons, "status", "persons"),
        "levels": _crossed(persons, "level", "persons"),
    }


def _referrals(now: Snapshot, as_of: AsOf) -> dict[str, Any]:
    asked: dict[str, Any] = {"day": as_of.on, "known": as_of.known}
    version = now.live["referrals"]
    return {
        "pairs": referrals.open_by_pair(now.connection, version, **asked),
        "states": {row["state"]: row["n"] for row in referrals.outcomes(now.connection, version, **asked)},
    }


def _crossed(rows: Iterable[Mapping[str, Any]], column: str, value: str) -> dict[str, dict[str, int]]:
    """Verbandsgemeinde × column; the sum of all stands under the empty name."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for vg in (row["vg"], ""):
            found[vg][row[column]] += int(row[value])
    return {vg: dict(cells) for vg, cells in sorted(found.items(), key=lambda item: (item[0] == "", item[0]))}


def _parsed(text: str) -> date | None:
    """What a date field sends; anything else counts as empty."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _day(value: Any) -> str:
    """As a German office writes it."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(BERLIN).strftime("%d.%m.%Y, %H:%M Uhr")
    return value.strftime("%d.%m.%Y") if value.year < 9999 else "–"


def _share(part: float, whole: float) -> int:
    return round(100 * part / whole) if whole else 0
