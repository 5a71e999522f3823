"""Law is data: dated, without overlap or gap, and every state of it has a name."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.law import Counting, Law, LawError, NoLaw, Period

FOLDER = Path(__file__).parents[2] / "agreement" / "law"
LAW = Law.load(FOLDER)


def entry(valid_from: str, value: str, valid_to: str | None = None) -> str:
    end = f"valid_to = {valid_to}\n" if valid_to else ""
    return f'[[course.units]]\nvalid_from = {valid_from}\n{end}value = {value}\nparagraph = "§ 1"\nsource = "invented"\n'


def law_of(folder: Path, *entries: str) -> Law:
    (folder / "some.toml").write_text("\n".join(entries), encoding="utf-8")
    return Law.load(folder)


def test_the_value_of_a_day_comes_with_its_paragraph() -> None:
    before, after = LAW.on(date(2016, 8, 5), "course.integration.start_within"), LAW.on(date(2016, 8, 6), "course.integration.start_within")
    assert (before.period, before.paragraph) == (Period(months=3), "§ 7 Abs. 3 IntV (alt)")
    assert (after.period, after.paragraph) == (Period(weeks=6), "§ 7 Abs. 4 IntV")


def test_the_order_in_the_file_does_not_matter(tmp_path: Path) -> None:
    law = law_of(tmp_path, entry("2016-08-06", "100"), entry("2005-01-01", "60", "2016-08-05"))
    assert [law.on(day, "course.units").number for day in (date(2016, 8, 5), date(2016, 8, 6))] == [60, 100]


def test_nothing_in_force_is_no_law(tmp_path: Path) -> None:
    law = law_of(tmp_path, entry("2016-08-06", "100", "2016-12-31"))
    for day, key in ((date(2016, 8, 5), "course.units"), (date(2017, 1, 1), "course.units"), (date(2016, 9, 1), "course.hours")):
        with pytest.raises(NoLaw):
            law.on(day, key)


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([entry("2005-01-01", "60"), entry("2016-08-06", "100")], "course.units: two values are in force on 2016-08-06"),
        ([entry("2005-01-01", "60", "2016-08-06"), entry("2016-08-06", "100")], "course.units: two values are in force on 2016-08-06"),
        ([entry("2005-01-01", "60", "2016-08-04"), entry("2016-08-06", "100")], "course.units: nothing is in force on 2016-08-05"),
        ([entry("2016-08-06", "60", "2016-08-05")], "course.units: ends 2016-08-05, before it begins"),
        ([entry("2016-08-06", "{ weeks = 6, months = 1 }")], "course.units: "),
        ([entry("2016-08-06", "1.5")], "course.units: "),
        (["course.units = []"], "course.units: has no period"),
        (["course.units = 3"], "course.units: "),
    ],
)
def test_contradictions_name_the_key(tmp_path: Path, entries: list[str], said: str) -> None:
    with pytest.raises(LawError, match=f"^{said}"):
        law_of(tmp_path, *entries)


def test_a_key_is_stated_in_one_file_only(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(entry("2005-01-01", "60"), encoding="utf-8")
    with pytest.raises(LawError, match=r"^course\.units: stated in two files"):
        law_of(tmp_path, entry("2016-08-06", "100"))


def test_a_version_is_the_newest_change_in_force_and_what_is_in_force(tmp_path: Path) -> None:
    law = law_of(tmp_path, entry("2016-08-06", "100", "2016-12-31"))
    assert law.version(date(2016, 8, 5)) == "none"
    assert law.version(date(2016, 8, 6)).startswith("2016-08-06#")
    assert law.version(date(2016, 12, 31)) == law.version(date(2016, 8, 6))
    assert law.version(date(2017, 1, 1)).startswith("2017-01-01#")
    corrected = law_of(tmp_path, entry("2016-08-06", "101", "2016-12-31"))
    assert corrected.version(date(2016, 9, 1)) != law.version(date(2016, 9, 1))
    assert corrected.version(date(2017, 1, 1)) == law.version(date(2017, 1, 1))


def test_a_value_is_read_as_what_it_is(tmp_path: Path) -> None:
    value = law_of(tmp_path, entry("2005-01-01", "true")).on(date(2016, 7, 1), "course.units")
    assert value.flag is True
    for read in (lambda: value.number, lambda: value.text, lambda: value.codes, lambda: value.period):
        with pytest.raises(TypeError):
            read()
    with pytest.raises(TypeError):
        _ = LAW.on(date(2016, 9, 1), "course.integration.target").flag


def test_a_period_ends_by_the_calendar() -> None:
    # Thu 1 Sep 2016 + 6 weeks = Thu 13 Oct; 30 Nov 2016 + 3 months: there is no 30 Feb, so 28 Feb 2017 (§ 188(3) BGB).
    assert Period(weeks=6).last_day(date(2016, 9, 1)) == date(2016, 10, 13)
    assert Period(months=3).last_day(date(2016, 11, 30)) == date(2017, 2, 28)
    # Sun 1 Jan 2017: what runs out on a stated day is not moved to a Werktag (§ 31(3) S. 2 VwVfG).
    assert Period(months=3).last_day(date(2016, 10, 1)) == date(2017, 1, 1)


def test_a_period_of_werktage_is_counted_as_the_caller_says() -> None:
    # R28: Mon 4 Jul 2016, seven Werktage: Wed 13 Jul, with Saturdays Tue 12 Jul; five with Saturdays end on Sat 9 Jul and move on
    assert Period(werktage=7).end(date(2016, 7, 4), Counting()) == date(2016, 7, 13)
    assert Period(werktage=7).end(date(2016, 7, 4), Counting(saturday=True)) == date(2016, 7, 12)
    assert Period(werktage=5).end(date(2016, 7, 4), Counting(saturday=True)) == date(2016, 7, 11)
    with pytest.raises(ValidationError):
        Period(werktage=7, days=7)


@pytest.mark.parametrize(("running", "units"), [("event", 60), ("at_once", 100), ("received", 100)])
def test_n22_the_newer_text_says_how_it_treats_what_runs_already(tmp_path: Path, running: str, units: int) -> None:
    """A course begun in July 2016; 60 units until 5 Aug, 100 since 6 Aug; decided in September."""
    newer = entry("2016-08-06", "100") + f'running = "{running}"\n'
    law = law_of(tmp_path, entry("2005-01-01", "60", "2016-08-05") + newer)
    value = law.for_case("course.units", event=date(2016, 7, 4), decision=date(2016, 9, 5))
    assert value.number == units
    assert law.for_case("course.units", event=date(2016, 7, 4), decision=date(2016, 8, 5)).number == 60, "not in force yet"
    assert law.for_case("course.units", event=date(2016, 8, 8), decision=date(2016, 9, 5)).number == 100


def test_r52_what_a_decision_rests_on_is_stored_as_it_was() -> None:
    applied = LAW.on(date(2016, 9, 1), "service.deemed_post.after").applied("service.deemed_post.after")
    assert applied.model_dump(mode="json") == {
        "rule": "service.deemed_post.after",
        "paragraph": "§ 41 Abs. 2 VwVfG (alt)",
        "valid_from": "1977-01-01",
        "running": "event",
    }


def test_all_texts_of_a_key_in_order() -> None:
    assert [str(text.valid_from) for text in LAW.versions("asylum_benefits.section_2.wait")] == [
        "2007-08-28",
        "2015-03-01",
        "2019-08-21",
        "2024-02-27",
    ]
    with pytest.raises(NoLaw):
        LAW.versions("no.such.key")


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.sampled_from(sorted(LAW.parameters)))
def test_a_day_without_a_change_has_the_law_of_the_day_before(day: date, key: str) -> None:
    before = day - timedelta(days=1)
    if LAW.version(day) == LAW.version(before):
        assert [value for value in LAW.parameters[key] if value.covers(day)] == [v for v in LAW.parameters[key] if v.covers(before)]
    else:
        assert LAW.version(day).startswith(f"{day}#")
