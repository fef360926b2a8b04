"""A ceremony's protocol: put together, written to a folder that is signed, and checked again.

The folder holds `protocol.pdf` to sign in ink, `protocol.json` with the same and the hash of that,
its signature `protocol.p7s` by the factory token, and `chain.pem` with which that is checked.
"""

import hashlib
import shutil
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.hsm.replies import Keys
from station.hsm.requests_token import ReadKeys
from station.operations.ceremony_document import (
    DOCUMENT,
    MAX_DOCUMENT,
    PAPER,
    SIGNATURE,
    CertificateLine,
    KeyLine,
    ProtocolDocument,
)
from station.operations.ceremony_pdf import paper_of
from station.operations.signed_folder import Form, check_folder
from station.service.exports.checked import Trusted
from station.service.exports.folder import PartFolder
from station.service.exports.manifest import CHAIN, FileEntry

_ESCROW: Final = "station-escrow"
_FORM: Final = Form(
    "protocol",
    DOCUMENT,
    SIGNATURE,
    frozenset({PAPER, CHAIN}),
    MAX_DOCUMENT,
    ProtocolDocument.model_validate_json,
    "REC-069",
)
_SHORT: Final = 8


@dataclass(frozen=True)
class GenuineProtocol:
    """A protocol that is what was signed.

    Attributes:
        document: what it says.
        digest: its SHA-256, hexadecimal, as the audit chain has it.
        by: up to whom the signature was followed.
    """

    document: ProtocolDocument
    digest: str
    by: Trusted


def key_lines(factory: FactoryHsm, role: str = "factory") -> tuple[KeyLine, ...]:
    """Return the keys in an open factory token, and the root token's, by their fingerprints.

    The root token's are the root CA's and, in production, the escrow's.

    Raises:
        StationError: as `FactoryHsm`.
    """
    root = x509.load_der_x509_certificate(factory.issuing_chain[-1]).public_key()
    spki = root.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    above = KeyLine(
        token="root",  # noqa: S106 - the token's role
        label="station-root",
        kind="ec-p256",
        fingerprint=hashlib.sha256(spki).hexdigest(),
    )
    found = factory.ask(ReadKeys(), Keys).items
    return (
        above,
        *(
            KeyLine(
                token="root" if key.label == _ESCROW else role,
                label=key.label,
                kind=key.kind,
                fingerprint=key.fingerprint.hex(),
            )
            for key in found
        ),
    )


def certificate_lines(certificates: Sequence[bytes]) -> tuple[CertificateLine, ...]:
    """Return certificates (DER) as they stand in a protocol."""
    parsed = [x509.load_der_x509_certificate(one) for one in certificates]
    return tuple(
        CertificateLine(
            subject=one.subject.rfc4514_string(),
            sha256=one.fingerprint(hashes.SHA256()).hex(),
            serial=f"{one.serial_number:x}",
            begins=one.not_valid_before_utc,
            ends=one.not_valid_after_utc,
            pem=one.public_bytes(Encoding.PEM).decode("ascii"),
        )
        for one in parsed
    )


def write_protocol(out: Path, draft: ProtocolDocument, factory: FactoryHsm) -> str:
    """Write a protocol's folder, signed; it appears in its place only when it is whole.

    Args:
        out: where; what lies there is of a ceremony that never went on record, and goes.
        draft: what it says; its list of files is filled in here.
        factory: whose manifest key signs it.

    Returns:
        The protocol's SHA-256, hexadecimal.

    Raises:
        StationError: as `PartFolder.begin` and `move`; the factory HSM's own.
    """
    try:
        if out.exists():
            shutil.rmtree(out)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(out)) from error
    files = _signed_files(draft, factory)
    with PartFolder.begin(out, lambda _: False) as part:
        for name, content in files.items():
            part.write(name, content)
        part.sync()
        part.move()
    return hashlib.sha256(files[DOCUMENT]).hexdigest()


def _signed_files(draft: ProtocolDocument, factory: FactoryHsm) -> Mapping[str, bytes]:
    chain = (ssl.DER_cert_to_PEM_cert(one).encode("ascii") for one in factory.issuing_chain)
    beside = {PAPER: paper_of(draft), CHAIN: b"".join(chain)}
    listed = tuple(
        FileEntry(name, hashlib.sha256(held).hexdigest(), len(held))
        for name, held in beside.items()
    )
    content = draft.model_copy(update={"files": listed}).canonical()
    return {**beside, DOCUMENT: content, SIGNATURE: factory.sign_manifest(content)}


def check_protocol(folder: Path, trust: bytes | None) -> GenuineProtocol:
    """Check a protocol: its signature, then each file beside it.

    Args:
        folder: the protocol.
        trust: certificates in PEM or one in DER that the signature must lead to, got by another
            way than the folder; None to take the folder's own `chain.pem`, which shows less.

    Raises:
        StationError: REC-069 where a file or the signature isn't what was written, SVC-008 where
            `trust` holds no certificate, SVC-012 where a newer Station wrote it.
    """
    found = check_folder(folder, _FORM, trust)
    digest = hashlib.sha256(found.content).hexdigest()
    return GenuineProtocol(found.document, digest, found.by)


def copy_protocol(folder: Path, above: Path) -> Path:
    """Copy a protocol's folder, check the copy, and return where it is.

    Args:
        folder: the protocol.
        above: the folder that is to hold the copy, under a name of the protocol's own.

    Raises:
        StationError: CFG-005 where a copy is there already, CFG-003 where none can be written; as
            `check_protocol`.
    """
    out = above / f"ceremony-{check_protocol(folder, None).digest[:_SHORT]}"
    if out.exists():
        raise StationError("CFG-005", path=str(out))
    try:
        shutil.copytree(folder, out)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(above)) from error
    check_protocol(out, None)
    return out
