"""Whether what the service has is what was to be sent, and in which fields it isn't.

The service adds defaults, times, an etag, and `info` to certificates, and shows no symmetric keys
(dps/FACTS 1.4, 1.5). It may show of a certificate its text or no more than its thumbprints (6.4).
What was to be sent is compared field by field; what somebody else set besides, which the list
doesn't have, as `comparing` does: so what a push calls the same is the same for `reconcile`, too.
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

from station.service.comparing import Difference, essence, without_query
from station.service.comparing import differences as more_differences
from station.service.malformed import MALFORMED

_IDS: Final = frozenset({"registrationId", "enrollmentGroupId"})
_KEYS: Final = frozenset({"primaryKey", "secondaryKey"})
_SUMS: Final = {"sha256Thumbprint": hashlib.sha256, "sha1Thumbprint": hashlib.sha1}
# More than a whole enrollment may have (96 KB, dps/FACTS 2.8), with what the service adds.
_TEXT_MOST: Final = 200_000
Path = tuple[str, ...]
"""The names that lead to a field, from the outermost on."""


def differences(sent: bytes, found: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Return the fields that differ, each by its path with dots; none where it is the same.

    Args:
        sent: an IndividualEnrollment or EnrollmentGroup, JSON.
        found: what the service has under its name.
    """
    return tuple(one.field for one in sides(sent, found))


def sides(sent: bytes, found: Mapping[str, JsonValue]) -> tuple[Difference, ...]:
    """Return the fields that differ, as `differences`, each with both sides of it."""
    document, there = without_query(json.loads(sent)), without_query(found)
    paths = list(_object((), document, there))
    name = next((str(document[key]) for key in sorted(_IDS) if key in document), "")
    both = more_differences(essence(document, name), essence(there, name))
    seen = {path[0] for path in paths}
    paths += [(one.field,) for one in both if one.field not in seen]
    return tuple(
        Difference(".".join(path), _at(document, path), _at(there, path)) for path in paths
    )


def _at(value: JsonValue, path: Path) -> JsonValue:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def without_secrets(found: Mapping[str, JsonValue]) -> str:
    """Return what the service has as compact JSON without any key; nothing of what is too long."""
    try:
        bare = _bare(without_query(found))
        text = json.dumps(bare, sort_keys=True, separators=(",", ":"))
    except RecursionError:  # nested without end
        return ""
    return text if len(text) <= _TEXT_MOST else ""


def _bare(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {name: _bare(one) for name, one in value.items() if name not in _KEYS}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _object(above: Path, sent: Mapping[str, JsonValue], found: JsonValue) -> Iterator[Path]:
    held = found if isinstance(found, dict) else {}
    for name, value in sent.items():
        yield from _field((*above, name), value, held.get(name), held)


def _field(
    path: Path, value: JsonValue, there: JsonValue, held: Mapping[str, JsonValue]
) -> Iterator[Path]:
    """Yield what differs in one field.

    Args:
        path: its own.
        value: as it was to be sent.
        there: as it is.
        held: the object that it is in.
    """
    if path == ("attestation", "symmetricKey"):
        yield from _keys(path, value, there)
        return
    if len(path) == 1 and path[0] in _IDS:
        same = str(there).casefold() == str(value).casefold()
    elif path == ("attestation", "tpm", "endorsementKey"):
        same = _decoded(value) == _decoded(there)
    elif path[:2] == ("attestation", "x509") and path[-1] == "certificate":
        same = _same_certificate(value, held)
    elif isinstance(value, dict):
        yield from _object(path, value, there)
        return
    else:
        same = value == there and isinstance(value, bool) == isinstance(there, bool)
    if not same:
        yield path


def _keys(path: Path, value: JsonValue, there: JsonValue) -> Iterator[Path]:
    """Yield the keys that differ, of those that are shown."""
    held = there if isinstance(there, dict) else {}
    for name, key in value.items() if isinstance(value, dict) else ():
        shown = _decoded(held.get(name))
        if held.get(name) and (shown is None or shown != _decoded(key)):
            yield (*path, name)


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
    except MALFORMED:
        return None
