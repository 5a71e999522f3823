"""The arithmetic of a result in words, so that the minutes can be checked with a pencil. German and English."""

from typing import Literal

from services.reporting.decision.ballot_terms import BallotTerms
from services.reporting.decision.tally import Tally

Lang = Literal["de", "en"]

PHRASES: dict[str, dict[Lang, str]] = {
    "electorate": {"de": "{electorate} Stimmberechtigte.", "en": "{electorate} entitled to vote."},
    "left": {
        "de": "{opened} Stimmberechtigte bei Eröffnung, {void} vor dem Schluss ausgeschieden ({names}): {opened} − {void} = {electorate}.",
        "en": "{opened} entitled to vote at the opening, {void} left before the close ({names}): {opened} − {void} = {electorate}.",
    },
    "quorate": {
        "de": "Beteiligung {participation} ≥ {quorum} (mehr als {share} von {electorate}): beschlussfähig.",
        "en": "Participation {participation} ≥ {quorum} (more than {share} of {electorate}): quorate.",
    },
    "inquorate": {
        "de": "Beteiligung {participation} < {quorum} (mehr als {share} von {electorate}): nicht beschlussfähig.",
        "en": "Participation {participation} < {quorum} (more than {share} of {electorate}): not quorate.",
    },
    "quorum_free": {
        "de": "Beteiligung {participation}; die zweite Abstimmung braucht kein Quorum, wie mit ihr angekündigt.",
        "en": "Participation {participation}; the second call needs no quorum, as it announced.",
    },
    "majority": {"de": "{yes} Ja > {against} {other}: Mehrheit.", "en": "{yes} yes > {against} {other}: majority."},
    "tie": {
        "de": "{yes} Ja = {against} {other}: Stimmengleichheit, das ist Ablehnung.",
        "en": "{yes} yes = {against} {other}: a tie, which is a rejection.",
    },
    "minority": {"de": "{yes} Ja < {against} {other}: keine Mehrheit.", "en": "{yes} yes < {against} {other}: no majority."},
    "other": {"de": "Nein", "en": "no"},
    "other_with_abstentions": {"de": "Nein und Enthaltungen", "en": "no and abstentions"},
    "special_reached": {
        "de": "Besondere Mehrheit: {yes} Ja ≥ {special} (mehr als {special_share} von {electorate}): erreicht.",
        "en": "Special majority: {yes} yes ≥ {special} (more than {special_share} of {electorate}): reached.",
    },
    "special_missed": {
        "de": "Besondere Mehrheit: {yes} Ja < {special} (mehr als {special_share} von {electorate}): verfehlt.",
        "en": "Special majority: {yes} yes < {special} (more than {special_share} of {electorate}): missed.",
    },
    "others": {
        "de": "Enthaltungen {abstained}, unter Vorbehalt und darum nicht gezählt {conditional}, nicht abgegeben {silent}.",
        "en": "Abstentions {abstained}, conditional and therefore not counted {conditional}, not cast {silent}.",
    },
    "carried": {"de": "Angenommen.", "en": "Carried."},
    "carried_by_all": {
        "de": "Angenommen, mit der Mehrheit aller Stimmberechtigten.",
        "en": "Carried, by a majority of all entitled to vote.",
    },
    "not_carried": {"de": "Nicht angenommen.", "en": "Not carried."},
}


def _quorum(terms: BallotTerms, t: Tally) -> str:
    if terms.quorum_free:
        return "quorum_free"
    return "quorate" if t.quorate else "inquorate"


def _majority(t: Tally) -> str:
    if t.yes == t.against:
        return "tie"
    return "majority" if t.yes > t.against else "minority"


def _outcome(t: Tally) -> str:
    if not t.carried:
        return "not_carried"
    return "carried_by_all" if t.carried_by_all_members else "carried"


def words(terms: BallotTerms, t: Tally, lang: Lang) -> str:
    keys = ["left" if t.void else "electorate", _quorum(terms, t), _majority(t)]
    if t.special is not None:
        keys.append("special_reached" if t.yes >= t.special else "special_missed")
    keys += ["others", _outcome(t)]
    other = "other_with_abstentions" if terms.policy.abstention_counts_for_majority else "other"
    details = dict(t) | {
        "opened": len(t.roll),
        "names": ", ".join(line.partner for line in t.roll if line.counted == "void"),
        "share": terms.policy.quorum,
        "special_share": terms.policy.special_majority,
        "other": PHRASES[other][lang],
    }
    return " ".join(PHRASES[key][lang].format(**details) for key in keys)
