"""A service in memory that misbehaves, and a record in memory that dies: for pushes."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.push import TO_SETTLE, PushFate, PushRow, PushState, PushTally
from station.service.client import Fate, ItemResult
from station.service.documents import BulkKind
from station.service.push import push
from station.service.push_desk import Desk, PushSettings
from station.service.push_pace import Backoff

AT_ONCE: Final = Backoff(0.0, 0.0, lambda: 0.0)
FAULTS: Final = (
    *("busy", "late", "silent-before", "silent-after", "unclear", "throttled", "expired"),
    *("item-busy", "item-late", "item-throttled", "whole"),
)


class KilledError(Exception):
    """The process ends here."""


def document(name: str, value: str = "ours") -> bytes:
    """Return a document as a push sends it."""
    body = {"registrationId": name, "attestation": {"type": "tpm"}, "deviceId": value}
    return json.dumps(body).encode()


def row(key: int, *, settle: bool = False) -> PushRow:
    """Return a row of that number."""
    return PushRow(key, f"unit-{key}", document(f"unit-{key}"), settle)


@dataclass
class Misbehaving:
    """A service whose answers go wrong.

    Attributes:
        seed: of what goes wrong.
        share: of all calls.
        faults: which of `FAULTS` there are.
        held: what it has, by the folded name.
        creations: how often each was made.
        poison: names that it never takes.
        calls: how many there were.
    """

    seed: int = 0
    share: float = 0.0
    faults: Sequence[str] = FAULTS
    held: dict[str, dict[str, JsonValue]] = field(default_factory=dict)
    creations: dict[str, int] = field(default_factory=dict)
    poison: frozenset[str] = frozenset()
    calls: int = 0
    chance: random.Random = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - to be had again

    def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
        """Answer, or not."""
        del cancel
        with self._lock:
            items = json.loads(body)[kind]
            assert 0 < len(items) <= 10
            names = [item["registrationId"] for item in items]
            assert len({name.casefold() for name in names}) == len(names)
            fault = self._drawn()
            self._before(fault)
            if fault == "whole" and len(items) > 1:  # one alone would be refused by its own fault
                for item in items[: self.chance.randrange(len(items) + 1)]:
                    self._one(item, "")
                raise StationError(
                    "SVC-043", "status 400, tracking ID t-1", name="s", why="400001 no"
                )
            said = [self._one(item, fault) for item in items]
            self._after(fault)
            return said

    def get(self, kind: BulkKind, name: str, cancel: Cancel) -> Mapping[str, JsonValue] | None:
        """Answer, or not."""
        del kind, cancel
        with self._lock:
            fault = self._drawn()
            self._before(fault)
            self._after(fault)
            found = self.held.get(name.casefold())
            return (
                None if found is None else {**found, "etag": '"1"', "provisioningStatus": "enabled"}
            )

    def _drawn(self) -> str:
        self.calls += 1
        return self.chance.choice(self.faults) if self.chance.random() < self.share else ""

    def _before(self, fault: str) -> None:
        if fault == "throttled":
            raise StationError("SVC-044", name="s", seconds=0)
        if fault == "expired":
            raise StationError("SVC-040", name="s")
        if fault in {"busy", "silent-before"}:
            raise StationError("SVC-039", name="s", why=fault)

    def _after(self, fault: str) -> None:
        if fault in {"late", "silent-after"}:
            raise StationError("SVC-039", name="s", why=fault)
        if fault == "unclear":
            raise StationError("SVC-041", name="s", why=fault)

    def _one(self, item: dict[str, JsonValue], fault: str) -> ItemResult:
        name = str(item["registrationId"])
        odd = fault.startswith("item-") and self.chance.random() < 0.5
        if odd and fault != "item-late":
            code = 429_001 if fault == "item-throttled" else 503_001
            return ItemResult(name, Fate.REFUSED, code)
        if name in self.poison:
            return ItemResult(name, Fate.REFUSED, 400_004, "Invalid RegistrationId")
        if name.casefold() in self.held:
            return ItemResult(name, Fate.EXISTS, 409_000)
        self.held[name.casefold()] = dict(item)
        self.creations[name] = self.creations.get(name, 0) + 1
        return ItemResult(name, Fate.REFUSED, 500_001) if odd else ItemResult(name, Fate.CREATED)


@dataclass
class MortalLedger:
    """A record in memory whose process may end at any write.

    Attributes:
        states: of the rows, as they are on the disk.
        fates: the newest of each row.
        dies_at: at which write it ends; 0 for never.
        after: whether it ends just after that write, or just before.
    """

    states: dict[int, PushState] = field(default_factory=dict)
    fates: dict[int, PushFate] = field(default_factory=dict)
    dies_at: int = 0
    after: bool = False
    _writes: int = 0

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Write, or end."""
        self._writes += 1
        dies = self._writes == self.dies_at
        if dies and not self.after:
            raise KilledError
        self.states |= {fate.key: fate.state for fate in fates}
        self.fates |= {fate.key: fate for fate in fates}
        self.states |= {one.key: PushState.SENDING for one in begun}
        if dies:
            raise KilledError

    def lives_again(self, dies_at: int = 0, *, after: bool = False) -> None:
        """Begin anew, with what is on the disk."""
        self._writes, self.dies_at, self.after = 0, dies_at, after

    def went(self, tally: PushTally, throttled: int) -> None:
        """Look on."""

    def rows(self, numbers: range) -> Iterator[PushRow]:
        """Yield what is to be sent, and what is to be read back first."""
        for number in numbers:
            state = self.states.get(number)
            if state in TO_SETTLE:
                yield row(number, settle=True)
            elif state in {None, PushState.WAITING}:
                yield row(number)


def settings(in_flight: int = 4, tries: int = 200) -> PushSettings:
    """Return settings that wait for nothing."""
    return PushSettings(
        in_flight=in_flight,
        per_minute=0,
        tries=tries,
        gone_after=10_000,
        trouble=AT_ONCE,
        throttle=AT_ONCE,
    )


def pushed(
    service: Misbehaving, ledger: MortalLedger, numbers: range, how: PushSettings
) -> tuple[PushTally, Desk]:
    """Push what isn't there yet."""
    desk = Desk(service, how, Event(), Event())
    return push(ledger.rows(numbers), desk, ledger, ledger), desk
