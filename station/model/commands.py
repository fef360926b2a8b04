"""How to talk to a device that has a prompt and answers commands: a profile's [link.commands]."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from station.model.command_template import CERTIFICATES, PASSWORD, SECRET, CommandTemplate
from station.model.linear import LinearPattern, pattern_text
from station.model.strict import Strict, misplaced

COMMANDS: Final = "commands"


def _template(text: str) -> str:
    CommandTemplate.parse(text)
    return text


Sent = Annotated[str, Field(max_length=1000), AfterValidator(_template)]
AnswerPattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(pattern_text)]
LineText = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[ -~]+$")]
ValueName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
GivenText = Annotated[str, Field(max_length=200, pattern=r"^[ -~]*$")]


class LineEnd(Enum):
    """What ends a line that is sent."""

    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    NONE = "none"

    @property
    def sent(self) -> bytes:
        """The bytes."""
        return {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "none": b""}[self.value]


class Echo(Enum):
    """What becomes of the echo of what was sent."""

    STRIP = "strip"
    NONE = "none"


class Flow(Enum):
    """How the device says that it can take no more for now."""

    NONE = "none"
    XON_XOFF = "xon-xoff"
    RTS_CTS = "rts-cts"


class Decoding(Enum):
    """How what an answer holds stands for what it means."""

    TEXT = "text"
    DECIMAL = "decimal"
    HEX = "hex"
    BASE64 = "base64"
    BASE64URL = "base64url"
    PEM = "pem"


_BINARY: Final = frozenset({Decoding.HEX, Decoding.BASE64, Decoding.BASE64URL, Decoding.PEM})


class Exchange(Strict):
    """One thing that is sent, and the answer to it.

    Attributes:
        send: a `CommandTemplate`; None to send nothing and only wait.
        line_end: what ends it, where that is another than usual.
        pause_s: how long to wait before, seconds.
        wait_s: how long the answer may take, seconds; None for the link's `answer_s`.
        again_s: after how many seconds without an answer it is sent again; None for never.
        until: the lines any of which ends the answer. Where this, `until_match` and `prompt` are
            all left out, the link's hold.
        until_match: the pattern of a whole line that ends it.
        prompt: what stands at the end of the answer with no line's end behind it.
        answer: the pattern that the answer must hold; its named groups are captures.
        decode: how each capture is encoded; text where it isn't told.
        equals: templates; what captures must be, once decoded.
        matches: patterns; what the whole of captures must match.
        may_be_refused: whether it doesn't matter if the device refuses it.
        silent: whether the device says nothing to it, so that no answer is waited for.
    """

    send: Sent | None = None
    line_end: LineEnd | None = None
    pause_s: Annotated[float, Field(ge=0, le=60)] = 0.0
    wait_s: Annotated[float | None, Field(gt=0, le=600)] = None
    again_s: Annotated[float | None, Field(gt=0, le=60)] = None
    until: Annotated[tuple[LineText, ...], Field(max_length=10)] = ()
    until_match: AnswerPattern | None = None
    prompt: LineText | None = None
    answer: AnswerPattern | None = None
    decode: Mapping[ValueName, Decoding] = {}
    equals: Mapping[ValueName, Sent] = {}
    matches: Mapping[ValueName, AnswerPattern] = {}
    may_be_refused: bool = False
    silent: bool = False

    @property
    def captures(self) -> frozenset[str]:
        """The names of what the answer's pattern holds."""
        return LinearPattern.parse(self.answer).groups if self.answer else frozenset()

    @property
    def ends_by_itself(self) -> bool:
        """Whether it says what ends its answer."""
        return bool(self.until or self.until_match or self.prompt)

    def templates(self) -> Iterator[tuple[tuple[str, ...], CommandTemplate]]:
        """Yield its templates with their keys."""
        if self.send is not None:
            yield ("send",), CommandTemplate.parse(self.send)
        for name, text in self.equals.items():
            yield ("equals", name), CommandTemplate.parse(text)

    @model_validator(mode="after")
    def _of_captures_only(self) -> "Exchange":
        for table in ("decode", "equals", "matches"):
            for name in getattr(self, table):
                if name not in self.captures:
                    why = f"the answer's pattern has no group (?P<{name}>...)"
                    raise misplaced((table, name), why)
        if self.silent and (self.answer or self.ends_by_itself or self.send is None):
            raise misplaced(("silent",), "then there is something to send, and no answer")
        for name in self.matches:
            if self.decode.get(name, Decoding.TEXT) in _BINARY:
                raise misplaced(("matches", name), "only text can be held against a pattern")
        return self


Exchanges = Annotated[tuple[Exchange, ...], Field(max_length=30)]

# What Station gives to the templates of each list, and what the list must capture: text, or bytes.
_GIVEN: Final[Mapping[str, frozenset[str]]] = {
    "connect": frozenset({PASSWORD}),
    "identify": frozenset(),
    "make_key": frozenset({"common_name", "key"}),
    "install_certificate": CERTIFICATES,
    "certificate": frozenset({"certificate"}),
    "sign_proof": frozenset({"statement"}),
    "make_recipient": frozenset(),
    "install_sealed": frozenset({"enc", "ciphertext", "info", "registration_id"}),
    "install_secret": frozenset({SECRET, "registration_id"}),
    "hmac": frozenset({"message"}),
    "tpm": frozenset({"command"}),
    "restart": frozenset(),
    "leave": frozenset(),
}
_CAPTURED: Final[Mapping[str, str]] = {
    "make_key": "request",
    "sign_proof": "signature",
    "make_recipient": "public",
    "hmac": "signature",
    "tpm": "response",
}
_OF_KEYS: Final = ("make_key", "install_certificate", "certificate")


class Dialogue(Strict):
    """How lines go to and fro between Station and whatever has a prompt, without what they say.

    Attributes:
        line_end: what ends each line that is sent.
        echo: whether lines that repeat what was sent are no part of an answer.
        until: the lines any of which ends a good answer.
        prompt: what else ends one: it stands there with no line's end behind it.
        errors: how the lines begin that end a refusal.
        ignore: patterns of whole lines that the device says by itself, at any time.
        starts: patterns of those that it says when it starts.
        chunk_bytes: how many bytes are sent in one go.
        chunk_pause_s: the pause between two such chunks, seconds.
        flow: how the device stops the station.
        values: texts for the templates, by names of one's own.
    """

    line_end: LineEnd = LineEnd.CR
    echo: Echo = Echo.STRIP
    until: Annotated[tuple[LineText, ...], Field(max_length=10)] = ("OK",)
    prompt: LineText | None = None
    errors: Annotated[tuple[LineText, ...], Field(max_length=20)] = (
        "ERROR",
        "+CME ERROR:",
        "+CMS ERROR:",
    )
    ignore: Annotated[tuple[AnswerPattern, ...], Field(max_length=30)] = ()
    starts: Annotated[tuple[AnswerPattern, ...], Field(max_length=10)] = ()
    chunk_bytes: Annotated[int, Field(ge=1, le=65_536)] = 4096
    chunk_pause_s: Annotated[float, Field(ge=0, le=10)] = 0.0
    flow: Flow = Flow.NONE
    values: Mapping[ValueName, GivenText] = {}

    def exchanges(self, name: str) -> tuple[Exchange, ...]:
        """Return the list of that name."""
        raise NotImplementedError(name)


class CommandsSettings(Dialogue):
    """What to send to a device with a prompt, and what to wait for.

    Attributes:
        connect: what is done first. Its first exchange is sent again until the device answers.
        identify: how the device is asked what it is; captures `serial`, may `model`, `firmware`.
        make_key: has it make its key; captures `request`, PKCS#10.
        install_certificate: gives it its certificate and the chain.
        certificate: reads that back: captures `certificate`, or holds it against what was written.
        sign_proof: has it sign `{statement}`; captures `signature`.
        make_recipient: has it make a key that a secret is sealed to; captures `public`.
        install_sealed: gives it the secret that was sealed to it.
        install_secret: gives it `{secret}` as it is.
        hmac: has it sign `{message}` with its secret; captures `signature`.
        tpm: gives its TPM `{command}`; captures `response`.
        restart: has it restart, and waits until it did.
        leave: what is done last, as far as the device still answers.
    """

    connect: Exchanges = ()
    identify: Annotated[Exchanges, Field(min_length=1)]
    make_key: Exchanges = ()
    install_certificate: Exchanges = ()
    certificate: Exchanges = ()
    sign_proof: Exchanges = ()
    make_recipient: Exchanges = ()
    install_sealed: Exchanges = ()
    install_secret: Exchanges = ()
    hmac: Exchanges = ()
    tpm: Exchanges = ()
    restart: Exchanges = ()
    leave: Exchanges = ()

    def exchanges(self, name: str) -> tuple[Exchange, ...]:
        """Return the list of that name, one of `LISTS`."""
        return dict(self._lists())[name]

    @property
    def known_later(self) -> frozenset[str]:
        """The values that templates have once the device said what it is."""
        captured = (one.captures for one in (*self.connect, *self.identify))
        return frozenset(self.values).union(*captured)

    @property
    def wants_password(self) -> bool:
        """Whether the order's password is sent to the device, as it may be to connect."""
        templates = (one for exchange in self.connect for one in exchange.templates())
        return any(PASSWORD in template.names for _, template in templates)

    @property
    def takes_secret(self) -> bool:
        """Whether the device can be given a secret in some way, and sign with it."""
        sealed = bool(self.make_recipient and self.install_sealed)
        return bool(self.hmac) and (sealed or bool(self.install_secret))

    @property
    def reads_certificate(self) -> bool:
        """Whether the device gives its certificate out, where others tell its digest only."""
        return any("certificate" in exchange.captures for exchange in self.certificate)

    def _lists(self) -> Iterator[tuple[str, tuple[Exchange, ...]]]:
        yield "connect", self.connect
        yield "identify", self.identify
        yield "make_key", self.make_key
        yield "install_certificate", self.install_certificate
        yield "certificate", self.certificate
        yield "sign_proof", self.sign_proof
        yield "make_recipient", self.make_recipient
        yield "install_sealed", self.install_sealed
        yield "install_secret", self.install_secret
        yield "hmac", self.hmac
        yield "tpm", self.tpm
        yield "restart", self.restart
        yield "leave", self.leave

    @model_validator(mode="after")
    def _fits_together(self) -> "CommandsSettings":
        for name in self.values:
            if any(name in given for given in _GIVEN.values()):
                raise misplaced(("values", name), "Station gives a value of this name itself")
        common = frozenset(self.values)
        for name, part in self._lists():
            captured = _checked(name, part, common | _GIVEN[name])
            if name in ("connect", "identify"):
                common |= captured
            _check_captures(name, part, captured)
        described = [name for name in _OF_KEYS if self.exchanges(name)]
        if described and len(described) < len(_OF_KEYS):
            missing = next(name for name in _OF_KEYS if name not in described)
            raise misplaced((described[0],), f"this needs [[link.commands.{missing}]] beside it")
        if self.sign_proof and not described:
            why = "this needs [[link.commands.make_key]] beside it"
            raise misplaced(("sign_proof",), why)
        if self.restart and self.restart[-1].send is not None:
            why = "the last exchange must send nothing, and wait for what shows that it started"
            raise misplaced(("restart",), why)
        return self


LISTS: Final = tuple(_GIVEN)


def _checked(name: str, part: tuple[Exchange, ...], known: frozenset[str]) -> frozenset[str]:
    """Return what a list captures, having looked whether its templates know all their values."""
    captured: frozenset[str] = frozenset()
    for index, exchange in enumerate(part):
        for name_of_template, template in exchange.templates():
            own = exchange.captures if name_of_template[0] == "equals" else frozenset()
            foreign = template.names - known - captured - own
            if foreign:
                there = ", ".join(f"{{{one}}}" for one in sorted(known | captured))
                why = f"there is no {{{min(foreign)}}} here; there are {there}"
                raise misplaced((name, index, *name_of_template), why)
        for taken in exchange.captures & known - captured - {"certificate"}:
            why = f"{taken} is the name of a value that is known already"
            raise misplaced((name, index, "answer"), why)
        captured |= exchange.captures
    return captured


def _check_captures(name: str, part: tuple[Exchange, ...], captured: frozenset[str]) -> None:
    """Look whether a list captures what it is there for."""
    if name == "identify" and "serial" not in captured:
        raise misplaced((name,), "no answer's pattern has the group (?P<serial>...)")
    wanted = _CAPTURED.get(name)
    if part and wanted and wanted not in captured:
        raise misplaced((name,), f"no answer's pattern has the group (?P<{wanted}>...)")
    if name == "certificate" and part and not _tells_the_certificate(part):
        why = "it neither captures (?P<certificate>...) nor holds a capture against {certificate}"
        raise misplaced((name,), why)
    binary = {wanted, "certificate"} if name != "install_certificate" else set()
    for index, exchange in enumerate(part):
        for one in exchange.captures & binary:
            if exchange.decode.get(one, Decoding.TEXT) not in _BINARY:
                why = f"say by decode how {one} is encoded: hex, base64, base64url or pem"
                raise misplaced((name, index, "answer"), why)


def _tells_the_certificate(part: tuple[Exchange, ...]) -> bool:
    # A device that may refuse the question needn't have the certificate.
    part = tuple(exchange for exchange in part if not exchange.may_be_refused)
    if any("certificate" in exchange.captures for exchange in part):
        return True
    compared = [CommandTemplate.parse(text) for one in part for text in one.equals.values()]
    return any("certificate" in template.names for template in compared)
