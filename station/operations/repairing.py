"""What a comparison found put right at the service, where it is this station's for certain.

`REPAIRS` has the repairs by their names on the command line. What is missing there is a push's
work: whoever has one gives it to `missing_names`' names (see the hook below).
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from station.errors import StationError
from station.line.work import Tools
from station.model.group import Service
from station.model.handoff import Cancel
from station.model.rights import Approval
from station.records.sorting import Row, SortedRows
from station.service.client import ServiceClient
from station.service.comparing import ATTESTATION, Document, essence, is_enabled, same_device
from station.service.editing import Json, edited
from station.service.editing import disabled as disabled_there
from station.service.reconcile import Finding, Found, key_of

_AT_ONCE: Final = 100
_PART: Final = "repair-"
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
    """

    done: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)


class Ours(NamedTuple):
    """A revoked enrollment that the service has by the list's own key.

    Attributes:
        name: the registration ID.
        document: the essence of it that says by which key.
    """

    name: str
    document: Document


Repair = Callable[[Repairing, Ours], bool]
"""Puts one right; returns whether there was anything to be done. Raises what `edited` does."""


def spooled(finding: Finding) -> Iterator[Row]:
    """Yield what is kept of a finding, for the repairs that may follow it."""
    if finding.kind != "enrollments":
        return
    if finding.found is Found.MISSING or (finding.found is Found.OPEN and finding.ours):
        text = json.dumps([finding.name, finding.attestation])
        yield Row(_PART + finding.found.value, key_of(finding.name), text)


def missing_names(kept: SortedRows) -> Iterator[str]:
    """Yield the registration IDs that the service lacks: THE HOOK for the push to take them up."""
    for _, text in kept.ordered(_PART + Found.MISSING.value):
        yield json.loads(text)[0]


def repairable(kept: SortedRows) -> int:
    """Return how many revoked ones may still register, and are this station's for certain."""
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

    Raises:
        StationError: as `ServiceClient`, where the service doesn't work; LIN-003 on cancel;
            REC-025.
    """
    each, told = REPAIRS[how], Repaired()
    texts = (text for _, text in kept.ordered(_PART + Found.OPEN.value))
    while batch := [json.loads(text) for text in islice(texts, _AT_ONCE)]:
        names = [name for name, _ in batch]
        work.tools.records.services.repairing(work.service, how, names, approval)
        for name, attestation in batch:
            if work.cancel.is_set():
                raise StationError("LIN-003")
            _one(work, each, Ours(name, {ATTESTATION: attestation}), told)
    return told


def _one(work: Repairing, each: Repair, ours: Ours, told: Repaired) -> None:
    try:
        if each(work, ours):
            told.done += 1
        else:
            told.left.append((ours.name, "the service has changed it meanwhile"))
    except StationError as error:
        if error.code not in _OF_ONE:
            raise
        told.left.append((ours.name, f"{error.code} {error.message}"))


def _is_its(ours: Ours, document: Document) -> bool:
    """Tell whether what the service has is the revoked unit, by its key, and may register."""
    found = essence(document, ours.name)
    return same_device(ours.document, found) and is_enabled(found)


def _disable(work: Repairing, ours: Ours) -> bool:
    def change(document: Json) -> Json | None:
        return disabled_there(document) if _is_its(ours, document) else None

    return edited(work.client, "enrollments", ours.name, change, work.cancel) is not None


def _delete(work: Repairing, ours: Ours) -> bool:
    document = work.client.get("enrollments", ours.name, work.cancel)
    if document is None:
        raise StationError("SVC-054", name=ours.name)
    if not _is_its(ours, document):
        return False
    etag = str(document.get("etag") or "")
    if not etag:  # without one it would be whatever is there by then
        raise StationError("SVC-055", name=ours.name, why="the service doesn't tell its state")
    return work.client.delete("enrollments", ours.name, work.cancel, etag)


REPAIRS: Final[Mapping[str, Repair]] = {"disable-revoked": _disable, "delete-revoked": _delete}
