"""`koop.volunteers.v1`: what others may know of a volunteer. Key: the volunteer, a random id."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from shared.contracts.base import Contract
from shared.contracts.codes import Slug

Hours = Annotated[float, Field(ge=0, le=168, multiple_of=0.25)]
"""Hours in a week, in quarters: exact as binary numbers, so sums need no rounding."""

Week = Annotated[date, Field(ge=date(2000, 1, 3), le=date(2199, 12, 30))]
"""A week by its Monday (ISO 8601). Bounded, so that the weeks around it exist."""


class VolunteerRole(StrEnum):
    MENTOR = "mentor"
    LANGUAGE_HELP = "language_help"
    DRIVING = "driving"
    COMPANION = "companion"
    CHILDREN = "children"
    INTERPRETING = "interpreting"
    CLOTHING = "clothing"
    OTHER = "other"


class Support(StrEnum):
    """What a volunteer at the limit is offered."""

    CONVERSATION = "conversation"
    SUPERVISION = "supervision"
    TRAINING = "training"
    RELIEF = "relief"


_OF = {"on": "2016-09-12", "volunteer": "9c2f4f0e-1d1b-4a55-8a42-3f6f0c7a2016"}


class VolunteerContract(Contract):
    topic: ClassVar[str] = "koop.volunteers.v1"
    example: ClassVar[dict[str, Any]]

    volunteer: UUID

    @property
    def subject(self) -> str:
        return str(self.volunteer)


class VolunteerRegistered(VolunteerContract, type="koop.volunteers.VolunteerRegistered.v1"):
    """`weekly_limit`: hours a week that were agreed; the load is measured against it."""

    vg: Slug
    organisation: Slug
    weekly_limit: Hours

    example: ClassVar[dict[str, Any]] = _OF | {"vg": "vg-landstuhl", "organisation": "caritas", "weekly_limit": 8.0}


class HoursReported(VolunteerContract, type="koop.volunteers.HoursReported.v1"):
    """Said again for the same week and role, the last word counts."""

    week: Week
    role: VolunteerRole
    hours: Hours

    example: ClassVar[dict[str, Any]] = _OF | {"week": "2016-09-05", "role": "language_help", "hours": 4.5}


class OverloadSignalled(VolunteerContract, type="koop.volunteers.OverloadSignalled.v1"):
    """More than the limit in every week from `since` to `until` (Mondays), at least three. Said once per such period."""

    since: Week
    until: Week

    example: ClassVar[dict[str, Any]] = _OF | {"since": "2016-08-22", "until": "2016-09-05"}


class SupportOffered(VolunteerContract, type="koop.volunteers.SupportOffered.v1"):
    support: Support

    example: ClassVar[dict[str, Any]] = _OF | {"support": "supervision"}


class VolunteerPaused(VolunteerContract, type="koop.volunteers.VolunteerPaused.v1"):
    """Nobody has to give a reason, so there is no field for one."""

    example: ClassVar[dict[str, Any]] = _OF


class VolunteerResumed(VolunteerContract, type="koop.volunteers.VolunteerResumed.v1"):
    example: ClassVar[dict[str, Any]] = _OF


class VolunteerLeft(VolunteerContract, type="koop.volunteers.VolunteerLeft.v1"):
    example: ClassVar[dict[str, Any]] = _OF
