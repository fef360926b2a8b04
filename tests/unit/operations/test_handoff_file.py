"""The file that says how to speak to a MES: what it takes, and how mistakes in it are told."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.errors import StationError
from station.folders import Data
from station.operations.handoff_file import read_handoff_file, settings_of

GOOD = """\
[handoffs.mes]
kind = "http"
url = "https://mes.example/v1"
route = true
route_when_down = "allow"
auth = "bearer"

[handoffs.files]
kind = "file-drop"
folder = "/srv/results"
"""


@pytest.fixture
def data(tmp_path: Path) -> Data:
    return Data(tmp_path)


def test_without_a_file_there_are_none(data: Data) -> None:
    assert read_handoff_file(data) == {}


def test_each_hand_off_has_the_settings_of_its_kind(data: Data) -> None:
    data.handoff.write_text(GOOD)
    found = read_handoff_file(data)
    assert list(found) == ["mes", "files"]
    assert [one.kind for one in found.values()] == ["http", "file-drop"]
    assert [one.asks_route for one in found.values()] == [True, False]
    assert settings_of(data, "files").address == "/srv/results"


def test_one_that_is_not_there_is_said_to_be(data: Data) -> None:
    data.handoff.write_text(GOOD)
    with pytest.raises(StationError, match="SVC-023"):
        settings_of(data, "none")


@pytest.mark.parametrize(
    ("wrong", "right", "line", "key", "why"),
    [
        ('kind = "htpp"', 'kind = "http"', 2, "handoffs.mes.kind", "perhaps you mean http"),
        ("# no kind", 'kind = "http"', 1, "handoffs.mes.kind", "this key is missing"),
        ("rout = true", "route = true", 4, "handoffs.mes.rout", "perhaps you mean route"),
        ('route = "yes"', "route = true", 4, "handoffs.mes.route", "true or false"),
        ('url = "http://a.b"', 'url = "https://mes.example/v1"', 3, "handoffs.mes.url", "TLS"),
        ("# no url", 'url = "https://mes.example/v1"', 1, "handoffs.mes.url", "missing"),
        ("route = false", "route = true", 5, "handoffs.mes.route_when_down", "goes with route"),
        ('"no"', '"allow"', 5, "handoffs.mes.route_when_down", "'refuse' or 'allow'"),
        ("[handoffs.Mes]", "[handoffs.mes]", 1, "handoffs.Mes", "lower-case"),
        ("[handofs.mes]", "[handoffs.mes]", 1, "handofs", "perhaps you mean handoffs"),
        ('folder = "results"', 'folder = "/srv/results"', 10, "handoffs.files.folder", "whole"),
        (
            'folder = "/srv/results"\nroute = true',
            'folder = "/srv/results"',
            *(11, "handoffs.files.route"),
            "no such key",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line_and_key(
    data: Data, wrong: str, right: str, line: int, key: str, why: str
) -> None:
    assert right in GOOD
    data.handoff.write_text(GOOD.replace(right, wrong, 1))
    with pytest.raises(StationError) as caught:
        read_handoff_file(data)
    assert caught.value.code == "PRF-002"
    told = caught.value.data
    assert (told["line"], told["key"]) == (line, key)
    assert why.replace("'", "") in str(told["why"]).replace("'", "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("handoffs = 1", "PRF-002"),
        ("[handoffs]\nmes = 1", "PRF-002"),
        ("[[handoffs]]\nname = 'mes'", "PRF-002"),
        ("[handoffs", "PRF-001"),
    ],
)
def test_what_is_no_table_of_hand_offs_is_refused(data: Data, text: str, code: str) -> None:
    data.handoff.write_text(text)
    with pytest.raises(StationError, match=code):
        read_handoff_file(data)


def test_a_folder_in_its_place_is_no_file(data: Data) -> None:
    data.handoff.mkdir()
    with pytest.raises(StationError, match="PRF-005"):
        read_handoff_file(data)


VALUES = st.one_of(st.booleans(), st.integers(), st.text("ab:/.\"'\\\n", max_size=9))
KEYS = st.sampled_from(["kind", "url", "route", "auth", "user", "ca", "folder", "timeout_s", "x"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    name=st.text("ab-A ", max_size=4),
    kind=st.sampled_from(["http", "file-drop", "other"]),
    table=st.dictionaries(KEYS, VALUES, max_size=4),
    junk=st.text("[]=\n#\"' a", max_size=6),
)
def test_any_file_is_settings_or_an_error_with_a_code(
    data: Data, name: str, kind: str, table: dict[str, object], junk: str
) -> None:
    lines = [f'[handoffs."{name}"]', *(f"{k} = {json.dumps(v)}" for k, v in table.items())]
    if "kind" not in table:
        lines.append(f'kind = "{kind}"')
    data.handoff.write_text("\n".join([*lines, junk]))
    try:
        read_handoff_file(data)
    except StationError as error:
        assert error.code in {"PRF-001", "PRF-002"}  # noqa: PT017 - it need not be raised
        assert error.message.isprintable()  # noqa: PT017 - likewise
