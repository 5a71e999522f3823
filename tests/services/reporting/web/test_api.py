"""The JSON API on a real database: the figures, where they stand, and who may ask."""

import threading
import time
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.reporting.decision.ballot import CloseBallot
from services.reporting.decision.voting import CastVote
from shared.calendar import day_start
from shared.contracts import cases as c
from shared.contracts import referrals as r
from shared.contracts import volunteers as v
from shared.contracts.codes import CourseKind, Reason
from tests.services.reporting.decision.examples import BALLOT, CLOSED, COOPERATION, MAY_20
from tests.services.reporting.web import year
from tests.services.reporting.web.office import COORDINATOR, Office

ANNA, BELA = UUID(int=1, version=4), UUID(int=2, version=4)
SEPTEMBER = datetime(2016, 9, 5, 8, tzinfo=UTC)
PATHS = ("/api/language", "/api/referrals", "/api/volunteers", "/api/cooperation", f"/api/ballots/{BALLOT}", "/events")


def refused(person: UUID, on: date) -> list[c.CaseContract]:
    return [
        c.LanguageCourseOffered(on=on, person=person, course="kvhs-1", kind=CourseKind.GENERAL),
        c.LanguageCourseRefused(on=on, person=person, course="kvhs-1", reason=Reason.CHILD_CARE),
    ]


@pytest.fixture
def told(desk: Office) -> Office:
    """Anna refuses a course in September; she had moved in August, which is told in October only."""
    desk.tell("person", c.PersonRegistered(on=date(2016, 7, 4), person=ANNA, vg="vg-landstuhl"), known=SEPTEMBER)
    desk.tell("language", *refused(ANNA, date(2016, 9, 5)), known=SEPTEMBER)
    moved = c.PersonMoved(on=date(2016, 8, 15), person=ANNA, vg="vg-weilerbach")
    desk.tell("person", moved, known=datetime(2016, 10, 10, 8, tzinfo=UTC))
    return desk


def refusals(answer: dict[str, dict[str, list[dict[str, object]]]]) -> list[tuple[object, object, object]]:
    return [(row["vg"], row["reason"], row["n"]) for row in answer["data"]["table"] if row["kind"] == "refused"]


def test_an_answer_says_where_it_stands_as_of_when_how_fresh_and_under_which_law(told: Office) -> None:
    answer = told.figures("/api/language?on=2016-09-30")
    assert answer["position"] == {"koop.cases.v1[0]": 4}
    assert answer["as_of"] == {"on": "2016-09-30", "known": "2017-06-12T06:00:00+00:00"}
    assert answer["law_version"].startswith("2016-08-06#")
    assert answer["stale"] is False
    assert answer["staleness_seconds"] == (told.clock.now() - datetime(2016, 10, 10, 8, tzinfo=UTC)).total_seconds()


def test_figures_as_they_are_known_now_and_as_they_were_known_on_a_day(told: Office) -> None:
    assert refusals(told.figures("/api/language")) == [("vg-weilerbach", "child_care", 1)]
    assert refusals(told.figures("/api/language?known=2016-09-30")) == [("vg-landstuhl", "child_care", 1)]
    assert refusals(told.figures("/api/language?known=2016-09-04")) == []


def test_the_state_on_a_day_is_asked_beside_what_happened(told: Office) -> None:
    state = told.figures("/api/language?on=2016-09-05")["data"]["state"]
    assert state == [{"vg": "vg-weilerbach", "status": "refused", "level": "", "persons": 1}]
    assert told.figures("/api/language?on=2016-09-04")["data"]["state"] == []


def test_months_and_verbandsgemeinde_narrow_the_table(told: Office) -> None:
    assert refusals(told.figures("/api/language?from=2016-09-30&to=2016-09-01")) == [("vg-weilerbach", "child_care", 1)]
    assert refusals(told.figures("/api/language?from=2016-10-01")) == []
    assert refusals(told.figures("/api/language?vg=vg-landstuhl")) == []


def test_referrals_are_counted_by_pair_and_by_their_age_on_the_day(desk: Office) -> None:
    of = {"person": ANNA, "referral": BELA, "sender": "vg-landstuhl", "recipient": "caritas"}
    desk.tell("referral", r.ReferralSent(on=date(2017, 5, 1), facet="transition", due=date(2017, 5, 15), **of))
    (pair,) = desk.figures("/api/referrals")["data"]["pairs"]
    assert (pair["sender"], pair["recipient"], pair["overdue"], pair["oldest_days"]) == ("vg-landstuhl", "caritas", 1, 42)
    (pair,) = desk.figures("/api/referrals?on=2017-05-08")["data"]["pairs"]
    assert (pair["overdue"], pair["up_to_7"], pair["oldest_days"]) == (0, 1, 7)


def test_volunteers_hours_are_those_of_four_weeks(desk: Office) -> None:
    desk.tell(
        "volunteer", v.VolunteerRegistered(on=date(2016, 9, 5), volunteer=ANNA, vg="vg-landstuhl", organisation="caritas", weekly_limit=8.0)
    )
    for monday, hours in ((date(2017, 5, 8), 4.0), (date(2017, 6, 5), 2.25)):  # the first is older than four weeks on 12 June
        desk.tell("volunteer", v.HoursReported(on=monday, volunteer=ANNA, week=monday, role=v.VolunteerRole.DRIVING, hours=hours))
    (row,) = desk.figures("/api/volunteers")["data"]
    assert (row["vg"], row["active"], float(row["hours"])) == ("vg-landstuhl", 1, 2.25)


def test_while_a_ballot_runs_it_is_told_who_has_voted_and_not_how(desk: Office) -> None:
    year.play(desk, persons=0)
    desk.at(MAY_20).ask(CastVote, partner="caritas", ballot=BALLOT, choice="no")
    (coop,) = desk.figures("/api/cooperation")["data"]
    (ballot,) = coop["ballots"]
    assert (coop["cooperation"], ballot["state"], len(ballot["voted"])) == (COOPERATION, "open", 11)
    assert "caritas" in ballot["voted"]
    text = desk.get(f"/api/ballots/{BALLOT}").text
    assert '"voted"' in text and not any(f'"{choice}"' in text for choice in ("yes", "no", "abstain"))


def test_a_closed_ballot_names_each_vote_and_its_arithmetic(desk: Office) -> None:
    year.play(desk, persons=0)
    desk.at(CLOSED).ask(CloseBallot, ballot=BALLOT)
    desk.relay()
    ballot = desk.figures(f"/api/ballots/{BALLOT}")["data"]
    assert (ballot["state"], "voted" in ballot) == ("carried", False)
    assert "9 Ja > 1 Nein: Mehrheit" in ballot["content"]["words_de"]
    assert len(ballot["content"]["votes"]) == 14


def test_an_unknown_ballot_is_not_found(quiet: Office) -> None:
    assert quiet.get(f"/api/ballots/{BELA}").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_no_request_is_anonymous(quiet: Office, path: str) -> None:
    answer = quiet.get(path, account=None)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("volunteer-coordinator@caritas", "/api/language"),
        ("caseworker@jobcenter", "/api/volunteers"),
        ("operator@landkreis-koordination", "/api/referrals"),
        ("operator@landkreis-koordination", "/api/cooperation"),
    ],
)
def test_a_role_sees_only_the_facets_it_may_steer_by(quiet: Office, account: str, path: str) -> None:
    assert quiet.get(path, account).status_code == 403
    assert quiet.get(path).status_code == 200


@pytest.mark.parametrize("query", ["on=12.06.2017", "on=9999-12-31", "known=yesterday", "from=2016", "min_position=person@x", "vg=VG%20X"])
def test_what_cannot_be_read_is_refused_by_name(quiet: Office, query: str) -> None:
    answer = quiet.get(f"/api/language?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json()["errors"][0]["field"]


def test_read_your_own_writes_waits_until_the_views_have_seen_them(desk: Office) -> None:
    stream = f"person-{ANNA}"
    registered = c.PersonRegistered(on=date(2016, 7, 4), person=ANNA, vg="vg-landstuhl")
    threading.Timer(0.5, desk.tell, ("person", registered)).start()
    answer = desk.figures(f"/api/language?min_position={stream}@1")
    assert (answer["stale"], answer["position"]) == (False, {"koop.cases.v1[0]": 1})


def test_what_does_not_come_within_two_seconds_is_answered_as_stale(quiet: Office) -> None:
    began = time.monotonic()
    assert quiet.figures(f"/api/language?min_position=person-{ANNA}@1")["stale"] is True
    assert 1.9 < time.monotonic() - began < 4


def test_whoever_may_not_ask_is_not_kept_waiting(quiet: Office) -> None:
    began = time.monotonic()
    assert quiet.get(f"/api/language?min_position=person-{ANNA}@1", "volunteer-coordinator@caritas").status_code == 403
    assert time.monotonic() - began < 1.5


def test_knowledge_of_a_day_reaches_to_its_end_in_local_time(told: Office) -> None:
    assert told.figures("/api/language?known=2016-10-10", COORDINATOR)["as_of"]["known"] == "2016-10-10T22:00:00+00:00"
    assert day_start(date(2016, 10, 11)) == datetime(2016, 10, 10, 22, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/api/language", "/api/transition", "/api/minors", "/api/referrals", "/api/volunteers", "/"])
@pytest.mark.parametrize("day", ["1900-01-01", "2000-01-01", "2200-12-31"])
def test_a_day_before_all_law_and_one_far_ahead_are_answered(desk: Office, path: str, day: str) -> None:
    """Found by generated requests: no limit for small cells was in force on 1 January 2000."""
    assert desk.get(f"{path}?on={day}").status_code == 200
