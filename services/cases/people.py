"""The vault: names go in over HTTP and come out only through the scope function, each read on record."""

from datetime import date
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row
from pydantic import Field

from shared.auth import Principal, Scope
from shared.clock import Clock
from shared.handling import NotFound
from shared.messages import Day, Message, id_from


class NewPerson(Message):
    """What is taken down at registration. Asylum grounds, religion and origin are not asked for (Art. 9 DSGVO)."""

    given_name: str = Field(min_length=1, max_length=120)
    family_name: str = Field(min_length=1, max_length=120)
    birth_date: date | None = None
    vg: str = Field(pattern=r"^vg-[a-z-]+$", max_length=60)
    on: Day


def person_id(command_id: UUID) -> UUID:
    """As random as the caller's key, and the same again when the caller has to ask twice."""
    return id_from("person", command_id)


def vault_row(person: UUID, new: NewPerson, registered_by: str) -> tuple[str, tuple[Any, ...]]:
    """The statement that goes into the transaction of `PersonRegistered`."""
    return (
        "INSERT INTO people VALUES (%s, %s, %s, %s, %s, %s)",
        (person, new.given_name, new.family_name, new.birth_date, registered_by, new.vg),
    )


def read_person(
    connection: Connection[Any], person: UUID, who: Principal, purpose: str, scope: Scope, clock: Clock, *concerned: str
) -> dict[str, Any]:
    """Put on record that somebody reads of a person, and return the vault's row.

    `concerned`: organisations that what is read concerns, beside the one that registered the person and their Verbandsgemeinde.
    Raises NotFound: for nobody of this id and for somebody out of scope, with the same answer.
    """
    with connection.transaction(), connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute("SELECT * FROM people WHERE person = %s", (person,)).fetchone()
        if row is None or not scope.covers(row["registered_by"], row["vg"], *concerned):
            raise NotFound(str(person))
        cursor.execute(
            "INSERT INTO reads (read_at, actor, organisation, role, purpose, person) VALUES (%s, %s, %s, %s, %s, %s)",
            (clock.now(), who.account, who.organisation, who.role, purpose, person),
        )
        return row
