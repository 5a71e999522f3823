"""The published language as files: one closed JSON Schema (2020-12) with an example per type, byte-compared in CI."""

import json
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

import shared.contracts
from shared.contracts.base import Contract

FOLDER = Path(shared.contracts.__path__[0]) / "schemas"


class _Generator(GenerateJsonSchema):
    def generate(self, schema: Any, mode: Any = "validation") -> Any:
        return {"$schema": self.schema_dialect} | super().generate(schema, mode=mode)


def files() -> dict[Path, str]:
    """Path → content, for every registered contract and fact."""
    for module in iter_modules(shared.contracts.__path__):
        import_module(f"shared.contracts.{module.name}")
    ours = {type_: kind for type_, kind in Contract.registry.items() if kind.__module__.startswith(shared.contracts.__name__)}
    return {FOLDER / f"{type_}.json": _file(kind) for type_, kind in sorted(ours.items())}


def drift() -> list[Path]:
    """Files that are missing, differ, or belong to no contract."""
    wanted = files()
    differing = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    return differing + sorted(set(FOLDER.glob("*.json")) - wanted.keys())


def export() -> list[Path]:
    """Write what differs; a file without a contract is deleted."""
    wanted, differing = files(), drift()
    FOLDER.mkdir(exist_ok=True)
    for path in differing:
        if path in wanted:
            path.write_text(wanted[path], "utf-8")
        else:
            path.unlink()
    return differing


def _file(kind: type[Contract]) -> str:
    schema = kind.model_json_schema(schema_generator=_Generator)
    schema |= {"$id": f"urn:{kind.type.replace('.', ':')}", "examples": [kind.example]}
    return json.dumps(schema, indent=2, ensure_ascii=False, default=str) + "\n"
