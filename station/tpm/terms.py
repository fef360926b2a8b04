"""The terms in which a TPM is asked, and its refusal: they need no TPM software stack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NewType

from station.errors import StationError
from station.secret import Secret

Key = NewType("Key", int)

# What every TPM takes in one buffer (TPM2B_MAX_BUFFER; TPM_PT_INPUT_BUFFER is at least this).
MAX_MESSAGE: Final = 1024

# TPM 2.0 Library part 2, 6.6, without the number of the handle, session or parameter.
RC_HANDLE: Final = 0x08B
RC_INITIALIZE: Final = 0x100
# TPM_RC_INITIALIZE, FAILURE, LOCKOUT, AUTH_FAIL, BAD_AUTH.
_CODES: Final[Mapping[int, str]] = {
    RC_INITIALIZE: "TPM-022",
    0x101: "TPM-021",
    0x921: "TPM-020",
    0x08E: "TPM-013",
    0x0A2: "TPM-013",
}


class Hierarchy(Enum):
    """Where a primary key is made: the seed that it comes from."""

    OWNER = "owner"
    ENDORSEMENT = "endorsement"


class SignatureScheme(Enum):
    """How a key signs a digest: the scheme and the digest's hash."""

    ECDSA_SHA256 = ("ecdsa", "sha256")
    ECDSA_SHA384 = ("ecdsa", "sha384")
    RSASSA_SHA256 = ("rsassa", "sha256")


@dataclass(frozen=True)
class TpmState:
    """What a TPM says of itself (TPMA_PERMANENT, TPMA_STARTUP_CLEAR).

    Attributes:
        protected: the hierarchies that a password was set for.
        closed: the hierarchies that are switched off.
        locked_out: whether it refuses keys and data that it guards against guessing.
    """

    protected: frozenset[Hierarchy]
    closed: frozenset[Hierarchy]
    locked_out: bool


@dataclass(frozen=True)
class Passwords:
    """The passwords that a TPM's hierarchies may have; none is tried where none is set.

    Attributes:
        given: those that are known, which whoever made them wipes.
    """

    given: Mapping[Hierarchy, Secret] = field(default_factory=dict)


NO_PASSWORDS: Final = Passwords()


@dataclass(frozen=True)
class ImportedKey:
    """A key as TPM2_Import takes it.

    Attributes:
        public: TPM2B_PUBLIC.
        duplicate: contents of a TPM2B_PRIVATE, wrapped within and without.
        seed: contents of the TPM2B_ENCRYPTED_SECRET of the outer wrap.
        inner_key: the AES-128 key of the inner wrap.
    """

    public: bytes
    duplicate: bytes
    seed: bytes
    inner_key: Secret


def tpm2b(content: bytes) -> bytes:
    """Return content as a TPM2B has it: its size in 2 bytes first (part 2, 10.4)."""
    return len(content).to_bytes(2, "big") + content


class RefusalError(StationError):
    """The TPM's own answer that it won't.

    TPM-013 over a password, TPM-020 locked out, TPM-021 in failure mode, TPM-022 not started, else
    TPM-001.

    Args:
        rc: the response code, without the number of the handle, session or parameter.
        detail: what was asked, and the response code in words.
    """

    def __init__(self, rc: int, detail: str) -> None:
        super().__init__(_CODES.get(rc, "TPM-001"), detail)
        self.rc = rc
