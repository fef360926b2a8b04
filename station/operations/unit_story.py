"""A unit's story from its first scan to now, in plain words and in order."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from station.model.enrollment import Enrollment
from station.model.names import shown
from station.operations.audit import but_for
from station.operations.audit_words import in_words
from station.operations.details import describe
from station.records.custody import Keeping
from station.records.entries import AuditEntry, EntryKind
from station.records.reader import Reader
from station.records.unit_history import UnitEntry, UnitHistory, UnitRun
from station.records.unit_pins import PinState


class TokenPin(Enum):
    """Which PIN a unit's token has."""

    OWN = "own"
    PREPARED = "prepared"
    ORDER = "order"


PIN_WORDS: Final[Mapping[TokenPin, str]] = {
    TokenPin.OWN: "its own, sealed on record",
    TokenPin.PREPARED: "its own, sealed on record, or still the one that it came with",
    TokenPin.ORDER: "the order's",
}
# What is told of an enrollment, of all that `describe` has; the list shows the rest.
_CERTIFICATE: Final = ("Subject", "Issuer", "Serial number", "Valid until", "SHA-256 fingerprint")
_MAKING: Final = frozenset({EntryKind.SPENT, EntryKind.ENROLLED})
_ENDED: Final = frozenset(
    {EntryKind.ENROLLED, EntryKind.REPROVISIONED, EntryKind.RUN_ENDED, EntryKind.SETTLED}
)
_WANTED: Final[Mapping[str, Sequence[str]]] = {
    "Enrollment": ("Device ID", "ID scope"),
    "Identity": ("Mechanism", "Key made", "Key kept in", "Proved", "Key fingerprint, SHA-256"),
    "Endorsement key": ("Trust",),
    "Endorsement certificate": _CERTIFICATE,
    "Certificate": _CERTIFICATE,
    "Enrollment group": ("Group", "Key"),
}


def token_pin_of(reader: Reader, serial: str) -> TokenPin | None:
    """Return which PIN a unit's token has, as the record tells; None of a unit without a token."""
    pins = reader.pins_told(serial)
    if pins is not None and pins.user is not None:
        return TokenPin.OWN if pins.state is PinState.SET else TokenPin.PREPARED
    runs = reader.runs_of(serial)
    sealed = runs and reader.order(runs[-1].order).token_pin
    return TokenPin.ORDER if sealed else None


@dataclass(frozen=True)
class Chapter:
    """Something that happened to the unit.

    Attributes:
        time: when, by the station's clock, UTC.
        sequence: the number of the entry that tells of it; None where none does yet.
        words: what happened, in one line.
        details: more of it, a line each.
    """

    time: datetime
    sequence: int | None
    words: str
    details: tuple[str, ...] = ()

    @property
    def lines(self) -> Iterator[str]:
        """Yield it as it is told."""
        where = "not in the chain yet" if self.sequence is None else f"entry {self.sequence}"
        yield f"{self.time:%Y-%m-%d %H:%M:%S} UTC  {self.words} ({where})"
        for detail in self.details:
            yield f"    {detail}"


def tell(history: UnitHistory) -> tuple[Chapter, ...]:
    """Return the story of a unit: each entry that tells of it, then the runs that are at work."""
    told = [_chapter(one, history) for one in history.entries]
    working = [
        Chapter(one.run.started, None, f"Run {name} is at work", tuple(_begun(one)))
        for name, one in history.runs.items()
        if one.run.outcome is None
    ]
    return (*told, *working)


def verdict_words(history: UnitHistory) -> str:
    """Return what was verified, in words; or that something isn't genuine."""
    if history.findings:
        return "Not genuine: something was changed behind Station's back."
    signed = 0 if history.head is None else history.head.sequence
    last = history.entries[-1].link.sequence if history.entries else 0
    words = (
        f"Verified: the chain from entry 1 to {history.length:,} is whole"
        f"{but_for(history.gaps)}, entry {signed:,} is "
        "signed by the audit key, and so is all before it. "
    )
    if not history.known:
        return f"{words}None of it tells of this unit."
    words += (
        f"What tells of this unit are {len(history.entries)} entries, and its rows are what they "
        "say. An older copy can't be told here: 'station audit verify' compares it with an anchor."
    )
    if last > signed:
        words += f" What came after entry {signed:,} is not signed yet."
    return words


def _chapter(one: UnitEntry, history: UnitHistory) -> Chapter:
    entry, details = one.entry, list[str]()
    run = history.runs.get(str(entry.data.get("run")))
    if run is not None and entry.kind in _ENDED:
        details += _begun(run)
        details += _went(run)
    if entry.kind is EntryKind.REPROVISIONED:
        details.append(f"Proved: {shown(str(entry.data.get('proof')), 500)}")
    if entry.kind in _MAKING:
        details += _factory_keys(entry, history)
    number = entry.data.get("enrollment")
    if entry.kind is EntryKind.ENROLLED and isinstance(number, int):
        enrollment = history.enrollments.get(number)
        details += _identity(enrollment) if enrollment else ()
    return Chapter(entry.time, entry.sequence, in_words(entry), tuple(details))


def _factory_keys(entry: AuditEntry, history: UnitHistory) -> Iterator[str]:
    number = entry.data.get("custody")
    told = history.keepings.get(number) if isinstance(number, int) else None
    if told is not None:
        with suppress(ValueError):  # which is a finding
            words = Keeping.of_entry(told.entry).words
            yield f"The factory's keys were in a {words} (entry {number})"


def factory_keys_of(history: UnitHistory) -> tuple[str, ...]:
    """Return what the factory's keys were kept in when they made the unit's identities."""
    return tuple(
        Keeping.of_entry(one.entry).words for one in dict(sorted(history.keepings.items())).values()
    )


def _identity(enrollment: Enrollment) -> Iterator[str]:
    """Yield what the unit is, where its key was born, what was proved, and its certificate."""
    for section in describe(enrollment):
        wanted = _WANTED.get(section.title, ())
        for found in section.fields:
            if found.name in wanted:
                yield f"{section.title}: {found.name}: {found.value}"


def _begun(one: UnitRun) -> Iterator[str]:
    run = one.run
    yield (
        f"Begun {run.started:%Y-%m-%d %H:%M:%S} UTC at position {shown(run.position)}, order "
        f"{shown(run.order)}, profile with SHA-256 {shown(run.profile_hash, 64)}"
    )
    workers = ", ".join(shown(badge) for badge in run.workers)
    yield f"Answered for by {workers}" if workers else "Nobody was logged in"


def _went(one: UnitRun) -> Iterator[str]:
    steps = [
        f"{step.step.value} {step.seconds:.2f} s" + (f" [{step.code}]" if step.code else "")
        for step in one.steps
    ]
    if steps:
        yield f"Steps: {', '.join(steps)}"
    if one.archived is not None:
        yield f"Its steps were moved to an archive: entry {one.archived}"
    if one.detail:
        yield f"For the engineer: {shown(one.detail, 500)}"
