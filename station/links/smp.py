"""MCUmgr's Simple Management Protocol over a serial line, with Station's provisioning group.

The group is specified for firmware engineers in resources/help/smp-group.md.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.links.link import Access, Capability, DeviceReport, WireCount
from station.links.messages import (
    IDENTIFY,
    MAX_COUNT,
    PARAMETERS,
    RESET,
    TPM_AGAIN,
    Answer,
    Command,
    Identified,
    Request,
    buffer_size,
    identified,
)
from station.links.ports import Port, open_port
from station.links.smp_exchange import SLOWER, Exchange
from station.links.smp_keys import KeyTimes, SmpKeys
from station.links.smp_secrets import SecretWay, SmpSecrets
from station.links.tpm_answers import whole
from station.logs import quiet_libraries
from station.model.names import shown
from station.model.profile import LinkSettings

TPM_ANSWER_S: Final = 60.0  # a real chip needs tens of seconds for some keys
KEY_WORK_S: Final = 20.0

_TPM_WIRE_BYTES: Final = 12_288  # the longest usual command and response, as base64
_LOOK_AGAIN_S: Final = 0.2


@dataclass(frozen=True)
class SmpKind:
    """The link kind `smp`.

    Attributes:
        name: its key in `LINKS`.
        tpm_answer_s: how long a TPM command, or the making of a key, may take, seconds, where the
            profile's `answer_s` is shorter.
        key_work_s: likewise for what else the device does with its key.
    """

    name: str = "smp"
    tpm_answer_s: float = TPM_ANSWER_S
    key_work_s: float = KEY_WORK_S

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> "SmpLink":
        """Open `port` and say hello until the device answers; see `LinkKind.open`."""
        quiet_libraries()  # smp.packet writes whole payloads at DEBUG
        with ExitStack() as opened:
            transcript = access.transcript if access else None
            line = opened.enter_context(open_port(port, settings.baud, cancel, transcript))
            link = SmpLink(line, settings, self.tpm_answer_s, self.key_work_s, port)
            link.hello()
            opened.pop_all()
        return link


class SmpLink:
    """An open way to a device that speaks SMP; see `Link`.

    Args:
        port: the open port; the link closes it.
        settings: speed and time-outs.
        tpm_answer_s: how long a TPM command or a key may take, seconds, at least.
        key_work_s: how long anything else with a key may take, seconds, at least.
        address: the port's.
    """

    def __init__(
        self,
        port: Port,
        settings: LinkSettings,
        tpm_answer_s: float,
        key_work_s: float = KEY_WORK_S,
        address: str = "",
    ) -> None:
        self._port = port
        self._settings = settings
        self._tpm_answer_s = max(settings.answer_s, tpm_answer_s)
        self._exchange = Exchange(port, settings)
        self._known: Identified | None = None
        self._tpm_commands: int | None = None
        times = KeyTimes(self._tpm_answer_s, max(settings.answer_s, key_work_s))
        self._keys = SmpKeys(self._exchange, self._offers, self._restarts_told, times)
        way = SecretWay(self._exchange, port.transcript, address)
        self._secrets = SmpSecrets(way, self._offers, self._restarts_told, times)

    @property
    def keys(self) -> SmpKeys:
        """What the device does with a key of its own; see `Link.keys`."""
        return self._keys

    @property
    def secrets(self) -> SmpSecrets:
        """What the device does with a secret that it is given; see `Link.secrets`."""
        return self._secrets

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed the wire so far."""
        return self._exchange.wire

    def hello(self) -> None:
        """Ask for the server's parameters until it answers; any answer to that is one.

        It is repeated since opening a port empties its input, and a device may be starting.

        Raises:
            StationError: LNK-002, LNK-003, LNK-004, LIN-003.
        """
        deadline = time.monotonic() + self._settings.connect_s
        try:
            self._exchange.buffer = buffer_size(self._exchange.ask(PARAMETERS, deadline))
        except StationError as error:
            # Servers are built without this command by default; they say so, and are there.
            if error.code not in ("LNK-005", "LNK-007"):
                raise

    def identify(self) -> DeviceReport:
        """Ask the device what it is; see `Link.identify`. LNK-011 where it restarted since."""
        said = self._ask_identity(time.monotonic() + self._settings.answer_s)
        known = self._known
        if known is not None and known.report.serial != said.report.serial:
            detail = f"first {shown(known.report.serial)}, then {shown(said.report.serial)}"
            raise StationError("LNK-004", f"another serial number: {detail}")
        if known is not None and known.start != said.start:
            raise StationError("LNK-011")
        self._known = said
        self._tpm_commands = said.tpm_commands
        return said.report

    def transact(self, command: bytes) -> bytes:
        """Give the device's TPM one command and return its response; see `Link.transact`.

        It has `answer_s` or 60 s, whichever is longer, and the wire's own time.

        Raises:
            StationError: as `Link.transact`, and LNK-011 where the device restarted.
        """
        if Capability.TPM not in self._offers():
            raise StationError("LNK-007", "it says that it has no TPM")
        exchange = self._exchange
        deadline = time.monotonic() + self._tpm_answer_s + exchange.wire_s(_TPM_WIRE_BYTES)
        with self._restarts_told():
            repeated = exchange.repeated
            last = exchange.upload(Command.TPM, command, deadline)
            # A device that restarted takes parts from the first one on, but its TPM lost all.
            if exchange.repeated > repeated and self._has_restarted():
                raise StationError("LNK-011")
            first = self._given_once(last, deadline)
            return whole(exchange.download(Command.TPM, first, deadline))

    def restart(self) -> None:
        """Ask the device to restart, and wait until it has; see `Link.restart`.

        It has `connect_s` or `answer_s` for that, the longer. A port that vanishes meanwhile is
        taken for the restart.

        Raises:
            StationError: as `Link.restart`; LNK-005 where it says that it will, and doesn't.
        """
        if Capability.RESTART not in self._offers() or self._known is None:
            raise StationError("LNK-007", "it doesn't restart when asked")
        try:
            self._exchange.ask(RESET, time.monotonic() + self._settings.answer_s)
            self._await_start_after(self._known.start)
        except StationError as error:
            if error.code != "LNK-003":
                raise

    def close(self) -> None:
        """Close the link; may be called again."""
        self._port.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _offers(self) -> frozenset[Capability]:
        return self._known.report.capabilities if self._known else self.identify().capabilities

    def _ask_identity(self, deadline: float) -> Identified:
        return identified(self._exchange.ask(IDENTIFY, deadline))

    def _await_start_after(self, before: int | None) -> None:
        deadline = time.monotonic() + max(self._settings.connect_s, self._settings.answer_s)
        while self._ask_identity(deadline).start == before:
            if time.monotonic() + _LOOK_AGAIN_S > deadline:
                raise StationError("LNK-005", "it was asked to restart, and didn't")
            self._exchange.answer((), time.monotonic() + _LOOK_AGAIN_S)

    @contextmanager
    def _restarts_told(self) -> Iterator[None]:
        """Turn a refusal into LNK-011 where the device refuses since it restarted meanwhile."""
        try:
            yield
        except StationError as error:
            if error.code == "LNK-005" and self._has_restarted():
                raise StationError("LNK-011", error.detail) from error
            raise

    def _has_restarted(self) -> bool:
        try:
            said = self._ask_identity(time.monotonic() + self._settings.answer_s)
        except StationError as error:
            if error.code == "LIN-003":
                raise
            return False
        return self._known is not None and said.start != self._known.start

    def _given_once(self, last: Request, deadline: float) -> Answer:
        """Give the TPM a command whose other parts the device has, and return the first answer.

        The TPM must not be given a command twice, and an answer may be lost. A device that counts
        the TPM's commands can be asked for the last response again, and by its count it says
        whether that is the one; where it never got the command, that is sent once more.
        """
        count, self._tpm_commands = self._tpm_commands, None
        if count is None:
            return self._waited_for(last, deadline)
        after = (count + 1) & MAX_COUNT
        heard = self.wire.received
        exchange = self._exchange
        awaited = [exchange.send(last)]
        for until in exchange.tries(awaited[0], deadline, SLOWER):
            came = exchange.answer(awaited, until)
            if came is None:
                awaited.append(exchange.send(TPM_AGAIN))
                continue
            sent, answer = came
            if sent.request is last or answer.number("n", MAX_COUNT) == after:
                self._tpm_commands = after
                return answer
            if answer.number("n", MAX_COUNT) != count:
                raise StationError("LNK-011", "its TPM was given other commands than the station's")
            # What was asked before this moment says nothing of what is sent now.
            awaited = [exchange.send(last)]
        raise exchange.unanswered(heard)

    def _waited_for(self, last: Request, deadline: float) -> Answer:
        heard = self.wire.received
        sent = self._exchange.send(last)
        came = self._exchange.answer((sent,), deadline, broken_s=self._settings.answer_s)
        if came is None:
            raise self._exchange.unanswered(heard)
        return came[1]
