"""The terms in which a TPM is asked, and its refusal: they need no TPM software stack."""

from dataclasses import dataclass
from enum import Enum
from typing import Final, NewType

from station.errors import StationError
from station.secret import Secret

Key = NewType("Key", int)

# What every TPM takes in one buffer (TPM2B_MAX_BUFFER; TPM_PT_INPUT_BUFFER is at least this).
MAX_MESSAGE: Final = 1024

# TPM 2.0 Library part 2, 6.6: TPM_RC_AUTH_FAIL, TPM_RC_BAD_AUTH.
_WRONG_PASSWORD: Final = frozenset({0x08E, 0x0A2})


class Hierarchy(Enum):
    """Where a primary key is made: the seed that it comes from."""

    OWNER = "owner"
    ENDORSEMENT = "endorsement"


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


class RefusalError(StationError):
    """The TPM's own answer that it won't: TPM-013 over a password, else TPM-001.

    Args:
        rc: the response code, without the number of the handle, session or parameter.
        detail: what was asked, and the response code in words.
    """

    def __init__(self, rc: int, detail: str) -> None:
        super().__init__("TPM-013" if rc in _WRONG_PASSWORD else "TPM-001", detail)
        self.rc = rc
