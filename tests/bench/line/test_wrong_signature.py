"""A factory HSM whose CA signs wrongly: nobody gets such a certificate."""

from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from station.errors import Outcome
from station.hsm.factory import FactoryHsm
from station.line.run import run_unit
from station.model.attestation import X509Attestation
from station.model.run import Unit
from station.operations.practice import position_of
from tests.support.floor import Floor

pytestmark = pytest.mark.bench


class SignsWrongly:
    """The factory HSM, but for one bit of each certificate's signature."""

    def __init__(self, factory: FactoryHsm) -> None:
        self._factory = factory

    def __getattr__(self, name: str) -> Any:
        return getattr(self._factory, name)

    def issue_certificate(self, *asked: Any) -> bytes:
        """Return a certificate, DER, whose last bit is another one."""
        certificate = bytearray(self._factory.issue_certificate(*asked))
        certificate[-1] ^= 1
        return bytes(certificate)


def test_a_certificate_with_a_wrong_signature_goes_to_no_unit(floor: Floor) -> None:
    job, unit = floor.order("x509"), floor.unit("x509")
    factory: Any = SignsWrongly(floor.plant.tools.factory)
    tools = replace(floor.plant.tools, factory=factory)
    floor.bench.plug(floor.seat, unit)
    try:
        result = run_unit(Unit(), job, position_of(floor.seat), tools, [], Event())
    finally:
        floor.bench.unplug(floor.seat)
    floor.assert_refused(result, job, "HSM-054")
    assert result.outcome is Outcome.ERROR, "it is the station's fault, not the unit's"
    floor.assert_next_unit_passes("x509", job)


@pytest.mark.parametrize("kind", ["x509", "x509-device", "x509-tpm"])
def test_the_list_tells_that_the_signature_was_checked(floor: Floor, kind: str) -> None:
    result = floor.run(floor.unit(kind), floor.order(kind))
    assert result.enrollment is not None, result.error
    kept = floor.plant.tools.records.find(result.enrollment.registration_id.text)
    held = kept.identity.attestation
    assert isinstance(held, X509Attestation)
    assert held.checked
