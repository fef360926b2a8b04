"""Units in memory with a real firmware, and a bench of seats into which hands put them.

What a unit does is counted on its own side, so that nothing is taken from the record's word: which
keys it made, what it was given, and in which runs its key signed a proof.
"""

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from threading import Event
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from station.errors import StationError
from station.line.bench import Position, TokenSlot
from station.links.link import Access, WireCount
from station.links.ports import Port
from station.links.smp import SmpLink
from station.links.transcript import Transcript
from station.model.profile import LinkSettings
from station.practice.key_store import KeyStore
from station.practice.modules import Programs, slot
from station.practice.smp_server import FrameReader, TpmFront, UnitServer, framed
from station.practice.unit_config import Manner, UnitConfig
from station.practice.unit_memory import PROOF, UnitMemory

_ANSWER_S = 20.0


class Inside(Enum):
    """What a unit has inside."""

    KEYS = "keys"  # a firmware that makes and keeps keys and secrets
    CHIP = "chip"  # a TPM
    TOKEN = "token"  # a security token in the position's slot


@dataclass(frozen=True)
class Make:
    """What a unit is, for good.

    Attributes:
        serial: the serial number that it says.
        inside: what it has inside.
        key: what its key is called where it has the same whatever is asked of it: the name of a
            chip, or of a key that its maker burnt in; empty where each is made anew.
        manner: how its firmware behaves.
        lies: whether its key signs proofs with another key, and its secret too.
    """

    serial: str
    inside: Inside
    key: str = ""
    manner: Manner = Manner.NORMAL
    lies: bool = False

    @property
    def good(self) -> bool:
        """Whether nothing is wrong with it alone, as far as it goes."""
        return self.manner is Manner.NORMAL and not self.lies


class _Keys(KeyStore):
    """A key store that counts, and lies or gives a burnt-in key where its unit is such a one."""

    def __init__(self, memory: UnitMemory, unit: "ModelledUnit", burnt: bytes) -> None:
        super().__init__(memory, unit.make.serial)
        self._unit = unit
        self._burnt = burnt

    def make(self, kind: str, name: str, ticket: int) -> bytes:
        before = self._memory.read("key")
        request = super().make(kind, name, ticket)
        self._unit.done["keys"] += self._memory.read("key") != before
        if not self._unit.make.key:
            return request
        self._memory.write("key", self._burnt)
        return super().make(kind, name, ticket)

    def install(self, certificates: bytes) -> None:
        super().install(certificates)
        self._unit.done["certificates"] += 1

    def open_secret(self, blob: bytes) -> None:
        super().open_secret(blob)
        self._unit.done["secrets"] += 1

    def sign(self, statement: bytes) -> bytes:
        signature = super().sign(statement)
        self._unit.proved.add(_run_of(statement))
        if not self._unit.make.lies:
            return signature
        other = ec.generate_private_key(ec.SECP256R1())
        return other.sign(statement, ec.ECDSA(hashes.SHA256()))

    def hmac(self, message: bytes) -> bytes:
        self._unit.done["tokens"] += 1
        return bytes(32) if self._unit.make.lies else super().hmac(message)


def _run_of(statement: bytes) -> str:
    """Return the run that a proof statement names, behind the station."""
    start = len(PROOF)
    start += 2 + int.from_bytes(statement[start : start + 2], "big")
    size = int.from_bytes(statement[start : start + 2], "big")
    return statement[start + 2 : start + 2 + size].decode()


class _Counting:
    """A TPM whose commands are counted."""

    def __init__(self, tpm: TpmFront, unit: "ModelledUnit") -> None:
        self._tpm, self._unit = tpm, unit

    def transact(self, command: bytes) -> bytes:
        self._unit.done["commands"] += 1
        return self._tpm.transact(command)


@dataclass
class ModelledUnit:
    """One unit.

    Attributes:
        make: what it is.
        folder: of its flash, or of its token.
        chips: the TPMs that units have, by their names.
        burnt: the burnt-in key, PEM.
        done: what was done to it, by what; `keys`, `certificates` and `secrets` can't be undone.
        proved: the names of the runs in which its own key signed a proof.
    """

    make: Make
    folder: Path = field(repr=False)
    chips: Mapping[str, TpmFront] = field(repr=False)
    burnt: bytes = field(repr=False)
    done: Counter[str] = field(default_factory=Counter)
    proved: set[str] = field(default_factory=set)

    def started(self) -> UnitServer:
        """Return its firmware, just started."""
        config = UnitConfig(self.make.serial, "modelled", "1", self.folder)
        chip = self.chips[self.make.key] if self.make.inside is Inside.CHIP else None
        tpm = None if chip is None else _Counting(chip, self)
        with_keys = self.make.inside is Inside.KEYS
        keys = _Keys(UnitMemory(self.folder), self, self.burnt) if with_keys else None
        return UnitServer(config, tpm, keys)

    def certificate(self) -> bytes:
        """Return the certificates that it keeps, empty where it has none."""
        return UnitMemory(self.folder).read("certificates")

    @property
    def lasting(self) -> dict[str, int]:
        """What was done to it that can't be undone."""
        return {name: self.done[name] for name in ("keys", "certificates", "secrets")}


class Given(Protocol):
    """What units are made of."""

    @property
    def burnt(self) -> bytes:
        """The burnt-in key, PEM."""
        ...

    @property
    def blank(self) -> Path:
        """The folder of an initialised token's files, which is copied."""
        ...


@dataclass
class Seat:
    """A position's port and slot, and the unit in it.

    Attributes:
        name: the position's.
        folder: holds the port and the configuration of the slot.
        unit: what is in.
        plugs: how often something was put in or taken out.
    """

    name: str
    folder: Path
    unit: ModelledUnit | None = None
    plugs: int = 0

    @property
    def port(self) -> Path:
        """Whether something is in can be seen by this file."""
        return self.folder / f"port-{self.name}"

    @property
    def position(self) -> Position:
        """The position, as the bench's file would have it."""
        library = str(Programs.found().softhsm)
        conf = str(self.folder / f"slot-{self.name}.conf")
        token = TokenSlot(library=library, environment={"SOFTHSM2_CONF": conf})
        return Position(name=self.name, port=str(self.port), token=token)

    def put_in(self, unit: ModelledUnit) -> None:
        """Put a unit in, with its token where it has one."""
        self.unit, self.plugs = unit, self.plugs + 1
        empty = self.folder / "no-token"
        empty.mkdir(exist_ok=True)
        tokens = unit.folder if unit.make.inside is Inside.TOKEN else empty
        slot(self.folder / f"slot-{self.name}.conf", tokens, Programs.found().softhsm)
        self.port.touch()

    def take_out(self) -> None:
        """Take out what is in; what speaks over its cable hears no more of it."""
        self.unit, self.plugs = None, self.plugs + 1
        self.port.unlink(missing_ok=True)


class _Cable(Port):
    """A port with the unit behind it that was in when it was opened; see `tests.support.wired`."""

    def __init__(
        self, seat: Seat, cancel: Event, transcript: Transcript, tick: Callable[[], None]
    ) -> None:
        self.transcript = transcript
        assert seat.unit is not None
        self._seat, self._plug, self._halt, self._tick = seat, seat.plugs, cancel, tick
        self._unit, self._server = seat.unit, seat.unit.started()
        self._reader = FrameReader(65_535)
        self._out = b""

    @property
    def wire(self) -> WireCount:
        return WireCount()

    def read(self, wait_s: float) -> bytes:
        self._still_in()
        data, self._out = self._out[:4096], self._out[4096:]
        if not data:
            threading.Event().wait(min(wait_s, 0.005))
        return data

    def write(self, data: bytes) -> None:
        for message in self._reader.feed(data):
            self._tick()
            self._still_in()
            answer = self._server.answer(message, self._unit.make.manner)
            self._tick()
            self._out += framed(answer) if answer else b""

    def close(self) -> None:
        self._out = b""

    def _still_in(self) -> None:
        if self._seat.plugs != self._plug:
            raise StationError("LNK-003")
        if self._halt.is_set():
            raise StationError("LIN-003")


@dataclass(frozen=True)
class ModelledKind:
    """The link kind `smp`, over the cables of some seats.

    Attributes:
        seats: by their ports.
        tick: called before and after each message that a unit gets.
        name: its key in `LINKS`.
    """

    seats: dict[str, Seat]
    tick: Callable[[], None]
    name: str = "smp"

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> SmpLink:
        """Open the cable of a seat; see `LinkKind.open`."""
        seat = self.seats[port]
        self.tick()
        if seat.unit is None:
            raise StationError("LNK-001", port=port)
        transcript = Transcript() if access is None else access.transcript
        cable = _Cable(seat, cancel, transcript, self.tick)
        link = SmpLink(cable, settings, _ANSWER_S, address=port)
        link.hello()
        return link


def fresh(folder: Path, make: Make, chips: Mapping[str, TpmFront], works: "Given") -> ModelledUnit:
    """Return a unit that nobody has seen yet.

    Args:
        folder: for its flash or token; not there yet.
        make: what it is.
        chips: the TPMs.
        works: whence its burnt-in key and its token are.
    """
    if make.inside is Inside.TOKEN:
        shutil.copytree(works.blank, folder)
    return ModelledUnit(make, folder, chips, works.burnt)
