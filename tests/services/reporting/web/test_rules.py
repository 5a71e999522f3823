"""For every figure that a rule made, the page names rule, paragraph and source: in the text of the day that is asked about."""

from datetime import date
from pathlib import Path

import pytest

from services.reporting.web import formats
from services.reporting.web.rules import explained, sections
from services.reporting.web.words import words
from shared.law import Law, Period
from tests.services.reporting.web.office import Office
from tests.services.reporting.web.reader import Reader

LAW = Law.load(Path(__file__).parents[4] / "agreement" / "law")


def test_every_figure_has_its_word_its_texts_and_known_rules() -> None:
    for section, figures in explained().items():
        for code, entry in figures.items():
            assert {section, code} <= words("de").keys() & words("en").keys()
            assert entry["de"] and entry["en"]
            assert set(entry.get("rules", ())) <= LAW.parameters.keys()


@pytest.mark.parametrize(("day", "paragraph"), [(date(2016, 8, 5), "§ 7 Abs. 3 IntV (alt)"), (date(2016, 8, 6), "§ 7 Abs. 4 IntV")])
def test_n22_the_rule_is_that_of_the_day(day: date, paragraph: str) -> None:
    delayed = next(one for one in sections(LAW, day)["language"] if one.code == "delayed")
    assert [rule.text and rule.text.paragraph for rule in delayed.rules] == [paragraph, "§ 9 Abs. 3 DeuFöV"]


def test_a_day_before_all_law_says_that_nothing_was_in_force(quiet: Office) -> None:
    page = Reader(quiet.get("/regeln?on=1990-01-01").text)
    assert page.table("Was die Zahlen").row("Verspätet")[2].startswith("An diesem Tag galt keine Regel: course.integration.start_within")


def test_a_heading_leads_to_what_it_counts_and_to_its_rule(full: Office) -> None:
    answer = full.get("/?on=2016-08-01")
    assert '<a class="why" href="/regeln?lang=de&amp;on=2016-08-01#passed">Bestanden</a>' in answer.text
    page = Reader(full.get("/regeln?lang=de&on=2016-08-01").text)
    assert {"passed", "delayed"} <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    assert page.table("Was die Zahlen").row("Verspätet")[2].startswith("3 Monate § 7 Abs. 3 IntV (alt)seit 01.01.2005 bis 05.08.2016")
    assert [table.unscoped for table in page.tables if table.unscoped] == []


def test_the_same_for_machines_and_only_for_who_logs_in(quiet: Office) -> None:
    answer = quiet.figures("/api/rules?on=2016-08-06")
    delayed = next(one for one in answer["data"] if one["figure"] == "delayed")
    assert delayed["rules"][0] | {"source": ""} == {
        "rule": "course.integration.start_within",
        "valid_from": "2016-08-06",
        "value": {"weeks": 6},
        "paragraph": "§ 7 Abs. 4 IntV",
        "source": "",
        "running": "event",
    }
    assert quiet.get("/api/rules", None).status_code == 401
    assert quiet.get("/regeln", None).headers["location"] == "/login?lang=de"


@pytest.mark.parametrize(
    ("value", "de", "en"),
    [
        (Period(weeks=6), "6 Wochen", "6 weeks"),
        (Period(werktage=1), "1 Werktag", "1 working day"),
        (True, "ja", "yes"),
        (300, "300", "300"),
        (("women", "youth"), "women, youth", "women, youth"),
    ],
    ids=["period", "one", "flag", "number", "codes"],
)
def test_a_laws_value_in_words(value: object, de: str, en: str) -> None:
    assert (formats.legal(value, "de"), formats.legal(value, "en")) == (de, en)
