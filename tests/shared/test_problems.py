"""Problems: what a person reads when the answer is no."""

from datetime import UTC, date, datetime
from typing import Any, Literal
from uuid import UUID

import psycopg
import pytest
from eventsourcing import persistence
from psycopg_pool import PoolTimeout
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from shared.auth import Forbidden, Unauthenticated
from shared.cloudevents import Unreadable
from shared.decider import Refused
from shared.handling import IdReused, NotFound
from shared.problems import FieldError, Problem, problem_of
from shared.store import Conflict
from shared.unit import Stale
from tests.shared.test_texts import KERNEL, RULES, UNTIL


def test_a_refusal_says_rule_field_and_both_languages() -> None:
    problem = problem_of(Refused("course.full", "course", until=UNTIL, free=0), RULES, "en")
    assert problem == Problem(
        type="urn:koop:problem:course.full",
        title="A rule does not allow this",
        status=409,
        detail="The course is full until 2016-08-06 (0 free).",
        errors=[
            FieldError(
                field="/course",
                rule="course.full",
                de="Der Kurs ist bis 06.08.2016 voll (0 frei).",
                en="The course is full until 2016-08-06 (0 free).",
            )
        ],
    )


def test_a_refusal_without_a_field_has_no_field_errors() -> None:
    assert problem_of(Refused("course.full", until=UNTIL, free=0), RULES, "de").errors == []


@pytest.mark.parametrize(
    ("exc", "status", "kind"),
    [
        (Conflict("stream person-4711"), 409, "conflict"),
        (Stale("v3"), 412, "stale"),
        (IdReused("4711"), 422, "id_reused"),
        (NotFound("person-4711"), 404, "not_found"),
        (Unreadable("event.not_json"), 400, "event.not_json"),
        (Unauthenticated("auth.unknown"), 401, "auth.unknown"),
        (Forbidden("auth.forbidden", role="auditor", facet="minors", purpose="casework"), 403, "auth.forbidden"),
        (psycopg.errors.DiskFull("4711"), 503, "unavailable"),
        (PoolTimeout("4711"), 503, "unavailable"),
        (persistence.InterfaceError("4711"), 503, "unavailable"),
        (RuntimeError("password=4711"), 500, "unexpected"),
    ],
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_every_kind_has_words_and_shows_nothing_of_the_inside(exc: Exception, status: int, kind: str, lang: str) -> None:
    problem = problem_of(exc, KERNEL, lang)
    assert (problem.status, problem.type) == (status, f"urn:koop:problem:{kind}")
    assert " " in problem.title and " " in problem.detail
    assert not problem.title.startswith("problem.")
    assert "4711" not in problem.model_dump_json()
    assert "{" not in problem.detail


def test_an_unreadable_body_names_the_field() -> None:
    problem = problem_of(Unreadable("event.duplicate_key", "a/b~c"), KERNEL, "en")
    assert [(error.field, error.rule) for error in problem.errors] == [("/a~1b~0c", "event.duplicate_key")]


class Skill(BaseModel):
    model_config = ConfigDict(extra="forbid")

    level: Literal["A1", "A2", "B1"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    person: UUID
    on: date
    at: datetime
    units: int = Field(ge=0, le=300)
    skills: list[Skill] = Field(min_length=1)
    note: str = Field(max_length=5, pattern=r"^[a-z]*$")
    free: str = ""

    @field_validator("free")
    @classmethod
    def _never(cls, value: str) -> str:
        if value:
            raise ValueError(f"not {value}")
        return value


GOOD: dict[str, Any] = {
    "person": "6f1d0a3e-2c52-4f0e-9a54-0d8f6f5f2016",
    "on": "2016-09-01",
    "at": datetime(2016, 9, 1, 8, 0, tzinfo=UTC).isoformat(),
    "units": 1,
    "skills": [{"level": "A1"}],
    "note": "a",
}


@pytest.mark.parametrize(
    ("change", "field", "rule", "en"),
    [
        ({"person": "Secret Name"}, "/person", "invalid.uuid_parsing", "A UUID is expected here."),
        ({"on": "1.9.2016"}, "/on", "invalid.date_from_datetime_parsing", "A date of the form YYYY-MM-DD is expected here."),
        ({"at": "noon"}, "/at", "invalid.datetime_from_date_parsing", "An instant in ISO 8601 form is expected here."),
        ({"units": -1}, "/units", "invalid.greater_than_equal", "The value must be at least 0."),
        ({"units": 301}, "/units", "invalid.less_than_equal", "The value must be at most 300."),
        ({"units": "many"}, "/units", "invalid.int_parsing", "A whole number is expected here."),
        ({"skills": []}, "/skills", "invalid.too_short", "At least 1 entries are needed."),
        (
            {"skills": [{"level": "A1"}, {"level": "C9"}]},
            "/skills/1/level",
            "invalid.literal_error",
            "Only this is allowed: 'A1', 'A2' or 'B1'.",
        ),
        ({"note": "abcdef"}, "/note", "invalid.string_too_long", "The text may have at most 5 characters."),
        ({"note": None}, "/note", "invalid.string_type", "Text is expected here."),
        ({"a/b~": 1}, "/a~1b~0", "invalid.extra_forbidden", "There is no such field here. Please leave it out or check its spelling."),
        ({"free": "Secret Name"}, "/free", "invalid.value", "The value is not allowed here. Please compare it with the schema."),
    ],
)
def test_each_invalid_field_is_named_by_pointer_rule_and_words_without_its_value(
    change: dict[str, Any], field: str, rule: str, en: str
) -> None:
    with pytest.raises(ValidationError) as failure:
        Body.model_validate(GOOD | change)
    problem = problem_of(failure.value, KERNEL, "de")
    assert (problem.status, problem.type) == (422, "urn:koop:problem:invalid")
    (error,) = problem.errors
    assert (error.field, error.rule, error.en) == (field, rule, en)
    assert error.de and error.de != en
    assert "Secret" not in problem.model_dump_json()


def test_missing_fields_are_all_named_at_once() -> None:
    with pytest.raises(ValidationError) as failure:
        Body.model_validate({})
    problem = problem_of(failure.value, KERNEL, "de")
    assert [error.field for error in problem.errors] == ["/person", "/on", "/at", "/units", "/skills", "/note"]
    assert "(6)" in problem.detail
