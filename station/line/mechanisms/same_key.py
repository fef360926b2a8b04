"""A unit that has passed and is run again: whether its key is the one that it was enrolled with."""

from collections.abc import Iterator
from contextlib import contextmanager

from station.errors import StationError
from station.model.attestation import X509Attestation
from station.model.enrollment import Enrollment


@contextmanager
def same_key(*codes: str) -> Iterator[None]:
    """Say of these failures that the unit doesn't hold its key.

    Raises:
        StationError: LIN-066 in their place; else as it came.
    """
    try:
        yield
    except StationError as error:
        if error.code not in codes:
            raise
        raise StationError("LIN-066", f"{error.code}: {error.detail}") from error


def enrolled_certificate(enrolled: Enrollment) -> X509Attestation:
    """Return the certificate, and those above it, that a unit was enrolled with.

    Raises:
        StationError: LIN-066 where it was enrolled by other means.
    """
    attestation = enrolled.identity.attestation
    if not isinstance(attestation, X509Attestation):
        raise StationError("LIN-066", "it was enrolled without a certificate")
    return attestation
