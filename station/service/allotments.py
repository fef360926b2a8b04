"""Allotments as files: written signed into a folder, and read back only where they are genuine."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import ValidationError

from station.errors import StationError
from station.model.allotment import ALLOTMENT, ALLOTMENT_SIGNATURE, MAX_ALLOTMENT, Allotment
from station.model.names import shown
from station.service.exports.checked import MAX_CONTROL, Trusted, read_certificates, read_file
from station.service.exports.manifest import CHAIN
from station.service.exports.signature import check_chain, check_signature

_SIGNATURE_ENDING: Final = ".p7s"


class Signer(Protocol):
    """The part of the factory HSM that signs allotments."""

    @property
    def issuing_chain(self) -> tuple[bytes, ...]:
        """The issuing CA's certificate, then what is above it, the root last; DER."""
        ...

    def sign_manifest(self, content: bytes) -> bytes:
        """Return a detached CMS signature over `content`, DER, with the signer's certificate."""
        ...


@dataclass(frozen=True)
class GenuineAllotment:
    """An allotment that is what a station signed.

    Attributes:
        allotment: what it says.
        root: the certificate that its signature leads to, DER.
        by: where that certificate came from.
    """

    allotment: Allotment
    root: bytes
    by: Trusted


def begin_folder(out: Path) -> None:
    """Make the new folder for an allotment, before anything is allotted.

    Raises:
        StationError: CFG-005 where it isn't empty, CFG-003 where it can't be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()):
            raise StationError("CFG-005", path=str(out))
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(out)) from error


def write_allotment(allotment: Allotment, signer: Signer, out: Path) -> Path:
    """Sign an allotment and write it into its folder; return the file to hand over with the rest.

    Raises:
        StationError: CFG-003 where it can't be written; the factory HSM's own.
    """
    content = allotment.canonical()
    chain = b"".join(_pem(certificate) for certificate in signer.issuing_chain)
    files = {CHAIN: chain, ALLOTMENT_SIGNATURE: signer.sign_manifest(content), ALLOTMENT: content}
    try:
        for name, data in files.items():
            with (out / name).open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(out)) from error
    return out / ALLOTMENT


def _pem(certificate: bytes) -> bytes:
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)


def read_allotment(path: Path, trust: bytes | None) -> GenuineAllotment:
    """Return the allotment in a file, its signature and `chain.pem` beside it.

    The certificates are judged as of the time at which it says that it was made.

    Args:
        path: the file.
        trust: certificates in PEM or one in DER that its signature must lead to, got by another
            way; None to take the `chain.pem` beside it, which shows less.

    Raises:
        StationError: SVC-028 where it isn't genuine or can't be read, SVC-008 where `trust` holds
            no certificate, SVC-012 where a newer Station wrote it.
    """
    try:
        return _read(path, trust)
    except StationError as error:
        if error.code not in {"SVC-003", "SVC-004"}:
            raise
        named = error.data.get("path")
        why = error.detail if named is None else f"{named}: {error.detail}"
        raise StationError("SVC-028", path=shown(str(path), 200), why=shown(why, 200)) from error


def _read(path: Path, trust: bytes | None) -> GenuineAllotment:
    folder = path.parent
    content = read_file(folder, path.name, MAX_ALLOTMENT)
    beside = path.with_suffix(_SIGNATURE_ENDING).name
    certificates = check_signature(content, read_file(folder, beside, MAX_CONTROL))
    try:
        allotment = Allotment.model_validate_json(content)
    except ValidationError as error:
        if any(problem["loc"] == ("format_version",) for problem in error.errors()):
            raise StationError("SVC-012") from error
        raise StationError("SVC-003", "it has not the form of an allotment") from error
    chain = read_certificates(read_file(folder, CHAIN, MAX_CONTROL))
    if trust is None:
        roots, by = [one for one in chain if one.issuer == one.subject], Trusted.FOLDER
    else:
        roots, by = read_certificates(trust), Trusted.GIVEN
        if not roots:
            raise StationError("SVC-008")
    root = _root_of(certificates, chain, roots, allotment)
    return GenuineAllotment(allotment, root.public_bytes(Encoding.DER), by)


def _root_of(
    certificates: Sequence[x509.Certificate],
    chain: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    allotment: Allotment,
) -> x509.Certificate:
    """Return the one of `roots` that the signature leads to, or raise SVC-003."""
    signer, *others = certificates
    refused = StationError("SVC-003", "there is no certificate to lead to")
    for root in roots:
        try:
            check_chain(signer, [*others, *chain], [root], allotment.made)
        except StationError as error:
            refused = error
        else:
            return root
    raise refused
