"""Certificates of a made-up company for devices that register by them."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)
NOW = (-DAY, DAY)


@dataclass(frozen=True)
class Holder:
    """Who has a certificate and its key.

    Attributes:
        certificate: its own.
        key: the private one.
        above: who issued it; nobody where it is self-signed.
    """

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    above: "Holder | None" = None

    @classmethod
    def root(
        cls,
        name: str,
        *,
        length: int | None = None,
        times: tuple[timedelta, timedelta] = NOW,
    ) -> Self:
        """Return a CA that is nobody else's."""
        return cls._made(name, None, ca=True, length=length, times=times)

    def issue(
        self,
        name: str,
        *,
        ca: bool = False,
        length: int | None = None,
        times: tuple[timedelta, timedelta] = NOW,
    ) -> "Holder":
        """Return whom this one certifies, for between two times from now."""
        return self._made(name, self, ca=ca, length=length, times=times)

    @classmethod
    def _made(
        cls,
        name: str,
        above: "Holder | None",
        *,
        ca: bool,
        length: int | None = None,
        times: tuple[timedelta, timedelta] = NOW,
    ) -> Self:
        key = ec.generate_private_key(ec.SECP256R1())
        subject, now = _named(name), datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(above.certificate.subject if above else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + times[0])
            .not_valid_after(now + times[1])
            .add_extension(x509.BasicConstraints(ca, length if ca else None), critical=True)
        )
        return cls(builder.sign(above.key if above else key, hashes.SHA256()), key, above)

    @property
    def pem(self) -> str:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.PEM).decode()

    @property
    def der(self) -> bytes:
        """The certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    def files(self, folder: Path, *above: "Holder") -> tuple[Path, Path]:
        """Write what a device shows, its own first, and its key; return where, PEM."""
        return written(folder, self.key, self.der, *(one.der for one in above))


def written(folder: Path, key: ec.EllipticCurvePrivateKey, *chain: bytes) -> tuple[Path, Path]:
    """Write certificates, DER, and a key as PEM; return where."""
    shown, own = folder / "chain.pem", folder / "device.key"
    shown.write_text("".join(pem_of(der) for der in chain))
    own.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return shown, own


def pem_of(der: bytes) -> str:
    """Return PEM of what may be no good certificate."""
    text = base64.encodebytes(der).decode()
    return f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"


def attestation(use: str, primary: str, secondary: str = "") -> dict[str, Any]:
    """Return an attestation by certificates, PEM, or by names of CAs."""
    places = {"primary": primary, "secondary": secondary}
    texts = {place: text for place, text in places.items() if text}
    if use != "caReferences":
        return {
            "type": "x509",
            "x509": {use: {place: {"certificate": text} for place, text in texts.items()}},
        }
    return {"type": "x509", "x509": {use: texts}}


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
