"""The list a page at a time: whatever is asked, the same as a plain sort of all that is there."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.enrollment import Enrollment, EnrollmentStatus, mechanism_of
from station.model.order import OrderState
from station.records import list_walk
from station.records.list_query import (
    MECHANISMS,
    ListQuery,
    ListRow,
    Near,
    SortBy,
    cursor_text,
    parse_cursor,
)
from station.records.lookup import Hashes
from station.records.store import Reader, Records
from tests.support.many import APART, BEGAN, fill
from tests.unit.records.software import SoftwareGuard, enrol, make_order, x509_identity

SERIALS = ("b-1", "A-2", "B-10", "a_3", "AB", "c")
NAMES = ("ab-7", "B-4", "a-5", "C-1", "c-2", "x")
UNITS = 300
READY = EnrollmentStatus.READY


@dataclass(frozen=True)
class Known:
    """A line, and all that it may be found by, folded."""

    line: ListRow
    identifiers: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """A record with a few units by hand and some hundreds that were filled in."""

    reader: Reader
    known: tuple[Known, ...]
    path: Path


def known(number: int, enrollment: Enrollment, hashes: Hashes) -> Known:
    device_id = None if enrollment.device_id is None else enrollment.device_id.text
    line = ListRow(
        number=number,
        registration_id=enrollment.registration_id.text,
        serial=enrollment.serial,
        device_id=device_id,
        order=enrollment.order,
        attestation=mechanism_of(enrollment.identity.attestation),
        status=enrollment.status,
        enrolled=enrollment.enrolled,
        id_scope=enrollment.id_scope.text,
    )
    names = (line.registration_id, line.serial, device_id or line.registration_id, line.order)
    digests = [one for one in (*hashes, enrollment.identity.key_fingerprint) if one is not None]
    return Known(line, (*(n.lower() for n in names), *(one.hex() for one in digests)))


def all_known(path: Path) -> tuple[Known, ...]:
    with closing(sqlite3.connect(path)) as connection, Reader.open(path) as reader:
        hashes = connection.execute(
            f"SELECT {', '.join(Hashes._fields)} FROM enrollments ORDER BY id"  # noqa: S608 - ours
        ).fetchall()
        listed = zip(reader.enrollments(), hashes, strict=True)
        return tuple(known(at, one, Hashes(*h)) for at, (one, h) in enumerate(listed, 1))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    path = tmp_path_factory.mktemp("list") / "station.db"
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        records.add_order(make_order())
        records.add_order(make_order("o2"))
        records.add_order(make_order("empty", id_scope="0ne00000001"))
        for number, (serial, name) in enumerate(zip(SERIALS, NAMES, strict=True)):
            enrol(records, serial, x509_identity(name), f"o{number % 2 + 1}")
    fill(path, UNITS)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE enrollments SET order_id = 2 WHERE order_id = 3")
        connection.execute("UPDATE enrollments SET status = 'revoked' WHERE id % 50 = 7")
        # A clock that was put back, and units that were enrolled in the same microsecond.
        connection.execute("UPDATE enrollments SET enrolled = ? WHERE id % 9 = 4", (text(BEGAN),))
    with Reader.open(path) as reader:
        yield Filled(reader, all_known(path), path)


def text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="microseconds")


KEYS: dict[SortBy, Callable[[ListRow], Any]] = {
    SortBy.ENROLLED: lambda line: (line.enrolled, line.number),
    SortBy.REGISTRATION_ID: lambda line: line.registration_id.lower(),
    SortBy.SERIAL: lambda line: line.serial.lower(),
    SortBy.DEVICE_ID: lambda line: (
        (line.device_id or line.registration_id).lower(),
        line.number,
    ),
    SortBy.MECHANISM: lambda line: (line.attestation, line.enrolled, line.number),
    SortBy.ORDER: lambda line: (line.order, line.enrolled, line.number),
    SortBy.STATUS: lambda line: (line.status.value, line.enrolled, line.number),
}


def found(one: Known, find: str) -> bool:
    begin = find.lower()
    digits = begin.replace(":", "").replace(" ", "")
    hashes = [digits] if len(digits) >= 8 else []
    return any(text.startswith(begin) for text in one.identifiers[:4]) or any(
        text.startswith(hash_) for text in one.identifiers[4:] for hash_ in hashes
    )


def expected(lines: tuple[Known, ...], query: ListQuery) -> list[ListRow]:
    """Return what Python finds and how it sorts."""
    left = [
        one.line
        for one in lines
        if (not query.find or found(one, query.find))
        and query.order in {None, one.line.order}
        and query.status in {None, one.line.status}
        and query.mechanism in {None, one.line.attestation}
        and (query.since is None or query.since <= one.line.enrolled)
        and (query.until is None or one.line.enrolled < query.until)
    ]
    return sorted(left, key=KEYS[query.sort], reverse=query.descending)


TIMES = st.none() | st.integers(-2, UNITS + 10).map(lambda number: BEGAN + number * APART)
FINDS = st.sampled_from(
    ["", "", "a", "B", "ab", "c", "mu-", "MU-00001", "box-", "BOX-00002", "o", "o2", "empty", "ü"]
)
QUERIES = st.builds(
    ListQuery,
    sort=st.sampled_from(SortBy),
    descending=st.booleans(),
    find=FINDS | st.text(max_size=3),
    order=st.sampled_from([None, None, "o1", "o2", "empty", "none such"]),
    status=st.none() | st.sampled_from(EnrollmentStatus),
    mechanism=st.none() | st.sampled_from(MECHANISMS),
    since=TIMES,
    until=TIMES,
)
END = -1
LIMITS = st.sampled_from([(0, 0), (3, 3), (3, 60), (40, 40), (2_000, 20_000)])


@contextmanager
def limited(limits: tuple[int, int]) -> Iterator[None]:
    """Let that many count as few, and as many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(list_walk, "FEW", limits[0])
        patch.setattr(list_walk, "TRIED", limits[0] + 5)
        patch.setattr(list_walk, "MANY", limits[1])
        yield


@given(
    query=QUERIES,
    offset=st.integers(0, 320) | st.integers(6, 8),
    limit=st.integers(0, 120),
    limits=LIMITS,
    near=st.none() | st.integers(0, 320) | st.just(7) | st.just(END),
)
def test_a_page_is_that_of_a_plain_sort(
    filled: Filled,
    query: ListQuery,
    offset: int,
    limit: int,
    limits: tuple[int, int],
    near: int | None,
) -> None:
    wanted = expected(filled.known, query)
    begin = None
    if near == END:
        begin = Near(len(wanted), None)
    elif near is not None and near < len(wanted):
        begin = Near(near, wanted[near].mark(query.sort))
    with limited(limits):
        assert filled.reader.list_count(query) == len(wanted)
        page = filled.reader.list_page(query, offset, limit, begin)
    assert page == wanted[offset : offset + limit]


@given(query=QUERIES, every=st.integers(1, 120), limits=LIMITS)
def test_the_last_line_of_each_page_is_known_to_begin_the_next_from(
    filled: Filled, query: ListQuery, every: int, limits: tuple[int, int]
) -> None:
    wanted = expected(filled.known, query)
    with limited(limits):
        ends = filled.reader.list_marks(query, every)
        assert ends == [line.mark(query.sort) for line in wanted[every - 1 :: every]]
        for number, end in enumerate(ends, 1):
            near = Near(number * every - 1, end)
            page = filled.reader.list_page(query, number * every, every, near)
            assert page == wanted[number * every : (number + 1) * every]


def test_a_commit_is_told_by_the_version(records: Records, path: Path) -> None:
    with Reader.open(path) as reader:
        before = reader.list_version()
        assert reader.list_version() == before
        enrol(records, "S1")
        assert reader.list_version() != before


@given(query=QUERIES, limit=st.integers(1, 70), limits=LIMITS)
def test_pages_after_one_another_are_the_whole_list(
    filled: Filled, query: ListQuery, limit: int, limits: tuple[int, int]
) -> None:
    wanted, after, listed = expected(filled.known, query), None, list[ListRow]()
    with limited(limits):
        while page := filled.reader.list_after(query, after, limit):
            listed += page
            after = parse_cursor(query, cursor_text(query, page[-1].mark(query.sort)))
    assert listed == wanted


@given(
    query=QUERIES,
    of=st.integers(0, UNITS + 5),
    which=st.integers(0, 9),
    length=st.integers(8, 64),
    colons=st.booleans(),
)
def test_a_unit_is_found_by_any_hash_of_what_it_proved(
    filled: Filled, query: ListQuery, of: int, which: int, length: int, *, colons: bool
) -> None:
    hashes = filled.known[of].identifiers[4:] or ("ab" * 32,)
    digits = hashes[which % len(hashes)][:length].upper()
    if colons:
        digits = ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    query = replace(query, find=digits)
    wanted = expected(filled.known, query)
    assert filled.reader.list_count(query) == len(wanted)
    assert filled.reader.list_after(query, None, 500) == wanted


@pytest.mark.parametrize("sort", SortBy)
@pytest.mark.parametrize("descending", [True, False])
def test_what_is_enrolled_between_two_pages_moves_no_line(
    tmp_path: Path, sort: SortBy, *, descending: bool
) -> None:
    path = tmp_path / "station.db"
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        records.add_order(make_order("o1", 100))
        records.add_order(make_order("o0", 100))
        for at in range(12):
            enrol(
                records, f"S{at * 7 % 12:02d}", x509_identity(f"n{at * 5 % 12:02d}"), f"o{at % 2}"
            )
        query, after, listed = ListQuery(sort, descending), None, list[ListRow]()
        before = records.list_page(query, 0, 99)
        for more in range(12):
            page = records.list_after(query, after, 2)
            if not page:
                break
            listed += page
            after = page[-1].mark(sort)
            enrol(records, f"S{more:02d}a", x509_identity(f"n{more:02d}a"), f"o{more % 2}")
        old = [line for line in listed if not line.serial.endswith("a")]
        assert old == before
        assert len({line.number for line in listed}) == len(listed)


@pytest.mark.parametrize("cursor", ["", "!", "e30", "W10", "WyJlbnJvbGxlZCIsdHJ1ZSwxLDJd", "é"])
def test_a_cursor_of_nobody_is_refused(cursor: str) -> None:
    with pytest.raises(StationError, match="REC-087"):
        parse_cursor(ListQuery(), cursor)


def test_a_cursor_is_of_its_own_order_alone() -> None:
    cursor = cursor_text(ListQuery(SortBy.SERIAL), ("S1", 0))
    assert parse_cursor(ListQuery(SortBy.SERIAL), cursor) == ("S1", 0)
    for query in (ListQuery(), ListQuery(SortBy.SERIAL, descending=False)):
        with pytest.raises(StationError, match="REC-087"):
            parse_cursor(query, cursor)


FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"order": "o1"},
    {"status": READY},
    {"mechanism": "tpm"},
    {"since": BEGAN + 50 * APART, "until": BEGAN + 250 * APART},
    {"order": "o1", "status": READY},
    {"mechanism": "x509", "status": READY, "since": BEGAN},
    {"find": "mu-"},
    {"find": "box-0", "status": READY},
    {"find": "o1", "order": "o1"},
)


@pytest.mark.parametrize("sort", SortBy)
@pytest.mark.parametrize("limits", [(2_000, 20_000), (0, 0)], ids=str)
def test_no_query_reads_the_whole_table_or_sorts_more_than_few(
    filled: Filled, sort: SortBy, limits: tuple[int, int]
) -> None:
    reads, plans = filled.reader._reads.aside, list[tuple[str, str]]()
    genuine = reads.rows

    def noted(sql: str, values: tuple[str | int, ...] = ()) -> list[sqlite3.Row]:
        plan = genuine(f"EXPLAIN QUERY PLAN {sql}", values)
        plans.extend((sql, row["detail"]) for row in plan)
        return genuine(sql, values)

    with pytest.MonkeyPatch.context() as patch, limited(limits):
        patch.setattr(reads, "rows", noted)
        for descending, filters in product((True, False), FILTERS):
            query = ListQuery(sort, descending, **filters)
            filled.reader.list_count(query)
            first = filled.reader.list_after(query, None, 10)
            filled.reader.list_after(query, first[-1].mark(sort), 10)
            filled.reader.list_page(query, 20, 10)
    sorting = {sql for sql, detail in plans if "TEMP B-TREE FOR ORDER BY" in detail}
    for sql, detail in plans:
        if detail.startswith("SCAN enrollments"):
            assert "USING COVERING INDEX" in detail or "INDEXED BY" in sql, (sql, detail)
        if sql in sorting:
            # A set that was counted before, to be few, or what one index has of all that is shown.
            assert "CROSS JOIN" in sql or "INDEXED BY enrollments_state" in sql, (sql, detail)
        if sql in sorting and "enrollments_state (" in detail and "CROSS JOIN" not in sql:
            assert "USING COVERING INDEX" in detail, (sql, detail)


def test_a_line_leads_to_its_enrollment(filled: Filled) -> None:
    for one in filled.known:
        enrollment = filled.reader.listed(one.line.number)
        assert (enrollment.serial, enrollment.status) == (one.line.serial, one.line.status)
    with pytest.raises(StationError, match="REC-015"):
        filled.reader.listed(len(filled.known) + 1)


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
