"""Each way in which a key gets onto a unit's token: a PASS, and what the record says of it."""

import pytest

from station.errors import Outcome
from station.model.attestation import KeyOrigin
from station.model.run import Step, StepEvent, StepState
from station.practice.seats import Pull
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


def x509_way(way: str) -> tuple[str, str]:
    return 'key = "ec-p256"', f'install = "{way}"\nhandshake = true\nkey = "ec-p256"'


@pytest.mark.parametrize(
    ("mechanism", "change", "origin"),
    [
        ("x509", x509_way("make-on-token"), KeyOrigin.ON_TOKEN),
        ("x509", x509_way("wrap"), KeyOrigin.WRAPPED),
        ("x509", x509_way("inject_plaintext_key"), KeyOrigin.PLAINTEXT),
        ("symmetric", ("inject_plaintext_key", "wrap"), KeyOrigin.WRAPPED),
    ],
)
def test_a_unit_passes_and_the_record_says_where_its_key_came_from(
    floor: Floor, mechanism: str, change: tuple[str, str], origin: KeyOrigin
) -> None:
    shipped = f"practice-{mechanism}"
    profile = own_profile(floor, shipped, f"{shipped}-{origin.value}", install=change)
    job = floor.order(mechanism, profile=profile)
    result = floor.run(floor.unit(mechanism), job)
    assert result.outcome is Outcome.PASSED, result.error
    found = floor.plant.tools.records.find(result.serial)
    assert found is not None
    assert found == result.enrollment
    assert found.identity.key_origin is origin
    assert ("1.3 client handshakes" in found.proof) == (mechanism == "x509")


def test_a_token_seated_again_gets_another_key_in_place_of_the_last_try_s(floor: Floor) -> None:
    profile = own_profile(floor, "practice-x509", "practice-seated", install=x509_way("wrap"))
    unit, job = floor.unit("x509"), floor.order("x509", profile=profile)

    def pull(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.PROVE, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    assert floor.run(unit, job, listeners=[pull]).outcome is Outcome.FAILED
    again = floor.run(unit, job)
    assert again.error is None, f"{again.error}: {again.error.detail}"
    assert floor.plant.tools.records.find(again.serial) == again.enrollment
