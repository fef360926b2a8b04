"""A practice station with many units on its list, and a practice service that it knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256

from station.folders import Data
from station.model.attestation import (
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.group import Service
from station.model.names import RegistrationId
from station.model.order import EnrolledAs, Order, OrderSpec
from station.model.world import World
from station.operations.plant import Plant, open_plant
from station.operations.practice import ID_SCOPE, new_practice_plant, practice_pin
from station.operations.service_ways import Keys
from station.operations.services import add_service
from station.practice.bench import PracticeBench
from station.practice.service.server import PracticeService
from station.practice.unit_config import Pacing
from station.service.account import Account
from tests.support.certified import chain
from tests.unit.records.software import endorsement

TPM: Final = "practice-tpm"
X509: Final = "practice-x509"
SYMMETRIC: Final = "practice-symmetric"


@contextmanager
def made_station(folder: Path) -> Iterator[tuple[Data, Plant]]:
    """Give a new practice station, open; its bench has gone afterwards, its token stays."""
    data = Data.made(folder / "data")
    with (
        PracticeBench(folder / "bench", 1, pacing=Pacing.NONE) as bench,
        new_practice_plant(data, bench) as plant,
    ):
        yield data, plant


@contextmanager
def reopened(data: Data) -> Iterator[Plant]:
    """Give the station once more."""
    with open_plant(data, practice_pin()) as plant:
        yield plant


def know(plant: Plant, service: PracticeService, name: str = "dps") -> None:
    """Put a practice service on record, its key in the token."""
    text = service.connection_string()
    account = Account.parse(text, World.PRACTICE)
    text.wipe()
    known = Service.parse(name, account.host, account.policy)
    reached = known.reached(ID_SCOPE, service.files.ca.read_bytes())
    add_service(plant.tools, reached, Keys(account.key))


def order_of(
    plant: Plant, name: str, profile: str = TPM, enrolled: EnrolledAs | None = None
) -> Order:
    """Make an order for many units."""
    spec = OrderSpec(
        name=name, profile=profile, id_scope=ID_SCOPE, quantity=100_000, enrollment=enrolled
    )
    return plant.create_order(spec, practice_pin())


def tpm_unit(number: int) -> Identity:
    """Return what a unit with a TPM is, whose document the service takes."""
    key = endorsement(number)
    bare = EndorsementKey(key.public, None, (), EkTrust.MISSING)
    attestation = TpmAttestation(bare, b"srk%d" % number)
    return Identity(key.registration_id, attestation, KeyOrigin.IN_TPM, key.fingerprint)


def x509_unit(name: str) -> Identity:
    """Return what a unit with a certificate is; its issuer is its own."""
    leaf, issuer, root = chain(name, f"issuer of {name}", "root")
    attestation = X509Attestation(leaf.der, (issuer.der, root.der))
    fingerprint = leaf.certificate.fingerprint(SHA256())
    return Identity(RegistrationId.parse(name), attestation, KeyOrigin.ON_TOKEN, fingerprint)


def symmetric_unit(order: Order, name: str) -> Identity:
    """Return what a unit with a key of its group's is."""
    attestation = SymmetricKeyAttestation(order.group_id.text)
    return Identity(RegistrationId.parse(name), attestation, KeyOrigin.PLAINTEXT, None)


def enrol(plant: Plant, order: Order, serial: str, identity: Identity) -> Enrollment:
    """Put a unit on the list that passed."""
    records = plant.tools.records
    run = records.begin_run(order.name, order.profile_hash, "1")
    records.admit(run, serial, None)
    enrollment = Enrollment(
        identity=identity,
        device_id=None,
        id_scope=order.id_scope,
        serial=serial,
        order=order.name,
        run=run.name,
        status=EnrollmentStatus.READY,
        enrolled=datetime.now(UTC),
        proof="proved in a test",
    )
    records.enrol(run, enrollment, seconds=2.5, steps=())
    return enrollment
