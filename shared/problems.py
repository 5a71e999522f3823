"""RFC 9457 problem details: a stable type, the field, German and English text."""

from collections.abc import Sequence
from typing import Any

import psycopg
from eventsourcing import persistence
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from shared.auth import Forbidden, Unauthenticated
from shared.cloudevents import Unreadable
from shared.decider import Refused
from shared.handling import IdReused, NotFound
from shared.store import Conflict
from shared.texts import Texts
from shared.unit import Stale

MEDIA_TYPE = "application/problem+json"


class NotAllowed(Exception):
    """There is such a path, but not for this method."""


UNAVAILABLE = (psycopg.OperationalError, psycopg.InterfaceError, persistence.OperationalError, persistence.InterfaceError)
"""The database does not answer, or takes nothing: nobody's mistake, and over some time."""

# A class, its status, and the code of its title.
KINDS: tuple[tuple[type[Exception], int, str], ...] = (
    (Refused, 409, "problem.refused"),
    (Conflict, 409, "problem.conflict"),
    (Stale, 412, "problem.stale"),
    (Unreadable, 400, "problem.unreadable"),
    (IdReused, 422, "problem.id_reused"),
    (NotFound, 404, "problem.not_found"),
    (Unauthenticated, 401, "problem.unauthenticated"),
    (Forbidden, 403, "problem.forbidden"),
    (NotAllowed, 405, "problem.not_allowed"),
    *((kind, 503, "problem.unavailable") for kind in UNAVAILABLE),
)


class FieldError(BaseModel):
    """`field` is a JSON pointer (RFC 6901) into the request's body."""

    model_config = ConfigDict(frozen=True)

    field: str
    rule: str
    de: str
    en: str


class Problem(BaseModel):
    """Sent as `application/problem+json`."""

    model_config = ConfigDict(frozen=True)

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


def problem_of(exc: Exception, texts: Texts, lang: str) -> Problem:
    """Never raises, and never shows what an unexpected exception says: that is for the log."""
    if isinstance(exc, ValidationError):
        return invalid(exc.errors(include_url=False, include_input=False), texts, lang)
    for kind, status, title in KINDS:
        if isinstance(exc, kind):
            code, field, details = _said(exc, f"{title}.detail")
            errors = [_field_error(f"/{_escaped(field)}", code, texts, details)] if field else []
            return _problem(code, title, status, texts, lang, details, errors)
    return _problem("problem.unexpected.detail", "problem.unexpected", 500, texts, lang, {}, [])


def invalid(errors: Sequence[ErrorDetails], texts: Texts, lang: str) -> Problem:
    """What pydantic found, field by field. The input is not repeated: it may be personal."""
    found = [_field_error(_pointer(error["loc"]), _rule(error, texts), texts, _context(error)) for error in errors]
    return _problem("problem.invalid.detail", "problem.invalid", 422, texts, lang, {"count": len(found)}, found)


def _problem(code: str, title: str, status: int, texts: Texts, lang: str, details: dict[str, Any], errors: list[FieldError]) -> Problem:
    return Problem(
        type=f"urn:koop:problem:{code.removeprefix('problem.').removesuffix('.detail')}",
        title=texts.render(title, lang),
        status=status,
        detail=texts.render(code, lang, **details),
        errors=errors,
    )


def _said(exc: Exception, otherwise: str) -> tuple[str, str | None, dict[str, Any]]:
    """The exception's own code, field and details, where its class has them."""
    match exc:
        case Refused(code=code, field=field, details=details):
            return code, field, details
        case Unreadable(reason=reason, field=field):
            return reason, field, {}
        case Forbidden(code=code, details=details):
            return code, None, dict(details)
        case Unauthenticated(code=code):
            return code, None, {}
    return otherwise, None, {}


def _field_error(field: str, rule: str, texts: Texts, details: dict[str, Any]) -> FieldError:
    return FieldError(field=field, rule=rule, de=texts.render(rule, "de", **details), en=texts.render(rule, "en", **details))


def _rule(error: ErrorDetails, texts: Texts) -> str:
    rule = f"invalid.{error['type']}"
    return rule if rule in texts.texts else "invalid.value"


def _context(error: ErrorDetails) -> dict[str, Any]:
    """The schema's limits. `error` is a validator's exception, whose text may quote the input."""
    return {key: value for key, value in error.get("ctx", {}).items() if key != "error"}


def _pointer(loc: Sequence[int | str]) -> str:
    return "".join(f"/{_escaped(str(part))}" for part in loc)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
