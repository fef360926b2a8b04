"""A Linux shell on a serial console: logged in to, given commands, logged out of again."""

import secrets
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.links.console_login import ConsoleLogin
from station.links.console_shell import ConsoleShell, Done
from station.links.link import (
    SAID,
    Access,
    Capability,
    DeviceKeys,
    DeviceReport,
    NoKeys,
    WireCount,
)
from station.links.ports import Port, is_network, open_port
from station.model.names import shown
from station.model.profile import CONSOLE, ConsoleSettings, LinkSettings

TPM_ANSWER_S: Final = 60.0  # a real chip needs tens of seconds for some keys

_KEY_BYTES: Final = 3
_WIRE_BYTES: Final = 12_288  # the longest usual TPM command and response, as base64
_MAX_RESPONSE: Final = 16_384
_TPM_HEADER: Final = 10
_NOT_FOUND: Final = 127  # the exit status of a shell that has no such command (POSIX)


@dataclass(frozen=True)
class ConsoleKind:
    """The link kind `console`.

    Attributes:
        name: its key in `LINKS`.
        tpm_answer_s: how long a TPM command may take, seconds, where the profile's `answer_s` is
            shorter.
    """

    name: str = CONSOLE
    tpm_answer_s: float = TPM_ANSWER_S

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> "ConsoleLink":
        """Open `port`, log in, and wait for the shell's answer; see `LinkKind.open`.

        Raises:
            StationError: LNK-009 where the login is refused, LNK-010 where a password would go
                over a network; else as `LinkKind.open`.
        """
        console = settings.console
        if console is None:
            raise ValueError("a profile with this kind of link has the table [link.console]")
        if console.password is not None and is_network(port):
            raise StationError("LNK-010", port=shown(port))
        with ExitStack() as opened:
            transcript = access.transcript if access else None
            line = opened.enter_context(open_port(port, settings.baud, cancel, transcript))
            link = ConsoleLink(line, settings, console, self.tpm_answer_s)
            opened.push(link)
            link.log_in()
            opened.pop_all()
        return link


class ConsoleLink:
    """An open way to a device with a shell on its console; see `Link`.

    Args:
        port: the open port; the link closes it.
        settings: speed and time-outs.
        console: how to log in, and what to type.
        tpm_answer_s: how long a TPM command may take, seconds, at least.
    """

    def __init__(
        self, port: Port, settings: LinkSettings, console: ConsoleSettings, tpm_answer_s: float
    ) -> None:
        self._port = port
        self._settings = settings
        self._console = console
        self._tpm_answer_s = max(settings.answer_s, tpm_answer_s)
        self._key = secrets.token_hex(_KEY_BYTES)
        self._shell: ConsoleShell | None = None
        self._report: DeviceReport | None = None
        self._tpm_answered = False

    @property
    def keys(self) -> DeviceKeys:
        """None over this line yet; see `Link.keys`."""
        return NoKeys()

    def restart(self) -> None:
        """Not over this line yet; see `Link.restart`."""
        raise StationError("LNK-007", "it can't be asked to restart")

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed the wire so far."""
        return self._port.wire

    def log_in(self) -> None:
        """Log in, and make the shell ready for commands.

        Raises:
            StationError: LNK-002, LNK-003, LNK-004, LNK-007, LNK-009, LIN-003.
        """
        ConsoleLogin(self._port, self._console, self._key, self._settings.connect_s).enter()
        self._shell = ConsoleShell(self._port, self._key, self._settings.baud)
        self._shell.set_up(self._console.tpm_send, self._settings.answer_s + self._wire_s)

    def identify(self) -> DeviceReport:
        """Ask the device what it is; once it said so, for its serial number alone; see `Link`."""
        serial = self._said("serial", self._console.serial)
        known = self._report
        if known is None:
            known = self._report = self._whole_report(serial)
        if known.serial != serial:
            detail = f"first {shown(known.serial)}, then {shown(serial)}"
            raise StationError("LNK-004", f"another serial number: {detail}")
        return known

    def transact(self, command: bytes) -> bytes:
        """Give the device's TPM one command and return its response; see `Link.transact`.

        It has `answer_s` or 60 s, whichever is longer, and the wire's own time.
        """
        known = self._report or self.identify()
        if Capability.TPM not in known.capabilities:
            raise StationError("LNK-007", "it has no program that sends TPM commands")
        done = self._ready.send_to_tpm(command, self._tpm_answer_s + self._wire_s)
        if done.status != 0:
            # A program that is there and never works has no TPM to work with.
            code = "LNK-005" if self._tpm_answered else "LNK-007"
            raise StationError(code, f"{_ended('the program for the TPM', done)}")
        response = done.output
        said = int.from_bytes(response[2:6], "big")
        if not _TPM_HEADER <= len(response) == said <= _MAX_RESPONSE:
            raise StationError("LNK-004", f"a TPM response of {len(response)} bytes says {said}")
        self._tpm_answered = True
        return response

    def close(self) -> None:
        """Log out and close the link; may be called again."""
        shell, self._shell = self._shell, None
        if shell is not None:
            shell.leave()
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

    @property
    def _ready(self) -> ConsoleShell:
        if self._shell is None:
            raise StationError("LNK-003", "the link is closed")
        return self._shell

    @property
    def _wire_s(self) -> float:
        return _WIRE_BYTES * 10 / self._settings.baud

    def _whole_report(self, serial: str) -> DeviceReport:
        console = self._console
        able = {Capability.IDENTIFY}
        program = console.tpm_send.split()[0] if console.tpm_send.strip() else ""
        if self._ran(f"command -v {program}").status == 0:
            able.add(Capability.TPM)
        return DeviceReport(
            serial=serial,
            model=self._said("model", console.model) if console.model else "",
            firmware=self._said("firmware", console.firmware) if console.firmware else "",
            capabilities=frozenset(able),
        )

    def _ran(self, command: str) -> Done:
        return self._ready.run(command, self._settings.answer_s + self._wire_s)

    def _said(self, what: str, command: str) -> str:
        """Return what a command of the profile printed: one short line of printable ASCII."""
        done = self._ran(command)
        if done.status != 0:
            code = "LNK-007" if done.status == _NOT_FOUND else "LNK-005"
            raise StationError(code, _ended(f"the command for the {what}", done))
        text = done.output.decode("latin-1").strip(" \t\r\n")
        if not SAID.fullmatch(text):
            raise StationError("LNK-004", f"{what} is no text of 1 to 64 printable characters")
        return text


def _ended(what: str, done: Done) -> str:
    if done.status is None:
        return f"{what} is none that its shell can read"
    return f"{what} ended with {done.status}"
