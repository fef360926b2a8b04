"""The interface that supervisors' tools use: enrollments, groups, and how devices registered."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from station.practice.service.attestations import Json
from station.practice.service.bearer import SCHEME, TokenAuthority
from station.practice.service.changes import (
    BULK_MOST,
    check_match,
    delete,
    found,
    put,
    run_bulk,
)
from station.practice.service.enrollments import GROUP, INDIVIDUAL, MESSAGE_BYTES, Kind, name_in
from station.practice.service.problems import Refused, bad_request, not_found, unauthorized
from station.practice.service.queries import asked_page, check_query, continuation
from station.practice.service.sas import Policy, Right, Wanted, check_policy
from station.practice.service.store import Page, Registration, Store
from station.practice.service.throttle import Throttle

_VERSION: Final = "2021-10-01"
_BULK_BYTES: Final = BULK_MOST * MESSAGE_BYTES
_DEPTH_MOST: Final = 64
# A DeviceRegistrationState; a device hears more, among it a TPM's key.
_STATE: Final = frozenset(
    {
        *("registrationId", "createdDateTimeUtc", "assignedHub", "deviceId", "status", "substatus"),
        *("errorCode", "errorMessage", "lastUpdatedDateTimeUtc", "etag", "payload"),
    }
)

Answering = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class ServiceSide:
    """What answers there.

    Attributes:
        store: what is known.
        host: the service's name, which tokens are for.
        policies: whose tokens are good, by name.
        throttle: of all operations.
        bulk_cost: how many operations a bulk call counts.
        tells_successes: whether a bulk answer's list of errors holds what went well, too.
        tokens_of: whose tokens are good beside those of policies; None for nobody's.
    """

    store: Store
    host: str
    policies: Mapping[str, Policy]
    throttle: Throttle
    bulk_cost: int = BULK_MOST
    tells_successes: bool = True
    tokens_of: TokenAuthority | None = None

    def routes(self) -> list[Route]:
        """Return all of it."""
        return [
            *_routes_of(_Of(self, INDIVIDUAL)),
            *_routes_of(_Of(self, GROUP)),
            _route("/registrations/{id}/query", POST=self._query_registrations),
            _route("/registrations/{id}", GET=self._registration, DELETE=self._delete_registration),
        ]

    def admit(self, request: Request, right: Right, operations: int = 1) -> None:
        """Check that a request may be made.

        Raises:
            Refused: 400, 401, 429.
        """
        if request.query_params.get("api-version") != _VERSION:
            raise bad_request(f"api-version is {_VERSION}.")
        authorization = request.headers.get("authorization")
        if authorization is None:
            raise unauthorized()
        if self.tokens_of is not None and authorization.startswith(SCHEME):
            self.tokens_of.check(authorization)
        else:
            wanted = Wanted(self.host, request.scope["path"], right)
            check_policy(authorization, wanted, self.policies)
        self.throttle.take(operations)

    async def _registration(self, request: Request) -> Response:
        self.admit(request, Right.REGISTRATION_READ)
        return JSONResponse(state_shown(self._made(request).state))

    async def _delete_registration(self, request: Request) -> Response:
        self.admit(request, Right.REGISTRATION_WRITE)
        made = self._made(request)
        check_match(str(made.state["etag"]), request.headers.get("if-match"))
        self.store.delete_registration(made.name)
        return Response(status_code=204)

    def _made(self, request: Request) -> Registration:
        made = self.store.registration(_id_of(request))
        if made is None:
            raise not_found("Registration")
        return made

    async def _query_registrations(self, request: Request) -> Response:
        self.admit(request, Right.REGISTRATION_READ)
        group = found(self.store, GROUP, _id_of(request))
        about = f"registrations {group.name.casefold()}"
        asked = asked_page(request.headers, about)
        page = self.store.registrations(group.name, asked.after, asked.most)
        shown = Page([state_shown(state) for state in page.items], page.last)
        return _paged(shown, asked.most, about, "deviceRegistration")


@dataclass(frozen=True)
class _Of:
    """What is asked of one kind."""

    side: ServiceSide
    kind: Kind

    async def get(self, request: Request) -> Response:
        self.side.admit(request, Right.ENROLLMENT_READ)
        return JSONResponse(self._shown(_id_of(request)))

    async def put(self, request: Request) -> Response:
        self.side.admit(request, Right.ENROLLMENT_WRITE)
        body = await body_of(request, MESSAGE_BYTES)
        if name_in(self.kind, body).casefold() != _id_of(request).casefold():
            raise bad_request(f"{self.kind.key} isn't the address's.")
        entry = put(self.side.store, self.kind, body, request.headers.get("if-match"))
        return JSONResponse(self._shown(entry.name))

    async def delete(self, request: Request) -> Response:
        self.side.admit(request, Right.ENROLLMENT_WRITE)
        if_match = request.headers.get("if-match")
        delete(self.side.store, self.kind, _id_of(request), if_match)
        return Response(status_code=204)

    async def bulk(self, request: Request) -> Response:
        self.side.admit(request, Right.ENROLLMENT_WRITE, self.side.bulk_cost)
        body = await body_of(request, _BULK_BYTES)
        told = self.side.tells_successes
        return JSONResponse(run_bulk(self.side.store, self.kind, body, tells_successes=told))

    async def query(self, request: Request) -> Response:
        self.side.admit(request, Right.ENROLLMENT_READ)
        check_query(self.kind, await body_of(request, MESSAGE_BYTES))
        asked = asked_page(request.headers, self.kind.table)
        page = self.side.store.page(self.kind, asked.after, asked.most)
        page = Page([self._with_state(shown) for shown in page.items], page.last)
        item = "enrollmentGroup" if self.kind.group else "enrollment"
        return _paged(page, asked.most, self.kind.table, item)

    async def mechanism(self, request: Request) -> Response:
        # It tells keys, and "Data Reader", the like among roles, may not have it.
        self.side.admit(request, Right.ENROLLMENT_WRITE)
        entry = found(self.side.store, self.kind, _id_of(request))
        return JSONResponse(entry.attestation.shown(whole=True))

    def _shown(self, name: str) -> dict[str, JsonValue]:
        return self._with_state(found(self.side.store, self.kind, name).shown)

    def _with_state(self, shown: dict[str, JsonValue]) -> dict[str, JsonValue]:
        """Return what is shown of one with how its device registered by it, if it did."""
        if self.kind.group:
            return shown
        made = self.side.store.registration(str(shown[self.kind.key]))
        if made is None or made.group:
            return shown
        return shown | {"registrationState": state_shown(made.state)}


def _routes_of(of: _Of) -> list[Route]:
    all_, one = f"/{of.kind.table}", f"/{of.kind.table}/{{id}}"
    return [
        # One may be called "query", too; but nothing else of that address is a POST.
        _route(f"{all_}/query", POST=of.query, GET=of.get, PUT=of.put, DELETE=of.delete),
        _route(f"{one}/attestationmechanism", POST=of.mechanism),
        _route(all_, POST=of.bulk),
        _route(one, GET=of.get, PUT=of.put, DELETE=of.delete),
    ]


def _route(path: str, **answering: Answering) -> Route:
    return Route(path, _Address(answering))


@dataclass(frozen=True)
class _Address:
    """What answers at an address: ASGI, by method; Starlette's own would answer HEAD, too."""

    answering: Mapping[str, Answering]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive, send)
        answering = self.answering.get(request.method)
        if answering is None:
            raise HTTPException(405, headers={"allow": ", ".join(sorted(self.answering))})
        answer = await answering(request)
        await answer(scope, receive, send)


def state_shown(state: Json) -> dict[str, JsonValue]:
    """Return what the service side tells of a registration, which is less than its device heard."""
    return {key: value for key, value in state.items() if key in _STATE}


def _id_of(request: Request) -> str:
    return str(request.path_params.get("id", "query"))


def _paged(page: Page, most: int, about: str, item: str) -> Response:
    headers = {"x-ms-item-type": item, "x-ms-max-item-count": str(most)}
    if page.last:
        headers["x-ms-continuation"] = continuation(page.last, about)
    return JSONResponse(list(page.items), headers=headers)


async def body_of(request: Request, most: int) -> JsonValue:
    """Return a request's JSON.

    Args:
        request: with a body.
        most: bytes that it may have.

    Raises:
        Refused: 400, 413, 415.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind.lower() != "application/json":
        raise Refused(415, 415_000, "Unsupported media type")
    content = b""
    try:
        async for part in request.stream():
            content += part
            if len(content) > most:
                raise Refused(413, 413_000, "The message is too large")
    except ClientDisconnect as error:  # no fault of ours; nobody hears what is answered
        raise bad_request("Bad Request") from error
    return parsed(content)


def parsed(content: bytes) -> JsonValue:
    """Return JSON that can be written again: no numbers that are none, no halves of characters.

    Raises:
        Refused: 400.
    """
    try:
        body: JsonValue = json.loads(content)
        _check_depth(body, _DEPTH_MOST)
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise bad_request("Bad Request") from error
    return body


def _check_depth(value: JsonValue, left: int) -> None:
    if not isinstance(value, dict | list):
        return
    if not left:
        raise ValueError("too deep")
    for inside in value.values() if isinstance(value, dict) else value:
        _check_depth(inside, left - 1)
