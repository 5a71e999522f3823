"""`koop.partner.<id>.receipts.v1`: the answer to each fact. Parked means kept: it can be redriven when the cause is gone."""

from typing import Any, ClassVar, Literal

from shared.contracts.base import Contract


class Receipt(Contract, type="koop.Receipt.v1"):
    """One per fact and delivery. Rule and field say what to change; German and English say how."""

    partner: str
    event_id: str | None = None
    partition: int
    offset: int
    outcome: Literal["accepted", "duplicate", "parked"]
    rule: str | None = None
    field: str | None = None
    de: str | None = None
    en: str | None = None

    example: ClassVar[dict[str, Any]] = {
        "on": "2016-09-01",
        "partner": "cjd",
        "event_id": "9b2f6c1e-8d14-4b34-9a44-0a8f5f1f2016",
        "partition": 0,
        "offset": 41,
        "outcome": "parked",
        "rule": "fact.invalid",
        "field": "data/units_attended",
        "de": "Das Feld hat einen Wert, den das Schema nicht zulässt.",
        "en": "The field has a value that the schema does not allow.",
    }
