"""What the page is asked for, by its address: language, days, months. What cannot be read is named, not guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

FIELDS = ("on", "known", "from", "to")
MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class Asked:
    """`from` and `to` are months: a day in each. `unreadable`: the fields whose value was none."""

    lang: str
    days: Mapping[str, date]
    unreadable: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        given = {field: query[field].strip() for field in FIELDS if query.get(field, "").strip()}
        read = {field: _day(text) for field, text in given.items()}
        days = {field: day for field, day in read.items() if day is not None}
        return cls("en" if query.get("lang") == "en" else "de", days, tuple(field for field in given if field not in days))

    def address(self, **changed: str) -> str:
        """The same page, with other parameters; an empty one goes away."""
        query = {"lang": self.lang} | {field: self.text(field) for field in FIELDS} | changed
        return "/?" + urlencode({name: value for name, value in query.items() if value})

    def text(self, field: str) -> str:
        """As the field's input wants it."""
        day = self.days.get(field)
        if day is None:
            return ""
        return f"{day:%Y-%m}" if field in {"from", "to"} else day.isoformat()


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(f"{text}-01" if MONTH.fullmatch(text) else text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None
