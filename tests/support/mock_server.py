"""Connexion, a public mock server, made from the interface's published description alone.

It judges each request by the description before it answers with an example of it. It reads OpenAPI
3.0, of which the description's 3.1 differs in one word that it uses: `const`. And it holds a
header's text against the schema as it is, never as the number that it stands for: so a number in a
header is described to it as the text of one.
"""

import copy
import json
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from station.folders import resources
from station.practice.service.authority import ServerFiles

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it brings starlette's test client, which complains of httpx
    from connexion import AsyncApp
    from connexion.mock import MockResolver

NAME: Final = "unit-1"
GROUP: Final = "group-1"
ETAG: Final = '"6f1c"'
_KEY: Final = "A" * 43 + "="
_MECHANISM: Final = {
    "type": "symmetricKey",
    "symmetricKey": {"primaryKey": _KEY, "secondaryKey": _KEY},
}
_SHOWN: Final = {"type": "symmetricKey", "symmetricKey": {}}
_ENROLLMENT: Final = {"registrationId": NAME, "attestation": _SHOWN, "etag": ETAG}
_GROUP: Final = {"enrollmentGroupId": GROUP, "attestation": _SHOWN, "etag": ETAG}
_STATE: Final = {"registrationId": NAME, "status": "assigned", "deviceId": NAME}
_DONE: Final = {"isSuccessful": True, "errors": []}
# The description has no examples; these are what its answers look like.
_EXAMPLES: Final[Mapping[str, Any]] = {
    "IndividualEnrollment": _ENROLLMENT,
    "EnrollmentGroup": _GROUP,
    "DeviceRegistrationState": _STATE,
    "AttestationMechanism": _MECHANISM,
    "BulkEnrollmentOperationResult": _DONE,
    "BulkEnrollmentGroupOperationResult": _DONE,
}


def anybody(key: str, required_scopes: object = None) -> dict[str, str]:
    """Take every token: what a token is good for is no part of the description."""
    del key, required_scopes
    return {"sub": "anybody"}


def mock_document() -> dict[str, Any]:
    """Return the service's description as the mock server reads it."""
    path = resources() / "openapi" / "dps-service.json"
    document: dict[str, Any] = _older(json.loads(path.read_text(encoding="utf-8")))
    document["openapi"] = "3.0.3"
    for scheme in document["components"]["securitySchemes"].values():
        scheme["x-apikeyInfoFunc"] = f"{__name__}.anybody"
    for item in document["paths"].values():
        for operation in item.values():
            for one in operation["parameters"]:
                if one["in"] == "header" and one["schema"]["type"] == "integer":
                    one["schema"] = {"type": "string", "pattern": "^-?[0-9]+$"}
            content = operation["responses"].get("200", {}).get("content", {})
            for one in content.values():
                one["example"] = _example(one["schema"])
    return document


def _older(part: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(part, list):
        return [_older(one) for one in part]
    if not isinstance(part, dict):
        return part
    made = {name: _older(one) for name, one in part.items()}
    if isinstance(made.get("const"), str):
        made["enum"] = [made.pop("const")]
    return made


def _example(schema: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    if schema.get("type") == "array":
        return [_example(schema["items"])]
    return copy.deepcopy(_EXAMPLES[schema["$ref"].rpartition("/")[2]])


@dataclass
class MockServer:
    """What was asked.

    Attributes:
        port: where it serves on this machine.
        judged: method, path and status of each request, in turn.
    """

    port: int = 0
    judged: list[tuple[str, str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class _Listening:
    """The application, with someone who notes how each request was judged."""

    app: ASGIApp
    server: MockServer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                asked = (scope["method"], scope["path"], message["status"])
                self.server.judged.append(asked)
            await send(message)

        await self.app(scope, receive, noted)


@contextmanager
def mock_server(files: ServerFiles) -> Iterator[MockServer]:
    """Give the server, over HTTPS, until the block ends.

    Args:
        files: its certificate, for `localhost`.
    """
    app = AsyncApp("mock", specification_dir=str(resources()))
    app.add_api(mock_document(), resolver=MockResolver(mock_all=True), strict_validation=True)
    made = MockServer()
    config = uvicorn.Config(
        _Listening(app, made),
        port=0,
        log_config=None,
        ssl_certfile=str(files.chain),
        ssl_keyfile=str(files.key),
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        made.port = server.servers[0].sockets[0].getsockname()[1]
        yield made
    finally:
        server.should_exit = True
        thread.join()
