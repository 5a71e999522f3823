"""Birth dates as precise as the paper or the claim is, and the days on which somebody may be of age."""

from datetime import date

from pydantic import Field, model_validator

from shared.calendar import ONE_DAY, add_months, majority
from shared.messages import Message


class BirthDate(Message):
    """A year, a month or a day. Without a day the truth lies between `earliest` and `latest`; nothing is made up in between."""

    year: int = Field(ge=1900, le=2200)
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)

    @model_validator(mode="after")
    def _exists(self) -> "BirthDate":
        if self.day is not None:
            if self.month is None:
                raise ValueError("a day needs its month")
            date(self.year, self.month, self.day)  # raises ValueError for 30 February
        return self

    @property
    def earliest(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        if self.day is not None:
            return self.earliest
        return add_months(self.earliest, 1 if self.month else 12) - ONE_DAY

    @classmethod
    def of(cls, day: date) -> "BirthDate":
        return cls(year=day.year, month=day.month, day=day.day)


def of_age(birth: BirthDate, age: int = 18) -> tuple[date, date]:
    """The first and the last day that may be the one at whose 00:00 local the person is `age` (§ 187(2) BGB)."""
    return majority(birth.earliest, age), majority(birth.latest, age)
