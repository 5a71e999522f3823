"""Every code that can reach the page has a word in both languages; and every colour can be read."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from services.reporting.web import morning, words
from shared.contracts import cooperation as out
from shared.contracts.codes import Reason
from shared.topology import Topology

ROOT = Path(__file__).parents[4]
WEB = Path(words.__file__).parent
TEXT = tomllib.loads((WEB / "words.toml").read_text("utf-8"))

PAIRS = [("ink", "paper"), ("ink", "card"), ("ink", "head"), ("soft", "paper"), ("soft", "card"), ("soft", "head"), ("accent", "paper")]
PAIRS += [("accent", "card"), ("on-accent", "accent"), ("urgent", "paper"), ("urgent", "card"), ("urgent", "head"), ("good", "card")]
DRAWN = [("field", "card"), ("accent", "paper"), ("urgent", "card")]


def codes() -> Iterator[str]:
    topology = Topology.load(ROOT / "agreement" / "topology.toml")
    yield from topology.partners
    yield from (*morning.HAPPENED, *(status for group in morning.STATES.values() for status in group))
    yield from (f"reason.{reason.value}" for reason in Reason)
    yield from (f"option.{option}" for option in get_args(out.Option))
    yield from (f"vote.{counted}" for counted in get_args(out.NamedVote.model_fields["counted"].annotation))
    yield from (f"ballot.{state}" for state in ("open", "carried", "not_carried", "void"))
    yield from (f"parked.{reason}" for reason in ("gap", "invalid", "foreign", "behind", "view_failed"))


@pytest.mark.parametrize("code", sorted(set(codes())))
def test_a_code_has_a_word_in_both_languages(code: str) -> None:
    assert TEXT[code]["de"] and TEXT[code]["en"]


def test_a_code_that_is_new_shows_itself_readable() -> None:
    assert words.words("de")["referral.handed_over"] == "Handed over"


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), [(*pair, 4.5) for pair in PAIRS] + [(*pair, 3.0) for pair in DRAWN])
def test_wcag_contrast(scheme: int, front: str, back: str, least: float) -> None:
    """WCAG 2.2: 1.4.3 for text, 1.4.11 for the borders of fields and the focus."""
    roots = re.findall(r":root \{(.*?)\}", (WEB / "static" / "page.css").read_text("utf-8"), re.DOTALL)
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", roots[scheme]))
    lighter, darker = sorted((luminance(colours[front]), luminance(colours[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
