"""Profiles: what a product may say of itself, and what fits together."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from station.errors import StationError
from station.model.linear import LinearPattern
from station.model.names import RegistrationId
from station.model.profile import (
    CertificatePolicy,
    KeyKind,
    LinkSettings,
    Name,
    Profile,
    TpmSettings,
)
from station.model.profile_keys import RISK, SymmetricSettings, X509Settings
from station.model.profile_names import Pattern, ProfileNames
from station.model.strict import MISPLACED

Tree = dict[str, object]
NAMES = TypeAdapter[str](Name)
PATTERNS = TypeAdapter[str](Pattern)
INJECTED: Tree = {"install": "inject_plaintext_key"}


def profile(mechanism: str = "tpm", **others: object) -> Tree:
    tree: Tree = {"schema": 1, "name": "board-7", "title": "Board 7", "mechanism": mechanism}
    return tree | others


def refusals(tree: Tree) -> list[tuple[tuple[str | int, ...], str]]:
    """Return where and how a profile is refused; nothing where it is taken."""
    try:
        Profile.model_validate(tree)
    except ValidationError as refused:
        return [(error["loc"], error["type"]) for error in refused.errors()]
    return []


@pytest.mark.parametrize(
    ("mechanism", "settings"), [("tpm", {}), ("x509", {}), ("symmetric", INJECTED)]
)
def test_each_mechanism_has_its_own_settings(mechanism: str, settings: Tree) -> None:
    assert refusals(profile(mechanism, **{mechanism: settings})) == []


def test_what_is_left_out_is_safe() -> None:
    taken = Profile.model_validate(profile(tpm={}))
    assert taken.practice is False
    assert taken.tpm == TpmSettings(ek_certificate=CertificatePolicy.REQUIRE, uncertified_max=0)
    assert taken.link == LinkSettings(kind="smp", baud=115_200, answer_s=5.0, connect_s=5.0)
    assert taken.names == ProfileNames()
    assert taken.token.label is None
    usual = X509Settings(key=KeyKind.EC_P256, valid_days=3_650, install="make-on-token")
    assert X509Settings() == usual


@pytest.mark.parametrize("way", ["make-on-token", "wrap", "inject_plaintext_key"])
def test_a_token_s_x509_key_gets_there_in_one_of_three_ways(way: str) -> None:
    assert refusals(profile("x509", x509={"install": way})) == []


@pytest.mark.parametrize("mechanism", ["tpm", "x509", "symmetric"])
def test_the_mechanism_s_own_table_is_demanded(mechanism: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Profile.model_validate(profile(mechanism))
    (error,) = refused.value.errors()
    assert error["type"] == MISPLACED
    assert error["ctx"]["key"] == ("mechanism",)
    assert f"[{mechanism}]" in error["msg"]


@pytest.mark.parametrize(
    ("tree", "key"),
    [
        (profile(tpm={}, x509={}), ("x509",)),
        (profile("x509", x509={}, symmetric=INJECTED), ("symmetric",)),
        (profile("another", tpm={}), ("tpm",)),
        (profile("x509-device", x509={}, tpm={}), ("tpm",)),
        (profile("x509-device", x509={"handle": "0x81000010"}), ("x509", "handle")),
        (profile("x509-tpm", x509={"proof": "request"}), ("x509", "proof")),
        (profile("x509", x509={"proof": "signature"}), ("x509", "proof")),
        (profile(tpm={}, names={"registration_id": "{serial}"}), ("names", "registration_id")),
        (profile("x509", x509={"keeper": "software"}), ("x509", "keeper")),
        (profile("x509-device", x509={"install": "wrap"}), ("x509", "install")),
        (profile("x509-tpm", x509={"install": "make-on-token"}), ("x509", "install")),
        (profile("symmetric", symmetric={"install": "sealed"}), ("symmetric", "install")),
        (profile("symmetric-device", symmetric=INJECTED), ("symmetric", "install")),
        (
            profile("symmetric", symmetric={**INJECTED, "keeper": "secure"}),
            ("symmetric", "keeper"),
        ),
        (profile("symmetric-device", symmetric={"install": "in_the_clear"}), ("risk",)),
        (
            profile("symmetric-device", symmetric={"install": "sealed", "risk": RISK}),
            ("risk",),
        ),
    ],
)
def test_what_has_no_meaning_is_refused_at_its_key(tree: Tree, key: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        Profile.model_validate(tree)
    (error,) = refused.value.errors()
    assert (error["type"], error["ctx"]["key"]) == (MISPLACED, key)


# A modem that makes its key, and neither signs a proof nor gives its certificate out.
SECRETIVE: Tree = {
    "identify": [{"send": "I", "answer": "(?P<serial>[0-9]+)"}],
    "make_key": [{"send": "K", "answer": "(?P<request>.+)", "decode": {"request": "hex"}}],
    "install_certificate": [{"send": "C {certificate}"}],
    "certificate": [
        {
            "send": "D",
            "answer": "(?P<stored>.+)",
            "decode": {"stored": "hex"},
            "equals": {"stored": "{certificate:pem:sha256}"},
        }
    ],
}
MODEM: Tree = {"kind": "commands", "commands": SECRETIVE}


@pytest.mark.parametrize(
    ("tree", "key"),
    [
        (profile(tpm={}, link=MODEM), ("mechanism",)),
        (profile("x509-device", x509={}, rehearse=True), ("rehearse",)),
        (profile("x509-tpm", x509={}, link=MODEM), ("mechanism",)),
        (profile("x509-device", x509={}, link=MODEM), ("mechanism",)),
        (
            profile("x509-device", x509={"proof": "request"}, link=MODEM, prove="after-restart"),
            ("prove",),
        ),
        (
            profile("x509-device", x509={}, link={"kind": "console", "console": {"user": "u"}}),
            ("mechanism",),
        ),
        (
            profile("symmetric-device", symmetric={"install": "sealed"}, link=MODEM),
            ("mechanism",),
        ),
        (
            profile(
                "symmetric-device",
                symmetric={"install": "sealed"},
                link={"kind": "console", "console": {"user": "u"}},
            ),
            ("mechanism",),
        ),
        (profile("x509-device", x509={}, link={"kind": "bench-tpm"}), ("mechanism",)),
        (profile(tpm={}, link={"kind": "bench-tpm"}, start="prompt"), ("start",)),
    ],
)
def test_what_the_link_can_t_do_is_refused(tree: Tree, key: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        Profile.model_validate_json(json.dumps(tree))
    (error,) = refused.value.errors()
    assert (error["type"], error["ctx"]["key"]) == (MISPLACED, key)


def test_a_modem_proves_its_key_by_what_it_can_do() -> None:
    by_request = profile("x509-device", x509={"proof": "request"}, link=MODEM)
    assert Profile.model_validate_json(json.dumps(by_request)).x509


def test_a_mechanism_of_later_days_needs_no_table() -> None:
    assert refusals(profile("of-later-days")) == []


def test_a_key_in_the_tpm_may_say_what_the_tpm_must_show() -> None:
    x509 = {"key": "rsa-2048", "handle": "0x81020000"}
    assert refusals(profile("x509-tpm", x509=x509)) == []
    assert refusals(profile("x509-tpm", x509=x509, tpm={"ek_certificate": "record"})) == []
    assert refusals(profile("x509-device", x509={"proof": "request"})) == []


@pytest.mark.parametrize(
    "handle",
    [
        "0x81000001",
        "0x81000100",
        "0x81010001",
        "0x81010016",
        "0x81800000",
        "0x01C00002",
        "81000010",
        "0x8100001",
        "0x810000010",
        "0x8100001A",
        "",
        "0x81000010\n",
    ],
)
def test_a_key_in_the_tpm_takes_no_other_key_s_place(handle: str) -> None:
    ((key, _),) = refusals(profile("x509-tpm", x509={"handle": handle}))
    assert key == ("x509", "handle")


@pytest.mark.parametrize("template", ["{serial}", "{order}-{counter:06}", "pump.{serial}@{date}"])
@pytest.mark.parametrize("mechanism", ["tpm", "x509"])
def test_units_with_enrollments_of_their_own_may_have_device_ids(
    mechanism: str, template: str
) -> None:
    names = {"device_id": template}
    assert refusals(profile(mechanism, names=names, **{mechanism: {}})) == []


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        (profile(tpm={}, schema=2), ("schema",)),
        (profile(tpm={}, schema_version=1), ("schema_version",)),
        (profile(tpm={}, color="red"), ("color",)),
        (profile(tpm={}, name="Board 7"), ("name",)),
        (profile(tpm={}, title=""), ("title",)),
        (profile(tpm={}, title="x" * 101), ("title",)),
        (profile(tpm={"ek_certificate": "maybe"}), ("tpm", "ek_certificate")),
        (profile(tpm={"uncertified_max": -1}), ("tpm", "uncertified_max")),
        (profile("x509", x509={"key": "dsa"}), ("x509", "key")),
        (profile("x509", x509={"install": "plaintext"}), ("x509", "install")),
        (profile("x509", x509={"valid_days": 0}), ("x509", "valid_days")),
        (profile("x509", x509={"valid_days": 36_501}), ("x509", "valid_days")),
        (profile("symmetric", symmetric={}), ("symmetric", "install")),
        (profile("symmetric", symmetric={"install": "plain"}), ("symmetric", "install")),
        (profile(tpm={}, link={"baud": 1_199}), ("link", "baud")),
        (profile(tpm={}, link={"baud": 4_000_001}), ("link", "baud")),
        (profile(tpm={}, link={"answer_s": 0}), ("link", "answer_s")),
        (profile(tpm={}, link={"connect_s": 601}), ("link", "connect_s")),
        (profile(tpm={}, link={"connect_s": float("nan")}), ("link", "connect_s")),
        (profile(tpm={}, names={"serial": "["}), ("names", "serial")),
        (profile(tpm={}, names={"serial": "a{1001}"}), ("names", "serial")),
        (profile(tpm={}, names={"serial": "a" * 201}), ("names", "serial")),
        (profile(tpm={}, names={"device_id": "{sn}"}), ("names", "device_id")),
        (profile(tpm={}, names={"device_id": ""}), ("names", "device_id")),
        (profile(tpm={}, names={"device_id": "pump"}), ("names", "device_id")),
        (profile(tpm={}, names={"device_id": "{order}-{date}"}), ("names", "device_id")),
        (profile(tpm={}, names={"device_id": "pump-{counter:06}"}), ("names", "device_id")),
        (profile("x509", x509={}, token={"label": "{"}), ("token", "label")),
    ],
)
def test_a_wrong_value_is_refused_at_its_key(tree: Tree, place: tuple[str, ...]) -> None:
    assert [loc for loc, _ in refusals(tree)] == [place]


CONSOLE: Tree = {"user": "root", "password": "hush", "serial": "cat /etc/serial"}


def linked(**console: object) -> Tree:
    link = {"kind": "console", "console": CONSOLE | console}
    return profile(tpm={}, practice=True, link=link)


def test_a_console_has_its_table_and_no_other_link_has() -> None:
    assert refusals(linked()) == []
    for link, key in (
        ({"kind": "console"}, ("kind",)),
        ({"kind": "smp", "console": CONSOLE}, ("console",)),
    ):
        with pytest.raises(ValidationError) as refused:
            Profile.model_validate(profile(tpm={}, link=link))
        (error,) = refused.value.errors()
        assert (error["loc"], error["type"]) == (("link",), MISPLACED)
        assert error["ctx"]["key"] == key


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("user", ""),
        ("user", "two words"),
        ("user", "root\n"),
        ("user", "x" * 65),
        ("password", ""),
        ("password", "a\nb"),
        ("password", "\x03"),
        ("password", "x" * 129),
        ("serial", ""),
        ("serial", "cat a\ncat b"),
        ("serial", "x" * 501),
        ("model", "caf\u00e9"),
        ("tpm_send", "\t"),
        ("shell", "bash"),
    ],
)
def test_what_can_t_be_typed_at_a_console_is_refused_at_its_key(key: str, value: str) -> None:
    assert [loc for loc, _ in refusals(linked(**{key: value}))] == [("link", "console", key)]


@pytest.mark.parametrize(
    ("node", "taken"),
    [
        ("/dev/tpm0", True),
        ("~/dev/tpmrm0", True),
        ("tpm0", False),
        ("/dev/tpm0;reboot", False),
        ("/dev/$(id)", False),
        ("/dev/tpm 0", False),
        ("/", False),
    ],
)
def test_a_tpm_s_node_is_a_plain_path(node: str, *, taken: bool) -> None:
    refused = [loc for loc, _ in refusals(linked(tpm_node=node))]
    assert refused == ([] if taken else [("link", "console", "tpm_node")])


def test_there_is_one_way_to_the_tpm() -> None:
    with pytest.raises(ValidationError) as refused:
        Profile.model_validate(linked(tpm_node="/dev/tpm0", tpm_send="tpm2_send"))
    (error,) = refused.value.errors()
    assert (error["loc"], error["ctx"]["key"]) == (("link", "console"), ("tpm_send",))


def test_only_a_practice_profile_holds_a_password() -> None:
    with pytest.raises(ValidationError) as refused:
        Profile.model_validate(linked() | {"practice": False})
    (error,) = refused.value.errors()
    assert error["ctx"]["key"] == ("link", "console", "password")
    assert "station order secret ORDER console-password" in error["msg"]
    assert "hush" not in str(refused.value)


def test_a_console_needs_no_more_than_a_user() -> None:
    link = {"kind": "console", "console": {"user": "root"}}
    taken = Profile.model_validate(profile(tpm={}, link=link)).link
    assert (taken.connect_s, taken.answer_s) == (120, 15)
    hasty = Profile.model_validate(profile(tpm={}, link=link | {"connect_s": 3})).link
    assert (hasty.connect_s, hasty.answer_s) == (3, 15)


def test_a_password_is_shown_nowhere() -> None:
    taken = Profile.model_validate(linked())
    assert taken.link.console is not None
    assert taken.link.console.password == "hush"
    assert "hush" not in repr(taken) + str(taken) + taken.model_dump_json()
    with pytest.raises(ValidationError) as refused:
        Profile.model_validate(linked(password="hush\n"))
    assert "hush" not in str(refused.value)


def test_a_profile_can_t_be_changed() -> None:
    taken = Profile.model_validate(profile(tpm={}))
    with pytest.raises(ValidationError):
        taken.practice = True  # type: ignore[misc]


@given(st.text(alphabet=string.ascii_letters + string.digits + "-_.\n ", max_size=70))
def test_a_name_can_name_a_file_and_an_enrollment_group(text: str) -> None:
    letters = string.ascii_lowercase + string.digits
    legal = (
        1 <= len(text) <= 64
        and set(text) <= set(letters + "-")
        and text[0] in letters
        and text[-1] in letters
    )
    try:
        taken = NAMES.validate_python(text) == text
    except ValidationError:
        taken = False
    assert taken == legal
    if taken:
        assert RegistrationId.make(text).text == text


@given(st.text(max_size=30) | st.text(alphabet="a[](){}*+?|^$\\.0123456789,-:<=!P", max_size=30))
def test_any_text_is_a_pattern_or_refused(text: str) -> None:
    try:
        LinearPattern.parse(text)
    except ValueError:
        with pytest.raises(ValidationError, match="pattern"):
            PATTERNS.validate_python(text)
    else:
        assert PATTERNS.validate_python(text) == text


@given(st.from_regex(ProfileNames().serial, fullmatch=True))
def test_a_serial_number_by_the_usual_rule_can_be_a_registration_id(serial: str) -> None:
    try:
        RegistrationId.make(serial)
    except StationError as error:
        pytest.fail(error.message)


def test_a_key_may_be_installed_only_under_its_dangerous_name() -> None:
    assert SymmetricSettings(install="inject_plaintext_key").install == "inject_plaintext_key"


def test_a_key_may_be_wrapped_for_the_unit_s_token() -> None:
    assert SymmetricSettings(install="wrap").install == "wrap"
