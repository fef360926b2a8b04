"""Relays, altered keys, software keys, foreign certificates and replays, from plug to refusal.

Each unit is firmware that lies on a real line, with genuine chips of a trusted maker behind it; so
what refuses it is the station's whole way, and its record holds nothing afterwards.
"""

from collections.abc import Iterator
from hashlib import sha256
from threading import Event

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from station.line.run import RunResult, run_unit
from station.line.work import Job
from station.model.run import Step, StepEvent, StepState, Unit
from tests.bench.tpm.test_attacks import (
    ACTIVATE,
    HMAC,
    IMPORT,
    LOAD,
    READ_PUBLIC,
    SRK,
    START_SESSION,
    answer_of,
    candid,
    disguised,
    named,
)
from tests.support.floor import Floor
from tests.support.forged import Transact, chip
from tests.support.liar import lying

pytestmark = pytest.mark.bench

EK = 0x81010001
CREATE_PRIMARY, NV_READ, NV_READ_PUBLIC, POLICY_SECRET = (
    f"{code:08x}" for code in (0x131, 0x14E, 0x169, 0x151)
)
ENDORSEMENT = "4000000b"
NO_SUCH = bytes.fromhex("80010000000a0000018b")
CHALLENGE = {START_SESSION, POLICY_SECRET, ACTIVATE, IMPORT, LOAD, HMAC}


@pytest.fixture
def one(floor: Floor) -> Iterator[Transact]:
    """Return a genuine chip that was never enrolled."""
    yield from opened(floor)


@pytest.fixture
def other(floor: Floor) -> Iterator[Transact]:
    """Return another."""
    yield from opened(floor)


def opened(floor: Floor) -> Iterator[Transact]:
    unit = floor.unit("tpm")
    assert unit.tpm_state is not None
    with chip(unit.tpm_state) as transact:
        yield transact


@pytest.fixture
def job(floor: Floor) -> Job:
    return floor.order("tpm", quantity=20)


def asks(command: bytes, code: str, handle: int) -> bool:
    return command[6:14].hex() == f"{code}{handle:08x}"


def succeeded(response: bytes) -> bool:
    return response[6:10] == bytes(4)


def run(floor: Floor, job: Job, answer: Transact, serial: str | None = None) -> RunResult:
    serial = serial or floor.serial()
    with lying(floor.plant.data.root / f"{serial}.port", serial, answer) as position:
        return run_unit(Unit(), job, position, floor.plant.tools)


def public_of(transact: Transact, handle: int) -> bytes:
    command = bytes.fromhex(f"80010000000e{READ_PUBLIC}{handle:08x}")
    response = transact(command)
    assert succeeded(response)
    return response[10 : 12 + int.from_bytes(response[10:12], "big")]


def prepared(floor: Floor, transact: Transact) -> None:
    """Give a chip its storage root key, by a run that doesn't pass."""
    refused = floor.order("tpm")
    result = run(floor, refused, lambda c: NO_SUCH if named(c) == HMAC else transact(c))
    floor.assert_refused(result, refused, "TPM-026")
    public_of(transact, SRK)


def test_firmware_that_carries_faithfully_passes(floor: Floor, job: Job, one: Transact) -> None:
    result = run(floor, job, one)
    assert result.error is None, f"{result.error} {result.error.detail}"


def test_a_relay_to_the_chip_of_a_unit_that_is_enrolled(
    floor: Floor, job: Job, one: Transact
) -> None:
    assert run(floor, job, one).error is None
    floor.assert_refused(run(floor, job, one), job, "REC-006")


def test_a_relay_of_the_challenge_to_another_chip(
    floor: Floor, job: Job, one: Transact, other: Transact
) -> None:
    # The identity is one chip's; whatever is asked of its secrets goes to another one.
    def answer(command: bytes) -> bytes:
        return (other if named(command) in CHALLENGE else one)(command)

    prepared(floor, other)
    floor.assert_refused(run(floor, job, answer), job, "TPM-010")
    assert run(floor, job, one).error is None


def test_a_chip_changed_for_another_between_attest_and_prove(
    floor: Floor, job: Job, one: Transact, other: Transact
) -> None:
    chips = [one]
    prepared(floor, other)

    def change(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.PROVE, StepState.STARTED):
            chips[0] = other

    def answer(command: bytes) -> bytes:
        return chips[0](command)

    serial = floor.serial()
    with lying(floor.plant.data.root / f"{serial}.port", serial, answer) as position:
        result = run_unit(Unit(), job, position, floor.plant.tools, [change])
    floor.assert_refused(result, job, "TPM-010")


def test_an_endorsement_key_shown_that_is_another_chip_s(
    floor: Floor, job: Job, one: Transact, other: Transact
) -> None:
    shown = public_of(other, EK)

    def answer(command: bytes) -> bytes:
        return answer_of(shown) if asks(command, READ_PUBLIC, EK) else one(command)

    floor.assert_refused(run(floor, job, answer), job, "TPM-011")


def test_an_identity_shown_whole_that_is_another_chip_s(
    floor: Floor, job: Job, one: Transact, other: Transact
) -> None:
    # Key, key made again, and certificate, all of the other; only the challenge meets the one.
    def answer(command: bytes) -> bytes:
        of_identity = (
            asks(command, READ_PUBLIC, EK)
            or command[6:14].hex() == f"{CREATE_PRIMARY}{ENDORSEMENT}"
            or named(command) in {NV_READ, NV_READ_PUBLIC}
        )
        return (other if of_identity else one)(command)

    result = run(floor, job, answer)
    assert result.error is not None
    floor.assert_refused(result, job, "TPM-010")


def test_a_certificate_that_is_another_genuine_chip_s(
    floor: Floor, job: Job, one: Transact, other: Transact
) -> None:
    def answer(command: bytes) -> bytes:
        return (other if named(command) in {NV_READ, NV_READ_PUBLIC} else one)(command)

    floor.assert_refused(run(floor, job, answer), job, "TPM-005")


# Bytes of the TPM2B_PUBLIC: type, nameAlg, attributes, policy, symmetric, bits, exponent; then the
# mode of the symmetric cipher and the scheme, in which an altered one is none that there is.
@pytest.mark.parametrize(
    ("place", "code"),
    [
        *((place, "TPM-003") for place in (3, 5, 7, 8, 9, 12, 43, 47, 49, 53, 55)),
        *((place, "LNK-004") for place in (45, 51)),
    ],
)
def test_an_endorsement_key_altered_beside_its_modulus(
    floor: Floor, job: Job, one: Transact, place: int, code: str
) -> None:
    genuine = public_of(one, EK)
    altered = genuine[:place] + bytes([genuine[place] ^ 1]) + genuine[place + 1 :]

    def answer(command: bytes) -> bytes:
        response = one(command)
        return response.replace(genuine, altered) if succeeded(response) else response

    floor.assert_refused(run(floor, job, answer), job, code)


def test_an_endorsement_key_altered_in_its_modulus(floor: Floor, job: Job, one: Transact) -> None:
    genuine = public_of(one, EK)
    altered = genuine[:-9] + bytes([genuine[-9] ^ 1]) + genuine[-8:]

    def shown(command: bytes) -> bytes:
        return answer_of(altered) if asks(command, READ_PUBLIC, EK) else one(command)

    def throughout(command: bytes) -> bytes:
        response = shown(command)
        return response.replace(genuine, altered) if succeeded(response) else response

    floor.assert_refused(run(floor, job, shown), job, "TPM-011")
    # The chip's own name for the key that it makes isn't that of the altered one.
    floor.assert_refused(run(floor, job, throughout), job, "LNK-004")


@pytest.mark.parametrize("attributes", [0x00020040, 0x00030440, 0x00030442, 0x00030470])
def test_a_storage_root_key_that_is_software_and_says_so(
    floor: Floor, job: Job, one: Transact, attributes: int
) -> None:
    shown = candid(rsa.generate_private_key(65537, 2048), attributes)
    asked: list[str] = []

    def answer(command: bytes) -> bytes:
        asked.append(named(command))
        return answer_of(shown) if asks(command, READ_PUBLIC, SRK) else one(command)

    floor.assert_refused(run(floor, job, answer), job, "TPM-009")
    assert not CHALLENGE & set(asked), "a challenge was begun"


def test_a_storage_root_key_that_is_software_in_disguise(
    floor: Floor, job: Job, one: Transact
) -> None:
    prepared(floor, one)
    shown = disguised(rsa.generate_private_key(65537, 2048))

    def answer(command: bytes) -> bytes:
        return answer_of(shown) if asks(command, READ_PUBLIC, SRK) else one(command)

    floor.assert_refused(run(floor, job, answer), job, "TPM-010")


def test_a_transcript_that_is_played_again(floor: Floor, job: Job, one: Transact) -> None:
    """All that a genuine chip once answered, by firmware that has no chip any more."""
    kept: list[tuple[bytes, bytes]] = []

    def keeping(command: bytes) -> bytes:
        response = one(command)
        kept.append((command, response))
        return response

    cancel = Event()

    def cancelled(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.ENROL, StepState.STARTED):
            cancel.set()

    serial = floor.serial()
    with lying(floor.plant.data.root / f"{serial}.port", serial, keeping) as position:
        proved = run_unit(Unit(), job, position, floor.plant.tools, [cancelled], cancel)
    floor.assert_refused(proved, job, "LIN-003")
    answers: dict[str, list[bytes]] = {}
    for command, response in kept:
        answers.setdefault(command[6:14].hex(), []).append(response)

    def again(command: bytes) -> bytes:
        found = answers.get(command[6:14].hex(), [NO_SUCH])
        return found.pop(0) if len(found) > 1 else found[0]

    # The answer to ActivateCredential is bound to this run's nonces.
    floor.assert_refused(run(floor, job, again, serial), job, "LNK-004")
    assert run(floor, job, one, serial).error is None


@pytest.mark.parametrize("code", [CREATE_PRIMARY, NV_READ, START_SESSION, ACTIVATE, IMPORT, LOAD])
def test_an_answer_that_is_another_command_s(
    floor: Floor, job: Job, one: Transact, code: str
) -> None:
    last = [b""]

    def answer(command: bytes) -> bytes:
        if named(command) == code:
            return last[0]
        last[0] = one(command)
        return last[0]

    result = run(floor, job, answer)
    assert result.error is not None, "it passed"
    assert result.error.code != "LIN-014"
    floor.assert_refused(result, job, result.error.code)


def test_an_answer_to_the_challenge_that_is_computed_elsewhere(
    floor: Floor, job: Job, one: Transact
) -> None:
    def answer(command: bytes) -> bytes:
        response = one(command)
        if named(command) == HMAC and succeeded(response):
            return response[:16] + sha256(command).digest() + response[48:]
        return response

    floor.assert_refused(run(floor, job, answer), job, "TPM-010")
