"""By what the factory's token is unlocked, and how a credential for that says which token."""

import hashlib
from enum import Enum
from typing import Final

from station.secret import Secret

CREDENTIAL_NAME: Final = "station-pin"
"""What systemd calls the credential; it is bound to that name."""
_FORM: Final = b"station-pin-v1"


class UnlockedBy(Enum):
    """What the PIN came from."""

    PIN = "pin"
    PIN_PAD = "pin-pad"
    CREDENTIAL = "credential"


class PadPin(Secret):
    """In place of a PIN: it is typed at the token's own pad, and Station never has it."""

    def __init__(self) -> None:
        super().__init__(b"")


class CredentialPin(Secret):
    """A PIN from a credential that systemd opened for Station."""


def spent(pin: Secret) -> UnlockedBy:
    """Return what a PIN came from that has unlocked a token; one from a credential is wiped."""
    if isinstance(pin, PadPin):
        return UnlockedBy.PIN_PAD
    if not isinstance(pin, CredentialPin):
        return UnlockedBy.PIN
    pin.wipe()
    return UnlockedBy.CREDENTIAL


def token_mark(manufacturer: str, model: str, serial: str, label: str) -> str:
    """Return what a token is told by before it is open: SHA-256, hexadecimal."""
    said = "\0".join((manufacturer, model, serial, label))
    return hashlib.sha256(said.encode()).hexdigest()


def credential_of(mark: str, pin: Secret) -> Secret:
    """Return what a credential holds: its form, its token's mark, the PIN; a line each."""
    with pin.reveal() as data:
        return Secret(b"\n".join((_FORM, mark.encode("ascii"), data)))


def pin_in(credential: Secret, mark: str) -> CredentialPin | None:
    """Return the PIN in a credential where it is that token's, else None.

    Raises:
        ValueError: where it is no such credential at all.
    """
    with credential.reveal() as data:
        form, _, rest = data.partition(b"\n")
        for_mark, _, pin = rest.partition(b"\n")
        if form != _FORM or not pin:
            raise ValueError("it is no credential of Station's")
        return CredentialPin(pin) if for_mark == mark.encode("ascii") else None
