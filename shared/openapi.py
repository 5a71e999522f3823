"""The OpenAPI document of a service: what FastAPI cannot see for itself, for bodies are read strictly by our own hands."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from shared.domain import Domain, Done
from shared.handling import DOOR_FIELDS
from shared.messages import Command
from shared.problems import KINDS, MEDIA_TYPE, Problem

REF = "#/components/schemas/{model}"
ANSWERS = {
    400: "The body cannot be read",
    401: "Nobody we know",
    403: "Not for this role, facet or purpose",
    404: "No such thing, or none that you may see",
    405: "Not by this method",
    409: "A rule says no, or other writers were faster",
    412: "It has changed meanwhile",
    422: "A field does not fit",
    503: "The store does not answer; send again in some seconds",
}
assert {status for _, status, _ in KINDS} <= ANSWERS.keys()


def body(model: type[BaseModel]) -> dict[str, Any]:
    """For `openapi_extra` of a route that reads its body itself. `model` names no other model."""
    return {"requestBody": _content(model.model_json_schema(ref_template=REF))}


def describe(api: FastAPI, domain: Domain) -> None:
    """Have the API give its document with commands, problems and the way to log in."""

    def document() -> dict[str, Any]:
        if not api.openapi_schema:
            api.openapi_schema = _document(api, domain)
        return api.openapi_schema

    api.openapi = document  # type: ignore[method-assign]  # as FastAPI says it is done


def _document(api: FastAPI, domain: Domain) -> dict[str, Any]:
    found = get_openapi(title=f"koop {api.title}", version=api.version, description=DESCRIPTION, routes=api.routes)
    components = found.setdefault("components", {})
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    found["security"] = [{"token": []}]
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    commands, shared = _commands(domain)
    schemas |= shared | _problem() | {"Done": TypeAdapter(Done).json_schema(ref_template=REF)}
    found["paths"]["/commands"]["post"] |= {
        "requestBody": _content({"oneOf": commands}),
        "responses": {"200": {"description": "Decided; a repeat says so"} | _content(_ref("Done"))},
    }
    for operation in (one for path in found["paths"].values() for one in path.values()):
        operation["responses"] |= {str(status): _no(text) for status, text in ANSWERS.items()}
    return found


def _commands(domain: Domain) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Each as a person sends it: with its name, without what the door fills."""
    kinds = list(domain.open_to_people)
    _, definitions = models_json_schema([(kind, "validation") for kind in kinds], ref_template=REF)
    shared = definitions.get("$defs", {})
    return [_command(kind, shared.pop(kind.__name__)) for kind in kinds], shared


def _command(kind: type[Command], schema: dict[str, Any]) -> dict[str, Any]:
    fields = {name: said for name, said in schema["properties"].items() if name not in DOOR_FIELDS}
    required = [name for name in schema.get("required", ()) if name not in DOOR_FIELDS]
    named = {"type": {"const": kind.__name__, "type": "string"}} | fields
    return schema | {"properties": named, "required": ["type", *required], "additionalProperties": False}


def _problem() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=REF)
    parts: dict[str, Any] = schema.pop("$defs")
    return parts | {"Problem": schema}


def _no(text: str) -> dict[str, Any]:
    return {"description": text, "content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": REF.format(model=name)}


DESCRIPTION = (
    "Commands are idempotent: the Idempotency-Key is the command's id, and the same one again gives the same answer. "
    "Errors are problem details (RFC 9457) with the field and the way out in German and English. Bodies up to 64 KiB; no duplicate "
    "keys, no NaN."
)
