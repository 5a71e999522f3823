"""Reads a page as a screen reader would: headings, and tables as rows of text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.services.reporting.web.office import COORDINATOR, Office


@dataclass
class Table:
    caption: str = ""
    rows: list[list[str]] = field(default_factory=list)
    unscoped: list[str] = field(default_factory=list)
    """Headings that do not say what they are a heading of."""

    def row(self, heading: str) -> list[str]:
        return next(row for row in self.rows if heading in row)


class Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.headings: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self._within: list[str] = []
        self._text = ""
        self.feed(page)

    def table(self, caption: str) -> Table:
        return next(table for table in self.tables if table.caption.startswith(caption))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.ids += [known["id"]] if "id" in known else []
        self.targets += [known["href"][1:]] if known.get("href", "").startswith("#") else []
        self.targets += known.get("aria-labelledby", "").split() + known.get("aria-describedby", "").split()
        self.targets += [known["for"]] if "for" in known else []
        if tag == "table":
            self.tables.append(Table())
        if tag == "tr":
            self.tables[-1].rows.append([])
        if tag == "th" and "scope" not in known:
            self.tables[-1].unscoped.append(str(known))
        if tag in {"td", "th", "caption", "h1", "h2", "h3"}:
            self._text = ""

    def handle_endtag(self, tag: str) -> None:
        text = " ".join(self._text.split())
        if tag in {"td", "th"}:
            self.tables[-1].rows[-1].append(text)
        if tag == "caption":
            self.tables[-1].caption = text
        if tag in {"h1", "h2", "h3"}:
            self.headings.append((tag, text))

    def handle_data(self, data: str) -> None:
        self._text += data


def read(desk: Office, path: str = "/", account: str = COORDINATOR) -> Reader:
    answer = desk.get(path, account)
    assert answer.status_code == 200, answer.text
    return Reader(answer.text)
