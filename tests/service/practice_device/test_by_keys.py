"""Devices that register with symmetric keys over HTTPS: their own, or a group's."""

import hashlib
import hmac
import time
from collections.abc import Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.server import PracticeService
from tests.support.practice_device import (
    VERSION,
    Device,
    check_refused,
    derived,
    enrol,
    flipped,
    keys,
    signed,
    to_sign,
    token,
)

pytestmark = pytest.mark.service

PRIMARY, SECONDARY = bytes(range(64)), bytes(range(64, 96))


def individual(service: PracticeService, name: str, **fields: object) -> None:
    body = {"registrationId": name, "attestation": keys(PRIMARY, SECONDARY), **fields}
    enrol(service, INDIVIDUAL, body)


def group_of(service: PracticeService, name: str, **fields: object) -> str:
    group = f"group-of-{name}"
    # Each has keys of its own, or a device of one were another's.
    key, other = derived(PRIMARY, group), derived(SECONDARY, group)
    enrol(service, GROUP, {"enrollmentGroupId": group, "attestation": keys(key, other), **fields})
    return group


def device(service: PracticeService, name: str, key: bytes, skn: str = "registration") -> Device:
    return Device(service, name, token(service.settings.scope, name, key, skn=skn))


@pytest.mark.parametrize("key", [PRIMARY, SECONDARY], ids=["primary", "secondary"])
@pytest.mark.parametrize("skn", ["", "registration"])
def test_a_device_with_either_of_its_keys_is_assigned(
    practice_service: PracticeService, name: str, key: bytes, skn: str
) -> None:
    individual(practice_service, name, deviceId="the-device")

    state = device(practice_service, name, key, skn).assigned(payload={"any": ["thing"]})

    assert state.items() >= {
        ("status", "assigned"),
        ("substatus", "initialAssignment"),
        ("assignedHub", "practice-hub.invalid"),
        ("deviceId", "the-device"),
    }
    assert state["symmetricKey"] == {}


@pytest.mark.parametrize("skn", ["", "registration"])
@pytest.mark.parametrize("source", [PRIMARY, SECONDARY], ids=["primary", "secondary"])
def test_a_device_with_a_key_derived_of_its_groups_is_assigned(
    practice_service: PracticeService, name: str, source: bytes, skn: str
) -> None:
    group = group_of(practice_service, name)
    key = derived(derived(source, group), name)

    state = device(practice_service, name, key, skn).assigned()

    assert state["status"] == "assigned"
    assert state["deviceId"] == name
    assert state["symmetricKey"] == {"enrollmentGroupId": group}


Tokens = Callable[[str, str], str]
BAD_TOKENS: dict[str, Tokens] = {
    "another key": lambda scope, name: token(scope, name, SECONDARY[::-1]),
    "expired": lambda scope, name: token(scope, name, PRIMARY, until=time.time() - 1),
    "another device's": lambda scope, name: token(scope, f"{name}-b", PRIMARY),
    "another scope's": lambda scope, name: token(f"{scope}0", name, PRIMARY),
    "another key's name": lambda scope, name: token(scope, name, PRIMARY, skn="owner"),
    "another case": lambda scope, name: token(scope, name.upper(), PRIMARY),
    "none": lambda _scope, _name: "",
    "another kind": lambda _scope, _name: "Bearer x",
    "no expiry": lambda scope, name: token(scope, name, PRIMARY).replace("&se=", "&es="),
    "no number": lambda scope, name: token(scope, name, PRIMARY).replace("&se=", "&se=x"),
    "no base64": lambda scope, name: token(scope, name, PRIMARY).replace("sig=", "sig=%"),
    "later": lambda scope, name: token(scope, name, PRIMARY).replace("&se=1", "&se=2"),
}


@pytest.mark.parametrize("bad", BAD_TOKENS.values(), ids=BAD_TOKENS)
def test_another_token_is_refused_and_leaves_nothing(
    practice_service: PracticeService, name: str, bad: Tokens
) -> None:
    individual(practice_service, name)
    unproved = Device(practice_service, name, bad(practice_service.settings.scope, name))

    check_refused(unproved.register(), 401, 401_000, "Unauthorized")

    assert practice_service.store.registration(name) is None
    check_refused(unproved.lookup(), 404, 404_201)


@given(bit=st.integers(0, 511))
def test_one_bit_of_the_devices_key_or_the_enrollments_is_the_difference(
    practice_service: PracticeService, line: httpx.Client, bit: int
) -> None:
    name, altered = f"bit-{bit}", f"altered-{bit}"
    if practice_service.store.get(INDIVIDUAL, name) is None:
        individual(practice_service, name)
        attestation = keys(flipped(PRIMARY, bit), flipped(SECONDARY, bit))
        body = {"registrationId": altered, "attestation": attestation}
        enrol(practice_service, INDIVIDUAL, body)

    for said, key in ((name, flipped(PRIMARY, bit)), (altered, PRIMARY), (altered, SECONDARY)):
        one = device(practice_service, said, key)
        one.line = line
        check_refused(one.register(), 401, 401_000)
        assert practice_service.store.registration(said) is None


@given(bit=st.integers(0, 255))
def test_one_bit_of_a_signature_is_the_difference(
    practice_service: PracticeService, line: httpx.Client, bit: int
) -> None:
    name = "signature-bit"
    if practice_service.store.get(INDIVIDUAL, name) is None:
        individual(practice_service, name)
    said, message = to_sign(practice_service.settings.scope, name)
    signature = hmac.digest(PRIMARY, message.encode(), hashlib.sha256)
    altered = signed(said, flipped(signature, bit))

    check_refused(Device(practice_service, name, altered, line=line).register(), 401, 401_000)

    assert practice_service.store.registration(name) is None


def test_a_name_has_no_case_but_a_derived_key_has(
    practice_service: PracticeService, name: str
) -> None:
    individual(practice_service, f"{name}-X")
    assert device(practice_service, f"{name}-x", PRIMARY).assigned()["status"] == "assigned"

    group = derived(PRIMARY, group_of(practice_service, name))
    said = f"{name}-Group"
    lower = device(practice_service, said, derived(group, said.lower()))
    check_refused(lower.register(), 401, 401_000)
    assert device(practice_service, said, derived(group, said)).assigned()["deviceId"] == said


def test_a_name_may_have_signs_in_it(
    practice_service: PracticeService, line: httpx.Client, name: str
) -> None:
    said = f"{name}:a._-1"
    individual(practice_service, said)
    assert device(practice_service, said, PRIMARY).assigned()["deviceId"] == said

    path = f"/0nePRACTICE/registrations/{said.replace(':', '%3A')}/register"
    authorization = token(practice_service.settings.scope, said, PRIMARY)
    headers = {"authorization": authorization, "content-type": "application/json"}
    answer = line.put(path, content="{}", headers=headers, params={"api-version": VERSION})
    assert answer.status_code == 202


@pytest.mark.parametrize("kind", ["individual", "group"])
def test_a_disabled_one_is_told_so_and_gets_no_hub(
    practice_service: PracticeService, name: str, kind: str
) -> None:
    if kind == "individual":
        individual(practice_service, name, provisioningStatus="disabled")
        key = PRIMARY
    else:
        group = group_of(practice_service, name, provisioningStatus="disabled")
        key = derived(derived(PRIMARY, group), name)

    state = device(practice_service, name, key).assigned()

    assert state["status"] == "disabled"
    assert not state.keys() & {"assignedHub", "deviceId", "substatus"}


def test_a_disabled_enrollment_blocks_one_device_of_a_group(
    practice_service: PracticeService, name: str
) -> None:
    group = derived(PRIMARY, group_of(practice_service, name))
    blocked, other, foreign = f"{name}-blocked", f"{name}-other", f"{name}-foreign"
    own = keys(derived(group, blocked), SECONDARY)
    for one, attestation in ((blocked, own), (foreign, keys(PRIMARY, SECONDARY))):
        body = {"registrationId": one, "attestation": attestation}
        enrol(practice_service, INDIVIDUAL, body | {"provisioningStatus": "disabled"})

    def of_group(one: str) -> Device:
        return device(practice_service, one, derived(group, one))

    assert of_group(blocked).assigned()["status"] == "disabled"
    # Its own enrollment decides, also where that has another key.
    check_refused(of_group(foreign).register(), 401, 401_000)
    assert of_group(other).assigned()["status"] == "assigned"


def test_nobody_else_is_told_how_a_device_registered(
    practice_service: PracticeService, name: str
) -> None:
    individual(practice_service, name)
    own = device(practice_service, name, PRIMARY)
    operation = own.register().json()["operationId"]
    other = device(practice_service, name, SECONDARY[::-1])

    check_refused(other.poll(operation), 401, 401_000)
    check_refused(other.lookup(), 401, 401_000)
    check_refused(own.poll("4.0.0"), 404, 404_201)
    assert own.lookup().json() == own.poll(operation).json()["registrationState"]
