"""What a machine must bring along. Standard library only: it runs before the environment exists, on whatever Python is there."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

WAYS = {
    "Python": "Debian: apt install python3.11 python3.11-venv; macOS: brew install python@3.13; then: make PYTHON=python3.13 …",
    "Python venv": "Debian: apt install python3-venv; elsewhere it comes with Python",
    "Java": "Debian: apt install openjdk-17-jre-headless; macOS: brew install openjdk@17; or point JAVA_HOME to one",
    "Maven": "Debian: apt install maven; macOS: brew install maven",
}


class Requirement(NamedTuple):
    name: str
    wanted: str
    found: str | None
    met: bool

    def __str__(self) -> str:
        found = self.found or "not found"
        return f"{self.name} {self.wanted}: {found}" + ("" if self.met else f"\n    {WAYS[self.name]}")


def java() -> str:
    """The Java that will be used: that of JAVA_HOME, else the first on the path."""
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", "java")) if home else "java"


def said(*command: str) -> str | None:
    """What a program answers, on either stream; None when it is not there or fails (macOS has a `java` that only complains)."""
    if shutil.which(command[0]) is None:
        return None
    answer = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False)
    return answer.stdout if answer.returncode == 0 else None


def java_major(answer: str | None) -> int:
    """`openjdk version "17.0.15"` is 17, `java version "1.8.0_392"` is 8, no answer is 0."""
    version = re.search(r'version "(?:1\.)?(\d+)', answer or "")
    return int(version[1]) if version else 0


def first_line(answer: str | None) -> str | None:
    return answer.strip().splitlines()[0] if answer and answer.strip() else None


def check() -> list[Requirement]:
    java_answer = said(java(), "-version")
    maven_answer = said("mvn", "--batch-mode", "--version")
    has_venv = said(sys.executable, "-c", "import ensurepip, venv") is not None
    return [
        Requirement("Python", ">= 3.11", platform.python_version(), sys.version_info >= (3, 11)),
        Requirement("Python venv", "with pip", "present" if has_venv else None, has_venv),
        Requirement("Java", ">= 17", first_line(java_answer), java_major(java_answer) >= 17),
        Requirement("Maven", "any 3.x", first_line(maven_answer), maven_answer is not None),
    ]


def main() -> int:
    """Exit code 0 when all is there; else each missing part with the way to get it, on standard error."""
    missing = [requirement for requirement in check() if not requirement.met]
    for requirement in missing:
        print(f"missing: {requirement}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
