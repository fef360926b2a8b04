"""First articles: one unit, signed by somebody else, before an order runs."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import JsonValue

from station.errors import StationError
from station.model.order import Course, Order, OrderState
from station.model.people import Person
from station.model.rights import Approval, Right
from station.records.entries import AuditEntry, EntryKind
from station.records.rights_walk import RightsWalk
from station.records.store import Records
from tests.unit.records.software import (
    NOW,
    Clock,
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    fail,
    make_order,
)
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, credential, quick_hashing, staff

WAITING = {"course": Course(first_article=True), "state": OrderState.FIRST_ARTICLE}


def waiting(name: str = "f1") -> Order:
    """Return an order that begins with its first article."""
    return make_order(name).model_copy(update=WAITING)


@pytest.fixture
def begun(records: Records) -> Records:
    """Return a practice record with such an order, `f1`."""
    records.add_order(waiting())
    return records


@pytest.fixture
def real(path: Path, guard: SoftwareGuard, clock: Clock) -> Iterator[Records]:
    """Return a production record with its people and such an order, Anne on duty."""
    path.parent.mkdir()
    made = Records.create(path, guard, station="line-1", practice=False, now=clock)
    with quick_hashing(), made as records:
        staff(records)
        records.add_order(waiting(), agreed(records, Right.ORDERS))
        records.log_in(ANNE.badge, credential(ANNE).pin)
        yield records


def by(records: Records, person: Person) -> Approval:
    return records.approve(Right.FIRST_ARTICLE, [credential(person)])


def test_one_unit_alone_is_let_in_until_it_is_signed(begun: Records) -> None:
    at_work = admitted(begun, "S1", "f1")
    with pytest.raises(StationError, match="REC-039"):
        admitted(begun, "S2", "f1")
    fail(begun, at_work)
    enrol(begun, "S3", order="f1")
    with pytest.raises(StationError, match="REC-039"):
        admitted(begun, "S4", "f1")
    assert begun.first_articles.sign("f1").serial == "S3"
    assert begun.order("f1").state is OrderState.OPEN
    enrol(begun, "S5", order="f1")
    enrol(begun, "S6", order="f1")
    begun.verify()


def test_a_rejected_unit_stays_enrolled_and_another_is_made(begun: Records) -> None:
    enrol(begun, "S1", order="f1")
    with pytest.raises(StationError, match="REC-026"):
        begun.first_articles.reject("f1", " ")
    assert begun.first_articles.reject("f1", "a scratch").serial == "S1"
    assert begun.order("f1").state is OrderState.FIRST_ARTICLE
    with pytest.raises(StationError, match="REC-040"):
        begun.first_articles.sign("f1")
    enrol(begun, "S2", order="f1")
    assert begun.first_articles.sign("f1").serial == "S2"
    assert begun.usage("f1").enrolled == 2
    (told,) = [e.data for e in begun.entries() if e.kind is EntryKind.FIRST_ARTICLE_REJECTED]
    assert (told["serial"], told["why"]) == ("S1", "a scratch")
    begun.verify()


def test_there_must_be_something_to_sign(begun: Records) -> None:
    for order in ("f1", "o1"):
        with pytest.raises(StationError, match="REC-040"):
            begun.first_articles.sign(order)
        with pytest.raises(StationError, match="REC-040"):
            begun.first_articles.reject(order, "why")
    with pytest.raises(StationError, match="REC-014"):
        begun.first_articles.sign("none")


def test_a_revoked_unit_is_not_signed_but_rejected(begun: Records) -> None:
    made = enrol(begun, "S1", order="f1")
    begun.revoke((made.id_scope, made.registration_id), "lost")
    with pytest.raises(StationError, match="REC-040") as caught:
        begun.first_articles.sign("f1")
    assert "S1 was revoked" in caught.value.message
    begun.first_articles.reject("f1", "lost")


def test_it_is_told_which_unit_waits_and_which_was_signed(begun: Records) -> None:
    assert begun.first_article("f1") is None
    first = enrol(begun, "S1", order="f1")
    unit = begun.first_article("f1")
    assert unit is not None
    assert (unit.run, unit.serial, unit.revoked) == (first.run, "S1", False)
    begun.first_articles.reject("f1", "crooked label")
    assert begun.first_article("f1") is None
    enrol(begun, "S2", order="f1")
    signed = begun.first_articles.sign("f1")
    enrol(begun, "S3", order="f1")
    assert begun.first_article("f1") == signed
    assert signed.serial == "S2"


def test_a_pause_is_no_way_round_the_first_article(begun: Records) -> None:
    begun.set_order_state("f1", OrderState.OPEN)
    assert begun.order("f1").state is OrderState.FIRST_ARTICLE
    begun.set_order_state("f1", OrderState.PAUSED)
    with pytest.raises(StationError, match="REC-010"):
        begin(begun, "f1")
    begun.set_order_state("f1", OrderState.OPEN)
    assert begun.order("f1").state is OrderState.FIRST_ARTICLE
    enrol(begun, "S1", order="f1")
    begun.first_articles.sign("f1")
    begun.set_order_state("f1", OrderState.PAUSED)
    begun.set_order_state("f1", OrderState.FIRST_ARTICLE)
    assert begun.order("f1").state is OrderState.OPEN


def test_a_supervisor_signs_who_did_not_make_it(real: Records) -> None:
    enrol(real, "S1", order="f1")
    with pytest.raises(StationError, match="REC-041"):
        real.first_articles.sign("f1", by(real, ANNE))
    with pytest.raises(StationError, match="REC-025"):
        real.first_articles.sign("f1")
    with pytest.raises(StationError, match="REC-025"):
        by(real, WIM)
    with pytest.raises(StationError, match="REC-025"):
        real.first_articles.sign("f1", real.approve(Right.ORDERS, [credential(BERT)]))
    signed = real.first_articles.sign("f1", by(real, BERT))
    (told,) = [e.data for e in real.entries() if e.kind is EntryKind.FIRST_ARTICLE_SIGNED]
    assert (told["run"], told["serial"], told["by"]) == (signed.run, "S1", ["S-2"])
    assert told["workers"] == ["S-1"]
    real.verify()


def test_nobody_rejects_without_the_right(real: Records) -> None:
    enrol(real, "S1", order="f1")
    with pytest.raises(StationError, match="REC-025"):
        real.first_articles.reject("f1", "why")
    real.first_articles.reject("f1", "why", by(real, ANNE))


def test_the_audit_finds_who_signed_their_own_work() -> None:
    walk = RightsWalk(practice=False, asks=True)
    person: dict[str, JsonValue] = {"badge": "S-1", "role": "supervisor", "first": True}
    signed: dict[str, JsonValue] = {"order": "f1", "workers": ["W-1", "s-1"], "by": ["S-1"]}
    kinds = ((EntryKind.PERSON_ADDED, person), (EntryKind.FIRST_ARTICLE_SIGNED, signed))
    found = [
        finding
        for number, (kind, data) in enumerate(kinds, start=2)
        for finding in walk.findings(AuditEntry(number, NOW, kind, data))
    ]
    assert found == ["entry 3: first-article-signed: nobody signs their own work"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orders SET state = 'open' WHERE name = 'f1'",
        "UPDATE orders SET course = NULL WHERE name = 'f1'",
        "UPDATE orders SET course = replace(course, 'true', 'false')",
        "UPDATE orders SET course = replace(course, 'null', '\"me\"')",
    ],
)
def test_a_first_article_that_was_signed_by_hand_is_not_used_and_is_found(
    begun: Records, statement: str
) -> None:
    with closing(sqlite3.connect(begun.path)) as connection, connection:
        connection.execute(statement)
    with pytest.raises(StationError, match="REC-012"):
        begin(begun, "f1")
    with pytest.raises(StationError, match="REC-011") as caught:
        begun.verify()
    assert "order f1 was changed" in caught.value.detail


def test_why_a_first_article_is_rejected_is_one_short_line(begun: Records) -> None:
    enrol(begun, "S1", order="f1")
    with pytest.raises(StationError, match="REC-026"):
        begun.first_articles.reject("f1", " \n")
    begun.first_articles.reject("f1", " x\n\x1b[31m" + "y" * 10_000)
    (told,) = [e.data for e in begun.entries() if e.kind is EntryKind.FIRST_ARTICLE_REJECTED]
    why = str(told["why"])
    assert (why[:3], len(why), why.isprintable()) == ("x\\n", 200, True)
