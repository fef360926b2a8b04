"""The list a page at a time: whatever is asked, the same as a plain sort of all that is there."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.enrollment import mechanism_of
from station.model.order import OrderState
from station.records import listing
from station.records.listing import ListQuery, ListRow, SortBy
from station.records.store import Reader, Records
from tests.support.many import fill
from tests.unit.records.software import SoftwareGuard, enrol, make_order, x509_identity

SERIALS = ("b-1", "A-2", "B-10", "a_3", "AB", "c")
NAMES = ("ab-7", "B-4", "a-5", "C-1", "c-2", "x")


@dataclass(frozen=True)
class Filled:
    """A record with a few units by hand and some hundreds that were filled in, and its lines."""

    reader: Reader
    lines: tuple[ListRow, ...]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    path = tmp_path_factory.mktemp("list") / "station.db"
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        records.add_order(make_order())
        records.add_order(make_order("o2"))
        records.add_order(make_order("empty", id_scope="0ne00000001"))
        for number, (serial, name) in enumerate(zip(SERIALS, NAMES, strict=True)):
            enrol(records, serial, x509_identity(name), f"o{number % 2 + 1}")
    fill(path, 300)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE enrollments SET order_id = 2 WHERE order_id = 3")
    with Reader.open(path) as reader:
        lines = tuple(
            ListRow(
                number=number,
                registration_id=e.registration_id.text,
                serial=e.serial,
                device_id=None if e.device_id is None else e.device_id.text,
                order=e.order,
                attestation=mechanism_of(e.identity.attestation),
                status=e.status,
                enrolled=e.enrolled,
            )
            for number, e in enumerate(reader.enrollments(), 1)
        )
        yield Filled(reader, lines)


def expected(lines: tuple[ListRow, ...], query: ListQuery) -> list[ListRow]:
    """Return what Python finds and how it sorts."""
    begin = query.find.lower()
    found = [
        line
        for line in lines
        if (line.registration_id.lower().startswith(begin) or line.serial.lower().startswith(begin))
        and query.order in {None, line.order}
    ]
    keys = {
        SortBy.ENROLLED: lambda line: line.number,
        SortBy.REGISTRATION_ID: lambda line: line.registration_id.lower(),
        SortBy.SERIAL: lambda line: line.serial.lower(),
    }
    return sorted(found, key=keys[query.sort], reverse=query.descending)


QUERIES = st.builds(
    ListQuery,
    sort=st.sampled_from(SortBy),
    descending=st.booleans(),
    find=st.sampled_from(["", "", "a", "B", "ab", "c", "mu-", "MU-00001", "box-", "BOX-00002", "ü"])
    | st.text(max_size=3),
    order=st.sampled_from([None, None, "o1", "o2", "empty", "none such"]),
)


@given(query=QUERIES, offset=st.integers(0, 320), limit=st.integers(0, 120), many=st.booleans())
def test_a_page_is_that_of_a_plain_sort(
    filled: Filled,
    query: ListQuery,
    offset: int,
    limit: int,
    many: bool,
) -> None:
    wanted = expected(filled.lines, query)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "_MANY", 3 if many else 50_000)
        assert filled.reader.list_count(query) == len(wanted)
        page = filled.reader.list_page(query, offset, limit)
    assert page == wanted[offset : offset + limit]


@pytest.mark.parametrize("order", [None, "o1"])
@pytest.mark.parametrize("sort", SortBy)
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("find", ["", "same"])
def test_numbers_come_from_an_index_alone(
    filled: Filled,
    order: str | None,
    sort: SortBy,
    descending: bool,
    find: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if find:
        find = {SortBy.REGISTRATION_ID: "box", SortBy.SERIAL: "mu"}.get(sort, "")
    reads = filled.reader._reads.aside
    asked: list[str] = []
    genuine = reads.rows

    def noted(sql: str, values: tuple[str | int, ...] = ()) -> list[sqlite3.Row]:
        if sql.startswith("SELECT id FROM enrollments") or "count(*)" in sql:
            plan = genuine(f"EXPLAIN QUERY PLAN {sql}", values)
            asked.extend(row["detail"] for row in plan)
        return genuine(sql, values)

    monkeypatch.setattr(reads, "rows", noted)
    query = ListQuery(sort, descending, find, order)
    filled.reader.list_count(query)
    assert filled.reader.list_page(query, 20, 10)
    assert asked
    for detail in asked:
        assert "COVERING INDEX" in detail
        assert "TEMP B-TREE" not in detail


def test_a_line_leads_to_its_enrollment(filled: Filled) -> None:
    for line in filled.lines:
        enrollment = filled.reader.listed(line.number)
        assert (enrollment.serial, enrollment.status) == (line.serial, line.status)
    with pytest.raises(StationError, match="REC-015"):
        filled.reader.listed(len(filled.lines) + 1)


def test_a_list_with_a_hole_is_shown_without_it(
    records: Records, path: Path, guard: SoftwareGuard
) -> None:
    for serial in ("S1", "S2", "S3"):
        enrol(records, serial)
    records.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM enrollments WHERE serial = 'S2'")
    with Reader.open(path) as again:
        query = ListQuery(descending=False)
        assert again.list_count(query) == 2
        assert [line.serial for line in again.list_page(query, 0, 9)] == ["S1", "S3"]
        assert [line.serial for line in again.list_page(query, 1, 9)] == ["S3"]


def test_what_was_enrolled_just_now_is_listed(records: Records) -> None:
    assert records.list_page(ListQuery(), 0, 9) == []
    enrol(records, "S1")
    assert [line.serial for line in records.list_page(ListQuery(), 0, 9)] == ["S1"]


def test_a_filled_record_can_be_worked_on(
    records: Records, path: Path, guard: SoftwareGuard
) -> None:
    records.add_order(make_order("many", 100))
    records.set_order_state("o1", OrderState.CLOSED)
    records.close()
    fill(path, 50)
    with Records.open(path, guard) as again:
        enrol(again, "S1", order="many")
        assert again.usage("many").used == 26
        assert again.find("mu-0000049").order == "many"
        assert again.list_count(ListQuery()) == 51
