"""A second token made ready for the day that the first one breaks, while the first is there.

It gets an issuing CA, audit, manifest and record key of its own under the same root; the sealing
key and all groups' keys go over from the first by the root's token, wrapped all the way. Each step
finds out what of it is done, so what was broken off anywhere goes on when it is called again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from station import __version__
from station.errors import Fault, StationError
from station.hsm.ca_keys import RootToken
from station.hsm.factory import FactoryHsm
from station.hsm.predecessor import Predecessor
from station.hsm.second import (
    Following,
    Rewrapped,
    SecondPlan,
    demand_root,
    set_up_second,
)
from station.hsm.tokens import TokenAddress
from station.hsm.tries import MOST_WRONG, PinTries, describe_token
from station.line.clock import check_clock
from station.model.group import GroupKey, KeyName
from station.model.names import RegistrationId, shown
from station.model.people import Credential
from station.model.rights import Right
from station.operations.ceremony_document import GROUP, KeyLine, PinPolicy, ProtocolDocument
from station.operations.ceremony_plan import Member, TokenLine
from station.operations.ceremony_protocol import (
    certificate_lines,
    check_protocol,
    key_lines,
    write_protocol,
)
from station.operations.plant import Plant, utc_now
from station.records.ceremonies import CeremonyKind
from station.records.store import Records
from station.records.successions import AUDIT, ISSUING
from station.secret import Secret
from station.service.exports.manifest import Anchor

_PURPOSE: Final = "station-second-token-v1"
_KNOWN: Final = b"what one token seals the other opens"
_CHECK: Final = b"station-group-check-v1"
PRACTICE_UNIT: Final = RegistrationId.parse("practice-drill-unit")
"""For whom groups' keys are compared: a unit that there never is."""


@dataclass(frozen=True)
class SecondToken:
    """The second token, and what makes it ready.

    Attributes:
        address: where it is.
        pin: its own.
        root: the root's token.
        credentials: two supervisors', whose PINs count on the day as they are now.
        place: where it is done, for the protocol; empty where nobody says.
    """

    address: TokenAddress
    pin: Secret
    root: RootToken
    credentials: Sequence[Credential]
    place: str = ""


@dataclass(frozen=True)
class MadeReady:
    """A second token that is ready.

    Attributes:
        folder: the name of its newest protocol's folder.
        protocol: that protocol's SHA-256, hexadecimal.
        groups: whose keys it holds, for people.
        moved: how many keys went over now.
        others: the newest protocols' folders of other second tokens that may take the place: each
            has the groups and PINs of its own day.
    """

    folder: str
    protocol: str
    groups: tuple[str, ...]
    moved: int
    others: tuple[str, ...]


def make_ready(plant: Plant, wanted: SecondToken) -> MadeReady:
    """Make a second token ready, or bring one that is ready up to date.

    Args:
        plant: the open station, with its first token.
        wanted: the second, and who makes it ready.

    Raises:
        StationError: LIN-007 of a practice station; REC-020, REC-023, REC-025 where the supervisors
            don't agree; HSM-035 where the root's token is another, HSM-044 where the second is
            another station's, HSM-020 where it has signed for a record; CFG-050 where a key has no
            copy for the escrow; REC-012; as `set_up_second` and `write_protocol`.
    """
    tools, begun = plant.tools, utc_now()
    first, records = tools.factory, tools.records
    check_agreed(plant, wanted.credentials)
    known = {str(entry.data.get(AUDIT)) for entry in records.second.made_ready()}
    plan = SecondPlan(records.station, first.world, len(known), first.issuing_chain[-1])
    copies = _copies(plant)
    tries = PinTries(plant.data.pin_tries)
    with set_up_second(wanted.address, wanted.pin, plan, wanted.root, tries) as second:
        check_clock(second, utc_now())
        if second.last_head().sequence:
            raise StationError("HSM-020", label=shown(wanted.address.label or ""))
        gone = retire_groups(records, second)
        moved = _moved(first, second, wanted.root, copies)
        groups = tuple(key.name for key, _ in copies)
        work = _Work(plant, wanted, second, groups, begun)
        folder, digest = work.on_record(changed=bool(moved + gone))
        work.followed()
        others = _others(records, (first.audit_certificate, second.audit_certificate))
    return MadeReady(folder, digest, tuple(key.text for key in groups), moved, others)


def _others(records: Records, these: Sequence[bytes]) -> tuple[str, ...]:
    """Return the newest folder of each second token but these, and but those that had a place."""
    had = {one.hex() for one in these}
    had |= {one.before.hex() for one in records.second.successions()}
    newest = {
        str(entry.data.get(AUDIT)): str(entry.data.get("folder"))
        for entry in records.second.made_ready()
    }
    return tuple(folder for audit, folder in newest.items() if audit not in had)


def check_agreed(plant: Plant, credentials: Sequence[Credential]) -> None:
    """Check that two supervisors agree to a second token, before anything is made.

    Raises:
        StationError: LIN-007 of a practice station; as `Records.approve`.
    """
    if plant.tools.factory.practice:
        why = "a practice token's keys are of no use to another"
        raise StationError("LIN-007", why, fault=Fault.USE)
    plant.tools.records.approve(Right.CEREMONY, credentials)


def _copies(plant: Plant) -> list[tuple[GroupKey, bytes]]:
    """Return each group's working keys with their copies for the escrow."""
    first = plant.tools.factory
    found = []
    for key in working_keys(plant.tools.records):
        name = key.name
        copy = key.escrow_copy or first.groups.escrowed(name.group_id, name.number)
        if not copy:
            raise StationError("CFG-050", what=f"key of the group {name.text}")
        found.append((key, copy))
    return found


def working_keys(records: Records) -> list[GroupKey]:
    """Return all groups' keys that aren't retired; REC-012 where one is not the guard's."""
    return [key for key in _all_keys(records) if not key.retired]


def retire_groups(records: Records, second: FactoryHsm) -> int:
    """Destroy on a second token the groups' keys that are retired on record; return how many.

    Raises:
        StationError: REC-012 where a key is not the guard's; the token's own.
    """
    gone = 0
    for key in _all_keys(records):
        if key.retired:
            gone += holds(second, key.name)
            second.groups.retire(key.name.group_id, key.number)
    return gone


def _all_keys(records: Records) -> list[GroupKey]:
    return [
        key
        for group in records.key_groups()
        for key in records.groups.keys(RegistrationId.parse(group.group_id))
    ]


def _moved(
    first: FactoryHsm,
    second: FactoryHsm,
    root: RootToken,
    copies: Sequence[tuple[GroupKey, bytes]],
) -> int:
    """Bring the keys over that the second token lacks; return how many."""
    sealing = not opens_the_same(first, second)
    lacking = [(key, copy) for key, copy in copies if not serves(second, key)]
    own = first.groups.escrowed(None)
    if sealing and not own:
        raise StationError("CFG-050", what="sealing key")
    if sealing:
        with root.opened() as ask:
            wrapped = Rewrapped(ask, second.groups.transport_key()).sealing(own)
        second.groups.install_sealing_key(wrapped)
    bring_groups(second, root, lacking)
    if not opens_the_same(first, second):
        raise StationError("HSM-012", "the second token doesn't open what the first one sealed")
    for name in (key.name for key, _ in copies):
        if group_check(first, name) != group_check(second, name):
            raise StationError("HSM-012", f"the key of the group {name.text} is another one")
    return len(lacking) + sealing


def bring_groups(
    second: FactoryHsm, root: RootToken, copies: Sequence[tuple[GroupKey, bytes]]
) -> None:
    """Bring keys of groups to a second token that lacks them, by the root's token.

    One that is for pushes gets the copy that the second token alone opens; where the second has
    the key without it, the key comes anew.

    Args:
        second: the second token.
        root: the root's.
        copies: each key with its copy for the escrow.

    Raises:
        StationError: HSM-035 where it is another root's token; HSM-039 where a copy isn't one; as
            `RootToken.opened`.
    """
    if not copies:
        return
    demand_root(root, second.issuing_chain[-1])
    with root.opened() as ask:
        transport = second.groups.transport_key()
        rewrapped = Rewrapped(ask, transport)
        for key, copy in copies:
            name, wrapped = key.name, rewrapped.group(copy)
            if holds(second, name):
                second.groups.retire(name.group_id, name.number)
            owner = transport if key.for_push else b""
            second.groups.install(name.group_id, wrapped, owner, name.number)


def serves(token: FactoryHsm, key: GroupKey) -> bool:
    """Whether a token has a group's key, with the copy for pushes where the key is for them."""
    if not holds(token, key.name):
        return False
    return not key.for_push or token.groups.is_for_push(key.name.group_id, key.number)


def holds(token: FactoryHsm, key: KeyName) -> bool:
    """Whether a token has a group's key, which then is as it must be, or raise HSM-019."""
    try:
        token.groups.demand(key.group_id, key.number)
    except StationError as error:
        if error.code != "HSM-013":
            raise
        return False
    return True


def opens_the_same(first: FactoryHsm, second: FactoryHsm) -> bool:
    """Whether one token opens what another sealed just now."""
    sealed = first.seal(_PURPOSE, Secret(_KNOWN))
    try:
        return second.unseal(_PURPOSE, sealed) == Secret(_KNOWN)
    except StationError as error:
        if error.code != "HSM-021":
            raise
        return False


def group_check(token: FactoryHsm, key: KeyName) -> bytes:
    """Return what tells a group's key from another, without telling it: an HMAC, 32 bytes."""
    return token.device_keys.hmac(key.group_id, PRACTICE_UNIT, _CHECK, key.number)


def second_lines(token: FactoryHsm, groups: Sequence[KeyName]) -> tuple[KeyLine, ...]:
    """Return the keys of a second token for a protocol."""
    return (
        *key_lines(token, "second"),
        *(
            KeyLine(
                token="second",  # noqa: S106 - the token's role
                label=f"group {name.text}",
                kind=GROUP,
                fingerprint=group_check(token, name).hex(),
            )
            for name in groups
        ),
    )


def described(role: str, address: TokenAddress) -> TokenLine:
    """Return what a token says of itself, for a protocol."""
    facts = describe_token(address)
    return TokenLine(
        role=role,
        label=shown(facts.label),
        serial=shown(facts.serial),
        manufacturer=shown(facts.manufacturer),
        model=shown(facts.model),
        firmware=facts.firmware,
    )


def members(plant: Plant, credentials: Sequence[Credential]) -> tuple[Member, ...]:
    """Return who was there, for a protocol."""
    names = {one.badge.lower(): one for one in plant.tools.records.people()}
    known = [names[one.badge.lower()] for one in credentials]
    return tuple(Member(badge=one.badge, name=one.name) for one in known)


def pin_policy(plant: Plant) -> PinPolicy:
    """Return what holds for PINs, for a protocol."""
    shortest = plant.tools.records.settings().pin_shortest
    return PinPolicy(people_shortest=shortest, wrong_before_stop=MOST_WRONG)


def anchor_now(factory: FactoryHsm) -> Anchor:
    """Return how far the audit chain has come, for a protocol."""
    head = factory.last_head()
    return Anchor(sequence=head.sequence, hash=(head.hash or b"").hex())


@dataclass(frozen=True)
class _Work:
    plant: Plant
    wanted: SecondToken
    second: FactoryHsm
    groups: tuple[KeyName, ...]
    begun: datetime

    def on_record(self, *, changed: bool) -> tuple[str, str]:
        """Write a protocol, and put it on record, where something is new; return both names."""
        records, named = self.plant.tools.records, self.second.audit_certificate.hex()
        # Whom it is to follow signs that it is ready: another token's word counts no more.
        since = max((one.sequence for one in records.second.successions()), default=0)
        before = [
            entry
            for entry in records.second.made_ready()
            if entry.data.get(AUDIT) == named and entry.sequence > since
        ]
        if before and not changed:
            newest = before[-1].data
            folder = self.plant.data.ceremonies / str(newest.get("folder"))
            digest = str(newest.get("protocol"))
            if folder.is_dir() and check_protocol(folder, None).digest == digest:
                return folder.name, digest
        name = f"second-{len(records.second.made_ready()) + 1}"
        folder = self.plant.data.ceremonies / name
        digest = write_protocol(folder, self._protocol(), self.plant.tools.factory)
        approval = records.approve(Right.CEREMONY, self.wanted.credentials)
        issuing = hashlib.sha256(self.second.issuing_chain[0]).hexdigest()
        groups = str(len(self.groups))
        more = {AUDIT: named, ISSUING: issuing, "folder": name, "groups": groups}
        kind = CeremonyKind.SECOND
        records.ceremonies.held(kind, digest, rehearsed=False, approval=approval, more=more)
        return name, digest

    def _protocol(self) -> ProtocolDocument:
        plant, second = self.plant, self.second
        return ProtocolDocument(
            what=CeremonyKind.SECOND,
            station=plant.tools.records.station,
            practice=False,
            notice="",
            begun=self.begun.replace(microsecond=0),
            made=utc_now().replace(microsecond=0),
            place=self.wanted.place,
            software=__version__,
            people=members(plant, self.wanted.credentials),
            steps=(),
            tokens=(
                described("root", self.wanted.root.address),
                described("factory", plant.file.address),
                described("second", self.wanted.address),
            ),
            keys=second_lines(second, self.groups),
            certificates=certificate_lines([*second.issuing_chain, second.audit_certificate]),
            rehearsal=None,
            pins=pin_policy(plant),
            audit=anchor_now(plant.tools.factory),
            files=(),
        )

    def followed(self) -> None:
        """Have the token remember whom it follows, up to now, and the PINs of those who agree."""
        first, records = self.plant.tools.factory, self.plant.tools.records
        note = records.second.note(self.wanted.credentials, self.second)
        head = first.last_head()
        Following(self.second.ask).follow(
            Predecessor(first.audit_certificate, head.sequence, head.hash or b"", note.written())
        )
