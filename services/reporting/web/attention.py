"""What no view holds: who has voted while a ballot is open, and what lies parked."""

from typing import Any

from services.reporting.decision.ballot import ballot
from services.reporting.web.reading import CONSUMER, Snapshot
from shared.messages import from_json


def participation(now: Snapshot, ballot_id: str) -> list[str]:
    """The partners that have voted. Not how: a running count would sway the others, so votes leave the service at the close."""
    rows = now.connection.execute(
        "SELECT topic, state FROM events WHERE originator_id = %s ORDER BY originator_version", (f"ballot-{ballot_id}",)
    ).fetchall()
    return sorted(ballot.fold([from_json(name, bytes(state))[0] for name, state in rows]).votes)


def parked_events(now: Snapshot) -> list[dict[str, Any]]:
    """What waits in the views' own quarantine: `[{reason, n}]`."""
    rows = now.connection.execute(
        "SELECT reason, count(*) FROM parked WHERE consumer = %s AND status = 'waiting' GROUP BY reason ORDER BY reason", (CONSUMER,)
    )
    return [{"reason": reason, "n": n} for reason, n in rows.fetchall()]


def parked_facts(now: Snapshot) -> list[dict[str, Any]]:
    """Partners' facts that were sent back and not yet settled: `[{partner, reason, n}]`, over all services.

    `bi.parked_facts` counts them; a service cannot read another's tables.
    """
    rows = now.connection.execute(
        "SELECT partner, reason, sum(n)::bigint FROM bi.parked_facts GROUP BY partner, reason ORDER BY partner, reason"
    )
    return [{"partner": partner, "reason": reason, "n": n} for partner, reason, n in rows.fetchall()]
