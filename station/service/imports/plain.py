"""The commonest row, judged at once: the document of a TPM with little beside its key.

Most lists have nothing else, and of such a document most rules can say nothing. What is returned is
what `judging` comes to by every rule; where one could have something to say, nothing is returned.
"""

import hashlib
import re
from typing import Final, TypeGuard

from pydantic import JsonValue

from station.model.foreign import ForeignRow
from station.model.names import shown
from station.service.endorsement_rules import usual_key
from station.service.imports.given import Given

# Of these no rule for registration IDs or device IDs says anything.
_SAFE: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,126}[a-z0-9])?")
_LEAST: Final = frozenset({"registrationId", "attestation"})
_MOST: Final = _LEAST | {"deviceId", "provisioningStatus"}
_ATTESTATION: Final = frozenset({"type", "tpm"})
_STATES: Final = frozenset({"enabled", "disabled"})
_KEY: Final = "endorsementKey"
_MAX_SERIAL: Final = 128
_MAX_STATUS: Final = 40
# Bytes of a TPM2B_PUBLIC before its modulus.
_HEAD: Final = 60


def plain_row(place: int, given: Given, scope: str) -> ForeignRow | None:
    """Return what goes on record of a row in which no rule finds anything, None for any other.

    Args:
        place: its place in the list.
        given: the row.
        scope: its ID scope, which can be one.
    """
    document, serial = given.document, given.serial
    grouped = given.group or given.certificate or given.certificate_sha256
    if type(document) is not dict or grouped or given.unreadable:
        return None
    keys = document.keys()
    if keys != _LEAST and not _LEAST <= keys <= _MOST:
        return None
    name, public = document["registrationId"], _public(document["attestation"])
    if public is None or not _is_safe(name):
        return None
    device, status = (name, "") if keys == _LEAST else _told(document, name)
    if device is None:
        return None
    status = status or given.status
    if serial and not (len(serial) <= _MAX_SERIAL and serial.isascii() and serial.isprintable()):
        return None
    return ForeignRow(
        place,
        name,
        scope,
        None if device == name else device,
        serial or None,
        "tpm",
        hashlib.sha256(public[_HEAD:]).digest(),
        public,
        hashlib.sha256(public).digest(),
        None,
        None,
        None,
        shown(status, _MAX_STATUS) if status else "",
        "",
    )


def _told(document: dict[str, JsonValue], name: str) -> tuple[str | None, str]:
    """Return the device ID, None where a rule may find something, and the status, "" for none."""
    device, state = document.get("deviceId", name), document.get("provisioningStatus", "")
    if not _is_safe(device) or type(state) is not str:
        return None, ""
    if state not in _STATES and "provisioningStatus" in document:
        return None, ""
    return device, state


def _is_safe(name: object) -> TypeGuard[str]:
    return type(name) is str and _SAFE.fullmatch(name) is not None


def _public(held: object) -> bytes | None:
    """Return the TPM2B_PUBLIC of an attestation that has nothing else, None for any other."""
    if type(held) is not dict or held.keys() != _ATTESTATION or held["type"] != "tpm":
        return None
    tpm = held["tpm"]
    if type(tpm) is not dict or len(tpm) != 1:
        return None
    text = tpm.get(_KEY)
    return usual_key(text) if type(text) is str else None
