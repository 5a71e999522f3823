"""What becomes of measured values: medians, bars, the page. Nothing here is timed."""

import json
from collections.abc import Sequence

import psutil
import pytest

from benchmarks import report
from benchmarks.figures import Figure, Goal, plain, ratio
from benchmarks.goals import GOALS
from benchmarks.noise import CORES, Meter, quiet
from tests.faults import report as faults
from tools.readme import README, marked

ROUNDS = [{"a": {"rate": a}, "b": {"rate": 10.0}} for a in (10.0, 30.0, 20.0)]
OF_B = Figure("of b", ratio("a", "b"), 1.5, 2.5)


def test_the_middle_of_the_rounds_ratios_counts_and_how_far_they_lie_apart() -> None:
    found = OF_B.over(ROUNDS)
    assert (found["median"], found["spread"], found["rounds"], found["outcome"]) == (2.0, [1.0, 3.0], 3, "met")


@pytest.mark.parametrize(("value", "outcome"), [(1.4, "missed"), (1.5, "met"), (2.5, "goal")])
def test_a_figure_is_held_against_its_bars(value: float, outcome: str) -> None:
    assert OF_B.outcome(value) == outcome


def test_for_some_less_is_better_and_some_are_only_reported() -> None:
    most = Figure("ms", plain("a", "rate"), 25, 10, at_most=True)
    assert [most.outcome(value) for value in (26, 25, 10)] == ["missed", "met", "goal"]
    assert Figure("/s", plain("a", "rate")).outcome(1) == "reported"


def test_every_goal_of_the_issue_is_measured_and_each_run_exists() -> None:
    from importlib import import_module  # noqa: PLC0415 - the runs import Kafka clients

    assert [goal.number for goal in GOALS] == [f"G{n}" for n in (*range(1, 13), 14, 15)]
    for run in {run for goal in GOALS for run in goal.runs} | {goal.profile for goal in GOALS if goal.profile}:
        module, _, function = run.partition(":")
        assert callable(getattr(import_module(f"benchmarks.runs.{module}"), function))


def result(goal: Goal, rounds: Sequence[dict[str, dict[str, float]]], profile: dict[str, float] | None = None) -> dict[str, object]:
    figures = [figure.over(rounds) for figure in goal.figures]
    told = {"number": goal.number, "title": goal.title, "note": goal.note, "figures": figures}
    return told | {"noise": [0.1], "sampled": "a:run", "profile": profile}


def test_the_page_says_what_was_missed_and_where_the_time_goes() -> None:
    goal = Goal("G2", "A against b", "x", ("a", "b"), (Figure("of b", ratio("a", "b"), 3),))
    run = report.header({"events": 1}, 3)
    found = report.add({}, run, [result(goal, ROUNDS, {"psycopg": 0.5})])
    page = report.page(found)
    assert "| G2 | A against b: of b | ≥ 3x | 2x | **missed** |" in page
    assert "psycopg 50%" in page and "`a:run`" in page
    assert json.loads(json.dumps(found)) == found


def test_a_later_run_replaces_the_goals_it_measured_and_no_other() -> None:
    goals = [Goal(number, number, "x", ("a", "b"), (OF_B,)) for number in ("G10", "G2")]
    first = report.add({}, {"commit": "one"}, [result(goal, ROUNDS) for goal in goals])
    second = report.add(first, {"commit": "two"}, [result(goals[1], ROUNDS[:1])])
    assert list(second["goals"]) == ["G2", "G10"]
    assert [goal["run"]["commit"] for goal in second["goals"].values()] == ["two", "one"]


def test_a_round_waits_until_others_are_quiet_but_not_for_ever() -> None:
    class Busy(Meter):
        def look(self) -> float:
            return 2 * CORES

    waited: list[float] = []
    assert quiet(Busy([psutil.Process()]), sleep=waited.append) == 2 * CORES
    assert sum(waited) == 60


def test_the_readme_has_the_short_form_of_both_tables() -> None:
    """Made by the runs themselves; nobody corrects a figure there by hand."""
    readme = README.read_text("utf-8")
    for what, text in (
        ("performance", report.short(json.loads(report.JSON.read_text("utf-8")))),
        ("reliability", faults.short(json.loads(faults.JSON.read_text("utf-8")))),
    ):
        assert marked(readme, what, text) == readme, f"the section {what}"
