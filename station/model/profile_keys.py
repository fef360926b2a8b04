"""Which key a unit gets, where it is made and kept: a profile's [x509], [symmetric] and [token]."""

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from station.model.certificate import CertificateTemplate
from station.model.profile_certificate import CertificateSettings
from station.model.profile_choices import (
    DeviceProof,
    Keeper,
    KeyKind,
    Leftovers,
    PinAlphabet,
    PinPolicy,
)
from station.model.profile_names import NameTemplate
from station.model.strict import Strict, misplaced

SEALED: Final = "sealed"
BY_TPM: Final = "tpm"
IN_THE_CLEAR: Final = "in_the_clear"
RISK: Final = "whoever reads the line has the key"


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
        keeper: with `x509-device`, where the device keeps its key.
        handshake: with `x509`, whether the unit's key is proved by TLS handshakes too.
        install: with `x509`, where the key is made: on the unit's token; in the factory's, which
            wraps it for the unit's; or, as dangerous as `inject_plaintext_key` is named, in this
            computer's memory in the clear.
        certificate: what stands in the certificate besides.
    """

    key: KeyKind = KeyKind.EC_P256
    valid_days: Annotated[int, Field(ge=1, le=36_500)] = 3_650
    handle: Annotated[str, AfterValidator(_handle)] = "0x81000010"
    proof: DeviceProof = DeviceProof.SIGNATURE
    keeper: Keeper = Keeper.SECURE
    handshake: bool = False
    install: Literal["make-on-token", "wrap", "inject_plaintext_key"] = "make-on-token"
    certificate: CertificateSettings = CertificateSettings()

    @property
    def template(self) -> CertificateTemplate:
        """What the certificates of all units have in common."""
        return self.certificate.template(self.valid_days)

    @model_validator(mode="after")
    def _fit_together(self) -> "X509Settings":
        if self.certificate.until and "valid_days" in self.model_fields_set:
            raise misplaced(("valid_days",), "the certificate has no end: see until")
        curve = self.key in {KeyKind.EC_P256, KeyKind.EC_P384}
        for key, given, fits in (
            ("key_agreement", self.certificate.key_agreement, curve),
            ("key_encipherment", self.certificate.key_encipherment, not curve),
        ):
            if given and not fits:
                why = f"a key of the kind {self.key.value} can't be used that way"
                raise misplaced(("certificate", key), why)
        return self


class SymmetricSettings(Strict):
    """How the derived key gets into the unit's token, or to a device that keeps it by itself.

    Attributes:
        install: with `symmetric`, `wrap` encrypts the key in the factory's worker to the unit's
            token; `inject_plaintext_key` is as dangerous as it is named: the key passes the
            station's memory in the clear. With `symmetric-device` it is `sealed` to a key that the
            device made, given `in_the_clear`, or wrapped to the device's `tpm`, which keeps it.
        risk: with `in_the_clear`, and only with it: the sentence that says what that means.
        keeper: with `symmetric-device`, where the device keeps the key, if not in its TPM.
        handle: with `tpm`, where the TPM keeps the key.
    """

    install: Literal["wrap", "inject_plaintext_key", "sealed", "in_the_clear", "tpm"]
    risk: Literal["whoever reads the line has the key"] | None = None
    keeper: Keeper = Keeper.SECURE
    handle: Annotated[str, AfterValidator(_handle)] = "0x81000011"

    @model_validator(mode="after")
    def _kept_in_one_place(self) -> "SymmetricSettings":
        by_tpm = self.install == BY_TPM
        if "keeper" in self.model_fields_set and by_tpm:
            raise misplaced(("keeper",), f'with install = "{BY_TPM}" the unit\'s TPM keeps the key')
        if "handle" in self.model_fields_set and not by_tpm:
            raise misplaced(("handle",), f'only install = "{BY_TPM}" has a handle')
        return self

    @model_validator(mode="after")
    def _says_the_risk(self) -> "SymmetricSettings":
        if (self.install == IN_THE_CLEAR) != (self.risk is not None):
            why = f'install = "{IN_THE_CLEAR}" needs risk = "{RISK}", and no other way has it'
            raise misplaced(("risk",), why)
        return self


class TokenSettings(Strict):
    """The unit's own security token.

    Attributes:
        label: template of the token's label, or None for the only one in the position's slot.
        initialise: whether units' tokens come without a label and PINs, and are initialised here.
        pin: `order`, the one that they come with, or `random`, one of each unit's own.
        pin_length: of PINs that are made here, characters.
        pin_alphabet: what they are made of.
        leftovers: whether a unit is refused whose token holds what an earlier run left there, or
            Station removes exactly that. A key that a unit is enrolled with is never removed.
    """

    label: NameTemplate | None = None
    initialise: bool = False
    pin: PinPolicy = PinPolicy.ORDER
    pin_length: Annotated[int, Field(ge=4, le=64)] = 12
    pin_alphabet: PinAlphabet = PinAlphabet.DIGITS
    leftovers: Leftovers = Leftovers.REFUSE

    @property
    def makes_pins(self) -> bool:
        """Whether PINs of each unit's own are made."""
        return self.initialise or self.pin is PinPolicy.RANDOM

    @property
    def takes_order_pin(self) -> bool:
        """Whether the order's PIN opens units' tokens, at least the first time."""
        return not self.initialise or self.pin is PinPolicy.ORDER

    @model_validator(mode="after")
    def _pins_fit(self) -> "TokenSettings":
        if self.initialise and self.label is None:
            raise misplaced(("initialise",), "a token is initialised with a label: say which")
        for key in ("pin_length", "pin_alphabet"):
            if key in self.model_fields_set and not self.makes_pins:
                why = 'no PIN is made here without initialise = true or pin = "random"'
                raise misplaced((key,), why)
        return self
