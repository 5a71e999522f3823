"""The nasty cases of the field among the demo's minors: one invented file each, and where the youth office looks."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from demo.minors import YOUTH_OFFICE, claim, distribute, keep, say, state, take_in
from demo.nasty import VG, Case
from demo.script import Script

FOUND = date(2016, 7, 4)


def nasty_minors(script: Script) -> list[Case]:
    return [write(script) for write in WRITERS]


def _case(rules: str, says: str, file: UUID) -> Case:
    return Case(rules, says, file, "/minors/{id}", "minors", YOUTH_OFFICE)


def _in_care(script: Script, file: UUID) -> None:
    state(script, file, "MinorExcluded", date(2016, 7, 18), reason="welfare")
    state(script, file, "MinorTakenIntoCare", date(2016, 7, 19), vg=VG)


def r28_reported_a_day_late(script: Script) -> Case:
    file = take_in(script, VG, FOUND)
    state(script, file, "MinorNotified", date(2016, 7, 14))
    distribute(script, file, date(2016, 7, 18))
    return _case("R28", "in care since Mon 4 Jul, reported Thu 14 Jul: the seventh Werktag was Wed 13 Jul, with Saturdays Tue 12 Jul", file)


def r29_extended_and_still_not_distributed(script: Script) -> Case:
    file = take_in(script, VG, date(2016, 11, 21))
    state(script, file, "MinorNotified", date(2016, 11, 28))
    state(script, file, "MinorDistributionExtended", date(2016, 12, 19))
    return _case(
        "R29, c6", "the month to 21 Dec was extended to 21 Jan; it passed as well: an exclusion is proposed, nobody excludes", file
    )


def r30_siblings_apart(script: Script) -> Case:
    elder, younger = take_in(script, VG, FOUND), take_in(script, VG, FOUND)
    say(script, younger, "LinkSibling", date(2016, 7, 15), {"sibling": elder})
    state(script, elder, "MinorAssigned", date(2016, 7, 21), office="jugendamt-trier")
    state(script, younger, "MinorAssigned", date(2016, 7, 28), office="jugendamt-kusel", apart="welfare")
    return _case("R30", "siblings assigned to Trier and Kusel: without the reason the second assignment is refused", younger)


def n3_adult_and_minor_again(script: Script) -> Case:
    file = take_in(script, VG, FOUND)
    claim(script, file, date(2016, 7, 8), 1999)
    _in_care(script, file)
    state(script, file, "MinorClearingOpened", date(2016, 8, 10))
    clearance = {"inspected": "2012-02-01", "certificate": "2012-01-10"}
    say(script, file, "AcceptCompanion", date(2016, 8, 15), {"volunteer": script.uuid()}, clearance=clearance)
    latest = {"year": 1997, "month": 12, "day": 31}
    say(script, file, "AssessAge", date(2016, 9, 5), finding="adult", method="medical", birth=latest)
    say(script, file, "ContestAssessment", date(2016, 9, 12))
    say(script, file, "RecordCourtOrder", date(2016, 11, 21), finding="minor", birth={"year": 1999})
    state(script, file, "MinorClearingClosed", date(2017, 2, 6))
    return _case(
        "N3, R24, R33",
        "found an adult on 5 Sep, by a court a minor again on 21 Nov: three claims stand, care went on from that day, and with it "
        "the rule for the volunteer, whose clearance held until 1 Feb 2017",
        file,
    )


def n14_born_on_29_february(script: Script) -> Case:
    file = take_in(script, VG, FOUND)
    claim(script, file, date(2016, 7, 8), date(2000, 2, 29), method="paper")
    claim(script, file, date(2016, 7, 8), 1999, source="bamf")
    keep(script, file, VG, date(2016, 7, 18))
    return _case(
        "N14", "born 29 Feb 2000 by the paper, in 1999 by another office: of age on 1 Mar 2018 or in 2017, both claims stand", file
    )


def n17_missing_and_matched(script: Script) -> Case:
    gone, back = take_in(script, VG, FOUND), take_in(script, "vg-weilerbach", date(2016, 10, 10))
    _in_care(script, gone)
    state(script, gone, "MinorWentMissing", date(2016, 9, 1))
    say(script, gone, "MatchFile", date(2016, 10, 28), {"other": back})
    return _case("N17", "missing since 1 Sep, taken in under a new file in October: matched by hand, counted once", gone)


def r32_of_age_without_a_decision(script: Script) -> Case:
    file = take_in(script, VG, FOUND)
    claim(script, file, date(2016, 7, 8), date(1999, 3, 15))
    keep(script, file, VG, date(2016, 7, 18))
    return _case(
        "R31, R32", "17 before the file, 18 on 15 Mar 2017 at 00:00: guardianship over, no transition plan, nobody decided on § 41", file
    )


WRITERS: tuple[Callable[[Script], Case], ...] = (
    r28_reported_a_day_late,
    r29_extended_and_still_not_distributed,
    r30_siblings_apart,
    n3_adult_and_minor_again,
    n14_born_on_29_february,
    n17_missing_and_matched,
    r32_of_age_without_a_decision,
)
