"""What the OpenAPI document says of our messages, taken from the very structs that read them."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.openapi.spec import (
    Components,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Reference,
    RequestBody,
    Schema,
    SecurityScheme,
)
from msgspec import Struct

from kiosk.sync import protocol
from kiosk.sync.protocol import WireRefusal

BEARER = "counter"
_TEMPLATE = "#/components/schemas/{name}"
_RENAMED = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "maxItems": "max_items",
    "anyOf": "any_of",
    "additionalProperties": "additional_properties",
}
_PLAIN = ("title", "description", "default", "required", "pattern", "enum")


def described(asks: type[Struct] | None, answers: type[Struct], *, bearer: bool = False) -> type[Operation]:
    """Return an operation that tells what a handler reads and answers."""

    @dataclass
    class Described(Operation):
        def __post_init__(self) -> None:
            refusal = OpenAPIResponse("The request was refused", content=_content(WireRefusal))
            success = OpenAPIResponse("The answer", content=_content(answers))
            self.responses = {"200": success, "4XX": refusal}
            if asks is not None:
                self.request_body = RequestBody(content=_content(asks), required=True)
            if bearer:
                self.security = [{BEARER: []}]

    return Described


def components(*extra: type[Struct]) -> Components:
    """Return every message as a named schema, and how a counter proves itself."""
    messages = [item for item in vars(protocol).values() if isinstance(item, type) and issubclass(item, Struct)]
    kinds = [item for item in messages if item is not Struct]
    _, found = msgspec.json.schema_components([*kinds, *extra], ref_template=_TEMPLATE)
    return Components(
        schemas={name: _schema(value) for name, value in found.items()},
        security_schemes={BEARER: SecurityScheme(type="http", scheme="bearer", description="A token of /session")},
    )


def _content(kind: type[Struct]) -> dict[str, OpenAPIMediaType]:
    return {"application/json": OpenAPIMediaType(Reference(_TEMPLATE.format(name=kind.__name__)))}


def _schema(value: dict[str, Any]) -> Any:
    """Return JSON Schema, as far as our messages use it, in Litestar's words."""
    if "$ref" in value:
        return Reference(value["$ref"])
    known: dict[str, Any] = {name: value[name] for name in _PLAIN if name in value}
    known |= {ours: value[theirs] for theirs, ours in _RENAMED.items() if theirs in value and theirs != "anyOf"}
    if "type" in value:
        known["type"] = OpenAPIType(value["type"])
    if "anyOf" in value:
        known["any_of"] = [_schema(part) for part in value["anyOf"]]
    if "items" in value:
        known["items"] = _schema(value["items"])
    if "properties" in value:
        known["properties"] = {name: _schema(part) for name, part in value["properties"].items()}
    return Schema(**known)
