"""The record: a database file that one process writes, and any number read."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path

from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.model.enrollment import Enrollment
from station.model.lease import Adopting
from station.model.names import RegistrationId
from station.model.rights import Approval
from station.model.run import Run
from station.records.again import AgainBook
from station.records.answers import AnswerBook
from station.records.audit import Heads, Journal
from station.records.claims import ClaimKind, key_claim, name_claim
from station.records.clock import ClockWatch
from station.records.database import Readings, Writer
from station.records.encoding import utc_now
from station.records.exports import DeviceName, EnrollmentList, ExportFacts
from station.records.files import FileLock
from station.records.guard import Guard
from station.records.lease import LeaseBook
from station.records.ledger import RunEnd, RunLedger
from station.records.opening import begun, check_signed, open_writer, read_origin, settle_runs
from station.records.permissions import Permissions
from station.records.places import check_usage
from station.records.reader import Reader
from station.records.runs import RunNames, StepRecord, newest_name
from station.records.staff import Parts
from station.records.unit_pins import UnitPinBook
from station.records.units import UnitBook
from station.records.verification import AuditReport

__all__ = ["Reader", "Records"]


class Records(Permissions):
    """The record open for writing, by one process; its methods may be called by several threads.

    What a method wrote is on disk when it returns; where it raises, nothing of it was written,
    unless it says otherwise. Besides what they name, they raise REC-003 (disk full), REC-017 (can't
    be written), REC-004 (locked), REC-001 (damaged); the next write works once the cause is gone.
    Made by `create` and `open` alone.

    Attributes:
        units: changes where units stand.
        answers: keeps what workers answer in runs.
        again: runs units again that have passed.
        unit_pins: keeps the PINs of units' tokens, sealed.
    """

    def __init__(self, parts: Parts, held: ExitStack) -> None:
        super().__init__(parts)
        self._guard = parts.guard
        self._held = held
        self._settle = partial(settle_runs, parts.writer, parts.journal, parts.heads)
        self.lease = LeaseBook(*parts)
        self._list = EnrollmentList(*parts)
        self.units = UnitBook(*parts, self._orders)
        self.answers = AnswerBook(parts.writer)
        self.again = AgainBook(*parts, self._orders, self.units, self.stops, self.checks.gate)
        self.unit_pins = UnitPinBook(*parts)
        names = RunNames(newest_name(parts.reads))
        gates = (self.units.gate, *self._gates)
        counted = (self.units, self.authorities, self.custody, self.stops)
        self._ledger = RunLedger(*parts, self._orders, names, *counted, gates)

    @classmethod
    def create(
        cls,
        path: Path,
        guard: Guard,
        *,
        station: str,
        practice: bool,
        now: Callable[[], datetime] = utc_now,
        steady: Callable[[], float] | None = None,
    ) -> "Records":
        """Begin a new record and open it.

        Args:
            path: where; there must be no file yet.
            guard: its keys, which never guarded another record.
            station: the station's name, for the signed first entry.
            practice: whether it is of the practice world, for the signed first entry.
            now: the clock, UTC.
            steady: seconds that no setting of the clock moves, to tell its jumps by; or None.

        Raises:
            StationError: REC-001 where there is a file already, REC-013 where the guard has
                signed another record, REC-003, REC-004, REC-017; the guard's own.
        """
        with ExitStack() as opened:
            path = path.resolve()
            lock = FileLock.taken(path)
            opened.callback(lock.release)
            if guard.last_sequence() > 0:
                detail = "the guard signed a record that isn't here"
                raise StationError("REC-013", detail, what="the factory's token")
            writer = begun(path, Journal(now, practice, guard), station)
            opened.callback(writer.close)
            return cls._ready(opened, writer, guard, (now, steady))

    @classmethod
    def open(  # type: ignore[override]
        cls,
        path: Path,
        guard: Guard,
        *,
        now: Callable[[], datetime] = utc_now,
        adopting: Adopting = Adopting.NOTHING,
        steady: Callable[[], float] | None = None,
    ) -> "Records":
        """Open the record at `path` for writing, having checked and settled it.

        A record that ended in a crash is put right: what follows the newest signed head is checked
        and signed, open runs end as errors (LIN-016); and what was left in `notes` is told.

        Args:
            path: the database.
            guard: its keys.
            now: the clock, UTC.
            adopting: whether it may have been copied or moved here, or be an older copy; until
                `adopt` it signs nothing and begins no run then.
            steady: as `create` takes it.

        Raises:
            StationError: REC-001 where it can't be opened, REC-002 where a newer Station wrote it,
                REC-004 where another one has it open, REC-011 where it was changed, REC-013 where
                it is older than the guard remembers; REC-051 where another copy of it went on,
                REC-052 where it was copied or moved here; the guard's own.
        """
        with ExitStack() as opened:
            writer = open_writer(path.resolve(), opened)
            return cls._ready(opened, writer, guard, (now, steady), adopting=adopting)

    @classmethod
    def _ready(
        cls,
        opened: ExitStack,
        writer: Writer,
        guard: Guard,
        clocks: tuple[Callable[[], datetime], Callable[[], float] | None],
        *,
        adopting: Adopting = Adopting.NOTHING,
    ) -> "Records":
        now, steady = clocks
        reads = Readings(writer.path)
        opened.callback(reads.close)
        signed = check_signed(reads, guard, adopting)
        watch = None if steady is None else ClockWatch(steady)
        journal = Journal(now, read_origin(reads).practice, guard, watch, signed.tail)
        heads = Heads(writer, reads, guard, signed.head, journal.own)
        held = ExitStack()
        records = cls(Parts(writer, reads, guard, journal, heads), held)
        check_usage(reads)
        records.lease.lost, records.lease.told = signed.lost, signed.told
        heads.muted = signed.lost is not None
        records.lease.take(adopting)
        heads.muted = records.lease.pending
        records._go_on()
        held.enter_context(opened.pop_all())
        return records

    def adopt(self, approval: Approval | None = None) -> None:
        """Go on with a folder that was moved or is older; raises as `LeaseBook.settle_here`."""
        self.lease.settle_here(approval)
        self._go_on()

    def _go_on(self) -> None:
        self._orders.uncounted = self.lease.orders
        if not self.lease.pending:
            self._settle(self.stops.put_back)
            self.notes.take()

    def close(self) -> None:
        """Close the record; another process may write it then."""
        self._ledger.close()
        self._held.close()

    def begin_run(self, order: str, profile_hash: str, position: str, tries: int = 0) -> Run:
        """Begin a try at one unit, for which whoever is on duty answers.

        What an earlier failure left unsigned or unwritten is made good first, or nothing begins.

        Args:
            order: its name.
            profile_hash: SHA-256 of the profile's file, hexadecimal.
            position: where.
            tries: how often the station has tried the same unit just before, by itself.

        Raises:
            StationError: REC-014, REC-012, REC-010; REC-025 where nobody is on duty; REC-052
                where the folder was moved and nobody agreed, REC-060 where the order is from before
                an older copy was gone on with; LIN-075 to -077; HSM-025; the guard's own.
        """
        self.lease.check()
        self.notes.take()
        return self._ledger.begin((order, profile_hash, position, tries), self._people.on_duty)

    def admit(
        self,
        run: Run,
        serial: str,
        registration_id: RegistrationId | None = None,
        *,
        max_runs: int | None = None,
    ) -> int:
        """Reserve a place in the order for the unit and claim its serial number.

        Args:
            run: which hasn't admitted a unit yet.
            serial: the unit's serial number; it counts without case.
            registration_id: claimed too where it is known already; else see `check_name`.
            max_runs: how many runs the unit may fail before it is quarantined; None for any
                number.

        Returns:
            The unit's number in its order, from 1. A unit that is tried again gets its own again,
            and a place that it keeps; no other unit ever gets these.

        Raises:
            StationError: REC-008 where the serial number is enrolled or at work, REC-005 for the
                name, REC-031 where the unit was scrapped, REC-032 where it is quarantined, REC-039
                while another unit is the order's first article, REC-042 where the order has a list
                of serial numbers without this one, REC-009 where the quantity is used up, REC-010,
                REC-012; LIN-001 where the serial number isn't printable ASCII.
        """
        return self._ledger.admit(run, serial, registration_id, max_runs)

    def check_name(self, run: Run, registration_id: RegistrationId) -> None:
        """Claim a registration ID for an admitted run, or raise REC-005."""
        self.claim(run, registration_id, None)

    def claim(
        self,
        run: Run,
        registration_id: RegistrationId,
        key_fingerprint: bytes | None,
        *,
        kind: ClaimKind = ClaimKind.PUBLIC_KEY,
    ) -> None:
        """Claim what must be unique, before anything is done that can't be undone.

        The key is looked at before the name, since a TPM's name comes from its key.

        Args:
            run: an admitted run.
            registration_id: unique in the order's ID scope, without case.
            key_fingerprint: unique in the whole record; None for derived keys.
            kind: of the key.

        Raises:
            StationError: REC-006 (`ClaimKind.TPM`) or REC-007 where the key is enrolled or held,
                REC-005 where the name is.
        """
        wanted = [name_claim(self._orders.order(run.order).id_scope, registration_id)]
        if key_fingerprint is not None:
            wanted.insert(0, key_claim(key_fingerprint, kind))
        self._ledger.claim(run, wanted)

    def mark_uncertified(self, run: Run, ceiling: int) -> bool:
        """Count an admitted unit as one without trusted certificate, up to the profile's ceiling.

        Returns:
            Whether it is within the ceiling, counting those at work at other positions too.
        """
        return self._ledger.mark_uncertified(run, ceiling)

    def intent(self, run: Run, kind: str, data: Mapping[str, JsonValue]) -> int:
        """Write down something that can't be undone before it is done; return its number.

        Args:
            run: which hasn't ended.
            kind: what will be done.
            data: with what; never a secret.
        """
        return self._ledger.intent(run, kind, data)

    def settled(self, intent: int, data: Mapping[str, JsonValue]) -> None:
        """Write down what came of an intent, also when its run has ended."""
        self._ledger.settled(intent, data)

    def spend(self, run: Run, authority: str | None = None) -> None:
        """Use up an admitted run's quota whatever happens: its identity is about to be made.

        It returns once the chain tells of it under a signed head. If the run fails, its name and
        key stay bound to the unit's serial number. `authority` is the CA that is to issue it.

        Raises:
            StationError: as `AuthorityBook.count`; the guard's own: then nothing may be made.
        """
        self._ledger.spend(run, authority)

    def end_run(  # noqa: PLR0913 - what a run leaves; each is named by its caller
        self,
        run: Run,
        outcome: Outcome,
        *,
        code: str | None,
        detail: str,
        serial: str,
        seconds: float,
        steps: Sequence[StepRecord],
    ) -> None:
        """End a run that didn't pass: free its place and claims, unless they are spent.

        A failed unit is evidence, so its head is signed at once too; but a token that fails then
        doesn't keep the failure off the record: `begin_run` meets it. An end that can't be written
        is raised and written by the next `begin_run`. A run that has ended stays as it ended, also
        where `enrol` committed a PASS and its head could not be signed.

        Args:
            run: the run.
            outcome: any but PASSED.
            code: the error's.
            detail: for the engineer, one line.
            serial: what the unit said, even if it was nonsense; what was scanned where it said
                nothing; else empty.
            seconds: how long it took.
            steps: what was done.

        Raises:
            ValueError: for PASSED.
        """
        if outcome is Outcome.PASSED:
            raise ValueError("a run passes by enrol alone")
        self._ledger.end(run, RunEnd(outcome, code, detail, serial, seconds, steps))

    def enrol(
        self, run: Run, enrollment: Enrollment, *, seconds: float, steps: Sequence[StepRecord]
    ) -> None:
        """Commit a PASS in one transaction, and return once its head is signed and on disk.

        Enrollment, run, steps, quota, claims and audit entry are written together or not at all.
        Where the head can't be signed afterwards, all that stays committed, the error is raised,
        and nothing more is begun or enrolled until it is signed.

        Args:
            run: an admitted run.
            enrollment: READY, with the run's order, serial number and ID scope.
            seconds: how long the run took.
            steps: what was done.

        Raises:
            StationError: REC-005, -006, -007, -008 where something unclaimed is another's; the
                guard's own; LIN-014 where run and enrollment don't belong together.
        """
        self._ledger.enrol(run, enrollment, seconds, steps)

    def record_export(
        self,
        registration_ids: Sequence[DeviceName],
        *,
        manifest_hash: str,
        folder_name: str,
        format_name: str,
        approval: Approval | None = None,
    ) -> None:
        """Write down that devices were exported: READY becomes EXPORTED, the rest stays as it is.

        Args:
            registration_ids: ID scope and registration ID of each.
            manifest_hash: SHA-256 of the signed manifest, hexadecimal.
            folder_name: the folder's own name, without its path.
            format_name: a key of `EXPORTS`.
            approval: for `Right.EXPORT`.

        Raises:
            StationError: SVC-001 where there are none, REC-015 where one is unknown, SVC-007 where
                one was revoked; the guard's own.
        """
        facts = ExportFacts.told(manifest_hash, folder_name, format_name)
        self._list.record_export(registration_ids, facts, approval)

    def revoke(self, device: DeviceName, reason: str, approval: Approval | None = None) -> None:
        """Take an enrollment off for good. Its name, serial number and key stay taken.

        Args:
            device: ID scope and registration ID.
            reason: why, in a practice record where nobody agreed; else the approval says it.
            approval: for `Right.REVOKE`.

        Raises:
            StationError: REC-015 where it is unknown, SVC-007 where it was revoked before; the
                guard's own.
        """
        self._list.revoke(device, reason, approval)

    def verify(
        self, audit_certificate: bytes | None = None, anchor: int | None = None
    ) -> AuditReport:
        """Verify as `Reader.verify` does; by default with the guard's certificate and memory."""
        certificate = audit_certificate or self._guard.audit_certificate
        return super().verify(certificate, max(anchor or 0, self._guard.last_sequence()))
