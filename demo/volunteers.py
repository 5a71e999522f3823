"""Volunteers in the demo year: registered by their organisation, hours by the week, some overburdened, some leave."""

from datetime import timedelta

from demo.script import BEGIN, END, VGS, WEEK, WELFARE, Script

ROLES = {"language_help": 4, "mentor": 3, "companion": 2, "driving": 1}


def volunteer(script: Script) -> None:
    volunteer, vg, since = script.uuid(), script.pick(VGS), script.after(BEGIN, 0, 120)
    organisation = vg if script.happens(0.5) else script.chance.choice(WELFARE)
    limit = script.chance.choice((4.0, 6.0, 8.0))
    known = {"vg": vg, "languages": ["deu", "arb"], "weekly_limit": limit}
    script.fact(organisation, "VolunteerRegistered", volunteer, since, **known)
    left = script.after(since, 60, 300) if script.happens(0.2) else END
    role, most = script.pick(ROLES), limit * (1.6 if script.happens(0.12) else 1)
    monday = since + timedelta(days=7 - since.weekday())
    while monday + timedelta(days=11) < left:
        if script.happens(0.9):
            said = {"week": monday.isoformat(), "role": role, "hours": round(script.chance.uniform(0.5, most) * 4) / 4}
            script.fact(organisation, "HoursReported", volunteer, monday + WEEK, **said)
        monday += WEEK
    if left < END:
        script.fact(organisation, "VolunteerLeft", volunteer, left)
