"""Devices that register with a TPM over HTTPS, here one in software."""

import base64
import struct
import time
from collections.abc import Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.practice.service import attesting, registering
from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.problems import Refused
from station.practice.service.registering import Asked, Challenged, Registrar
from station.practice.service.server import PracticeService
from station.practice.service.throttle import Throttle
from tests.support.practice_device import Device, Json, check_refused, enrol, flipped, token
from tests.support.software_tpm import SoftwareTpm, cut

pytestmark = pytest.mark.service

BAD_KEY = "Endorsement key is invalid, or does not match the Enrollment."


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def tpm_enrolled(service: PracticeService, name: str, **keys: bytes) -> None:
    proof = {"type": "tpm", "tpm": {field: coded(public) for field, public in keys.items()}}
    enrol(service, INDIVIDUAL, {"registrationId": name, "attestation": proof})


def refused_enrolling(service: PracticeService, name: str, ek: bytes) -> Refused | None:
    """Enrol a TPM; return why it isn't taken, if so."""
    try:
        tpm_enrolled(service, name, endorsementKey=ek)
    except Refused as refused:
        return refused
    return None


def challenged(device: Device, tpm: SoftwareTpm) -> bytes:
    """Ask without a token; return the blob."""
    answer = device.register(tpm=shown(tpm))
    assert answer.status_code == 401
    assert answer.headers["x-ms-error-code"] == "401000"
    body = answer.json()
    assert body.keys() == {"message", "authenticationKey", "keyName"}
    assert body["message"] == "Authorization required, resend request using supplied key"
    assert body["keyName"] == "registration"
    return base64.b64decode(body["authenticationKey"], validate=True)


def shown(tpm: SoftwareTpm) -> dict[str, str]:
    return {"endorsementKey": coded(tpm.ek), "storageRootKey": coded(tpm.srk)}


def solved(service: PracticeService, name: str, tpm: SoftwareTpm) -> Device:
    """Return a device that has solved its challenge."""
    device = Device(service, name)
    key = tpm.activated(challenged(device, tpm))
    device.token = token(device.scope, name, key)
    return device


def test_a_tpm_is_challenged_assigned_and_given_the_hubs_key(
    practice_service: PracticeService,
    name: str,
    tpm: SoftwareTpm,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keys = [bytes([number]) * 32 for number in (1, 2)]
    monkeypatch.setattr(attesting, "new_key", lambda: keys[0])
    monkeypatch.setattr(registering, "new_key", lambda: keys[1])
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)
    device = Device(practice_service, name)

    key = tpm.activated(challenged(device, tpm))
    assert key == keys[0]
    assert practice_service.store.registration(name) is None
    device.token = token(device.scope, name, key)
    state = device.assigned(tpm=shown(tpm))

    assert (state["status"], state["deviceId"]) == ("assigned", name)
    assert tpm.activated(base64.b64decode(state["tpm"]["authenticationKey"])) == keys[1]
    assert device.lookup().json() == state


def test_a_challenge_is_laid_out_to_the_byte(
    practice_service: PracticeService, name: str, tpm: SoftwareTpm
) -> None:
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)

    blob = challenged(Device(practice_service, name), tpm)

    sizes = {0: 52, 54: 256, 312: 142, 456: 256, 714: 48, 764: 0}
    assert {at: struct.unpack_from(">H", blob, at)[0] for at in sizes} == sizes
    assert len(blob) == 766
    credential, _, duplicate, _, public, further = cut(blob)
    assert credential[:2] == duplicate[:2] == b"\x00\x20"
    # KEYEDHASH, SHA-256, sign | userWithAuth and no others but noDA; no policy, HMAC with SHA-256.
    assert public[:4] == bytes.fromhex("0008000b")
    assert int.from_bytes(public[4:8], "big") & ~0x400 == 0x00040040
    assert public[8:16] == bytes.fromhex("00000005000b0020")
    assert further == b""


def test_a_tpm_registers_again_by_a_challenge_or_by_the_last_ones_key(
    practice_service: PracticeService, name: str, tpm: SoftwareTpm
) -> None:
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)
    device = solved(practice_service, name, tpm)

    first = device.assigned(tpm=shown(tpm))
    again = device.assigned(tpm=shown(tpm))
    assert first["tpm"] != again["tpm"]  # a hub's key is new each time
    assert again["substatus"] == "reprovisionedToInitialAssignment"
    assert again["createdDateTimeUtc"] == first["createdDateTimeUtc"]

    # By the hub's key it isn't known here: its client begins without a token, as ever.
    hubs = tpm.activated(base64.b64decode(again["tpm"]["authenticationKey"]))
    by_hubs = Device(practice_service, name, token(device.scope, name, hubs))
    check_refused(by_hubs.register(tpm=shown(tpm)), 401, 401_000)
    assert solved(practice_service, name, tpm).assigned(tpm=shown(tpm))["status"] == "assigned"
    # And the challenge before is no good any more.
    check_refused(device.register(tpm=shown(tpm)), 401, 401_000)


def test_the_storage_root_key_may_have_been_enrolled(
    practice_service: PracticeService, name: str, tpm: SoftwareTpm
) -> None:
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek, storageRootKey=tpm.srk)
    answer = Device(practice_service, name).register(tpm={"endorsementKey": coded(tpm.ek)})
    assert len(tpm.activated(base64.b64decode(answer.json()["authenticationKey"]))) == 32

    tpm_enrolled(practice_service, f"{name}-b", endorsementKey=tpm.ek)
    device = Device(practice_service, f"{name}-b")
    check_refused(device.register(tpm={"endorsementKey": coded(tpm.ek)}), 400, 400_000)


def test_a_cleared_tpm_asks_for_another_challenge(
    practice_service: PracticeService, name: str, tpm: SoftwareTpm, other: SoftwareTpm
) -> None:
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek, storageRootKey=tpm.srk)
    device = solved(practice_service, name, tpm)
    cleared = SoftwareTpm(tpm.ek_key, other.srk_key)

    check_refused(device.register(tpm=shown(cleared)), 401, 401_000)
    assert practice_service.store.registration(name) is None
    assert solved(practice_service, name, cleared).assigned(tpm=shown(cleared))["tpm"]


def test_another_tpm_is_refused(
    practice_service: PracticeService, name: str, tpm: SoftwareTpm, other: SoftwareTpm
) -> None:
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)
    device = Device(practice_service, name)

    check_refused(device.register(tpm=shown(other)), 400, 400_004, BAD_KEY)
    check_refused(device.register(), 401, 401_000)
    stranger = Device(practice_service, f"{name}-b")
    check_refused(stranger.register(tpm=shown(tpm)), 404, 404_201)

    known = solved(practice_service, name, tpm)
    mixed = SoftwareTpm(other.ek_key, tpm.srk_key)
    check_refused(known.register(tpm=shown(mixed)), 400, 400_004, BAD_KEY)
    known.token = token(known.scope, name, bytes(32))
    check_refused(known.register(tpm=shown(tpm)), 401, 401_000)
    assert practice_service.store.registration(name) is None
    # What another TPM makes of the challenge is nothing.
    with pytest.raises(ValueError, match=r".*"):
        other.activated(challenged(device, tpm))


@given(bit=st.integers(0, 8 * 316 - 1))
def test_one_bit_of_an_endorsement_key_is_the_difference(
    practice_service: PracticeService, line: httpx.Client, tpm: SoftwareTpm, bit: int
) -> None:
    name = "endorsement-bit"
    if practice_service.store.get(INDIVIDUAL, name) is None:
        tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)
    altered = shown(tpm) | {"endorsementKey": coded(flipped(tpm.ek, bit))}

    answer = Device(practice_service, name, line=line).register(tpm=altered)

    check_refused(answer, 400, 400_004, BAD_KEY)
    assert practice_service.store.registration(name) is None


@given(bit=st.integers(0, 8 * 282 - 1))
def test_one_bit_of_a_storage_root_key_is_the_difference(
    practice_service: PracticeService, line: httpx.Client, tpm: SoftwareTpm, bit: int
) -> None:
    """What is no such key is refused; for another key the challenge is no good here."""
    name = "storage-bit"
    if practice_service.store.get(INDIVIDUAL, name) is None:
        tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)
    altered = shown(tpm) | {"storageRootKey": coded(flipped(tpm.srk, bit))}

    answer = Device(practice_service, name, line=line).register(tpm=altered)

    if answer.status_code == 401:
        with pytest.raises(ValueError, match=r".*"):
            tpm.activated(base64.b64decode(answer.json()["authenticationKey"]))
    else:
        check_refused(answer, 400, 400_004)
    assert practice_service.store.registration(name) is None


@given(bit=st.integers(0, 8 * 316 - 1))
def test_one_bit_of_an_enrollments_endorsement_key_is_the_difference(
    practice_service: PracticeService, line: httpx.Client, tpm: SoftwareTpm, bit: int
) -> None:
    name = f"enrolled-bit-{bit}"
    if practice_service.store.get(INDIVIDUAL, name) is None:
        refusal = refused_enrolling(practice_service, name, flipped(tpm.ek, bit))
        if refusal is not None:  # what is no such key is noticed at once
            assert (refusal.status, refusal.code) == (400, 400_004)
            return

    answer = Device(practice_service, name, line=line).register(tpm=shown(tpm))

    check_refused(answer, 400, 400_004, BAD_KEY)


def test_each_bit_of_the_challenges_key_is_the_difference(
    practice_service: PracticeService, line: httpx.Client, name: str, tpm: SoftwareTpm
) -> None:
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)
    device = Device(practice_service, name, line=line)
    key = tpm.activated(challenged(device, tpm))

    for bit in range(8 * len(key)):
        device.token = token(device.scope, name, flipped(key, bit))
        check_refused(device.register(tpm=shown(tpm)), 401, 401_000)

    assert practice_service.store.registration(name) is None
    device.token = token(device.scope, name, key)
    assert device.assigned(tpm=shown(tpm))["status"] == "assigned"


class Desk:
    """A registrar with a clock of the test's, and one TPM's enrollment."""

    def __init__(self, service: PracticeService, name: str, tpm: SoftwareTpm) -> None:
        self.now = 1_000.0
        self.name, self.tpm, self.service = name, tpm, service
        self.registrar = Registrar(
            service.store, "scope", ("hub",), Throttle(0), clock=lambda: self.now
        )
        tpm_enrolled(service, name, endorsementKey=tpm.ek)

    def ask(self, key: bytes = b"") -> dict[str, object]:
        signed = token("scope", self.name, key) if key else ""
        body: Json = {"registrationId": self.name, "tpm": shown(self.tpm)}
        return dict(self.registrar.register(Asked("scope", self.name, body, signed)))

    def challenge(self) -> bytes:
        with pytest.raises(Challenged) as answer:
            self.ask()
        return self.tpm.activated(answer.value.challenge)

    def is_unauthorized(self, ask: Callable[[], object]) -> None:
        with pytest.raises(Refused) as refusal:
            ask()
        assert not isinstance(refusal.value, Challenged)
        assert refusal.value.code == 401_000


def test_a_challenge_is_good_for_an_hour(
    practice_service: PracticeService, name: str, tpm: SoftwareTpm
) -> None:
    desk = Desk(practice_service, name, tpm)
    key = desk.challenge()
    desk.now += 3_599
    assert desk.ask(key)["status"] == "assigning"
    desk.now += 1
    desk.is_unauthorized(lambda: desk.ask(key))


def test_a_challenge_is_the_enrollments_that_it_was_for(
    practice_service: PracticeService, name: str, tpm: SoftwareTpm
) -> None:
    desk = Desk(practice_service, name, tpm)
    key = desk.challenge()
    assert desk.ask(key)["status"] == "assigning"
    own = practice_service.store.get(INDIVIDUAL, name)
    assert own is not None
    practice_service.store.delete(own)
    assert practice_service.store.registration(name) is None
    time.sleep(0.001)  # an enrollment's time is told in microseconds
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)

    desk.is_unauthorized(lambda: desk.ask(key))

    assert desk.ask(desk.challenge())["status"] == "assigning"


def test_who_asks_how_it_went_is_given_no_challenge(
    practice_service: PracticeService, name: str, tpm: SoftwareTpm
) -> None:
    tpm_enrolled(practice_service, name, endorsementKey=tpm.ek)
    device = solved(practice_service, name, tpm)
    operation = device.register(tpm=shown(tpm)).json()["operationId"]
    nobody = Device(practice_service, name)

    check_refused(nobody.poll(operation), 401, 401_000)
    check_refused(nobody.lookup(), 401, 401_000)
    assert device.poll(operation).status_code == 200
