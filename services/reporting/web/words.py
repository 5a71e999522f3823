"""What the pages say, in German and English. Codes stay codes in the data and become words only here."""

import tomllib
from functools import cache
from importlib.resources import files


class Words(dict[str, str]):
    """A code without a word shows itself, readable."""

    def __missing__(self, code: str) -> str:
        return code.rpartition(".")[2].replace("_", " ").replace("-", " ").capitalize()


@cache
def words(lang: str) -> Words:
    text = files("services.reporting.web").joinpath("words.toml").read_text("utf-8")
    return Words({code: texts[lang] for code, texts in tomllib.loads(text).items()})
