"""The people who can log in: added, changed, known by badge and PIN, and asked to agree."""

import hmac
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from time import sleep
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.model.people import Credential, Person, Role
from station.model.rights import RULES, SECURITY_OFFICER, Approval, Right
from station.records.audit import Heads, Journal, last_sequence, stream_entries
from station.records.database import Readings, Writer
from station.records.encoding import time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.person_rows import SELECT, StoredPerson
from station.records.pins import PIN_RESET, Patience, check_pin, pin_code, unproved, with_pin
from station.records.rights import (
    FIRST_SUPERVISORS,
    OWN_PIN,
    SWITCHED_OFF,
    check_agreed,
    check_enough,
)
from station.records.settings import SettingsBook
from station.records.verification import verify_record
from station.secret import Secret

PERSON_LABEL: Final = "station-person-v1"
_BADGE: Final = re.compile(r"[!-~]{1,64}")
_LONGEST_NAME: Final = 64
_LONGEST_REASON: Final = 200
# How many of the newest entries are looked at for wrong PINs when a station is started.
COPY_WAIT_S: Final = 5.0
"""How long a wrong PIN takes at a copy that nobody has agreed to, seconds."""
_LOOKED_BACK: Final = 2_000
_NOBODY: Final = Person("-", "-", Role.WORKER)


@dataclass
class PeopleBook:
    """Adds people, changes them, and knows them by badge and PIN. `Records` says how.

    Attributes:
        on_duty: the badge of whoever answers for the bench, or nobody's.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    settings: SettingsBook
    patience: Patience = field(default_factory=Patience)
    on_duty: tuple[str, ...] = ()
    _here: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.journal.approvals.known = self._known

    def add(
        self, person: Person, pin: Secret, approval: Approval | None, *, temporary: bool
    ) -> None:
        """Add somebody; see `Records.add_person`."""
        _check(person)
        self._check_stand_in(approval)
        check_pin(pin, self.settings.get().pin_shortest)
        self.heads.catch_up()
        now = time_text(self.journal.now())
        stored = with_pin(unproved(person, now, temporary=temporary), pin, self.guard, now)
        mac = self.guard.mac(PERSON_LABEL, stored.canonical)
        founds = approval is None and person.role is Role.SUPERVISOR and self._founding()
        with self.writer.transaction() as connection:
            # Asked again: another thread can have added one since.
            first = founds and self._supervisors_ever() < FIRST_SUPERVISORS
            if _row(connection, person.badge) is not None:
                raise StationError("REC-021", badge=person.badge)
            self.writer.database.table("people").insert({**vars(stored), "mac": mac})
            data: dict[str, JsonValue] = {
                "badge": stored.badge,
                "name": stored.name,
                "role": stored.role,
                "digest": stored.digest,
            }
            data |= {"first": True} if first else {}
            entry = self.journal.append(connection, EntryKind.PERSON_ADDED, data, approval)
        self.heads.sign(entry)

    def _founding(self) -> bool:
        """Return whether one of the first two supervisors is still to be added.

        The chain is asked, once it is verified: rows that are gone would be no proof.
        """
        if self.journal.practice:
            return False
        verify_record(self.reads.path, self.guard.audit_certificate, self.guard.last_sequence())
        return self._supervisors_ever() < FIRST_SUPERVISORS

    def _supervisors_ever(self) -> int:
        added = stream_entries(self.reads, kind=EntryKind.PERSON_ADDED)
        return sum(entry.data.get("role") == Role.SUPERVISOR.value for entry in added)

    def set_active(self, badge: str, approval: Approval | None, *, active: bool) -> None:
        """Let somebody log in again or no longer; see `Records.set_person_active`."""

        def changed(stored: StoredPerson) -> StoredPerson:
            if not active:
                self._check_not_last(stored)
            return replace(stored, active=int(active))

        what = "switched-on" if active else SWITCHED_OFF
        self._change(badge, what, changed, approval)
        if not active:
            self._gone(badge)

    def _gone(self, badge: str) -> None:
        """Have somebody not be here any more, nor answer for the bench."""
        self._here.pop(badge.lower(), None)
        if [one.lower() for one in self.on_duty] == [badge.lower()]:
            self.on_duty = ()

    def reset_pin(self, badge: str, pin: Secret, approval: Approval | None) -> None:
        """Give somebody a PIN that they must change; see `Records.reset_pin`."""
        check_pin(pin, self.settings.get().pin_shortest)
        now = time_text(self.journal.now())

        def changed(stored: StoredPerson) -> StoredPerson:
            return replace(with_pin(stored, pin, self.guard, now), temporary=1)

        self._change(badge, PIN_RESET, changed, approval)
        self.patience.right(badge)

    def change_own_pin(self, old: Credential, new: Secret) -> Person:
        """Change one's own PIN; see `Records.change_own_pin`."""
        stored = self._proved(old)
        check_pin(new, self.settings.get().pin_shortest)
        if hmac.compare_digest(pin_code(stored, new, self.guard), stored.pin_code):
            raise StationError("REC-055", why="it is the old one")
        now = time_text(self.journal.now())

        def changed(stored: StoredPerson) -> StoredPerson:
            return replace(with_pin(stored, new, self.guard, now), temporary=0)

        approval = self.journal.approvals.give(Right.OWN_PIN, (stored.badge,))
        self._change(stored.badge, OWN_PIN, changed, approval)
        self.patience.right(stored.badge)
        return stored.parsed()

    def recall_wrong_pins(self) -> None:
        """Take up the waits that wrong PINs had earned before the station was started anew."""
        after = last_sequence(self.reads) - _LOOKED_BACK
        self.patience.recall(stream_entries(self.reads, max(0, after)), self.journal.now())

    def people(self) -> list[Person]:
        """Return everybody, or raise REC-012 where a row is not the guard's."""
        return [self._checked(row).parsed() for row in self.reads.rows(f"{SELECT} ORDER BY id")]

    def log_in(self, badge: str, pin: Secret) -> Person:
        """Return whose badge and PIN these are; see `Records.log_in`."""
        stored = self._let_in(Credential(badge, pin))
        self.patience.right(stored.badge)
        self._tell(EntryKind.LOGGED_IN, {"badge": stored.badge})
        person = stored.parsed()
        self._here[stored.badge.lower()] = person
        self.on_duty = self.on_duty or (person.badge,)
        return person

    def log_out(self, person: Person) -> None:
        """Put on record that somebody left."""
        self._gone(person.badge)
        self._tell(EntryKind.LOGGED_OUT, {"badge": person.badge})

    def take_over(self, person: Person, before: str, counted: int) -> tuple[str, ...]:
        """Have somebody answer for the bench; see `Records.take_over`."""
        if person.badge.lower() not in self._here:
            why = f"{person.badge} is not logged in"
            raise StationError("REC-025", why, what=Right.PROVISION.value)
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            rows = connection.execute(
                "SELECT id, name, workers FROM runs WHERE outcome IS NULL ORDER BY id"
            ).fetchall()
            for row in rows:
                names = [*(row["workers"] or "").split(), person.badge]
                connection.execute(
                    "UPDATE runs SET workers = ? WHERE id = ?",
                    (" ".join(dict.fromkeys(names)), row["id"]),
                )
            running = [row["name"] for row in rows]
            data: dict[str, JsonValue] = {
                "badge": person.badge,
                "before": before,
                "enrolled": counted,
                "running": [*running],
            }
            entry = self.journal.append(connection, EntryKind.TAKEN_OVER, data)
        self.on_duty = (person.badge,)
        self.heads.sign(entry)
        return tuple(running)

    def approve(self, right: Right, credentials: Sequence[Credential], reason: str) -> Approval:
        """Have people agree by badge and PIN; see `Records.approve`."""
        rule = RULES[right]
        badges: dict[str, str] = {}
        for credential in credentials:
            stored = self._let_in(credential)
            if Role(stored.role) not in rule.roles:
                raise StationError("REC-025", f"{stored.badge} is {stored.role}", what=right.value)
            self.patience.right(stored.badge)
            badges[stored.badge.lower()] = stored.badge
        return self.journal.approvals.give(right, tuple(badges.values()), _reason(reason))

    def approve_here(self, right: Right, person: Person, reason: str) -> Approval:
        """Have somebody agree who is logged in; see `Records.approve_here`."""
        here, rule = self._here.get(person.badge.lower()), RULES[right]
        if here is None or here.role not in rule.roles or rule.fresh:
            why = "badge and PIN are asked for again" if rule.fresh else f"{person.badge} may not"
            raise StationError("REC-025", why, what=right.value)
        return self.journal.approvals.give(right, (here.badge,), _reason(reason))

    def check_approval(self, right: Right, approval: Approval | None) -> None:
        """Check an approval without using it; see `Records.check_approval`."""
        check_agreed(right, approval, practice=self.journal.practice)
        if approval is not None:
            with self.writer.transaction() as connection:
                self.journal.approvals.check(connection, approval)

    def approve_by_token(self, prove: Callable[[], None], reason: str) -> Approval:
        """Have the token's security officer stand in; see `Records.approve_by_token`."""
        by = (SECURITY_OFFICER,)
        check_enough(Right.SUPERVISORS, Approval(Right.SUPERVISORS, by, _reason(reason)))
        prove()
        return self.journal.approvals.give(Right.SUPERVISORS, by, _reason(reason))

    def _check_stand_in(self, approval: Approval | None) -> None:
        """Check that supervisors are gone where the security officer agreed; else REC-025."""
        if approval is None or approval.by != (SECURITY_OFFICER,):
            return
        if len(self._active_supervisors()) >= RULES[Right.SUPERVISORS].people:
            raise StationError("REC-025", "supervisors are there", what=Right.SUPERVISORS.value)

    def _let_in(self, credential: Credential) -> StoredPerson:
        """Return who may work with this badge and PIN now."""
        stored = self._proved(credential)
        days = self.settings.get().pin_days
        old = days is not None and self.journal.now() - stored.pin_since > timedelta(days=days)
        if stored.temporary or old:
            raise StationError("REC-027", badge=stored.badge)
        return stored

    def _proved(self, credential: Credential) -> StoredPerson:
        """Return whose badge and PIN these are; a wrong one is counted and put on record."""
        badge = credential.badge
        self.patience.check(badge)
        row = self.reads.row(f"{SELECT} WHERE badge = ? COLLATE NOCASE", (badge,))
        stored = None if row is None else self._checked(row)
        # A badge that nobody has takes as long as a wrong PIN: the same hash, and the guard twice.
        tried = stored or unproved(_NOBODY, time_text(self.journal.now()), temporary=False)
        if stored is None:
            self.guard.mac(PERSON_LABEL, tried.canonical)
        right = hmac.compare_digest(pin_code(tried, credential.pin, self.guard), tried.pin_code)
        if stored is None or not right:
            self.patience.wrong(badge, known=stored is not None)
            known = "" if stored is None else stored.badge
            self._tell(EntryKind.LOG_IN_REFUSED, {"badge": known})
            raise StationError("REC-020")
        if not stored.active:
            self._tell(EntryKind.LOG_IN_REFUSED, {"badge": stored.badge})
            raise StationError("REC-028", badge=stored.badge)
        return stored

    def _change(
        self,
        badge: str,
        what: str,
        changed: Callable[[StoredPerson], StoredPerson],
        approval: Approval | None,
    ) -> None:
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            row = _row(connection, badge)
            if row is None:
                raise StationError("REC-029", badge=shown(badge))
            before = self._checked(row)
            if what != OWN_PIN and approval is not None and before.badge in approval.by:
                raise StationError("REC-025", "nobody agrees to their own", what=what)
            if what != SWITCHED_OFF:
                self._check_stand_in(approval)
            stored = changed(before)
            mac = self.guard.mac(PERSON_LABEL, stored.canonical)
            self.writer.database.table("people").update(row["id"], {**vars(stored), "mac": mac})
            data: dict[str, JsonValue] = {
                "badge": stored.badge,
                "role": stored.role,
                "what": what,
                "active": bool(stored.active),
                "digest": stored.digest,
            }
            entry = self.journal.append(connection, EntryKind.PERSON_CHANGED, data, approval)
        self.journal.approvals.forget(stored.badge)
        self.heads.sign(entry)

    def _active_supervisors(self) -> list[str]:
        return [
            person.badge
            for person in self.people()
            if person.active and person.role is Role.SUPERVISOR
        ]

    def _check_not_last(self, stored: StoredPerson) -> None:
        if self._active_supervisors() == [stored.badge]:
            raise StationError("REC-030", badge=stored.badge)

    def _tell(self, kind: EntryKind, data: Mapping[str, JsonValue]) -> None:
        if self.heads.muted:
            # A copy that nobody has agreed to: its chain isn't the station's, and can't count.
            sleep(COPY_WAIT_S)
            return
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            entry = self.journal.append(connection, kind, data)
        self.heads.sign(entry)

    def _known(self, connection: sqlite3.Connection, badge: str) -> Person | None:
        row = _row(connection, badge)
        return None if row is None else self._checked(row).parsed()

    def _checked(self, row: sqlite3.Row) -> StoredPerson:
        stored = StoredPerson.of_row(row)
        if not hmac.compare_digest(self.guard.mac(PERSON_LABEL, stored.canonical), row["mac"]):
            raise StationError("REC-012", what=f"the badge {stored.badge}")
        return stored


def _row(connection: sqlite3.Connection, badge: str) -> sqlite3.Row | None:
    found: sqlite3.Row | None = connection.execute(
        f"{SELECT} WHERE badge = ? COLLATE NOCASE", (badge,)
    ).fetchone()
    return found


def _check(person: Person) -> None:
    if not _BADGE.fullmatch(person.badge):
        raise StationError("REC-022", why="a badge has 1 to 64 letters, digits and signs")
    named = person.name.isprintable() and person.name.strip()
    if not named or len(person.name) > _LONGEST_NAME:
        raise StationError("REC-022", why=f"a name has 1 to {_LONGEST_NAME} characters")


def _reason(text: str) -> str:
    return shown(text.strip(), _LONGEST_REASON)
