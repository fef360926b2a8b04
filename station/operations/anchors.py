"""Anchors from files: how far a station's record had come when it signed something that left it."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

from cryptography import x509
from pydantic import AwareDatetime, ConfigDict, Field, ValidationError

from station.errors import StationError
from station.model.audit import KnownHead
from station.model.names import shown
from station.model.strict import Strict
from station.service.exports.checked import read_certificates
from station.service.exports.manifest import MAX_MANIFEST, Anchor
from station.service.exports.signature import check_chain, check_signature

SIGNATURE_ENDING: Final = ".p7s"
_MAX_SIGNATURE: Final = 1 << 20
_UNSIGNED: Final = "no signature lies beside it: whoever wrote the file could write any number"
_ITSELF: Final = (
    "signed by a certificate that it brings itself, which shows no more than that it wasn't "
    "changed since; --trust FILE shows who signed"
)
_TRUSTED: Final = "signed by a station under the certificate given with --trust"


class Anchored(Strict):
    """What every file with an anchor says, whatever else it says.

    Attributes:
        kind: what the file is.
        made: when, UTC.
        audit: the head of the audit chain at the time.
    """

    model_config = ConfigDict(extra="ignore")

    kind: Annotated[str, Field(pattern=r"^station-[a-z-]{1,40}$")]
    made: AwareDatetime
    audit: Anchor


@dataclass(frozen=True)
class AnchorFile:
    """An anchor, and what is known of it.

    Attributes:
        head: how far the chain had come.
        made: when the file was made, as it says.
        signature: what its signature shows, to follow a comma.
    """

    head: KnownHead
    made: datetime
    signature: str


def anchor_of(path: Path, trust: bytes | None = None) -> AnchorFile:
    """Return the anchor in a file that a station made: a manifest, a report, a unit's record.

    Such a file is JSON with `kind`, `made` and `audit`; its signature lies beside it, under the
    same name but for the ending `.p7s`.

    Args:
        path: the file.
        trust: certificates in PEM or one in DER that the signature must lead to; None to take any.

    Raises:
        StationError: REC-047 where it holds no anchor or can't be read, REC-048 where its signature
            isn't genuine or, with `trust`, is missing; SVC-008 where `trust` holds no certificate.
    """
    content = read_bounded(path, MAX_MANIFEST)
    try:
        told = Anchored.model_validate_json(content)
    except ValidationError as error:
        raise StationError("REC-047", path=shown(str(path), 200), why=_why(content)) from error
    number, hash_ = told.audit.sequence, bytes.fromhex(told.audit.hash)
    signature = _signature_words(path, content, told.made, trust)
    return AnchorFile(KnownHead(number, hash_, shown(path.name)), told.made, signature)


def _why(content: bytes) -> str:
    try:
        json.loads(content)
    except ValueError:
        return "it is not JSON"
    return "it doesn't say how far the record had come"


def _signature_words(path: Path, content: bytes, made: datetime, trust: bytes | None) -> str:
    beside = path.with_suffix(SIGNATURE_ENDING)
    if trust is None and not beside.exists():
        return _UNSIGNED
    check_signed_file(path, content, made, trust)
    return _ITSELF if trust is None else _TRUSTED


def not_genuine(path: Path, why: str) -> StationError:
    """Return the error that a file isn't what a station signed."""
    return StationError("REC-048", path=shown(str(path), 200), why=why)


def check_signed_file(
    path: Path, content: bytes, made: datetime, trust: bytes | None
) -> tuple[x509.Certificate, ...]:
    """Check a station's signature over a file; return its certificates, the signer's own first.

    The signature lies beside the file: CMS, detached.

    Args:
        path: the file.
        content: what it holds.
        made: when it was made, as it says: the certificates are judged as of then.
        trust: certificates in PEM or one in DER that the signature must lead to; None for none.

    Raises:
        StationError: REC-048 where it isn't genuine or is missing, REC-047 where it can't be read;
            SVC-008 where `trust` holds no certificate.
    """
    beside = path.with_suffix(SIGNATURE_ENDING)
    if not beside.exists():
        raise not_genuine(path, f"its signature {shown(beside.name)} is missing")
    signature = read_bounded(beside, _MAX_SIGNATURE)
    roots = None if trust is None else read_certificates(trust)
    if roots is not None and not roots:
        raise StationError("SVC-008")
    try:
        signer, *others = check_signature(content, signature)
    except StationError as error:
        raise not_genuine(path, f"its signature doesn't hold ({error.detail})") from error
    try:
        if roots is not None:
            check_chain(signer, others, roots, made)
    except StationError as error:
        why = f"its signer isn't one of --trust ({error.detail})"
        raise not_genuine(path, why) from error
    return signer, *others


def read_bounded(path: Path, most: int) -> bytes:
    """Return what a file holds, or raise REC-047 where it can't be read or is too large."""
    try:
        if path.exists() and not path.is_file():
            raise StationError("REC-047", path=shown(str(path), 200), why="it is no plain file")
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StationError("REC-047", path=shown(str(path), 200), why=why) from error
    if len(content) > most:
        raise StationError("REC-047", path=shown(str(path), 200), why=f"over {most} bytes")
    return content
