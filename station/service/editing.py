"""Enrollments and groups changed at the service without a loss, and only as they were seen.

What a service shows lacks the secrets that it was given, and a document that is put back without
them makes it invent others (dps/FACTS.md 1.5): so they are fetched, and go back with the rest. What
isn't known here stays as it is.
"""

import copy
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.names import shown
from station.service.client import ID_FIELDS, Problem, ServiceClient, path_of
from station.service.documents import BULK_BYTES, BulkKind

Json = dict[str, JsonValue]
Change = Callable[[Json], Mapping[str, JsonValue] | None]
"""Returns a document as it is to be, None where it may stay; it may change what it gets."""

# What the service alone writes.
_ITS_OWN: Final = frozenset({"registrationState", "createdDateTimeUtc", "lastUpdatedDateTimeUtc"})
_TRIES: Final = 3


def mechanism_of(client: ServiceClient, kind: BulkKind, name: str, cancel: Cancel) -> Json | None:
    """Return how an enrollment or a group proves itself, its keys in the clear; None for none.

    Raises:
        StationError: as `ServiceClient.answer`; SVC-041, SVC-043.
    """
    answer = client.answer("POST", f"{path_of(kind, name)}/attestationmechanism", cancel)
    if answer.status == 404:
        return None
    if not answer.good:
        client.refused(answer)
    return client.object_in(answer)


def put(
    client: ServiceClient, kind: BulkKind, document: Mapping[str, JsonValue], cancel: Cancel
) -> Json:
    """Put an enrollment or a group in the place of the one whose ETag it names.

    Args:
        client: of the service.
        kind: of which.
        document: whole, with its `etag`, and with its keys where it has any.
        cancel: ends the wait for an answer.

    Returns:
        It, as the service has it now.

    Raises:
        StationError: SVC-053 where it isn't as that ETag names it, SVC-054 where there is none;
            SVC-055 where JSON can't say it, or it is too large; as `ServiceClient.answer`,
            SVC-041, SVC-043.
    """
    name = str(document.get(ID_FIELDS[kind]))
    match = client.quoted(str(document.get("etag") or ""))
    try:
        body = json.dumps(document, separators=(",", ":"), allow_nan=False).encode("ascii")
    except ValueError as error:
        raise _loss(name, "it holds a number that JSON doesn't have") from error
    if len(body) > BULK_BYTES:
        raise _loss(name, f"it has {len(body)} bytes")
    answer = client.answer("PUT", path_of(kind, name), cancel, body, {"If-Match": match})
    if answer.status in {409, 412}:
        raise StationError("SVC-053", str(Problem.of(answer)), name=shown(name))
    if answer.status == 404:
        raise StationError("SVC-054", name=shown(name))
    if not answer.good:
        client.refused(answer)
    return client.object_in(answer)


def edited(
    client: ServiceClient, kind: BulkKind, name: str, change: Change, cancel: Cancel
) -> Json | None:
    """Change an enrollment or a group as it is at the service; nothing else of it gets lost.

    Where somebody else changes it at the same time, it is read again, and changed as it is then.

    Args:
        client: of the service.
        kind: which of them.
        name: its name.
        change: what is to be changed; it is asked again for each try.
        cancel: ends each wait.

    Returns:
        It, as the service has it now; None where nothing was to be changed.

    Raises:
        StationError: SVC-053 where it is changed again and again, SVC-054 where there is none,
            SVC-055 where something of it would get lost; as `put`.
    """
    for left in reversed(range(_TRIES)):
        document = _whole(client, kind, name, cancel)
        etag = document.get("etag")
        changed = change(copy.deepcopy(document))
        if changed is None or dict(changed) == document:
            return None
        try:
            return put(client, kind, {**changed, "etag": etag}, cancel)
        except StationError as error:
            if error.code != "SVC-053" or not left:
                raise
    raise AssertionError


def disabled(document: Json) -> Json | None:
    """Return a document by which no device registers; a `Change`."""
    if document.get("provisioningStatus") == "disabled":
        return None
    return {**document, "provisioningStatus": "disabled"}


def _whole(client: ServiceClient, kind: BulkKind, name: str, cancel: Cancel) -> Json:
    """Return what the service has of that name, with what it doesn't show of it."""
    answer = client.read(path_of(kind, name), cancel)
    if answer is None:
        raise StationError("SVC-054", name=shown(name))
    document = client.object_in(answer)
    _check_numbers(name, answer.body)
    for own in _ITS_OWN & document.keys():
        del document[own]
    attestation = document.get("attestation")
    if not isinstance(attestation, dict):
        raise _loss(name, "it doesn't say how its device proves itself")
    if attestation.get("type") == "tpm" and _has(attestation, "tpm", "endorsementKey"):
        return document  # nothing of it is secret
    mechanism = mechanism_of(client, kind, name, cancel)
    if mechanism is None:
        raise StationError("SVC-054", name=shown(name))
    merged = _merged(attestation, mechanism)
    if merged.get("type") == "symmetricKey" and not _has(merged, "symmetricKey", "primaryKey"):
        raise _loss(name, "the service doesn't tell its key")
    return {**document, "attestation": merged}


def _has(attestation: Mapping[str, JsonValue], part: str, field: str) -> bool:
    held = attestation.get(part)
    return isinstance(held, dict) and bool(held.get(field))


def _merged(below: Json, above: Mapping[str, JsonValue]) -> Json:
    """Return what both say, the second where they differ; what says nothing takes nothing away."""
    merged = dict(below)
    for key, value in above.items():
        before = merged.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            merged[key] = _merged(before, value)
        elif value is not None or key not in merged:
            merged[key] = value
    return merged


def _check_numbers(name: str, body: bytes) -> None:
    """Check that each number goes back as it came; SVC-055."""

    def kept(text: str) -> float:
        number = float(text)
        if Decimal(text) != Decimal(repr(number)):
            raise _loss(name, "it holds a number that would be rounded")
        return number

    json.loads(body, parse_float=kept)


def _loss(name: str, why: str) -> StationError:
    return StationError("SVC-055", name=shown(name), why=why)
