"""Every refusal of a service has a German and an English text that its details fill."""

import ast
import string
import tomllib
from pathlib import Path

import pytest

SERVICES = Path(__file__).parents[2] / "services"
every_service = pytest.mark.parametrize("service", ["cases", "minors", "volunteers"])


def texts(service: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((SERVICES / service / "texts.toml").read_text(encoding="utf-8"))


def refusals(service: str) -> dict[str, list[set[str]]]:
    """Code → the details given at each place that refuses with it."""
    found: dict[str, list[set[str]]] = {}
    for path in (SERVICES / service).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                code = node.args[0]
                assert isinstance(code, ast.Constant)
                found.setdefault(str(code.value), []).append({str(keyword.arg) for keyword in node.keywords})
    return found


@every_service
def test_every_refusal_has_its_texts_and_no_text_is_left_over(service: str) -> None:
    assert refusals(service).keys() == texts(service).keys()
    assert all(text.keys() == {"de", "en"} for text in texts(service).values())


@every_service
def test_the_texts_use_only_what_every_refusal_says(service: str) -> None:
    for code, places in refusals(service).items():
        for text in texts(service)[code].values():
            wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            assert all(wanted <= given for given in places), code
