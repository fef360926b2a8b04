"""Groups that a service has of this station, brought up to date there: keys, CAs, or disabled.

That a group is rotated, a key retired, or the group disabled, two supervisors have agreed to; so a
push does that at the service without another question, where the group there is this station's for
certain: the service had it as it was pushed, and it has one of the group's keys, or no CA but such
as issued for the group. It is read, changed and put back by its ETag (dps/FACTS 1.5, 2.3). What
else differs stays, as a conflict.
"""

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.line.work import Tools
from station.model.enrollment import EnrollmentGroup
from station.model.handoff import Cancel
from station.model.names import RegistrationId, shown
from station.model.order import EnrolledAs, Order
from station.model.push import PushFate, PushState
from station.operations.patience import patiently
from station.operations.push_documents import KEPT, group_document, keyed_group, told_why
from station.operations.push_keys import PushKeys, words_in
from station.records.pushed_groups import SentGroup, read_sent_groups
from station.service.client import ServiceClient
from station.service.comparing import ATTESTATION, STATUS, essence
from station.service.editing import Json, edited, mechanism_of
from station.service.push_compare import differences, without_secrets

_KIND: Final = "enrollmentGroups"
_GONE: Final = "SVC-054"
# Of one group alone, whichever it is: the others can still be brought up to date.
_OF_ONE: Final = frozenset({"SVC-041", "SVC-043", "SVC-053", _GONE, "SVC-055", "SVC-083"})
_AWAY: Final = (
    "the service has it no longer: 'station reconcile' with --repair missing makes it again"
)
_FOREIGN: Final = (
    "what the service has of that name isn't this group for certain, and stays: "
    "'station push --conflicts' shows it"
)
_DIFFERS: Final = (
    "its keys or CAs are, but {} differs there: 'station push --conflicts' shows both sides"
)
_LONGEST: Final = 200


class _NotOursError(Exception):
    """What the service has of that name has none of the group's keys, or another's CA."""

    def __init__(self, found: Json, field_: str) -> None:
        super().__init__()
        self.found = found
        self.field = field_


@dataclass(frozen=True)
class GroupUpdate:
    """A group that was sent to a service as something else than what it is by now.

    Attributes:
        name: the group's.
        order: one whose units are of it.
        document: what it is to be, with words for its keys; without an attestation where it has no
            CA any more, and is but to be disabled.
        gone: SHA-256 (hexadecimal) of CAs that it had, and of which it has no unit any more.
    """

    name: str
    order: Order
    document: bytes = field(repr=False)
    gone: frozenset[str] = frozenset()

    @property
    def keyed(self) -> bool:
        """Whether symmetric keys go with it."""
        return bool(words_in(json.loads(self.document)))


@dataclass
class GroupUpdates:
    """What became of groups that the service had already.

    Attributes:
        todo: those that are to be brought up to date.
        done: the names of those that are.
        left: those that aren't, each with why.
        error: why it ended early; None where it didn't.
    """

    todo: list[GroupUpdate] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    left: dict[str, str] = field(default_factory=dict)
    error: StationError | None = None

    @property
    def names(self) -> list[str]:
        """The names of those that are to be brought up to date."""
        return [one.name for one in self.todo]


def group_updates(
    tools: Tools, host: str, orders: Iterable[Order], keys: PushKeys, *, again: bool
) -> GroupUpdates:
    """Return the groups of orders that a host has as something else than what they are by now.

    Args:
        tools: the open station's.
        host: the service's.
        orders: those of a push.
        keys: the push's.
        again: whether those are among them that were in conflict before.

    Raises:
        StationError: REC-011, REC-012; the factory token's.
    """
    sent = read_sent_groups(tools.records.pushes.reads, host)
    grouped: dict[RegistrationId, list[Order]] = {}
    for order in orders:
        if order.spec.enrollment is not EnrolledAs.INDIVIDUAL:
            grouped.setdefault(order.group_id, []).append(order)
    updates = GroupUpdates()
    for name, its in grouped.items():
        known = sent.get(name.text.casefold())
        if known is None:
            continue
        if known.state is PushState.KEPT and _is_off(tools, name):
            updates.left[name.text] = KEPT
        elif known.there or (again and known.state is PushState.CONFLICT):
            _compare(updates, tools, (name, its, known), keys)
    return updates


def _compare(
    updates: GroupUpdates,
    tools: Tools,
    group: tuple[RegistrationId, Sequence[Order], SentGroup],
    keys: PushKeys,
) -> None:
    """Take a group that a host has, unless it has it as it is by now."""
    name, orders, known = group
    try:
        wanted = [_wanted(tools, order, name, keys) for order in orders]
    except StationError as error:
        if (why := told_why(error)) is None:
            raise
        updates.left[name.text] = why
        return
    # Orders may wish differently for it: as one of them has it, it was sent.
    digests = {hashlib.sha256(one).hexdigest() for one in wanted}
    if not known.there or known.sent not in digests:
        issuers = tools.records.groups.issuers(EnrollmentGroup(name, orders[0].id_scope))
        gone = frozenset(hashlib.sha256(one).hexdigest() for one in issuers.gone)
        updates.todo.append(GroupUpdate(name.text, orders[0], wanted[0], gone))


def check_pushed(tools: Tools, name: RegistrationId) -> None:
    """Check that services which a group was pushed to have been given all of its keys; REC-072.

    Once the older key is destroyed, nothing tells that the group there, which has that key alone,
    is this station's; and its units of the newer key aren't let in. Of a practice group's keys
    files can tell the service, too.
    """
    if tools.factory.practice:
        return
    keys = PushKeys(tools.factory)
    orders = [one for one in tools.records.orders() if one.group_id == name]
    for service in tools.records.known_services():
        its = [one for one in orders if service.id_scope in {"", one.id_scope.text}]
        updates = group_updates(tools, service.host, its, keys, again=False)
        if updates.todo:
            why = f"the service {service.name} has yet to be given the newer one: push first"
            raise StationError("REC-072", name=shown(name.text), why=why)


def _is_off(tools: Tools, name: RegistrationId) -> bool:
    return tools.records.groups.is_disabled(name)


def _wanted(tools: Tools, order: Order, name: RegistrationId, keys: PushKeys) -> bytes:
    issuers = tools.records.groups.issuers(EnrollmentGroup(name, order.id_scope))
    if order.spec.enrollment is not EnrolledAs.GROUP:
        return keyed_group(tools, order, name, keys)
    if issuers.needed or not _is_off(tools, name):
        return group_document(tools, order)
    document = {"enrollmentGroupId": name.text, STATUS: "disabled"}
    return json.dumps(document, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True)
class GroupUpdater:
    """Brings groups up to date at a service, one after the other: they are few.

    Attributes:
        tools: the open station's.
        host: the service's.
        client: of it.
        keys: the push's.
        cancel: ends it between two groups, and each wait.
    """

    tools: Tools
    host: str
    client: ServiceClient
    keys: PushKeys
    cancel: Cancel

    def run(self, updates: GroupUpdates) -> None:
        """Bring each up to date, and put on record what became of it.

        Raises:
            StationError: the record's and the factory token's.
        """
        for one in updates.todo:
            try:
                fate = patiently(partial(self._one, one), self.cancel)
            except StationError as error:
                if not error.code.startswith("SVC-") and error.code != "LIN-003":
                    raise
                if error.code not in _OF_ONE:
                    updates.error = error
                    return
                away = error.code == _GONE
                updates.left[one.name] = _AWAY if away else f"{error.code} {error.message}"
                continue
            self.tools.records.pushes.keep_group(self.host, one.document, fate)
            if fate.state is PushState.CONFLICT:
                updates.left[one.name] = fate.words
            else:
                updates.done.append(one.name)

    def _one(self, update: GroupUpdate) -> PushFate:
        """Return what became of a group; it may be asked for again."""
        wanted = json.loads(update.document)
        words = words_in(wanted)
        texts = self.keys.texts(_KIND, update.name, words) if words else {}
        seen: Json = {}

        def change(document: Json) -> Mapping[str, JsonValue] | None:
            changed = _changed(document, wanted, texts, update.gone)
            seen.clear()
            seen.update(document)
            if texts and changed is not None and changed[ATTESTATION] != document[ATTESTATION]:
                self.keys.leaves(_KIND, update.name, words)
            return changed

        try:
            found = edited(self.client, _KIND, update.name, change, self.cancel)
        except _NotOursError as theirs:
            return _fate(update.name, theirs.found, (theirs.field,), _FOREIGN)
        if texts and found is not None:
            self._check_keys(update.name, texts)
        found = found or seen
        if texts:
            found = {**found, ATTESTATION: {"type": "symmetricKey"}}
        if ATTESTATION not in wanted:
            return _fate(update.name, found, ())
        fields = differences(update.document, found)
        return _fate(update.name, found, fields, _DIFFERS.format(", ".join(fields)))

    def _check_keys(self, name: str, texts: Mapping[str, str]) -> None:
        """Check that the service has a group's keys by now; SVC-083."""
        mechanism = mechanism_of(self.client, _KIND, name, self.cancel) or {}
        held = mechanism.get("symmetricKey")
        there = held if isinstance(held, dict) else {}
        if not all(_same(text, there.get(member)) for member, text in texts.items()):
            raise StationError("SVC-083", name=shown(name))


def _fate(name: str, found: Json, differs: tuple[str, ...], words: str = "") -> PushFate:
    etag = found.get("etag")
    return PushFate(
        0,
        name,
        PushState.CONFLICT if differs else PushState.ALREADY,
        words=shown(words, _LONGEST) if differs else "",
        etag=shown(etag, _LONGEST) if isinstance(etag, str) else "",
        differs=tuple(shown(path, _LONGEST) for path in differs),
        theirs=without_secrets(found) if differs else "",
    )


def _changed(
    document: Json, wanted: Json, texts: Mapping[str, str], gone: Collection[str]
) -> Json | None:
    """Return a group's document as it is to be, None where it may stay.

    Its keys or CAs are replaced as a whole, so that none which was retired stays. A group that is
    disabled at the service isn't enabled.

    Raises:
        _NotOursError: where none of its keys is the group's, or not all of its CAs are.
    """
    changed = dict(document)
    if texts:
        _put_keys(changed, texts)
    elif ATTESTATION in wanted:
        _put_authorities(changed, wanted, gone)
    if wanted.get(STATUS) == "disabled":
        changed[STATUS] = "disabled"
    return None if changed == document else changed


def _put_keys(document: Json, texts: Mapping[str, str]) -> None:
    attestation = document.get(ATTESTATION)
    held = attestation.get("symmetricKey") if isinstance(attestation, dict) else None
    there = [*held.values()] if isinstance(held, dict) else []
    if not any(_same(text, one) for text in texts.values() for one in there):
        raise _NotOursError(document, f"{ATTESTATION}.symmetricKey.primaryKey")
    if isinstance(held, dict) and all(_same(text, held.get(name)) for name, text in texts.items()):
        return
    document[ATTESTATION] = {"type": "symmetricKey", "symmetricKey": {**texts}}


def _put_authorities(document: Json, wanted: Json, gone: Collection[str]) -> None:
    ours, theirs = (list(_words(one)) for one in (wanted, document))
    if ours == theirs:
        return
    if ours[:2] != theirs[:2] or not {*theirs[2:]} <= {*ours[2:], *gone}:
        raise _NotOursError(document, ATTESTATION)
    document[ATTESTATION] = wanted[ATTESTATION]


def _words(document: Json) -> Iterator[str]:
    """Yield the kind of a group's attestation, how its CAs are told, and each of these."""
    words = essence(document, "").get(ATTESTATION)
    yield from (str(one) for one in words) if isinstance(words, list) else ()


def _same(ours: str, theirs: JsonValue) -> bool:
    return isinstance(theirs, str) and hmac.compare_digest(ours.encode(), theirs.encode())
