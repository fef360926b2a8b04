"""A plain client of the provisioning service's own side: enrollments and groups, one call a try.

What creates never overwrites what is there (the API of 2021-10-01; a PUT without If-Match, and the
bulk mode `create`); what changes names the state that it changes, by its ETag. Who wants another
try makes it. `editing` and `paging` are made of this.
"""

import json
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn, Self
from urllib.parse import quote

from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.names import shown
from station.model.world import World
from station.secret import Secret
from station.service.account import Account, Credential
from station.service.calls import Answer, Asked, Caller, NoAnswerError
from station.service.documents import BULK_ITEMS, BulkKind
from station.service.lines import Lines, ProxyWay
from station.service.push_clock import turned_away
from station.service.results import (
    FATES_OF_CHANGE,
    FATES_OF_NEW,
    Fate,
    ItemResult,
    Problem,
    code_in,
    fate_of,
    parsed,
    retry_after,
)
from station.service.trust import trusted

__all__ = ["ID_FIELDS", "Fate", "ItemResult", "Problem", "ServiceClient", "path_of", "retry_after"]

API_VERSION: Final = "2021-10-01"
ID_FIELDS: Final[Mapping[BulkKind, str]] = {
    "enrollments": "registrationId",
    "enrollmentGroups": "enrollmentGroupId",
}
# A page of a hundred documents, each as large as the service takes one.
_MOST: Final = 12 << 20
LIMIT_S: Final = 30.0
_SOON_S: Final = 1
_NONE: Final[Mapping[str, str]] = {}
_ETAG: Final = re.compile(r'"[\x21\x23-\x7e]+"')
_CHANGES: Final = frozenset({"update", "updateIfMatchETag", "delete"})


@dataclass(frozen=True)
class ServiceClient:
    """The way to one service.

    Attributes:
        account: the station's there.
        caller: makes the calls.
        now: seconds since 1970.
    """

    account: Credential
    caller: Caller = field(repr=False)
    now: Callable[[], float] = time.time

    @classmethod
    def opened(
        cls, connection: Secret, world: World, ca: str | None = None, limit_s: float = LIMIT_S
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
        trust = trusted(ca, account.host)
        return cls(account, Caller(trust, limit_s, "service", lines=Lines()))

    @classmethod
    def of(
        cls,
        account: Credential,
        ca: str = "",
        proxy: str | ProxyWay = "",
        limit_s: float = LIMIT_S,
    ) -> Self:
        """Return a way to a service; nothing is sent yet.

        Args:
            account: the station's there.
            ca: the authorities that may vouch for it, PEM; empty for the system's own.
            proxy: the proxy on the way, or its host and port; empty for none.
            limit_s: how long an answer may take, seconds.

        Raises:
            StationError: SVC-039 where `ca` holds no certificates.
        """
        trust = trusted(None, account.host, ca)
        way = proxy if isinstance(proxy, ProxyWay) else ProxyWay(proxy) if proxy else None
        return cls(account, Caller(trust, limit_s, "service", lines=Lines(way)))

    def close(self) -> None:
        """Forget what opens the service, and close the connections that wait for a call."""
        self.account.close()
        if self.caller.lines is not None:
            self.caller.lines.close()

    def create_group(self, document: bytes, cancel: Cancel) -> ItemResult:
        """Make a group that isn't there yet.

        Args:
            document: an EnrollmentGroup, JSON.
            cancel: ends the wait for an answer.

        Returns:
            What became of it.

        Raises:
            StationError: as `answer`; SVC-041, SVC-043.
            ValueError: where the document has no name.
        """
        name = _name_in("enrollmentGroups", json.loads(document))
        answer = self.answer("PUT", path_of("enrollmentGroups", name), cancel, document)
        if answer.good:
            if _said_name("enrollmentGroups", self.object_in(answer)) != name.casefold():
                raise self.unclear("it speaks of what it wasn't asked for")
            return ItemResult(name, Fate.CREATED)
        if answer.status not in {400, 409, 412}:
            self.refused(answer)
        problem = Problem.of(answer)
        fate = fate_of(answer.status, FATES_OF_NEW)
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
            StationError: as `answer`; SVC-043 where the call is refused as a whole, and SVC-041
                where what became of an item can't be told: what is there must be read again.
            ValueError: where the body is no such call: another mode, more than ten, one twice.
        """
        return self._all(kind, body, frozenset({"create"}), cancel)

    def change_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
        """Change up to ten, or take them away, by one bulk call, each for itself.

        Args:
            kind: of what.
            body: the call's, JSON: of the mode `updateIfMatchETag`, where each item has the ETag
                that is to be changed; or `update` or `delete`, which ask for none, and so are for
                what is known to be this station's alone.
            cancel: ends the wait for an answer.

        Returns:
            What became of each, in their order: DONE, CHANGED, GONE or REFUSED.

        Raises:
            StationError: as `create_all`.
            ValueError: likewise.
        """
        return self._all(kind, body, _CHANGES, cancel)

    def _all(
        self, kind: BulkKind, body: bytes, modes: frozenset[str], cancel: Cancel
    ) -> Sequence[ItemResult]:
        names = _names_in(kind, body, modes)
        fates = FATES_OF_CHANGE if modes is _CHANGES else FATES_OF_NEW
        answer = self.answer("POST", f"/{kind}", cancel, body)
        if not answer.good:
            self.refused(answer)
        said = self.object_in(answer)
        told = self._failed(kind, said, fates)
        failed = {one.name.casefold(): one for one in told}
        if len(failed) < len(told):
            raise self.unclear("it says two things of the same")
        well = fates[200]
        if said.get("isSuccessful") is not True and all(one.fate is well for one in told):
            raise self.unclear("it says neither that all is well nor what isn't")
        if not failed.keys() <= {name.casefold() for name in names}:
            raise self.unclear("it speaks of what it wasn't asked for")
        return tuple(failed.get(name.casefold(), ItemResult(name, well)) for name in names)

    def get(self, kind: BulkKind, name: str, cancel: Cancel) -> Mapping[str, JsonValue] | None:
        """Return an enrollment or a group as the service shows it; None where there is none.

        Raises:
            StationError: as `answer`; SVC-041, SVC-043.
        """
        answer = self.read(path_of(kind, name), cancel)
        return None if answer is None else self.object_in(answer)

    def read(self, path: str, cancel: Cancel) -> Answer | None:
        """Return what is at a path, or None where nothing is.

        Raises:
            StationError: as `answer`; SVC-043.
        """
        answer = self.answer("GET", path, cancel)
        if answer.status == 404:
            return None
        if not answer.good:
            self.refused(answer)
        return answer

    def delete(self, kind: BulkKind, name: str, cancel: Cancel, etag: str = "") -> bool:
        """Take an enrollment or a group away; return whether there was one.

        Args:
            kind: which of them.
            name: its.
            cancel: ends the wait for an answer.
            etag: of the state that it must be in, as it was shown; empty for whatever it is.

        Raises:
            StationError: as `answer`; SVC-043, SVC-053 where it isn't in that state.
        """
        headers = {"If-Match": self.quoted(etag)} if etag else {}
        answer = self.answer("DELETE", path_of(kind, name), cancel, None, headers)
        if etag and answer.status == 412:
            raise StationError("SVC-053", str(Problem.of(answer)), name=shown(name))
        if not answer.good and answer.status != 404:
            self.refused(answer)
        return answer.good

    def quoted(self, etag: str) -> str:
        """Return an ETag as `If-Match` has it: in quotes (RFC 9110 section 8.8.3); SVC-041."""
        text = etag if etag.startswith('"') else f'"{etag}"'
        if not _ETAG.fullmatch(text):
            raise self.unclear("its ETag is none")
        return text

    def answer(
        self,
        method: str,
        path: str,
        cancel: Cancel,
        body: bytes | None = None,
        headers: Mapping[str, str] = _NONE,
    ) -> Answer:
        """Ask, and return a whole answer.

        Args:
            method: of HTTP.
            path: without a query.
            cancel: ends the wait.
            body: JSON; None for nothing.
            headers: besides the usual ones.

        Raises:
            StationError: SVC-039 where there is none, or the service doesn't work now; SVC-040
                where it doesn't take the station's key; SVC-044 where it is asked too often;
                LIN-003 on cancel.
        """
        opened = {"Authorization": self.account.authorization(int(self.now()))}
        url = f"{self.account.url}{path}?api-version={API_VERSION}"
        try:
            asked = Asked(url, {**headers, **opened}, body, method, _MOST)
            answer = self.caller.call(asked, cancel)
        except NoAnswerError as error:
            raise self._silent(error.why, error.detail) from error
        self._check_works(answer)
        return answer

    def _check_works(self, answer: Answer) -> None:
        name = self.account.host
        if answer.trouble:
            raise self._silent(answer.trouble, f"status {answer.status}")
        if answer.status == 429:
            seconds = retry_after(answer.headers, _SOON_S)
            raise StationError("SVC-044", str(Problem.of(answer)), name=name, seconds=seconds)
        if answer.status in {401, 403}:
            self.account.refused()
            raise turned_away(name, answer.headers, self.now(), str(Problem.of(answer)))
        # Who is on the way sends elsewhere, or tells that nothing came in time.
        if answer.status >= 500 or answer.status == 408 or 300 <= answer.status < 400:
            raise self._silent(f"it answers {Problem.of(answer)}", f"status {answer.status}")

    def object_in(self, answer: Answer) -> dict[str, JsonValue]:
        """Return the JSON object in an answer.

        Raises:
            StationError: SVC-041 where it is none.
        """
        body = self.json_in(answer)
        if not isinstance(body, dict):
            raise self.unclear("it is no JSON object")
        return body

    def json_in(self, answer: Answer) -> JsonValue:
        """Return the JSON in an answer; SVC-041."""
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":  # such as a web page that wants a password
            raise self.unclear(f"it is {shown(kind) or 'of no type'}, and no JSON")
        try:
            body = parsed(answer.body)
        except ValueError as error:
            raise self.unclear("it is no JSON") from error
        return body

    def _failed(
        self, kind: BulkKind, said: Mapping[str, JsonValue], fates: Mapping[int, Fate]
    ) -> list[ItemResult]:
        """Return what a bulk answer lists, which may be what went well, too."""
        listed = said.get("errors") or []
        if not isinstance(listed, list):
            raise self.unclear("its errors are no list")
        results = []
        for one in listed:
            name = one.get(ID_FIELDS[kind]) if isinstance(one, dict) else None
            code = code_in(one.get("errorCode")) if isinstance(one, dict) else None
            if not isinstance(one, dict) or not isinstance(name, str) or code is None:
                raise self.unclear("one of its errors is of nothing")
            status = code if code < 1_000 else code // 1_000
            words = shown(str(one.get("errorStatus", "")), 100)
            results.append(ItemResult(name, fate_of(status, fates), code, words))
        return results

    def _silent(self, why: str, detail: str) -> StationError:
        return StationError("SVC-039", detail, name=self.account.host, why=why)

    def unclear(self, why: str) -> StationError:
        """Return the error that an answer says nothing that can be believed."""
        return StationError("SVC-041", name=self.account.host, why=why)

    def refused(self, answer: Answer) -> NoReturn:
        """Raise SVC-043 with what an answer says."""
        problem = Problem.of(answer)
        detail = f"status {answer.status}, tracking ID {problem.tracking or 'none'}"
        raise StationError("SVC-043", detail, name=self.account.host, why=str(problem))


def path_of(kind: BulkKind, name: str) -> str:
    """Return where an enrollment or a group is."""
    return f"/{kind}/{quote(name, safe='')}"


def _name_in(kind: BulkKind, document: JsonValue) -> str:
    name = document.get(ID_FIELDS[kind]) if isinstance(document, dict) else None
    if isinstance(name, str):
        return name
    raise ValueError(f"no {ID_FIELDS[kind]}")


def _said_name(kind: BulkKind, said: Mapping[str, JsonValue]) -> str:
    return str(said.get(ID_FIELDS[kind], "")).casefold()


def _names_in(kind: BulkKind, body: bytes, modes: frozenset[str]) -> Sequence[str]:
    """Return the names in a bulk call's body.

    The service refuses one that has an item twice as a whole, and doesn't say what it did of it.

    Raises:
        ValueError: for what may not be sent.
    """
    call = json.loads(body)
    items = call.get(kind) if isinstance(call, dict) and call.get("mode") in modes else None
    if not isinstance(items, list) or not 0 < len(items) <= BULK_ITEMS:
        raise ValueError(f"it isn't one to ten items to {', '.join(sorted(modes))}")
    names = [_name_in(kind, item) for item in items]
    if len({name.casefold() for name in names}) < len(names):
        raise ValueError("an item is there twice")
    return names
