"""The audit key's certificate as a file in the data folder, with which the record is verified."""

import logging
from contextlib import suppress
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.folders import Data, put_whole

_log: Final = logging.getLogger(__name__)


def pem_of(certificate: bytes) -> bytes:
    """Return a certificate, given in DER, as PEM."""
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)


def put_right(data: Data, certificate: bytes) -> None:
    """Write the audit key's certificate again where it isn't the token's: the token knows best."""
    path, right = data.audit_certificate, pem_of(certificate)
    with suppress(OSError):
        if not path.is_file() or path.read_bytes() != right:
            _log.warning("%s was missing or not the token's, and is written again", path.name)
            put_whole(path, right)
