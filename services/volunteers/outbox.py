"""What may leave this service, field by field. Languages stay inside: with the place they could tell who it is."""

from services.volunteers import volunteer as v
from services.volunteers.commands import volunteer_of
from shared.contracts import volunteers as out
from shared.contracts.base import Contract
from shared.messages import Recorded


def outbox(recorded: Recorded) -> Contract | None:
    key, on = volunteer_of(recorded.stream), recorded.event.on
    match recorded.event:
        case v.VolunteerRegistered(vg=vg, organisation=organisation, weekly_limit=limit):
            return out.VolunteerRegistered(on=on, volunteer=key, vg=vg, organisation=organisation, weekly_limit=limit)
        case v.HoursReported(week=week, role=role, hours=hours):
            return out.HoursReported(on=on, volunteer=key, week=week, role=role, hours=hours)
        case v.OverloadSignalled(since=since, until=until):
            return out.OverloadSignalled(on=on, volunteer=key, since=since, until=until)
        case v.SupportOffered(support=support):
            return out.SupportOffered(on=on, volunteer=key, support=support)
        case v.VolunteerPaused():
            return out.VolunteerPaused(on=on, volunteer=key)
        case v.VolunteerResumed():
            return out.VolunteerResumed(on=on, volunteer=key)
        case v.VolunteerLeft():
            return out.VolunteerLeft(on=on, volunteer=key)
    return None
