"""Domain files know no clock, no chance, no environment: what they decide can be decided again, years later, to the same end."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ADAPTERS = {"app.py", "subscribers.py", "rebuild.py", "dossier.py", "people.py", "files.py", "doors.py", "months.py"}
FORBIDDEN_CALLS = {"now", "today", "utcnow", "uuid1", "uuid4", "getenv", "time", "monotonic", "random", "randint", "choice"}
FORBIDDEN_MODULES = {"os", "random", "secrets", "time", "socket", "subprocess", "threading"}

DOMAIN = sorted(
    path
    for path in (ROOT / "services").rglob("*.py")
    if path.name not in ADAPTERS and "web" not in path.parts and "views" not in path.parts
)


def impurities(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in FORBIDDEN_MODULES)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in FORBIDDEN_MODULES:
            yield str(node.module)
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if alias.name in {"uuid1", "uuid4"})
        if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "uuid4"}:
            yield f"line {node.lineno}: .{node.attr}"  # handed on without a call, as a default's factory
        if isinstance(node, ast.Call):
            function = node.func
            name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if name in FORBIDDEN_CALLS:
                yield f"line {node.lineno}: {name}()"


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: str(path.relative_to(ROOT / "services")))
def test_a_domain_file_is_pure(path: Path) -> None:
    assert list(impurities(ast.parse(path.read_text("utf-8")))) == []


def test_the_check_sees_what_it_forbids() -> None:
    bad = "import os\nfrom uuid import uuid4\nx = date.today()\ny = field(default_factory=datetime.now)\nz = choice([1])\n"
    assert len(list(impurities(ast.parse(bad)))) == 5


def test_there_are_domain_files_of_every_service() -> None:
    found = {path.relative_to(ROOT / "services").parts[0] for path in DOMAIN}
    assert found >= {"cases", "referrals", "volunteers", "reporting"}
