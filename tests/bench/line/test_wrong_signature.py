"""A factory HSM whose CA signs wrongly: nobody gets such a certificate."""

from datetime import datetime

import pytest

from station.errors import Outcome
from station.hsm.factory import FactoryHsm
from station.model.attestation import X509Attestation
from station.model.certificate import CertificateNames, CertificateTemplate
from station.model.names import RegistrationId
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

issue = FactoryHsm.issue_certificate


def issue_wrongly(
    factory: FactoryHsm,
    csr: bytes,
    name: RegistrationId,
    template: CertificateTemplate,
    now: datetime,
    names: CertificateNames,
) -> bytes:
    """Return a certificate, DER, with one bit of its signature turned over."""
    certificate = bytearray(issue(factory, csr, name, template, now, names))
    certificate[-1] ^= 1
    return bytes(certificate)


def test_a_certificate_with_a_wrong_signature_goes_to_no_unit(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, unit = floor.order("x509"), floor.unit("x509")
    with monkeypatch.context() as changed:
        changed.setattr(FactoryHsm, "issue_certificate", issue_wrongly)
        result = floor.run(unit, job)
    floor.assert_refused(result, job, "HSM-054")
    assert result.outcome is Outcome.ERROR, "it is the station's fault, not the unit's"
    again = floor.run(unit, job)
    assert again.outcome is Outcome.PASSED, again.error
    assert len(list(floor.plant.tools.records.enrollments(order=job.order.name))) == 1


@pytest.mark.parametrize("kind", ["x509", "x509-device", "x509-tpm"])
def test_the_list_tells_that_the_signature_was_checked(floor: Floor, kind: str) -> None:
    result = floor.run(floor.unit(kind), floor.order(kind))
    assert result.enrollment is not None, result.error
    kept = floor.plant.tools.records.find(result.enrollment.registration_id.text)
    held = kept.identity.attestation
    assert isinstance(held, X509Attestation)
    assert held.checked
