"""An HMAC key that a device's TPM is given, wrapped to its endorsement key, and keeps for good.

It comes as the provisioning service's own challenge does (`station.tpm.challenge`): within, by a
credential that only the chip of that endorsement key opens, and only for the storage root key; and
without, by that storage root key. What crosses the cable is of use to no other chip.

Once it is there, it can't be taken out again: its policy is empty, and TPM2_Duplicate wants one
that allows it (TPM 2.0 Library part 1, authorization roles: DUP). It has no password and noDA, so
that nothing here can count as a wrong try at one.
"""

from dataclasses import dataclass
from typing import Final, Self

from station.errors import StationError
from station.secret import Secret
from station.tpm.challenge import challenge_public, load_challenge, make_challenge
from station.tpm.keys import key_at
from station.tpm.session import Tpm
from station.tpm.terms import RC_HANDLE, RefusalError

# What a TPM answers that doesn't open what was wrapped, or doesn't use a key: TPM-021 since some
# answer TPM_RC_FAILURE to what was encrypted for another key.
_WONT: Final = frozenset({"TPM-001", "TPM-021"})


@dataclass(frozen=True)
class WrappedKey:
    """A key on its way into one chip.

    Attributes:
        challenge: as `make_challenge` lays it out.
        public: TPM2B_PUBLIC of the key in it.
    """

    challenge: bytes
    public: bytes

    @classmethod
    def made(cls, ek_public: bytes, srk_public: bytes, key: Secret) -> Self:
        """Wrap a key for the chip of an endorsement key.

        Args:
            ek_public: TPM2B_PUBLIC of the endorsement key, checked.
            srk_public: TPM2B_PUBLIC of the storage root key in the same chip, checked.
            key: 32 bytes; the caller wipes it.

        Raises:
            StationError: TPM-003, TPM-012, TPM-009 where a key is not made by its template.
        """
        challenge = make_challenge(ek_public, srk_public, key)
        return cls(challenge, challenge_public(challenge))


def demand_room(tpm: Tpm, handle: int) -> None:
    """Check that nothing is kept at a handle, or raise TPM-050; what is there stays."""
    if key_at(tpm, handle) is not None:
        raise StationError("TPM-050", f"there is a key at {handle:#010x}")


def install_key(tpm: Tpm, handle: int, key: WrappedKey) -> None:
    """Have the TPM unwrap a key and keep it at `handle`.

    Args:
        tpm: with the endorsement key and the storage root key at their handles.
        handle: where to keep it; `demand_room` looked there.
        key: which.

    Raises:
        StationError: TPM-054 where the TPM doesn't open it, TPM-053 where it doesn't read back; and
            as `Commands` does.
    """
    with tpm.flushing():
        try:
            loaded, _ = load_challenge(tpm, key.challenge)
        except RefusalError as refusal:
            if refusal.code not in _WONT:
                raise
            raise StationError("TPM-054", refusal.detail) from refusal
        tpm.commands.persist(loaded, handle)
    if key_at(tpm, handle) != key.public:
        raise StationError("TPM-053", f"another key than was given is at {handle:#010x}")


def hmac_by(tpm: Tpm, handle: int, message: bytes) -> bytes | None:
    """Return HMAC-SHA256 of a message by the key at a handle; None where no key there makes one.

    Args:
        tpm: the TPM.
        handle: of the key.
        message: at most 1,024 bytes.

    Raises:
        StationError: as `Commands` does.
    """
    tpm.make_ready()  # after a restart nothing else was asked in this session
    try:
        return tpm.commands.hmac_sha256_at(handle, message)
    except RefusalError as refusal:
        if refusal.rc == RC_HANDLE or refusal.code in _WONT:
            return None
        raise
