"""How a product is provisioned: the profile, as its TOML says it."""

import re
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from station.model.strict import Strict, misplaced
from station.model.template import Template

# One that begins and ends with a letter or digit is also a registration ID: the name of an order
# serves as that of its enrollment group.
NAME_PATTERN: Final = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
LOGIN_PATTERN: Final = r"^[!-~]+$"
TYPED_PATTERN: Final = r"^[ -~]+$"  # what a line of a terminal may hold
CONSOLE: Final = "console"


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except (re.error, OverflowError) as error:
        raise ValueError(f"it is not a regular expression: {error}") from error
    return text


def _template(text: str) -> str:
    Template.parse(text)
    return text


def _one_each(text: str) -> str:
    """Refuse a template by which two units could have one device ID: they would be one device."""
    if "{serial}" not in text and not ("{order}" in text and "{counter" in text):
        raise ValueError("units would share it: use {serial}, or both {order} and {counter}")
    return text


Pattern = Annotated[str, Field(max_length=200), AfterValidator(_pattern)]
NameTemplate = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_template)]
DeviceTemplate = Annotated[NameTemplate, AfterValidator(_one_each)]
Name = Annotated[str, Field(pattern=NAME_PATTERN)]
ShellCommand = Annotated[str, Field(pattern=TYPED_PATTERN, min_length=1, max_length=500)]


# Which table each mechanism needs, and which it may have.
_TABLES: Final[Mapping[str, tuple[str | None, frozenset[str]]]] = {
    "tpm": ("tpm", frozenset({"tpm"})),
    "x509": ("x509", frozenset({"x509"})),
    "x509-device": ("x509", frozenset({"x509"})),
    "x509-tpm": ("x509", frozenset({"x509", "tpm"})),
    "symmetric": ("symmetric", frozenset({"symmetric"})),
}


class CertificatePolicy(Enum):
    """What becomes of a TPM whose endorsement certificate is missing or untrusted."""

    REQUIRE = "require"
    RECORD = "record"


class KeyKind(Enum):
    """The kinds of key that a unit's token makes."""

    EC_P256 = "ec-p256"
    EC_P384 = "ec-p384"
    RSA_2048 = "rsa-2048"
    RSA_3072 = "rsa-3072"


class ProveWhen(Enum):
    """When a unit proves that it has its identity."""

    AT_ONCE = "at-once"
    AFTER_RESTART = "after-restart"


class StartBy(Enum):
    """What starts a unit's run."""

    SCAN = "scan"
    BUTTON = "button"
    PLUGGED = "plugged"
    PROMPT = "prompt"


class ConsoleSettings(Strict):
    """How to log in to a unit that is a Linux shell on a serial console, and what to type there.

    Commands are run by the unit's own shell as they stand here, with nothing on their input.

    Attributes:
        user: whom to log in as.
        password: what to give where it asks for one, or None where it doesn't. It is sent only to
            a port of this machine, and stands in no message.
        serial: the command that prints the unit's serial number.
        model: the command that prints the product's name, or None.
        firmware: the command that prints the firmware's version, or None.
        tpm_send: the program that gives its input to the TPM as one raw command and prints the raw
            response, with its arguments.
    """

    user: Annotated[str, Field(pattern=LOGIN_PATTERN, max_length=64)]
    password: Annotated[
        str | None, Field(pattern=TYPED_PATTERN, max_length=128, repr=False, exclude=True)
    ] = None
    serial: ShellCommand
    model: ShellCommand | None = None
    firmware: ShellCommand | None = None
    tpm_send: ShellCommand = "tpm2_send"


class LinkSettings(Strict):
    """How to talk to the unit.

    Attributes:
        kind: a key of `LINKS`.
        baud: the serial line's speed, bits a second.
        answer_s: how long a single answer may take, seconds.
        connect_s: how long the first answer may take, seconds.
        console: with the kind `console`, and only with it: how to log in.
    """

    kind: Name = "smp"
    baud: Annotated[int, Field(ge=1200, le=4_000_000)] = 115_200
    answer_s: Annotated[float, Field(gt=0, le=600)] = 5.0
    connect_s: Annotated[float, Field(gt=0, le=600)] = 5.0
    console: ConsoleSettings | None = None

    @model_validator(mode="after")
    def _own_settings_only(self) -> "LinkSettings":
        if self.console and self.kind != CONSOLE:
            why = f"this table has no meaning with the link kind {self.kind}"
            raise misplaced(("console",), why)
        if self.kind == CONSOLE and self.console is None:
            why = "the table [link.console] is missing, which this kind of link needs"
            raise misplaced(("kind",), why)
        return self


class TpmSettings(Strict):
    """What a TPM must show.

    Attributes:
        ek_certificate: `require` a trusted certificate, or `record` what there is.
        uncertified_max: with `record`, how many such units an order may have.
    """

    ek_certificate: CertificatePolicy = CertificatePolicy.REQUIRE
    uncertified_max: Annotated[int, Field(ge=0)] = 0


class X509Settings(Strict):
    """How the unit's key and certificate are made.

    Attributes:
        key: the kind of key that the unit's token makes.
        valid_days: how long the certificate is valid.
    """

    key: KeyKind = KeyKind.EC_P256
    valid_days: Annotated[int, Field(ge=1, le=36_500)] = 3_650


class SymmetricSettings(Strict):
    """How the derived key gets into the unit's token.

    Attributes:
        install: the only way yet, named as dangerous as it is: the key passes the station's memory.
    """

    install: Literal["inject_plaintext_key"]


class TokenSettings(Strict):
    """The unit's own security token.

    Attributes:
        label: template of the token's label, or None for the only one in the position's slot.
    """

    label: NameTemplate | None = None


class ProfileNames(Strict):
    """How units are named.

    Attributes:
        serial: regular expression that a whole serial number must match; left out, one whose
            every match can serve as a registration ID.
        registration_id: template; TPM units are named by their endorsement key instead.
        device_id: template with what no two units share, or None to let the registration ID serve;
            not with groups.
    """

    serial: Pattern = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"
    registration_id: NameTemplate = "{serial}"
    device_id: DeviceTemplate | None = None


class Profile(Strict):
    """A product: everything that provisioning one unit of it needs to know.

    Attributes:
        schema_version: of this file's form; 1.
        name: lower case letters, digits and inner dashes, at most 64; the file's name too.
        title: what people call the product.
        mechanism: a key of `MECHANISMS`.
        practice: whether it is for practice parts; the two are never mixed.
        prove: `at-once`, or also `after-restart`, so that what is only in memory doesn't pass.
        start: what starts a unit: its `scan` and a press, the `button` alone, that it is `plugged`
            in, or its first `prompt`.
    """

    schema_version: Literal[1] = Field(alias="schema")
    name: Name
    title: Annotated[str, Field(min_length=1, max_length=100)]
    mechanism: Name
    practice: bool = False
    prove: ProveWhen = ProveWhen.AT_ONCE
    start: StartBy = StartBy.SCAN
    link: LinkSettings = LinkSettings()
    names: ProfileNames = ProfileNames()
    token: TokenSettings = TokenSettings()
    tpm: TpmSettings | None = None
    x509: X509Settings | None = None
    symmetric: SymmetricSettings | None = None

    @model_validator(mode="after")
    def _own_settings_only(self) -> "Profile":
        given = {"tpm": self.tpm, "x509": self.x509, "symmetric": self.symmetric}
        wanted, allowed = _TABLES.get(self.mechanism, (None, frozenset[str]()))
        foreign = [name for name, part in given.items() if part and name not in allowed]
        if foreign:
            why = f"this table has no meaning with the mechanism {self.mechanism}"
            raise misplaced((foreign[0],), why)
        if wanted is not None and given[wanted] is None:
            why = f"the table [{wanted}] is missing, which this mechanism needs"
            raise misplaced(("mechanism",), why)
        if self.mechanism == "tpm" and "registration_id" in self.names.model_fields_set:
            why = "units with a TPM are named by their endorsement key"
            raise misplaced(("names", "registration_id"), why)
        if self.symmetric and self.names.device_id:
            why = "units of an enrollment group have no device ID of their own"
            raise misplaced(("names", "device_id"), why)
        return self
