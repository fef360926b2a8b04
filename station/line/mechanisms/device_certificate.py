"""A certificate given to a device over its line, and read back: no device is taken at its word."""

import hmac
from collections.abc import Sequence

from station.errors import StationError
from station.line.mechanisms.settling import INSTALL_CERTIFICATE
from station.line.work import Work
from station.model.proof import fingerprint


def install_certificate(work: Work, certificate: bytes, chain: Sequence[bytes]) -> None:
    """Give the device its certificate, DER, with the chain above it.

    Raises:
        StationError: as `DeviceKeys.install_certificate`.
    """
    records = work.tools.records
    digest = fingerprint(certificate).hex()
    intent = records.intent(work.run, INSTALL_CERTIFICATE, {"certificate_sha256": digest})
    try:
        work.link.keys.install_certificate(certificate, chain)
    except StationError as error:
        if error.code == "LNK-007":
            records.settled(intent, {"installed": False})
        raise
    records.settled(intent, {})


def check_installed(work: Work, certificate: bytes) -> None:
    """Check that the device holds this very certificate, DER.

    Raises:
        StationError: LIN-045 where it doesn't; as `DeviceKeys.certificate`.
    """
    kept = work.link.keys.certificate()
    if not hmac.compare_digest(kept, certificate):
        raise StationError("LIN-045", f"a certificate of {len(kept)} bytes, not of what was given")
