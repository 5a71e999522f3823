"""Does requirements.lock still belong to pyproject.toml? Without a network, so that CI can ask on every run.

Every direct dependency must be pinned to a version it allows, every pin must have a hash, and what the lock calls a
direct dependency (uv's "via koop (pyproject.toml)") must still be one.
"""

import re
import sys
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"^(?P<name>[\w.-]+)(?:\[[^]]*])?==(?P<version>[^\s;\\]+)(?P<rest>.*(?:\n[ \t]+.*)*)", re.MULTILINE)


def wanted(pyproject: dict[str, Any]) -> list[Requirement]:
    groups = [pyproject["project"]["dependencies"], *pyproject.get("dependency-groups", {}).values()]
    return [Requirement(line) for line in chain.from_iterable(groups)]


def differences(pyproject: dict[str, Any], lock: str) -> list[str]:
    pins = {canonicalize_name(pin["name"]): pin for pin in PIN.finditer(lock)}
    direct = {name for name, pin in pins.items() if "koop (pyproject.toml" in pin["rest"]}
    requirements = wanted(pyproject)
    names = {canonicalize_name(requirement.name) for requirement in requirements}
    found = [f"{name}: no hash" for name, pin in pins.items() if "--hash=sha256:" not in pin["rest"]]
    found += [f"{name}: in the lock, no longer in pyproject.toml" for name in sorted(direct - names)]
    for requirement in requirements:
        pin = pins.get(canonicalize_name(requirement.name))
        if pin is None:
            found.append(f"{requirement.name}: not in the lock")
        elif not requirement.specifier.contains(pin["version"], prereleases=True):
            found.append(f"{requirement.name}: {pin['version']} is locked, {requirement.specifier} is wanted")
    return found + [f"{line.strip()}: names a registry" for line in lock.splitlines() if "://" in line]


def main() -> int:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = differences(pyproject, (ROOT / "requirements.lock").read_text(encoding="utf-8"))
    for line in found:
        print(f"requirements.lock: {line}; `make lock` mends it", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
