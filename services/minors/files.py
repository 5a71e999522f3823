"""Whose file it is: a row that can be deleted, read on record, and only by the youth office."""

from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from services.minors.care import StartCare, StartProvisionalCare
from shared.auth import Principal
from shared.clock import Clock
from shared.contracts.codes import Slug
from shared.messages import Day, Message, id_from


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


def file_row(minor: UUID, person: UUID) -> tuple[str, tuple[Any, ...]]:
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
