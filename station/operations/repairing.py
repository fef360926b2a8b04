"""What a comparison found put right at the service, where it is this station's for certain.

`REPAIRS` has the repairs by their names on the command line. What is to be made there is a push's
work: `repushing` gives it what `missing_names`, `missing_groups` and `unblocked_names` tell.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from station.errors import StationError
from station.line.work import Tools
from station.model.group import KeyName, Service
from station.model.handoff import Cancel
from station.model.names import RegistrationId
from station.model.rights import Approval
from station.operations.own_keys import opens
from station.operations.patience import patiently
from station.records.sorting import Row, SortedRows
from station.service.client import ServiceClient
from station.service.comparing import ATTESTATION, Document, essence, is_enabled, same_device
from station.service.editing import Json, edited, mechanism_of
from station.service.editing import disabled as disabled_there
from station.service.reconcile import Finding, Found, key_of

_PART: Final = "repair-"
_GROUP_PART: Final = "repair-group-"
_CHANGED: Final = "the service has it with another key by now"
_FOREIGN: Final = "the service has it with another key: it may be somebody else's"
_NEEDED: Final = "a group of its CA would let its device in without it: disable it instead"
# Of one enrollment alone: the others can still be repaired.
_OF_ONE: Final = frozenset({"SVC-041", "SVC-043", "SVC-053", "SVC-054", "SVC-055"})


@dataclass(frozen=True)
class Repairing:
    """What repairs work with.

    Attributes:
        tools: the open station's.
        service: at which.
        client: the way to it.
        cancel: ends it between two enrollments, and each wait.
    """

    tools: Tools
    service: Service
    client: ServiceClient
    cancel: Cancel


@dataclass
class Repaired:
    """What became of a repair.

    Attributes:
        done: how many were put right.
        left: those that weren't, each with why.
        error: why it ended early; None where it didn't.
    """

    done: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    error: StationError | None = None


class Ours(NamedTuple):
    """A revoked enrollment that the service has by the list's own key.

    Attributes:
        name: the registration ID.
        document: the essence of it that says by which key.
        needed: whether it keeps its device out of a group.
        source: the key that its own is derived from, where the document can't say by which key.
    """

    name: str
    document: Document
    needed: bool = False
    source: KeyName | None = None


Repair = Callable[[Repairing, Ours], str]
"""Puts one right; returns why it was left, or nothing. Raises what `edited` does."""


def spooled(finding: Finding) -> Iterator[Row]:
    """Yield what is kept of a finding, for the repairs that may follow it."""
    single = finding.kind == "enrollments"
    open_ = finding.found is Found.OPEN and (finding.ours or finding.source is not None)
    wanted = open_ or finding.found in {Found.MISSING, Found.UNBLOCKED}
    if wanted if single else finding.found is Found.MISSING:
        source = None if finding.source is None else _told(finding.source)
        text = json.dumps([finding.name, finding.attestation, finding.needed, source])
        part = _PART if single else _GROUP_PART
        yield Row(part + finding.found.value, key_of(finding.name), text)


def _told(source: KeyName) -> list[str | int]:
    return [source.group_id.text, source.number]


def _ours(text: str) -> Ours:
    name, attestation, needed, told = json.loads(text)
    source = None if told is None else KeyName(RegistrationId.parse(told[0]), told[1])
    return Ours(name, {ATTESTATION: attestation}, needed, source)


def missing_names(kept: SortedRows) -> Iterator[str]:
    """Return the registration IDs that the service lacks, sorted."""
    return _names(kept, _PART + Found.MISSING.value)


def missing_groups(kept: SortedRows) -> Iterator[str]:
    """Return the groups' names that the service lacks, sorted."""
    return _names(kept, _GROUP_PART + Found.MISSING.value)


def _names(kept: SortedRows, part: str) -> Iterator[str]:
    for _, text in kept.ordered(part):
        yield json.loads(text)[0]


def unblocked_names(kept: SortedRows) -> Iterator[str]:
    """Return the registration IDs that nothing keeps out though they are revoked, sorted."""
    return _names(kept, _PART + Found.UNBLOCKED.value)


def missing(kept: SortedRows) -> int:
    """Return how many enrollments and groups the service lacks."""
    return sum(kept.count(part + Found.MISSING.value) for part in (_PART, _GROUP_PART))


def unblocked(kept: SortedRows) -> int:
    """Return how many revoked ones nothing keeps out of a group."""
    return kept.count(_PART + Found.UNBLOCKED.value)


def repairable(kept: SortedRows) -> int:
    """Return how many revoked ones may still register, and are this station's for certain.

    Those with symmetric keys are counted: a repair asks for each one's keys, and leaves others'.
    """
    return kept.count(_PART + Found.OPEN.value)


def repair(
    work: Repairing, kept: SortedRows, how: str, approval: Approval | None = None
) -> Repaired:
    """Put right what was found, one enrollment after the other; what is on record comes first.

    Args:
        work: what it works with.
        kept: what `spooled` gave.
        how: a name of `REPAIRS`.
        approval: for `Right.EXPORT`; practice needs none.

    Returns:
        What became of it; its `error` is why it ended early: as `ServiceClient`, where the service
        doesn't work and stays so, or LIN-003 on cancel.

    Raises:
        StationError: REC-025; the guard's, and `Writer.transaction`'s.
    """
    each, told, part = REPAIRS[how], Repaired(), _PART + Found.OPEN.value
    # An approval is good for one entry, which has them all.
    work.tools.records.services.repairing(work.service, how, _names(kept, part), approval)
    for _, text in kept.ordered(part):
        told.error = _one(work, each, _ours(text), told)
        if told.error is not None:
            break
    return told


def _one(work: Repairing, each: Repair, ours: Ours, told: Repaired) -> StationError | None:
    """Put one right, and count it; return why none can follow it."""
    try:
        why = patiently(lambda: each(work, ours), work.cancel)
    except StationError as error:
        if error.code not in _OF_ONE:
            return error
        why = f"{error.code} {error.message}"
    if why:
        told.left.append((ours.name, why))
    else:
        told.done += 1
    return None


# Each is asked for again where its answer was lost: what it did before is done then, not changed.
def _disable(work: Repairing, ours: Ours) -> str:
    changed = ""

    def change(document: Json) -> Json | None:
        nonlocal changed
        changed = _changed(work, ours, document, document)
        enabled = is_enabled(essence(document, ours.name))
        return disabled_there(document) if enabled and not changed else None

    edited(work.client, "enrollments", ours.name, change, work.cancel)
    return changed


def _changed(work: Repairing, ours: Ours, document: Document, keyed: Document) -> str:
    """Return why what the service has isn't this station's, or nothing.

    Args:
        work: what it works with.
        ours: what it is to be.
        document: as the service shows it.
        keyed: with its keys in the clear, where it has any.
    """
    if ours.source is None:
        same = same_device(ours.document, essence(document, ours.name))
        return "" if same else _CHANGED
    same = opens(work.tools.factory, ours.name, ours.source, keyed)
    return "" if same else _FOREIGN


def _delete(work: Repairing, ours: Ours) -> str:
    if ours.needed:
        return _NEEDED
    document = work.client.get("enrollments", ours.name, work.cancel)
    if document is None:
        return ""
    keyed = None
    if ours.source is not None:
        keyed = mechanism_of(work.client, "enrollments", ours.name, work.cancel)
    if why := _changed(work, ours, document, keyed or {}):
        return why
    if not is_enabled(essence(document, ours.name)):  # which somebody has put right meanwhile
        return ""
    etag = str(document.get("etag") or "")
    if not etag:  # without one it would be whatever is there by then
        raise StationError("SVC-055", name=ours.name, why="the service doesn't tell its state")
    work.client.delete("enrollments", ours.name, work.cancel, etag)
    return ""


REPAIRS: Final[Mapping[str, Repair]] = {"disable-revoked": _disable, "delete-revoked": _delete}
