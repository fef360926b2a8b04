"""The commonest row is judged at once, and no differently than by every rule."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given as given_examples
from hypothesis import strategies as st
from pydantic import JsonValue

from station.service.imports.given import Given
from station.service.imports.judging import Judge
from station.service.imports.plain import plain_row
from tests.service.conftest import SCOPE, endorsement_public

pytestmark = pytest.mark.service

NOW = datetime(2026, 11, 30, tzinfo=UTC)
KEY = base64.b64encode(endorsement_public(1)).decode()
WRONG_KEYS = (
    *("", "AAAA", KEY[:-4], KEY + "\n", f" {KEY}", KEY.replace("=", ""), f"{KEY[:-2]}AA"),
    *(f"{KEY[:-3]}ü==", f"B{KEY[1:]}", KEY[:80] + "AAAAAAAA" + KEY[88:], f"{KEY[:-6]}AAAA=="),
)
names = st.one_of(
    st.sampled_from(["unit-1", "Unit-1", "unit_1", "-unit", "a" * 128, "a" * 129, "", "a\n", "ä"]),
    st.none(),
)
keys = st.sampled_from([KEY, KEY, *WRONG_KEYS])
ODD: list[JsonValue] = [None, 1, "x", [], {}, {"count": 1}, {"a": None}, float("nan"), "enabled"]
odd = st.sampled_from(ODD)


def document(name: JsonValue, key: JsonValue, kind: JsonValue = "tpm") -> dict[str, JsonValue]:
    return {"registrationId": name, "attestation": {"type": kind, "tpm": {"endorsementKey": key}}}


@given_examples(
    name=names,
    key=keys,
    kind=st.sampled_from(["tpm", "tpm", "x509", None]),
    more=st.dictionaries(
        st.sampled_from(["deviceId", "provisioningStatus", "etag", "initialTwin", "iotHubs"]),
        st.one_of(odd, names),
        max_size=2,
    ),
    beside=st.dictionaries(st.sampled_from(["storageRootKey", "x"]), odd, max_size=1),
    serial=st.sampled_from(["", "S1", "s" * 129, "ä", "a\tb"]),
    status=st.sampled_from(["", "ready", "enabled", "ä" * 50]),
    group=st.sampled_from(["", "", "lamps"]),
)
def test_a_row_is_judged_at_once_as_by_every_rule(
    name: JsonValue,
    key: JsonValue,
    kind: JsonValue,
    more: dict[str, JsonValue],
    beside: dict[str, JsonValue],
    *,
    serial: str,
    status: str,
    group: str,
) -> None:
    told = document(name, key, kind) | more
    held = told["attestation"]
    assert isinstance(held, dict)
    tpm = held["tpm"]
    assert isinstance(tpm, dict)
    tpm |= beside
    row = Given(told, serial, SCOPE.text, group, status=status)
    plain = plain_row(1, row, SCOPE.text)
    if plain is not None:
        assert (plain, []) == Judge(NOW)._judged(1, row, SCOPE.text)


@pytest.mark.parametrize("key", WRONG_KEYS)
def test_no_key_with_anything_wrong_is_taken_at_once(key: str) -> None:
    assert plain_row(1, Given(document("unit-1", key)), SCOPE.text) is None


def test_a_plain_row_is_taken_at_once() -> None:
    told = document("unit-1", KEY) | {"deviceId": "lamp-1", "provisioningStatus": "disabled"}
    row = plain_row(3, Given(told, serial="S1"), SCOPE.text)
    assert row is not None
    assert (row.place, row.device_id, row.serial, row.status) == (3, "lamp-1", "S1", "disabled")
    assert row.ek_hash == hashlib.sha256(endorsement_public(1)).digest()
    judge = Judge(NOW, SCOPE.text)
    by_rules, at_once = (judge.row(3, Given(told, serial="S1")) for _ in range(2))
    assert by_rules == at_once == (row, [])
