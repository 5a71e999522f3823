"""The count: a pure function of what the ballot froze, the last votes, and who has left. Rules: policy P-2016."""

from collections.abc import Mapping
from datetime import date

from services.reporting.decision.ballot_terms import BallotTerms
from services.reporting.decision.ballot_words import words
from services.reporting.decision.policy import Share
from services.reporting.decision.tally import Counted, Result, RollCall, Tally, Vote

HALF = Share(numerator=1, denominator=2)


def counted(vote: Vote | None, last_day: date | None, closes_on: date) -> Counted:
    """How one vote counts. A member is one for its whole last day, so only an earlier one voids its vote."""
    if last_day is not None and last_day < closes_on:
        return "void"
    if vote is None:
        return "silent"
    return "conditional" if vote.subject_to_ratification else vote.choice


def roll_call(terms: BallotTerms, votes: Mapping[str, Vote], departures: Mapping[str, date]) -> tuple[RollCall, ...]:
    lines = ((e.partner, votes.get(e.partner), departures.get(e.partner, e.last_day)) for e in terms.electorate)
    return tuple(RollCall(partner=slug, counted=counted(vote, last, terms.closes_on)) for slug, vote, last in lines)


def tally(terms: BallotTerms, votes: Mapping[str, Vote], departures: Mapping[str, date]) -> Tally:
    policy = terms.policy
    roll = roll_call(terms, votes, departures)
    count = [line.counted for line in roll].count
    yes, no, abstained, void = count("yes"), count("no"), count("abstain"), count("void")
    members = len(roll) - void
    participation = yes + no + abstained * policy.abstention_counts_for_quorum
    against = no + abstained * policy.abstention_counts_for_majority
    quorum = 0 if terms.quorum_free else policy.quorum.least(members)
    special = policy.special_majority.least(members) if terms.special_majority else None
    carried = participation >= quorum and yes > against and (special is None or yes >= special)
    return Tally(
        roll=roll,
        yes=yes,
        no=no,
        abstained=abstained,
        conditional=count("conditional"),
        silent=count("silent"),
        void=void,
        electorate=members,
        participation=participation,
        against=against,
        quorum=quorum,
        special=special,
        quorate=participation >= quorum,
        carried=carried,
        carried_by_all_members=carried and yes >= HALF.least(members),
    )


def count(terms: BallotTerms, votes: Mapping[str, Vote], departures: Mapping[str, date]) -> Result:
    """The result with its arithmetic in words. `departures` (announced while it ran) win over those frozen at the opening."""
    numbers = tally(terms, votes, departures)
    return Result(**dict(numbers), words_de=words(terms, numbers, "de"), words_en=words(terms, numbers, "en"))
