"""Texts: rendered for people in two languages; no code without words in both."""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from pydantic import ValidationError

from shared.texts import Text, Texts

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
