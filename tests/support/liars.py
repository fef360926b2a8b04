"""A liar between the station and a real unit: what its keys say over the line is changed."""

from collections.abc import Callable, Sequence
from threading import Event
from types import TracebackType
from typing import Self

from station.links.link import Access, DeviceKeys, DeviceReport, Link, WireCount
from station.links.smp import SmpKind
from station.model.profile import KeyKind, LinkSettings


class Keys:
    """A device's keys as they come over the line, for a liar to change."""

    def __init__(self, honest: DeviceKeys) -> None:
        self.honest = honest

    def make_key(self, kind: KeyKind, common_name: str) -> bytes:
        return self.honest.make_key(kind, common_name)

    def install_certificate(self, certificate: bytes, chain: Sequence[bytes]) -> None:
        self.honest.install_certificate(certificate, chain)

    def certificate(self) -> bytes:
        return self.honest.certificate()

    def sign_proof(self, statement: bytes) -> bytes:
        return self.honest.sign_proof(statement)


class Between:
    """A link with a liar between it and a real unit."""

    def __init__(self, link: Link, keys: DeviceKeys) -> None:
        self._link, self.keys, self.secrets = link, keys, link.secrets

    @property
    def wire(self) -> WireCount:
        return self._link.wire

    def identify(self) -> DeviceReport:
        return self._link.identify()

    def transact(self, command: bytes) -> bytes:
        return self._link.transact(command)

    def restart(self) -> None:
        self._link.restart()

    def close(self) -> None:
        self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class LyingKind:
    """The link kind `smp` with `liar` put around each unit's keys."""

    name = "smp"

    def __init__(self, liar: Callable[[DeviceKeys], DeviceKeys]) -> None:
        self.liar = liar

    def open(
        self, port: str, settings: LinkSettings, cancel: Event, access: Access | None = None
    ) -> Link:
        link = SmpKind().open(port, settings, cancel, access)
        return Between(link, self.liar(link.keys))
