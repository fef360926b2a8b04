"""Enrollments: their way to the service, their names, and the three attestations."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.model.attestation import (
    Attestation,
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.enrollment import (
    Enrollment,
    EnrollmentGroup,
    EnrollmentStatus,
    Identity,
    mechanism_of,
)
from station.model.names import IdScope, RegistrationId

READY, EXPORTED, CONFIRMED, REVOKED = EnrollmentStatus
TPM = TpmAttestation(EndorsementKey(b"public", None, (), EkTrust.MISSING), b"srk")
X509 = X509Attestation(b"leaf", (b"issuer",))
SYMMETRIC = SymmetricKeyAttestation("group-1")


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        (READY, {EXPORTED, CONFIRMED, REVOKED}),
        (EXPORTED, {CONFIRMED, REVOKED}),
        (CONFIRMED, {REVOKED}),
        (REVOKED, set()),
    ],
)
def test_an_enrollment_goes_forward_only(
    status: EnrollmentStatus, allowed: set[EnrollmentStatus]
) -> None:
    assert {other for other in EnrollmentStatus if status.may_become(other)} == allowed


@given(st.lists(st.sampled_from(EnrollmentStatus), max_size=8))
def test_no_way_leads_back(wishes: list[EnrollmentStatus]) -> None:
    order = list(EnrollmentStatus)
    status = READY
    for wish in wishes:
        if status.may_become(wish):
            assert order.index(wish) > order.index(status)
            status = wish


@given(st.sampled_from(EnrollmentStatus))
def test_everything_but_the_revoked_can_be_revoked(status: EnrollmentStatus) -> None:
    assert status.may_become(REVOKED) == (status is not REVOKED)


@pytest.mark.parametrize(
    ("attestation", "name"), [(TPM, "tpm"), (X509, "x509"), (SYMMETRIC, "symmetric")]
)
def test_each_attestation_has_its_short_name(attestation: Attestation, name: str) -> None:
    assert mechanism_of(attestation) == name


def test_an_enrollment_has_its_identity_s_name() -> None:
    identity = Identity(RegistrationId.parse("sn-1"), X509, KeyOrigin.ON_TOKEN, bytes(32))
    enrollment = Enrollment(
        identity=identity,
        device_id=None,
        id_scope=IdScope.parse("0ne00000001"),
        serial="SN-1",
        order="order-1",
        run="run-1",
        status=READY,
        enrolled=datetime(2026, 11, 23, tzinfo=UTC),
        proof="possession proved over this cable",
    )
    assert enrollment.registration_id == RegistrationId.parse("SN-1")


def test_a_group_has_a_name_by_the_rules_of_registration_ids() -> None:
    group = EnrollmentGroup(RegistrationId.make("Order-1"), IdScope.parse("0ne00000001"))
    assert group.group_id.text == "order-1"
