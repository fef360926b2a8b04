"""A practice service that stands in a data folder until it is told to go."""

import errno
import fcntl
import ipaddress
import os
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.folders import Data
from station.operations.factory_file import FactoryFile
from station.operations.practice import ID_SCOPE
from station.practice.service.addresses import own_addresses
from station.practice.service.authority import write_private
from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.faults import Fault
from station.practice.service.settings import ServiceSettings

if TYPE_CHECKING:
    from station.practice.service.server import PracticeService

__all__ = [
    "FAULTS",
    "ID_SCOPE",
    "LISTEN",
    "MQTT_PORT",
    "PORT",
    "ServiceSettings",
    "StandingService",
    "authority_in",
    "host_of",
    "local_name",
    "more_names",
]

PORT: Final = 8443
MQTT_PORT: Final = 8883
LISTEN: Final = "127.0.0.1"
FOLDER: Final = "practice-service"
FAULTS: Final[Mapping[str, Fault]] = {fault.value: fault for fault in Fault}
_LOCALHOST: Final = "localhost"
_LABEL: Final = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST_NAME: Final = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
# Names that no public server has: RFC 6761, 6762, 8375, ICANN's .internal, and what routers give.
_NEVER_PUBLIC: Final = re.compile(
    r".+\.(?:local|localhost|internal|home\.arpa|lan|test|example|invalid)"
)
_REAL: Final = "azure-devices-provisioning"


class StandingService:
    """A practice service with all that it keeps in a data folder; a context manager.

    The same folder brings it back as it was. It takes the practice ID scope alone, and stands in
    no folder of a real station.

    Args:
        data: a data folder: new, of a practice station, or of an earlier practice service.
        settings: how it is to be; as `settings_for` names it.

    Attributes:
        folder: where it keeps everything.
        has_new_ca: whether devices have to be given its CA's certificate anew.
    """

    def __init__(self, data: Data, settings: ServiceSettings) -> None:
        if settings.scope != ID_SCOPE:
            raise ValueError("practice has an ID scope of its own")
        self.folder: Final = data.root / FOLDER
        self.has_new_ca = False
        self._data = data
        self._settings = settings
        self._opened = ExitStack()
        self._service: PracticeService | None = None

    def __enter__(self) -> Self:
        """Start it.

        Raises:
            StationError: CFG-003, CFG-005, CFG-053 where the folder isn't for it, LNK-048, LNK-049
                where it can't listen.
        """
        _check_world(self._data)
        with ExitStack() as opening:
            opening.enter_context(_taken(self.folder))
            service = self._made()
            opening.enter_context(_listening(service))
            self._write_connection_string(service)
            self._service = service
            self._opened = opening.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    @property
    def service(self) -> "PracticeService":
        """The service itself, once it stands."""
        if self._service is None:
            raise RuntimeError("the practice service isn't there yet")
        return self._service

    @property
    def ca(self) -> Path:
        """The certificate, PEM, that whoever connects has to trust."""
        return self.service.files.ca

    @property
    def names(self) -> Sequence[str]:
        """By which names devices and tools reach it, the first one foremost."""
        settings = self.service.settings
        return tuple(dict.fromkeys([settings.host, _LOCALHOST, *settings.names]))

    @property
    def connection_string(self) -> Path:
        """The file, for its owner alone, that says what a tool connects with."""
        return self.folder / "connection-string"

    @property
    def request_log(self) -> Path | None:
        """Where a line of each request is written, for its owner alone; None for nowhere."""
        return self.service.request_log if self.service.settings.logs_requests else None

    @property
    def enrollments(self) -> int:
        """How many individual enrollments it knows."""
        return self.service.store.count(INDIVIDUAL)

    @property
    def groups(self) -> int:
        """How many enrollment groups it knows."""
        return self.service.store.count(GROUP)

    def _made(self) -> "PracticeService":
        # The commands that serve nothing are spared its server.
        from station.practice.service.server import PracticeService  # noqa: PLC0415

        ca = self.folder / "ca.pem"
        before = ca.read_bytes() if ca.is_file() else b""
        try:
            service = PracticeService(self.folder, self._settings)
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self.folder)) from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # a spoilt policies.json
            why = "a file in it can't be read"
            raise StationError("CFG-053", path=str(self.folder), why=why) from error
        self.has_new_ca = bool(before) and service.files.ca.read_bytes() != before
        return service

    def _write_connection_string(self, service: "PracticeService") -> None:
        try:
            with service.connection_string().reveal() as text:
                write_private(self.connection_string, text)
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self.folder)) from error


def host_of(hosts: Sequence[str], listen: str = LISTEN) -> str:
    """Return by which name a service is known to its clients.

    Args:
        hosts: what it was given, the first of which it is.
        listen: the address at which it listens.
    """
    if hosts:
        return hosts[0]
    address = ipaddress.IPv4Address(listen)
    return _LOCALHOST if address.is_loopback or address.is_unspecified else listen


def more_names(hosts: Sequence[str], listen: str = LISTEN) -> Sequence[str]:
    """Return what else stands in its certificate: so that devices find it by any of its names."""
    address = ipaddress.IPv4Address(listen)
    reached = own_addresses() if address.is_unspecified else (listen,)
    own = socket.gethostname().lower()
    return tuple(dict.fromkeys([*hosts, *([own] if _HOST_NAME.fullmatch(own) else ()), *reached]))


def local_name(text: str) -> str:
    """Return a name or an IPv4 address that no public server has, in lower case.

    Raises:
        ValueError: with a reason, for anything else: a service to practise on is never taken for a
            real one.
    """
    name = text.lower()
    try:
        address = ipaddress.IPv4Address(name)
    except ValueError:
        pass
    else:
        if address.is_unspecified or not (address.is_private or name in own_addresses()):
            raise ValueError(f"{text} is no address of this computer or its network")
        return name
    if not _HOST_NAME.fullmatch(name):
        raise ValueError(f"{text} is not a host's name")
    own = name.partition(".")[0] == socket.gethostname().lower().partition(".")[0]
    near = "." not in name or own or _NEVER_PUBLIC.fullmatch(name)
    if not near or _REAL in name:
        raise ValueError(f"{text} is no name of this computer or its network")
    return name


def authority_in(data: bytes) -> bytes:
    """Return the one CA certificate that a file holds, DER.

    Args:
        data: PEM or DER.

    Raises:
        ValueError: with a reason, where it holds anything else.
    """
    pem = b"-----BEGIN CERTIFICATE-----" in data
    load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
    try:
        certificate = load(data)
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
    except x509.ExtensionNotFound as error:
        raise ValueError("it is no CA's certificate") from error
    except ValueError as error:
        raise ValueError("it is no certificate") from error
    if not constraints.ca:
        raise ValueError("it is no CA's certificate")
    return certificate.public_bytes(Encoding.DER)


def _check_world(data: Data) -> None:
    """Check that a folder holds no real station, nor the beginnings of one.

    Raises:
        StationError: CFG-005 where it does, CFG-011, CFG-042 where that can't be told.
    """
    begun = data.factory.exists() or data.ceremony.exists()
    if begun and not FactoryFile.read(data).practice:
        raise StationError("CFG-005", "it holds a real station", path=str(data.root))


@contextmanager
def _taken(folder: Path) -> Iterator[None]:
    """Hold a service's folder, made for its owner alone; the hold dies with the process.

    Raises:
        StationError: CFG-003 where it can't be written, CFG-053 where another one holds it.
    """
    with ExitStack() as opened:
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
            lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            opened.callback(os.close, lock)
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            why = "another practice service is using it"
            raise StationError("CFG-053", path=str(folder), why=why) from error
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(folder)) from error
        yield


@contextmanager
def _listening(service: "PracticeService") -> Iterator[None]:
    """Have a service listen.

    Raises:
        StationError: LNK-048 where its port is taken, LNK-049 where it can't for another reason.
    """
    with ExitStack() as opened:
        try:
            opened.enter_context(service)
        except OSError as error:
            settings = service.settings
            name, port = settings.listen, _refused_port(settings)
            if error.errno == errno.EADDRINUSE:
                raise StationError("LNK-048", str(error), port=str(port)) from error
            why = os.strerror(error.errno).lower() if error.errno else str(error)
            raise StationError("LNK-049", str(error), name=f"{name}:{port}", why=why) from error
        yield


def _refused_port(settings: ServiceSettings) -> int:
    """Return which of its ports a service can't have."""
    try:
        socket.create_server((settings.listen, settings.port)).close()
    except OSError:
        return settings.port
    return settings.mqtt_port or settings.port
