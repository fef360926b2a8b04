"""A label with several codes: what is taken, what is still wanted, and which one was wrong."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.errors import StationError
from station.model.barcode import EOT, GS, RS
from station.model.barcode_label import NOTHING_SCANNED, Label, scanned_on, scanned_serial
from station.model.profile_scan import ScanSettings
from station.model.strict import MISPLACED

GTIN = "09506000134352"
SERIAL_21: dict[str, object] = {"gs1": "21"}


def settings(serial: object = SERIAL_21, **codes: object) -> ScanSettings:
    return ScanSettings.model_validate({"serial": serial, "codes": codes})


BOARD = settings(
    part={"gs1": "01", "equals": GTIN},
    lot={"gs1": "10", "matches": "L[0-9]+", "required": False},
    board={"regex": r"BOARD (?P<board>\w+)"},
)


def scanned(*texts: str, by: ScanSettings | None = BOARD) -> Label:
    label = NOTHING_SCANNED
    for text in texts:
        label = scanned_on(label, text, by)
    return label


def refused(*texts: str, by: ScanSettings | None = BOARD) -> StationError:
    label = scanned(*texts[:-1], by=by)
    with pytest.raises(StationError) as error:
        scanned_on(label, texts[-1], by)
    return error.value


@pytest.mark.parametrize("text", ["SN-7", "]d2SN-7", "]C0SN-7", "é!", "0121"])
def test_without_rules_the_text_is_the_serial_number_as_it_stands(text: str) -> None:
    label = scanned(f"  {text}\r\n", by=None)
    assert (label.serial, label.is_whole) == (text, True)


def test_an_empty_table_takes_off_what_the_scanner_adds() -> None:
    assert scanned("]d2SN-7\r\n", by=ScanSettings()).serial == "SN-7"
    assert scanned("SN-7", by=ScanSettings()).serial == "SN-7"


@pytest.mark.parametrize(
    ("serial", "text"),
    [
        ({"gs1": "21"}, f"]d201{GTIN}21SN-7"),
        ({"gs1": "21"}, f"01{GTIN}21SN-7{GS}10L5"),
        ({"gs1": "21"}, f"[)>{RS}05{GS}21SN-7{RS}{EOT}"),
        ({"di": "S"}, f"]d1[)>{RS}06{GS}1PB-2{GS}SSN-7{RS}{EOT}"),
        ({"di": "S"}, "SSN-7"),
        ({"regex": r"PN:\w+;SN:(?P<serial>[^;]+);.*"}, "]Q1PN:7;SN:SN-7;REV:2"),
        ({"symbology": ["]C0", "]A0"]}, "]A0SN-7"),
    ],
)
def test_where_a_serial_number_stands(serial: object, text: str) -> None:
    assert scanned_serial([text], settings(serial)) == "SN-7"


@pytest.mark.parametrize("order", list(permutations(["21SN-7", f"]C101{GTIN}10L5", "]C0BOARD B2"])))
def test_the_codes_of_a_label_come_in_any_order(order: tuple[str, ...]) -> None:
    *first, last = order
    begun = scanned(*first)
    assert len(begun.awaited) == 1
    assert not begun.is_whole
    label = scanned_on(begun, last, BOARD)
    assert label.is_whole
    assert dict(label.codes) == {"serial": "SN-7", "part": GTIN, "lot": "L5", "board": "B2"}


def test_what_needs_not_be_scanned_is_not_waited_for() -> None:
    assert scanned(f"01{GTIN}21SN-7", "BOARD B2").is_whole


def test_a_code_that_is_read_twice_changes_nothing() -> None:
    label = scanned("21SN-7")
    assert scanned_on(label, "21SN-7", BOARD) == label
    assert scanned_on(label, "21sn-7", BOARD) == label


@pytest.mark.parametrize(
    ("texts", "code", "told"),
    [
        (["0109506000134345"], "LIN-052", ["part", "09506000134345", GTIN]),
        ([f"01{GTIN}10X5"], "LIN-052", ["lot", "X5", "L[0-9]+"]),
        (["21SN-7", "SOMETHING"], "LIN-051", ["part or board"]),
        (["21SN-7", f"01{GTIN}", "]C0SOMETHING"], "LIN-051", ["no board"]),
        (["21SN-7", f"01{GTIN}21SN-8"], "LIN-054", ["serial", "SN-7", "SN-8"]),
        ([f"21SN-7{GS}21SN-8"], "LIN-054", ["serial", "SN-7", "SN-8"]),
        (["]d20109506000134353"], "LIN-050", ["check digit"]),
        (["SN\x00"], "LIN-050", ["character"]),
    ],
)
def test_it_is_said_which_code_was_wrong(texts: list[str], code: str, told: list[str]) -> None:
    error = refused(*texts)
    assert error.code == code
    assert all(word in error.message for word in told), error.message


def test_a_code_of_the_wrong_kind_is_refused_by_what_it_must_be() -> None:
    by = settings({"regex": "(?P<serial>.+)", "symbology": ["]d1", "]Q1"]})
    assert scanned("]Q1SN-7", by=by).serial == "SN-7"
    for text, kind in (("]C0SN-7", "]C0"), ("SN-7", "none that the scanner tells")):
        error = refused(text, by=by)
        assert error.code == "LIN-053"
        assert "]d1 or ]Q1" in error.message
        assert kind in error.message


def test_a_label_of_which_a_code_is_left_out_is_no_label() -> None:
    for texts in ([], ["21SN-7"]):
        with pytest.raises(StationError) as error:
            scanned_serial(texts, BOARD)
        assert error.value.code == "LIN-051"


@pytest.mark.parametrize(
    ("tree", "key"),
    [
        ({"serial": {"gs1": "21", "di": "S"}}, ("di",)),
        ({"serial": {"regex": "(?P<number>.+)"}}, ("serial", "regex")),
        ({"codes": {"part": {"gs1": "01"}}}, ("serial",)),
        ({"serial": {"di": "S"}, "codes": {"part": {}}}, ()),
        ({"serial": {"di": "S"}, "codes": {"serial": {"di": "1P"}}}, ("codes", "serial")),
        (
            {"serial": {"di": "S"}, "codes": {"a": {"di": "P", "equals": "1", "matches": "1"}}},
            ("matches",),
        ),
        (
            {"serial": {"di": "S"}, "codes": {"a": {"gs1": "01", "equals": f"{GTIN[:-1]}3"}}},
            ("equals",),
        ),
    ],
)
def test_rules_that_do_not_fit_together_are_refused(tree: object, key: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refusal:
        ScanSettings.model_validate(tree)
    (error,) = refusal.value.errors()
    assert (error["type"], error["ctx"]["key"]) == (MISPLACED, key)


@pytest.mark.parametrize(
    "rule", [{"gs1": "99999"}, {"gs1": "05"}, {"gs1": "x"}, {"di": "1"}, {"symbology": ["d2"]}]
)
def test_identifiers_that_there_are_not_are_refused(rule: object) -> None:
    with pytest.raises(ValidationError):
        settings(rule)


RULES = st.sampled_from(
    [
        None,
        ScanSettings(),
        BOARD,
        settings({"di": "S"}, part={"di": "1P"}),
        settings({"symbology": ["]d2"]}, part={"symbology": ["]C0"], "matches": "[0-9]+"}),
    ]
)
CODES = st.sampled_from(
    ["21A", "21B", f"01{GTIN}", "BOARD B", "]d2A", "]C01", "SA", "1P7", f"[)>{RS}06{GS}SA{RS}{EOT}"]
)


@given(RULES, st.lists(st.one_of(CODES, st.text(max_size=30)), max_size=8))
def test_whatever_is_scanned_a_label_only_grows(by: ScanSettings | None, texts: list[str]) -> None:
    label = NOTHING_SCANNED
    for text in texts:
        try:
            after = scanned_on(label, text, by)
        except StationError:
            continue
        assert dict(label.codes).items() <= dict(after.codes).items()
        assert set(after.awaited).isdisjoint(dict(after.codes))
        assert not after.is_whole or after.serial is not None
        label = after
