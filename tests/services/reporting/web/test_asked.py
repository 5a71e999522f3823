from datetime import date

from services.reporting.web.asked import Asked
from services.reporting.web.figures import Months


def test_days_and_months_are_read_and_written_as_the_fields_want_them() -> None:
    asked = Asked.of({"lang": "en", "on": "2017-05-29", "from": "2016-10", "to": ""})
    assert asked.days == {"on": date(2017, 5, 29), "from": date(2016, 10, 1)}
    assert asked.address() == "/?lang=en&on=2017-05-29&from=2016-10"
    assert asked.address(lang="de", on="") == "/?lang=de&from=2016-10"


def test_what_cannot_be_read_is_named_and_not_guessed() -> None:
    asked = Asked.of({"on": "29.05.2017", "known": "2017-02-30", "to": "0016-10", "lang": "<script>"})
    assert (asked.lang, asked.days, asked.unreadable) == ("de", {}, ("on", "known", "to"))


def test_months_are_whole() -> None:
    assert Months.of(date(2016, 7, 4), date(2017, 2, 3)) == (date(2016, 7, 1), date(2017, 2, 28))
