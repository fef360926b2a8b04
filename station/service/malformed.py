"""What the cryptography library raises over bytes that only look like a certificate."""

from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

MALFORMED: Final[tuple[type[Exception], ...]] = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
