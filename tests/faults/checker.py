"""The independent checker: after quiescence, do the client's log, the stores, the topics and the views tell one story?

I1 what was acknowledged is stored, once. I2 everything published is in its topic. I3 first occurrences are in order, without a
gap. I4 the views count each record once. I5 nothing is in a topic that is not in a store. I6 good input went through, bad
input is parked with a receipt. I8 no name and no secret got out. (I7 and I9 are measured by `world.py`.)
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.faults import fold, raw, views
from tests.faults.oplog import Entry
from tests.faults.raw import Place, Seen, Store


@dataclass
class Finding:
    """How much was looked at, and what was wrong (the first few)."""

    checked: int = 0
    violations: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.checked > 0 and not self.violations

    def look(self, good: object, what: str) -> None:
        self.checked += 1
        if not good:
            self.violations.append(what)


@dataclass(frozen=True)
class Evidence:
    """All that is compared. `planted`: records that a fault put into domain topics past the relays."""

    entries: list[Entry]
    stores: dict[str, Store]
    records: list[Seen]
    planted: Collection[Place] = ()

    @property
    def ours(self) -> list[Seen]:
        return [one for one in self.records if one.place not in self.planted and ".facts." not in one.place[0]]


def acknowledged(found: Evidence) -> Finding:
    """I1."""
    finding = Finding()
    written = Counter(
        (str(row["said"]["meta"]["correlation"]), row["stream"], row["type"]) for store in found.stores.values() for row in store.events
    )
    for key, n in written.items():
        finding.look(n == 1, f"{key} was written {n} times")
    for entry in found.entries:
        if not entry.op.fact:
            _command(finding, entry, found.stores[entry.op.door])
    return finding


def _command(finding: Finding, entry: Entry, store: Store) -> None:
    op, result = entry.op, store.commands.get(entry.op.id)
    whole = [row for row in store.events if str(row["said"]["meta"]["correlation"]) == op.id]
    events = [row["type"] for row in whole if result is None or row["stream"] == result["stream"]]
    if entry.state == "acked":
        same = result and all(result[name] == entry.answer[name] for name in ("stream", "version", "events"))
        finding.look(same, f"{op.kind} {op.id} was acknowledged and is not stored: {result}")
    if entry.state == "refused":
        finding.look(result is None and not events, f"{op.kind} {op.id} was refused and is stored")
    wanted = result["events"] if result else []
    finding.look(events == wanted, f"{op.kind} {op.id} has events {events}, its answer says {wanted}")
    caused = {str(row["said"]["meta"]["event_id"]) for row in whole}
    for row in whole:
        if result and row["stream"] != result["stream"]:
            cause = str(row["said"]["meta"]["causation"])
            finding.look(cause in caused, f"{row['type']} bears the correlation of {op.kind} {op.id} and follows from none of its events")


def delivered(found: Evidence) -> Finding:
    """I2: by topic, stream and number, with the same key and bytes."""
    finding = Finding()
    there = {(one.place[0].partition("koop.")[2], one.stream, one.number): one for one in found.ours}
    for service, store in found.stores.items():
        for row in store.published:
            one = there.get((row["topic"].partition("koop.")[2], row["stream"], row["number"]))
            what = f"{service}: {row['stream']}@{row['number']} is published and not in {row['topic']}"
            finding.look(one and one.value == bytes(row["value"]) and one.key == row["key"].encode(), what)
    return finding


def firsts(records: Iterable[Seen]) -> list[Seen]:
    seen: set[tuple[str, str, int]] = set()
    found = []
    for one in records:
        key = (one.place[0], one.stream, one.number)
        if key not in seen:
            seen.add(key)
            found.append(one)
    return found


def ordered(found: Evidence) -> Finding:
    """I3."""
    finding = Finding()
    last: Counter[tuple[str, str]] = Counter()
    for one in firsts(found.ours):
        stream = (one.place[0], one.stream)
        finding.look(one.number == last[stream] + 1, f"{one.place}: {one.stream}@{one.number} comes after {last[stream]}")
        last[stream] = one.number
    return finding


def counted_once(found: Evidence, dsn: str) -> Finding:
    """I4. What an operator dismissed is stepped over."""
    finding = Finding()
    dismissed = {_place(row) for row in found.stores["reporting"].parked if row["status"] == "dismissed"}
    given_up = {(one.stream, one.number) for one in found.records if one.place in dismissed}
    told = fold.streams(one for one in firsts(found.ours) if (one.stream, one.number) not in given_up and ".receipts." not in one.place[0])
    wanted = fold.volunteers(told) | fold.language(told) | fold.referrals(told)
    for name, rows in views.shown(dsn).items():
        for row in sorted(wanted[name] | rows):
            finding.look(row in wanted[name] and row in rows, f"{name}: {row} is {'missing' if row in wanted[name] else 'not so'}")
    heads = views.heads(dsn)
    for stream, records in told.items():
        finding.look(heads.get(stream, 0) >= len(records), f"the views are at {stream}@{heads.get(stream)} of {len(records)}")
    return finding


def _place(row: dict[str, Any]) -> Place:
    """Where it was read: also if its topic has been forgotten since (`koop recover forget`)."""
    return (row["topic"], row["partition"], row["details"].get("former_offset", row["kafka_offset"]))


def nothing_else(found: Evidence) -> Finding:
    """I5."""
    finding = Finding()
    stored = {(row["stream"], row["number"]): row for store in found.stores.values() for row in store.published}
    for one in found.ours:
        row = stored.get((one.stream, one.number))
        finding.look(row and bytes(row["value"]) == one.value, f"{one.place}: {one.stream}@{one.number} is in no store")
    return finding


def answered(found: Evidence) -> Finding:
    """I6: each fact that Kafka took has one receipt; a good one is not parked, a bad one is, and its bytes are kept."""
    finding = Finding()
    receipts: dict[tuple[str, int, int], list[tuple[str | None, str]]] = {}
    for store in found.stores.values():
        for row in store.published:
            if row["stream"].startswith("receipts-"):
                said = json.loads(bytes(row["value"]))
                place = (said["partner"], said["partition"], said["offset"])
                receipts.setdefault(place, []).append((said.get("event_id"), said["outcome"]))
    parked = {_place(row) for store in found.stores.values() for row in store.parked}
    for entry in found.entries:
        places = [(topic, partition, offset) for topic, partition, offset in entry.answer.get("places", [])]
        about = [one for _, *place in places for one in receipts.get((entry.op.door, *place), [])]
        outcomes = [outcome for event, outcome in about if event in {entry.op.id, None}]
        if places:
            finding.look(len(outcomes) == len(places), f"{entry.op.id}: {len(places)} times stated, answered {outcomes}")
            wrong = any(outcome != "parked" for outcome in outcomes) if entry.op.invalid else "parked" in outcomes
            finding.look(not wrong, f"{entry.op.kind} {entry.op.id}, invalid={entry.op.invalid}, was answered {outcomes}")
            finding.look(not entry.op.invalid or all(place in parked for place in places), f"{entry.op.id} is not kept")
    return finding


def silent(found: Evidence, names: Collection[str], secrets: Collection[str], texts: dict[str, bytes]) -> Finding:
    """I8. `texts`: logs and metrics by name. A partner's own facts topic holds what the partner wrote."""
    finding = Finding()
    for name in names:
        for one in found.ours:
            finding.look(name.encode() not in one.raw, f"a name is in {one.place}")
    for where, text in texts.items():
        for word in (*names, *secrets):
            finding.look(word.encode() not in text, f"a name or a secret is in {where}")
    return finding


def evidence(
    entries: list[Entry], dsn: str, services: Iterable[str], login: dict[str, Any], topics: list[str], planted: Collection[Place]
) -> Evidence:
    return Evidence(entries, {service: raw.store(dsn, service) for service in services}, raw.topics(login, topics), planted)
