"""Whatever an order can wish makes documents that the service takes and the check finds right."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.model.enrollment import EnrollmentGroup
from station.model.names import RegistrationId
from station.model.order import Allocation, AllocationPolicy, Twin
from station.model.wishes import AtService, Reassignment, Webhook
from station.practice.service.enrollments import GROUP, INDIVIDUAL, entry_of
from station.secret import Secret
from station.service.document_rules import document_findings
from station.service.documents import Wishes, encoded, wished_document
from station.service.group_documents import enrollment_group
from station.service.kept_documents import KeptEnrollment, KeptGroup
from tests.support.any_enrollments import objects

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords

pytestmark = pytest.mark.service

HUBS = st.lists(st.sampled_from(["a.b", "c.d", "e.f"]), unique=True, max_size=3).map(tuple)
RESERVED = {"version", "count", "metadata"}
BAGS = st.none() | objects.map(
    lambda bag: {key: one for key, one in bag.items() if key not in RESERVED}
)


@st.composite
def allocations(draw: st.DrawFn) -> Allocation:
    """Allocations of each policy."""
    policy = draw(st.sampled_from(AllocationPolicy))
    hubs, hook = draw(HUBS), None
    if policy is AllocationPolicy.STATIC:
        hubs = ("a.b",)
    if policy is AllocationPolicy.CUSTOM:
        hook = Webhook(url="https://f.example.net/a?code=k", api_version="2021-10-01")
    return Allocation(policy=policy, iot_hubs=hubs, webhook=hook)


MORE = st.builds(
    AtService,
    reassignment=st.none() | st.sampled_from(Reassignment),
    iot_edge=st.booleans(),
    disabled=st.booleans(),
    device_information=st.none() | objects,
)
WISHES = st.builds(
    Wishes,
    st.none() | st.builds(Twin, tags=BAGS, desired=BAGS),
    st.none() | allocations(),
    st.none() | MORE,
)


@given(WISHES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_wish_is_one_that_the_service_takes(records: MemoryRecords, wishes: Wishes) -> None:
    unit, now = records.add_tpm("tpms", 1), dt.datetime.now(dt.UTC)
    twin, allocation, more = wishes
    sent = json.loads(encoded(wished_document(unit, Wishes(twin, allocation, more), now)))
    assert list(document_findings(sent, now, group=False)) == []
    assert KeptEnrollment.parse(sent).document() == sent
    taken = entry_of(INDIVIDUAL, sent, None).shown
    assert {key: taken[key] for key in sent if key != "attestation"} == {
        key: one for key, one in sent.items() if key != "attestation"
    }
    group = EnrollmentGroup(RegistrationId.make("g"), unit.id_scope)
    whole = json.loads(encoded(enrollment_group(group, [Secret(b"k" * 64)], wishes)))
    assert list(document_findings(whole, now, group=True)) == []
    assert KeptGroup.parse(whole).document() == whole
    assert entry_of(GROUP, whole, None).shown["enrollmentGroupId"] == "g"
