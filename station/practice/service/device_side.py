"""The interface that devices use over HTTPS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from station.practice.service.enrollments import MESSAGE_BYTES
from station.practice.service.problems import bad_request
from station.practice.service.registering import Asked, Registrar
from station.practice.service.service_side import body_of

CHAIN: Final = "station.chain"
"""A scope's extension: the certificates that the client showed, DER, its own first."""
# What SDKs of the last years ask for; a device in the field isn't brought up to date.
VERSIONS: Final = frozenset({"2019-03-31", "2021-06-01", "2021-10-01"})
RETRY_S: Final = 1


@dataclass(frozen=True)
class DeviceSide:
    """What answers there.

    Attributes:
        registrar: what registers.
    """

    registrar: Registrar

    def routes(self) -> list[Route]:
        """Return all of it."""
        one = "/{scope}/registrations/{name}"
        return [
            Route(f"{one}/register", self._register, methods=["PUT"]),
            Route(f"{one}/operations/{{operation}}", self._operation, methods=["GET"]),
            Route(one, self._last, methods=["POST"]),
        ]

    async def _register(self, request: Request) -> Response:
        asked = _asked(request, await body_of(request, MESSAGE_BYTES))
        going = self.registrar.register(asked)
        return _assigning(going, str(request.url.replace(query="")).removesuffix("/register"))

    async def _operation(self, request: Request) -> Response:
        going = self.registrar.operation(_asked(request, None), request.path_params["operation"])
        if going["status"] == "assigning":
            return _assigning(going, str(request.url).partition("/operations/")[0])
        return JSONResponse(going)

    async def _last(self, request: Request) -> Response:
        asked = _asked(request, await body_of(request, MESSAGE_BYTES))
        return JSONResponse(self.registrar.last(asked))


def _asked(request: Request, body: JsonValue) -> Asked:
    if request.query_params.get("api-version") not in VERSIONS:
        raise bad_request("api-version isn't a known one.")
    extensions = request.scope.get("extensions", {})
    chain: Sequence[bytes] = extensions.get(CHAIN, {}).get("der", ())
    return Asked(
        scope=request.path_params["scope"],
        name=request.path_params["name"],
        body=body,
        token=request.headers.get("authorization", ""),
        chain=chain,
    )


def _assigning(going: dict[str, JsonValue], where: str) -> Response:
    headers = {
        "retry-after": str(RETRY_S),
        "location": f"{where}/operations/{going['operationId']}",
    }
    return JSONResponse(going, status_code=202, headers=headers)
