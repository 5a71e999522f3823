"""Adds an example of every event type, and of every set of fields it has had, that the golden corpus does not know yet:
`python -m tools.golden`.

Lines are only ever added. What was released once must load for ever (tests/contracts/test_golden.py).
"""

import json
import re
from pathlib import Path
from typing import Any

import services.cases.app
import services.minors.app
import services.referrals.app
import services.reporting.commands
import services.volunteers.app
from shared.messages import Event

CORPUS = Path("tests/contracts/golden/events.jsonl")
LOADED = (services.cases.app, services.minors.app, services.referrals.app, services.reporting.commands, services.volunteers.app)

TEXTS = (
    "arb",
    "2016-08",
    "cjd-1",
    "1.0",
    "vg-landstuhl",
    "P-2016",
    "bamf-2016-0815",
    "language",
    "representative@vg-landstuhl",
    "0" * 64,
    "2016-08-06#3f2a1c9d",
    "en",
    "ar",
    "service/7f6c2f0e-98b1-4c7e-a6a3-0a8f5f1f2016",
)
FORMATS = {"uuid": "7f6c2f0e-98b1-4c7e-a6a3-0a8f5f1f2016", "date": "2016-08-01", "date-time": "2016-08-01T06:00:00Z"}


def sample(schema: dict[str, Any], defs: dict[str, Any]) -> Any:
    """The first value that a JSON Schema of ours allows; every property is filled."""
    if "$ref" in schema:
        return sample(defs[schema["$ref"].rpartition("/")[2]], defs)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return sample(schema[union][0], defs)
    match schema.get("type"):
        case "object" if "properties" in schema:
            return {name: sample(part, defs) for name, part in schema["properties"].items()}
        case "object":
            key = sample(schema.get("propertyNames", {"type": "string"}), defs)
            return {key: sample(schema["additionalProperties"], defs)} if schema.get("additionalProperties") else {}
        case "array" if "prefixItems" in schema:
            return [sample(part, defs) for part in schema["prefixItems"]]
        case "array":
            return [sample(schema["items"], defs)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "null":
            return None
    return _text(schema)


def _text(schema: dict[str, Any]) -> str:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    for text in TEXTS:
        if re.search(schema.get("pattern", ""), text) and len(text) <= schema.get("maxLength", 999):
            return text
    raise ValueError(f"no sample text for {schema}: add one to TEXTS")


def example(kind: type[Event]) -> Event:
    schema = kind.model_json_schema()
    return kind.model_validate_json(json.dumps(sample(schema, schema.get("$defs", {}))))


def shape(name: str, data: dict[str, Any]) -> tuple[str, frozenset[str]]:
    return name, frozenset(data)


def main() -> None:
    lines = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()] if CORPUS.exists() else []
    known = {shape(line["name"], line["data"]) for line in lines}
    with CORPUS.open("a", encoding="utf-8") as corpus:
        for name, kind in sorted(Event.registry.items()):
            if shape(name, kind.model_fields) not in known:
                corpus.write(json.dumps({"name": name, "data": json.loads(example(kind).model_dump_json())}) + "\n")


if __name__ == "__main__":
    main()
