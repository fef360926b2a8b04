"""An endorsement key beside others: those on the enrollment list, and those of the supplier's."""

import hashlib
from threading import Lock
from typing import Final
from weakref import WeakKeyDictionary

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.model.attestation import EndorsementKey, endorsement_modulus
from station.records.store import Records
from station.tpm.weakness import KnownModuli

# A key is compared with this many that were enrolled last: as many take an eighth of a second.
_COMPARED: Final = 20_000
_EXPONENT: Final = 65537


class _Listed:
    """The moduli on one record's list, as far as they were read."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.moduli = KnownModuli()
        self.last = 0


_LISTED: Final[WeakKeyDictionary[Records, _Listed]] = WeakKeyDictionary()
_LISTED_LOCK: Final = Lock()


def shares_factor(records: Records, public: bytes) -> bool:
    """Whether an endorsement key has a factor in common with another that was enrolled.

    Args:
        records: the record; what was read of its list is remembered.
        public: TPM2B_PUBLIC, checked.
    """
    with _LISTED_LOCK:
        listed = _LISTED.setdefault(records, _Listed())
    with listed.lock:
        for number, other in records.endorsement_keys(listed.last, _COMPARED):
            listed.moduli.add(int.from_bytes(endorsement_modulus(other), "big"))
            listed.last = number
    return listed.moduli.share_factor(int.from_bytes(endorsement_modulus(public), "big"))


def key_digests(key: EndorsementKey) -> list[bytes]:
    """Return the SHA-256s by which suppliers name a TPM: of its key in each usual form.

    These are the certificate, the SubjectPublicKeyInfo, the RSAPublicKey (PKCS #1), the
    TPM2B_PUBLIC, the TPMT_PUBLIC and the modulus.
    """
    modulus = endorsement_modulus(key.public)
    numbers = rsa.RSAPublicNumbers(_EXPONENT, int.from_bytes(modulus, "big"))
    public = numbers.public_key()
    forms = [key.public, key.public[2:], modulus]
    for form in (PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1):
        forms += [public.public_bytes(Encoding.DER, form)]
    if key.certificate is not None:
        forms.append(key.certificate)
    return [hashlib.sha256(form).digest() for form in forms]
