"""A ceremony as data: its steps, what it is to make, and how far one is that was broken off.

What is written down holds no secret. It only tells people where they were: each step finds out by
itself, from tokens and record, what of it is done.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Annotated, Final

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from station.errors import StationError
from station.folders import Data, put_whole
from station.hsm.modules import address_at, library_of
from station.hsm.tokens import TokenAddress
from station.model.custody import Custody
from station.model.strict import Strict
from station.records.ceremonies import CeremonyKind


class StepName(Enum):
    """A step of the ceremony by which a factory's tokens are set up, in their order."""

    PLAN = "plan"
    TOKENS = "tokens"
    KEYS = "keys"
    RECORD = "record"
    FIRST = "first-supervisor"
    SECOND = "second-supervisor"
    COMPARE = "compare"
    SIGN = "sign"


@dataclass(frozen=True)
class Step:
    """What happens in a step, for a page or a terminal to tell.

    Attributes:
        name: which one it is.
        title: what people call it.
        who: who must be there.
        done: what is done.
        aloud: what is read aloud and compared; empty for nothing.
    """

    name: StepName
    title: str
    who: str
    done: str
    aloud: str = ""


_BOTH: Final = "both supervisors"

STEPS: Final[Sequence[Step]] = (
    Step(
        StepName.PLAN,
        "The plan",
        _BOTH,
        "Both look at what is to be set up, and agree to it.",
        "the station's name, the world, and both names and badges",
    ),
    Step(
        StepName.TOKENS,
        "The tokens",
        _BOTH,
        "Both compare each token with what is printed on it.",
        "label and serial number of the root token, then of the factory token",
    ),
    Step(
        StepName.KEYS,
        "The keys",
        _BOTH,
        "The PINs of both tokens are given. The keys are made in the tokens and certified. No "
        "private key ever leaves; the sealing key does once, wrapped for the root token alone. "
        "Afterwards the root token goes back into its envelope.",
    ),
    Step(
        StepName.RECORD,
        "The record",
        _BOTH,
        "The station's record is begun, and signed by the factory token from its first entry.",
    ),
    Step(
        StepName.FIRST,
        "The first supervisor",
        "the first supervisor; the other looks away",
        "The first supervisor chooses a PIN and types it twice.",
    ),
    Step(
        StepName.SECOND,
        "The second supervisor",
        "the second supervisor; the other looks away",
        "The second supervisor chooses a PIN and types it twice.",
    ),
    Step(
        StepName.COMPARE,
        "The fingerprints",
        _BOTH,
        "One reads the fingerprints aloud, the other compares them on the screen.",
        "the fingerprint of each key, in groups of four",
    ),
    Step(
        StepName.SIGN,
        "The protocol",
        _BOTH,
        "Each gives badge and PIN once more. The protocol is signed by the factory token and goes "
        "on record; then the folder is a station.",
    ),
)


# Agreed to in the step of the tokens, where the factory's keys are to be in software.
SOFTWARE_KEYS: Final = Step(
    StepName.TOKENS,
    "Keys in software",
    _BOTH,
    "Both accept that production is to work with keys in a software token, or break off here.",
)


def _safe_name(text: str) -> str:
    if not text.isprintable() or text != text.strip():
        raise ValueError("a name has printable characters, and no blank at its ends")
    return text


Named = Annotated[str, Field(min_length=1, max_length=64), AfterValidator(_safe_name)]
StationName = Annotated[Named, Field(max_length=48)]
BadgeText = Annotated[str, Field(pattern=r"^[!-~]{1,64}$")]


class TokenPlace(Strict):
    """Where a token is.

    Attributes:
        library: the PKCS#11 library's path, or a PKCS#11 URI that says by what else it is told.
        label: the token's label.
        environment: what the library wants in its environment.
    """

    library: Annotated[str, Field(min_length=1, max_length=4_096)]
    label: Annotated[str, Field(min_length=1, max_length=32)]
    environment: Mapping[str, str]

    @property
    def address(self) -> TokenAddress:
        """The token's address."""
        return address_at(self.library, dict(self.environment), self.label)


class TokenLine(Strict):
    """A token that was there.

    Attributes:
        role: `root`, `factory` or `second`.
        label: its label.
        serial: its serial number.
        manufacturer: who made it.
        model: which one it is.
        firmware: its firmware's version.
        custody: what it keeps keys in, a value of `Custody`; empty where an older Station wrote it.
    """

    role: str
    label: str
    serial: str
    manufacturer: str
    model: str
    firmware: str
    custody: str = ""

    @property
    def software(self) -> bool:
        """Whether its keys are in software."""
        return self.custody == Custody.SOFTWARE.value


class Member(Strict):
    """One of the two supervisors.

    Attributes:
        badge: what is on the badge.
        name: what people call them.
    """

    badge: BadgeText
    name: Named


class CeremonyPlan(Strict):
    """What a ceremony is to make.

    Attributes:
        station: the station's name, as proofs, manifests and certificates give it.
        practice: whether it is a rehearsal: all of it is practice then, for good.
        root: the token that holds, or gets, the root CA.
        factory: the token that is to work at the station.
        supervisors: the first and the second.
    """

    station: StationName
    practice: bool
    root: TokenPlace
    factory: TokenPlace
    supervisors: tuple[Member, Member]

    @property
    def digest(self) -> str:
        """What a rehearsal must have in common with it; see `rehearsal_digest`."""
        return rehearsal_digest(self.station, [(one.badge, one.name) for one in self.supervisors])


def rehearsal_digest(station: str, supervisors: Sequence[tuple[str, str]]) -> str:
    """Return SHA-256 in hexadecimal over what a rehearsal and the real one have in common.

    Args:
        station: the station's name.
        supervisors: badge and name of both; the tokens are other ones in a rehearsal.
    """
    people = [[badge.lower(), name] for badge, name in supervisors]
    steps = [step.name.value for step in STEPS]
    content = json.dumps(["station-ceremony-v1", station, people, steps])
    return hashlib.sha256(content.encode()).hexdigest()


def wrong_names(station: str, supervisors: Sequence[tuple[str, str]]) -> frozenset[str]:
    """Return which of a plan's names can't be: `station`, and `badge-1`, `name-1` and so on.

    Two people with one badge are one: it is the second's badge then that can't be.

    Args:
        station: the station's name.
        supervisors: badge and name of both.
    """
    found = set()
    if not _fits(TypeAdapter(StationName), station):
        found.add("station")
    for number, (badge, name) in enumerate(supervisors, 1):
        others = {other.lower() for other, _ in supervisors[: number - 1]}
        if not _fits(TypeAdapter(BadgeText), badge) or badge.lower() in others:
            found.add(f"badge-{number}")
        if not _fits(TypeAdapter(Named), name):
            found.add(f"name-{number}")
    return frozenset(found)


def _fits(kind: TypeAdapter[str], text: str) -> bool:
    try:
        kind.validate_python(text)
    except ValidationError:
        return False
    return True


def made_plan(
    *,
    station: str,
    practice: bool,
    root: TokenAddress,
    factory: TokenAddress,
    supervisors: Sequence[tuple[str, str]],
) -> CeremonyPlan:
    """Return a plan of what people typed.

    Args:
        station: the station's name.
        practice: whether it is a rehearsal.
        root: the root's token.
        factory: the factory's token.
        supervisors: badge and name of two people.

    Raises:
        StationError: CFG-004 saying what can't be like that.
    """
    if root == factory:
        raise StationError("CFG-004", why="the root token and the factory token are two tokens")
    badges = [badge.lower() for badge, _ in supervisors]
    if len(badges) != 2 or len(set(badges)) != 2:
        raise StationError("CFG-004", why="the supervisors are two people with a badge each")
    try:
        return CeremonyPlan(
            station=station,
            practice=practice,
            root=_place(root),
            factory=_place(factory),
            supervisors=tuple(Member(badge=badge, name=name) for badge, name in supervisors),
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = " ".join(str(part) for part in first["loc"]) or "a supervisor"
        raise StationError("CFG-004", why=f"{where}: {first['msg']}") from error


def _place(address: TokenAddress) -> TokenPlace:
    return TokenPlace(
        library=library_of(address),
        label=address.label or "",
        environment=dict(address.module.environment),
    )


class DoneStep(Strict):
    """A step that is done.

    Attributes:
        name: which.
        time: when, UTC.
    """

    name: StepName
    time: datetime


class Rehearsal(Strict):
    """A rehearsal that was gone through.

    Attributes:
        time: when its protocol was made, UTC.
        protocol: SHA-256 of that, hexadecimal.
    """

    time: datetime
    protocol: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Progress(Strict):
    """How far a ceremony is.

    Attributes:
        kind: what for.
        plan: what it is to make.
        begun: when it began, UTC.
        rehearsal: what was gone through before; None where nobody rehearsed.
        place: where it is held, as the people say.
        tokens: what both tokens said of themselves, root first; empty before that step.
        done: the steps that are done, in their order.
    """

    kind: CeremonyKind
    plan: CeremonyPlan
    begun: datetime
    rehearsal: Rehearsal | None
    place: Annotated[str, Field(max_length=100)] = ""
    tokens: tuple[TokenLine, ...] = ()
    done: tuple[DoneStep, ...] = ()

    def is_done(self, step: StepName) -> bool:
        """Whether a step is done."""
        return any(one.name is step for one in self.done)

    @property
    def next(self) -> Step | None:
        """The first step that isn't done, or None."""
        return next((step for step in STEPS if not self.is_done(step.name)), None)

    def after(self, step: StepName, now: datetime) -> "Progress":
        """Return how far it is once a step is done; to do one again changes nothing."""
        if self.is_done(step):
            return self
        return self.model_copy(update={"done": (*self.done, DoneStep(name=step, time=now))})

    def before(self, step: StepName) -> "Progress":
        """Return how far it was before a step."""
        names = [one.name for one in self.done]
        return self.model_copy(update={"done": self.done[: names.index(step)]})

    def write(self, data: Data) -> None:
        """Write it down in a data folder.

        Raises:
            StationError: CFG-003 where it can't be written.
        """
        try:
            put_whole(data.ceremony, self.model_dump_json(indent=1).encode())
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(data.root)) from error

    @classmethod
    def read(cls, data: Data) -> "Progress | None":
        """Return how far the ceremony in a data folder is; None where none was begun.

        Raises:
            StationError: CFG-011 where what is written down can't be read.
        """
        try:
            return cls.model_validate_json(data.ceremony.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            why = f"{data.ceremony.name} can't be read"
            raise StationError("CFG-011", path=str(data.root), why=why) from error
