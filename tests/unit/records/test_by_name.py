"""The list by its names: sorted as the service's is matched with it, in any scope."""

import pytest

from station.model.names import IdScope
from station.records import by_name
from station.records.sorting import Row, SortedRows
from station.records.store import Records
from tests.unit.records.software import SCOPE, enrol, make_order, symmetric_identity

NAMES = ("b-2", "A-1", "a-10", "B-1", "a_1", "a.1", "z", "M", "a-1-x")


def names(records: Records, scope: str = SCOPE, order: str | None = None) -> list[str]:
    found = records.by_name(IdScope.parse(scope), order)
    return [one.enrollment.registration_id.text for one in found]


def test_they_come_by_their_folded_names(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(by_name, "_PAGE", 2)
    records.add_order(make_order("o2"))
    for number, name in enumerate(NAMES):
        enrol(records, f"S{number}", symmetric_identity(name), "o2" if number % 3 else "o1")
    assert names(records) == sorted(NAMES, key=str.casefold)
    assert names(records, order="o1") == sorted(NAMES[::3], key=str.casefold)
    assert names(records, "0neOther") == []
    assert names(records, order="none") == []
    assert records.id_scopes() == [SCOPE]


def test_revoked_ones_are_among_them(records: Records) -> None:
    unit = enrol(records, "S1")
    records.revoke((unit.id_scope, unit.registration_id), "lost")
    assert names(records) == ["id-s1"]


def test_rows_come_back_sorted_by_key_and_then_as_they_came() -> None:
    with SortedRows() as rows:
        rows.add(Row("one", key, text) for key, text in [("b", "1"), ("a", "2"), ("b", "3")])
        rows.add([Row("other", "a", "4"), Row("one", "\U0001f600", "5"), Row("one", "é", "6")])
        assert list(rows.ordered("one")) == [
            ("a", "2"),
            ("b", "1"),
            ("b", "3"),
            ("é", "6"),
            ("\U0001f600", "5"),
        ]
        assert (rows.count("one"), rows.count("other"), rows.count("none")) == (5, 1, 0)
