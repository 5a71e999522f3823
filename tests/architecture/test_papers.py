"""The papers keep up with the code."""

import re
import subprocess
from pathlib import Path

import pytest

from koop.schemas import files
from shared.contracts.base import Contract

ROOT = Path(__file__).parents[2]
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PUBLICCODE = (
    "publiccodeYmlVersion",
    "name",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
)


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_says_why_what_instead_of_what_and_what_follows(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [head for head in ("Context", "Decision", "Alternatives considered", "Consequences") if f"## {head}" not in text] == []


def test_every_published_type_stands_in_the_changelog() -> None:
    files()
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    ours = {kind.type for kind in Contract.registry.values() if kind.__module__.startswith("shared.contracts")}
    assert sorted(type_ for type_ in ours if f"`{type_}`" not in changelog) == []


def test_publiccode_has_what_a_catalogue_needs() -> None:
    text = (ROOT / "publiccode.yml").read_text("utf-8")
    assert [key for key in PUBLICCODE if not re.search(rf"^{key}:", text, re.MULTILINE)] == []


def test_no_path_of_a_machine_is_in_the_repository() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    place = re.compile(rf"(?<![\w.]){re.escape(str(ROOT))}/\w")
    texts = {name: (ROOT / name).read_text("utf-8", "replace") for name in tracked if name and (ROOT / name).is_file()}
    assert [name for name, text in texts.items() if place.search(text)] == []
