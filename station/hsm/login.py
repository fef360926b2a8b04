"""How somebody logs in to a token, and what its refusals mean."""

from contextlib import suppress
from typing import Final

from pkcs11 import PKCS11Error, TokenFlag, exceptions
from pkcs11.types import Session, Slot
from pkcs11.types import Token as Pkcs11Token

from station.errors import StationError
from station.hsm.pin_pad import opened_by
from station.secret import Secret

GONE: Final = (
    exceptions.DeviceRemoved,
    exceptions.SessionClosed,
    exceptions.SessionHandleInvalid,
    exceptions.TokenNotPresent,
    exceptions.TokenNotRecognised,
)
_WRONG_PIN: Final = (
    exceptions.PinExpired,
    exceptions.PinIncorrect,
    exceptions.PinInvalid,
    exceptions.PinLenRange,
    exceptions.UserPinNotInitialized,
)


def logged_in(slot: Slot, token: Pkcs11Token, pin: Secret, *, officer: bool = False) -> Session:
    """Log in as the user, or as the security officer; the PIN is wiped.

    Raises:
        StationError: HSM-003 for a wrong PIN, HSM-004 for a locked one, HSM-005, HSM-008; as
            `opened_by`.
    """
    try:
        return opened_by(token, pin, officer=officer)
    except UnicodeDecodeError:
        raise StationError("HSM-003", "the PIN is not UTF-8") from None
    except exceptions.PinLocked as error:
        raise StationError("HSM-004") from error
    except _WRONG_PIN as error:
        raise StationError("HSM-003", f"{type(error).__name__}{_tries_left(slot)}") from error
    except exceptions.TokenWriteProtected as error:
        raise StationError("HSM-047", "TokenWriteProtected at login") from error
    except PKCS11Error as error:
        code = "HSM-005" if isinstance(error, GONE) else "HSM-008"
        raise StationError(code, f"{type(error).__name__} at login") from error
    finally:
        pin.wipe()


def _tries_left(slot: Slot) -> str:
    with suppress(PKCS11Error):
        flags = slot.get_token().flags
        if TokenFlag.USER_PIN_LOCKED in flags:
            return ", now locked"
        if TokenFlag.USER_PIN_FINAL_TRY in flags:
            return ", one try left"
    return ""
