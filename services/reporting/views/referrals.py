"""Referrals by partner pair: what is open, since when, and what became of the rest. Age is counted at the day of asking."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from shared.bitemporal import Chronicle, Noted, Row, note
from shared.contracts import referrals as r
from shared.contracts.base import Contract
from shared.read_model import Record, Table, View

STATES: Mapping[type[Contract], str] = {
    r.ReferralSent: "sent",
    r.ReferralAcknowledged: "acknowledged",
    r.ReferralAccepted: "accepted",
    r.ReferralDeclined: "declined",
    r.ReferralStarted: "started",
    r.ReferralCompleted: "completed",
    r.ReferralWithdrawn: "withdrawn",
    r.ReferralLapsed: "lapsed",
}
OPEN = ("sent", "acknowledged", "accepted", "started")
UNANSWERED = ("sent", "acknowledged")

ROWS = Table(
    "referral_states",
    (
        ("referral", "uuid"),
        ("valid_from", "date"),
        ("known_from", "timestamptz"),
        ("valid_to", "date"),
        ("known_to", "timestamptz"),
        ("sender", "text"),
        ("recipient", "text"),
        ("facet", "text"),
        ("sent", "date"),
        ("due", "date"),
        ("state", "text"),
    ),
    key=3,
    indexes=("valid_from, valid_to, known_from, known_to", "sender, recipient"),
)


def noted(record: Record) -> Noted:
    contract = record.contract
    assert isinstance(contract, r.ReferralContract)
    data: dict[str, Any] = {
        "referral": str(contract.referral),
        "sender": contract.sender,
        "recipient": contract.recipient,
        "state": STATES[type(contract)],
    }
    if isinstance(contract, r.ReferralSent):
        data |= {"facet": contract.facet, "due": contract.due.isoformat()}
    return Noted(
        on=contract.on, known=record.recorded_at, stream=record.stream, number=record.number, kind=type(contract).__name__, data=data
    )


def project(facts: Sequence[Noted]) -> Iterable[Row]:
    """One stretch per state of each referral. Within a referral the stream's own order counts: a state never precedes its cause."""
    by_referral: dict[Any, list[Noted]] = {}
    for fact in facts:
        by_referral.setdefault(fact.data["referral"], []).append(fact)
    for referral, steps in by_referral.items():
        yield from _stretches(referral, sorted(steps, key=lambda fact: fact.number))


def _stretches(referral: Any, steps: list[Noted]) -> Iterable[Row]:
    first = steps[0]
    parties = (first.data["sender"], first.data["recipient"], first.data.get("facet", ""), first.on.isoformat())
    due = first.data.get("due", first.on.isoformat())
    starts = [first.on]
    for step in steps[1:]:
        starts.append(max(step.on, starts[-1]))
    for step, since, until in zip(steps, starts, [*starts[1:], date(9999, 12, 31)], strict=True):
        if since < until:
            yield (referral, since.isoformat(), until.isoformat(), *parties, due, step.data["state"])


def evolve(state: Chronicle, record: Record) -> Chronicle:
    return note(state, noted(record), project)


def rows(person: str, state: Chronicle) -> Mapping[str, Iterable[Row]]:
    found = [
        (referral, valid_from, known_from, valid_to, known_to, sender, recipient, facet, sent, due, step)
        for referral, valid_from, valid_to, sender, recipient, facet, sent, due, step, known_from, known_to in state.rows()
    ]
    return {ROWS.name: found}


VIEW = View(
    "referrals",
    "Verweisungen / Referrals",
    tuple(STATES),
    Chronicle(),
    evolve,
    (ROWS,),
    rows,
    {
        "open_referrals": "SELECT sender, recipient, facet, state, sent, due FROM {referral_states} WHERE valid_to = '9999-12-31' "
        "AND known_to = '9999-12-31 00:00+00' AND state IN ('sent', 'acknowledged', 'accepted', 'started')"
    },
)


def open_by_pair(connection: psycopg.Connection[Any], version: int, *, day: date, known: datetime) -> list[dict[str, Any]]:
    """Open referrals per pair on a day: how many, how many past their due day without an answer, by age in days since sending."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"""
            SELECT sender, recipient, count(*) AS open,
                   count(*) FILTER (WHERE state = ANY(%(unanswered)s)) AS unanswered,
                   count(*) FILTER (WHERE state = ANY(%(unanswered)s) AND due < %(day)s) AS overdue,
                   count(*) FILTER (WHERE %(day)s - sent < 8) AS up_to_7,
                   count(*) FILTER (WHERE %(day)s - sent BETWEEN 8 AND 14) AS up_to_14,
                   count(*) FILTER (WHERE %(day)s - sent BETWEEN 15 AND 30) AS up_to_30,
                   count(*) FILTER (WHERE %(day)s - sent > 30) AS older,
                   max(%(day)s - sent) AS oldest_days
            FROM {ROWS.at(version)}
            WHERE state = ANY(%(open)s) AND valid_from <= %(day)s AND valid_to > %(day)s
              AND known_from <= %(known)s AND known_to > %(known)s
            GROUP BY sender, recipient ORDER BY overdue DESC, open DESC, sender, recipient
            """,
            {"day": day, "known": known, "open": list(OPEN), "unanswered": list(UNANSWERED)},
        ).fetchall()


def outcomes(connection: psycopg.Connection[Any], version: int, *, day: date, known: datetime) -> list[dict[str, Any]]:
    """How many referrals stand in which state on a day."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(
            f"SELECT state, count(*) AS n FROM {ROWS.at(version)} WHERE valid_from <= %(day)s AND valid_to > %(day)s "
            "AND known_from <= %(known)s AND known_to > %(known)s GROUP BY state ORDER BY n DESC",
            {"day": day, "known": known},
        ).fetchall()
