"""What can be deleted, as events cannot: whose file it is, and inspected clearances. Read on record, by the youth office alone."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from services.minors.care import CareEnded, StartCare, StartProvisionalCare
from services.minors.companions import Clearance, CompanionAccepted, CompanionEnded, CompanionInspected
from services.minors.majority import MajorityReached
from shared.auth import Principal
from shared.clock import Clock
from shared.contracts.codes import Slug
from shared.domain import Statement
from shared.messages import Day, Event, Message, id_from

INSPECTED = (
    "INSERT INTO clearances VALUES (%s, %s, %s, %s, %s) ON CONFLICT (minor, volunteer) DO UPDATE SET inspected = excluded.inspected, "
    "certificate = excluded.certificate, said_of = excluded.said_of WHERE excluded.said_of >= clearances.said_of"
)


class NewFile(Message):
    """`person`: their id from the registration. `handed_over`: another youth office had them in provisional care before, so § 42 begins.
    `minor`: a file that the register has opened already, to say whose it is.
    """

    person: UUID
    vg: Slug
    on: Day
    handed_over: bool = False
    minor: UUID | None = None

    def opening(self, minor: UUID) -> StartProvisionalCare | StartCare:
        kind = StartCare if self.handed_over else StartProvisionalCare
        return kind(minor=minor, on=self.on, vg=self.vg)


def file_id(command_id: UUID) -> UUID:
    """As random as the caller's key, and the same again when the caller has to ask twice."""
    return id_from("minor-file", command_id)


def file_row(minor: UUID, person: UUID) -> Statement:
    """The statement that goes into the transaction that opens the file."""
    return "INSERT INTO files VALUES (%s, %s) ON CONFLICT (minor) DO UPDATE SET person = excluded.person", (minor, person)


def read_file(connection: Connection[Any], minor: UUID, who: Principal, purpose: str, clock: Clock) -> UUID | None:
    """Put on record that somebody reads a file, and return whose it is, as far as that was said."""
    with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "INSERT INTO reads (read_at, actor, organisation, role, purpose, minor) VALUES (%s, %s, %s, %s, %s, %s)",
            (clock.now(), who.account, who.organisation, who.role, purpose, minor),
        )
        row = cursor.execute("SELECT person FROM files WHERE minor = %s", (minor,)).fetchone()
        return row["person"] if row else None


def beside(command: Any, events: Sequence[Event]) -> Sequence[Statement]:
    """A clearance comes with the companion, or anew. It goes at once with the accompaniment (three months after it at the latest, § 72a(5)
    S. 5), and with the last reason to have it: the file's end, or majority.
    """
    return [statement for event in events if (statement := _beside(command, event))]


def _beside(command: Any, event: Event) -> Statement | None:
    match event:
        case CompanionAccepted(volunteer=volunteer, kept=True) | CompanionInspected(volunteer=volunteer, kept=True):
            seen = command.clearance
            return (INSPECTED, (command.minor, volunteer, seen.inspected, seen.certificate, command.on)) if seen else None
        case CompanionEnded(volunteer=volunteer):
            return ("DELETE FROM clearances WHERE (minor, volunteer) = (%s, %s)", (command.minor, volunteer))
        case CareEnded() | MajorityReached():
            return ("DELETE FROM clearances WHERE minor = %s", (command.minor,))
    return None


def read_clearances(connection: Connection[Any], minor: UUID) -> dict[UUID, Clearance]:
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute("SELECT volunteer, inspected, certificate FROM clearances WHERE minor = %s", (minor,))
        return {row["volunteer"]: Clearance(inspected=row["inspected"], certificate=row["certificate"]) for row in cursor}
