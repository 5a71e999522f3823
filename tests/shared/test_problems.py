"""Problems and texts: what a person reads when the answer is no. And: no code without words in both languages."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter
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
from shared.texts import Text, Texts
from shared.unit import Stale

ROOT = Path(__file__).parents[2]
KERNEL = Texts.load(ROOT / "shared" / "texts.toml")
RULES = Texts(
    dict(KERNEL.texts)
    | {
        "course.full": Text(de="Der Kurs ist bis {until} voll ({free} frei).", en="The course is full until {until} ({free} free)."),
        "broken": Text(de="{until:%H:%M:%S:}{", en="{until.nothing}"),
    }
)
UNTIL = date(2016, 8, 6)


# --- Texts ---------------------------------------------------------------------------------------------------------------


def test_a_text_is_rendered_with_its_details_and_dates_as_people_write_them() -> None:
    assert RULES.render("course.full", "de", until=UNTIL, free=0) == "Der Kurs ist bis 06.08.2016 voll (0 frei)."
    assert RULES.render("course.full", "en", until=UNTIL, free=0) == "The course is full until 2016-08-06 (0 free)."


@pytest.mark.parametrize(
    ("code", "details"), [("never.heard", {}), ("course.full", {}), ("course.full", {"until": UNTIL}), ("broken", {"until": UNTIL})]
)
@pytest.mark.parametrize("lang", ["de", "en"])
def test_what_is_missing_never_raises_and_shows_the_code(code: str, details: dict[str, Any], lang: str) -> None:
    assert RULES.render(code, lang, **details) == code


def test_details_may_be_called_like_the_parameters() -> None:
    texts = Texts({"x": Text(de="{code} {lang} {self}", en="-")})
    assert texts.render("x", "de", code=1, lang=2, self=3) == "1 2 3"


def test_an_unknown_language_reads_german() -> None:
    assert RULES.render("auth.unknown", "fr") == RULES.render("auth.unknown", "de")


def test_two_texts_for_one_code_do_not_load(tmp_path: Path) -> None:
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    for file in (one, two):
        file.write_text('["a.b"]\nde = "x"\nen = "y"\n', "utf-8")
    with pytest.raises(ValueError, match=r"two.toml has a second text for a\.b"):
        Texts.load(one, two)


@pytest.mark.parametrize("text", ['de = "x"', 'de = "x"\nen = ""', 'de = "x"\nen = "y"\nfr = "z"'])
def test_a_text_needs_both_languages(tmp_path: Path, text: str) -> None:
    file = tmp_path / "texts.toml"
    file.write_text(f'["a.b"]\n{text}\n', "utf-8")
    with pytest.raises(ValidationError):
        Texts.load(file)


# --- Every code has words ------------------------------------------------------------------------------------------------

SAYING = {"Refused": 0, "Unreadable": 0, "Unauthenticated": 0, "Forbidden": 0, "rejected": 0, "_rejected": 1}
"""Who takes a code, and as which argument."""


def sources() -> list[Path]:
    return sorted(path for part in ("services", "shared") for path in (ROOT / part).rglob("*.py"))


def said_in(path: Path) -> Iterator[tuple[str, set[str] | None]]:
    """Codes with the names of their details; None where the details are not written out."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(args=args, keywords=keywords):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                match args[SAYING[name] :] if name in SAYING else []:
                    case [ast.Constant(value=str(code)), *_]:
                        given = {keyword.arg for keyword in keywords}
                        yield code, None if None in given else {arg for arg in given if arg}
            case ast.keyword(arg="unknown", value=ast.Constant(value=str(code))):
                yield code, None
            case ast.AnnAssign(target=ast.Name(id="unknown"), value=ast.Constant(value=str(code))):
                yield code, None


def all_texts(service: Path) -> Texts:
    return Texts.load(ROOT / "shared" / "texts.toml", *[own for own in [service / "texts.toml"] if own.exists()])


def home(path: Path) -> Path:
    """A service's codes are worded in the service, for each loads the kernel's texts and its own."""
    parts = path.relative_to(ROOT).parts
    return ROOT / parts[0] / parts[1] if parts[0] == "services" and len(parts) > 2 else ROOT / "shared" / "nowhere"


def placeholders(text: str) -> set[str]:
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_code_that_the_source_says_has_a_text_in_german_and_english() -> None:
    said = [(path, code) for path in sources() for code, _ in said_in(path)]
    assert len({code for _, code in said}) > 20
    missing = sorted(f"{path.relative_to(ROOT)}: {code}" for path, code in said if code not in all_texts(home(path)).texts)
    assert missing == []


def test_every_text_names_only_details_that_are_given() -> None:
    wrong = []
    for path in sources():
        texts = all_texts(home(path)).texts
        for code, details in said_in(path):
            if details is not None and code in texts:
                text = texts[code]
                wrong += [
                    f"{path.name}: {code} lacks {name}" for name in placeholders(text.de) | placeholders(text.en) if name not in details
                ]
    assert sorted(set(wrong)) == []


@pytest.mark.parametrize(
    "file", [*sorted(ROOT.glob("services/*/texts.toml")), ROOT / "shared" / "texts.toml"], ids=lambda file: file.parent.name
)
def test_german_and_english_name_the_same_details(file: Path) -> None:
    texts = Texts.load(file).texts
    assert texts
    assert [code for code, text in texts.items() if placeholders(text.de) != placeholders(text.en)] == []


# --- Problems ------------------------------------------------------------------------------------------------------------


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
