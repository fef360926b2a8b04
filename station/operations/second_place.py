"""The first token is broken or lost: the second one takes its place, and the station opens again.

The record is given over first, in one transaction, then the station's factory file. Where something
came in between, the same call does the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from station.errors import StationError
from station.folders import Data
from station.hsm.ca_keys import RootToken
from station.hsm.factory import FactoryHsm
from station.hsm.predecessor import Predecessor
from station.hsm.second import Following
from station.hsm.tokens import TokenAddress
from station.hsm.tries import PinTries
from station.line.clock import check_clock
from station.model.audit import KnownHead
from station.model.group import GroupKey
from station.operations.factory_file import FactoryFile
from station.operations.plant import utc_now
from station.operations.second_token import bring_groups, retire_groups, serves, working_keys
from station.records.remarking import Marking
from station.records.replacement import Consent, KeptNote, take_place
from station.records.store import Records
from station.secret import Secret


@dataclass(frozen=True)
class _Second:
    """The second token as the record needs it; see `records.replacement.Heir`."""

    guard: FactoryHsm
    predecessor: Predecessor

    @property
    def macs(self) -> Marking:
        return self.guard.macs

    @property
    def before(self) -> bytes:
        return self.predecessor.audit

    @property
    def anchor(self) -> KnownHead:
        known = self.predecessor
        return KnownHead(known.sequence, known.hash, "the second token")

    @property
    def note(self) -> KeptNote:
        return KeptNote.parse(self.predecessor.note)


@dataclass(frozen=True)
class Replaced:
    """The second token is the station's now.

    Attributes:
        station: the station's name.
        label: the token's label.
        missing: the groups whose keys it lacks: they were made after it was brought up to date,
            and the root's token wasn't there.
        others: the badges of those who need a new PIN.
        services: the services whose keys are to be given again.
        unaccepted: whether its keys are in software and two have yet to accept that.
    """

    station: str
    label: str
    missing: Sequence[str]
    others: Sequence[str]
    services: Sequence[str]
    unaccepted: bool


@dataclass(frozen=True)
class Taking:
    """The second token, as it is to take the first one's place.

    Attributes:
        address: where it is.
        pin: its own.
        root: the root's token, by which it gets the keys of groups that it lacks; None without.
        last_try: whether a supervisor is sure of the PIN, though a wrong one could lock it.
    """

    address: TokenAddress
    pin: Secret
    root: RootToken | None = None
    last_try: bool = False


def replace_token(data: Data, taking: Taking, consent: Consent) -> Replaced:
    """Have the second token take the first one's place at a station.

    Args:
        data: the station's folder.
        taking: the second token.
        consent: of those who made it ready.

    Raises:
        StationError: CFG-007, CFG-011; HSM-030 where the token wasn't made ready for this station,
            LIN-007 where it is of the other world; HSM-022; as `take_place`, `bring_groups` and
            `FactoryHsm.open`.
    """
    file, address = FactoryFile.read(data), taking.address
    tries = PinTries(data.pin_tries, last_try=taking.last_try)
    with FactoryHsm.open(address, taking.pin, tries) as second:
        known = Following(second.ask).known()
        if known is None:
            raise StationError("HSM-030", "it follows no other token")
        if second.practice != file.practice:
            raise StationError("LIN-007", "the station and the token are not of one world")
        check_clock(second, utc_now())
        heir = _Second(second, known)
        take_place(data.database, heir, consent)
        FactoryFile(
            station=file.station,
            practice=file.practice,
            library=address.module.library,
            label=address.label or "",
            environment=dict(address.module.environment),
        ).write(data, second.audit_certificate)
        with Records.open(data.database, second) as records:
            records.learn_factory(second.issuing_chain)
            retire_groups(records, second)
            if taking.root is not None:
                bring_groups(second, taking.root, _lacking(records, second))
            return _told(records, second, heir.note, address)


def _lacking(records: Records, second: FactoryHsm) -> list[tuple[GroupKey, bytes]]:
    return [
        (key, key.escrow_copy)
        for key in working_keys(records)
        if key.escrow_copy and not serves(second, key)
    ]


def _told(records: Records, second: FactoryHsm, note: KeptNote, address: TokenAddress) -> Replaced:
    kept = {one.badge for one in note.people}
    return Replaced(
        station=records.station,
        label=address.label or "",
        missing=[one.name.text for one in working_keys(records) if not serves(second, one)],
        others=[one.badge for one in records.people() if one.active and one.badge not in kept],
        services=[one.name for one in records.known_services()],
        unaccepted=_unaccepted(records),
    )


def _unaccepted(records: Records) -> bool:
    try:
        records.custody.check()
    except StationError as error:
        if error.code != "HSM-025":
            raise
        return True
    return False
