"""What the pages say, in German and English. Codes stay codes in the data and become words only here."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path


class Words(dict[str, str]):
    """A code without a word shows itself, readable."""

    def __missing__(self, code: str) -> str:
        return code.removeprefix("vg-").replace("_", " ").replace("-", " ").capitalize()


@cache
def words(lang: str) -> Words:
    path = Path(str(files("services.reporting.web"))) / "words.toml"
    return Words({code: texts[lang] for code, texts in tomllib.loads(path.read_text("utf-8")).items()})
