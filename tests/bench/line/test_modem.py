"""Modems that make their own keys, from plug to PASS and to every way of failing."""

import pytest
from cryptography import x509

from station.errors import Outcome, StationError
from station.line.run import RunResult
from station.line.work import Job
from station.model.attestation import KeyOrigin, X509Attestation
from station.practice.unit_config import Behaviour, Manner
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

IMEI = "35135881000123"


def passed(result: RunResult) -> x509.Certificate:
    assert result.outcome is Outcome.PASSED, (
        f"{result.error} {result.error and result.error.detail}"
    )
    assert result.enrollment is not None
    assert result.enrollment.identity.key_origin is KeyOrigin.CLAIMED
    attestation = result.enrollment.identity.attestation
    assert isinstance(attestation, X509Attestation)
    return x509.load_der_x509_certificate(attestation.certificate)


def hasty(floor: Floor) -> Job:
    name = own_profile(
        floor,
        "practice-modem",
        "practice-modem-hasty",
        link=("baud = 115200", "answer_s = 1.0\nconnect_s = 1.5"),
    )
    return floor.order("modem", profile=name)


def nordic(floor: Floor, name: str, **changes: tuple[str, str]) -> Job:
    practice = ('mechanism = "x509-device"', 'mechanism = "x509-device"\npractice = true')
    own = own_profile(floor, "nordic-modem", name, practice=practice, **changes)
    return floor.order("modem", profile=own)


def test_a_modem_is_enrolled_with_a_certificate_for_its_own_key(floor: Floor) -> None:
    unit = floor.unit("modem")
    certificate = passed(floor.run(unit, floor.order("modem")))
    assert certificate.subject.rfc4514_string() == f"CN={unit.serial.lower()}"
    assert unit.memory is not None
    kept = x509.load_pem_x509_certificate((unit.memory / "leaf").read_bytes())
    assert kept == certificate


@pytest.mark.parametrize("manner", [Manner.NOISY, Manner.SLOW])
def test_it_passes_in_noise_and_slowly(floor: Floor, manner: Manner) -> None:
    behaviour = Behaviour(manner, delay_s=0.05)
    passed(floor.run(floor.unit("modem"), floor.order("modem"), behaviour=behaviour))


def test_it_passes_with_a_proof_after_its_restart(floor: Floor) -> None:
    after = ('mechanism = "x509-device"', 'mechanism = "x509-device"\nprove = "after-restart"')
    name = own_profile(floor, "practice-modem", "practice-modem-restart", prove=after)
    job = floor.order("modem", profile=name)
    passed(floor.run(floor.unit("modem"), job))
    result = floor.run(floor.unit("modem"), job, behaviour=Behaviour(Manner.FORGETS))
    assert result.outcome is Outcome.FAILED


def test_a_nordic_modem_passes_by_its_request_alone(floor: Floor) -> None:
    job = nordic(floor, "nordic-practice")
    certificate = passed(floor.run(floor.unit("modem", f"{IMEI}1"), job))
    assert certificate.subject.rfc4514_string() == f"CN={IMEI}1"


def test_a_nordic_modem_that_should_sign_a_proof_is_refused(floor: Floor) -> None:
    with pytest.raises(StationError, match="PRF-002"):
        nordic(floor, "nordic-signing", proof=('proof = "request"', 'proof = "signature"'))


@pytest.mark.parametrize(
    ("manner", "code"),
    [
        (Manner.SILENT, "LNK-002"),
        (Manner.GARBAGE, "LNK-004"),
        (Manner.REFUSES, "LNK-005"),
        (Manner.HALF, "LNK-004"),
        (Manner.ENDLESS, "LNK-004"),
        (Manner.DIES, "LNK-003"),
        (Manner.SWAPPED, "LNK-004"),
        (Manner.REBOOTS, "LNK-011"),
    ],
)
def test_a_modem_that_misbehaves(floor: Floor, manner: Manner, code: str) -> None:
    job = hasty(floor)
    result = floor.run(floor.unit("modem"), job, behaviour=Behaviour(manner))
    floor.assert_refused(result, job, code)
    floor.assert_next_unit_passes("modem", job)


def test_a_modem_of_another_product(floor: Floor) -> None:
    name = own_profile(
        floor, "practice-modem", "practice-modem-other", model=("practice-.*", "kettle")
    )
    job = floor.order("modem", profile=name)
    floor.assert_refused(floor.run(floor.unit("modem"), job), job, "LNK-030")


def test_a_modem_is_asked_what_the_profile_wants_to_know(floor: Floor) -> None:
    checks = '[[checks.answers]]\nname = "its model"\nsend = "AT+CGMM"\npattern = "{}"\n\n[names]'
    named = ("[names]", checks.format("^practice-"))
    own = own_profile(floor, "practice-modem", "practice-modem-asked", checks=named)
    passed(floor.run(floor.unit("modem"), floor.order("modem", profile=own)))
    named = ("[names]", checks.format("^other-"))
    job = floor.order(
        "modem",
        profile=own_profile(floor, "practice-modem", "practice-modem-other", checks=named),
    )
    result = floor.run(floor.unit("modem"), job)
    floor.assert_refused(result, job, "LIN-056")
    assert result.outcome is Outcome.FAILED
    assert result.error is not None
    assert "its model" in result.error.message


def test_a_modem_with_another_firmware_than_the_profile_s_is_refused(floor: Floor) -> None:
    old = ("[names]", '[checks]\nfirmware = "99[.].*"\n\n[names]')
    job = floor.order(
        "modem", profile=own_profile(floor, "practice-modem", "practice-modem-new", checks=old)
    )
    floor.assert_refused(floor.run(floor.unit("modem"), job), job, "LIN-055")
