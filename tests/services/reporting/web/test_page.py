"""The page as it is read: every section, both languages, each role, an empty start and a full year."""

from datetime import date
from uuid import UUID

import psycopg
import pytest

from services.reporting.decision.ballot import CloseBallot
from shared.contracts import cases as c
from shared.contracts import cases_transition as t
from shared.contracts.codes import CourseKind
from shared.contracts.codes_transition import AlarmKind
from tests.services.reporting.decision.examples import BALLOT, CLOSED
from tests.services.reporting.web import year
from tests.services.reporting.web.office import Office
from tests.services.reporting.web.reader import read

PARK = """
INSERT INTO {schema}.parked (consumer, topic, partition, kafka_offset, headers, lane, reason, parked_at, status)
VALUES ('facts', %s, 0, %s, '[]', 'x', %s, now(), %s)
"""


@pytest.mark.parametrize("lang", ["de", "en"])
def test_before_anything_has_happened_the_page_says_so_calmly(quiet: Office, lang: str) -> None:
    page = read(quiet, f"/?lang={lang}")
    todo = page.table("Heute" if lang == "de" else "Today")
    assert [row[0] for row in todo.rows[1:]] == ["0"] * 7
    assert page.headings[0][1].startswith("Montag, 12.06.2017" if lang == "de" else "Monday, 12 Jun 2017")


def test_a_full_year_is_told_in_tables_that_can_be_read_aloud(full: Office) -> None:
    page = read(full)
    assert all(table.caption for table in page.tables)
    assert [table.unscoped for table in page.tables if table.unscoped] == []
    assert set(page.targets) <= set(page.ids)
    assert len(set(page.ids)) == len(page.ids)
    assert [level for level, _ in page.headings][:2] == ["h1", "h2"]


def test_page_and_api_tell_the_same_figures(full: Office) -> None:
    counted = full.figures("/api/language")["data"]["table"]
    page = read(full)
    table = page.table("Was geschah")
    said = dict(zip(table.rows[0], table.row("Landkreis"), strict=True))
    for word, kind in (("Angeboten", "offered"), ("Abgelehnt", "refused"), ("Begonnen", "started"), ("Bestanden", "passed")):
        assert int(said[word]) == sum(row["n"] for row in counted if row["kind"] == kind)


def test_page_and_api_leave_out_the_same_cells_of_the_change_over(full: Office) -> None:
    cells = {(one["vg"], one["state"]): one["n"] for one in full.figures("/api/transition")["data"]["state"]}
    table = read(full).table("Offene Übergänge")
    said = dict(zip(table.rows[0], table.row("Landkreis"), strict=True))
    assert int(said["Summe"]) == cells["total", "total"]
    assert None in cells.values(), "a year of this size has small cells"
    assert sum(cell.startswith("–") for row in table.rows for cell in row) >= list(cells.values()).count(None)


def test_an_alarm_for_so_few_that_they_are_not_counted_is_not_passed_off_as_none(desk: Office) -> None:
    desk.found()
    desk.relay()
    one = UUID(int=1, version=4)
    desk.tell("person", c.PersonRegistered(on=date(2016, 7, 4), person=one, vg="vg-landstuhl"))
    raised = t.TransitionAlarmRaised(on=date(2017, 5, 2), person=one, kind=AlarmKind.NO_GRANT, told=("jobcenter",))
    desk.tell("transition", raised)
    n, what, places = next(row for row in read(desk).table("Heute").rows if row[1].startswith("Ohne Bewilligung"))
    assert n.startswith("–") and places == "so wenige, dass die Zahl nicht gezeigt wird", what


def test_months_reach_from_the_terms_beginning_to_the_day_unless_others_are_asked_for(full: Office) -> None:
    assert "07/2016 – 05/2017" in read(full).table("Was geschah").caption
    assert "10/2016 – 12/2016" in read(full, "/?from=2016-10&to=2016-12").table("Was geschah").caption


def test_while_the_ballot_is_open_the_page_names_those_who_have_yet_to_vote(full: Office) -> None:
    page = read(full)
    assert page.table("Beteiligung").row("Abgestimmt (von 14)")[1] == "11"
    assert page.table("Beteiligung").row("Noch offen")[1] == "Diakonie, DRK, Jugendmigrationsdienst"
    assert ("h3", "Abstimmung: Verlängerung bis 30.06.2018 läuft") in page.headings


def test_after_the_close_it_shows_result_arithmetic_and_roll_call(desk: Office) -> None:
    year.play(desk, persons=0)
    desk.at(CLOSED).ask(CloseBallot, ballot=BALLOT)
    desk.relay()
    page = read(desk)
    assert page.table("Ergebnis").row("Ja")[1] == "9"
    assert page.table("Stimmen nach Partner").row("Enkenbach-Alsenborn")[1] == "Nein"
    assert "9 Ja &gt; 1 Nein: Mehrheit" in desk.get("/").text
    assert "9 yes &gt; 1 no: majority" in desk.get("/?lang=en").text


def test_facts_that_partners_must_correct_are_named_by_partner_and_reason(desk: Office, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as admin:
        for offset, (schema, partner, reason, status) in enumerate(
            [
                ("cases", "jobcenter", "fact.invalid", "waiting"),
                ("cases", "jobcenter", "fact.invalid", "waiting"),
                ("referrals", "caritas", "event.not_json", "waiting"),
                ("cases", "jmd", "language.negative_units", "waiting"),
                ("cases", "drk", "fact.invalid", "dismissed"),
            ]
        ):
            topic = f"koop.partner.{partner}.facts.v1"
            admin.execute(PARK.format(schema=schema).encode(), (topic, offset, reason, status))
    n, what, places = read(desk).table("Heute").rows[6]
    assert (n, what) == ("4", "Meldungen, die Partner berichtigen müssen")
    assert places == (
        "Jobcenter: Feld unzulässig 2, Caritas: nicht lesbar 1, Jugendmigrationsdienst: gegen Regel language.negative_units 1"
    )


def test_events_that_reporting_holds_back_are_named(desk: Office) -> None:
    person = UUID(int=1, version=4)
    desk.numbers[f"language-{person}"] = 1  # the first one is lost
    desk.tell("language", c.LanguageCourseOffered(on=date(2017, 6, 1), person=person, course="kvhs-1", kind=CourseKind.GENERAL))
    n, _, places = read(desk).table("Heute").rows[7]
    assert (n, places) == ("1", "ein früheres fehlt 1")


def test_a_past_day_does_not_pass_off_todays_figures_as_its_own(full: Office) -> None:
    page = read(full, "/?on=2016-12-01")
    assert [row[1] for row in page.table("An diesem Tag").rows[1:]] == [
        "Verweisungen ohne Antwort nach Fristende",
        "Kursbeginne, die diesen Monat überfällig wurden",
        "Ohne Antrag, ein Monat droht verloren zu gehen",
        "Ohne Bewilligung kurz vor dem Ende des AsylbLG",
    ]
    assert "Dieser Abschnitt zeigt den heutigen Stand." in full.get("/?on=2016-12-01").text


def test_a_day_that_cannot_be_read_is_named_beside_its_field(quiet: Office) -> None:
    text = quiet.get("/?on=31.12.2016&known=2016-12-31").text
    assert 'id="unreadable" role="alert"' in text and 'aria-describedby="unreadable"' in text
    assert "Nach dem Wissen bis 31.12.2016, 24:00" in text


@pytest.mark.parametrize(
    ("account", "sections"),
    [
        ("coordinator@landkreis-koordination", {"cooperation", "language", "transition", "minors", "referrals", "volunteers"}),
        ("volunteer-coordinator@caritas", {"cooperation", "referrals", "volunteers"}),
        ("operator@landkreis-koordination", set()),
    ],
)
def test_each_role_gets_the_sections_it_may_see(quiet: Office, account: str, sections: set[str]) -> None:
    found = set(read(quiet, account=account).ids)
    assert found & {"cooperation", "language", "transition", "minors", "referrals", "volunteers"} == sections
    assert "todo" in found
