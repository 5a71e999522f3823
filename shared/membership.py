"""Who takes part, and until when: each service's own copy of what `koop.cooperation.v1` says, asked at every door.

When no term is in force, the shared basis of processing has lapsed (domain rule R48): casework ends at that instant, for
everyone; what remains is to decide, to audit and to operate. The end is a date in the data, so it holds even where
the message that says so is late.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

from shared import inbox
from shared.calendar import day_end
from shared.contracts import cooperation as c
from shared.inbox import Move
from shared.parking import PARK, Parked, RawRecord
from shared.published import Unfit, parse
from shared.store import Fenced

CONSUMER = "membership"

TERM = """
INSERT INTO terms (cooperation, ends, number) VALUES (%(cooperation)s, %(ends)s, %(number)s)
ON CONFLICT (cooperation) DO UPDATE SET ends = excluded.ends, number = excluded.number WHERE terms.number < excluded.number
"""
LEFT = """
INSERT INTO departures (partner, leaves) VALUES (%(partner)s, %(leaves)s) ON CONFLICT (partner) DO UPDATE SET leaves = excluded.leaves
"""


class Membership:
    """A projection in the write service's own schema, and the question every door asks it."""

    def __init__(self, pool: ConnectionPool) -> None:
        self.pool = pool

    def may_work(self, organisation: str, at: datetime) -> bool:
        """Casework and facts: while a term is in force and the organisation has not left. Before any term is known: yes."""
        with self.pool.connection() as connection:
            row = connection.execute(
                "SELECT (SELECT max(ends) FROM terms), (SELECT leaves FROM departures WHERE partner = %s)", (organisation,)
            ).fetchone()
        assert row is not None
        return all(until is None or at < until for until in row)

    def apply(self, records: Sequence[RawRecord], moves: Sequence[Move]) -> None:
        """Raises Fenced when another reader was here already."""
        try:
            with self.pool.connection() as connection, connection.transaction(), connection.cursor() as cursor:
                for record in records:
                    self._learn(cursor, record)
                inbox.move(cursor, moves)
        except psycopg.errors.NotNullViolation as error:
            raise Fenced(str(error)) from error

    def _learn(self, cursor: psycopg.Cursor[Any], record: RawRecord) -> None:
        parsed = parse(record)
        if isinstance(parsed, Unfit):
            cursor.execute(
                PARK.format(schema=""), Parked(CONSUMER, record, "cooperation", parsed.reason, parsed.field, datetime.now(UTC)).row()
            )
            return
        match parsed.contract:
            case c.TermAgreed(ends=ends, cooperation=name) | c.TermExtended(ends=ends, cooperation=name):
                cursor.execute(TERM, {"cooperation": name, "ends": day_end(ends), "number": parsed.number})
            case c.TermExtensionRevoked(ends=ends, cooperation=name):
                cursor.execute(TERM, {"cooperation": name, "ends": day_end(ends), "number": parsed.number})
            case c.WithdrawalDeclared(partner=partner, last_day=last_day):
                cursor.execute(LEFT, {"partner": partner, "leaves": day_end(last_day)})
