"""Orders: what a supervisor may ask for, and what the record keeps of it."""

import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.model.names import IdScope, RegistrationId
from station.model.order import Order, OrderSpec, OrderState, Twin

Tree = dict[str, object]


def spec(**others: object) -> Tree:
    tree: Tree = {"name": "week-48", "profile": "board-7", "id_scope": "0ne00000001", "quantity": 9}
    return tree | others


def order(**others: object) -> Order:
    return Order(
        spec=OrderSpec.model_validate(spec(**others)),
        profile_hash="ab" * 32,
        practice=False,
        state=OrderState.OPEN,
        created=datetime(2026, 11, 23, tzinfo=UTC),
        token_pin=b"sealed-pin",
    )


def test_an_order_says_how_many_of_what_for_whom() -> None:
    taken = OrderSpec.model_validate(spec())
    assert (taken.name, taken.profile, taken.quantity) == ("week-48", "board-7", 9)
    assert taken.initial_twin is None


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        (spec(name="Week 48"), ("name",)),
        (spec(name="week-"), ("name",)),
        (spec(profile="../board"), ("profile",)),
        (spec(id_scope="0ne 1"), ("id_scope",)),
        (spec(quantity=0), ("quantity",)),
        (spec(quantity=1_000_001), ("quantity",)),
        (spec(quantity=1.5), ("quantity",)),
        (spec(group_id="group_1"), ("group_id",)),
        (spec(initial_twin={"tag": {}}), ("initial_twin", "tag")),
        (spec(units=3), ("units",)),
    ],
)
def test_a_wrong_value_is_refused_at_its_key(tree: Tree, place: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        OrderSpec.model_validate(tree)
    assert [error["loc"] for error in refused.value.errors()] == [place]


def test_the_reason_against_an_id_scope_is_the_catalogue_s() -> None:
    with pytest.raises(ValidationError, match="0ne 1 can't be an ID scope"):
        OrderSpec.model_validate(spec(id_scope="0ne 1"))


def test_a_twin_is_passed_on_as_it_is() -> None:
    twin = {"tags": {"line": 1, "deep": [None, {"a": True}]}, "desired": {"fw": "1.2"}}
    taken = OrderSpec.model_validate(spec(initial_twin=twin)).initial_twin
    assert taken == Twin(tags=twin["tags"], desired=twin["desired"])
    assert taken is not None
    assert taken.model_dump() == twin


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_twin_has_no_number_that_json_lacks(number: float) -> None:
    with pytest.raises(ValidationError):
        OrderSpec.model_validate(spec(initial_twin={"tags": {"a": [number]}}))


@pytest.mark.parametrize(
    ("allocation", "why"),
    [
        ({"policy": "static"}, "it is one IoT hub"),
        ({"policy": "static", "iot_hubs": ["a.b", "c.d"]}, "it is one IoT hub"),
        ({"policy": "hashed", "iot_hubs": ["a.b", "A.b"]}, "twice"),
        ({"policy": "hashed", "iot_hubs": ["plain"]}, "can't be the host name"),
        ({"policy": "hashed", "iot_hubs": ["-a.b"]}, "can't be the host name"),
        ({"policy": "hashed", "iot_hubs": ["https://a.b/"]}, "can't be the host name"),
        ({"policy": "hashed", "iot_hubs": ["a.b\n"]}, "can't be the host name"),
        ({"policy": "custom"}, "web hook"),
        ({"policy": "nearest"}, "hashed"),
        ({"iot_hubs": ["a.b"]}, "required"),
    ],
)
def test_an_allocation_is_one_that_the_service_takes(allocation: Tree, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        OrderSpec.model_validate(spec(allocation=allocation))


def test_an_allocation_is_kept_as_it_is() -> None:
    hubs = {"policy": "geo-latency", "iot_hubs": ["a.example.net", "b.example.net"]}
    taken = OrderSpec.model_validate(spec(allocation=hubs))
    assert OrderSpec.model_validate_json(taken.model_dump_json()) == taken
    assert OrderSpec.model_validate(spec()).allocation is None


def test_an_order_s_group_is_named_as_the_order_where_nothing_else_is_said() -> None:
    assert order().group_id == RegistrationId.make("week-48")
    assert order(group_id="Group-7").group_id.text == "group-7"


@given(st.text(alphabet=string.ascii_lowercase + string.digits + "-", max_size=70))
def test_every_order_that_is_taken_can_name_a_group(name: str) -> None:
    try:
        OrderSpec.model_validate(spec(name=name))
    except ValidationError:
        return
    assert order(name=name).group_id.text == name


def test_an_order_has_its_spec_s_names() -> None:
    assert order().name == "week-48"
    assert order().id_scope == IdScope.parse("0ne00000001")


def test_an_order_shows_no_pin() -> None:
    assert "sealed-pin" not in repr(order())


@pytest.mark.parametrize("profile_hash", ["", "AB" * 32, "ab" * 31, "ab" * 32 + "\n"])
def test_a_profile_s_hash_is_64_hexadecimal_digits(profile_hash: str) -> None:
    tree = order().model_dump() | {"profile_hash": profile_hash}
    with pytest.raises(ValidationError) as refused:
        Order.model_validate(tree)
    assert [error["loc"] for error in refused.value.errors()] == [("profile_hash",)]


def test_an_order_survives_json() -> None:
    whole = order(initial_twin={"tags": {"line": 1}}, group_id="g-1")
    assert Order.model_validate_json(whole.model_dump_json()) == whole
