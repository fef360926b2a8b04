"""Whether a service can be worked with, tried step by step, and nothing of it changed.

Rights are told by asking after what isn't there: whoever may read is told that there is nothing,
and whoever may write hears the same of a DELETE that names a state nothing can be in.
"""

import secrets
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from station.errors import StationError
from station.model.handoff import Cancel
from station.service.bearer import BearerAccount
from station.service.calls import Answer, Asked, NoAnswerError
from station.service.client import API_VERSION, Problem, ServiceClient
from station.service.push_clock import clock_gap

_PATIENCE_S: Final = 10.0
_SLICE_S: Final = 0.05
# A token's own margin is longer, but who is off by that much soon is by more.
_OFF_S: Final = 60
_HTTPS: Final = 443
_REFUSES: Final = frozenset({401, 403})


@dataclass(frozen=True)
class Probe:
    """One step.

    Attributes:
        what: was tried, a word.
        good: whether it works; None where it couldn't be tried, or need not work.
        found: what was found, a sentence.
        remedy: what to do, a sentence; or empty.
    """

    what: str
    good: bool | None
    found: str
    remedy: str = ""


def _works(what: str, found: str) -> Probe:
    return Probe(what, good=True, found=found)


def _fails(what: str, found: str, remedy: str) -> Probe:
    return Probe(what, good=False, found=found, remedy=remedy)


def _open(what: str, found: str) -> Probe:
    return Probe(what, good=None, found=found)


@dataclass(frozen=True)
class _Right:
    what: str
    method: str
    table: str
    why: str


_RIGHTS: Final = (
    _Right("right to read", "GET", "enrollments", "EnrollmentRead"),
    _Right("right to write", "DELETE", "enrollments", "EnrollmentWrite"),
    _Right("right to see registrations", "GET", "registrations", "RegistrationStatusRead"),
)
_ALL: Final = ("name", "connection", "TLS", "clock", "credential", *(one.what for one in _RIGHTS))


def probed(client: ServiceClient, proxy: str, cancel: Cancel) -> Iterator[Probe]:
    """Try a service, and yield each step as it is done; those that can't be tried come, too.

    Args:
        client: the way to it.
        proxy: host and port of the proxy on that way; or empty.
        cancel: ends it.

    Raises:
        StationError: LIN-003 on cancel.
    """
    done = 0
    for probe in _steps(client, proxy, cancel):
        done += 1
        yield probe
    for what in _ALL[done:]:
        yield _open(what, "Not tried: what comes before it must work first.")


def _steps(client: ServiceClient, proxy: str, cancel: Cancel) -> Iterator[Probe]:
    first = proxy or client.account.host
    host, _, port = first.partition(":")
    whose = "the proxy" if proxy else "the service"
    named = _tried(lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM), cancel)
    if isinstance(named, str):
        remedy = f"Check the name of {whose}, and this network's name server."
        yield _fails("name", f"The name {host} isn't known here.", remedy)
        return
    yield _works("name", f"{host} is known here.")
    place = (host, int(port or _HTTPS))
    reached = _tried(lambda: socket.create_connection(place, _PATIENCE_S).close(), cancel)
    if isinstance(reached, str):
        remedy = f"Check the network, and that its firewall lets this PC reach {whose}."
        yield _fails("connection", f"Port {place[1]} can't be reached: {reached}.", remedy)
        return
    yield _works("connection", f"Port {place[1]} of {host} can be reached.")
    yield from _asked(client, cancel)


def _tried(what: Callable[[], object], cancel: Cancel) -> str | None:
    """Do what may block for long; return why it can't be done, or None."""
    ended: SimpleQueue[str | None] = SimpleQueue()

    def run() -> None:
        try:
            what()
        except OSError as error:
            ended.put((error.strerror or type(error).__name__).lower())
        else:
            ended.put(None)

    Thread(target=run, name="probe", daemon=True).start()
    for _ in range(round(_PATIENCE_S / _SLICE_S)):
        if cancel.is_set():
            raise StationError("LIN-003")
        try:
            return ended.get(timeout=_SLICE_S)
        except Empty:
            continue
    return f"nothing comes back in {_PATIENCE_S:g} seconds"


def _asked(client: ServiceClient, cancel: Cancel) -> Iterator[Probe]:
    name = f"station-test-{secrets.token_hex(8)}"
    answers: list[Answer] = []
    for right in _RIGHTS:
        try:
            answers.append(_ask(client, right, name, cancel))
        except NoAnswerError as error:
            if not answers:
                remedy = _TLS if "certificate" in error.why else _WAY
                remedy = _PROXY if "password" in error.why else remedy
                yield _fails("TLS", f"No answer: {error.why}.", remedy)
                return
            # What broke off once may have been the network; it is an answer of its own.
            answers.append(Answer(503, b"", error.why))
        except StationError as error:
            if error.code == "LIN-003":
                raise
            yield _open("TLS", f"Not tried: {_NOTHING}.")
            yield _open("clock", f"Not tried: {_NOTHING}.")
            yield _fails("credential", f"{error.code}: {error.message}", error.remedy)
            return
    yield _works("TLS", "It is the service that it says it is.")
    yield _clock(client, answers[0])
    refused = all(answer.status in _REFUSES for answer in answers)
    if refused:
        said = str(Problem.of(answers[0]))
        what, remedy = ("token", _ROLE) if _by_token(client) else ("key", _KEY)
        yield _fails("credential", f"The service doesn't take the {what}: {said}.", remedy)
        return
    yield _works("credential", "The service lets this station in.")
    for right, answer in zip(_RIGHTS, answers, strict=True):
        yield _right(right, answer)


_TLS: Final = "Give the CA that the service's certificate is by: 'station service add --ca FILE'."
_WAY: Final = "Check that a proxy or firewall on the way lets this PC speak HTTPS with it."
_PROXY: Final = "Give the proxy's user and password again: 'station service add'."
_NOTHING: Final = "there is nothing that opens the service"
_ROLE: Final = (
    "Check the clock, and that the account has the role 'Device Provisioning Service Data"
    " Contributor' at this service."
)
_KEY: Final = "Check the clock. Then give the policy's key again: 'station service add'."


def _by_token(client: ServiceClient) -> bool:
    return isinstance(client.account, BearerAccount)


def _ask(client: ServiceClient, right: _Right, name: str, cancel: Cancel) -> Answer:
    account = client.account
    headers = {"Authorization": account.authorization(int(client.now()))}
    if right.method == "DELETE":
        headers["If-Match"] = f'"{name}"'
    url = f"{account.url}/{right.table}/{name}?api-version={API_VERSION}"
    return client.caller.call(Asked(url, headers, None, right.method), cancel)


def _clock(client: ServiceClient, answer: Answer) -> Probe:
    gap = clock_gap(answer.headers, client.now())
    if gap is None:
        return _open("clock", "The service doesn't say what time it is.")
    off = round(gap)
    way = "ahead of" if off > 0 else "behind"
    found = f"This PC's clock is {abs(off)} s {way} the service's."
    if abs(off) > _OFF_S:
        return _fails("clock", found, "Set this PC's clock: let it follow a time server.")
    return _works("clock", found)


def _right(right: _Right, answer: Answer) -> Probe:
    status = answer.status
    if status in _REFUSES:
        found = f"The policy has no {right.why}."
        if right.table == "registrations":
            return _open(right.what, f"{found} Only the state of registrations needs it.")
        return _fails(right.what, found, "Name a policy that has it, or let it have it.")
    if status == 429:
        return _works(right.what, "It wants a pause now, which is no failure: it is busy.")
    if status >= 500:
        found = f"The service doesn't work now: it answers {answer.trouble or Problem.of(answer)}."
        return _fails(right.what, found, "Try again in a few minutes.")
    return _works(right.what, f"The policy has {right.why}.")
