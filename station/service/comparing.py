"""One document as this station would send it, against what the service has under its name.

A document that this station writes holds what was set and nothing else, and the service shows its
own defaults, dates and digests with it: they are no differences. What isn't known here, such as
what a newer interface has, is nobody's difference either.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import JsonValue

from station.service.malformed import MALFORMED

Document = Mapping[str, JsonValue]

ATTESTATION: Final = "attestation"
STATUS: Final = "provisioningStatus"
# The fields that somebody sets, of either kind (the interface of 2021-10-01), with what the service
# makes of them where nobody did.
_DEFAULTS: Final[Mapping[str, JsonValue]] = {
    ATTESTATION: None,
    "deviceId": None,
    STATUS: "enabled",
    "capabilities": {"iotEdge": False},
    "initialTwin": None,
    "reprovisionPolicy": {"updateHubAssignment": True, "migrateDeviceData": True},
    "allocationPolicy": "hashed",
    "iotHubs": None,
    "iotHubHostName": None,
    "customAllocationDefinition": None,
    "optionalDeviceInformation": None,
}
# What the service keeps for itself in a twin's collections (dps/FACTS.md 1.6).
_IN_TWINS: Final = frozenset({"$version", "$metadata", "version", "count", "metadata"})
_NOT_KNOWN: Final = "?"
_HOOK: Final = "customAllocationDefinition"
_URL: Final = "webhookUrl"
_QUERY: Final = re.compile(r"(?=[?#])")
_DIGEST: Final = "?sha256="
_SIGNING: Final = "signingCertificates"


@dataclass(frozen=True)
class Difference:
    """A field that isn't the same on both sides.

    Attributes:
        field: as documents name it.
        listed: what the list has; None for nothing.
        found: what the service has.
    """

    field: str
    listed: JsonValue
    found: JsonValue


def essence(document: Document, name: str) -> dict[str, JsonValue]:
    """Return of a document what is compared, small, and the same however it was written.

    Args:
        document: as this station writes it, or as the service shows it.
        name: by what it goes.
    """
    said: dict[str, JsonValue] = {
        field: value
        for field in _DEFAULTS
        if (value := _without_nothing(field, document.get(field))) is not None
        and value != _DEFAULTS[field]
    }
    if said.get("deviceId") == name:  # which is what the service takes where none is said
        del said["deviceId"]
    if said.get("iotHubHostName") in _listed(said.get("iotHubs")):  # the older name of the same
        del said["iotHubHostName"]
    if ATTESTATION in said:
        said[ATTESTATION] = list(_words(document[ATTESTATION]))
    return without_query(said)


def without_query(document: Document) -> dict[str, JsonValue]:
    """Return a document without what follows its web hook's address, which may be a key.

    A short digest stands in its place: another one is still a difference.
    """
    hook = document.get(_HOOK)
    if not isinstance(hook, dict) or _URL not in hook:
        return dict(document)
    return {**document, _HOOK: {**hook, _URL: _without_query(hook[_URL])}}


def _without_query(url: JsonValue) -> JsonValue:
    if not isinstance(url, str):
        return url
    place, *more = _QUERY.split(url, maxsplit=1)
    query = "".join(more)
    if not query or query.startswith(_DIGEST):
        return url
    return f"{place}{_DIGEST}{hashlib.sha256(query.encode()).hexdigest()[:16]}"


def differences(listed: Document, found: Document) -> tuple[Difference, ...]:
    """Return in which fields two documents differ, by their essences."""
    return tuple(
        Difference(field, ours, theirs)
        for field in _DEFAULTS
        for ours, theirs in [(listed.get(field), found.get(field))]
        if not _same(field, ours, theirs)
    )


def is_enabled(document: Document) -> bool:
    """Tell whether devices may register by a document's essence."""
    return document.get(STATUS, "enabled") != "disabled"


def authorities_in(document: Document) -> list[str]:
    """Return SHA-256, hexadecimal, of the CAs that a group's essence names by certificate."""
    words = _listed(document.get(ATTESTATION))
    return [str(one) for one in words[2:]] if words[1:2] == [_SIGNING] else []


def same_device(listed: Document, found: Document) -> bool:
    """Tell whether two essences are of the same key for certain."""
    ours, theirs = listed.get(ATTESTATION), found.get(ATTESTATION)
    # Of a symmetric key nothing is shown, so it says nothing of whose it is.
    told = isinstance(ours, list) and len(ours) > 1 and _NOT_KNOWN not in (*ours, *_listed(theirs))
    return told and ours == theirs


def _same(field: str, ours: JsonValue, theirs: JsonValue) -> bool:
    one, other = _listed(ours), _listed(theirs)
    if field == ATTESTATION and one and len(one) == len(other):
        both = zip(one, other, strict=True)
        return all(_NOT_KNOWN in pair or pair[0] == pair[1] for pair in both)
    return _equal(ours, theirs)


def _equal(one: JsonValue, other: JsonValue) -> bool:
    """Tell whether two values are the same JSON: to Python, true is 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _without_nothing(field: str, value: JsonValue) -> JsonValue:
    """Return a value without what is null or empty; None where nothing is left."""
    if field == "initialTwin" and isinstance(value, dict):
        properties = value.get("properties")
        desired = properties.get("desired") if isinstance(properties, dict) else None
        parts = {"tags": _collection(value.get("tags")), "desired": _collection(desired)}
        whole: dict[str, JsonValue] = {part: one for part, one in parts.items() if one}
        return whole or None
    if field == "optionalDeviceInformation":
        return _collection(value) or None
    if isinstance(value, dict):
        default = _DEFAULTS.get(field)
        kept: dict[str, JsonValue] = dict(default) if isinstance(default, dict) else {}
        kept |= {key: one for key, one in value.items() if one is not None}
        return kept or None
    return None if value in ("", []) else value


def _collection(value: JsonValue) -> dict[str, JsonValue]:
    """Return a twin's collection as it was given."""
    if not isinstance(value, dict):
        return {}
    return {key: one for key, one in value.items() if key not in _IN_TWINS}


def _words(attestation: JsonValue) -> list[str]:
    """Return how a device proves itself, as short words: its kind, then digests."""
    if not isinstance(attestation, dict):
        return [_NOT_KNOWN]
    kind = str(attestation.get("type"))
    held = attestation.get(kind)
    held = held if isinstance(held, dict) else {}
    match kind:
        case "tpm":
            return [kind, _digest(_decoded(held.get("endorsementKey")))]
        case "x509":
            for part in ("clientCertificates", _SIGNING):
                if isinstance(certificates := held.get(part), dict):
                    return [kind, part, *_thumbprints(certificates)]
            names = held.get("caReferences")
            names = names if isinstance(names, dict) else {}
            return [kind, "caReferences", *(str(names[one]) for one in sorted(names))]
        case _:
            return [kind]


def _thumbprints(certificates: Document) -> list[str]:
    found = (certificates.get(place) for place in ("primary", "secondary"))
    return [_thumbprint(one) for one in found if isinstance(one, dict)]


def _thumbprint(certificate: Document) -> str:
    """Return SHA-256 of a certificate's DER: of what stands there, else as the service tells it."""
    text = certificate.get("certificate")
    if isinstance(text, str) and text:
        if "-----BEGIN" not in text:
            return _digest(_decoded(text))
        try:
            found = x509.load_pem_x509_certificate(text.encode())
        except MALFORMED:
            return _NOT_KNOWN
        return _digest(found.public_bytes(Encoding.DER))
    info = certificate.get("info")
    told = info.get("sha256Thumbprint") if isinstance(info, dict) else None
    return told.replace(":", "").lower() if isinstance(told, str) and told else _NOT_KNOWN


def _decoded(text: JsonValue) -> bytes:
    """Return the bytes in base64, or what stands there where it is none: that is known, too."""
    if not isinstance(text, str):
        return b""
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return text.encode("utf-8", "replace")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else _NOT_KNOWN
