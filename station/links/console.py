"""A Linux shell on a serial console: logged in to, given commands, logged out of again."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.links import console_identity
from station.links.console_login import ConsoleLogin
from station.links.console_restart import ConsoleRestart
from station.links.console_shell import ConsoleShell, Done, TpmWay
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
from station.links.port_names import keep_off_network
from station.links.ports import Port, open_port
from station.links.tpm_answers import READ_ENDORSEMENT_KEY, whole
from station.model.names import shown
from station.model.profile import CONSOLE, LinkSettings
from station.model.profile_console import ConsoleSettings
from station.secret import Secret

TPM_ANSWER_S: Final = 60.0  # a real chip needs tens of seconds for some keys

_KEY_BYTES: Final = 3
_WIRE_BYTES: Final = 12_288  # the longest usual TPM command and response, as base64
_OPEN_WAYS: Final = frozenset({TpmWay.NODE, TpmWay.PROGRAM})
_NO_WAY: Final[Mapping[TpmWay, tuple[str, str]]] = {
    TpmWay.NONE: ("LNK-007", "it has neither a TPM's node nor a program for one"),
    TpmWay.DENIED: ("LNK-013", "the node is there, and may not be opened"),
    TpmWay.BUSY: ("LNK-014", "the node is there, may be opened, and can't be"),
}
_GOING_DOWN_S: Final = 90.0  # how long a device may take to stop what runs on it
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
                over a network, LNK-011 where the device restarts meanwhile, LNK-012 where it wants
                a password and there is none; else as `LinkKind.open`.
        """
        console = settings.console
        if console is None:
            raise ValueError("a profile with this kind of link has the table [link.console]")
        access = access or Access()
        with _password(console, access) as password, ExitStack() as opened:
            if password is not None:
                keep_off_network(port, "LNK-010")
            line = open_port(port, settings.baud, cancel, access.transcript)
            link = ConsoleLink(opened.enter_context(line), settings, console, self.tpm_answer_s)
            opened.push(link)
            link.log_in(password)
            opened.pop_all()
        return link


@contextmanager
def _password(console: ConsoleSettings, access: Access) -> Iterator[Secret | None]:
    """Yield the order's password, or a practice profile's, which is wiped here."""
    if access.password is not None or console.password is None:
        yield access.password
        return
    password = Secret(console.password.encode("ascii"))
    try:
        yield password
    finally:
        password.wipe()


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
        self._source = ""
        self._tpm_answered = False

    @property
    def keys(self) -> DeviceKeys:
        """None over this line yet; see `Link.keys`."""
        return NoKeys()

    @property
    def secrets(self) -> DeviceSecrets:
        """It takes no secret; see `Link.secrets`."""
        return NoSecrets()

    def restart(self) -> None:
        """Have the device restart, and wait until it asks for a login; see `Link.restart`.

        It has 90 s to go down, and `connect_s` to start. A port that goes meanwhile is taken for
        the restart.

        Raises:
            StationError: also LNK-005 where it goes on as if it hadn't been asked.
        """
        shell = self._ready
        self._shell = None
        self._port.transcript.note("restart")
        going_down_s = max(self._settings.answer_s, _GOING_DOWN_S)
        restart = ConsoleRestart(shell, self._console.restart)
        try:
            restart.run(going_down_s, self._settings.connect_s)
        except StationError as error:
            if error.code == "LNK-005":
                self._shell = shell  # which is there still, and to be logged out of
            raise

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed the wire so far."""
        return self._port.wire

    def log_in(self, password: Secret | None) -> None:
        """Log in, and make the shell ready for commands.

        Args:
            password: what to give where it asks for one.

        Raises:
            StationError: LNK-002, LNK-003, LNK-004, LNK-007, LNK-009, LNK-011, LNK-012, LIN-003.
        """
        settings, key = self._settings, self._key
        login = ConsoleLogin(
            self._port, self._console.user, password, key, within_s=settings.connect_s
        )
        check = login.enter()
        self._port.transcript.note(f"logged in; checked by {check}")
        self._shell = ConsoleShell(self._port, key, check, settings.baud)
        self._shell.set_up(self._console, settings.answer_s + self._wire_s)

    def identify(self) -> DeviceReport:
        """Ask the device what it is; once it said so, for its serial number alone; see `Link`."""
        known = self._report
        if known is None:
            self._report = self._whole_report()
            return self._report
        serial = self._serial_again()
        if known.serial != serial:
            detail = f"first {shown(known.serial)}, then {shown(serial)}"
            raise StationError("LNK-004", f"another serial number: {detail}")
        return known

    def transact(self, command: bytes) -> bytes:
        """Give the device's TPM one command and return its response; see `Link.transact`.

        It has `answer_s` or 60 s, whichever is longer, and the wire's own time.
        """
        shell = self._ready
        if shell.way not in _OPEN_WAYS:
            raise StationError(*_NO_WAY[shell.way])
        done = shell.send_to_tpm(command, self._tpm_answer_s + self._wire_s)
        if done.status != 0 or not done.output:
            # A way that is there and never works has no TPM at its end.
            code = "LNK-005" if self._tpm_answered else "LNK-007"
            raise StationError(code, _ended(f"the {shell.way.value} for the TPM", done))
        response = whole(done.output)
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

    def _whole_report(self) -> DeviceReport:
        console = self._console
        able = {Capability.IDENTIFY, Capability.RESTART}
        if self._ready.way is not TpmWay.NONE:
            able.add(Capability.TPM)
        named = None not in (console.serial, console.model, console.firmware)
        found = {} if named else self._found(console_identity.whole_command())
        serial, serial_from = self._serial(found)
        model = self._said("model", console.model) if console.model else None
        firmware = self._said("firmware", console.firmware) if console.firmware else None
        return DeviceReport(
            serial,
            console_identity.model(found) if model is None else model,
            console_identity.firmware(found) if firmware is None else firmware,
            frozenset(able),
            serial_from,
        )

    def _serial(self, found: Mapping[str, str]) -> tuple[str, SerialFrom]:
        """Return the serial number, or what there is in the place of one.

        Raises:
            StationError: as `identify`.
        """
        if self._console.serial is not None:
            return self._said("serial", self._console.serial), SerialFrom.DEVICE
        if (said := console_identity.serial(found)) is not None:
            self._source, serial = said
            return serial, SerialFrom.DEVICE
        name = self._key_name()
        if name is not None:
            self._source = console_identity.ENDORSEMENT_KEY
            return name, SerialFrom.LINK
        if (said := console_identity.serial(found, [console_identity.HOST])) is not None:
            self._source, serial = said
            return serial, SerialFrom.LINK
        raise StationError("LNK-007", "no serial number is where a Linux device has it")

    def _serial_again(self) -> str:
        """Return the serial number as the same source has it now."""
        if self._console.serial is not None:
            return self._said("serial", self._console.serial)
        if self._source == console_identity.ENDORSEMENT_KEY:
            return self._key_name() or ""
        found = self._found(console_identity.serial_command(self._source))
        said = console_identity.serial(found, [self._source])
        return "" if said is None else said[1]

    def _key_name(self) -> str | None:
        if self._ready.way not in _OPEN_WAYS:
            return None
        within_s = self._tpm_answer_s + self._wire_s
        done = self._ready.send_to_tpm(READ_ENDORSEMENT_KEY, within_s)
        return console_identity.key_name(done.output) if done.status == 0 else None

    def _found(self, command: str) -> Mapping[str, str]:
        return console_identity.sources(self._ran(command).output)

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
