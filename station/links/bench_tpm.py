"""A TPM module without a host, wired to the station itself: reached by its device node.

The module has no serial number. It is named by its endorsement key, which no other has; where the
worker scanned a label, that is its serial number, and this name tells it from other modules.
"""

import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.links.link import (
    SAID,
    Access,
    Capability,
    DeviceKeys,
    DeviceReport,
    DeviceSecrets,
    NoKeys,
    NoSecrets,
    SerialFrom,
    WireCount,
)
from station.links.tpm_answers import HEADER, READ_ENDORSEMENT_KEY, name_of, status
from station.links.tpm_node import TpmNode, open_node
from station.model.profile import BENCH_TPM, LinkSettings
from station.model.tpm_times import BUSY, answer_s

_SHUTDOWN_S: Final = 1.0
_BUSY_PAUSE_S: Final = 0.05

# TPM 2.0 Library part 2, 6.6.
_RC_INITIALIZE: Final = 0x100
_RC_NO_SUCH_HANDLE: Final = 0x18B
_RC_PASSWORD: Final = frozenset({0x98E, 0x9A2})
# Part 3: TPM2_Startup and TPM2_Shutdown (CLEAR), TPM2_GetCapability of eight fixed properties.
_STARTUP: Final = bytes.fromhex("8001 0000000c 00000144 0000")
_SHUTDOWN: Final = bytes.fromhex("8001 0000000c 00000145 0000")
_PROPERTIES: Final = bytes.fromhex("8001 00000016 0000017a 00000006 00000105 00000008")
# TPM2_CreatePrimary in the endorsement hierarchy, with an empty password, of template L-1 (TCG EK
# Credential Profile, B.3.3): the key that is put at that handle where nothing is there yet.
_MAKE_KEY: Final = bytes.fromhex(
    "8002 00000163 00000131 4000000b 00000009 40000009 0000 00 0000 0004 0000 0000"
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100" + 256 * "00" + "0000 00000000"
)
_FLUSH: Final = bytes.fromhex("8001 0000000e 00000165")
_MANUFACTURER: Final = 0x105
_VENDOR: Final = (0x106, 0x107, 0x108, 0x109)
_FIRMWARE: Final = 0x10B


@dataclass(frozen=True)
class BenchTpmKind:
    """The link kind `bench-tpm`.

    Attributes:
        name: its key in `LINKS`.
        times: how long a TPM command may take, seconds, where the profile's `answer_s` is shorter.
    """

    name: str = BENCH_TPM
    times: Callable[[bytes], float] = answer_s

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> "BenchTpmLink":
        """Open the device node `port` and start the TPM where nobody has; see `LinkKind.open`."""
        with ExitStack() as opened:
            transcript = (access or Access()).transcript
            node = opened.enter_context(open_node(port, cancel, transcript))
            link = BenchTpmLink(node, settings, cancel, self.times)
            link.start()
            opened.pop_all()
        return link


class BenchTpmLink:
    """An open way to a TPM module; see `Link`.

    Args:
        node: the open device node; the link closes it.
        settings: the profile's time-outs.
        cancel: looked at by every wait.
        times: how long a TPM command may take, seconds, at least.
    """

    def __init__(
        self,
        node: TpmNode,
        settings: LinkSettings,
        cancel: Event,
        times: Callable[[bytes], float] = answer_s,
    ) -> None:
        self._node = node
        self._settings = settings
        self._cancel = cancel
        self._times = times
        self._key: bytes | None = None
        self._used = False

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed so far, TPM commands and responses as they are."""
        return self._node.wire

    @property
    def keys(self) -> DeviceKeys:
        """A TPM module has no program that would make requests by itself."""
        return NoKeys()

    @property
    def secrets(self) -> DeviceSecrets:
        """It takes no secret; see `Link.secrets`."""
        return NoSecrets()

    def start(self) -> None:
        """Wait until the TPM answers; start it where neither its host nor an earlier link did.

        Raises:
            StationError: LNK-002, LNK-003, LNK-004, LNK-005, LIN-003.
        """
        if status(self._ask(_PROPERTIES, self._settings.connect_s)) == _RC_INITIALIZE:
            _good(self._ask(_STARTUP, self._within_s(_STARTUP)), "it can't be started")

    def identify(self) -> DeviceReport:
        """Read which TPM it is and what it is named by; see `Link.identify`.

        Raises:
            StationError: TPM-013 where its endorsement key has to be made and has a password.
        """
        said = _good(self._asked(_PROPERTIES), "it says nothing of itself")
        properties = _properties(said)
        key = self._endorsement_key()
        if self._key is not None and key != self._key:
            raise StationError("LNK-004", "another endorsement key than before")
        self._key = key
        return DeviceReport(
            serial=name_of(key),
            model=_model(properties),
            firmware=_firmware(properties),
            capabilities=frozenset({Capability.IDENTIFY, Capability.TPM}),
            serial_from=SerialFrom.LINK,
        )

    def transact(self, command: bytes) -> bytes:
        """Give the TPM one command and return its response; see `Link.transact`.

        It has `answer_s` or what such a command may take, whichever is longer. A TPM that lost its
        power since is another unit for all that is known: LNK-003.
        """
        self._used = True
        response = self._node.exchange(command, self._within_s(command))
        if status(response) == _RC_INITIALIZE:
            raise StationError("LNK-003", "the TPM lost its power")
        return response

    def restart(self) -> None:
        """Refuse: a module has its power from the bench; see `Link.restart`."""
        raise StationError("LNK-007", "a TPM module can't be asked to restart")

    def close(self) -> None:
        """Ready the TPM for the loss of its power, and close the node; may be called again.

        A TPM that was used and loses its power without that may count it as a try at a password.
        One that was only asked what it is isn't told: it would write its memory for nothing, each
        time that a position looks whether somebody is there.
        """
        if self._used and self._node.in_step and not self._cancel.is_set():
            with suppress(StationError):
                self._node.exchange(_SHUTDOWN, _SHUTDOWN_S)
        self._node.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _endorsement_key(self) -> bytes:
        """Return the TPM2B_PUBLIC of the key at its handle, or of what belongs there."""
        response = self._asked(READ_ENDORSEMENT_KEY)
        if status(response) == _RC_NO_SUCH_HANDLE:
            return self._made_key()
        key = _sized(_good(response, "its endorsement key can't be read"), HEADER)
        # What a run put there may be made by another template; what it was named by stays.
        return key if self._key in (None, key) else self._made_key()

    def _made_key(self) -> bytes:
        response = self._asked(_MAKE_KEY)
        if status(response) in _RC_PASSWORD:
            raise StationError("TPM-013", "making its endorsement key")
        _good(response, "its endorsement key can't be made")
        handle, public = response[HEADER : HEADER + 4], _sized(response, HEADER + 8)
        _good(self._asked(_FLUSH + handle), "its endorsement key can't be flushed")
        return public

    def _within_s(self, command: bytes) -> float:
        return max(self._settings.answer_s, self._times(command))

    def _asked(self, command: bytes) -> bytes:
        response = self._ask(command, self._within_s(command))
        if status(response) == _RC_INITIALIZE:
            raise StationError("LNK-003", "the TPM lost its power")
        return response

    def _ask(self, command: bytes, within_s: float) -> bytes:
        """Return the response to a command of the link's own, asked again while the TPM is busy."""
        deadline = time.monotonic() + within_s
        while True:
            left = deadline - time.monotonic()
            response = self._node.exchange(command, max(left, 0.0))
            if status(response) not in BUSY or left <= 0:
                return response
            if self._cancel.wait(_BUSY_PAUSE_S):
                raise StationError("LIN-003")


def _good(response: bytes, what: str) -> bytes:
    if status(response):
        raise StationError("LNK-005", f"{what}: {status(response):#05x}")
    return response


def _sized(response: bytes, offset: int) -> bytes:
    """Return the TPM2B at `offset`, its size prefix included."""
    end = offset + 2 + int.from_bytes(response[offset : offset + 2], "big")
    if not offset + 2 < end <= len(response):
        raise StationError("LNK-004", "a TPM response that is cut short")
    return response[offset:end]


def _properties(response: bytes) -> dict[int, bytes]:
    """Return the values of a list of TPMS_TAGGED_PROPERTY, after moreData, kind and count."""
    pairs = response[HEADER + 9 :]
    return {
        int.from_bytes(pairs[at : at + 4], "big"): pairs[at + 4 : at + 8]
        for at in range(0, len(pairs) - 7, 8)
    }


def _model(properties: dict[int, bytes]) -> str:
    """Return what the maker calls the chip, or nothing where it isn't text."""
    maker = properties.get(_MANUFACTURER, b"").strip(b"\0 ")
    kind = b"".join(properties.get(tag, b"") for tag in _VENDOR).strip(b"\0 ")
    text = b" ".join(part for part in (maker, kind) if part).decode("latin-1")
    return text if SAID.fullmatch(text) else ""


def _firmware(properties: dict[int, bytes]) -> str:
    version = properties.get(_FIRMWARE, b"")
    if len(version) != 4:
        return ""
    return f"{int.from_bytes(version[:2], 'big')}.{int.from_bytes(version[2:], 'big')}"
