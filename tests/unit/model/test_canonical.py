"""Canonical JSON is what the standard library's encoder makes of the same."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.model.canonical import ascii_json, unicode_json

_PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_NESTED = st.recursive(
    _PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(st.dictionaries(st.text(), _NESTED) | st.lists(_NESTED))
def test_it_is_the_standard_librarys(value: dict[str, object] | list[object]) -> None:
    compact = (",", ":")
    assert ascii_json(value) == json.dumps(value, sort_keys=True, separators=compact)
    try:
        plain = json.dumps(
            value, sort_keys=True, separators=compact, ensure_ascii=False, allow_nan=False
        )
    except ValueError:
        with pytest.raises(ValueError, match="JSON compliant"):
            unicode_json(value)
    else:
        assert unicode_json(value) == plain


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_an_entry_has_no_number_that_json_lacks(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        unicode_json({"seconds": number})
