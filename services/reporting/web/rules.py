"""How the figures come about: for each figure of the page what counts, and the dated rules with paragraph and source that made it."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from shared.law import Law, LawValue


@dataclass(frozen=True)
class Rule:
    """A parameter of the law in the text of one day; `text` None: nothing was in force."""

    key: str
    text: LawValue | None


@dataclass(frozen=True)
class Figure:
    """`code`: the figure's word; `says`: what counts, by language."""

    code: str
    says: Mapping[str, str]
    rules: Sequence[Rule]


@cache
def explained() -> dict[str, dict[str, dict[str, Any]]]:
    """Section, then figure."""
    return tomllib.loads(files("services.reporting.web").joinpath("rules.toml").read_text("utf-8"))


def sections(law: Law, day: date) -> dict[str, list[Figure]]:
    return {
        section: [Figure(code, entry, [Rule(key, _on(law, day, key)) for key in entry.get("rules", ())]) for code, entry in figures.items()]
        for section, figures in explained().items()
    }


def as_json(law: Law, day: date) -> list[dict[str, Any]]:
    return [
        {"section": section, "figure": one.code, "de": one.says["de"], "en": one.says["en"], "rules": list(_texts(one.rules))}
        for section, figures in sections(law, day).items()
        for one in figures
    ]


def _texts(rules: Sequence[Rule]) -> Iterator[dict[str, Any]]:
    for rule in rules:
        yield {"rule": rule.key} | (rule.text.model_dump(mode="json", exclude_none=True) if rule.text else {"value": None})


def _on(law: Law, day: date, key: str) -> LawValue | None:
    return next((text for text in law.versions(key) if text.covers(day)), None)
