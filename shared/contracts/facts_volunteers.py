"""What partners state about their own volunteers. CloudEvents `subject`: the volunteer's random id; `on`: the legal day."""

from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from shared.contracts.base import Fact
from shared.contracts.codes import Slug
from shared.contracts.volunteers import Hours, VolunteerRole, Week

LanguageCode = Annotated[str, StringConstraints(pattern=r"^[a-z]{3}$")]
"""ISO 639-3: `arb`, `pes`, `tir`."""

WeeklyLimit = Annotated[float, Field(gt=0, le=168, multiple_of=0.25)]


class VolunteerRegistered(Fact, type="koop.fact.VolunteerRegistered.v1"):
    """The subject is a new random id that the organisation draws; it tells nothing about the volunteer."""

    vg: Slug
    languages: tuple[LanguageCode, ...] = ()
    weekly_limit: WeeklyLimit

    example: ClassVar[dict[str, Any]] = {"on": "2016-07-04", "vg": "vg-landstuhl", "languages": ["deu", "arb"], "weekly_limit": 8.0}


class HoursReported(Fact, type="koop.fact.HoursReported.v1"):
    """The whole of that week in that role: said again, it replaces what was said before."""

    week: Week
    role: VolunteerRole
    hours: Hours

    example: ClassVar[dict[str, Any]] = {"on": "2016-09-12", "week": "2016-09-05", "role": "language_help", "hours": 4.5}


class VolunteerPaused(Fact, type="koop.fact.VolunteerPaused.v1"):
    example: ClassVar[dict[str, Any]] = {"on": "2016-09-12"}


class VolunteerLeft(Fact, type="koop.fact.VolunteerLeft.v1"):
    example: ClassVar[dict[str, Any]] = {"on": "2017-03-31"}
