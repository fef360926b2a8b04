"""How the workers of the factory's tokens are asked: what fails there is the station's fault."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from station.errors import Fault, StationError
from station.hsm.frames import Patience
from station.hsm.messages import Answer, Request
from station.hsm.pin_pad import PAD_S
from station.hsm.replies import Done, TokenIdentity
from station.hsm.requests_any import OpenToken
from station.hsm.requests_token import DescribeToken
from station.hsm.tokens import TIMEOUT_S, TokenAddress
from station.hsm.tries import PinTries
from station.hsm.worker import Worker
from station.secret import Secret

_UNITS_FAULT: Final = frozenset({"HSM-010", "HSM-011", "HSM-028"})


def open_on(worker: Worker, address: TokenAddress, pin: Secret, tries: PinTries | None) -> None:
    """Load a token's library in a worker and log in, counting wrong PINs where they are counted.

    Raises:
        StationError: as `FactoryHsm.open`.
    """
    request = OpenToken(address.module.library, address.label, pin, address.marks)
    # Where no PIN is given, somebody types it at the token's own pad.
    patience_s = PAD_S if len(pin) == 0 else TIMEOUT_S
    if tries is None:
        asked(worker, request, Done, patience_s)
        return
    describe = DescribeToken(address.module.library, address.label, address.marks)
    facts = asked(worker, describe, TokenIdentity)
    with tries.one(facts):
        asked(worker, request, Done, patience_s)


def asked(
    worker: Worker, request: Request, expected: type[Answer], patience_s: float = TIMEOUT_S
) -> Answer:
    """Ask a worker of the factory's; what is wrong is the station's fault, whatever it is.

    Raises:
        StationError: what the worker refused it with; only a unit's bad request is the unit's.
    """
    with _blamed():
        return worker.ask(request, expected, Patience(patience_s))


def each_asked(worker: Worker, requests: Iterable[Request], expected: type[Answer]) -> list[Answer]:
    """Ask a worker of the factory's what changes nothing, many times, as `Worker.ask_each` does.

    Raises:
        StationError: as `asked`.
    """
    with _blamed():
        return worker.ask_each(requests, expected, TIMEOUT_S)


@contextmanager
def _blamed() -> Iterator[None]:
    try:
        yield
    except StationError as error:
        if error.fault is not Fault.UNIT or error.code in _UNITS_FAULT:
            raise
        raise error.blamed_on(Fault.STATION) from error
