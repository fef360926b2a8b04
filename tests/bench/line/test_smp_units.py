"""Units that speak SMP and make their own keys, from plug to PASS: the example, and poor lines."""

from pathlib import Path
from threading import Event

import pytest
from cryptography import x509

from station.line.bench import Position
from station.line.run import run_unit
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.run import Unit
from station.practice.unit_config import Behaviour, Manner
from tests.support.floor import Floor
from tests.support.smp_example import example

pytestmark = pytest.mark.bench


def test_the_example_passes(floor: Floor, tmp_path: Path) -> None:
    job = floor.order("x509-device")
    with example(tmp_path) as port:
        position = Position(name="1", port=str(port))
        first, second = (
            run_unit(Unit(), job, position, floor.plant.tools, (), Event()) for _ in range(2)
        )
    assert first.error is None, f"{first.error}: {first.error.detail}"
    assert first.enrollment is not None
    passed = first.enrollment
    assert passed.identity.key_origin is KeyOrigin.CLAIMED
    floor.assert_refused(second, job, "REC-008")  # a second unit of that serial number is none
    attestation = passed.identity.attestation
    assert isinstance(attestation, X509Attestation)
    kept = (tmp_path / "state" / "certificates").read_bytes()
    assert kept == b"".join((attestation.certificate, *attestation.chain))
    certificate = x509.load_der_x509_certificate(attestation.certificate)
    assert certificate.subject.rfc4514_string() == "CN=a1-000042"


@pytest.mark.parametrize("manner", [Manner.LOSES, Manner.REPEATS, Manner.NOISY])
@pytest.mark.parametrize("kind", ["x509-device", "tpm"])
def test_a_unit_passes_over_a_poor_line(floor: Floor, kind: str, manner: Manner) -> None:
    result = floor.run(floor.unit(kind), floor.order(kind), behaviour=Behaviour(manner))
    assert result.error is None, f"{result.error}: {result.error.detail}"


@pytest.mark.parametrize("after", [1, 9])
def test_a_unit_that_restarts_between_its_tpm_commands_is_to_be_seated_again(
    floor: Floor, after: int
) -> None:
    unit, job = floor.unit("tpm"), floor.order("tpm")
    floor.assert_refused(
        floor.run(unit, job, behaviour=Behaviour(Manner.REBOOTS, after)), job, "LNK-011"
    )
    again = floor.run(unit, job)
    assert again.error is None, f"{again.error}: {again.error.detail}"
