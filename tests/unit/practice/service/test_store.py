"""What the service knows is there again after a restart, in the order it came, page by page."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import JsonValue

from station.errors import StationError
from station.practice.service.attestations import Attestation
from station.practice.service.changes import found, put
from station.practice.service.enrollments import GROUP, INDIVIDUAL, Entry, Kind
from station.practice.service.problems import Refused
from station.practice.service.store import Page, Registration, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "service.db") as opened:
        yield opened


def entry(name: str, kind: Kind = INDIVIDUAL, tag: str = "") -> Entry:
    fields: dict[str, JsonValue] = {"initialTwin": {"tags": {"tag": tag}}}
    attestation = Attestation("symmetricKey", keys={"primary": b"p" * 64, "secondary": b"s" * 16})
    return Entry(kind, name, attestation, fields, f'"{name}"', "2026-11-30", "2026-12-01")


def registration(name: str, group: str = "", hub: str = "a.invalid") -> Registration:
    return Registration(name, group, f"4.{name}", {"registrationId": name, "assignedHub": hub})


def names(page: Page) -> list[object]:
    return [item["registrationId"] for item in page.items]


def test_what_is_kept_comes_back_and_names_have_no_case(store: Store) -> None:
    kept = entry("Press-1", tag="é")
    store.add(kept)
    assert store.get(INDIVIDUAL, "press-1") == store.get(INDIVIDUAL, "PRESS-1") == kept
    assert store.get(GROUP, "press-1") is None
    store.change(entry("press-1", tag="changed"))
    shown = store.page(INDIVIDUAL, 0, 10).items
    assert [item["initialTwin"] for item in shown] == [{"tags": {"tag": "changed"}}]
    store.delete(kept)
    assert store.get(INDIVIDUAL, "press-1") is None


def test_it_is_there_again_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "service.db"
    with Store(path) as store:
        store.add(entry("a"))
        store.add(entry("b"))
        store.add(entry("line", GROUP))
        store.delete(entry("a"))
        store.put_registration(registration("b"))
    with Store(path) as store:
        assert store.get(INDIVIDUAL, "b") == entry("b")
        assert store.registration("b") == registration("b")
        assert (store.count(INDIVIDUAL), store.count(GROUP)) == (1, 1)


def test_pages_follow_each_other_though_some_of_it_goes(store: Store) -> None:
    for number in range(10):
        store.add(entry(f"sn-{number}"))
    first = store.page(INDIVIDUAL, 0, 4)
    assert names(first) == ["sn-0", "sn-1", "sn-2", "sn-3"]
    store.delete(entry("sn-3"))
    store.delete(entry("sn-4"))
    store.add(entry("sn-10"))
    second = store.page(INDIVIDUAL, first.last, 4)
    assert names(second) == ["sn-5", "sn-6", "sn-7", "sn-8"]
    third = store.page(INDIVIDUAL, second.last, 4)
    assert (names(third), third.last) == (["sn-9", "sn-10"], 0)
    assert store.page(INDIVIDUAL, 0, 9).last == 0  # all nine: no page that would be empty
    assert store.page(INDIVIDUAL, 10_000, 4) == Page([], 0)


def test_a_device_s_last_registration_takes_the_place_of_the_one_before(store: Store) -> None:
    store.put_registration(registration("SN-1"))
    store.put_registration(registration("sn-1", "line", "b.invalid"))
    made = store.registration("Sn-1")
    assert made is not None
    assert (made.group, made.state["assignedHub"]) == ("line", "b.invalid")
    store.delete_registration("sn-1")
    assert store.registration("sn-1") is None


def test_registrations_are_listed_by_group(store: Store) -> None:
    for number, group in zip(range(9), itertools.cycle(["line-1", "Line-2", ""])):
        store.put_registration(registration(f"sn-{number}", group))
    first = store.registrations("LINE-1", 0, 2)
    assert names(first) == ["sn-0", "sn-3"]
    assert names(store.registrations("line-1", first.last, 2)) == ["sn-6"]
    assert names(store.registrations("line-2", 0, 10)) == ["sn-1", "sn-4", "sn-7"]
    assert names(store.registrations("line-3", 0, 10)) == []


def group_of(name: str, kind: str) -> dict[str, JsonValue]:
    references: JsonValue = {"caReferences": {"primary": "ca"}}
    attestation = {"type": kind, kind: references if kind == "x509" else {}}
    return {"enrollmentGroupId": name, "attestation": attestation}


def test_there_are_at_most_a_hundred_groups_of_a_kind(store: Store) -> None:
    for kind in ("symmetricKey", "x509"):
        for number in range(99):
            made = Attestation(kind, use="caReferences", texts={"primary": "ca"})
            store.add(replace(entry(f"{kind}-{number}", GROUP), attestation=made))
        put(store, GROUP, group_of(f"{kind}-99", kind), None)
        with pytest.raises(Refused, match="Quota") as caught:
            put(store, GROUP, group_of("more", kind), None)
        assert (caught.value.status, caught.value.code) == (400, 400_000)
    # One that is there may be changed all the same.
    put(store, GROUP, group_of("x509-99", "x509"), found(store, GROUP, "x509-99").etag)
    store.delete(found(store, GROUP, "x509-99"))
    put(store, GROUP, group_of("more", "x509"), None)


def test_there_are_at_most_a_million_enrollments(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    body: JsonValue = {"registrationId": "sn-1", "attestation": {"type": "symmetricKey"}}
    with monkeypatch.context() as patched:
        patched.setattr(store, "count", lambda _kind: 1_000_000)
        with pytest.raises(Refused, match="Quota"):
            put(store, INDIVIDUAL, body, None)
        patched.setattr(store, "count", lambda _kind: 999_999)
        put(store, INDIVIDUAL, body, None)


def test_what_can_t_be_forgotten_is_told_and_a_closed_one_has_nothing_to_forget(
    store: Store,
) -> None:
    store.add(entry("a"))
    store._connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StationError, match="CFG-053"):
        store.forget(INDIVIDUAL, "a")
    store.__exit__()
    store.forget(INDIVIDUAL, "a")
