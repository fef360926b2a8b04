"""Enrollments and groups of every kind that the service takes, and of many that it doesn't."""

import base64
import copy
import string
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from tests.support.certified import Certified, authority, chain

Document = dict[str, Any]

# A TPM2B_PUBLIC by template L-1 up to its modulus (TCG EK Credential Profile).
L1: Final = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100"
)
_LETTERS: Final = string.ascii_letters + string.digits + "-"

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), text
)
json_values = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4)
)
objects = st.dictionaries(text, json_values, max_size=4)


@st.composite
def names(draw: st.DrawFn, most: int = 128) -> str:
    """Registration IDs, and groups' names."""
    body = draw(st.text(_LETTERS + "._:", max_size=draw(st.sampled_from([8, most - 1]))))
    return body + draw(st.sampled_from(_LETTERS))


device_ids = st.text(_LETTERS + ".+%_#*?!(),:=@$'", min_size=1, max_size=128)


def encoded(value: bytes) -> str:
    """Return bytes in base64."""
    return base64.b64encode(value).decode()


@cache
def certificates() -> list[Certified]:
    """Return a few devices' and CAs'; making one takes its time."""
    return [
        *(one for at in range(3) for one in chain(f"sn-{at}", f"line {at}")),
        authority("é, CA"),
    ]


certificate_texts = st.sampled_from([0, 1, 2, 3]).flatmap(
    lambda at: st.sampled_from(
        [certificates()[at].pem, certificates()[at].pem.rstrip(), encoded(certificates()[at].der)]
    )
)


@st.composite
def certified(draw: st.DrawFn, use: str) -> Document:
    """X.509 attestations."""
    places = draw(st.sampled_from([["primary"], ["primary", "secondary"]]))
    if draw(st.booleans()):
        named = {place: draw(text.filter(bool)) for place in places}
        return {"type": "x509", "x509": {"caReferences": named}}
    shown = {place: {"certificate": draw(certificate_texts)} for place in places}
    return {"type": "x509", "x509": {use: shown}}


@st.composite
def keyed(draw: st.DrawFn) -> Document:
    """Symmetric keys: none, one, or both."""
    places = draw(st.sets(st.sampled_from(["primaryKey", "secondaryKey"])))
    key = st.binary(min_size=16, max_size=64).map(encoded)
    inside = {place: draw(key) for place in places}
    bare = {"type": "symmetricKey"}
    return bare if not inside and draw(st.booleans()) else {**bare, "symmetricKey": inside}


@st.composite
def tpms(draw: st.DrawFn) -> Document:
    """TPMs, by their endorsement keys."""
    tpm = {"endorsementKey": encoded(L1 + draw(st.binary(min_size=256, max_size=256)))}
    if draw(st.booleans()):
        tpm["storageRootKey"] = encoded(L1 + draw(st.binary(min_size=256, max_size=256)))
    return {"type": "tpm", "tpm": tpm}


def _shared(draw: st.DrawFn) -> Document:
    """Return the fields that enrollments and groups have in common, any of them or none."""
    hubs = st.lists(st.sampled_from(["a.invalid", "b.invalid"]), min_size=1, max_size=3)
    possible: dict[str, st.SearchStrategy[Any]] = {
        "capabilities": st.fixed_dictionaries({"iotEdge": st.booleans()}),
        "provisioningStatus": st.sampled_from(["enabled", "disabled"]),
        "reprovisionPolicy": st.fixed_dictionaries(
            {"updateHubAssignment": st.booleans(), "migrateDeviceData": st.booleans()}
        ),
        "initialTwin": st.fixed_dictionaries(
            {},
            optional={
                "tags": objects,
                "properties": st.fixed_dictionaries({}, optional={"desired": objects}),
            },
        ),
        "iotHubHostName": st.just("a.invalid"),
        "iotHubs": hubs,
    }
    fields = {name: draw(one) for name, one in possible.items() if draw(st.booleans())}
    policy = draw(st.sampled_from([None, "hashed", "geoLatency", "static", "custom"]))
    if policy:
        fields["allocationPolicy"] = policy
    if policy == "static":
        fields["iotHubs"] = draw(hubs)
    if policy == "custom":
        hook = {"webhookUrl": "https://hook.invalid", "apiVersion": "2021-10-01"}
        fields["customAllocationDefinition"] = hook
    return fields


@st.composite
def enrollments(draw: st.DrawFn) -> Document:
    """Individual enrollments that are taken."""
    attestation = draw(tpms() | keyed() | certified("clientCertificates"))
    document = {
        "registrationId": draw(names(64 if attestation["type"] == "x509" else 128)),
        "attestation": attestation,
        **_shared(draw),
    }
    if draw(st.booleans()):
        document["deviceId"] = draw(device_ids)
    if draw(st.booleans()):
        document["optionalDeviceInformation"] = draw(objects)
    return document


@st.composite
def groups(draw: st.DrawFn) -> Document:
    """Groups that are taken."""
    attestation = draw(keyed() | certified("signingCertificates"))
    return {"enrollmentGroupId": draw(names()), "attestation": attestation, **_shared(draw)}


_BAD_NAMES: Final = (
    *("", "device.", "device_", "device:", "dev ice", "dev/1", "dev+1", "dev@1", "dévice", "dev*"),
    *("x" * 129, "dev\n", "dev%41", "dev#1", "\0", "-" * 200),
)
_BAD_KEYS: Final = ("AAECAwQFBgcICQoLDA0O", "A" * 88, "not base64!!", "é", "AAEC")
_BAD_PUBLICS: Final = (
    *("", "AToAAQAL***", encoded(L1[2:] + bytes(256)), encoded(L1 + bytes(247))),
    *(encoded(L1 + bytes(257)), encoded(b"\x3a\x01" + L1[2:] + bytes(256))),
    encoded(L1.replace(b"\x00\x03\x00\xb2", b"\x00\x04\x00\x72") + bytes(256)),
    encoded(bytes.fromhex("007a0023000b000300b2") + bytes(114)),
    encoded(L1.replace(b"\x08\x00\x00\x00\x00\x00", b"\x04\x00\x00\x00\x00\x00") + bytes(256)),
)
_BAD_TEXTS: Final = (
    *("", "certificate", "é", "\ud7ff", "AAAA", "-----BEGIN CERTIFICATE-----\nAAAA\n"),
    "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
)
_WRONG: Final[dict[str, tuple[Any, ...]]] = {
    "attestation": (7, [], "tpm", {}, {"type": "none"}, {"type": "other"}, {"type": "tpm"}),
    "capabilities": (7, {}, {"iotEdge": "no"}),
    "provisioningStatus": ("Enabled", 1, {}, ""),
    "reprovisionPolicy": ({}, [], {"updateHubAssignment": True}),
    "initialTwin": (7, [], {"tags": 1}, {"properties": {"desired": []}}),
    "iotHubs": ("a.invalid", [1], {}),
    "iotHubHostName": (1, []),
    "allocationPolicy": ("first", 1),
    "customAllocationDefinition": ({}, {"webhookUrl": "https://hook.invalid"}, "hook"),
}
_WRONG_ALONE: Final[dict[str, tuple[Any, ...]]] = {
    "deviceId": ("", "a b", "a/b", "é", "x" * 129, 1, []),
    "optionalDeviceInformation": (7, [], "text"),
}


def _spoilt_attestation(draw: st.DrawFn, attestation: Document, *, group: bool) -> None:
    """Spoil one thing of an attestation."""
    kind = attestation["type"]
    if kind == "tpm":
        place = draw(st.sampled_from(sorted(attestation["tpm"])))
        # A storage root key that is empty is one that wasn't given.
        bad = _BAD_PUBLICS if place == "endorsementKey" else _BAD_PUBLICS[1:]
        attestation["tpm"][place] = draw(st.sampled_from(bad))
    elif kind == "symmetricKey":
        place = draw(st.sampled_from(["primaryKey", "secondaryKey"]))
        attestation["symmetricKey"] = {place: draw(st.sampled_from(_BAD_KEYS))}
    else:
        use, other = "clientCertificates", "signingCertificates"
        if group:
            use, other = other, use
        good = {"certificate": certificates()[0].pem}
        wrong = {"certificate": draw(st.sampled_from(_BAD_TEXTS))}
        attestation["x509"] = draw(
            st.sampled_from(
                [
                    *({}, {use: {}}, {use: {"secondary": good}}, {use: {"primary": wrong}}),
                    *({use: {"primary": good, "secondary": wrong}}, {use: {"primary": {}}}),
                    *({other: {"primary": good}}, {"caReferences": {}}, {use: {"primary": 7}}),
                    {use: {"primary": good}, "caReferences": {"primary": "ca"}},
                ]
            )
        )


@st.composite
def spoilt(draw: st.DrawFn, *, group: bool) -> Document:
    """Documents of which one thing is wrong."""
    document: Document = copy.deepcopy(draw(groups() if group else enrollments()))
    key = "enrollmentGroupId" if group else "registrationId"
    wrong = _WRONG if group else {**_WRONG, **_WRONG_ALONE}

    def drop() -> None:
        del document[draw(st.sampled_from([key, "attestation"]))]

    def misname() -> None:
        document[key] = draw(st.sampled_from((*_BAD_NAMES, 7, None, [])))

    def mistype() -> None:
        name = draw(st.sampled_from(sorted(wrong)))
        document[name] = draw(st.sampled_from(wrong[name]))

    def misallocate() -> None:
        for name in ("iotHubs", "iotHubHostName", "customAllocationDefinition"):
            document.pop(name, None)
        document["allocationPolicy"] = draw(st.sampled_from(["static", "custom"]))

    def misattest() -> None:
        _spoilt_attestation(draw, document["attestation"], group=group)

    ways: list[Callable[[], None]] = [drop, misname, mistype, misallocate, misattest]
    if group:
        ways.append(lambda: document.update(attestation=draw(tpms())))
    draw(st.sampled_from(ways))()
    return document
