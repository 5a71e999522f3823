"""Two times: what a view believed at any instant is what the facts known by then say, however they arrived."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from shared.bitemporal import FOREVER, NO_END, Chronicle, Noted, Row, note, timeline


def at(hour: int) -> datetime:
    return datetime(2016, 9, 1, hour, tzinfo=UTC)


def fact(on: int, known: int, number: int, word: str, stream: str = "a") -> Noted:
    return Noted(on=date(2016, 9, on), known=at(known), stream=stream, number=number, kind="colour", data={"word": word})


def colours(facts: Sequence[Noted]) -> Iterable[Row]:
    for since, until, word in timeline((one.on, one.data["word"]) for one in facts):
        yield since.isoformat(), until.isoformat(), word


def told(*facts: Noted) -> Chronicle:
    return reduce(lambda chronicle, one: note(chronicle, one, colours), facts, Chronicle())


def test_a_fact_that_holds_earlier_corrects_the_past_and_keeps_what_was_believed() -> None:
    chronicle = told(fact(10, 1, 1, "red"), fact(5, 2, 2, "blue"))
    assert set(chronicle.rows()) == {
        ("2016-09-10", "9999-12-31", "red", at(1), FOREVER),
        ("2016-09-05", "2016-09-10", "blue", at(2), FOREVER),
    }
    later = note(chronicle, fact(10, 3, 3, "green"), colours)
    assert ("2016-09-10", "9999-12-31", "red", at(1), at(3)) in later.rows()


def test_facts_known_at_one_instant_count_as_one() -> None:
    chronicle = told(fact(1, 1, 1, "red"), fact(1, 2, 2, "blue"), fact(1, 2, 3, "red"))
    assert list(chronicle.rows()) == [("2016-09-01", "9999-12-31", "red", at(1), FOREVER)]


def test_a_fact_heard_again_changes_nothing() -> None:
    chronicle = told(fact(1, 1, 1, "red"), fact(1, 2, 2, "blue"))
    assert note(chronicle, fact(1, 1, 1, "red"), colours) is chronicle


def test_a_streams_order_outweighs_a_clock_that_runs_behind() -> None:
    chronicle = told(fact(1, 5, 1, "red"), fact(1, 4, 2, "blue"))
    assert list(chronicle.rows()) == [("2016-09-01", "9999-12-31", "blue", at(5), FOREVER)]


def test_of_one_day_the_last_counts_and_equal_neighbours_are_one_stretch() -> None:
    days = [date(2016, 9, n) for n in (1, 2, 3, 4)]
    changes = [(days[0], "a"), (days[1], "b"), (days[1], "a"), (days[2], None), (days[3], "a")]
    assert list(timeline(changes)) == [(days[0], days[2], "a"), (days[3], NO_END, "a")]


FACTS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(1, 6), st.integers(1, 6), st.sampled_from(["red", "blue"])), min_size=1, max_size=9
)


def in_streams(drawn: list[tuple[str, int, int, str]]) -> dict[str, list[Noted]]:
    """Each stream in its order: its facts become known one after the other."""
    streams: dict[str, list[Noted]] = {}
    for stream, on, known, word in sorted(drawn, key=lambda one: one[2]):
        own = streams.setdefault(stream, [])
        own.append(fact(on, known, len(own) + 1, word, stream))
    return streams


@given(FACTS, st.randoms(use_true_random=False))
def test_any_interleaving_of_streams_tells_the_same_history_and_survives_storage(
    drawn: list[tuple[str, int, int, str]], chance: object
) -> None:
    streams = in_streams(drawn)
    ordered = sorted((one for own in streams.values() for one in own), key=lambda one: one.known_order)
    mixed, left = Chronicle(), [list(own) for own in streams.values()]
    while left := [own for own in left if own]:
        mixed = note(mixed, chance.choice(left).pop(0), colours)  # type: ignore[attr-defined]
        mixed = Chronicle.model_validate_json(mixed.model_dump_json())
    assert set(mixed.rows()) == set(told(*ordered).rows())


@given(FACTS, st.integers(0, 7))
def test_what_was_believed_at_an_instant_is_what_the_facts_known_by_then_say(drawn: list[tuple[str, int, int, str]], hour: int) -> None:
    facts = [one for own in in_streams(drawn).values() for one in own]
    chronicle = told(*sorted(facts, key=lambda one: one.known_order))
    believed = {row[:-2] for row in chronicle.rows() if row[-2] <= at(hour) < row[-1]}
    assert believed == set(colours(sorted((one for one in facts if one.known <= at(hour)), key=lambda one: one.valid_order)))


def test_facts_of_one_instant_are_told_once_each_in_whatever_order_they_come() -> None:
    """Found by fault 9 in the long run: to tell the whole history anew for each of them cost more than a transaction lasts."""
    told = 0

    def counting(facts: Sequence[Noted]) -> Iterable[Row]:
        nonlocal told
        told += 1
        return [(fact.stream, fact.number) for fact in facts]

    noon = datetime(2016, 9, 1, 12, tzinfo=UTC)
    facts = [Noted(on=date(2016, 9, 1), known=noon, stream=stream, number=n, kind="x") for n in range(1, 11) for stream in ("b", "a")]
    chronicle = Chronicle()
    for fact in facts:
        chronicle = note(chronicle, fact, counting)
    assert told == len(facts)
    assert {row for row, _ in chronicle.open} == {(fact.stream, fact.number) for fact in facts}
    assert chronicle.closed == ()
