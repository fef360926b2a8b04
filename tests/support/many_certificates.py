"""As many certificates as a factory issues, and what each of them must stand."""

import resource
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.hsm.factory import FactoryHsm
from station.model.certificate import NO_NAMES, CertificateNames, CertificateTemplate
from station.model.names import RegistrationId
from tests.support.linting import findings

BATCH: Final = 100
TEMPLATE: Final = CertificateTemplate(365)
# Files that one call of openssl verifies.
_IN_A_CALL: Final = 1_000
_MOST_OCTETS: Final = 20  # RFC 5280, 4.1.2.2
Wanted = tuple[bytes, RegistrationId, CertificateNames]


def wanted(numbers: Sequence[int]) -> list[Wanted]:
    """Return a request for each number, by a key of its own, as `issue_certificates` takes it."""
    return [_wanted(RegistrationId.make(f"unit-{number}")) for number in numbers]


def _wanted(name: RegistrationId) -> Wanted:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name.text)])
    request = x509.CertificateSigningRequestBuilder().subject_name(subject)
    csr = request.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    return csr, name, NO_NAMES


@dataclass(frozen=True)
class Issued:
    """What a factory issued.

    Attributes:
        certificates: DER, in their order.
        resident: of its worker, bytes, by how many certificates it had issued.
    """

    certificates: Sequence[bytes]
    resident: Mapping[int, int]


def issue_many(factory: FactoryHsm, quantity: int) -> Issued:
    """Have a factory issue certificates, a hundred at a time."""
    certificates: list[bytes] = []
    resident: dict[int, int] = {}
    for begin in range(0, quantity, BATCH):
        requests = wanted(range(begin, min(begin + BATCH, quantity)))
        certificates += factory.issue_certificates(requests, TEMPLATE, datetime.now(UTC))
        resident[len(certificates)] = resident_of(factory.worker_pid)
    return Issued(certificates, resident)


def resident_of(pid: int) -> int:
    """Return a process's resident memory, bytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize()


def assert_serials_sound(certificates: Sequence[bytes]) -> None:
    """Check that serial numbers are unique, positive and of 20 octets at most."""
    serials = [x509.load_der_x509_certificate(one).serial_number for one in certificates]
    assert len(set(serials)) == len(serials)
    assert min(serials) > 0
    # The topmost bit is the sign's, in DER.
    assert max(serials).bit_length() < 8 * _MOST_OCTETS


def assert_openssl_accepts(
    certificates: Sequence[bytes], chain: Sequence[bytes], folder: Path
) -> None:
    """Check that openssl verifies each certificate strictly, as a TLS client's.

    Args:
        certificates: DER.
        chain: DER, from the issuing CA to the root.
        folder: an empty one, for files.
    """
    trusted = folder / "chain.pem"
    trusted.write_bytes(b"".join(map(_pem, chain)))
    for files in _parts(certificates, folder):
        command = ["openssl", "verify", "-x509_strict", "-purpose", "sslclient"]
        done = subprocess.run(
            [*command, "-CAfile", trusted.name, *files],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.splitlines() == [f"{name}: OK" for name in files]


def _parts(certificates: Sequence[bytes], folder: Path) -> Iterator[list[str]]:
    for begin in range(0, len(certificates), _IN_A_CALL):
        names = []
        for number, one in enumerate(certificates[begin : begin + _IN_A_CALL], begin):
            names.append(f"{number}.pem")
            (folder / names[-1]).write_bytes(_pem(one))
        yield names


def _pem(certificate: bytes) -> bytes:
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)


def assert_linter_accepts(certificates: Sequence[bytes]) -> None:
    """Check that a strict linter finds nothing in any of the certificates."""
    for one in certificates:
        assert findings(one) == []
