"""Which key a unit gets, where it is made and kept: a profile's [x509], [symmetric] and [token]."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from station.model.profile_choices import DeviceProof, KeyKind
from station.model.profile_names import NameTemplate
from station.model.strict import Strict


def _handle(text: str) -> str:
    """Let one of the owner's persistent handles pass (TPM 2.0 Library part 3, TPM2_EvictControl).

    Those of the storage root key, of what the service's clients keep and of endorsement keys are
    other keys' places.
    """
    if not re.fullmatch(r"0x81[0-7][0-9a-f]{5}", text):
        raise ValueError("a handle is 0x81000000 to 0x817fffff, in lower case")
    if text in {"0x81000001", "0x81000100"} or text.startswith("0x8101"):
        raise ValueError("other keys have their place there")
    return text


class X509Settings(Strict):
    """How the unit's key and certificate are made.

    Attributes:
        key: the kind of key that is made in the unit.
        valid_days: how long the certificate is valid.
        handle: with `x509-tpm`, where the TPM keeps the key.
        proof: with `x509-device`, what the device can prove that it holds its key by.
    """

    key: KeyKind = KeyKind.EC_P256
    valid_days: Annotated[int, Field(ge=1, le=36_500)] = 3_650
    handle: Annotated[str, AfterValidator(_handle)] = "0x81000010"
    proof: DeviceProof = DeviceProof.SIGNATURE


class SymmetricSettings(Strict):
    """How the derived key gets into the unit's token.

    Attributes:
        install: "wrap" encrypts the key in the factory's worker to the unit's token; the other is
            named as dangerous as it is: the key passes the station's memory in the clear.
    """

    install: Literal["wrap", "inject_plaintext_key"]


class TokenSettings(Strict):
    """The unit's own security token.

    Attributes:
        label: template of the token's label, or None for the only one in the position's slot.
    """

    label: NameTemplate | None = None
