"""What an enrollment or a group is to the service: taken from a body, kept, and shown."""

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from station.practice.service.attestations import Attestation, Json, taken
from station.practice.service.described import SERVICE, check, object_in
from station.practice.service.problems import bad_request, invalid, told

MESSAGE_BYTES: Final = 96 * 1024
NAME_MOST: Final = 128
# Azure's "Service concepts", Registration ID, Device ID and enrollment group: see the help.
_ID: Final = re.compile(r"[A-Za-z0-9\-._:]{0,127}[A-Za-z0-9\-]")
_DEVICE: Final = re.compile(r"[A-Za-z0-9\-.+%_#*?!(),:=@$']{1,128}")
_COMMON_NAME: Final = 64  # X.520's limit; a device's certificate has its registration ID there
_OPAQUE: Final = frozenset(
    {"initialTwin", "optionalDeviceInformation"}
)  # free JSON, nulls included
_DEFAULTS: Final[Mapping[str, JsonValue]] = {
    "capabilities": {"iotEdge": False},
    "provisioningStatus": "enabled",
    "reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": True},
}


@dataclass(frozen=True)
class Kind:
    """Individual enrollments, or groups.

    Attributes:
        table: where they are kept, and what a query calls them.
        schema: of the interface.
        key: which field names one.
        fields: those that are taken from a body and shown again.
        noun: one of them, in messages.
    """

    table: str
    schema: str
    key: str
    fields: frozenset[str]
    noun: str

    @property
    def group(self) -> bool:
        """Whether they are groups."""
        return self.table != "enrollments"


_SHARED: Final = frozenset(
    {
        *("capabilities", "iotHubHostName", "initialTwin", "provisioningStatus", "iotHubs"),
        *("reprovisionPolicy", "allocationPolicy", "customAllocationDefinition"),
    }
)
INDIVIDUAL: Final = Kind(
    "enrollments",
    "IndividualEnrollment",
    "registrationId",
    _SHARED | {"deviceId", "optionalDeviceInformation"},
    "Enrollment",
)
GROUP: Final = Kind(
    "enrollmentGroups", "EnrollmentGroup", "enrollmentGroupId", _SHARED, "Enrollment group"
)


@dataclass(frozen=True)
class Entry:
    """An enrollment or a group.

    Attributes:
        kind: which of them.
        name: what names it, as it was given.
        attestation: how it proves itself.
        fields: the other fields, as the interface has them.
        etag: with its quotes.
        created: RFC 3339.
        updated: the like.
    """

    kind: Kind
    name: str
    attestation: Attestation
    fields: Json
    etag: str
    created: str
    updated: str

    @property
    def enabled(self) -> bool:
        """Whether devices may register by it."""
        return self.fields.get("provisioningStatus") != "disabled"

    @property
    def shown(self) -> dict[str, JsonValue]:
        """It, as it is shown: without its symmetric keys."""
        return {
            self.kind.key: self.name,
            **self.fields,
            "attestation": self.attestation.shown(whole=False),
            "etag": self.etag,
            "createdDateTimeUtc": self.created,
            "lastUpdatedDateTimeUtc": self.updated,
        }

    def kept(self) -> str:
        """Return what is stored of it, JSON."""
        kept: dict[str, JsonValue] = {
            "name": self.name,
            "attestation": self.attestation.kept(),
            "fields": dict(self.fields),
            "etag": self.etag,
            "created": self.created,
            "updated": self.updated,
        }
        return json.dumps(kept, separators=(",", ":"))

    @classmethod
    def of_kept(cls, kind: Kind, text: str) -> "Entry":
        """Return what `kept` gave."""
        kept = json.loads(text)
        attestation = Attestation.of_kept(kept.pop("attestation"))
        return cls(kind=kind, attestation=attestation, **kept)


def name_in(kind: Kind, body: JsonValue) -> str:
    """Return what a body names, which may be nonsense otherwise.

    Raises:
        Refused: 400 where it names nothing, or what can be no name.
    """
    name = body.get(kind.key) if isinstance(body, dict) else None
    if not isinstance(name, str):
        raise bad_request(f"{kind.key} is required.")
    return check_name(name)


def check_name(name: str) -> str:
    """Return a name that can be one.

    Raises:
        Refused: 400.
    """
    if not _ID.fullmatch(name):
        raise invalid("Invalid RegistrationId")
    return name


def entry_of(kind: Kind, body: JsonValue, before: Entry | None) -> Entry:
    """Return the enrollment or group that a body asks for.

    Args:
        kind: which of them.
        body: as parsed.
        before: what it is to change.

    Raises:
        Refused: 400.
    """
    name = name_in(kind, body)
    asked = check(_without_nulls(body), SERVICE, kind.schema)
    if len(json.dumps(asked, ensure_ascii=False, separators=(",", ":")).encode()) > MESSAGE_BYTES:
        raise bad_request("The document is too large.")
    given = object_in(asked["attestation"], "attestation")
    if given["type"] == "x509" and not kind.group and len(name) > _COMMON_NAME:
        raise invalid("Invalid RegistrationId")
    fields = {**_DEFAULTS, **{key: asked[key] for key in asked if key in kind.fields}}
    _check_fields(fields)
    attestation = taken(given, before.attestation if before else None, group=kind.group)
    now = told(datetime.now(UTC))
    entry = Entry(kind, name, attestation, fields, new_etag(), now, now)
    # A name keeps its case as it was first given, and it is the same in any.
    return replace(entry, name=before.name, created=before.created) if before else entry


def _without_nulls(value: JsonValue) -> JsonValue:
    """Return a document without what is null, which SDKs send for what isn't set."""
    if not isinstance(value, dict):
        return value
    given = {key: one for key, one in value.items() if one is not None}
    return {key: one if key in _OPAQUE else _without_nulls(one) for key, one in given.items()}


def new_etag() -> str:
    """Return an ETag that no other has, with its quotes."""
    return f'"{secrets.token_hex(4)}-0000-0000-0000-{secrets.token_hex(6)}"'


def _check_fields(fields: Json) -> None:
    device = fields.get("deviceId")
    if device is not None and not _DEVICE.fullmatch(str(device)):
        raise bad_request("Invalid DeviceId")
    policy = fields.get("allocationPolicy")
    if policy == "custom" and "customAllocationDefinition" not in fields:
        raise bad_request("customAllocationDefinition is required.")
    if policy == "static" and not (fields.get("iotHubs") or fields.get("iotHubHostName")):
        raise bad_request("iotHubs is required.")
