"""Numbers, days and instants as they are written in a German office; in English likewise."""

from datetime import date, datetime, time
from typing import Any

from shared.calendar import BERLIN, ONE_DAY
from shared.law import Period

NARROW_SPACE = "\u202f"
NEVER = date(9999, 12, 31)
WEEKDAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
UNITS = {
    "days": {"de": ("Tag", "Tage"), "en": ("day", "days")},
    "weeks": {"de": ("Woche", "Wochen"), "en": ("week", "weeks")},
    "months": {"de": ("Monat", "Monate"), "en": ("month", "months")},
    "werktage": {"de": ("Werktag", "Werktage"), "en": ("working day", "working days")},
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(value: float, lang: str) -> str:
    """Whole, or with as many of two decimals as are needed: hours come in quarters."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text if lang == "en" else text.replace(",", NARROW_SPACE).replace(".", ",")


def day(value: date | str, lang: str) -> str:
    value = date.fromisoformat(value) if isinstance(value, str) else value
    if value >= NEVER:
        return "–"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if lang == "en" else f"{value:%d.%m.%Y}"


def weekday(value: date, lang: str) -> str:
    return WEEKDAYS[lang][value.weekday()]


def month(value: date, lang: str) -> str:
    return f"{MONTHS[value.month - 1]} {value.year}" if lang == "en" else f"{value:%m/%Y}"


def until(instant: datetime | str, lang: str) -> str:
    """The end of a period in local time; midnight is 24:00 of the day before, as it is announced."""
    instant = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
    local = instant.astimezone(BERLIN)
    if local.time() == time():
        return f"{day(local.date() - ONE_DAY, lang)}, 24:00"
    return f"{day(local.date(), lang)}, {local:%H:%M}"


def seconds(value: float, lang: str) -> str:
    if value < 1:
        return "< 1 s"
    if value < 120:
        return f"{value:.0f} s"
    minutes = value / 60
    return f"{minutes:.0f} min" if minutes < 120 else f"{number(round(minutes / 60), lang)} h"


def share(part: float, whole: float) -> int:
    """Percent, from 0 to 100."""
    return max(0, min(100, round(100 * part / whole))) if whole else 0


def law_day(version: str, lang: str) -> str:
    """The day of the newest change in force; the digest behind it is for machines. Before all law there is none."""
    return "–" if version == "none" else day(version.partition("#")[0], lang)


def legal(value: Any, lang: str) -> str:
    """A parameter of the law: a period, a number, yes or no, a list of codes."""
    if isinstance(value, Period):
        unit, length = next(iter(value.model_dump(exclude_none=True).items()))
        return f"{length} {UNITS[unit][lang][length != 1]}"
    if isinstance(value, bool):
        return {"de": ("nein", "ja"), "en": ("no", "yes")}[lang][value]
    return ", ".join(value) if isinstance(value, tuple) else str(value)
