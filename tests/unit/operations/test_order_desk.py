"""Orders as they are typed: right, or wrong with a sentence at the field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.model.order import OrderSpec
from station.operations.order_desk import OrderDraft

GOOD = {
    "name": "lamps-7",
    "profile": "practice-tpm",
    "id_scope": "0nePRACTICE",
    "quantity": "12",
    "group_id": None,
}


def draft(**typed: str | None) -> OrderDraft:
    fields = {**GOOD, **typed}
    return OrderDraft(
        name=fields["name"] or "",
        profile=fields["profile"] or "",
        id_scope=fields["id_scope"] or "",
        quantity=fields["quantity"] or "",
        group_id=fields["group_id"],
    )


def test_what_is_right_becomes_an_order() -> None:
    checked = draft(group_id="Garden-Lamps").checked()
    assert isinstance(checked, OrderSpec)
    assert (checked.name, checked.quantity, checked.group_id) == ("lamps-7", 12, "garden-lamps")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "Lamps", "Use up to 64 lower-case letters, digits and inner dashes."),
        ("name", "", "Use up to 64 lower-case letters, digits and inner dashes."),
        ("id_scope", "no scope", "no scope can't be an ID scope."),
        ("quantity", "", "Type a whole number."),
        ("quantity", "1.5", "Type a whole number."),
        ("quantity", "-3", "Type a whole number."),
        ("quantity", "٣", "Type a whole number."),
        ("quantity", "0", "It must be at least 1."),
        ("quantity", "1000001", "It must be at most 1000000."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_alone(field: str, typed: str, said: str) -> None:
    assert draft(**{field: typed}).checked() == {field: said}


def test_all_mistakes_are_told_at_once() -> None:
    wrong = draft(name="Ä", id_scope="", quantity="x", group_id="ü").checked()
    assert not isinstance(wrong, OrderSpec)
    assert set(wrong) == {"name", "id_scope", "quantity", "group_id"}
    assert wrong["group_id"].startswith("\\xfc can't be a registration ID")


@given(st.text(), st.text(), st.text(), st.text(), st.none() | st.text())
def test_whatever_is_typed_is_an_order_or_told_in_sentences(
    name: str, profile: str, id_scope: str, quantity: str, group_id: str | None
) -> None:
    checked = OrderDraft(name, profile, id_scope, quantity, group_id).checked()
    if not isinstance(checked, OrderSpec):
        assert checked
        assert all(said.endswith(".") and said.isprintable() for said in checked.values())
