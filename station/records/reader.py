"""The record open for reading, in this process or another than the one that writes it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from station.errors import StationError
from station.model.audit import SignedHead
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.group import KeyGroup, Service
from station.model.names import RegistrationId
from station.model.order import Order
from station.model.people import Person
from station.model.push import FOR_A_PERSON, PushState
from station.model.run import Run
from station.model.settings import Settings
from station.model.unit_state import UnitState
from station.records.answers import read_answers
from station.records.archives import read_old_count
from station.records.assignments import read_assignments
from station.records.audit import last_head, last_sequence, stream_entries
from station.records.authorities import KnownAuthority, read_authorities
from station.records.by_name import NameReader
from station.records.ceremonies import read_protocols
from station.records.credentials import read_chosen
from station.records.custody import Keeping, read_keeping_of, read_tokens
from station.records.database import Readings
from station.records.disabled_groups import read_disabled_groups
from station.records.ek_lists import ek_list_length
from station.records.enrollments import read_endorsement_keys, stream_enrollments
from station.records.entries import AuditEntry, EntryKind
from station.records.exports import read_is_exported
from station.records.first_articles import FirstArticle, read_first_article
from station.records.group_keys import read_groups
from station.records.handoffs import HandoffState, read_handoffs
from station.records.key_owners import KeyOwner, read_key_owner
from station.records.list_reader import ListReader
from station.records.notes import read_last_backup
from station.records.opening import read_origin
from station.records.order_secrets import names_of_secrets
from station.records.orders import Usage, read_order, read_orders, read_usage
from station.records.person_rows import read_people
from station.records.pushes import KeptFate, read_push_fates
from station.records.releases import Release, read_releases
from station.records.runs import (
    Intent,
    StepRecord,
    read_detail,
    read_failed_intents,
    read_failed_runs,
    read_open_intents,
    read_recipient_run,
    read_runs,
    read_runs_of,
    read_steps,
    read_uncertified,
)
from station.records.schema import check_current, check_known
from station.records.serial_lists import serial_list_length
from station.records.services import read_services
from station.records.settings import read_settings
from station.records.summary import OrderSummary, summarise
from station.records.unit_pins import UnitPins, read_unit_pins
from station.records.unit_rows import UnitMark, read_aside, read_marked, read_unit
from station.records.unsettled import LeftOpen, read_certificate_left, read_left_open
from station.records.verification import AuditReport, verify_record


class Reader(ListReader, NameReader):
    """A record open for reading, which disturbs no writer. A context manager.

    It has no keys: what it gives is what the file says, unchecked but for its form. Whoever acts on
    a permission (an order, a trusted root) asks `Records`; whoever doubts asks `verify`. All
    methods raise REC-001 where the file can't be read and REC-011 where a row can't have been
    written by Station.

    Attributes:
        path: the database.
        station: the station's name, as the first entry says.
        practice: whether it is of the practice world, as the first entry says.
    """

    def __init__(self, reads: Readings) -> None:
        super().__init__(reads)
        self.path = reads.path
        origin = read_origin(reads)
        self.station = origin.station
        self.practice = origin.practice

    @classmethod
    def open(cls, path: Path, *, copy: bool = False) -> "Reader":
        """Open the record at `path` for reading.

        Args:
            path: the database.
            copy: whether it is a copy that nobody writes, perhaps where nothing can be written.

        Raises:
            StationError: REC-001 where it can't be opened, REC-002 where a newer Station wrote it,
                REC-011 where its first entry isn't Station's, REC-049 where a copy can't be read
                where it is.
        """
        with ExitStack() as opened:
            reads = Readings(path.resolve(), copy=copy)
            opened.callback(reads.close)
            with reads.schema() as database:
                check_known(database, reads.path)
                check_current(database, reads.path)
            reader = cls(reads)
            opened.pop_all()
            return reader

    def close(self) -> None:
        """Close the file."""
        self._reads.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def known_authorities(self) -> list[KnownAuthority]:
        """Return the factory's CAs, oldest first, unchecked."""
        return read_authorities(self._reads)

    def factory_tokens(self) -> list[Keeping]:
        """Return how each token stands that the factory's keys ever were in, oldest first."""
        return read_tokens(self._reads)

    def chosen_credentials(self) -> frozenset[str]:
        """Return the marks of the tokens that a credential may unlock, unchecked."""
        return read_chosen(self._reads)

    def keeping_of(self, run: str) -> Keeping | None:
        """Return what the factory's keys were kept in when a run made an identity.

        None where it made none, or an older Station made it, which didn't tell.
        """
        return read_keeping_of(self._reads, run)

    def order(self, name: str) -> Order:
        """Return an order, or raise REC-014."""
        return read_order(self._reads, name)

    def orders(self) -> list[Order]:
        """Return all orders, oldest first."""
        return read_orders(self._reads)

    def usage(self, name: str) -> Usage:
        """Return how much of an order's quantity is used, or raise REC-014."""
        return read_usage(self._reads, name)

    def unit(self, serial: str) -> UnitMark | None:
        """Return where a unit stands, None where no such unit is on record."""
        return read_unit(self._reads, serial)

    def aside(self) -> frozenset[str]:
        """Return the serial numbers, folded, of units in quarantine, under repair or returned."""
        return read_aside(self._reads)

    def marked(self, order: str) -> dict[UnitState, int]:
        """Return how many of an order's units are marked how; only states that some are in."""
        return read_marked(self._reads, order)

    def key_groups(self) -> list[KeyGroup]:
        """Return the groups that have keys, oldest first, unchecked."""
        return read_groups(self._reads)

    def known_disabled_groups(self) -> dict[RegistrationId, str]:
        """Return when each disabled group was disabled, RFC 3339, UTC, unchecked."""
        return read_disabled_groups(self._reads)

    def known_services(self) -> list[Service]:
        """Return all services, by the alphabet."""
        return read_services(self._reads)

    def released_profiles(self) -> list[Release]:
        """Return every version of a profile that was ever released, by name and version."""
        return read_releases(self._reads)

    def protocols(self) -> list[str]:
        """Return the SHA-256 of the protocols of ceremonies, hexadecimal, oldest first."""
        return read_protocols(self._reads)

    def secrets_of(self, order: str) -> list[str]:
        """Return the names of the sealed secrets that an order has, by the alphabet."""
        return names_of_secrets(self._reads, order)

    def ek_list_length(self, order: str) -> int | None:
        """Return how many keys an order's allow-list holds, None where it has no list."""
        return ek_list_length(self._reads, order)

    def serial_list_length(self, order: str) -> int | None:
        """Return how many serial numbers an order's list holds, None where it has no list."""
        return serial_list_length(self._reads, order)

    def uncertified(self, order: str) -> int:
        """Return how many units of an order count as without a trusted certificate.

        They are enrolled, at work, or failed when a certificate had been issued to them.
        """
        return read_uncertified(self._reads, order)

    def summary(self) -> list[OrderSummary]:
        """Return the counts of every order, oldest first."""
        return summarise(self._reads)

    def endorsement_keys(self, after: int, most: int) -> list[tuple[int, bytes]]:
        """Return the TPM2B_PUBLICs that were enrolled last, each with its row's number, in order.

        Args:
            after: only rows above this number.
            most: how many at most, the newest.
        """
        return read_endorsement_keys(self._reads, after, most)

    def runs(self, order: str | None = None) -> list[Run]:
        """Return the runs of an order, or all, as they began."""
        return read_runs(self._reads, order)

    def runs_of(self, serial: str) -> list[Run]:
        """Return the runs of one unit, by its serial number without case, as they began."""
        return read_runs_of(self._reads, serial)

    def failed_runs(self, order: str, most: int) -> list[Run]:
        """Return an order's runs that ended without PASS, the newest first, at most so many."""
        return read_failed_runs(self._reads, order, most)

    def steps(self, run: str) -> list[StepRecord]:
        """Return the steps of a run that has ended, in their order."""
        return read_steps(self._reads, run)

    def detail(self, run: str) -> str:
        """Return what a failed run left for the engineer, one line, or an empty text."""
        return read_detail(self._reads, run)

    def answered(self, run: str) -> Mapping[str, str]:
        """Return what the worker answered in a run, by the prompts' names."""
        return read_answers(self._reads, run)

    def open_intents(self) -> list[Intent]:
        """Return every intent whose result isn't known, oldest first, of running runs too."""
        return read_open_intents(self._reads)

    def failed_intents(self, serial: str) -> list[Intent]:
        """Return what was begun on a unit, without case, in its runs that ended without PASS.

        And in those that it passed with a key that is to be replaced by another. Oldest first,
        whether it has a result or not: it can still be on the unit.
        """
        return read_failed_intents(self._reads, serial)

    def key_owner(self, key_id: bytes, fingerprint: bytes) -> KeyOwner | None:
        """Return whose a key on a token is, or None where that isn't known.

        Args:
            key_id: its CKA_ID.
            fingerprint: SHA-256 of its SubjectPublicKeyInfo, empty where there is none.
        """
        return read_key_owner(self._reads, key_id, fingerprint)

    def recipient_run(self, digest: str, run: str) -> str | None:
        """Return the newest other run, of whichever unit, that sealed a secret to a key, or None.

        Args:
            digest: of the key, as intents have it.
            run: the run that asks.
        """
        return read_recipient_run(self._reads, digest, run)

    def left_open(self, serial: str | None = None) -> list[LeftOpen]:
        """Return what runs that have ended left without a result, oldest first.

        Args:
            serial: of the unit that they were of, without case; None for all units.
        """
        return read_left_open(self._reads, serial)

    def certificate_left(self, serial: str) -> str:
        """Return the run that gave a unit a certificate before the station stopped in it.

        An empty text without one, and where another run of the unit has ended by itself since.
        """
        return read_certificate_left(self._reads, serial)

    def enrollments(
        self, *, order: str | None = None, status: EnrollmentStatus | None = None
    ) -> Iterator[Enrollment]:
        """Yield enrollments as they were added, never holding more than a page of them."""
        return stream_enrollments(self._reads, order, status)

    def settings(self) -> Settings:
        """Return the rules of the house."""
        return read_settings(self._reads)

    def people(self) -> list[Person]:
        """Return everybody who can log in, in the order of their adding."""
        return read_people(self._reads)

    def assignments(self) -> dict[str, str]:
        """Return each position's order by name."""
        return read_assignments(self._reads)

    def pins_told(self, serial: str) -> UnitPins | None:
        """Return the newest PINs on record of a unit's token, unchecked: to tell of, not to use."""
        return read_unit_pins(self._reads, serial)

    def entries(self, after: int = 0, kind: EntryKind | None = None) -> Iterator[AuditEntry]:
        """Yield the audit entries after number `after`, all or of one kind, a page at a time."""
        return stream_entries(self._reads, after, kind)

    def first_article(self, name: str) -> FirstArticle | None:
        """Return the first article of an order that waits or was signed; REC-014 without order."""
        return read_first_article(self._reads, self.order(name), self.usage(name))

    def last_entry(self) -> int:
        """Return the number of the audit chain's newest entry, signed or not; 0 without one."""
        return last_sequence(self._reads)

    def head(self) -> SignedHead:
        """Return the newest signed head of the audit chain."""
        head = last_head(self._reads)
        if head is None:
            raise StationError("REC-011", "there is no signed head")
        return head

    def handoff_states(self) -> list[HandoffState]:
        """Return how far each hand-off to a MES is that has begun, by the alphabet."""
        return read_handoffs(self._reads)

    def is_exported(self, manifest_hash: str) -> bool:
        """Tell whether an export is on record whose manifest has this SHA-256, hexadecimal."""
        return read_is_exported(self._reads, manifest_hash)

    def push_fates(
        self, order: str | None = None, states: Iterable[PushState] = FOR_A_PERSON
    ) -> Iterator[KeptFate]:
        """Yield what a push left for a person to decide, or in other states, of an order or all."""
        return read_push_fates(self._reads, states, order)

    def last_backup(self) -> datetime | None:
        """Return when the newest backup was made that the chain tells of, UTC; None for none."""
        return read_last_backup(self._reads)

    def old_runs(self, before: datetime) -> int:
        """Return how many ended runs of closed orders, begun before a time, aren't archived yet."""
        return read_old_count(self._reads, before)

    def verify(self, audit_certificate: bytes, anchor: int | None = None) -> AuditReport:
        """Check chain, heads, and every row that the chain tells of.

        Args:
            audit_certificate: DER, of the key that signs the heads, from a place that is trusted.
            anchor: a sequence number that the record must reach, from a place outside it (a
                manifest, a shift report); without one an older copy can't be told.

        Raises:
            StationError: REC-011 with what was changed and where, REC-013 where the record ends
                before `anchor`, REC-001.
        """
        return verify_record(self.path, audit_certificate, anchor)
