"""What a reader of the repository relies on: papers that point at what exists, a catalogue entry that a catalogue takes."""

import re
import subprocess
from pathlib import Path

import pytest

from koop.schemas import files
from shared.contracts.base import Contract
from tests.koop.test_cli import EVERY

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAPERS = [ROOT / "README.md", ROOT / "CHANGELOG.md", DOCS / "architecture.md", DOCS / "glossary.md", *sorted(DOCS.glob("adr/*.md"))]
PUBLICCODE = (ROOT / "publiccode.yml").read_text("utf-8")

FOLDERS = ("agreement", "demo", "docs", "koop", "services", "shared", "tests", "tools")
HEADINGS = ["Context", "Decision", "Alternatives considered", "Consequences"]

# Of the standard's vocabularies (publiccode.yml, core): what is said must be among them. The lists here are those parts that fit us.
CATEGORIES = {"business-process-management", "collaboration", "compliance-management", "data-analytics", "workflow-management"}
SCOPES = {"employment", "local-authorities", "society", "welfare"}
MAINTENANCE = {"internal", "contract", "community", "none"}
KEYS = ("name", "platforms", "developmentStatus", "softwareType", "description", "legal", "maintenance", "localisation")


def named_paths(text: str) -> list[str]:
    """Paths of this repository in backticks. What stands for a name (`<id>`, `…`) or is made at run time is not looked for."""
    quoted = re.findall(r"`([^`\s]+)`", text)
    return [path for path in quoted if path.split("/")[0] in FOLDERS and "/" in path and not set("<*…") & set(path)]


def values(key: str) -> list[str]:
    """The items of the list under a key of publiccode.yml."""
    found = re.search(rf"^\s*{key}:\n((?:\s+- .+\n)+)", PUBLICCODE, re.MULTILINE)
    return re.findall(r"- (.+)", found[1]) if found else []


def texts(key: str) -> list[str]:
    """A key's text in each language, folded to one line."""
    found = re.findall(rf"^    {key}:(?: >-\n((?:      .+\n)+)| (.+)\n)", PUBLICCODE, re.MULTILINE)
    return [" ".join((folded or line).split()) for folded, line in found]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_a_paper_names_only_files_that_exist(paper: Path) -> None:
    assert [path for path in named_paths(paper.read_text("utf-8")) if not (ROOT / path).exists()] == []


def test_the_papers_name_files_at_all() -> None:
    assert "shared/store.py" in named_paths((ROOT / "README.md").read_text("utf-8"))


def test_the_papers_name_only_targets_that_make_has() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for paper in (*PAPERS, DOCS / "reliability.md", DOCS / "performance.md", DOCS / "runbook.md"):
        named = re.findall(r"(?:`|^)make ([a-z]+)", paper.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= targets, paper.name
    assert {"run", "test", "faults", "bench", "fuzz"} <= targets


def test_the_readme_tells_of_every_command_of_the_tool() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("## The operator's commands")[2].partition("## How it is proven")[0]
    told = [set(re.findall(r"[a-z]+", row.split("|")[1])) for row in table.splitlines() if row.startswith("| `")]
    assert [path for path in EVERY if not any(set(path) <= words for words in told)] == []


def test_decisions_are_numbered_without_a_hole_and_by_their_title() -> None:
    adrs = sorted((DOCS / "adr").glob("*.md"))
    titles = [path.read_text("utf-8").partition("\n")[0] for path in adrs]
    assert [path.name[:4] for path in adrs] == [f"{number:04}" for number in range(1, len(adrs) + 1)]
    assert [title.partition(". ")[0] for title in titles] == [f"# {number}" for number in range(1, len(adrs) + 1)]


@pytest.mark.parametrize("path", sorted((DOCS / "adr").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_has_its_four_headings_in_order_and_fits_a_page(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert len(text.split()) <= 450


def test_every_published_type_stands_in_the_changelog() -> None:
    files()  # registers them all
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    ours = {kind.type for kind in Contract.registry.values() if kind.__module__.startswith("shared.contracts")}
    assert sorted(type_ for type_ in ours if f"`{type_}`" not in changelog) == []


def test_publiccode_has_what_a_catalogue_needs() -> None:
    assert [key for key in KEYS if not re.search(rf"^{key}:", PUBLICCODE, re.MULTILINE)] == []


def test_publiccode_speaks_the_words_of_the_standard() -> None:
    assert 'publiccodeYmlVersion: "0.5"' in PUBLICCODE
    assert re.search(r"^  license: EUPL-1\.2$", PUBLICCODE, re.MULTILINE)
    assert (words := values("categories")) and set(words) <= CATEGORIES
    assert (words := values("scope")) and set(words) <= SCOPES
    assert (kind := re.search(r"^maintenance:\n  type: (\w+)$", PUBLICCODE, re.MULTILINE)) and kind[1] in MAINTENANCE
    assert values("availableLanguages") == ["de", "en"]


def test_publiccode_describes_in_german_and_english_at_the_asked_length() -> None:
    """At most 150 characters; 150 to 10000 by the standard, of which some catalogues want 500; five features or more."""
    short, long = texts("shortDescription"), texts("longDescription")
    assert (len(short), len(long)) == (2, 2)
    assert [text for text in short if len(text) > 150] == []
    assert [text for text in long if not 500 <= len(text) <= 10_000] == []
    assert len(values("features")) >= 5


def test_publiccode_states_no_address_or_person_that_does_not_exist() -> None:
    """Only who publishes knows them: nothing stands there rather than something invented."""
    assert re.findall(r"https?://|\bexample\b|@", PUBLICCODE) == []


def test_no_home_of_a_machine_is_named_in_the_repository() -> None:
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    home = re.compile(rf"(?<![\w.:/~)}}-])/(?:home|root|Users|work|builds)/[\w.-]+|(?<![\w.]){re.escape(str(ROOT))}/\w")
    ours = [name for name in tracked if name and (ROOT / name).is_file()]
    found = {name: home.findall((ROOT / name).read_text("utf-8", "replace")) for name in ours}
    assert {name: hits for name, hits in found.items() if hits} == {}
