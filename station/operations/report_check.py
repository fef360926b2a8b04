"""Whether a report's folder is what a station wrote and signed."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from station.errors import StationError
from station.operations.report_document import (
    DOCUMENT,
    MAX_DOCUMENT,
    PAPER,
    SIGNATURE,
    TABLE,
    ReportDocument,
)
from station.service.exports.checked import (
    MAX_CONTROL,
    Trusted,
    changed,
    check_file,
    files_in,
    read_file,
    trusted_signer,
)
from station.service.exports.manifest import CHAIN
from station.service.exports.signature import check_signature

_BESIDE = {TABLE, PAPER, CHAIN}


@dataclass(frozen=True)
class GenuineReport:
    """A report that is what was signed.

    Attributes:
        document: what it says.
        by: up to whom the signature was followed.
    """

    document: ReportDocument
    by: Trusted

    @property
    def trusted(self) -> bool:
        """Whether the signature leads to a certificate from outside the folder."""
        return self.by is Trusted.GIVEN


def check_report(folder: Path, trust: bytes | None) -> GenuineReport:
    """Check a report: its signature, then each file beside it.

    The certificates are judged as of the time at which it says that it was made.

    Args:
        folder: the report.
        trust: certificates in PEM or one in DER that the signature must lead to, got by another
            way than the folder; None to take the folder's own `chain.pem`, which shows less.

    Raises:
        StationError: SVC-027 where a file or the signature isn't what was written, SVC-008 where
            `trust` holds no certificate, SVC-012 where a newer Station wrote it.
    """
    try:
        return _checked(folder, trust)
    except StationError as error:
        match error.code:
            case "SVC-003":
                raise _not_genuine(SIGNATURE, error) from error
            case "SVC-004":
                raise _not_genuine(str(error.data["path"]), error) from error
            case _:
                raise


def _checked(folder: Path, trust: bytes | None) -> GenuineReport:
    content = read_file(folder, DOCUMENT, MAX_DOCUMENT)
    certificates = check_signature(content, read_file(folder, SIGNATURE, MAX_CONTROL))
    document = _parsed(content)
    by = trusted_signer(folder, certificates, trust, document.made)
    listed = [entry.name for entry in document.files]
    if len(set(listed)) != len(listed) or set(listed) != _BESIDE:
        raise changed(DOCUMENT, f"it lists {', '.join(listed)}")
    for name in files_in(folder):
        if name not in {*listed, DOCUMENT, SIGNATURE}:
            raise changed(name, "it is no part of the report")
    for entry in document.files:
        check_file(folder, entry)
    return GenuineReport(document, by)


def _parsed(content: bytes) -> ReportDocument:
    try:
        return ReportDocument.model_validate_json(content)
    except ValidationError as error:
        if any(problem["loc"] == ("format_version",) for problem in error.errors()):
            raise StationError("SVC-012") from error
        raise changed(DOCUMENT, "it is not a report") from error


def _not_genuine(name: str, error: StationError) -> StationError:
    return StationError("SVC-027", error.detail or error.message, path=name)
