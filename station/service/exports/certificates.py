"""The certificate files of an export: one a unit, and the chain above them all."""

import ssl
from typing import Final, Protocol

from station.model.attestation import X509Attestation
from station.model.names import RegistrationId
from station.service.exports.filenames import file_stem
from station.service.exports.folder import PartFolder
from station.service.exports.manifest import CHAIN

_FOLDER: Final = "certs"


class CertificatePlace(Protocol):
    """Where units' certificates go."""

    def add(self, registration_id: RegistrationId, held: X509Attestation) -> str:
        """Write a unit's certificate; return the file's name."""
        ...


def certificate_name(registration_id: RegistrationId) -> str:
    """Return what the file of a unit's certificate is called."""
    return f"{_FOLDER}/{file_stem(registration_id)}.pem"


class CertificateFiles:
    """Writes `certs/<registration-id>.pem`, and at the end `chain.pem`.

    Args:
        part: the export's folder.
        issuing_chain: the factory's own, DER: issuing CA first, root last. It begins `chain.pem`,
            which the manifest's signature needs also where no unit has a certificate; what else
            stands above an exported certificate, from an earlier issuing CA, follows.
        each: whether units' certificates get files of their own.
    """

    def __init__(
        self, part: PartFolder, issuing_chain: tuple[bytes, ...], *, each: bool = True
    ) -> None:
        self._part = part
        self._each = each
        self._chain = dict.fromkeys(issuing_chain)

    def add(self, registration_id: RegistrationId, held: X509Attestation) -> str:
        """Write a unit's certificate; return the file's name."""
        name = certificate_name(registration_id)
        if self._each:
            self._part.write(name, pem(held.certificate))
        self._chain |= dict.fromkeys(held.chain)
        return name

    def finish(self) -> None:
        """Write the chain."""
        self._part.write(CHAIN, b"".join(pem(certificate) for certificate in self._chain))


def pem(certificate: bytes) -> bytes:
    """Return a certificate, DER, as PEM."""
    return ssl.DER_cert_to_PEM_cert(certificate).encode("ascii")
