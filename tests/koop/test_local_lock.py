"""The lock belongs to pyproject.toml, and `tools/check_lock.py` sees it when it does not."""

from typing import Any

from tools.check_lock import differences, main

HASH = "    --hash=sha256:00"
LOCK = (
    f"httpx==0.28.1 \\\n{HASH}\n    # via koop (pyproject.toml)\n"
    f"ruff==0.17.6 ; python_version >= '3.11' \\\n{HASH}\n    # via koop (pyproject.toml:dev)\n"
)


def project(*dependencies: str, dev: list[str]) -> dict[str, Any]:
    return {"project": {"dependencies": list(dependencies)}, "dependency-groups": {"dev": dev}}


def test_the_lock_of_this_project_fits() -> None:
    assert main() == 0


def test_a_lock_that_fits_has_no_differences() -> None:
    assert differences(project("httpx>=0.28", dev=["ruff>=0.13"]), LOCK) == []


def test_a_new_dependency_is_missed() -> None:
    assert differences(project("httpx>=0.28", "rich>=14", dev=["ruff"]), LOCK) == ["rich: not in the lock"]


def test_a_dropped_dependency_is_seen() -> None:
    assert differences(project("httpx>=0.28", dev=[]), LOCK) == ["ruff: in the lock, no longer in pyproject.toml"]


def test_a_raised_bound_is_seen() -> None:
    assert differences(project("httpx>=0.29", dev=["ruff"]), LOCK) == ["httpx: 0.28.1 is locked, >=0.29 is wanted"]


def test_a_pin_without_a_hash_is_seen() -> None:
    assert differences(project("httpx", dev=["ruff"]), LOCK.replace(f"httpx==0.28.1 \\\n{HASH}", "httpx==0.28.1")) == ["httpx: no hash"]


def test_a_registry_in_the_lock_is_seen() -> None:
    lock = f"--index-url https://registry.example/simple\n{LOCK}"
    assert differences(project("httpx", dev=["ruff"]), lock) == ["--index-url https://registry.example/simple: names a registry"]
