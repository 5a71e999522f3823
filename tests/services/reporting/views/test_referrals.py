"""The view of referrals: what is open between whom, by age, on any day as known at any instant."""

from collections.abc import Callable
from itertools import permutations
from typing import Any
from uuid import UUID

from services.reporting.views import referrals
from services.reporting.views.referrals import VIEW
from shared.contracts import referrals as r
from shared.read_model import Record
from tests.services.reporting.views.told import VERSION, day, folded, instant, live, person, record


def step(contract: type[r.ReferralContract], number: int, on: str, known: str | None = None, n: int = 1, **fields: Any) -> Record:
    parties = {"person": person(1), "referral": UUID(int=n), "sender": "vg-landstuhl", "recipient": "caritas"}
    return record(contract(on=day(on), **parties, **fields), f"referral-{UUID(int=n)}", number, known or on)


def sent(n: int = 1, on: str = "09-05", due: str = "09-19") -> Record:
    return step(r.ReferralSent, 1, on, n=n, facet="transition", due=day(due))


def test_age_is_counted_at_the_day_of_asking_and_an_answer_ends_the_waiting(dsn_of: Callable[[str], str]) -> None:
    """Sent Mon 5 Sep, due 19 Sep: 7 days old on the 12th, 15 days on the 20th and overdue; accepted on the 22nd."""
    with live(dsn_of("reporting"), VIEW, [sent()], [step(r.ReferralAccepted, 2, "09-22")]) as connection:
        young, late, answered = (
            referrals.open_by_pair(connection, VERSION, day=day(on), known=instant("12-31"))[0] for on in ("09-12", "09-20", "09-22")
        )
    assert (young["up_to_7"], young["unanswered"], young["overdue"]) == (1, 1, 0)
    assert (late["up_to_30"], late["unanswered"], late["overdue"]) == (1, 1, 1)
    assert (answered["open"], answered["unanswered"], answered["overdue"]) == (1, 0, 0)


def test_what_was_known_then_differs_from_what_is_known_now(dsn_of: Callable[[str], str]) -> None:
    """Declined on 12 Sep, reported on 1 Oct."""
    declined = step(r.ReferralDeclined, 2, "09-12", "10-01", reason=r.DeclineReason.NO_CAPACITY)
    with live(dsn_of("reporting"), VIEW, [sent()], [declined]) as connection:
        then = referrals.open_by_pair(connection, VERSION, day=day("09-15"), known=instant("09-15"))
        now = referrals.open_by_pair(connection, VERSION, day=day("09-15"), known=instant("12-31"))
        states = referrals.outcomes(connection, VERSION, day=day("09-15"), known=instant("12-31"))
    assert [one["open"] for one in then] == [1]
    assert now == []
    assert states == [{"state": "declined", "n": 1}]


def test_any_interleaving_of_a_persons_referrals_gives_the_same_rows() -> None:
    first = [sent(1), step(r.ReferralAccepted, 2, "09-08", n=1), step(r.ReferralStarted, 3, "09-20", n=1)]
    second = [sent(2, "09-06"), step(r.ReferralLapsed, 2, "09-20", n=2)]
    told = {
        str(folded(VIEW, order))
        for order in permutations([*first, *second])
        if [one for one in order if one in first] == first and [one for one in order if one in second] == second
    }
    assert len(told) == 1
    assert str(folded(VIEW, [*first, *second, *first])) in told
