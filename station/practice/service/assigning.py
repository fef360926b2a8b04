"""Where a device goes that has proved who it is, and what it is told of that."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from station.practice.service.attesting import Proved, State
from station.practice.service.enrollments import Entry, new_etag
from station.practice.service.problems import told

_NO_HUB: Final = 400_208
# From here on a device is told that it came to the hub it had (Azure/azure-iot-sdk-csharp#2397).
_TELLS_AGAIN: Final = "2019-04-15"


def state_of(name: str, proved: Proved, before: State, hubs: Sequence[str], version: str) -> State:
    """Return the DeviceRegistrationResult that a registration ends in.

    Args:
        name: the device's, as it says it.
        proved: who it is.
        before: the result of its last registration; empty without one.
        hubs: those of the service, where its enrollment names none.
        version: the interface's, that the device asks for.
    """
    entry, now = proved.entry, told(datetime.now(UTC))
    state: State = {
        "registrationId": name,
        "createdDateTimeUtc": before.get("createdDateTimeUtc", now),
        "lastUpdatedDateTimeUtc": now,
        # Here it is the whole of it in base64, quotes and all (Azure/iotedge#6697).
        "etag": base64.b64encode(new_etag().encode()).decode(),
        **proved.told,
    }
    if not entry.enabled:
        return state | {"status": "disabled"}
    last = str(before.get("assignedHub", ""))
    hub = _hub(entry, name, last, hubs)
    if not hub:
        return state | {"status": "failed", "errorCode": _NO_HUB, "errorMessage": "No IoT hub"}
    assigned: State = {
        "status": "assigned",
        "substatus": _substatus(entry, last, hub, version),
        "assignedHub": hub,
        "deviceId": entry.fields.get("deviceId") or name,
    }
    return state | assigned


def _hub(entry: Entry, name: str, last: str, hubs: Sequence[str]) -> str:
    """Return a device's hub: by its name, whatever the allocation policy, so always the same."""
    if last and not _policy(entry, "updateHubAssignment"):
        return last
    ours = _hubs_of(entry) or hubs
    at = int.from_bytes(hashlib.sha256(name.casefold().encode()).digest()[:8], "big")
    return ours[at % len(ours)] if ours else ""


def _substatus(entry: Entry, last: str, hub: str, version: str) -> JsonValue:
    if not last or (last == hub and version < _TELLS_AGAIN):
        return "initialAssignment"
    if last == hub:
        return "reprovisionedToInitialAssignment"
    return "deviceDataMigrated" if _policy(entry, "migrateDeviceData") else "deviceDataReset"


def _policy(entry: Entry, what: str) -> bool:
    policy = entry.fields.get("reprovisionPolicy")
    return not isinstance(policy, dict) or policy.get(what) is not False


def _hubs_of(entry: Entry) -> list[str]:
    given = entry.fields.get("iotHubs")
    if isinstance(given, list) and given:
        return [str(one) for one in given]
    named = entry.fields.get("iotHubHostName")
    return [str(named)] if named else []
