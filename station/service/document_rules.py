"""Every rule for a document that can be checked before it is sent (dps/FACTS 1 and 4).

The service answers a bad document with a number. Here each rule has a name and says why, all that
are broken at once.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from pydantic import JsonValue, ValidationError

from station.errors import StationError
from station.model.names import MAX_COMMON_NAME, DeviceId, RegistrationId, shown
from station.service.attestation_rules import Subject, attestation_findings, inside
from station.service.documents import BULK_BYTES, BULK_ITEMS, RESERVED_IN_TWINS, bulk_body
from station.service.findings import Finding, doubtful, refused, useless
from station.service.kept_documents import KeptDocument, KeptEnrollment, KeptGroup

Json = Mapping[str, JsonValue]

_OPAQUE: Final = frozenset({"initialTwin", "optionalDeviceInformation"})
_POLICIES: Final = frozenset({"hashed", "geoLatency", "static", "custom"})
_STATES: Final = frozenset({"enabled", "disabled"})
_ALLOCATED: Final = frozenset(
    {"allocationPolicy", "iotHubs", "iotHubHostName", "customAllocationDefinition"}
)
_SAFE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,126}[a-z0-9])?")
_API: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:-preview)?")
_OLDEST_API: Final = "2018-09-01"
# One for all documents: to make an encoder takes as long as to encode one.
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False)
# Bytes of a bulk request around its one document.
_AROUND: Final = {
    False: len(bulk_body("enrollments", ())),
    True: len(bulk_body("enrollmentGroups", ())),
}


def name_of(document: JsonValue, *, group: bool) -> str:
    """Return what names a document, an empty text where nothing does."""
    key = "enrollmentGroupId" if group else "registrationId"
    name = document.get(key) if isinstance(document, dict) else None
    return name if isinstance(name, str) else ""


def document_findings(document: JsonValue, now: datetime, *, group: bool) -> Iterator[Finding]:
    """Yield what is wrong with a document.

    Args:
        document: as parsed from JSON; what is null in it is as if it weren't there.
        now: when certificates must be valid, UTC.
        group: whether it is an enrollment group's.
    """
    given = _without_nulls(document)
    malformed = _form_finding(given, group=group)
    if malformed is not None or not isinstance(given, dict):
        yield malformed or refused("form", "It is no JSON object")
        return
    name = name_of(given, group=group)
    yield from _name_findings(name, given, group=group)
    yield from _size_findings(given, group=group)
    yield from _device_findings(given)
    yield from _state_findings(given)
    if not _ALLOCATED.isdisjoint(given):
        yield from _allocation_findings(given)
    if twin := inside(given, "initialTwin"):
        yield from _twin_findings(twin)
    disabled = given.get("provisioningStatus") == "disabled"
    subject = Subject(name, group, disabled, now)
    yield from attestation_findings(inside(given, "attestation"), subject)


def bulk_findings(names: list[str], size: int) -> Iterator[Finding]:
    """Yield what is wrong with one request, whatever is in it.

    Args:
        names: of its documents.
        size: bytes of its body.
    """
    if len(names) > BULK_ITEMS:
        words = f"The request has {len(names)} documents: the service takes {BULK_ITEMS}"
        yield refused("bulk-items", words)
    if size > BULK_BYTES:
        yield refused("bulk-bytes", f"The request has {size:,} bytes, over {BULK_BYTES:,}")
    seen: set[str] = set()
    for name in names:
        if name.lower() in seen:
            words = f"{shown(name)} stands twice in one request, which then fails as a whole"
            yield refused("bulk-twice", words)
        seen.add(name.lower())


def _without_nulls(value: JsonValue) -> JsonValue:
    if not isinstance(value, dict):
        return value
    given = {key: one for key, one in value.items() if one is not None}
    return {key: one if key in _OPAQUE else _without_nulls(one) for key, one in given.items()}


def _form_finding(document: JsonValue, *, group: bool) -> Finding | None:
    """Return the first place that hasn't the interface's form, None where all has."""
    kind: type[KeptDocument] = KeptGroup if group else KeptEnrollment
    try:
        kind.model_validate(document)
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(str(part) for part in problem["loc"])
        missing = problem["type"] == "missing"
        words = "is missing" if missing else "isn't what it has to be"
        return refused("form", f"The field {shown(place)} {words}" if place else f"It {words}")
    return None


def _name_findings(name: str, document: Json, *, group: bool) -> Iterator[Finding]:
    what = "enrollment group's name" if group else "registration ID"
    rule = "group-id" if group else "registration-id"
    try:
        RegistrationId.parse(name)
    except StationError as error:
        yield refused(rule, f"The {what} can't be one: {error.data['why']}")
        return
    certified = inside(document, "attestation").get("type") == "x509"
    if certified and not group and len(name) > MAX_COMMON_NAME:
        words = f"The {what} has {len(name)} characters: a certificate's name has {MAX_COMMON_NAME}"
        yield refused(rule, words)
    if name != name.lower():
        words = f"The {what} has capitals: older services refuse it, and keys depend on them"
        yield doubtful(f"{rule}-case", words)
    elif not _SAFE.fullmatch(name):
        words = f"The {what} has signs, or stands with a dash, where some service takes none"
        yield doubtful(f"{rule}-signs", words)


def _size_findings(document: Json, *, group: bool) -> Iterator[Finding]:
    try:
        text = _ENCODER.encode(document)
    except (ValueError, RecursionError):
        yield refused("number", "It holds a number that JSON doesn't have")
        return
    size = len(text) + _AROUND[group]
    if size > BULK_BYTES:
        words = f"Its document has {size:,} bytes with its request's: the limit is {BULK_BYTES:,}"
        yield refused("size", words)


def _device_findings(document: Json) -> Iterator[Finding]:
    told = inside(document, "optionalDeviceInformation")
    for name in sorted(name for name in RESERVED_IN_TWINS if told.get(name) is not None):
        words = f"The device information uses the name {name}, which the service keeps for itself"
        yield useless("twin-name", words)
    device = document.get("deviceId")
    if not isinstance(device, str):
        return
    try:
        DeviceId.parse(device)
    except StationError as error:
        yield refused("device-id", f"The device ID can't be one: {error.data['why']}")
        return
    if ":" in device:
        yield doubtful("device-id-colon", "The device ID has a colon, which older hubs refuse")


def _state_findings(document: Json) -> Iterator[Finding]:
    state = document.get("provisioningStatus", "enabled")
    if state not in _STATES:
        yield refused("status", "Its provisioning status is neither enabled nor disabled")


def _allocation_findings(document: Json) -> Iterator[Finding]:
    policy, hubs = document.get("allocationPolicy"), document.get("iotHubs")
    custom = document.get("customAllocationDefinition")
    if policy is not None and policy not in _POLICIES:
        yield refused("allocation", "There is no such allocation policy")
    if policy == "static" and not (hubs or document.get("iotHubHostName")):
        yield refused("allocation", "With the allocation policy static an IoT hub is needed")
    if policy == "static" and isinstance(hubs, list) and len(hubs) > 1:
        yield doubtful("allocation-hubs", "With the allocation policy static it should be one hub")
    if document.get("iotHubHostName"):
        words = "The field iotHubHostName is old: allocationPolicy static and iotHubs say it now"
        yield doubtful("allocation-old", words)
    if policy == "custom" and custom is None:
        yield refused("allocation", "With the allocation policy custom its definition is needed")
    elif custom is not None:
        yield from _webhook_findings(inside(document, "customAllocationDefinition"), policy)


def _webhook_findings(custom: Json, policy: JsonValue) -> Iterator[Finding]:
    if policy != "custom":
        yield doubtful("allocation-unused", "Only the allocation policy custom asks a web hook")
    url, version = str(custom.get("webhookUrl")), str(custom.get("apiVersion"))
    if not url.startswith("https://") or not _host_in(url):
        yield doubtful("allocation-url", "The web hook's address isn't an https:// one")
    if not _API.fullmatch(version) or version < _OLDEST_API:
        words = f"The web hook's interface is older than {_OLDEST_API}, or no version"
        yield doubtful("allocation-api", words)


def _host_in(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _twin_findings(twin: Json) -> Iterator[Finding]:
    parts = {"tags": inside(twin, "tags")}
    parts["desired"] = inside(inside(twin, "properties"), "desired")
    for part, held in parts.items():
        for name in sorted(RESERVED_IN_TWINS.intersection(held)):
            words = f"The twin's {part} use the name {name}, which the service keeps for itself"
            yield useless("twin-name", words)
