"""A missing part is named with the way to get it."""

import sys
from pathlib import Path

import pytest

from koop.local import requirements
from koop.local.requirements import Requirement, check, java_major, main


def test_this_machine_has_all() -> None:
    assert [requirement for requirement in check() if not requirement.met] == []


@pytest.mark.parametrize(
    ("answer", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime', 17),
        ('java version "1.8.0_392"', 8),
        ('openjdk version "21" 2023-09-19', 21),
        ("Unable to locate a Java Runtime.", 0),
        (None, 0),
    ],
)
def test_the_java_version_is_read_from_each_vendors_words(answer: str | None, major: int) -> None:
    assert java_major(answer) == major


def test_each_missing_part_is_named_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    assert main() == 1
    said = capsys.readouterr().err
    for name, way in (("Python", "python3.11"), ("Java", "openjdk-17"), ("Maven", "apt install maven")):
        assert f"missing: {name} " in said
        assert way in said


def test_java_home_comes_before_the_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", "/jdk")
    assert requirements.java() == "/jdk/bin/java"


def test_a_met_requirement_offers_no_way() -> None:
    assert str(Requirement("Maven", "any 3.x", "Apache Maven 3.8.7", met=True)) == "Maven any 3.x: Apache Maven 3.8.7"
