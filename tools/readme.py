"""Tables of the README that a run makes: between `<!-- what -->` and `<!-- end of what -->`."""

from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def into_readme(what: str, text: str) -> None:
    """Between its two marks."""
    README.write_text(marked(README.read_text("utf-8"), what, text), "utf-8")


def marked(readme: str, what: str, text: str) -> str:
    """Raises ValueError where a mark is missing."""
    begin, end = f"<!-- {what} -->\n", f"<!-- end of {what} -->"
    head, tail = readme.index(begin) + len(begin), readme.index(end)
    return readme[:head] + text + readme[tail:]
