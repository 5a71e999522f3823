"""Partners' facts through the whole desk: read, decided, stored, answered."""

import json
import time
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID, uuid5

from benchmarks.ground import Figures, Ground
from services.cases import app
from services.cases.facts import FACTS
from services.cases.person import RegisterPerson
from shared.clock import FixedClock
from shared.cloudevents import headers_of
from shared.desk import Desk
from shared.domain import Asked
from shared.handling import Handler
from shared.inbox import Move
from shared.law import Law
from shared.parking import RawRecord
from shared.statements import FactRoute
from shared.store import Store
from shared.texts import Texts
from shared.topology import Topology

ROOT = Path(__file__).parents[2]
TOPIC = "koop.partner.jmd.facts.v1"
PERSONS, BATCH = 200, 500
NAMES = UUID("7c1c9a52-0c5e-4b8e-9a43-2f7b1e502017")


def batched(ground: Ground) -> Figures:
    return _answered(ground, BATCH)


def single(ground: Ground) -> Figures:
    """One transaction each."""
    return _answered(ground, 1)


def _answered(ground: Ground, batch: int) -> Figures:
    store, persons = Store(ground.of("cases"), "cases"), [uuid5(NAMES, str(n)) for n in range(PERSONS)]
    desk, facts = _desk(store, persons), [_fact(n, persons[n % PERSONS]) for n in range(ground.sizes.facts)]
    started = time.perf_counter()
    for first in range(0, len(facts), batch):
        part = facts[first : first + batch]
        desk.apply(part, [Move("facts", TOPIC, 0, first, first + len(part))])
    seconds = time.perf_counter() - started
    store.close()
    return {"rate": len(facts) / seconds}


def _desk(store: Store, persons: list[UUID]) -> Desk:
    law, clock = Law.load(ROOT / "agreement" / "law"), FixedClock(datetime(2016, 9, 1, 8, tzinfo=UTC))
    domain = app.domain(law)
    handler = Handler(domain, store, clock, law)
    for person in persons:
        wish = RegisterPerson(person=person, vg="vg-landstuhl", on=date(2016, 7, 4))
        handler.handle(wish, Asked(uuid5(NAMES, f"register {person}"), "bench", None, person))
    routes = {fact: FactRoute(command, requires=lambda context: f"person-{context.subject}") for fact, command in FACTS.items()}
    texts = Texts.load(ROOT / "shared" / "texts.toml", ROOT / "services" / "cases" / "texts.toml")
    return Desk(domain, routes, Topology.load(ROOT / "agreement" / "topology.toml"), store, clock, law, texts)


def _fact(n: int, person: UUID) -> RawRecord:
    said = {"id": str(uuid5(NAMES, f"fact {n}")), "source": "/partner/jmd", "type": "koop.fact.CourseOffered.v1", "subject": str(person)}
    body = json.dumps({"on": "2016-08-01", "course": f"jmd-{n}"}).encode()
    return RawRecord(TOPIC, 0, n, None, body, tuple(headers_of(said)))
