"""Allotments are canonical, agree with themselves, and hold their numbers and no others."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.model.allotment import Allotment, audit_key_of
from station.model.anchor import Anchor
from station.model.order import OrderSpec


def allotment(first: int = 1, quantity: int = 6, spare: int = 0, station: str = "a") -> Allotment:
    spec = OrderSpec(
        name="lot",
        profile="p",
        id_scope="0ne00A1B2C3",
        quantity=quantity,
        scrap_allowance=spare,
    )
    return Allotment(
        id="0f" * 16,
        practice=False,
        notice="",
        station=station,
        made=datetime(2026, 11, 24, 6, 0, tzinfo=UTC),
        order="lot",
        spec=spec,
        profile_version=1,
        profile_hash="ab" * 32,
        audit_key="cd" * 32,
        first=first,
        quantity=quantity,
        scrap_allowance=spare,
        audit=Anchor(sequence=1, hash="0" * 64),
    )


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(0, 1000), st.text())
def test_it_is_read_back_as_it_was_written(
    first: int, quantity: int, spare: int, station: str
) -> None:
    made = allotment(first, quantity, spare, station)
    content = made.canonical()
    again = Allotment.model_validate_json(content)
    assert again == made
    assert again.canonical() == content
    numbers = [number for number in range(3100) if made.holds(number)]
    assert numbers == list(range(first, first + quantity + spare))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("quantity", 7),
        ("scrap_allowance", 1),
        ("order", "other"),
        ("first", 0),
        ("id", "0F" * 16),
        ("format_version", 2),
        ("made", "2026-11-24T06:00:00"),
        ("more", 1),
    ],
)
def test_what_doesnt_agree_with_itself_is_no_allotment(key: str, value: str | int) -> None:
    content = json.loads(allotment().canonical())
    content[key] = value
    with pytest.raises(ValidationError):
        Allotment.model_validate_json(json.dumps(content))


@given(st.binary(max_size=200))
def test_what_is_no_certificate_names_no_audit_key(data: bytes) -> None:
    with pytest.raises(ValueError, match="pars"):
        audit_key_of(data)
