"""A station in a data folder: what makes it one, and how it is opened for work or for reading."""

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import tomli_w
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import Field, ValidationError

from station import logs
from station.errors import StationError
from station.folders import Data
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import Module, TokenAddress
from station.line.labels import NoPrinter
from station.line.mechanisms import MECHANISMS
from station.line.profiles import Known, find_profile
from station.line.work import TOKEN_PIN, Job, Tools
from station.links import LINKS
from station.model.order import Order, OrderSpec, OrderState
from station.model.profile import Strict
from station.records.reader import Reader
from station.records.store import Records
from station.records.verification import AuditReport
from station.secret import Secret

KNOWN = Known(mechanisms=frozenset(MECHANISMS), links=frozenset(LINKS))


def utc_now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


class FactoryFile(Strict):
    """The file that makes a folder a station: its name, and where its factory's token is.

    Attributes:
        station: the station's name, as proofs and manifests give it.
        practice: whether all of it is practice.
        library: the PKCS#11 library's path.
        label: the token's label.
        environment: what the library wants in its environment.
    """

    station: Annotated[str, Field(min_length=1, max_length=64)]
    practice: bool
    library: str
    label: str
    environment: Mapping[str, str]

    @property
    def address(self) -> TokenAddress:
        """Where the factory's token is."""
        return TokenAddress(Module(self.library, dict(self.environment)), self.label)

    def write(self, data: Data, audit_certificate: bytes) -> None:
        """Write it into a data folder, with the audit key's certificate (DER) beside it, as PEM."""
        certificate = x509.load_der_x509_certificate(audit_certificate)
        data.audit_certificate.write_bytes(certificate.public_bytes(Encoding.PEM))
        data.factory.write_text(tomli_w.dumps(self.model_dump(mode="json")), encoding="utf-8")

    @classmethod
    def read(cls, data: Data) -> "FactoryFile":
        """Return what the data folder's file says.

        Raises:
            StationError: CFG-007 where there is none or it is damaged.
        """
        try:
            return cls.model_validate(tomllib.loads(data.factory.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise StationError("CFG-007", path=str(data.root)) from error
        except (OSError, ValueError, ValidationError) as error:
            detail = f"{data.factory.name} can't be read: {type(error).__name__}"
            raise StationError("CFG-007", detail, path=str(data.root)) from error


@dataclass(frozen=True)
class Plant:
    """An open station.

    Attributes:
        data: its folder.
        file: what it is called and where its token is.
        tools: what runs use.
    """

    data: Data
    file: FactoryFile
    tools: Tools

    def job(self, order_name: str) -> Job:
        """Return an order with the profile it was made with.

        Raises:
            StationError: REC-014, PRF-003; PRF-004 where the profile's file was changed since.
        """
        order = self.tools.records.order(order_name)
        loaded = find_profile(order.spec.profile, self.data.profiles, KNOWN)
        if loaded.hash != order.profile_hash:
            raise StationError("PRF-004", name=order.spec.profile)
        return Job(order, loaded.profile, loaded.hash)

    def create_order(self, spec: OrderSpec, token_pin: Secret | None) -> Order:
        """Put a new order on record, its profile's hash pinned, its units' token PIN sealed.

        Args:
            spec: what is ordered.
            token_pin: the PIN that the units' tokens come with, where the mechanism uses tokens.

        Raises:
            StationError: REC-016 where there is one of that name, PRF-003, LIN-007, CFG-008.
        """
        factory, records = self.tools.factory, self.tools.records
        loaded = find_profile(spec.profile, self.data.profiles, KNOWN)
        mechanism = MECHANISMS[loaded.profile.mechanism]
        if loaded.profile.practice != factory.practice:
            raise StationError("LIN-007", "the profile is of the other world")
        if mechanism.uses_token and token_pin is None:
            raise StationError("CFG-008", "the PIN that the units' tokens come with")
        if any(order.name == spec.name for order in records.orders()):
            raise StationError("REC-016", order=spec.name)
        sealed = factory.seal(TOKEN_PIN, token_pin) if token_pin is not None else None
        order = Order(
            spec=spec,
            profile_hash=loaded.hash,
            practice=factory.practice,
            state=OrderState.OPEN,
            created=utc_now(),
            token_pin=sealed,
        )
        mechanism.open_order(order, factory)
        records.add_order(order)
        return order


@contextmanager
def _logged(data: Data) -> Iterator[None]:
    with ExitStack() as opened:
        try:
            opened.enter_context(logs.kept_in(data.logs))
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(data.logs)) from error
        yield


@contextmanager
def open_plant(data: Data, pin: Secret) -> Iterator[Plant]:
    """Open a station for work: its factory's token with `pin`, and its record for writing.

    Raises:
        StationError: CFG-007 where there is no station; as `FactoryHsm.open` and `Records.open`.
    """
    file = FactoryFile.read(data)
    with (
        _logged(data),
        FactoryHsm.open(file.address, pin) as factory,
        Records.open(data.database, factory) as records,
    ):
        if factory.practice != file.practice:
            raise StationError("LIN-007", "the factory file and its token are not of one world")
        yield Plant(data, file, Tools(records, factory, file.station, NoPrinter(), utc_now))


def open_reader(data: Data) -> Reader:
    """Open a station's record for reading; no PIN is needed, and writers aren't disturbed.

    Raises:
        StationError: CFG-007 where there is none.
    """
    if not data.database.is_file():
        raise StationError("CFG-007", path=str(data.root))
    return Reader.open(data.database)


def verify_record(data: Data, key: Path | None, anchor: int | None) -> AuditReport:
    """Check that a station's record was not changed behind Station's back.

    Args:
        data: the station's folder.
        key: PEM file of the audit key's certificate, got by another way; None for the one in the
            folder, which whoever changed the record could have changed too.
        anchor: the highest sequence number that is known from elsewhere, or None.

    Raises:
        StationError: REC-011 where it was changed, REC-013 where it is older than the anchor;
            CFG-007 where there is no station, CFG-004 where the key can't be read.
    """
    path = key or data.audit_certificate
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise StationError("CFG-004", why=f"{path} is no certificate in PEM") from error
    with open_reader(data) as reader:
        return reader.verify(certificate.public_bytes(Encoding.DER), anchor)
