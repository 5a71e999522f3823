"""What a person reads, by code and language: German and English, each with the way out."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Language = Literal["de", "en"]


class Text(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    de: str = Field(min_length=1)
    en: str = Field(min_length=1)


TEXTS = TypeAdapter(dict[str, Text])


class _German(Formatter):
    """Dates as they are read in a German office; everything else as `str.format` does."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        return super().format_field(value, format_spec or ("%d.%m.%Y" if type(value) is date else ""))


FORMATTERS: Mapping[str, Formatter] = {"de": _German(), "en": Formatter()}


class Texts:
    def __init__(self, texts: Mapping[str, Text]) -> None:
        self.texts = texts

    @classmethod
    def load(cls, *paths: Path) -> Self:
        """One table per code, `["language.already_attending"]` with `de` and `en`.

        Raises ValueError for a code with two texts; OSError, TOMLDecodeError, pydantic.ValidationError.
        """
        found: dict[str, Text] = {}
        for path in paths:
            texts = TEXTS.validate_python(tomllib.loads(path.read_text("utf-8")))
            if twice := sorted(found.keys() & texts.keys()):
                raise ValueError(f"{path.name} has a second text for {', '.join(twice)}")
            found |= texts
        return cls(found)

    def render(self, code: str, lang: str, /, **details: Any) -> str:
        """The text, or the code where the text or one of its details is missing: an answer never fails for its wording."""
        text = self.texts.get(code)
        if text is None:
            return code
        template = text.en if lang == "en" else text.de
        try:
            return FORMATTERS["en" if lang == "en" else "de"].vformat(template, (), details)
        except (LookupError, ValueError, TypeError, AttributeError):
            return code
