"""A plain client of the provisioning service's own side: makes enrollments and groups, once.

Nothing that is there already is ever overwritten: all it sends creates, or is refused (the API of
2021-10-01; a PUT without If-Match, and the bulk mode `create`). One call is one try: who wants
another makes it.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NoReturn, Self
from urllib.parse import quote

from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.names import shown
from station.model.world import World
from station.secret import Secret
from station.service.account import Account
from station.service.calls import Answer, Asked, Caller, NoAnswerError
from station.service.documents import BULK_ITEMS, BulkKind
from station.service.push_clock import turned_away
from station.service.trust import trusted

API_VERSION: Final = "2021-10-01"
_ID: Final[Mapping[BulkKind, str]] = {
    "enrollments": "registrationId",
    "enrollmentGroups": "enrollmentGroupId",
}
# Ten items' errors, and an enrollment as it is read, have a few KB each.
_MOST: Final = 1 << 20
_LIMIT_S: Final = 30.0
_SOON_S: Final = 1


class Fate(Enum):
    """What became of one item."""

    CREATED = "created"
    EXISTS = "exists"  # something of that name was there, and is as it was
    REFUSED = "refused"


@dataclass(frozen=True)
class ItemResult:
    """What the service said of one item.

    Attributes:
        name: the registration ID, or the group's.
        fate: what became of it.
        code: the service's, six digits of which the first three are HTTP's; 0 where it said none.
        words: the service's own, printable.
        tracking: what its makers can look the call up by, printable; or empty.
    """

    name: str
    fate: Fate
    code: int = 0
    words: str = ""
    tracking: str = ""


@dataclass(frozen=True)
class Problem:
    """The body of an answer that refuses, a ProvisioningServiceErrorDetails, as far as it is one.

    Attributes:
        code: the service's; HTTP's status and three zeros where it said none.
        words: its own, printable.
        tracking: its tracking ID, printable.
    """

    code: int
    words: str
    tracking: str

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """Return what an answer says; it is never an error that it says nothing."""
        body: JsonValue = None
        with suppress(ValueError):
            body = json.loads(answer.body)
        said = body if isinstance(body, dict) else {}
        code, words = said.get("errorCode"), said.get("message")
        return cls(
            code if isinstance(code, int) else answer.status * 1_000,
            shown(words, 100) if isinstance(words, str) else "",
            shown(str(said.get("trackingId", ""))),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()


@dataclass(frozen=True)
class ServiceClient:
    """The way to one service.

    Attributes:
        account: the station's there.
        caller: makes the calls.
        now: seconds since 1970.
    """

    account: Account
    caller: Caller = field(repr=False)
    now: Callable[[], float] = time.time

    @classmethod
    def opened(
        cls, connection: Secret, world: World, ca: str | None = None, limit_s: float = _LIMIT_S
    ) -> Self:
        """Return a way to the service that a connection string names; nothing is sent yet.

        Args:
            connection: UTF-8; the caller wipes it.
            world: the station's.
            ca: PEM file of the authorities that may vouch for it; None for the system's own.
            limit_s: how long an answer may take, seconds.

        Raises:
            StationError: as `Account.parse`; SVC-039 where `ca` holds no certificates.
        """
        account = Account.parse(connection, world)
        return cls(account, Caller(trusted(ca, account.host), limit_s, "service"))

    def create_group(self, document: bytes, cancel: Cancel) -> ItemResult:
        """Make a group that isn't there yet.

        Args:
            document: an EnrollmentGroup, JSON.
            cancel: ends the wait for an answer.

        Returns:
            What became of it.

        Raises:
            StationError: as `_answer`; SVC-041, SVC-043.
            ValueError: where the document has no name.
        """
        name = _name_in("enrollmentGroups", json.loads(document))
        answer = self._answer("PUT", _path("enrollmentGroups", name), cancel, document)
        if answer.good:
            if _said_name("enrollmentGroups", self._object(answer)) != name.casefold():
                raise self._unclear("it speaks of what it wasn't asked for")
            return ItemResult(name, Fate.CREATED)
        if answer.status not in {400, 409, 412}:
            self._refused(answer)
        problem = Problem.of(answer)
        fate = _fate(answer.status)
        return ItemResult(name, fate, problem.code, problem.words, problem.tracking)

    def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
        """Make up to ten that aren't there yet, by one bulk call, each for itself.

        Args:
            kind: of what.
            body: the call's, of the mode `create`, JSON.
            cancel: ends the wait for an answer.

        Returns:
            What became of each, in their order. None is there where a call failed as a whole.

        Raises:
            StationError: as `_answer`; SVC-043 where the call is refused as a whole, and SVC-041
                where what became of an item can't be told: what is there must be read again.
            ValueError: where the body is no such call: another mode, more than ten, one twice.
        """
        names = _names_in(kind, body)
        answer = self._answer("POST", f"/{kind}", cancel, body)
        if not answer.good:
            self._refused(answer)
        said = self._object(answer)
        failed = {result.name.casefold(): result for result in self._failed(kind, said)}
        if not failed and said.get("isSuccessful") is not True:
            raise self._unclear("it says neither that all is well nor what isn't")
        if not failed.keys() <= {name.casefold() for name in names}:
            raise self._unclear("it speaks of what it wasn't asked for")
        made = (failed.get(name.casefold(), ItemResult(name, Fate.CREATED)) for name in names)
        return tuple(made)

    def get(self, kind: BulkKind, name: str, cancel: Cancel) -> Mapping[str, JsonValue] | None:
        """Return an enrollment or a group as the service shows it; None where there is none.

        Raises:
            StationError: as `_answer`; SVC-041, SVC-043.
        """
        answer = self._answer("GET", _path(kind, name), cancel)
        if answer.status == 404:
            return None
        if not answer.good:
            self._refused(answer)
        return self._object(answer)

    def delete(self, kind: BulkKind, name: str, cancel: Cancel) -> bool:
        """Take an enrollment or a group away, whatever it is; return whether there was one.

        Raises:
            StationError: as `_answer`; SVC-043.
        """
        answer = self._answer("DELETE", _path(kind, name), cancel)
        if not answer.good and answer.status != 404:
            self._refused(answer)
        return answer.good

    def _answer(self, method: str, path: str, cancel: Cancel, body: bytes | None = None) -> Answer:
        """Ask, by a token of this call alone, and return a whole answer.

        Raises:
            StationError: SVC-039 where there is none, or the service doesn't work now; SVC-040
                where it doesn't take the station's key; SVC-044 where it is asked too often;
                LIN-003 on cancel.
        """
        headers = {"Authorization": self.account.authorization(int(self.now()))}
        url = f"{self.account.url}{path}?api-version={API_VERSION}"
        try:
            answer = self.caller.call(Asked(url, headers, body, method, _MOST), cancel)
        except NoAnswerError as error:
            raise self._silent(error.why, error.detail) from error
        name = self.account.host
        if answer.trouble:
            raise self._silent(answer.trouble, f"status {answer.status}")
        if answer.status == 429:
            seconds = retry_after(answer.headers, _SOON_S)
            raise StationError("SVC-044", str(Problem.of(answer)), name=name, seconds=seconds)
        if answer.status in {401, 403}:
            raise turned_away(name, answer.headers, self.now(), str(Problem.of(answer)))
        if answer.status >= 500:
            raise self._silent(f"it answers {Problem.of(answer)}", f"status {answer.status}")
        return answer

    def _object(self, answer: Answer) -> dict[str, JsonValue]:
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":  # such as a web page that wants a password
            raise self._unclear(f"it is {shown(kind) or 'of no type'}, and no JSON")
        try:
            body: JsonValue = json.loads(answer.body)
        except ValueError as error:
            raise self._unclear("it is no JSON") from error
        if not isinstance(body, dict):
            raise self._unclear("it is no JSON object")
        return body

    def _failed(self, kind: BulkKind, said: Mapping[str, JsonValue]) -> list[ItemResult]:
        """Return what a bulk answer lists that isn't created, for it may list what is, too."""
        listed = said.get("errors") or []
        if not isinstance(listed, list):
            raise self._unclear("its errors are no list")
        results = []
        for one in listed:
            name = one.get(_ID[kind]) if isinstance(one, dict) else None
            code = one.get("errorCode") if isinstance(one, dict) else None
            if not isinstance(one, dict) or not isinstance(name, str) or not isinstance(code, int):
                raise self._unclear("one of its errors is of nothing")
            status = code if code < 1_000 else code // 1_000
            words = shown(str(one.get("errorStatus", "")), 100)
            results.append(ItemResult(name, _fate(status), code, words))
        return results

    def _silent(self, why: str, detail: str) -> StationError:
        return StationError("SVC-039", detail, name=self.account.host, why=why)

    def _unclear(self, why: str) -> StationError:
        return StationError("SVC-041", name=self.account.host, why=why)

    def _refused(self, answer: Answer) -> NoReturn:
        problem = Problem.of(answer)
        detail = f"status {answer.status}, tracking ID {problem.tracking or 'none'}"
        raise StationError("SVC-043", detail, name=self.account.host, why=str(problem))


def retry_after(headers: Mapping[str, str], otherwise: int) -> int:
    """Return the seconds after which an answer says to ask again (RFC 9110 section 10.2.3).

    Args:
        headers: the answer's, their names in lower case.
        otherwise: where it says none, or a date.
    """
    said = headers.get("retry-after", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else otherwise


def _fate(status: int) -> Fate:
    if 200 <= status < 300:
        return Fate.CREATED
    return Fate.EXISTS if status in {409, 412} else Fate.REFUSED


def _path(kind: BulkKind, name: str) -> str:
    return f"/{kind}/{quote(name, safe='')}"


def _name_in(kind: BulkKind, document: JsonValue) -> str:
    name = document.get(_ID[kind]) if isinstance(document, dict) else None
    if isinstance(name, str):
        return name
    raise ValueError(f"no {_ID[kind]}")


def _said_name(kind: BulkKind, said: Mapping[str, JsonValue]) -> str:
    return str(said.get(_ID[kind], "")).casefold()


def _names_in(kind: BulkKind, body: bytes) -> Sequence[str]:
    """Return the names in a bulk call's body.

    The service refuses one that has an item twice as a whole, and doesn't say what it did of it.

    Raises:
        ValueError: for what may not be sent.
    """
    call = json.loads(body)
    items = call.get(kind) if isinstance(call, dict) and call.get("mode") == "create" else None
    if not isinstance(items, list) or not 0 < len(items) <= BULK_ITEMS:
        raise ValueError("it doesn't create one to ten items")
    names = [_name_in(kind, item) for item in items]
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError("an item is there twice")
    return names
