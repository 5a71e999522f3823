"""`koop partner publish`: validate a file of CloudEvents, publish it as the partner, wait for the receipts."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

from pydantic import ValidationError

from shared.contracts import facts_language, facts_person, facts_referrals, facts_volunteers
from shared.contracts.base import Contract, Fact
from shared.kafka import KafkaLogin
from shared.partner.client import PartnerClient, Receipts
from shared.topology import Topology

KNOWN = (facts_language, facts_person, facts_referrals, facts_volunteers)


def publish(login: KafkaLogin, topology: Topology, partner: str, file: Path) -> dict[str, Any]:
    """Nothing is sent while one fact of the file is invalid: the file is corrected and sent as a whole."""
    try:
        facts = _read(file)
    except ValueError as error:
        return {"ok": False, "sent": 0, "problems": [f"{file.name} is neither JSON nor JSON lines: {error}"]}
    if problems := [problem for i, fact in enumerate(facts, 1) for problem in _problems(i, fact)]:
        return {"ok": False, "sent": 0, "problems": problems}
    with Receipts(login, topology, [partner]) as receipts, PartnerClient(login, topology, partner) as client:
        sent = []
        for fact in facts:
            event_id = str(fact.get("id") or uuid4())
            client.send(fact["type"], str(fact.get("subject", "")), fact["data"], event_id)
            sent.append((partner, event_id))
        client.flush()
        answers = receipts.of(sent)
    return {"ok": all(one["outcome"] != "parked" for one in answers), "sent": len(sent), "receipts": answers}


def _read(file: Path) -> list[Any]:
    """Raises ValueError."""
    text = file.read_text("utf-8")
    try:
        found = json.loads(text)
    except ValueError:
        found = [json.loads(line) for line in text.splitlines() if line.strip()]
    return list(found) if isinstance(found, list) else [found]


def _problems(i: int, fact: Any) -> list[str]:
    if not isinstance(fact, dict):
        return [f"fact {i}: a CloudEvent is a JSON object"]
    kind = Contract.registry.get(str(fact.get("type")))
    if kind is None or not issubclass(kind, Fact):
        return [f"fact {i}: type {fact.get('type')!r} is no fact; see shared/contracts/schemas"]
    try:
        kind.model_validate_json(json.dumps(fact.get("data")))
    except ValidationError as error:
        return [f"fact {i}: data/{'/'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
    return []
