"""Opening a link to a unit whose port may come and go, at a speed that may have to be found."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from threading import Event, Lock
from typing import Final

from station.errors import StationError
from station.links.link import Access, Link, LinkKind
from station.links.port_holders import holders
from station.links.port_names import SYSTEM, is_network, keep_off_network
from station.model.names import shown
from station.model.profile import LinkSettings

_LOOK_S: Final = 0.1
_SETTLE_S: Final = 2.0  # udev gives a new device's node its group a moment after it is there
GREETING_S: Final = 10.0  # how long programs that greet every new modem may hold a port
_SLICE_MIN_S: Final = 0.5
_ROUNDS: Final = 2  # a unit that still starts is met by the second round
_NOT_UNDERSTOOD: Final = frozenset({"LNK-002", "LNK-004"})


@dataclass
class Rates:
    """At which speed each port's last unit was understood; kept in memory only, thread-safe."""

    _known: dict[str, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def to_try(self, port: str, settings: LinkSettings) -> tuple[int, ...]:
        """Return the speeds to try, the one that last worked first, each once."""
        rates = dict.fromkeys((settings.baud, *settings.other_bauds))
        with self._lock:
            known = self._known.get(port)
        return tuple(dict.fromkeys((known, *rates))) if known in rates else tuple(rates)

    def keep(self, port: str, baud: int) -> None:
        """Remember the speed at which a unit was understood."""
        with self._lock:
            self._known[port] = baud


_RATES: Final = Rates()


def first_baud(port: str, settings: LinkSettings) -> int:
    """Return the speed to try first: at which the port's last unit was understood, if any was."""
    return _RATES.to_try(port, settings)[0]


def open_link(
    kind: LinkKind,
    port: str,
    settings: LinkSettings,
    cancel: Event,
    access: Access | None = None,
    rates: Rates = _RATES,
) -> Link:
    """Open a link, and wait within `connect_s` for a port that is just coming or coming back.

    Args:
        kind: of link.
        port: the position's, by its stable name: it is looked up at each try.
        settings: the profile's; after `baud`, its `other_bauds` are tried in turn.
        cancel: looked at by every wait.
        access: what the order adds.
        rates: which speed worked last.

    Raises:
        StationError: as `LinkKind.open`; LNK-042 where a secret would go over a network; LNK-008
            where another program has a silent unit's port.
    """
    deadline = time.monotonic() + settings.connect_s
    to_try = rates.to_try(port, settings)
    error = StationError("LNK-002", "no speed was tried")
    for baud, until in _turns(to_try, settings.connect_s, deadline):
        timed = _at(settings, baud, until) if len(to_try) > 1 else settings
        if access and len(to_try) > 1:
            access.transcript.note(f"trying {baud} baud")
        try:
            link = _opened(kind, port, timed, _Limits(cancel, deadline), access)
        except StationError as refused:
            error = refused
            if refused.code not in _NOT_UNDERSTOOD:
                raise
        else:
            rates.keep(port, baud)
            return link
    raise _explained(error, port)


def _at(settings: LinkSettings, baud: int, until: float) -> LinkSettings:
    left_s = max(_LOOK_S, until - time.monotonic())
    return settings.model_copy(update={"baud": baud, "connect_s": left_s})


def _turns(
    rates: tuple[int, ...], connect_s: float, deadline: float
) -> Iterator[tuple[int, float]]:
    """Yield each speed and until when it may be tried: each once, and the only one all the time."""
    if len(rates) == 1:
        yield rates[0], deadline
        return
    piece = max(_SLICE_MIN_S, connect_s / (_ROUNDS * len(rates)))
    for turn, baud in enumerate(cycle(rates)):
        if turn >= len(rates) and time.monotonic() >= deadline:
            return
        yield baud, time.monotonic() + piece


@dataclass(frozen=True)
class _Limits:
    """What ends the waiting for a port: the cancel event, and a time by the monotonic clock."""

    cancel: Event
    deadline: float


def _opened(
    kind: LinkKind, port: str, settings: LinkSettings, limits: _Limits, access: Access | None
) -> Link:
    """Open the link, again and again while its port is on its way."""
    if access is not None and access.gives_secret:
        keep_off_network(port, "LNK-042")
    began = time.monotonic()
    while True:
        try:
            return kind.open(port, settings, limits.cancel, access)
        except StationError as error:
            if not _may_pass(error, port, began, limits.deadline):
                raise
        if limits.cancel.wait(_LOOK_S):
            raise StationError("LIN-003")


def _may_pass(error: StationError, port: str, began: float, deadline: float) -> bool:
    """Return whether what prevents the opening may be over in a moment."""
    now = time.monotonic()
    match error.code:
        case "LNK-003":
            return now < deadline
        case "LNK-001":
            return now < deadline and not SYSTEM.is_there(port)
        case "LNK-008":
            return now < min(deadline, began + GREETING_S)
        case "LNK-041":
            return now < min(deadline, began + _SETTLE_S)
        case _:
            return False


def _explained(error: StationError, port: str) -> StationError:
    """Return the error of a unit that wasn't understood, or of who else reads its port."""
    if is_network(port):
        return error
    try:
        node = SYSTEM.real(port)
    except StationError:
        return error
    # A pty is open at its other end by nature.
    others = () if node.startswith("/dev/pts/") else holders(node)
    if not others:
        return error
    told = StationError("LNK-008", str(error), port=shown(port), program=str(others[0]))
    told.__cause__ = error
    return told
