"""What a factory's token notes of how a secret key on it was born, and of the copies made then.

A key with no note was made there, and was never extractable.
"""

import json
from dataclasses import dataclass
from typing import Self

from pkcs11 import Attribute, ObjectClass

from station.errors import StationError
from station.hsm.protection import Birth
from station.hsm.replies import KeyBirth, WrappedCopy
from station.hsm.session import TokenSession


@dataclass(frozen=True)
class Note:
    """How a key was born.

    Attributes:
        birth: where it came from.
        copies: those that were wrapped then; there will never be another.
    """

    birth: Birth = Birth.ON_TOKEN
    copies: tuple[WrappedCopy, ...] = ()

    def written(self) -> bytes:
        """Return it as a token keeps it."""
        copies = [[copy.recipient.hex(), copy.data.hex()] for copy in self.copies]
        return json.dumps([self.birth.value, copies], separators=(",", ":")).encode("ascii")

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return the note in `data`; ValueError for anything else."""
        match json.loads(data):
            case [str() as birth, [*copies]]:
                return cls(Birth(birth), tuple(_copy(one) for one in copies))
            case _:
                raise ValueError("it is not a note of a key's birth")

    def copy_for(self, recipient: bytes) -> bytes:
        """Return the copy that is for a recipient, empty where there is none."""
        return next((one.data for one in self.copies if one.recipient == recipient), b"")

    def told(self, escrow: bytes) -> KeyBirth:
        """Return it as the worker answers.

        Args:
            escrow: SHA-256 of the escrow's SubjectPublicKeyInfo, empty where there is none.
        """
        return KeyBirth(self.birth.value, self.copies, escrow)


def _copy(value: object) -> WrappedCopy:
    match value:
        case [str() as recipient, str() as data]:
            return WrappedCopy(bytes.fromhex(recipient), bytes.fromhex(data))
        case _:
            raise ValueError("it is not a copy of a key")


def note_label(key_id: bytes) -> str:
    """Return the CKA_LABEL of the note that belongs to a key."""
    return f"station-birth-{key_id.hex()}"


def note_of(token: TokenSession, key_id: bytes) -> Note:
    """Return what the token notes of a key.

    Raises:
        StationError: HSM-019 where there is more than one note, or one that can't be read.
    """
    found = token.labelled(ObjectClass.DATA, note_label(key_id))
    if not found:
        return Note()
    try:
        (one,) = found
        return Note.parse(one[Attribute.VALUE])
    except (ValueError, RecursionError) as error:
        raise StationError("HSM-019", type(error).__name__, what=note_label(key_id)) from error


def forget_note(token: TokenSession, key_id: bytes) -> None:
    """Destroy what was noted of a key that isn't there."""
    for one in token.labelled(ObjectClass.DATA, note_label(key_id)):
        one.destroy()
