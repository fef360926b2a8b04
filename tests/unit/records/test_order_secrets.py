"""The sealed secrets of an order's units: kept, replaced, and used only where genuine."""

import sqlite3
from contextlib import closing

import pytest

from station.errors import StationError
from station.model.order import OrderSecret, OrderState
from station.records.entries import EntryKind
from station.records.store import Records
from tests.unit.records.software import make_order

CONSOLE = OrderSecret.CONSOLE_PASSWORD
OWNER = OrderSecret.TPM_OWNER_PASSWORD


def edited(records: Records, statement: str) -> None:
    with closing(sqlite3.connect(records.path)) as connection, connection:
        connection.execute(statement)


def test_an_order_has_a_secret_once_it_was_given_one(records: Records) -> None:
    assert records.order_secret("o1", CONSOLE) is None
    records.set_order_secret("o1", CONSOLE, b"sealed")
    assert records.order_secret("o1", CONSOLE) == b"sealed"
    assert records.order_secret("o1", OWNER) is None


def test_a_new_one_takes_the_place_of_the_old(records: Records) -> None:
    records.set_order_secret("o1", CONSOLE, b"sealed")
    records.set_order_secret("o1", CONSOLE, b"sealed anew")
    assert records.order_secret("o1", CONSOLE) == b"sealed anew"
    records.verify()


def test_that_it_was_given_is_on_record_and_it_is_not(records: Records) -> None:
    records.set_order_secret("o1", OWNER, b"sealed")
    last = list(records.entries())[-1]
    assert last.kind is EntryKind.ORDER_SECRET_SET
    assert (last.data["order"], last.data["name"]) == ("o1", "tpm-owner-password")
    assert b"sealed".hex() not in str(last.data)


def test_a_paused_order_takes_one_and_a_closed_or_unknown_one_does_not(records: Records) -> None:
    records.set_order_state("o1", OrderState.PAUSED)
    records.set_order_secret("o1", CONSOLE, b"sealed")
    records.set_order_state("o1", OrderState.CLOSED)
    for order, code in (("o1", "REC-010"), ("o9", "REC-014")):
        with pytest.raises(StationError, match=code):
            records.set_order_secret(order, CONSOLE, b"other")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE order_secrets SET sealed = x'00'",
        "UPDATE order_secrets SET name = 'tpm-owner-password'",
        "UPDATE order_secrets SET order_name = 'o2'",
        "UPDATE order_secrets SET mac = x'00'",
    ],
)
def test_one_that_was_changed_is_not_used(records: Records, statement: str) -> None:
    records.add_order(make_order("o2"))
    records.set_order_secret("o1", CONSOLE, b"sealed")
    edited(records, statement)
    order = "o2" if "o2" in statement else "o1"
    which = OWNER if "tpm-owner" in statement else CONSOLE
    with pytest.raises(StationError, match="REC-012"):
        records.order_secret(order, which)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM order_secrets", "UPDATE order_secrets SET sealed = x'00'"]
)
def test_the_verification_finds_what_was_changed_or_removed(
    records: Records, statement: str
) -> None:
    records.set_order_secret("o1", CONSOLE, b"sealed")
    records.verify()
    edited(records, statement)
    with pytest.raises(StationError, match="REC-011") as found:
        records.verify()
    assert "console-password of order o1" in found.value.detail + found.value.message
