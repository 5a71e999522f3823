"""What the views should show, told a second time: plain loops over raw records, sharing nothing with the product's folds.

Enough to notice one lost or one doubly counted record: volunteers whole, the language counters, where each referral stands.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tests.faults.raw import Seen

Said = tuple[str, dict[str, Any]]
"""The type's short name and the data."""
Streams = Mapping[str, list[Said]]
Rows = set[tuple[str, ...]]


def streams(firsts: Iterable[Seen]) -> dict[str, list[Said]]:
    """First occurrences, as they lie in the topic, by stream and in the order of their numbers."""
    found: dict[str, list[tuple[int, Said]]] = defaultdict(list)
    for one in firsts:
        found[one.stream].append((one.number, (one.headers["ce_type"].split(".")[2], json.loads(one.value or b"{}"))))
    return {stream: [said for _, said in sorted(told, key=lambda pair: pair[0])] for stream, told in found.items()}


def volunteers(found: Streams) -> dict[str, Rows]:
    people: Rows = set()
    weeks: Rows = set()
    for stream, told in found.items():
        if not stream.startswith("volunteer-"):
            continue
        who, hours = {"organisation": "", "vg": "", "weekly_limit": 0.0, "status": "active", "since": "0001-01-01", "over": False}, {}
        for kind, data in told:
            if kind == "HoursReported":
                hours[data["week"], data["role"]] = data["hours"]
            else:
                who |= _volunteer(kind, data)
        volunteer = told[0][1]["volunteer"]
        people.add(_texts(volunteer, who["organisation"], who["vg"], who["weekly_limit"], who["status"], who["since"], who["over"]))
        for week in {week for week, _ in hours}:
            total = sum(n for (monday, _), n in hours.items() if monday == week)
            if total:
                weeks.add(_texts(volunteer, week, who["organisation"], who["vg"], total, total > float(str(who["weekly_limit"]))))
    return {"volunteers": people, "volunteer_hours": weeks}


def _volunteer(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    match kind:
        case "VolunteerRegistered":
            return {name: data[name] for name in ("organisation", "vg", "weekly_limit")} | {"since": data["on"]}
        case "OverloadSignalled":
            return {"over": True}
        case "SupportOffered":
            return {"over": False}
        case "VolunteerPaused":
            return {"status": "paused", "since": data["on"]}
        case "VolunteerResumed":
            return {"status": "active", "since": data["on"]}
        case "VolunteerLeft":
            return {"status": "left", "since": data["on"], "over": False}
    raise AssertionError(f"the workload does not say {kind}")


def language(found: Streams) -> dict[str, Rows]:
    """Offers by the month and home of their day; units by the home on the month's last day. Of one thing the last word counts."""
    offers: Counter[tuple[str, ...]] = Counter()
    units: Counter[tuple[str, ...]] = Counter()
    for stream, told in found.items():
        if not stream.startswith("language-"):
            continue
        homes = {data["on"]: data["vg"] for _, data in found.get(f"person-{stream.removeprefix('language-')}", [])}
        courses = {data["course"]: data["on"] for kind, data in told if kind == "LanguageCourseOffered"}
        for on in courses.values():
            offers[on[:7], _home(homes, on), "offered", ""] += 1
        months = {(data["month"], data["course"]): data for kind, data in told if kind == "LanguageAttendanceReported"}
        for (month, _), data in months.items():
            units[month, _home(homes, f"{month}-31"), "attended"] += data["units_attended"]
            units[month, _home(homes, f"{month}-31"), "held"] += data["units_held"]
    return {"language_counts": _counted(offers), "language_units": _counted(units)}


def _home(homes: Mapping[str, str], day: str) -> str:
    """Days as texts: they sort as they follow each other, and no month has a day after its 31st."""
    if not homes:
        return "unknown"
    return homes[max((on for on in homes if on <= day), default=min(homes))]


def referrals(found: Streams) -> dict[str, Rows]:
    """Where each stands: by the last step of its stream."""
    now = [(told[-1][1], told[-1][0].removeprefix("Referral").lower()) for stream, told in found.items() if stream.startswith("referral-")]
    return {"referral_states": {_texts(data["referral"], data["sender"], data["recipient"], state) for data, state in now}}


def _counted(sums: Mapping[tuple[str, ...], int]) -> Rows:
    return {_texts(*key, n) for key, n in sums.items() if n}


def _texts(*values: Any) -> tuple[str, ...]:
    """Numbers without a fraction are written without one, whatever type carries them."""
    return tuple(f"{float(value):g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value) for value in values)
