"""Allotments: how many units of a lot one station may make, and which numbers they have.

An allotment is a signed file. The one station that it names makes an order with it, once, and
whoever takes the units in checks the station's exports against it.
"""

import hashlib
import json
from typing import Annotated, Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import AwareDatetime, Field, model_validator

from station.model.anchor import Anchor, Hash
from station.model.order import AllotmentId, OrderSpec, UnitNumber
from station.model.profile import Name
from station.model.strict import Strict, misplaced

ALLOTMENT: Final = "allotment.json"
ALLOTMENT_SIGNATURE: Final = "allotment.p7s"
MAX_ALLOTMENT: Final = 4_000_000
"""Bytes; nearly all of them could only be an order's initial twin."""


class Allotment(Strict):
    """What one station may make of a lot.

    Attributes:
        kind: says what this file is.
        format_version: of this file's form; 1.
        id: 32 hexadecimal digits; the lot's part goes by it at every station and in every export.
        practice: whether it is for practice parts.
        notice: the same in words; empty for a real one.
        station: the name of the station that issued it.
        made: when, UTC.
        order: the order's name at the station that issued it.
        spec: the order, with the quantity and the scrap allowance of this part.
        profile_version: of the profile, as its maker counts.
        profile_hash: SHA-256 of the profile's file, hexadecimal.
        audit_key: the one station that may make the units: SHA-256 of its audit key's
            SubjectPublicKeyInfo (DER), hexadecimal.
        first: the number of the first unit.
        quantity: how many units may be made.
        scrap_allowance: how many more, each in place of a unit that was scrapped or swapped.
        audit: the head of the issuing station's audit chain at the time, an anchor.
    """

    kind: Literal["station-allotment"] = "station-allotment"
    format_version: Literal[1] = 1
    id: AllotmentId
    practice: bool
    notice: str
    station: str
    made: AwareDatetime
    order: Name
    spec: OrderSpec
    profile_version: Annotated[int, Field(ge=1)]
    profile_hash: Hash
    audit_key: Hash
    first: UnitNumber
    quantity: int
    scrap_allowance: int
    audit: Anchor

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> "Allotment":
        said = (self.order, self.quantity, self.scrap_allowance)
        if said != (self.spec.name, self.spec.quantity, self.spec.scrap_allowance):
            raise misplaced(("spec",), "it says something else than the allotment itself")
        return self

    @property
    def last(self) -> int:
        """The highest number that a unit can have."""
        return self.first + self.quantity + self.scrap_allowance - 1

    def holds(self, number: int) -> bool:
        """Tell whether a unit may have this number."""
        return self.first <= number <= self.last

    def canonical(self) -> bytes:
        """Return the file's bytes: compact JSON with sorted keys, in UTF-8."""
        return json.dumps(
            self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()


def audit_key_of(certificate: bytes) -> str:
    """Return SHA-256 of the SubjectPublicKeyInfo in a certificate, hexadecimal.

    Args:
        certificate: of a station's audit key, DER.

    Raises:
        ValueError: where it is no certificate.
    """
    key = x509.load_der_x509_certificate(certificate).public_key()
    return hashlib.sha256(
        key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    ).hexdigest()
