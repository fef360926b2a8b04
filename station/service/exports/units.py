"""The units of an export by their numbers: `units.jsonl`, which stands in every format.

JSON Lines in UTF-8: a line a unit, compact, keys sorted, each with its line feed. It is what an
export is checked against an allotment by; the service doesn't want it.
"""

import hashlib
import json
from typing import Annotated, Final

from pydantic import Field, ValidationError

from station.model.anchor import Hash
from station.model.attestation import (
    Attestation,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.enrollment import Enrollment
from station.model.order import AllotmentId, Order, UnitNumber
from station.model.strict import Strict

MAX_LINE: Final = 2_000
"""Bytes of a line; the longest that Station writes has some 700."""
_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_Text = Annotated[str, Field(max_length=256)]


class UnitLine(Strict):
    """One unit of an export.

    Attributes:
        registration_id: its name in DPS.
        serial: its serial number.
        order: the order's name at the station.
        number: its number in the lot. No other unit of the lot has it, nor ever had.
        allotment: the ID of the allotment that its order has; None where it has none.
        run: the run in which it passed.
        identity: SHA-256, hexadecimal: of its certificate (X.509, DER), of its TPM's TPM2B_PUBLIC,
            or of the ID of the group by whose key its own is derived.
    """

    registration_id: _Text
    serial: _Text
    order: _Text
    number: UnitNumber
    allotment: AllotmentId | None
    run: _Text
    identity: Hash

    @classmethod
    def parse(cls, line: bytes) -> "UnitLine":
        """Return the unit in a line.

        Raises:
            ValueError: for anything else.
        """
        try:
            return cls.model_validate_json(line)
        except ValidationError as error:
            raise ValueError("it is not a unit") from error

    def canonical(self) -> bytes:
        """Return the line, with its end."""
        return f"{_ENCODER.encode(self.model_dump(mode='json'))}\n".encode("ascii")


def unit_line(order: Order, enrollment: Enrollment) -> bytes:
    """Return what an export says of one unit: a `UnitLine` with its end.

    A million of them are written, so it is made of values that are right without asking the model,
    which takes as long as all the rest of an export.
    """
    told = {
        "registration_id": enrollment.registration_id.text,
        "serial": enrollment.serial,
        "order": enrollment.order,
        "number": order.course.first + enrollment.place - 1,
        "allotment": order.course.allotment,
        "run": enrollment.run,
        "identity": hashlib.sha256(_identity(enrollment.identity.attestation)).hexdigest(),
    }
    return f"{_ENCODER.encode(told)}\n".encode("ascii")


def _identity(attestation: Attestation) -> bytes:
    match attestation:
        case TpmAttestation(endorsement_key=key):
            return key.public
        case X509Attestation():
            return attestation.certificate
        case SymmetricKeyAttestation():
            return attestation.group_id.encode()
