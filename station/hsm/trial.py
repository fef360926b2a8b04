"""A trial of the factory's token: its audit key signs, and its certificate tells whether it did."""

import os

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.hsm.replies import Blob
from station.hsm.requests_factory import TrySignature
from station.model.audit import TRIAL_SIZE, trial_message


def try_signing(factory: FactoryHsm) -> None:
    """Have the audit key sign something fresh, and verify that by its certificate.

    What is signed has a label of its own, so that it never passes for the head of a record.

    Raises:
        StationError: HSM-050 where the signature isn't by the certificate's key; the factory
            HSM's own.
    """
    chance = os.urandom(TRIAL_SIZE)
    signature = factory.ask(TrySignature(chance), Blob).data
    key = x509.load_der_x509_certificate(factory.audit_certificate).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise StationError("HSM-050", "the certificate's isn't an EC key")
    try:
        key.verify(signature, trial_message(chance), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise StationError("HSM-050", "the signature is another key's") from error
