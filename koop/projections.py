"""`koop projections list|rebuild|rollback`: plain functions that return what is printed, with the exit code to leave with."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import psycopg

from services.reporting.rebuild import CATALOGUE, OPTIONS, Compared, NothingKept, Wish
from services.reporting.rebuild import rebuild as _rebuild
from services.reporting.rebuild import rollback as _rollback
from shared.kafka import KafkaLogin
from shared.projection import versions
from shared.projection.bulk import views_of
from shared.projection.following import Unsound
from shared.read_model import RowsFailed

DIFFERENT = 3
"""Exit code: what was built differs from what is live, or cannot be built with today's code. Nothing was switched."""


def listing(dsn: str, *, catalogue: str = CATALOGUE) -> list[dict[str, Any]]:
    """Every version of every view. `code`: whether today's code is the one that built it. `dsn`: reporting's own role."""
    views = {view.name: view for view in views_of(catalogue)}
    with psycopg.connect(dsn, options=OPTIONS) as connection:
        rows = connection.execute(
            "SELECT view, version, status, code, digest, switched_at FROM view_versions ORDER BY view, version"
        ).fetchall()
    return [
        {
            "view": view,
            "title": views[view].title if view in views else None,
            "version": version,
            "status": status,
            "code": "same" if view in views and versions.code(views[view]) == code else "changed",
            "digest": digest,
            "switched_at": switched_at.isoformat() if switched_at else None,
        }
        for view, version, status, code, digest, switched_at in rows
    ]


def rebuild(dsn: str, login: KafkaLogin, names: Sequence[str] | None = None, **options: Any) -> dict[str, Any]:
    """`names` None is all; `options` as in `Wish`. Raises Busy, Unreachable, WorkerDied, KeyError for an unknown view."""
    wish = Wish(names, **options)
    try:
        done = _rebuild(dsn, login, wish)
    except (Unsound, RowsFailed) as error:
        return {"ok": False, "switched": False, "problem": str(error), "views": [], "exit_code": DIFFERENT}
    ok = done.switched if wish.switch else done.equal
    return {
        "ok": ok,
        "switched": done.switched,
        "records": done.records,
        "seconds": round(done.seconds, 3),
        "locked_seconds": round(done.locked_seconds, 3),
        "views": [_said(view) for view in done.views],
        "exit_code": 0 if ok else DIFFERENT,
    }


def rollback(dsn: str, login: KafkaLogin, names: Sequence[str] | None = None, *, catalogue: str = CATALOGUE) -> dict[str, Any]:
    """Back to the kept versions, caught up. Raises Busy, Unreachable, KeyError."""
    try:
        views = _rollback(dsn, login, names, catalogue=catalogue)
    except NothingKept as error:
        return {"ok": False, "switched": False, "problem": f"no former version of {error} is kept", "views": [], "exit_code": 1}
    except (Unsound, RowsFailed) as error:
        return {"ok": False, "switched": False, "problem": str(error), "views": [], "exit_code": DIFFERENT}
    return {"ok": True, "switched": True, "views": [_said(view) for view in views], "exit_code": 0}


def _said(view: Compared) -> dict[str, Any]:
    return asdict(view) | {"equal": view.equal}
