"""All rows are checked before the first is sent: each has its verdict, however many there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.model.attestation import TpmAttestation, X509Attestation
from station.model.enrollment import Enrollment
from station.model.names import DeviceId, IdScope, RegistrationId
from station.model.order import EnrolledAs, Order, Twin
from station.model.wishes import AtService
from station.records.scratch import Scratch
from station.service.documents import document_of, encoded
from station.service.findings import Level, Verdict
from station.service.preflight import Preflight

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service

NOW: Final = dt.datetime(2026, 11, 24, 6, 0, 0, tzinfo=dt.UTC)
Rows = Sequence[tuple[Order, Enrollment]]


def checked(rows: Rows, sealed: Callable[[RegistrationId], bool] = lambda _: True) -> list[Verdict]:
    with Scratch() as seen:
        preflight = Preflight(NOW, seen, sealed)
        return [*(preflight.unit(*row) for row in rows), *preflight.finish()]


def rows_of(records: MemoryRecords) -> Rows:
    return [(records.known[name], one) for name, rows in records.rows.items() for one in rows]


def rules(verdicts: Sequence[Verdict]) -> list[set[str]]:
    return [{one.rule for one in verdict.findings} for verdict in verdicts]


def test_units_as_they_come_off_the_line_are_fine(filled: MemoryRecords) -> None:
    verdicts = checked(rows_of(filled))
    assert len(verdicts) == 12 + 1, "the group too"
    assert rules(verdicts) == [set()] * 13
    assert not any(one.stops for one in verdicts)


def test_each_row_has_its_verdict_where_an_export_stops_at_the_first(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    good = records.add_x509("certs", "x-1", factory)
    other = records.add_x509("certs", "x-2", factory)
    records.change(other, renamed(other, "x-3"))
    late = factory.issue("x-4", until=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    records.add("certs", X509Attestation(der(late), factory.issuing_chain), "x-4")
    assert rules(checked(rows_of(records))) == [set(), {"certificate-name"}, {"certificate-late"}]
    assert good.serial == "SN-x-1"


def der(certificate: object) -> bytes:
    from tests.service.conftest import der as made  # noqa: PLC0415 - pytest's own module

    return made(certificate)  # type: ignore[arg-type] # what `factory.issue` gives


def renamed(enrollment: Enrollment, name: str) -> Enrollment:
    identity = replace(enrollment.identity, registration_id=RegistrationId.parse(name))
    return replace(enrollment, identity=identity)


def test_names_that_differ_in_case_alone_are_one(records: MemoryRecords) -> None:
    first, second = records.add_tpm("tpms", 1), records.add_tpm("tpms", 2)
    records.change(first, renamed(first, "dev-1"))
    records.change(second, renamed(second, "DEV-1"))
    _, verdict = checked(rows_of(records))
    assert rules([verdict]) == [{"registration-twice", "registration-id-case"}]
    why = next(one.why for one in verdict.findings if one.rule == "registration-twice")
    assert "differs from dev-1 in case only" in why
    assert first.serial in why


def test_two_units_are_neither_one_device_nor_one_chip(records: MemoryRecords) -> None:
    first, second = records.add_tpm("tpms", 1), records.add_tpm("tpms", 2)
    records.change(first, replace(first, device_id=DeviceId.parse("pump")))
    same = replace(second.identity, attestation=first.identity.attestation)
    records.change(second, replace(second, identity=same, device_id=DeviceId.parse("pump")))
    assert rules(checked(rows_of(records))) == [set(), {"device-twice", "endorsement-key-twice"}]


def test_device_ids_that_differ_in_case_are_two(records: MemoryRecords) -> None:
    first, second = records.add_tpm("tpms", 1), records.add_tpm("tpms", 2)
    records.change(first, replace(first, device_id=DeviceId.parse("pump")))
    records.change(second, replace(second, device_id=DeviceId.parse("Pump")))
    assert rules(checked(rows_of(records))) == [set(), set()]


def test_a_chain_has_no_gap_and_is_by_whom_it_says(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    unit = records.add_x509("certs", "x-1", factory)
    attestation = unit.identity.attestation
    assert isinstance(attestation, X509Attestation)
    for chain, rule in (
        (attestation.chain[1:], "chain-gap"),
        (type(factory)().issuing_chain, "chain-signature"),
        ((b"\x30\x03\x02\x01\x01",), "chain"),
    ):
        spoilt = replace(attestation, chain=chain)
        row = replace(unit, identity=replace(unit.identity, attestation=spoilt))
        assert rules(checked([(records.known["certs"], row)])) == [{rule}]


def test_a_group_of_certified_units_is_known_by_two_cas_at_most(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    records.add_order("certs", enrollment=EnrolledAs.GROUP)
    for number in range(3):
        maker = factory if not number else type(factory)()
        records.add_x509("certs", f"x-{number}", maker)
    *units, group = checked(rows_of(records))
    assert rules(units) == [set()] * 3
    assert (group.name, rules([group])) == ("certs", [{"group-cas"}])
    bare = records.rows["certs"][0]
    attestation = bare.identity.attestation
    assert isinstance(attestation, X509Attestation)
    lonely = replace(bare.identity, attestation=replace(attestation, chain=()))
    row = replace(bare, identity=lonely, device_id=DeviceId.parse("d"))
    verdict, group = checked([(records.known["certs"], row)])
    assert rules([verdict, group]) == [{"chain-missing", "device-id"}, set()]


def test_a_groups_own_document_is_checked_once(records: MemoryRecords) -> None:
    records.add_order("keys", Twin(tags={"version": 1}))
    for number in range(3):
        records.add_symmetric("keys", f"s-{number}")
    *units, group = checked(rows_of(records), lambda _: False)
    assert rules(units) == [set()] * 3
    assert rules([group]) == [{"twin-name", "group-key"}]


def test_orders_of_one_group_wish_the_same_and_are_of_one_kind(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    records.add_symmetric("one", "s-1", group="g")
    records.add_order("two", Twin(tags={"a": 1}), enrollment=EnrolledAs.GROUP, group_id="g")
    records.add_x509("two", "x-1", factory)
    group = checked(rows_of(records))[-1]
    assert rules([group]) == [{"group-wishes", "group-mixed"}]


def test_one_export_is_for_one_service(records: MemoryRecords) -> None:
    first, second = records.add_tpm("tpms", 1), records.add_tpm("tpms", 2)
    records.change(first, replace(first, id_scope=IdScope.parse("0ne00000001")))
    assert second.id_scope != IdScope.parse("0ne00000001")
    assert rules(checked(rows_of(records))) == [set(), {"id-scope"}]


def test_a_unit_that_says_a_group_that_cant_be_is_told(records: MemoryRecords) -> None:
    records.add_symmetric("keys", "S-1", group="ends with a dot.")
    assert rules(checked(rows_of(records))) == [{"group-id", "registration-id-case"}]


NAMES: Final = st.text("abcABC-._:", min_size=1, max_size=70)
SMALL: Final = st.dictionaries(
    st.sampled_from(["a", "version", "count"]), st.just("x") | st.just("x" * 96_000), max_size=2
)


@given(NAMES, st.booleans(), st.none() | SMALL, st.integers(0, 63), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_stops_a_row_is_what_an_export_stops_at(
    records: MemoryRecords,
    name: str,
    tpm: bool,
    tags: dict[str, str] | None,
    place: int,
    flipped: bool,
) -> None:
    records.known.clear()
    records.rows.clear()
    order = records.add_order("o", Twin(tags={**tags}) if tags is not None else None)
    unit = records.add_tpm("o", 1)
    identity = replace(unit.identity, registration_id=RegistrationId(name))
    attestation = unit.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    if flipped and tpm:
        public = bytearray(attestation.endorsement_key.public)
        public[place] ^= 0x11
        key = replace(attestation.endorsement_key, public=bytes(public))
        identity = replace(identity, attestation=TpmAttestation(key, b""))
    row = replace(unit, identity=identity)
    try:
        encoded(document_of(order, row, NOW))
        stops = False
    except StationError:
        stops = True
    assert checked([(order, row)])[0].stops is stops


def test_wishes_are_checked_with_the_rest(records: MemoryRecords) -> None:
    order = records.add_order("tpms")
    spec = order.spec.model_copy(
        update={"at_service": AtService(device_information={"a": "x" * 96_000})}
    )
    records.known["tpms"] = order.model_copy(update={"spec": spec})
    records.add_tpm("tpms", 1)
    [verdict] = checked(rows_of(records))
    assert [(one.level, one.rule) for one in verdict.findings] == [(Level.REFUSED, "size")]


def test_a_scratch_remembers_the_first_of_each_kind() -> None:
    with Scratch() as seen:
        assert seen.first("a", b"x", "one") is None
        assert seen.first("b", b"x", "two") is None
        assert seen.first("a", b"x", "three") == "one"
        assert seen.first("a", b"x", "four") == "one"
        assert seen.first("a", b"", "five") is None
