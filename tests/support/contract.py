"""What the published interfaces say of requests and answers, held against those that were made.

`Contract.service()` and `Contract.device()` are the two descriptions in `resources/openapi`; a
`Checked` transport holds each exchange of an httpx client against one of them, and any other client
is checked by handing its exchanges to `Contract.check`.

It is stricter than the descriptions in that objects are closed: what isn't described is neither
sent nor answered. Twins and payloads are free, as they are there.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx
from jsonschema import Draft202012Validator, FormatChecker

from station.folders import resources

_METHODS: Final = ("get", "put", "post", "delete", "patch", "head", "options")
_ERROR: Final = {"$ref": "#/components/schemas/ProvisioningServiceErrorDetails"}
_ERROR_FIELDS: Final = {"errorCode", "trackingId", "message", "timestampUtc"}
# Of HTTP itself, or of every client and server of Azure's.
_ANYBODYS: Final = frozenset({"x-ms-client-request-id"})

_formats: Final = FormatChecker(formats=())


@_formats.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return datetime.fromisoformat(value).tzinfo is not None


@_formats.checks("int32")
def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


class ContractError(AssertionError):
    """An exchange that isn't as it is described."""


@dataclass(frozen=True)
class Exchange:
    """A request and its answer.

    Attributes:
        method: in capitals.
        url: whole, as it was sent.
        request_headers: by names in lower case.
        request_body: bytes.
        status: HTTP's.
        headers: the answer's, by names in lower case.
        body: the answer's.
    """

    method: str
    url: str
    request_headers: Mapping[str, str]
    request_body: bytes
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def answer(self) -> Any:  # noqa: ANN401 - any JSON
        """The answer's JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class _Operation:
    """One operation, and what an address gave for its path's parameters."""

    described: Mapping[str, Any]
    in_path: Mapping[str, str]


class Contract:
    """One of the interfaces.

    Args:
        document: an OpenAPI 3.1 description.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = _closed(document)

    @classmethod
    def service(cls) -> Self:
        """Return that of supervisors' tools."""
        return cls._of("dps-service")

    @classmethod
    def device(cls) -> Self:
        """Return that of devices."""
        return cls._of("dps-device")

    @classmethod
    def _of(cls, name: str) -> Self:
        path = resources() / "openapi" / f"{name}.json"
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def operations(self) -> set[str]:
        """Return the names of all operations."""
        return {
            item[method]["operationId"]
            for item in self._document["paths"].values()
            for method in _METHODS
            if method in item
        }

    def check(self, exchange: Exchange, *, request: bool = True) -> str:
        """Check an exchange.

        Args:
            exchange: as it was seen.
            request: whether the request is to be as described, too; else its answer alone.

        Returns:
            The operation's name; nothing where the request is of none that is described.

        Raises:
            ContractError: for the first thing that isn't as described.
        """
        found = self._operation(exchange)
        if request:
            if found is None:
                raise ContractError(f"{exchange.method} {exchange.url} isn't described")
            self._check_request(exchange, found)
        self._check_answer(exchange, found)
        return str(found.described["operationId"]) if found else ""

    def _operation(self, exchange: Exchange) -> _Operation | None:
        path = urlsplit(exchange.url).path
        # Words of an address go before what stands for any.
        for template in sorted(self._document["paths"], key=lambda one: one.count("{")):
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
            match = re.fullmatch(pattern, path)
            described = self._document["paths"][template].get(exchange.method.lower())
            if match and described:
                in_path = {name: unquote(text) for name, text in match.groupdict().items()}
                return _Operation(described, in_path)
        return None

    def _check_request(self, exchange: Exchange, found: _Operation) -> None:
        query = dict(parse_qsl(urlsplit(exchange.url).query, keep_blank_values=True))
        places = {"path": found.in_path, "query": query, "header": exchange.request_headers}
        parameters = found.described.get("parameters", ())
        for one in parameters:
            name = one["name"].lower() if one["in"] == "header" else one["name"]
            given = places[one["in"]].get(name)
            if given is not None:
                self._check_text(given, one["schema"], f"{one['in']} parameter {name}")
            elif one.get("required"):
                raise ContractError(f"{one['in']} parameter {name} is missing")
        known = {one["name"].lower() for one in parameters}
        _check_known(query, known, "query parameter")
        _check_known(_own(exchange.request_headers), known, "header")
        body = found.described.get("requestBody")
        if body is None:
            if exchange.request_body:
                raise ContractError("there is a body, and none is described")
        else:
            self._check_content(
                body["content"], exchange.request_headers, exchange.request_body, "request"
            )

    def _check_answer(self, exchange: Exchange, found: _Operation | None) -> None:
        answers = found.described["responses"] if found else {}
        if str(exchange.status) not in answers and exchange.status < 400:
            raise ContractError(f"{exchange.status} isn't described")
        refused = {"content": {"application/json": {"schema": _ERROR}}}
        described = answers.get(str(exchange.status)) or answers.get("default") or refused
        headers = {name.lower(): one for name, one in described.get("headers", {}).items()}
        for name, one in headers.items():
            if name in exchange.headers:
                self._check_text(exchange.headers[name], one["schema"], f"header {name}")
        known = {*headers, *({"x-ms-error-code"} if exchange.status >= 400 else ())}
        _check_known(_own(exchange.headers), known, "header of the answer")
        content = described.get("content")
        if content is None:
            if exchange.body:
                raise ContractError("there is a body, and none is described")
            return
        answer = self._check_content(content, exchange.headers, exchange.body, "answer")
        if exchange.status >= 400 and "authenticationKey" not in answer:
            _check_error(exchange, answer)

    def _check_content(
        self, described: Mapping[str, Any], headers: Mapping[str, str], body: bytes, what: str
    ) -> Any:  # noqa: ANN401 - any JSON
        kind = headers.get("content-type", "").partition(";")[0].strip()
        if kind not in described:
            raise ContractError(f"the {what} is of {kind or 'no type'}")
        try:
            value = json.loads(body)
        except ValueError as error:
            raise ContractError(f"the {what} is no JSON") from error
        self._check_value(value, described[kind]["schema"], f"the {what}")
        return value

    def _check_text(self, text: str, schema: Mapping[str, Any], what: str) -> None:
        if schema["type"] == "integer" and not re.fullmatch(r"-?[0-9]+", text):
            raise ContractError(f"{what} is no number")
        self._check_value(int(text) if schema["type"] == "integer" else text, schema, what)

    def _check_value(self, value: object, schema: Mapping[str, Any], what: str) -> None:
        whole = {**schema, "components": self._document["components"]}
        validator = Draft202012Validator(whole, format_checker=_formats)
        for error in validator.iter_errors(value):
            place = "/".join(str(part) for part in error.absolute_path)
            raise ContractError(f"{what}, at {place or 'its top'}: {error.message}")


def _closed(part: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a description whose objects hold nothing but what they are said to."""
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = {name: _closed(one) for name, one in part.items()}
    if part.get("type") == "object" and "properties" in part:
        closed.setdefault("additionalProperties", False)
    return closed


def _own(headers: Mapping[str, str]) -> list[str]:
    return [name for name in headers if name.startswith("x-ms-") and name not in _ANYBODYS]


def _check_known(
    given: Iterator[str] | Sequence[str] | Mapping[str, str], known: set[str], what: str
) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        raise ContractError(f"{what} {unknown[0]} isn't described")


def _check_error(exchange: Exchange, answer: Mapping[str, Any]) -> None:
    """Check what every refusal says, though nothing of it is required."""
    missing = _ERROR_FIELDS - answer.keys()
    if missing:
        raise ContractError(f"the error says no {min(missing)}")
    code = answer["errorCode"]
    if exchange.headers.get("x-ms-error-code") != str(code):
        raise ContractError("the error's code and its header's are two")
    if code // 1_000 != exchange.status:
        raise ContractError(f"the error's code {code} isn't of status {exchange.status}")


@dataclass
class Checked(httpx.BaseTransport):
    """A transport that checks each exchange over another, and keeps it.

    Attributes:
        inner: over which requests are made.
        contract: what they are held against.
        requests: whether requests are to be as described, too.
        exchanges: all, in turn.
        operations: the names of those that were made.
    """

    inner: httpx.BaseTransport
    contract: Contract
    requests: bool = True
    exchanges: list[Exchange] = field(default_factory=list)
    operations: set[str] = field(default_factory=set)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Make a request, and check it and its answer."""
        asked = request.read()
        answer = self.inner.handle_request(request)
        body = answer.read()
        exchange = Exchange(
            request.method,
            str(request.url),
            dict(request.headers),
            asked,
            answer.status_code,
            dict(answer.headers),
            body,
        )
        self.exchanges.append(exchange)
        self.operations.add(self.contract.check(exchange, request=self.requests))
        return httpx.Response(exchange.status, headers=answer.headers, content=body)

    def close(self) -> None:
        """Close what is below."""
        self.inner.close()
