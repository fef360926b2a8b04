"""The compact list of exported names is a sequence like any other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.names import IdScope, RegistrationId
from station.service.exports.names import ExportedNames

SCOPE = IdScope.parse("0ne00000001")
TEXTS = st.lists(st.from_regex(r"[A-Za-z0-9\-._:]{0,127}[A-Za-z0-9\-]", fullmatch=True), max_size=8)


def filled(texts: list[str]) -> ExportedNames:
    names = ExportedNames()
    for text in texts:
        names.add(SCOPE, RegistrationId.parse(text))
    return names


@given(TEXTS, st.slices(8))
def test_names_come_back_as_they_were(texts: list[str], part: slice) -> None:
    names = filled(texts)
    assert len(names) == len(texts)
    assert [registration_id.text for _, registration_id in names] == texts
    assert [registration_id.text for _, registration_id in names[part]] == texts[part]
    assert all(id_scope == SCOPE for id_scope, _ in names)


def test_there_is_nothing_beyond_the_end() -> None:
    with pytest.raises(IndexError):
        filled(["a"])[1]
    assert filled(["a", "b"])[-1] == (SCOPE, RegistrationId.parse("b"))


def test_a_name_for_another_service_is_refused() -> None:
    names = filled(["a"])
    with pytest.raises(StationError) as caught:
        names.add(IdScope.parse("0ne00000002"), RegistrationId.parse("b"))
    assert caught.value.code == "SVC-009"
