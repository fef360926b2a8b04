"""A record in memory, a factory HSM in software, and units of all three kinds."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from station.errors import StationError
from station.model.attestation import (
    Attestation,
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.audit import SignedHead
from station.model.disclosure import Disclosure
from station.model.enrollment import Enrollment, EnrollmentGroup, EnrollmentStatus, Identity
from station.model.group import GroupIssuers, GroupKey
from station.model.membership import group_of_member
from station.model.names import IdScope, RegistrationId
from station.model.order import Allocation, EnrolledAs, Order, OrderSpec, OrderState, Twin
from station.model.proof import derive_device_key
from station.model.rights import Approval
from station.records.failed_units import FailedUnit
from station.secret import Secret
from station.service.exports.sources import ExportedName

NOW = dt.datetime(2026, 11, 24, 6, 0, 0, tzinfo=dt.UTC)
SCOPE = IdScope.parse("0nePractice1")
# A TPM2B_PUBLIC by template L-1 up to its modulus (TCG EK Credential Profile).
L1 = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100"
)

_NO_USAGE = (
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "encipher_only",
    "decipher_only",
)

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def endorsement_public(number: int) -> bytes:
    """Return a TPM2B_PUBLIC whose modulus is odd and has 2,048 bits."""
    modulus = bytearray(hashlib.shake_256(str(number).encode()).digest(256))
    modulus[0] |= 0x80
    modulus[-1] |= 1
    return L1 + bytes(modulus)


def certify(
    name: str,
    key: PrivateKey,
    issuer: str,
    issuer_key: PrivateKey,
    purposes: Sequence[x509.ObjectIdentifier] = (),
    *,
    ca: bool = False,
    until: dt.datetime = dt.datetime(2100, 1, 1, tzinfo=dt.UTC),
) -> x509.Certificate:
    """Return a certificate with all that a strict verifier wants."""
    public, issuer_public = key.public_key(), issuer_key.public_key()
    usage = x509.KeyUsage(
        digital_signature=not ca,
        key_cert_sign=ca,
        crl_sign=ca,
        **dict.fromkeys(_NO_USAGE, False),
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False
        )
    )
    if purposes:
        builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def der(certificate: x509.Certificate) -> bytes:
    """Return a certificate's DER."""
    return certificate.public_bytes(serialization.Encoding.DER)


def pem(certificate: x509.Certificate) -> bytes:
    """Return a certificate's PEM."""
    return certificate.public_bytes(serialization.Encoding.PEM)


class SoftwareFactory:
    """A factory HSM at the seam that exports have with it: the same answers, keys in memory."""

    def __init__(self) -> None:
        self.practice = True
        self.keys = {
            name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "ca", "m", "a")
        }
        self.root = certify("root", self.keys["root"], "root", self.keys["root"], ca=True)
        self.ca = certify("ca", self.keys["ca"], "root", self.keys["root"], ca=True)
        self.signer = certify(
            "manifests",
            self.keys["m"],
            "ca",
            self.keys["ca"],
            [ExtendedKeyUsageOID.EMAIL_PROTECTION],
        )
        self.auditor = certify("audit", self.keys["a"], "ca", self.keys["ca"])
        self.group_key = bytes(range(64))

    @property
    def audit_certificate(self) -> bytes:
        return der(self.auditor)

    @property
    def issuing_chain(self) -> tuple[bytes, ...]:
        return der(self.ca), der(self.root)

    def disclose_group_key(self, group_id: RegistrationId, number: int = 1) -> Secret:
        name = group_id.text.encode() + bytes(number - 1)
        return Secret(hashlib.sha512(self.group_key + name).digest())

    def derive_pairs(
        self, group_id: RegistrationId, registration_ids: Iterable[RegistrationId], number: int = 1
    ) -> list[tuple[Secret, Secret]]:
        above = self.disclose_group_key(group_id, number)
        return [
            (derive_device_key(above, one), Secret(hashlib.sha256(one.text.encode()).digest()))
            for one in registration_ids
        ]

    def sign_manifest(self, content: bytes) -> bytes:
        return self.sign_as(self.signer, self.keys["m"], content)

    def sign_as(self, signer: x509.Certificate, key: PrivateKey, content: bytes) -> bytes:
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        builder = builder.add_signer(signer, key, hashes.SHA256()).add_certificate(self.ca)
        options = [
            pkcs7.PKCS7Options.DetachedSignature,
            pkcs7.PKCS7Options.Binary,
            pkcs7.PKCS7Options.NoCapabilities,
        ]
        return builder.sign(serialization.Encoding.DER, options)

    def issue(
        self,
        name: str,
        key: PrivateKey | None = None,
        purpose: x509.ObjectIdentifier = ExtendedKeyUsageOID.CLIENT_AUTH,
        until: dt.datetime = dt.datetime(2100, 1, 1, tzinfo=dt.UTC),
    ) -> x509.Certificate:
        """Return a certificate by the issuing CA."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        return certify(name, key, "ca", self.keys["ca"], [purpose], until=until)


class MemoryGroups:
    """What a record at that seam tells of groups."""

    def __init__(self, records: "MemoryRecords") -> None:
        self.known: dict[RegistrationId, tuple[GroupKey, ...]] = {}
        self.disabled: set[RegistrationId] = set()
        self._records = records

    def keys(self, group_id: RegistrationId) -> tuple[GroupKey, ...]:
        return self.known.get(group_id, ())

    def is_disabled(self, group_id: RegistrationId) -> bool:
        return group_id in self.disabled

    def issuers(self, group: EnrollmentGroup) -> GroupIssuers:
        found = [
            (one.identity.attestation.chain[0], one.status is not EnrollmentStatus.REVOKED)
            for name, order in self._records.known.items()
            if order.group_id == group.group_id and order.spec.enrollment is EnrolledAs.GROUP
            for one in self._records.rows[name]
            if isinstance(one.identity.attestation, X509Attestation)
            and one.identity.attestation.chain
        ]
        needed = dict.fromkeys(ca for ca, wanted in found if wanted)
        return GroupIssuers(tuple(needed), len(dict(found)))


class MemoryDisclosures:
    """What a record at that seam is told of keys that leave."""

    def __init__(self) -> None:
        self.told: list[Disclosure] = []

    def add(self, leaving: Disclosure) -> None:
        if not leaving.empty:
            self.told.append(leaving)


class MemoryRecords:
    """A record at the seam that exports have with it."""

    def __init__(self) -> None:
        self.station = "test-station"
        self.rows: dict[str, list[Enrollment]] = {}
        self.known: dict[str, Order] = {}
        self.exports: list[str] = []
        self.members: list[set[RegistrationId]] = []
        self.failed: dict[str, list[FailedUnit]] = {}
        self.units_aside: set[str] = set()
        self.groups = MemoryGroups(self)
        self.disclosures = MemoryDisclosures()
        self.changed = False
        self.before_record: BaseException | None = None
        self.after_record: BaseException | None = None

    def add_order(
        self,
        name: str,
        twin: Twin | None = None,
        allocation: Allocation | None = None,
        enrollment: EnrolledAs | None = None,
        group_id: str | None = None,
    ) -> Order:
        spec = OrderSpec(
            name=name,
            profile="p",
            id_scope=SCOPE.text,
            quantity=1000,
            initial_twin=twin,
            allocation=allocation,
            enrollment=enrollment,
            group_id=group_id,
        )
        order = Order(
            spec=spec,
            profile_hash="0" * 64,
            practice=True,
            state=OrderState.OPEN,
            created=NOW,
        )
        self.known[name] = order
        self.rows[name] = []
        return order

    def add(self, order: str, attestation: Attestation, name: str) -> Enrollment:
        if order not in self.known:
            self.add_order(order)
        registration_id = RegistrationId.parse(name)
        enrollment = Enrollment(
            identity=Identity(registration_id, attestation, KeyOrigin.ON_TOKEN, None),
            device_id=None,
            id_scope=SCOPE,
            serial=f"SN-{name}",
            order=order,
            run="0" * 26,
            status=EnrollmentStatus.READY,
            enrolled=NOW,
            proof="possession proved over this cable",
            place=len(self.rows[order]) + 1,
        )
        self.rows[order].append(enrollment)
        return enrollment

    def change(self, old: Enrollment, new: Enrollment) -> None:
        rows = self.rows[old.order]
        rows[rows.index(old)] = new

    def add_tpm(self, order: str, number: int) -> Enrollment:
        public = endorsement_public(number)
        key = EndorsementKey(public, None, (), EkTrust.TRUSTED)
        attestation = TpmAttestation(key, b"")
        return self.add(order, attestation, key.registration_id.text)

    def add_x509(self, order: str, name: str, factory: SoftwareFactory) -> Enrollment:
        attestation = X509Attestation(der(factory.issue(name.lower())), factory.issuing_chain)
        return self.add(order, attestation, name)

    def add_symmetric(self, order: str, name: str, group: str | None = None) -> Enrollment:
        return self.add(order, SymmetricKeyAttestation(group or order), name)

    def order(self, name: str) -> Order:
        if name not in self.known:
            raise StationError("REC-014", order=name)
        return self.known[name]

    def orders(self) -> list[Order]:
        return list(self.known.values())

    def enrollments(
        self, *, order: str | None = None, status: EnrollmentStatus | None = None
    ) -> Iterator[Enrollment]:
        for name in self.known if order is None else [order]:
            yield from (row for row in self.rows[name] if status in {None, row.status})

    def next_export(self) -> int:
        return len(self.exports) + 1

    def exported_in(self, number: int, order: str) -> Iterator[Enrollment]:
        if not 1 <= number <= len(self.members):
            raise StationError("SVC-072", quantity=number)
        names = self.members[number - 1]
        return (row for row in self.rows[order] if row.registration_id in names)

    def failed_units(self, order: str) -> Iterator[FailedUnit]:
        return iter(self.failed.get(order, ()))

    def shut_out(self, order: Order) -> Iterator[Enrollment]:
        for one in self.rows[order.name]:
            grouped = group_of_member(order, one) is not None
            if grouped and one.status is EnrollmentStatus.REVOKED:
                yield one

    def aside(self) -> set[str]:
        return self.units_aside

    def head(self) -> SignedHead:
        return SignedHead(7, bytes(range(32)), b"signature")

    def verify(self) -> None:
        if self.changed:
            raise StationError("REC-011")

    def is_exported(self, manifest_hash: str) -> bool:
        return manifest_hash in self.exports

    def record_export(
        self,
        registration_ids: Sequence[ExportedName],
        *,
        manifest_hash: str,
        folder_name: str,
        format_name: str,
        approval: Approval | None = None,
    ) -> None:
        assert folder_name
        assert format_name.startswith("dps-")
        if self.before_record:
            raise self.before_record
        self.exports.append(manifest_hash)
        names = {registration_id for _, registration_id in registration_ids}
        self.members.append(names)
        for rows in self.rows.values():
            for place, row in enumerate(rows):
                if row.registration_id in names and row.status is EnrollmentStatus.READY:
                    rows[place] = replace(row, status=EnrollmentStatus.EXPORTED)
        if self.after_record:
            raise self.after_record


@pytest.fixture(scope="session")
def _factory() -> SoftwareFactory:
    return SoftwareFactory()


@pytest.fixture
def factory(_factory: SoftwareFactory) -> SoftwareFactory:
    """A practice factory; its keys are made once."""
    _factory.practice = True
    return _factory


@pytest.fixture
def records() -> MemoryRecords:
    """An empty record."""
    return MemoryRecords()


@pytest.fixture
def filled(records: MemoryRecords, factory: SoftwareFactory) -> MemoryRecords:
    """A record with 12 units: 4 of each kind, one order a kind."""
    for number in range(4):
        records.add_tpm("tpms", number)
        records.add_x509("certs", f"x-{number}", factory)
        records.add_symmetric("keys", f"s-{number}")
    return records


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "export"
