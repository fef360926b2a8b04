"""The worker's side of a trial: the audit key signs something that stands for nothing."""

from station.errors import StationError
from station.hsm.layout import AUDIT, key_id_of
from station.hsm.replies import Blob
from station.hsm.requests_factory import TrySignature
from station.hsm.session import TokenSession
from station.hsm.signing import signed, token_key
from station.model.audit import TRIAL_SIZE, trial_message


def try_signature(token: TokenSession, request: TrySignature) -> Blob:
    """Sign the trial's own message by the audit key, on the token; nothing is remembered.

    Raises:
        StationError: HSM-008 where it isn't asked for so many bytes, or the key can't sign.
    """
    if len(request.chance) != TRIAL_SIZE:
        raise StationError("HSM-008", f"a trial of {len(request.chance)} bytes")
    return Blob(signed(token_key(token, key_id_of(AUDIT)), trial_message(request.chance)))
