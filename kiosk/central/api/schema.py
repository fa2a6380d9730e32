"""What the OpenAPI document says of our messages, taken from the very structs that read them."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Request
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import (
    Components,
    OpenAPIMediaType,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Reference,
    RequestBody,
    Schema,
)
from litestar.openapi.spec import SecurityScheme as Scheme
from msgspec import Struct

from kiosk.sync import protocol
from kiosk.sync.protocol import WireRefusal

BEARER = "counter"
_TEMPLATE = "#/components/schemas/{name}"


class Health(Struct, frozen=True):
    """The centre is there, and so is its database."""

    ok: bool
    epoch: str
    now: str
    version: str


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


def described_upload(status: int, *, piece: bool = False) -> type[Operation]:
    """Return an operation of the tus protocol: headers say everything, a `piece` is plain bytes."""

    @dataclass
    class Described(Operation):
        def __post_init__(self) -> None:
            refusal = OpenAPIResponse("The request was refused", content=_content(WireRefusal))
            self.responses = {str(status): OpenAPIResponse("As tus 1.0.0 says, in headers"), "4XX": refusal}
            self.security = [{BEARER: []}]
            if piece:
                plain = OpenAPIMediaType(Schema(type=OpenAPIType.STRING))
                self.request_body = RequestBody(content={"application/offset+octet-stream": plain}, required=True)

    return Described


def _content(kind: type[Struct]) -> dict[str, OpenAPIMediaType]:
    return {"application/json": OpenAPIMediaType(Reference(_TEMPLATE.format(name=kind.__name__)))}


def bearer_scheme() -> Components:
    """Return how a counter proves itself."""
    scheme = Scheme(type="http", scheme="bearer", description="A token of /session, good for an hour")
    return Components(security_schemes={BEARER: scheme})


class MessagesPlugin(JsonRenderPlugin):
    """The document as JSON, with every message of the protocol as msgspec describes it."""

    def render(self, request: "Request[Any, Any, Any]", openapi_schema: dict[str, Any]) -> bytes:
        """Return the document."""
        parts = openapi_schema.get("components", {})
        schemas = {**parts.get("schemas", {}), **_messages()}
        return super().render(request, {**openapi_schema, "components": {**parts, "schemas": schemas}})


def _messages() -> dict[str, Any]:
    kinds = [item for item in vars(protocol).values() if isinstance(item, type) and issubclass(item, Struct)]
    ours = [kind for kind in kinds if kind.__module__ == protocol.__name__]
    _, schemas = msgspec.json.schema_components([*ours, Health], ref_template=_TEMPLATE)
    return schemas
