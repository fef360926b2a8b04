"""A ceremony held: from two empty tokens and an empty folder to a station of two supervisors.

A terminal and the window drive the same steps: both are a `Room`. Each step finds out what of it
is done already, so a ceremony that was broken off anywhere (power, a token pulled, Ctrl-C) goes on
when it is held again. The folder becomes a station in its last step, by its factory file.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol, TypeVar

from cryptography import x509
from cryptography.x509.oid import NameOID

from station import __version__
from station.errors import Fault, StationError
from station.folders import Data
from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.tries import MOST_WRONG, WRONG_PIN, PinTries
from station.line.clock import check_clock
from station.model.custody import Custody
from station.model.names import shown
from station.model.people import Credential, Person, Role
from station.model.rights import Approval, Right
from station.model.world import World
from station.operations.ceremony_begin import SET_UP
from station.operations.ceremony_document import DOCUMENT, PinPolicy, ProtocolDocument
from station.operations.ceremony_plan import (
    SOFTWARE_KEYS,
    STEPS,
    Member,
    Progress,
    Step,
    StepName,
    TokenLine,
    TokenPlace,
)
from station.operations.ceremony_protocol import (
    certificate_lines,
    check_protocol,
    key_lines,
    write_protocol,
)
from station.operations.ceremony_words import (
    NOT_REHEARSED,
    PRACTICE,
    SOFTWARE_REASON,
    plan_lines,
    software_lines,
    token_line,
    token_words,
)
from station.operations.factory_file import FactoryFile
from station.operations.plant import utc_now
from station.operations.report_words import in_fours
from station.records.ceremonies import CeremonyKind
from station.records.clock import steady_seconds
from station.records.files import FileLock, remove_file
from station.records.store import Records
from station.secret import Secret
from station.service.exports.manifest import Anchor

# A token's PIN or a person's was wrong or can't be, or both times weren't the same.
_MISTYPED: Final = frozenset({WRONG_PIN, "REC-020", "REC-023", "REC-055", "CFG-030"})
# What one of the two tokens is, or can't do, so that another one may be needed.
_UNFIT: Final = frozenset(
    {"HSM-004", "HSM-008", "HSM-019", "HSM-024", "HSM-041", "HSM-047", "LIN-007"}
)
_Got = TypeVar("_Got")


class Room(Protocol):
    """The two people in the room, as a terminal or a window reaches them.

    Called from the thread that holds the ceremony, one question at a time. Where a method raises,
    the ceremony is broken off, and goes on there the next time.
    """

    def begin(self, step: Step, number: int, of: int) -> None:
        """Tell that a step begins: who must be there, what is done, what is read aloud."""
        ...

    def agree(self, step: Step, lines: Sequence[str]) -> bool:
        """Show lines to be read aloud and compared; return whether both say that it is so."""
        ...

    def token_pin(self, token: TokenLine) -> Secret:
        """Return the PIN of the root's or the factory's token, which somebody gives."""
        ...

    def new_pin(self, member: Member) -> Secret:
        """Return the PIN that a supervisor chooses, typed twice; the other looks away."""
        ...

    def own_pin(self, member: Member) -> Secret:
        """Return the PIN by which a supervisor signs."""
        ...

    def again(self, error: StationError) -> bool:
        """Tell what was wrong with a PIN; return whether it is to be given once more."""
        ...


@dataclass(frozen=True)
class Held:
    """A ceremony that is over.

    Attributes:
        folder: where its protocol lies.
        protocol: the protocol's SHA-256, hexadecimal.
        document: what the protocol says.
    """

    folder: Path
    protocol: str
    document: ProtocolDocument


def hold_ceremony(data: Data, room: Room, *, last_try: bool = False) -> Held:
    """Hold the ceremony that was begun in a data folder, from where it is to its end.

    Args:
        data: the folder.
        room: the people.
        last_try: whether a token's PIN is tried once where it could be the last time; a wrong one
            isn't asked for again then.

    Raises:
        StationError: CFG-007 where none was begun, CFG-043 where it is over, CFG-045 where somebody
            didn't agree, CFG-048 where both tokens are one, HSM-044 where a token is another
            station's or another one than before, HSM-022 where the clock is wrong, REC-004 where it
            is held already; as `FactoryHsm.set_up`, `Records.create` and `write_protocol`.
    """
    if data.factory.exists():
        data.ceremony.unlink(missing_ok=True)
        raise StationError("CFG-043", path=str(data.root))
    with ExitStack() as opened:
        lock = FileLock.taken(data.ceremony)
        opened.callback(lock.release)
        progress = Progress.read(data)
        if progress is None:
            raise StationError("CFG-007", path=str(data.root))
        work = _Work(data, room, progress, PinTries(data.pin_tries, last_try=last_try), opened)
        return work.all_steps()


class _Work:
    """One go at a ceremony."""

    def __init__(
        self, data: Data, room: Room, progress: Progress, tries: PinTries, opened: ExitStack
    ) -> None:
        self._data = data
        self._room = room
        self._progress = progress
        self._plan = progress.plan
        self._tries = tries
        self._opened = opened
        self._factory: FactoryHsm | None = None
        self._records: Records | None = None
        self._acts: Mapping[StepName, Callable[[Step], None]] = {
            StepName.PLAN: self._agree_to_plan,
            StepName.TOKENS: self._compare_tokens,
            StepName.KEYS: self._make_keys,
            StepName.RECORD: self._begin_record,
            StepName.FIRST: lambda step: self._add(step, self._plan.supervisors[0]),
            StepName.SECOND: lambda step: self._add(step, self._plan.supervisors[1]),
            StepName.COMPARE: self._compare_keys,
            StepName.SIGN: self._sign,
        }

    @property
    def _hsm(self) -> FactoryHsm:
        if self._factory is None:
            raise AssertionError("the step of the keys comes first")
        return self._factory

    @property
    def _book(self) -> Records:
        if self._records is None:
            raise AssertionError("the step of the record comes first")
        return self._records

    def all_steps(self) -> Held:
        for step in STEPS:
            self._acts[step.name](step)
            self._progress = self._progress.after(step.name, _now())
            self._progress.write(self._data)
        folder = self._data.ceremonies / SET_UP
        genuine = check_protocol(folder, None)
        place = self._plan.factory
        FactoryFile(
            station=self._plan.station,
            practice=self._plan.practice,
            library=place.library,
            label=place.label,
            environment=place.environment,
        ).write(self._data, self._hsm.audit_certificate)
        self._data.ceremony.unlink(missing_ok=True)
        return Held(folder, genuine.digest, genuine.document)

    def _begin(self, step: Step) -> None:
        number = [one.name for one in STEPS].index(step.name) + 1
        self._room.begin(step, number, len(STEPS))

    def _agreed(self, step: Step, lines: Sequence[str]) -> None:
        if not self._room.agree(step, lines):
            raise StationError("CFG-045", step=step.title.lower())

    def _agree_to_plan(self, step: Step) -> None:
        if self._progress.is_done(step.name):
            return
        self._begin(step)
        self._agreed(step, plan_lines(self._progress))

    def _compare_tokens(self, step: Step) -> None:
        if self._progress.is_done(step.name):
            return
        self._begin(step)
        tokens = (
            token_line("root", self._plan.root),
            token_line("factory", self._plan.factory),
        )
        if tokens[0] == tokens[1].model_copy(update={"role": tokens[0].role}):
            raise StationError("CFG-048", label=tokens[0].label)
        self._agreed(step, [line for token in tokens for line in token_words(token)])
        if tokens[1].software and not self._plan.practice:
            self._agreed(SOFTWARE_KEYS, software_lines(tokens[1]))
        self._progress = self._progress.model_copy(update={"tokens": tokens})

    def _make_keys(self, step: Step) -> None:
        """Make the keys, or unlock the factory token where they are made."""
        self._begin(step)
        root, factory = self._progress.tokens
        try:
            self._factory = self._retried(lambda: self._unlocked(step, root, factory))
        except StationError as error:
            if error.code in _UNFIT:
                self._choose_again(step)
            raise
        self._opened.enter_context(self._factory)
        if self._factory.practice != self._plan.practice:
            self._choose_again(step)
            raise StationError("LIN-007", "the token is of the other world", fault=Fault.USE)
        issuing = x509.load_der_x509_certificate(self._factory.issuing_chain[0])
        (name,) = issuing.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        if name.value != f"{self._plan.station} Issuing CA":
            self._choose_again(step)
            raise StationError("HSM-044", shown(str(name.value)), label=self._plan.factory.label)
        check_clock(self._factory, utc_now())

    def _choose_again(self, step: Step) -> None:
        """Let the ceremony be forgotten, for another token, where its keys aren't made yet.

        A key that is on one of the tokens already protects nothing; a ceremony takes it again.
        """
        if not self._progress.is_done(step.name):
            self._progress.before(StepName.TOKENS).write(self._data)

    def _unlocked(self, step: Step, root: TokenLine, factory: TokenLine) -> FactoryHsm:
        self._same(factory, self._plan.factory)
        address = self._plan.factory.address
        if self._progress.is_done(step.name):
            return FactoryHsm.open(address, self._room.token_pin(factory), self._tries)
        self._same(root, self._plan.root)
        root_pin, pin = self._room.token_pin(root), self._room.token_pin(factory)
        world = World.PRACTICE if self._plan.practice else World.PRODUCTION
        ceremony = Ceremony(self._plan.station, world, self._plan.root.address, root_pin)
        try:
            return FactoryHsm.set_up(address, pin, ceremony, self._tries)
        except StationError as error:
            if error.code != "HSM-020":
                raise
            # All was made when it was broken off, before that was written down.
            return FactoryHsm.open(address, pin, self._tries)

    @staticmethod
    def _same(before: TokenLine, place: TokenPlace) -> None:
        now = token_line(before.role, place)
        if (now.serial, now.manufacturer) != (before.serial, before.manufacturer):
            raise StationError("HSM-044", f"before: {before.serial}", label=before.label)

    def _begin_record(self, step: Step) -> None:
        self._begin(step)
        path, hsm = self._data.database, self._hsm
        if path.exists() and hsm.last_sequence() == 0:
            # Begun and never signed: nobody has been told of anything in it.
            remove_file(path)
        if path.exists():
            records = Records.open(path, hsm, steady=steady_seconds)
        else:
            records = Records.create(
                path,
                hsm,
                station=self._plan.station,
                practice=self._plan.practice,
                steady=steady_seconds,
            )
        self._records = self._opened.enter_context(records)

    def _add(self, step: Step, member: Member) -> None:
        if member.badge.lower() in {one.badge.lower() for one in self._book.people()}:
            return
        self._begin(step)
        person = Person(member.badge, member.name, Role.SUPERVISOR)
        self._retried(lambda: self._book.add_person(person, self._room.new_pin(member)))

    def _compare_keys(self, step: Step) -> None:
        if self._progress.is_done(step.name):
            return
        self._begin(step)
        lines = []
        for key in key_lines(self._hsm):
            lines += [f"{key.label} ({key.kind}, in {key.token})"]
            lines += [f"    {in_fours(key.fingerprint) or 'secret: nothing can be told of it'}"]
        self._agreed(step, lines)

    def _sign(self, step: Step) -> None:
        records, folder = self._book, self._data.ceremonies / SET_UP
        if (folder / DOCUMENT).exists():
            written = check_protocol(folder, None).digest
            if written in records.protocols():
                return
        self._begin(step)
        approval, chosen = self._retried(self._approvals)
        if chosen is not None:
            records.custody.accept(chosen)
        progress = self._progress.after(step.name, _now())
        digest = write_protocol(folder, self._protocol(progress), self._hsm)
        rehearsed = progress.rehearsal is not None
        records.ceremonies.held(CeremonyKind.SET_UP, digest, rehearsed=rehearsed, approval=approval)

    def _approvals(self) -> tuple[Approval, Approval | None]:
        """Return what both agree to: the ceremony, and keys in software where they are."""
        given = [
            Credential(member.badge, self._room.own_pin(member))
            for member in self._plan.supervisors
        ]
        held = self._book.approve(Right.CEREMONY, given)
        software = self._hsm.custody is Custody.SOFTWARE and not self._plan.practice
        if not software:
            return held, None
        if not self._progress.tokens[1].software:
            # Broken off under an older Station, before anybody was asked.
            self._agreed(SOFTWARE_KEYS, software_lines(self._progress.tokens[1]))
        return held, self._book.approve(Right.SOFTWARE_HSM, given, SOFTWARE_REASON)

    def _protocol(self, progress: Progress) -> ProtocolDocument:
        head, hsm = self._hsm.last_head(), self._hsm
        notice = "" if progress.rehearsal is not None else NOT_REHEARSED
        return ProtocolDocument(
            what=progress.kind,
            station=self._plan.station,
            practice=self._plan.practice,
            notice=PRACTICE if self._plan.practice else notice,
            begun=progress.begun.replace(microsecond=0),
            made=_now(),
            place=progress.place,
            software=__version__,
            people=self._plan.supervisors,
            steps=progress.done,
            tokens=progress.tokens,
            keys=key_lines(hsm),
            certificates=certificate_lines([*hsm.issuing_chain, hsm.audit_certificate]),
            rehearsal=progress.rehearsal,
            pins=PinPolicy(
                people_shortest=self._book.settings().pin_shortest, wrong_before_stop=MOST_WRONG
            ),
            audit=Anchor(sequence=head.sequence, hash=(head.hash or b"").hex()),
            files=(),
        )

    def _retried(self, act: Callable[[], _Got]) -> _Got:
        """Do something that a mistyped PIN can spoil, until it is done or nobody tries again."""
        while True:
            try:
                return act()
            except StationError as error:
                # Who was sure of a token's PIN and was wrong is asked anew whether they are.
                last = error.code == WRONG_PIN and self._tries.last_try
                if last or error.code not in _MISTYPED or not self._room.again(error):
                    raise


def _now() -> datetime:
    return utc_now().replace(microsecond=0)
