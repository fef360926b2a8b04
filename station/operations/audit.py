"""A record verified, by itself: what was found, what was checked, and what can't be excluded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.folders import Data
from station.model.audit import Gap, KnownHead
from station.model.names import shown
from station.operations.anchors import AnchorFile
from station.operations.backup_content import Watch
from station.operations.factory_file import damaged
from station.operations.plant import open_reader
from station.records.coverage import UNCOVERED
from station.records.reader import Reader
from station.records.verification import Examination, examine_record

MOST_FINDINGS: Final = 100
_TOLD_EVERY: Final = 200


@dataclass(frozen=True)
class AuditRequest:
    """What is verified, and with what.

    Attributes:
        data: the station's folder.
        database: a copy of a record, by itself; None for the folder's own.
        key: PEM file of the audit key's certificate, got by another way; None for the one in the
            folder, which whoever changed the record could have changed too.
        files: anchors from files.
        known: anchors from elsewhere, as the factory's token.
        most: how many findings are told.
    """

    data: Data
    database: Path | None = None
    key: Path | None = None
    files: Sequence[AnchorFile] = ()
    known: Sequence[KnownHead] = ()
    most: int = MOST_FINDINGS

    @property
    def heads(self) -> tuple[KnownHead, ...]:
        """All anchors."""
        return (*(file.head for file in self.files), *self.known)


@dataclass(frozen=True)
class Verdict:
    """What a verification shows.

    Attributes:
        examination: what was found.
        checked: what was checked, a sentence each; none where something was found.
        limits: what it can't exclude, a sentence each.
        key: SHA-256 of the audit key's certificate, hexadecimal.
    """

    examination: Examination
    checked: tuple[str, ...]
    limits: tuple[str, ...]
    key: str

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.examination.findings


def verify_audit(request: AuditRequest, watch: Watch | None = None) -> Verdict:
    """Check that a record was not changed behind Station's back.

    No token, no PIN and no other file is needed than the database and the certificate.

    Args:
        request: what is verified, and with what.
        watch: told now and then how many entries were walked, and ends it; None for nobody.

    Raises:
        StationError: REC-001 where the record can't be read, REC-002, REC-049; CFG-007 where there
            is no station, CFG-011 where its certificate can't be read, CFG-004 where `key` can't;
            REC-011 where the certificate is of another kind than an audit key's; CFG-054 where it
            is ended.
    """

    def told(done: int, whole: int) -> None:
        if watch is not None and done % _TOLD_EVERY == 0:
            watch.step("verifying", done, whole)

    path = record_of(request)
    certificate = audit_certificate(request)
    copy = request.database is not None
    examination = examine_record(
        path, certificate, request.heads, request.most, copy=copy, told=told
    )
    key = x509.load_der_x509_certificate(certificate).fingerprint(SHA256()).hex()
    return Verdict(
        examination,
        () if examination.findings else tuple(_checked(request, examination, key)),
        tuple(_limits(request, examination)),
        key,
    )


def record_of(request: AuditRequest) -> Path:
    """Return the path of the record, or raise REC-001 or CFG-007 where there is none."""
    if request.database is None:
        with open_reader(request.data) as reader:
            return reader.path
    if not request.database.is_file():
        raise StationError("REC-001", "there is no such file", path=str(request.database))
    return request.database.resolve()


def audit_certificate(request: AuditRequest) -> bytes:
    """Return the audit key's certificate, DER; raises as `verify_audit`."""
    key = request.key
    if key is None and request.database is not None:
        raise StationError("CFG-004", why="--database takes --key too")
    path = key or request.data.audit_certificate
    try:
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        if key is None:
            why = f"{path.name} is missing or can't be read"
            raise damaged(request.data, why, error) from error
        raise StationError("CFG-004", why=f"{key} is no certificate in PEM") from error
    return certificate.public_bytes(Encoding.DER)


def open_record(request: AuditRequest) -> Reader:
    """Open the record that a request names, for reading; raises as `record_of` and `Reader`."""
    if request.database is None:
        return open_reader(request.data)
    return Reader.open(record_of(request), copy=True)


def _checked(request: AuditRequest, examination: Examination, key: str) -> Iterator[str]:
    report = examination.report
    yield (
        f"The chain up to entry {report.entries:,} is whole{but_for(report.gaps)}, signed up to "
        f"entry {report.head:,}."
    )
    yield (
        f"All {report.heads:,} signatures are by the audit key{_and_heirs(report.replaced)} whose "
        f"certificate has the SHA-256 {key}: compare it with the one that was noted when the "
        "station was set up."
    )
    for entry in report.replaced:
        yield (
            f"From entry {entry:,} on the signatures are by the audit key of a second token, which "
            "the one before had named ere it was replaced."
        )
    yield (
        f"{report.enrollments:,} enrollments, {report.runs:,} ended runs with their steps, all "
        "exports, orders, people, roots and settings are what their entries say."
    )
    yield "Who agreed to a change had the right to, each time, as the chain tells it."
    for file in request.files:
        if _is_lost(file.head, report.gaps):
            continue
        yield (
            f"It has entry {file.head.sequence:,} as {file.head.source} of "
            f"{file.made:%Y-%m-%d} has it ({file.signature})."
        )
    for head in request.known:
        if not _is_lost(head, report.gaps):
            yield f"It reaches entry {head.sequence:,}, as {head.source} has it."


def _and_heirs(replaced: Sequence[int]) -> str:
    return ", or by one before or after it," if replaced else ""


def but_for(gaps: Sequence[Gap]) -> str:
    """Return the entries that are lost, for a sentence on the chain; empty where none are."""
    lost = " and ".join(f"{gap.first:,} to {gap.last:,}" for gap in gaps)
    return f" but for the entries {lost}, lost when an older copy was gone on with" if lost else ""


def _is_lost(head: KnownHead, gaps: Sequence[Gap]) -> bool:
    return any(gap.first <= head.sequence <= gap.last for gap in gaps)


def _losses(request: AuditRequest, gaps: Sequence[Gap]) -> Iterator[str]:
    for gap in gaps:
        yield (
            f"The entries {gap.first:,} to {gap.last:,} are lost, as is on record: what was made "
            "in them isn't known here. Exports, reports and the MES of that time tell."
        )
    for head in request.heads:
        if _is_lost(head, gaps):
            yield f"Entry {head.sequence:,}, which {head.source} has, is one of those lost."


def _limits(request: AuditRequest, examination: Examination) -> Iterator[str]:
    report = examination.report
    if not request.heads:
        yield (
            "Without an anchor, an older copy can't be told from the newest record: give --anchor, "
            "--sequence or --token."
        )
    elif not examination.older:
        newest = max(head.sequence for head in request.heads)
        yield (
            f"A copy that ends after entry {newest:,}, the newest anchor, can't be told from the "
            "newest record."
        )
    yield from _losses(request, report.gaps)
    if report.unsigned > 0:
        yield (
            f"The last {report.unsigned:,} entries are not signed yet: whoever could write the "
            "file could have written them."
        )
    for head in request.heads:
        if head.hash is None and head.sequence <= report.entries:
            yield f"That entry {head.sequence:,} is the same: its number alone is known."
    if request.key is None:
        yield (
            f"The certificate is {shown(request.data.audit_certificate.name)} in the data folder: "
            "who changed the record could have changed it too. --key takes one got by another way."
        )
    yield (
        "Whoever had the factory's token open, with its PIN or by a changed Station, could have "
        "had anything signed. Times are what the station's clock said."
    )
    for words in UNCOVERED.values():
        yield f"Not covered: {words}."
