"""The interface that devices use over HTTPS."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from station.practice.service.attesting import Asked
from station.practice.service.enrollments import MESSAGE_BYTES
from station.practice.service.problems import bad_request
from station.practice.service.registering import Registrar
from station.practice.service.service_side import body_of

CHAIN: Final = "station.chain"
"""A scope's extension: the certificates that the client showed, DER, its own first."""
# What SDKs of the last years ask for; a device in the field isn't brought up to date.
VERSIONS: Final = frozenset({"2019-03-31", "2021-06-01", "2021-10-01"})
RETRY_S: Final = 1
"""When to ask again at the earliest, seconds."""


@dataclass(frozen=True)
class DeviceSide:
    """What answers there.

    Attributes:
        registrar: what registers.
        polled_s: when a device is to ask again at the earliest, seconds.
    """

    registrar: Registrar
    polled_s: int = RETRY_S

    def routes(self) -> list[Route]:
        """Return all of it."""
        one = "/{scope}/registrations/{name}"
        return [
            Route(f"{one}/register", self._register, methods=["PUT"]),
            Route(f"{one}/operations/{{operation}}", self._operation, methods=["GET"]),
            Route(one, self._last, methods=["POST"]),
        ]

    async def _register(self, request: Request) -> Response:
        asked = await self._vouched(_asked(request, await body_of(request, MESSAGE_BYTES)))
        return self._assigning(request, asked, self.registrar.register(asked))

    async def _operation(self, request: Request) -> Response:
        asked = await self._vouched(_asked(request, None))
        going = self.registrar.operation(asked, request.path_params["operation"])
        if going["status"] == "assigning":
            return self._assigning(request, asked, going)
        return JSONResponse(going)

    async def _last(self, request: Request) -> Response:
        asked = await self._vouched(_asked(request, await body_of(request, MESSAGE_BYTES)))
        return JSONResponse(self.registrar.last(asked))

    async def _vouched(self, asked: Asked) -> Asked:
        """Ask the vaults in a thread: where one is slow, others are answered meanwhile."""
        if not self.registrar.vaults:
            return asked
        return await asyncio.to_thread(self.registrar.vouched, asked)

    def _assigning(self, request: Request, asked: Asked, going: dict[str, JsonValue]) -> Response:
        at = f"https://{request.headers.get('host', '')}/{asked.scope}/registrations/{asked.name}"
        headers = {
            "retry-after": str(max(self.polled_s, self.registrar.retry_s(going))),
            "location": f"{at}/operations/{going['operationId']}?api-version={asked.version}",
        }
        return JSONResponse(going, status_code=202, headers=headers)


def _asked(request: Request, body: JsonValue) -> Asked:
    version = request.query_params.get("api-version", "")
    if version not in VERSIONS:
        raise bad_request("api-version isn't a known one.")
    extensions = request.scope.get("extensions", {})
    chain: Sequence[bytes] = extensions.get(CHAIN, {}).get("der", ())
    return Asked(
        scope=request.path_params["scope"],
        name=request.path_params["name"],
        body=body,
        token=request.headers.get("authorization", ""),
        chain=chain,
        version=version,
    )
