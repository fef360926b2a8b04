"""A device with a prompt that answers commands, such as a modem: its profile describes it whole."""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.links.commands_exchange import Exchanger, Waits, wanted
from station.links.commands_secrets import CommandsSecrets
from station.links.link import (
    SAID,
    Access,
    Capability,
    DeviceKeys,
    DeviceReport,
    DeviceSecrets,
    WireCount,
)
from station.links.port_names import keep_off_network
from station.links.ports import Port, open_port
from station.links.tpm_answers import whole
from station.model import tpm_times
from station.model.command_template import Value
from station.model.commands import COMMANDS, CommandsSettings, Exchange
from station.model.names import shown
from station.model.profile import KeyKind, LinkSettings

_LEAVE_S: Final = 1.0
_KEY_S: Final = 60.0  # small chips need as long for an RSA key


@dataclass(frozen=True)
class CommandsKind:
    """The link kind `commands`.

    Attributes:
        name: its key in `LINKS`.
    """

    name: str = COMMANDS

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> "CommandsLink":
        """Open `port` and go through the profile's `connect`; see `LinkKind.open`.

        Raises:
            StationError: LNK-012 where the device wants a password and the order holds none,
                LNK-010 where one would go over a network; else as `LinkKind.open`, `Exchanger.run`.
        """
        commands = settings.commands
        if commands is None:
            raise ValueError("a profile with this kind of link has the table [link.commands]")
        if commands.wants_password:
            keep_off_network(port, "LNK-010")
        access = access or Access()
        with ExitStack() as opened:
            transcript = access.transcript
            line = open_port(port, settings.baud, cancel, transcript, flow=commands.flow)
            opened.enter_context(line)
            exchanger = Exchanger(line, commands, settings.answer_s, access.password)
            if commands.connect:
                exchanger.keep(exchanger.run("connect", {}, Waits(first_s=settings.connect_s)))
            opened.pop_all()
        return CommandsLink(line, commands, exchanger, settings.connect_s, port)


class CommandsLink:
    """An open way to a device that answers commands; see `Link`.

    Args:
        port: the open port; the link closes it.
        settings: what is sent and waited for.
        exchanger: the conversation, begun.
        connect_s: how long the first answer may take, seconds.
        address: the port's.
    """

    def __init__(
        self,
        port: Port,
        settings: CommandsSettings,
        exchanger: Exchanger,
        connect_s: float,
        address: str,
    ) -> None:
        self._port = port
        self._settings = settings
        self._exchanger = exchanger
        self._first_s: float | None = None if settings.connect else connect_s
        self._report: DeviceReport | None = None
        self._leaves = bool(settings.leave)
        self._keys = _Keys(exchanger, settings)
        self._secrets = CommandsSecrets(exchanger, address)

    @property
    def keys(self) -> DeviceKeys:
        """What the profile describes of the device's own key; see `Link.keys`."""
        return self._keys

    @property
    def secrets(self) -> DeviceSecrets:
        """What the profile describes of secrets that the device takes; see `Link.secrets`."""
        return self._secrets

    @property
    def wire(self) -> WireCount:
        """The bytes that crossed the wire so far."""
        return self._port.wire

    def identify(self) -> DeviceReport:
        """Ask the device what it is; see `Link.identify`."""
        captures = self._exchanger.run("identify", {}, Waits(first_s=self._first_s))
        self._first_s = None
        said = {name: _said(name, captures.get(name)) for name in ("serial", "model", "firmware")}
        report = DeviceReport(
            serial=said["serial"],
            model=said["model"],
            firmware=said["firmware"],
            capabilities=self._capabilities,
        )
        if not report.serial:
            raise StationError("LNK-004", "it gave no serial number")
        known = self._report
        if known is not None and known.serial != report.serial:
            detail = f"first {shown(known.serial)}, then {shown(report.serial)}"
            raise StationError("LNK-004", f"another serial number: {detail}")
        self._exchanger.keep(captures)
        self._report = report
        return report

    def ask(self, name: str, exchange: Exchange) -> str:
        """Ask the device something, once it said what it is; see `Asks`."""
        return self._exchanger.ask(name, exchange)

    def transact(self, command: bytes) -> bytes:
        """Give the device's TPM one command and return its response; see `Link.transact`."""
        waits = Waits(usual_s=tpm_times.answer_s(command))
        captures = self._exchanger.run("tpm", {"command": command}, waits)
        return whole(wanted("response", captures))

    def restart(self) -> None:
        """Have the device restart, and wait for what shows that it did; see `Link.restart`."""
        self._leaves = self._leaves and not self._settings.restart
        try:
            self._exchanger.run("restart", {})
        except StationError as error:
            # The port of one on USB goes when it restarts, and comes back.
            if error.code != "LNK-003":
                raise

    def close(self) -> None:
        """Take leave as the profile says, and close the link; may be called again."""
        leaves, self._leaves = self._leaves, False
        if leaves:
            # What it says to that changes nothing any more, nor that it is gone or cancelled.
            with suppress(StationError):
                self._exchanger.run("leave", {}, Waits(first_s=_LEAVE_S))
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
    def _capabilities(self) -> frozenset[Capability]:
        able = {
            Capability.IDENTIFY: True,
            Capability.TPM: bool(self._settings.tpm),
            Capability.KEY: bool(self._settings.make_key),
            Capability.SECRET: self._settings.takes_secret,
            Capability.RESTART: bool(self._settings.restart),
        }
        return frozenset(one for one, there in able.items() if there)


class _Keys:
    """What a device does with a key of its own, by the profile's exchanges; see `DeviceKeys`.

    Args:
        exchanger: the conversation.
        settings: what is sent and waited for.
    """

    def __init__(self, exchanger: Exchanger, settings: CommandsSettings) -> None:
        self._exchanger = exchanger
        self._reads_back = settings.reads_certificate
        self._installed: bytes | None = None

    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        """See `DeviceKeys`."""
        self._installed = None
        given: dict[str, Value] = {
            "common_name": common_name.encode("ascii"),
            "key": kind.value.encode("ascii"),
        }
        waits = Waits(usual_s=_KEY_S)
        return wanted("request", self._exchanger.run("make_key", given, waits))

    def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
        """See `DeviceKeys`."""
        given: dict[str, Value] = {
            "certificate": certificate,
            "chain": tuple(chain),
            "issuer": tuple(chain[:1]),
            "root": tuple(chain[-1:]),
            "bundle": (certificate, *chain),
        }
        self._exchanger.run("install_certificate", given)
        self._installed = certificate

    def certificate(self) -> bytes:
        """Return the certificate as the device has it; see `DeviceKeys`.

        A device that doesn't give it out may tell its digest, which the profile then holds against
        that of the certificate written over this very link; over another link that is LNK-007.
        """
        given: dict[str, Value] = {}
        if self._installed is not None:
            given["certificate"] = self._installed
        captures = self._exchanger.run("certificate", given)
        if self._reads_back:
            return wanted("certificate", captures)
        if self._installed is None:
            raise StationError("LNK-007", "it doesn't give its certificate out")
        return self._installed

    def sign_proof(self, statement: bytes) -> bytes:
        """See `DeviceKeys`."""
        given: dict[str, Value] = {"statement": statement}
        return wanted("signature", self._exchanger.run("sign_proof", given))


def _said(name: str, value: bytes | None) -> str:
    """Return what a device says of itself, empty where it says nothing."""
    text = (value or b"").decode("ascii", "replace").strip(" ")
    if text and not SAID.fullmatch(text):
        raise StationError("LNK-004", f"{name} is no text of 1 to 64 printable characters")
    return text
