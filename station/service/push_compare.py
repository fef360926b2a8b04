"""Whether what the service has is what was to be sent: by the fields of the latter, not by others.

The service adds defaults, times, an etag, and `info` to certificates, and shows no symmetric keys
(dps/FACTS 1.4, 1.5). It may show of a certificate its text or no more than its thumbprints (6.4).
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import JsonValue

_IDS: Final = frozenset({"registrationId", "enrollmentGroupId"})
_KEYS: Final = frozenset({"primaryKey", "secondaryKey"})
_SUMS: Final = {"sha256Thumbprint": hashlib.sha256, "sha1Thumbprint": hashlib.sha1}
_TEXT_MOST: Final = 16_000


def differences(sent: bytes, found: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Return the fields that differ, each by its path with dots; none where it is the same.

    Args:
        sent: an IndividualEnrollment or EnrollmentGroup, JSON.
        found: what the service has under its name.
    """
    return tuple(_object("", json.loads(sent), dict(found)))


def without_secrets(found: Mapping[str, JsonValue]) -> str:
    """Return what the service has as compact JSON, cut to some KB, without any key."""
    return json.dumps(_bare(dict(found)), sort_keys=True, separators=(",", ":"))[:_TEXT_MOST]


def _bare(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items() if name not in _KEYS}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _object(above: str, sent: Mapping[str, JsonValue], found: JsonValue) -> Iterator[str]:
    held = found if isinstance(found, dict) else {}
    for name, value in sent.items():
        path = f"{above}.{name}" if above else name
        yield from _field(path, value, held.get(name), held)


def _field(
    path: str, value: JsonValue, there: JsonValue, held: Mapping[str, JsonValue]
) -> Iterator[str]:
    """Yield what differs in one field.

    Args:
        path: its own.
        value: as it was to be sent.
        there: as it is.
        held: the object that it is in.
    """
    if path == "attestation.symmetricKey":
        yield from _keys(path, value, there)
        return
    if path in _IDS:
        same = str(there).casefold() == str(value).casefold()
    elif path == "attestation.tpm.endorsementKey":
        same = _decoded(value) == _decoded(there)
    elif path.startswith("attestation.x509.") and path.endswith(".certificate"):
        same = _same_certificate(value, held)
    elif isinstance(value, dict):
        yield from _object(path, value, there)
        return
    else:
        same = value == there and isinstance(value, bool) == isinstance(there, bool)
    if not same:
        yield path


def _keys(path: str, value: JsonValue, there: JsonValue) -> Iterator[str]:
    """Yield the keys that differ, of those that are shown."""
    held = there if isinstance(there, dict) else {}
    for name, key in value.items() if isinstance(value, dict) else ():
        shown = _decoded(held.get(name))
        if held.get(name) and (shown is None or shown != _decoded(key)):
            yield f"{path}.{name}"


def _decoded(value: JsonValue) -> bytes | None:
    try:
        return base64.b64decode(str(value)) if isinstance(value, str) else None
    except (binascii.Error, ValueError):
        return None


def _same_certificate(value: JsonValue, held: Mapping[str, JsonValue]) -> bool:
    sent, there = _certificate(value), _certificate(held.get("certificate"))
    if sent is None or there is not None:
        return sent is not None and sent == there
    info = held.get("info")
    shown = info if isinstance(info, dict) else {}
    for name, summed in _SUMS.items():
        told = shown.get(name)
        if isinstance(told, str) and told:
            return told.replace(":", "").lower() == summed(sent).hexdigest()
    return False


def _certificate(value: JsonValue) -> bytes | None:
    """Return the DER of a certificate that is PEM, or base64 of DER."""
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.strip()
    try:
        if text.startswith("-----"):
            return x509.load_pem_x509_certificate(text.encode("ascii")).public_bytes(Encoding.DER)
        return base64.b64decode(text)
    except ValueError:
        return None
