"""Documents with units' own keys, as an export may hold them: encrypted to the service's owner.

Each file is a CMS EnvelopedData (RFC 5652, section 6) in DER, its content encrypted by AES-256-CBC
and that key to one RSA certificate (PKCS #1 v1.5, RFC 3370, section 4.2.1); who wrote it is in the
manifest's signature. `openssl cms -decrypt` opens it:

- of `dps-json`, `enrollments-keyed-0001.json.p7m` ...: the body of a bulk request;
- of `jsonl` and `zip`, `enrollments-keyed-0001.jsonl.p7m` ...: documents, one a line, up to 10,000.

A practice export that names no recipient has these documents in the clear among the others.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Protocol

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation
from station.model.enrollment import Enrollment
from station.model.names import RegistrationId, shown
from station.model.order import Order
from station.service.documents import (
    BULK_BYTES,
    BULK_ITEMS,
    bulk_body,
    encoded,
    refused,
    wishes_of,
)
from station.service.exports.manifest import SealedUnits
from station.service.exports.recipient import Recipient
from station.service.exports.sources import ExportJob
from station.service.single_documents import keyed_individual

NO_RECIPIENT: Final = "no file may hold them in the clear, and nobody is named who may open them"
NO_PLACE: Final = "a table has no place for them"
HOW: Final = "openssl cms -decrypt -binary -inform DER -inkey OWNER.pem -in FILE"
_LINES: Final = 10_000
_STEM: Final = "enrollments-keyed"


class ClearDocuments(Protocol):
    """Where the documents of single units go in the clear."""

    def add(self, document: bytes) -> None:
        """Take a document."""
        ...


class KeyedDocuments:
    """The documents of units that have keys of their own.

    A unit's keys are derived when a file is full, a hundred in a round trip, and are forgotten once
    that is written.

    Args:
        job: what it works with.
        clear: where practice has them, when nobody is named.
        lines: whether a file is of lines, else of a bulk request's body.
    """

    def __init__(self, job: ExportJob, clear: ClearDocuments, *, lines: bool) -> None:
        self._job = job
        self._clear = clear
        self._lines = lines
        self._waiting: list[tuple[Order, Enrollment]] = []
        self._files = 0

    def add(self, order: Order, enrollment: Enrollment) -> None:
        """Write one unit's; SVC-007, SVC-077."""
        if self._job.recipient is None and not self._job.factory.practice:
            raise StationError("SVC-077", order=shown(order.name), why=NO_RECIPIENT)
        self._waiting.append((order, enrollment))
        # In the clear each stands where its unit does.
        most = _LINES if self._lines else BULK_ITEMS
        if self._job.recipient is None or len(self._waiting) >= most:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting, which the record is told of before."""
        if self._waiting:
            self._job.leaving.before(order.name for order, _ in self._waiting)
        documents = list(self._documents())
        self._waiting.clear()
        recipient = self._job.recipient
        if recipient is None:
            for document in documents:
                self._clear.add(document)
            return
        for part in [b"".join(b"%s\n" % one for one in documents)] if self._lines else ():
            self._write(recipient, part, "jsonl")
        for part in () if self._lines else _bodies(documents):
            self._write(recipient, part, "json")

    def _write(self, recipient: Recipient, content: bytes, ending: str) -> None:
        if content:
            self._files += 1
            name = f"{_STEM}-{self._files:04d}.{ending}.p7m"
            self._job.part.write(name, recipient.enveloped(content))

    def _documents(self) -> Iterator[bytes]:
        for (group_id, number), units in groupby(self._waiting, lambda one: _key_of(one[1])):
            chosen = list(units)
            names = [enrollment.registration_id for _, enrollment in chosen]
            pairs = self._job.factory.derive_pairs(RegistrationId.parse(group_id), names, number)
            for (order, enrollment), keys in zip(chosen, pairs, strict=True):
                try:
                    yield encoded(keyed_individual(enrollment, keys, wishes_of(order)))
                finally:
                    for key in keys:
                        key.wipe()
                self._job.keyed.units += 1


def _bodies(documents: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the bodies of bulk requests, each as full as may be."""
    body: tuple[bytes, ...] = ()
    for document in documents:
        more = (*body, document)
        if len(more) > BULK_ITEMS or len(bulk_body("enrollments", more)) > BULK_BYTES:
            yield bulk_body("enrollments", body)
            more = (document,)
        body = more
    if body:
        yield bulk_body("enrollments", body)


def _key_of(enrollment: Enrollment) -> tuple[str, int]:
    """Return which key a unit's are derived from."""
    held = enrollment.identity.attestation
    if not isinstance(held, SymmetricKeyAttestation):
        raise refused(enrollment.registration_id.text, "it has no derived key")
    return held.group_id, held.number


def sealed_units(job: ExportJob) -> SealedUnits | None:
    """Return what a manifest says of the documents that are encrypted; None where none are."""
    if job.recipient is None or not job.keyed.units:
        return None
    return SealedUnits(
        files=f"{_STEM}-*.p7m",
        units=job.keyed.units,
        certificate=job.recipient.fingerprint,
        how=HOW,
    )
