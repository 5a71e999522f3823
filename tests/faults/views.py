"""The rows of the live view tables, as texts, to be laid beside those of `fold.py`."""

from typing import Any

from tests.faults.fold import Rows
from tests.faults.raw import table

TABLES = {
    "volunteers": ("volunteers", "volunteer, organisation, vg, weekly_limit::float, status, since, overloaded", ""),
    "volunteer_hours": ("volunteers", "volunteer, week, organisation, vg, hours::float, over_limit", ""),
    "language_counts": ("language", "month, vg, kind, reason, n::float", ""),
    "language_units": ("language", "month, vg, kind, n::float", ""),
    "referral_states": (
        "referrals",
        "referral, sender, recipient, state",
        "WHERE valid_to = '9999-12-31' AND known_to = '9999-12-31 00:00+00'",
    ),
}


def shown(dsn: str) -> dict[str, Rows]:
    live: dict[str, int] = dict(table(dsn, "SELECT view, version FROM reporting.view_versions WHERE status = 'live'"))
    return {
        name: {tuple(map(_text, row)) for row in table(dsn, f"SELECT {columns} FROM reporting.{name}_v{live[view]} {where}")}
        for name, (view, columns, where) in TABLES.items()
    }


def heads(dsn: str) -> dict[str, int]:
    """Per stream the number that the views have applied last."""
    return dict(table(dsn, "SELECT stream, number FROM reporting.heads"))


def _text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
