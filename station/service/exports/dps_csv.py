"""The export format `dps-csv`: one table of all enrollments, `enrollments.csv`.

RFC 4180: a header, one row an enrollment, commas, CR LF, cells quoted where they hold a comma. The
file is ASCII; `cells` says how values are kept from becoming formulas, and how to get them back.
No cell holds a secret, and twins have no column; an order whose units have keys and enrollments of
their own is refused: whoever took the table in would miss the keys. `chain.pem` and
`certs/<registration-id>.pem` stand beside it.

The columns, in this order for good; new ones come at the end:

- registration_id, device_id (empty: the registration ID serves), id_scope;
- mechanism: tpm, x509 or symmetric;
- endorsement_key: base64 of the TPM2B_PUBLIC, as the service takes it; endorsement_trust: trusted,
  untrusted or missing;
- certificate_file: in this folder; certificate_sha256: of the DER, hexadecimal;
- group_id: the enrollment group that the unit registers under: its key is derived from the
  group's, or its certificate is of the group's CA;
- serial, order, run;
- status: how far the enrollment had come before this export;
- enrolled: UTC, RFC 3339;
- key_origin: where the key was born; proof: what was proved.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation, TpmAttestation, X509Attestation
from station.model.enrollment import Enrollment, mechanism_of
from station.model.names import shown
from station.model.order import EnrolledAs, Order
from station.service.documents import NO_WISHES, wished_document
from station.service.exports.cells import row
from station.service.exports.certificates import CertificateFiles, CertificatePlace
from station.service.exports.enveloped import NO_PLACE
from station.service.exports.sources import ExportJob
from station.service.group_documents import certified_member, group_of
from station.service.single_documents import has_own_key

COLUMNS: Final = (
    "registration_id",
    "device_id",
    "id_scope",
    "mechanism",
    "endorsement_key",
    "endorsement_trust",
    "certificate_file",
    "certificate_sha256",
    "group_id",
    "serial",
    "order",
    "run",
    "status",
    "enrolled",
    "key_origin",
    "proof",
)


class Table:
    """The lines of the table.

    Args:
        certificates: where certificates go.
        now: when they must be valid, UTC.
    """

    def __init__(self, certificates: CertificatePlace, now: datetime) -> None:
        self._certificates = certificates
        self._now = now

    def line(self, order: Order, enrollment: Enrollment) -> bytes:
        """Return an enrollment's line, its certificate being written; SVC-007."""
        cells = {
            "registration_id": enrollment.registration_id.text,
            "device_id": enrollment.device_id.text if enrollment.device_id else "",
            "id_scope": enrollment.id_scope.text,
            "mechanism": mechanism_of(enrollment.identity.attestation),
            "serial": enrollment.serial,
            "order": enrollment.order,
            "run": enrollment.run,
            "status": enrollment.status.value,
            "enrolled": f"{enrollment.enrolled.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "key_origin": enrollment.identity.key_origin.value,
            "proof": enrollment.proof,
            **self._attested(order, enrollment),
        }
        return row([cells.get(column, "") for column in COLUMNS])

    def _attested(self, order: Order, enrollment: Enrollment) -> Mapping[str, str]:
        match enrollment.identity.attestation:
            case SymmetricKeyAttestation() if has_own_key(order, enrollment):
                return {}
            case SymmetricKeyAttestation():
                return {"group_id": group_of(enrollment).group_id.text}
            case X509Attestation() as held:
                group = ""
                if order.spec.enrollment is EnrolledAs.GROUP:
                    certified_member(enrollment, order.group_id, self._now)
                    group = order.group_id.text
                else:
                    wished_document(enrollment, NO_WISHES, self._now)
                return {
                    "group_id": group,
                    "certificate_file": self._certificates.add(enrollment.registration_id, held),
                    "certificate_sha256": hashlib.sha256(held.certificate).hexdigest(),
                }
            case TpmAttestation() as tpm:
                wished_document(enrollment, NO_WISHES, self._now)
                return {
                    "endorsement_key": base64.b64encode(tpm.endorsement_key.public).decode("ascii"),
                    "endorsement_trust": tpm.endorsement_key.trust.value,
                }


class DpsCsvWriter:
    """One export as a table."""

    def __init__(self, job: ExportJob) -> None:
        self._certificates = CertificateFiles(job.part, job.factory.issuing_chain)
        self._table = Table(self._certificates, job.now)
        self._file = job.part.grow("enrollments.csv")
        self._file.write(row(COLUMNS))

    def add(self, order: Order, enrollment: Enrollment) -> None:
        """Write one enrollment; SVC-007, SVC-077."""
        if has_own_key(order, enrollment):
            raise StationError("SVC-077", order=shown(order.name), why=NO_PLACE)
        self._file.write(self._table.line(order, enrollment))

    def finish(self) -> bool:
        """Write the chain; there are no keys in the clear."""
        self._certificates.finish()
        return False


@dataclass(frozen=True)
class DpsCsv:
    """The format itself."""

    name: str = "dps-csv"

    def start(self, job: ExportJob) -> DpsCsvWriter:
        """Begin an export."""
        return DpsCsvWriter(job)
