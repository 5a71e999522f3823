"""The pages: server-rendered, German first. A template knows one language; codes become words there."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from services.reporting.web import formats
from services.reporting.web.asked import Asked
from services.reporting.web.morning import morning
from services.reporting.web.reading import AsOf, Reading
from services.reporting.web.rules import explained, sections
from services.reporting.web.words import words
from shared.auth import Principal

LANGS = ("de", "en")


class Pages:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.templates = {lang: _templates(lang) for lang in LANGS}

    def login(self, lang: str, *, failed: bool) -> str:
        return self._render("login.html", lang, failed=failed)

    def accessibility(self, lang: str) -> str:
        return self._render("accessibility.html", lang)

    def morning(self, who: Principal, asked: Asked) -> str:
        return self._render("morning.html", asked.lang, who=who, asked=asked, **morning(self.reading, who, asked))

    def rules(self, asked: Asked) -> str:
        on, law = AsOf.of(self.reading.clock, asked.days.get("on"), None).on, self.reading.law
        return self._render("rules.html", asked.lang, on=on, law=law.version(on), sections=sections(law, on))

    def _render(self, template: str, lang: str, **context: Any) -> str:
        return self.templates["en" if lang == "en" else "de"].get_template(template).render(**context)


def _templates(lang: str) -> jinja2.Environment:
    folder = Path(str(files("services.reporting.web"))) / "templates"
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    told = (formats.number, formats.day, formats.weekday, formats.month, formats.until, formats.seconds, formats.law_day, formats.legal)
    templates.filters |= {one.__name__: _in(lang, one) for one in told}
    templates.globals |= {
        "lang": lang,
        "other": "de" if lang == "en" else "en",
        "w": words(lang),
        "share": formats.share,
        "explained": explained(),
    }
    return templates


def _in(lang: str, told: Any) -> Any:
    return lambda value: told(value, lang)
