"""Every refusal of the decision has its text, and every detail that a text asks for is given where it is refused."""

import ast
from pathlib import Path
from string import Formatter

import pytest

from shared.texts import Texts

REPORTING = Path(__file__).parents[4] / "services" / "reporting"
TEXTS = Texts.load(REPORTING / "texts.toml").texts


def refusals() -> list[tuple[str, set[str]]]:
    calls = (
        node
        for path in REPORTING.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused"
    )
    return [(ast.literal_eval(call.args[0]), {k.arg for k in call.keywords if k.arg}) for call in calls]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize(("code", "details"), refusals())
def test_a_refusal_says_in_both_languages_what_is_wrong(code: str, details: set[str]) -> None:
    assert fields(TEXTS[code].de) == fields(TEXTS[code].en)
    assert fields(TEXTS[code].de) <= details


def test_there_is_no_text_without_its_refusal() -> None:
    assert TEXTS.keys() == {code for code, _ in refusals()}
