"""What partners state about where a person lives. CloudEvents `subject`: the person's random id."""

from typing import Any, ClassVar

from shared.contracts.base import Fact
from shared.contracts.codes import Slug


class PersonMoved(Fact, type="koop.fact.PersonMoved.v1"):
    """Arrival, address or allocation: since `on` in this Verbandsgemeinde."""

    vg: Slug

    example: ClassVar[dict[str, Any]] = {"on": "2016-09-01", "vg": "vg-landstuhl"}
