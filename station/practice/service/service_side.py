"""The interface that supervisors' tools use: enrollments, groups, and how devices registered."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from station.practice.service.changes import BULK_MOST, delete, found, put, run_bulk
from station.practice.service.enrollments import GROUP, INDIVIDUAL, MESSAGE_BYTES, Kind, name_in
from station.practice.service.problems import Refused, bad_request, not_found, unauthorized
from station.practice.service.queries import asked_page, check_query, continuation
from station.practice.service.sas import Policy, Right, check_policy
from station.practice.service.store import Page, Store
from station.practice.service.throttle import Throttle

_VERSION: Final = "2021-10-01"
_BULK_BYTES: Final = BULK_MOST * MESSAGE_BYTES

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
    """

    store: Store
    host: str
    policies: Mapping[str, Policy]
    throttle: Throttle
    bulk_cost: int = BULK_MOST

    def routes(self) -> list[Route]:
        """Return all of it."""
        return [
            *self._routes_of(INDIVIDUAL),
            *self._routes_of(GROUP),
            self._route("/registrations/{id:path}/query", "POST", self._query_registrations),
            self._route("/registrations/{id:path}", "GET", self._registration),
            self._route("/registrations/{id:path}", "DELETE", self._delete_registration),
        ]

    def _routes_of(self, kind: Kind) -> list[Route]:
        one, of = f"/{kind.table}/{{id:path}}", _Of(self, kind)
        return [
            self._route(f"/{kind.table}/query", "POST", of.query),
            self._route(f"{one}/attestationmechanism", "POST", of.mechanism),
            self._route(f"/{kind.table}", "POST", of.bulk),
            self._route(one, "GET", of.get),
            self._route(one, "PUT", of.put),
            self._route(one, "DELETE", of.delete),
        ]

    def _route(self, path: str, method: str, answering: Answering) -> Route:
        return Route(path, answering, methods=[method])

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
        check_policy(authorization, self.host, self.policies, right)
        self.throttle.take(operations)

    async def _registration(self, request: Request) -> Response:
        self.admit(request, Right.REGISTRATION_READ)
        made = self.store.registration(_id_of(request))
        if made is None:
            raise not_found("Registration")
        return JSONResponse(made.state)

    async def _delete_registration(self, request: Request) -> Response:
        self.admit(request, Right.REGISTRATION_WRITE)
        if self.store.registration(_id_of(request)) is None:
            raise not_found("Registration")
        self.store.delete_registration(_id_of(request))
        return Response(status_code=204)

    async def _query_registrations(self, request: Request) -> Response:
        self.admit(request, Right.REGISTRATION_READ)
        group = found(self.store, GROUP, _id_of(request))
        about = f"registrations {group.name.casefold()}"
        asked = asked_page(request.headers, about)
        page = self.store.registrations(group.name, asked.after, asked.most)
        return _paged(page, asked.most, about, "deviceRegistration")


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
        return JSONResponse(run_bulk(self.side.store, self.kind, body))

    async def query(self, request: Request) -> Response:
        self.side.admit(request, Right.ENROLLMENT_READ)
        check_query(self.kind, await body_of(request, MESSAGE_BYTES))
        asked = asked_page(request.headers, self.kind.table)
        page = self.side.store.page(self.kind, asked.after, asked.most)
        item = "enrollmentGroup" if self.kind.group else "enrollment"
        return _paged(page, asked.most, self.kind.table, item)

    async def mechanism(self, request: Request) -> Response:
        self.side.admit(request, Right.ENROLLMENT_WRITE)
        entry = found(self.side.store, self.kind, _id_of(request))
        return JSONResponse(entry.attestation.shown(whole=True))

    def _shown(self, name: str) -> dict[str, JsonValue]:
        entry = found(self.side.store, self.kind, name)
        made = None if self.kind.group else self.side.store.registration(entry.name)
        return entry.shown | ({"registrationState": made.state} if made else {})


def _id_of(request: Request) -> str:
    return str(request.path_params["id"])


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
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Refused(415, 415_000, "Unsupported media type")
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > most:
            raise Refused(413, 413_000, "The message is too large")
    try:
        body: JsonValue = json.loads(content)
    except ValueError as error:
        raise bad_request("Bad Request") from error
    return body
