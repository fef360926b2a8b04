"""Devices that practise: their keys, tokens and certificates, and how they are enrolled.

Nothing here is the station's or the practice service's own: the enrollments go in by the official
client.
"""

import base64
import hmac
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from azure.iot.deviceprovisioning import DeviceProvisioningClient
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from station.practice.service.server import PracticeService

SCOPE = "0nePRACTICE"
HUB = "practice-hub.invalid"


def enroll(service: PracticeService, name: str, **fields: object) -> None:
    """Create a device's enrollment."""
    with _owner(service) as owner:
        owner.enrollment.create_or_update(name, {"registrationId": name, **fields})


def enroll_group(service: PracticeService, name: str, **fields: object) -> None:
    """Create a group."""
    with _owner(service) as owner:
        owner.enrollment_group.create_or_update(name, {"enrollmentGroupId": name, **fields})


def _owner(service: PracticeService) -> Any:  # noqa: ANN401 - the client has no types of its own
    ca = str(service.files.ca)
    with service.connection_string().reveal() as secret:
        connection = secret.decode()
        return DeviceProvisioningClient.from_connection_string(connection, connection_verify=ca)


def symmetric(key: bytes) -> Mapping[str, object]:
    """Return the attestation by a symmetric key."""
    keys = {"primaryKey": base64_of(key), "secondaryKey": base64_of(bytes(reversed(key)))}
    return {"type": "symmetricKey", "symmetricKey": keys}


def by_certificate(certificate: x509.Certificate, use: str) -> Mapping[str, object]:
    """Return the attestation by a certificate, of the device or of what signs devices'."""
    text = certificate.public_bytes(Encoding.PEM).decode()
    return {"type": "x509", "x509": {use: {"primary": {"certificate": text}}}}


def derived(group_key: bytes, name: str) -> bytes:
    """Return a device's key of a group."""
    return hmac.digest(group_key, name.encode(), "sha256")


def token(key: bytes, name: str, scope: str = SCOPE) -> bytes:
    """Return a device's shared access signature, good for an hour."""
    encoded, expiry = quote(f"{scope}/registrations/{name}", safe=""), int(time.time()) + 3_600
    signature = hmac.digest(key, f"{encoded}\n{expiry}".encode(), "sha256")
    return (
        f"SharedAccessSignature sr={encoded}&sig={quote(base64_of(signature))}&se={expiry}".encode()
    )


class Issuer:
    """A certification authority, or a device: a certificate with its key.

    Args:
        name: its common name.
        above: who issues it; itself without one.
        ca: whether it issues.
    """

    def __init__(self, name: str, above: "Issuer | None" = None, *, ca: bool = True) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.above = above
        issuer = above or self
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        self.certificate = (
            x509.CertificateBuilder()
            .subject_name(self._name)
            .issuer_name(issuer._name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .sign(issuer.key, hashes.SHA256())
        )

    def written(self, folder: Path) -> tuple[Path, Path]:
        """Write what a client shows, but for the root's certificate, and the key; return both."""
        above, shown = self.above, [self.certificate]
        while above is not None and above.above is not None:
            shown.append(above.certificate)
            above = above.above
        folder.mkdir(exist_ok=True)
        chain, key = folder / "shown.pem", folder / "key.pem"
        chain.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in shown))
        private = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        key.write_bytes(private)
        return chain, key


def base64_of(content: bytes) -> str:
    """Return bytes as the service's documents have them."""
    return base64.b64encode(content).decode()
