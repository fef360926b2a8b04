"""How many units of a feed may be at work at once, and which are counted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.errors import StationError
from station.line.work import Job
from station.model.order import Course, Order, OrderState, Reprovisioning
from station.model.profile import Profile
from station.operations.feed_room import FeedRoom
from station.records.store import Records
from tests.unit.records.software import HASH, SoftwareGuard, enrol, make_order

FIRST = {"course": Course(first_article=True), "state": OrderState.FIRST_ARTICLE}


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Return a practice record without orders."""
    path = tmp_path / "station.db"
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        yield records


def room(records: Records, order: Order, units: int | None = None) -> FeedRoom:
    return FeedRoom(Job(order, object.__new__(Profile), HASH), records, units)


def test_those_at_work_may_take_the_last_places(records: Records) -> None:
    order = make_order(quantity=2)
    records.add_order(order)
    here = room(records, order)
    seen = [here.take("1"), here.has_room, here.take("2"), here.has_room, here.take("3")]
    assert seen == [True, True, True, False, False]
    here.tried("1")
    assert here.take("3"), "it failed: the place is free again"


def test_units_of_a_complete_order_that_keep_their_keys_are_loaded_side_by_side(
    records: Records,
) -> None:
    records.add_order(make_order(quantity=1))
    enrol(records, "S1")
    records.order_changes.set_reprovisioning("o1", Reprovisioning.SAME_KEY)
    here = room(records, records.order("o1"))
    assert all(here.take(name) for name in "123")
    assert here.has_room
    assert here.look() == (False, False)


def test_one_unit_alone_is_made_until_the_first_article_is_signed(records: Records) -> None:
    records.add_order(make_order().model_copy(update=FIRST))
    here = room(records, records.order("o1"))
    assert here.take("1")
    assert not here.has_room
    assert not here.take("2")
    here.check_signed()
    enrol(records, "S1")
    here.tried("1")
    with pytest.raises(StationError, match="REC-039"):
        here.check_signed()
    records.first_articles.sign("o1")
    here.check_signed()
    assert all(here.take(name) for name in "12")


def test_a_unit_that_was_not_tried_uses_up_none_of_those_wanted(records: Records) -> None:
    records.add_order(make_order())
    here = room(records, records.order("o1"), units=1)
    assert here.take("1")
    assert here.look() == (True, False)
    here.give_back("1")
    here.give_back("1")
    assert here.look() == (False, False)
    assert here.take("2")
    here.tried("2")
    here.give_back("2")
    assert here.look() == (True, False), "it was tried before its position stopped"
