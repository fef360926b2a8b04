"""A token that has a pad of its own: the PIN is typed there, and no program ever has it.

PKCS#11 2.40 base 5.6: where CKF_PROTECTED_AUTHENTICATION_PATH is set, C_Login takes no PIN and
waits until somebody has typed it at the token or its reader.
"""

from typing import Final

from pkcs11 import PROTECTED_AUTH, TokenFlag, exceptions
from pkcs11.types import Session
from pkcs11.types import Token as Pkcs11Token

from station.errors import StationError
from station.secret import Secret

PAD_S: Final = 90.0
"""How long somebody may take at the pad, seconds; readers give up earlier."""


def opened_by(token: Pkcs11Token, pin: Secret, *, officer: bool = False) -> Session:
    """Open a session and log in, by a PIN or, where it is empty, at the token's own pad.

    Args:
        token: the token.
        pin: UTF-8.
        officer: whether it is the security officer's.

    Raises:
        StationError: HSM-051 where there is no pad, HSM-052 where nobody typed there.
        PKCS11Error, UnicodeDecodeError: what else is wrong with the PIN.
    """
    if len(pin) == 0 and not officer:
        return _at_pad(token)
    with pin.reveal() as data:
        text = data.decode("utf-8")
        if officer:
            return token.open(rw=True, so_pin=text)
        return token.open(rw=True, user_pin=text)


def _at_pad(token: Pkcs11Token) -> Session:
    if TokenFlag.PROTECTED_AUTHENTICATION_PATH not in token.flags:
        raise StationError("HSM-051", "its flags say so")
    try:
        return token.open(rw=True, user_pin=PROTECTED_AUTH)
    except (exceptions.FunctionCancelled, exceptions.SessionReadOnlyExists) as error:
        raise StationError("HSM-052", type(error).__name__) from error
