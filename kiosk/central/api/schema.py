"""What the OpenAPI document says of our messages, taken from the very structs that read them."""

from collections.abc import Mapping
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
_MEANS = {
    "404": "There is no such thing, or it is not theirs: both are answered alike",
    "429": "Too many tries; `Retry-After` says when to come again",
}
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


def described_page(*more: str, asks: Mapping[str, str] | None = None, media: str = "text/html") -> type[Operation]:
    """Return an operation that answers people, or a gateway, in words.

    `more` are the statuses that mean something of their own, `asks` the fields of its form with what they are.
    """

    @dataclass
    class Described(Operation):
        def __post_init__(self) -> None:
            said, page = (_words(kind) for kind in (media, "text/html"))
            told = {code: OpenAPIResponse(_MEANS[code], content=page) for code in more}
            refusal = OpenAPIResponse("A page that says what is wrong", content=page)
            self.responses = {"200": OpenAPIResponse("The answer", content=said), **told, "4XX": refusal}
            if asks is not None:
                self.request_body = RequestBody(content=_form(asks), required=True)

    return Described


def _words(media: str) -> dict[str, OpenAPIMediaType]:
    return {media: OpenAPIMediaType(Schema(type=OpenAPIType.STRING))}


def _form(fields: Mapping[str, str]) -> dict[str, OpenAPIMediaType]:
    parts: dict[str, Reference | Schema] = {
        name: Schema(type=OpenAPIType.STRING, description=about) for name, about in fields.items()
    }
    return {"application/x-www-form-urlencoded": OpenAPIMediaType(Schema(type=OpenAPIType.OBJECT, properties=parts))}


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
