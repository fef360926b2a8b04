"""Whether a report's folder is what a station wrote and signed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.operations.report_document import (
    DOCUMENT,
    MAX_DOCUMENT,
    PAPER,
    SIGNATURE,
    TABLE,
    ReportDocument,
)
from station.operations.signed_folder import Form, check_folder
from station.service.exports.checked import Trusted
from station.service.exports.manifest import CHAIN

_FORM: Final = Form(
    "report",
    DOCUMENT,
    SIGNATURE,
    frozenset({TABLE, PAPER, CHAIN}),
    MAX_DOCUMENT,
    ReportDocument.model_validate_json,
    "SVC-027",
)


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
    found = check_folder(folder, _FORM, trust)
    return GenuineReport(found.document, found.by)
