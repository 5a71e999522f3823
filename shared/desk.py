"""Partners' facts, handled by the batch: streams loaded with one query, decided in order, one transaction, one receipt each."""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from shared.append import Answer, Outgoing
from shared.clock import Clock
from shared.contracts.base import Fact
from shared.contracts.receipts import Receipt
from shared.decider import MISTAKES, Refused
from shared.domain import Asked, Domain
from shared.halving import halves
from shared.inbox import Move
from shared.law import Law
from shared.messages import id_from
from shared.metrics import FACTS, PARKED
from shared.parking import Parked, RawRecord
from shared.statements import FactRoute, Reader, Rejected, Roster, Statement
from shared.store import Conflict, Repeated, Store
from shared.texts import Texts
from shared.unit import Unit

log = structlog.get_logger()

CONSUMER = "facts"
ATTEMPTS = 3


Place = tuple[str, int, int]


class Mistaken(Exception):
    """A rule of ours fails on this fact: it is kept and told so, and must not stop the others."""

    def __init__(self, record: RawRecord, mistake: Exception) -> None:
        super().__init__(f"{record.topic}@{record.offset}")
        self.place, self.problem = _place(record), type(mistake).__name__


class Desk:
    """The desk where facts arrive: has them read, decides, answers."""

    def __init__(
        self,
        domain: Domain,
        facts: Mapping[type[Fact], FactRoute],
        roster: Roster,
        store: Store,
        clock: Clock,
        law: Law,
        texts: Texts,
        may_work: Callable[[str, datetime], bool] = lambda partner, at: True,
    ) -> None:
        self.domain = domain
        self.reader = Reader(domain.name, facts, roster, may_work)
        self.store = store
        self.clock = clock
        self.law = law
        self.texts = texts

    def apply(self, records: Sequence[RawRecord], moves: Sequence[Move]) -> None:
        """One transaction for all; on conflicts decided again, then halved, so that one hot stream never stops the others.

        Raises Fenced when another reader was here already.
        """
        mine = [record for record in records if self.reader.is_mine(record)]
        for attempt in range(ATTEMPTS):
            try:
                self._settle(mine, moves)
                return
            except (Conflict, Repeated):
                time.sleep(random.uniform(0, 0.02 * 2**attempt))
        if len(records) == 1:
            raise Conflict(f"{records[0].topic}@{records[0].offset} met other writers {ATTEMPTS} times")
        for part, share in halves(records, moves):
            self.apply(part, share)

    def redrive(self, record: RawRecord) -> Receipt:
        """Read a parked fact again with today's code. Its row is parked anew where it still fails."""
        return self._settle([record], ())[0]

    def _settle(self, records: Sequence[RawRecord], moves: Sequence[Move]) -> list[Receipt]:
        """What a mistake of ours has half decided is decided anew without it."""
        mistaken: dict[Place, str] = {}
        while True:
            try:
                return self._try(records, moves, mistaken)
            except Mistaken as mistake:
                mistaken[mistake.place] = mistake.problem
                log.exception("a fact met a mistake of ours and is parked", place=str(mistake))

    def _try(self, records: Sequence[RawRecord], moves: Sequence[Move], mistaken: Mapping[Place, str]) -> list[Receipt]:
        unit = Unit(self.domain, self.law, self.store, self.clock.now())
        items = [self._read(record, unit.now, mistaken.get(_place(record))) for record in records]
        statements = [item for item in items if isinstance(item, Statement)]
        partners = dict.fromkeys(self._receipt_stream(item.partner) for item in items)
        unit.load(
            [
                *(self.domain.routes[type(s.command)].stream(s.command) for s in statements),
                *(s.requires for s in statements if s.requires),
                *partners,
            ],
            [s.command_id for s in statements],
        )
        numbers = {stream: unit.histories[stream].published for stream in partners}
        receipts = [self._decide(item, unit) if isinstance(item, Statement) else self._park(item, unit) for item in items]
        for item, receipt in zip(items, receipts, strict=True):
            stream = self._receipt_stream(item.partner)
            numbers[stream] += 1
            unit.append.outgoing.append(self._outgoing(item.partner, stream, numbers[stream], receipt, unit))
        unit.append.moves.extend(moves)
        if items or moves:
            unit.write()
        for receipt in receipts:
            FACTS.labels(self.domain.name, receipt.outcome).inc()
        for parked in unit.append.parked:
            PARKED.labels(self.domain.name, self._told(parked.reason)).inc()
        return receipts

    def _told(self, reason: str) -> str:
        """As a metric may tell it: from a closed set, and no rule of a service that keeps its own to itself."""
        if reason not in self.texts.texts:
            return "other"
        return "rule" if self.domain.discreet and reason.startswith(f"{self.domain.name}.") else reason

    def _read(self, record: RawRecord, now: datetime, mistake: str | None) -> Statement | Rejected:
        item = self.reader.statement(record, now)
        return item if mistake is None or isinstance(item, Rejected) else item.rejected("fact.mistaken", None, problem=mistake)

    def _decide(self, statement: Statement, unit: Unit) -> Receipt:
        known = unit.answers.get(statement.command_id)
        if known is not None:
            if known[0] != statement.body_hash:
                return self._park(statement.rejected("fact.event_id_reused", "id"), unit)
            return self._receipt(statement, "duplicate", unit)
        if statement.requires and not unit.exists(statement.requires):
            return self._park(statement.rejected(statement.unknown, "subject"), unit)
        asked = Asked(
            statement.command_id,
            f"partner-{statement.partner}",
            statement.partner,
            _uuid(statement.attributes.correlationid, statement.command_id),
        )
        try:
            done = unit.decide(statement.command, asked)
        except Refused as refusal:
            return self._park(statement.rejected(refusal.code, refusal.field, **refusal.details), unit)
        except MISTAKES as mistake:
            raise Mistaken(statement.record, mistake) from mistake
        answer = Answer(statement.command_id, statement.body_hash, vars(done), unit.now)
        unit.append.answers.append(answer)
        unit.answers[statement.command_id] = (statement.body_hash, vars(done))
        return self._receipt(statement, "accepted", unit)

    def _park(self, item: Rejected, unit: Unit) -> Receipt:
        record = item.record
        details = json.loads(json.dumps(item.details, default=str))
        parked = Parked(CONSUMER, record, f"{record.topic}@{record.offset}", item.reason, item.field, unit.now, details)
        unit.append.parked.append(parked)
        return self._receipt(item, "parked", unit)

    def _receipt(self, item: Statement | Rejected, outcome: Any, unit: Unit) -> Receipt:
        record = item.record
        event_id = item.event_id if isinstance(item, Rejected) else item.attributes.id
        receipt = Receipt(
            on=unit.now.date(), event_id=event_id, partition=record.partition, offset=record.offset, outcome=outcome, partner=item.partner
        )
        if not isinstance(item, Rejected):
            return receipt
        said = {lang: self.texts.render(item.reason, lang, **item.details) for lang in ("de", "en")}
        return receipt.model_copy(update={"rule": item.reason, "field": item.field, **said})

    def _receipt_stream(self, partner: str) -> str:
        return f"receipts-{self.domain.name}-{partner}"

    def _outgoing(self, partner: str, stream: str, number: int, receipt: Receipt, unit: Unit) -> Outgoing:
        headers = {
            "id": str(id_from("receipt", stream, number)),
            "source": f"/koop/{self.domain.name}",
            "type": Receipt.type,
            "subject": partner,
            "time": unit.now.isoformat().replace("+00:00", "Z"),
        }
        value = receipt.model_dump_json(exclude_none=True).encode()
        return Outgoing(self.reader.roster.receipts_topic(partner), partner, stream, number, headers, value)


def _place(record: RawRecord) -> Place:
    return (record.topic, record.partition, record.offset)


def _uuid(text: str | None, default: UUID) -> UUID:
    try:
        return UUID(text or "")
    except ValueError:
        return default
