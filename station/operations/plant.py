"""A station in a data folder: what makes it one, and how it is opened for work or for reading."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

from station import logs
from station.errors import Fault, StationError
from station.folders import Data
from station.hsm.factory import FactoryHsm
from station.hsm.leash import Leash
from station.line.clock import check_clock
from station.line.labels import Printer, no_printer, printer_at
from station.line.mechanisms import MECHANISMS
from station.line.mechanisms.mechanism import check_fits, needs_token_pin
from station.line.mechanisms.settling import settle_unused
from station.line.profiles import Known, LoadedProfile, find_profile, find_version, keep_profile
from station.line.prompter import Prompter
from station.line.transcripts import Transcripts
from station.line.work import TOKEN_PIN, Job, Tools, secret_purpose
from station.links import LINKS
from station.model.allotment import Allotment
from station.model.lease import Adopting
from station.model.names import IdScope
from station.model.order import Course, Order, OrderSecret, OrderSpec, secrets_of_use
from station.model.profile import Profile
from station.model.rights import Approval
from station.model.unlocking import spent
from station.operations.audit_certificate import put_right
from station.operations.backup_place import clear_leftovers
from station.operations.factory_file import FactoryFile
from station.operations.groups import open_order_group
from station.operations.rehearsing import Rehearsals
from station.operations.unlocked import unlocked
from station.records.clock import steady_seconds
from station.records.files import on_read_only_disk
from station.records.reader import Reader
from station.records.store import Records
from station.secret import Secret

_log: Final = logging.getLogger(__name__)

KNOWN = Known(mechanisms=frozenset(MECHANISMS), links=frozenset(LINKS))


def utc_now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Plant:
    """An open station.

    Attributes:
        data: its folder.
        file: what it is called and where its token is.
        tools: what runs use.
    """

    data: Data
    file: FactoryFile
    tools: Tools

    def job(self, order_name: str) -> Job:
        """Return an order with the profile it was made with.

        Raises:
            StationError: REC-014, PRF-003; PRF-004 where the profile's file was changed since and
                none was kept of what it was,
                PRF-008 where a real one isn't released any more, REC-012; PRF-002 where it or
                a picture that it shows doesn't fit.
        """
        order = self.tools.records.order(order_name)
        name, folder = order.spec.profile, self.data.profiles
        loaded = find_version(name, order.profile_hash, folder, KNOWN)
        if not order.practice:
            self.tools.records.releases.check(loaded.profile.name, loaded.hash)
        return Job(order, loaded.profile, loaded.hash, loaded.pictures)

    def asking(self, prompter: Prompter) -> "Plant":
        """Return the same station, whose runs ask the worker by a prompter."""
        return replace(self, tools=replace(self.tools, prompter=prompter))

    def release_profile(self, loaded: LoadedProfile, approval: Approval | None = None) -> None:
        """Let orders be made with a profile as it stands now.

        Args:
            loaded: what those who agree have seen of it.
            approval: for `Right.RELEASE_PROFILE`; practice needs none.

        Raises:
            StationError: LIN-007 where it is of the other world; as `ReleaseBook.release`.
        """
        _check_same_world(loaded.profile, self.tools.factory)
        keep_profile(loaded, self.data.profiles)
        profile = loaded.profile
        self.tools.records.releases.release(profile.name, profile.version, loaded.hash, approval)

    def create_order(
        self,
        spec: OrderSpec,
        token_pin: Secret | None,
        secrets: Mapping[OrderSecret, Secret] | None = None,
        approval: Approval | None = None,
        *,
        first_article: bool = False,
    ) -> Order:
        """Put a new order on record, its profile's hash pinned, its units' token PIN sealed.

        In production it begins with its first article.

        Args:
            spec: what is ordered.
            token_pin: the PIN that the units' tokens come with, where the mechanism uses tokens.
            secrets: what else the units need; wiped here.
            approval: for `Right.ORDERS`; practice needs none.
            first_article: whether it does in practice too.

        Raises:
            StationError: REC-016 where there is one of that name, PRF-008 where a real order's
                profile isn't released, PRF-003, PRF-006, PRF-010, PRF-011, LIN-007, CFG-008;
                HSM-025 where the factory's keys are in software and nobody accepted that.
        """
        given = secrets or {}
        with _wiped(*given.values()):
            self.tools.records.custody.check()
            course = Course(first_article=first_article or not self.tools.factory.practice)
            return self._create(spec, token_pin, given, course, approval)

    def create_allotted(
        self,
        spec: OrderSpec,
        allotment: Allotment,
        token_pin: Secret | None,
        approval: Approval | None,
    ) -> Order:
        """Put an order on record that has the units of an allotment, which it uses.

        In production it begins with its first article.

        Args:
            spec: the allotment's, under a name of this station's.
            allotment: a genuine one for this station.
            token_pin: as `create_order` takes it.
            approval: for `Right.ORDERS`; practice needs none.

        Raises:
            StationError: REC-054, REC-062 where the allotment was used here before, or may have
                been; PRF-004 where the
                profile isn't the one that it names; as `create_order`.
        """
        self.tools.records.custody.check()
        self.tools.records.allotments.check_known(allotment.made)
        course = Course(
            first_article=not self.tools.factory.practice,
            first=allotment.first,
            bounded=True,
            allotment=allotment.id,
        )
        if find_profile(spec.profile, self.data.profiles, KNOWN).hash != allotment.profile_hash:
            raise StationError("PRF-004", "it isn't the allotment's", name=spec.profile)
        return self._create(spec, token_pin, {}, course, approval)

    def _create(
        self,
        spec: OrderSpec,
        token_pin: Secret | None,
        secrets: Mapping[OrderSecret, Secret],
        course: Course,
        approval: Approval | None,
    ) -> Order:
        factory, records = self.tools.factory, self.tools.records
        loaded = find_profile(spec.profile, self.data.profiles, KNOWN)
        mechanism = MECHANISMS[loaded.profile.mechanism]
        check_fits(mechanism, loaded.profile, spec)
        _check_same_world(loaded.profile, factory)
        check_scope(spec.id_scope, factory)
        if not factory.practice:
            records.releases.check(spec.profile, loaded.hash)
        if token_pin is None and needs_token_pin(mechanism, loaded.profile):
            raise StationError("CFG-008", what="the units' tokens")
        if any(order.name == spec.name for order in records.orders()):
            raise StationError("REC-016", order=spec.name)
        more = {one: self._sealed(spec.name, loaded.profile, one, secrets[one]) for one in secrets}
        order = Order(
            spec=spec,
            profile_hash=loaded.hash,
            practice=factory.practice,
            state=course.under_way,
            created=utc_now(),
            token_pin=None if token_pin is None else factory.seal(TOKEN_PIN, token_pin),
            course=course,
        )
        if mechanism.derives:
            open_order_group(self.tools, order, approval)
        keep_profile(loaded, self.data.profiles)
        add = records.add_order if course.allotment is None else records.allotments.add_order
        add(order, approval)
        for which, sealed in more.items():
            records.set_order_secret(order.name, which, sealed, approval)
        return order

    def set_order_secret(
        self, order: str, which: OrderSecret, secret: Secret, approval: Approval | None = None
    ) -> None:
        """Seal a secret that an order's units need and put it on record; wipe it here.

        Raises:
            StationError: REC-014 where there is no such order, REC-010 where it is closed, PRF-006
                where its units would never ask for it, PRF-003; the factory HSM's own.
        """
        with _wiped(secret):
            product = self.tools.records.order(order).spec.profile
            profile = find_profile(product, self.data.profiles, KNOWN).profile
            sealed = self._sealed(order, profile, which, secret)
        self.tools.records.set_order_secret(order, which, sealed, approval)

    def _sealed(self, order: str, profile: Profile, which: OrderSecret, secret: Secret) -> bytes:
        if which not in secrets_of_use(profile):
            raise StationError("PRF-006", name=profile.name, what=which.value)
        return self.tools.factory.seal(secret_purpose(order, which), secret)


@contextmanager
def _wiped(*secrets: Secret) -> Iterator[None]:
    """Wipe secrets at the end of a block, however it ends."""
    try:
        yield
    finally:
        for secret in secrets:
            secret.wipe()


def _check_same_world(profile: Profile, factory: FactoryHsm) -> None:
    if profile.practice != factory.practice:
        why = "the profile is of the other world"
        raise StationError("LIN-007", why, fault=Fault.USE)


def check_scope(id_scope: str, factory: FactoryHsm) -> None:
    """Check that practice names no ID scope that a real service may have, or raise LIN-007."""
    if factory.practice and IdScope.parse(id_scope).usual:
        why = f"the ID scope {id_scope} looks like a real service's"
        raise StationError("LIN-007", why, fault=Fault.USE)


@contextmanager
def _logged(data: Data) -> Iterator[None]:
    if on_read_only_disk(data.root):
        raise StationError("REC-080", path=str(data.root))
    with ExitStack() as opened:
        try:
            opened.enter_context(logs.kept_in(data.logs))
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(data.logs)) from error
        yield


@contextmanager
def open_plant(
    data: Data,
    pin: Secret,
    *,
    adopting: Adopting = Adopting.NOTHING,
    last_try: bool = False,
    shift: bool = False,
) -> Iterator[Plant]:
    """Open a station for work: its factory's token with `pin`, and its record for writing.

    Args:
        data: the folder.
        pin: of the factory's token.
        adopting: whether a folder that was copied or moved, or is an older copy, is opened too.
        last_try: whether a supervisor is sure of the PIN, so that it is tried a last time.
        shift: whether a shift begins with it, so that the record says by what it was unlocked.

    Raises:
        StationError: HSM-042 where it could be the last and nobody is sure, HSM-053 where nobody
            chose the credential; CFG-007, CFG-042, CFG-011; HSM-022; LIN-074 where workers of a
            station that stopped don't end, REC-080 where its disk is read-only; as those opened
            here.
    """
    file = FactoryFile.read(data)
    with (
        _logged(data),
        Leash(data.leash) as leash,
        unlocked(data, file.address, pin, last_try=last_try) as factory,
        Records.open(data.database, factory, steady=steady_seconds, adopting=adopting) as records,
        Rehearsals() as rehearsal,
    ):
        _check_world(file, factory)
        leash.take()
        _begin(data, factory, records)
        records.credentials.admit(spent(pin), told=shift, pending=records.lease.pending)
        # The file can be edited; the record's first entry, which is signed, can't.
        station, kept = records.station, Transcripts(data.transcripts)
        printer = partial(_printer, data, records)
        tools = Tools(records, factory, station, printer, utc_now, kept, rehearsal=rehearsal)
        yield Plant(data, file, tools)


def _check_world(file: FactoryFile, factory: FactoryHsm) -> None:
    if factory.practice != file.practice:
        raise StationError("LIN-007", "the factory file and its token are not of one world")


def _printer(data: Data, records: Records) -> Printer:
    """Return the printer that the settings name; in practice, where none is, a folder of its own.

    Raises:
        StationError: PRF-019 where there is none; REC-012.
    """
    named = records.settings().label_printer
    if named is None and records.practice:
        named = f"pdf:{data.root / 'labels'}"
    return no_printer() if named is None else printer_at(named)


def _begin(data: Data, factory: FactoryHsm, records: Records) -> None:
    """Check the clock, and write down what is known once a station is open."""
    clear_leftovers(data)
    check_clock(factory, utc_now())  # what is signed before its certificate begins is void
    put_right(data, factory.audit_certificate)
    if not records.lease.pending:
        records.learn_factory(factory.issuing_chain)
        settle_unused(records)


def open_reader(data: Data) -> Reader:
    """Open a station's record for reading; no PIN is needed, and writers aren't disturbed.

    Raises:
        StationError: CFG-007 where there is no station, REC-001 where only its record is missing.
    """
    if not data.database.is_file():
        if data.factory.exists():
            raise StationError("REC-001", "there is no such file", path=str(data.database))
        raise StationError("CFG-007", path=str(data.root))
    return Reader.open(data.database)
