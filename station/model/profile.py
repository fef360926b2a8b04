"""How a product is provisioned: the profile, as its TOML says it."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from station.model.commands import COMMANDS, CommandsSettings
from station.model.profile_checks import CheckSettings
from station.model.profile_choices import (
    CertificatePolicy,
    DeviceProof,
    EkTemplate,
    KeyKind,
    ProveWhen,
    StartBy,
)
from station.model.profile_console import ConsoleSettings
from station.model.profile_keys import (
    BY_TPM,
    IN_THE_CLEAR,
    SEALED,
    SymmetricSettings,
    TokenSettings,
    X509Settings,
)
from station.model.profile_label import LabelSettings
from station.model.profile_names import ProfileNames
from station.model.profile_rehearsal import NO_REHEARSAL
from station.model.profile_retries import RetrySettings
from station.model.profile_scan import ScanSettings
from station.model.profile_steps import SamplingSettings, StepSettings
from station.model.profile_units import UnitsSettings
from station.model.prompt import Prompts, check_prompts
from station.model.strict import Strict, misplaced

__all__ = ["CertificatePolicy", "DeviceProof", "EkTemplate", "KeyKind", "ProveWhen", "StartBy"]

# One that begins and ends with a letter or digit is also a registration ID: the name of an order
# serves as that of its enrollment group.
NAME_PATTERN: Final = r"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
CONSOLE: Final = "console"
BENCH_TPM: Final = "bench-tpm"
SYMMETRIC_DEVICE: Final = "symmetric-device"


Name = Annotated[str, Field(pattern=NAME_PATTERN)]
Baud = Annotated[int, Field(ge=1200, le=4_000_000)]


# Which table each mechanism needs, and which it may have.
_TABLES: Final[Mapping[str, tuple[str | None, frozenset[str]]]] = {
    "tpm": ("tpm", frozenset({"tpm"})),
    "x509": ("x509", frozenset({"x509"})),
    "x509-device": ("x509", frozenset({"x509"})),
    "x509-tpm": ("x509", frozenset({"x509", "tpm"})),
    "symmetric": ("symmetric", frozenset({"symmetric"})),
    SYMMETRIC_DEVICE: ("symmetric", frozenset({"symmetric", "tpm"})),
}


# The mechanisms whose units keep their key in a security token.
_WITH_TOKEN: Final = frozenset({"x509", "symmetric"})

# The links over which no device makes a key of its own.
_KEYLESS_LINKS: Final = frozenset({CONSOLE, BENCH_TPM})

# The lists of [link.commands] that each mechanism needs there.
_LISTS_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "tpm": ("tpm",),
    "x509-tpm": ("tpm",),
    "x509-device": ("make_key",),
}

# The ways in which a device is given a symmetric key that it keeps by itself, and their lists.
_BY_DEVICE: Final[Mapping[str, tuple[str, ...]]] = {
    SEALED: ("make_recipient", "install_sealed", "hmac"),
    IN_THE_CLEAR: ("install_secret", "hmac"),
    BY_TPM: ("tpm",),
}

# Which keys of the table [x509] have a meaning with one mechanism alone.
_X509_KEYS: Final[Mapping[str, str]] = {
    "handle": "x509-tpm",
    "proof": "x509-device",
    "keeper": "x509-device",
    "handshake": "x509",
    "install": "x509",
}


class LinkSettings(Strict):
    """How to talk to the unit.

    Attributes:
        kind: a key of `LINKS`.
        baud: the serial line's speed, bits a second.
        other_bauds: speeds to try in turn where nothing is understood at `baud`.
        answer_s: how long a single answer may take, seconds.
        connect_s: how long the first answer may take, seconds.
        console: with the kind `console`, and only with it: how to log in.
        commands: with the kind `commands`, and only with it: what to send and what to wait for.
    """

    kind: Name = "smp"
    baud: Baud = 115_200
    other_bauds: Annotated[tuple[Baud, ...], Field(max_length=8)] = ()
    answer_s: Annotated[float, Field(gt=0, le=600)] = 5.0
    connect_s: Annotated[float, Field(gt=0, le=600)] = 5.0
    console: ConsoleSettings | None = None
    commands: CommandsSettings | None = None

    @property
    def asks_password(self) -> bool:
        """Whether units may ask for the order's password before they say who they are."""
        return self.console is not None or bool(self.commands and self.commands.wants_password)

    @model_validator(mode="after")
    def _time_to_start(self) -> "LinkSettings":
        """Give a Linux device the time that it needs from power-on to its login."""
        # Not a validator before: behind one, arrays and names of choices count as Python's own.
        if self.kind == CONSOLE:
            usual = {"answer_s": 15.0, "connect_s": 120.0}
            self.__dict__.update(
                {key: value for key, value in usual.items() if key not in self.model_fields_set}
            )
        return self

    @model_validator(mode="after")
    def _own_settings_only(self) -> "LinkSettings":
        for kind, table in ((CONSOLE, self.console), (COMMANDS, self.commands)):
            if table and self.kind != kind:
                why = f"this table has no meaning with the link kind {self.kind}"
                raise misplaced((kind,), why)
            if table is None and self.kind == kind:
                why = f"the table [link.{kind}] is missing, which this kind of link needs"
                raise misplaced(("kind",), why)
        return self


class TpmSettings(Strict):
    """What a TPM must show.

    Attributes:
        ek_certificate: `require` a trusted certificate, or `record` what there is.
        uncertified_max: with `record`, how many such units an order may have.
        ek_template: the key that the product's client makes: `standard`, TCG's template, which
            makers' certificates are for, or `empty-unique`, which has no certificate.
        ek_allow_list: whether the key must be on the list that the supplier gave with the order.
    """

    ek_certificate: CertificatePolicy = CertificatePolicy.REQUIRE
    uncertified_max: Annotated[int, Field(ge=0)] = 0
    ek_template: EkTemplate = EkTemplate.STANDARD
    ek_allow_list: bool = False

    @model_validator(mode="after")
    def _no_certificate_for_the_other(self) -> "TpmSettings":
        odd = self.ek_template is EkTemplate.EMPTY_UNIQUE
        if odd and self.ek_certificate is CertificatePolicy.REQUIRE:
            why = 'no maker certifies this key: it needs ek_certificate = "record"'
            raise misplaced(("ek_template",), why)
        return self


class Profile(Strict):
    """A product: everything that provisioning one unit of it needs to know.

    Attributes:
        schema_version: of this file's form; 1.
        name: lower case letters, digits and inner dashes, at most 64; the file's name too.
        title: what people call the product.
        version: of what the file says; a version is released once, so a change takes the next.
        mechanism: a key of `MECHANISMS`.
        practice: whether it is for practice parts; the two are never mixed.
        prove: `at-once`, or also `after-restart`, so that what is only in memory doesn't pass.
        rehearse: whether each unit registers with a practice service before it passes.
        start: what starts a unit: its `scan` and a press, the `button` alone, that it is `plugged`
            in, or its first `prompt`.
        scan: which of its label's codes is the serial number; None where that is all the text.
        label: what is printed for each unit that has passed; None for nothing.
        checks: what a unit must say of itself besides.
        steps: how long each step may take.
        retries: how often a unit is tried again by itself.
        sampling: which units prove more than `prove` says; None for none.
        prompts: what the worker is asked in the midst of a run.
    """

    schema_version: Literal[1] = Field(alias="schema")
    name: Name
    title: Annotated[str, Field(min_length=1, max_length=100)]
    version: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    mechanism: Name
    practice: bool = False
    prove: ProveWhen = ProveWhen.AT_ONCE
    rehearse: bool = False
    start: StartBy = StartBy.SCAN
    prompts: Prompts = ()
    link: LinkSettings = LinkSettings()
    names: ProfileNames = ProfileNames()
    units: UnitsSettings = UnitsSettings()
    steps: StepSettings = StepSettings()
    retries: RetrySettings = RetrySettings()
    sampling: SamplingSettings | None = None
    token: TokenSettings = TokenSettings()
    scan: ScanSettings | None = None
    label: LabelSettings | None = None
    checks: CheckSettings = CheckSettings()
    tpm: TpmSettings | None = None
    x509: X509Settings | None = None
    symmetric: SymmetricSettings | None = None

    @property
    def uses_tpm(self) -> bool:
        """Whether the unit's TPM has a part in it."""
        if self.mechanism == SYMMETRIC_DEVICE:
            return self.symmetric is not None and self.symmetric.install == BY_TPM
        return self.mechanism in _TABLES and "tpm" in _TABLES[self.mechanism][1]

    @property
    def gives_secret(self) -> bool:
        """Whether a unit is given its key over the line in the clear."""
        return self.symmetric is not None and self.symmetric.install == IN_THE_CLEAR

    @property
    def can_prove_again(self) -> bool:
        """Whether a unit can prove after a restart what it was given before."""
        if self.link.commands is None or self.mechanism != "x509-device":
            return True
        return self.link.commands.reads_certificate

    @model_validator(mode="after")
    def _own_settings_only(self) -> "Profile":
        given = {"tpm": self.tpm, "x509": self.x509, "symmetric": self.symmetric}
        wanted, allowed = _TABLES.get(self.mechanism, (None, frozenset[str]()))
        allowed -= frozenset() if self.uses_tpm else {"tpm"}
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
        console = self.link.console
        if console and console.password is not None and not self.practice:
            why = "only practice has it here: use station order secret ORDER console-password"
            raise misplaced(("link", "console", "password"), why)
        return self

    @model_validator(mode="after")
    def _pins_where_tokens_are(self) -> "Profile":
        if self.token.makes_pins and self.mechanism not in _WITH_TOKEN:
            why = f"units with the mechanism {self.mechanism} have no token whose PINs are made"
            raise misplaced(("token",), why)
        if "leftovers" in self.token.model_fields_set and self.mechanism not in _WITH_TOKEN:
            why = (
                f"units with the mechanism {self.mechanism} have no token with anything left on it"
            )
            raise misplaced(("token", "leftovers"), why)
        return self

    @model_validator(mode="after")
    def _own_x509_keys_only(self) -> "Profile":
        given = self.x509.model_fields_set if self.x509 else frozenset[str]()
        for key, mechanism in _X509_KEYS.items():
            if key in given and self.mechanism != mechanism:
                why = f"this key has a meaning only with the mechanism {mechanism}"
                raise misplaced(("x509", key), why)
        return self

    @model_validator(mode="after")
    def _own_symmetric_keys_only(self) -> "Profile":
        if self.symmetric is None:
            return self
        by_device = self.mechanism == SYMMETRIC_DEVICE
        if by_device != (self.symmetric.install in _BY_DEVICE):
            why = f"the mechanism {self.mechanism} knows no such way"
            raise misplaced(("symmetric", "install"), why)
        if not by_device and "keeper" in self.symmetric.model_fields_set:
            why = f"this key has a meaning only with the mechanism {SYMMETRIC_DEVICE}"
            raise misplaced(("symmetric", "keeper"), why)
        return self

    @model_validator(mode="after")
    def _link_can_do_it(self) -> "Profile":
        kind = self.link.kind
        by_itself = self.mechanism in ("x509-device", SYMMETRIC_DEVICE) and not self.uses_tpm
        if by_itself and kind in _KEYLESS_LINKS:
            why = f"over a link of the kind {kind} no device makes or takes a key of its own"
            raise misplaced(("mechanism",), why)
        if self.start is StartBy.PROMPT and kind == BENCH_TPM:
            raise misplaced(("start",), "a TPM without a host says nothing by itself")
        self.checks.fit(self.link.commands)
        restarts = self.prove is ProveWhen.AFTER_RESTART or bool(self.sampling)
        check_prompts(self.prompts, restarts=restarts)
        if self.link.commands:
            self._check_lists(self.link.commands)
        return self

    def _check_lists(self, commands: CommandsSettings) -> None:
        lists = _LISTS_NEEDED.get(self.mechanism, ())
        if self.symmetric is not None:
            lists = _BY_DEVICE.get(self.symmetric.install, ())
        for needed in lists:
            if not commands.exchanges(needed):
                why = f"this mechanism needs [[link.commands.{needed}]]"
                raise misplaced(("mechanism",), why)
        if self.mechanism != "x509-device":
            return
        proof = self.x509.proof if self.x509 else DeviceProof.SIGNATURE
        if proof is DeviceProof.SIGNATURE and not commands.sign_proof:
            why = 'it needs [[link.commands.sign_proof]], or proof = "request" in [x509]'
            raise misplaced(("mechanism",), why)
        again = ("prove",) if self.prove is ProveWhen.AFTER_RESTART else ("sampling", "prove")
        if (again == ("prove",) or self.sampling) and not self.can_prove_again:
            why = "after a restart the certificate must be read back, which the commands don't"
            raise misplaced(again, why)

    @model_validator(mode="after")
    def _can_rehearse(self) -> "Profile":
        if self.rehearse and self.mechanism in NO_REHEARSAL:
            raise misplaced(("rehearse",), NO_REHEARSAL[self.mechanism])
        return self

    @model_validator(mode="after")
    def _tries_and_samples(self) -> "Profile":
        if self.retries.transient >= self.units.max_runs:
            why = f"after {self.units.max_runs} runs a unit is quarantined: see max_runs in [units]"
            raise misplaced(("retries", "transient"), why)
        if self.sampling and self.prove is ProveWhen.AFTER_RESTART:
            raise misplaced(("sampling",), 'with prove = "after-restart" every unit does that')
        return self
