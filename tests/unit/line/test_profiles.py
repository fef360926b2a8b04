"""Profiles and orders: read with their hash, checked with line and key, found by name."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.folders import resource
from station.line.profiles import (
    Known,
    check_profile,
    find_profile,
    list_profiles,
    load_order,
    load_profile,
    profile_problems,
)
from station.model.profile import CertificatePolicy, KeyKind
from station.model.profile_keys import SymmetricSettings
from station.operations import plant

KNOWN = Known(
    mechanisms=frozenset({"tpm", "x509", "symmetric"}), links=frozenset({"smp", "console"})
)
SHIPPED = sorted(path.stem for path in resource("profiles").glob("*.toml"))
# Profiles for real products to begin with: of the practice bench's are all others.
TO_BEGIN_WITH = {"at-modem", "nordic-modem"}
BOARD = """\
schema = 1
name = "board-7"
title = "Board 7"
mechanism = "tpm"

[link]
baud = 115200

[tpm]
ek_certificate = "require"
"""
CONSOLE = """\
kind = "console"
[link.console]
user = "root"
serial = "cat /etc/serial"
"""
ORDER = 'name = "week-48"\nprofile = "board-7"\nid_scope = "0ne00000001"\nquantity = 9\n'


def written(folder: Path, text: str, name: str = "board-7") -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def changed(changes: Mapping[str, str]) -> str:
    text = BOARD
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_profile_is_read_with_the_hash_of_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, BOARD)
    loaded = load_profile(path, KNOWN)
    assert loaded.profile.title == "Board 7"
    assert loaded.hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert loaded.path == path


def test_a_comment_changes_the_hash(tmp_path: Path) -> None:
    before = load_profile(written(tmp_path, BOARD)).hash
    assert load_profile(written(tmp_path, BOARD + "# seen\n")).hash != before


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_profiles_are_good_and_say_what_they_are_for(name: str) -> None:
    assert check_profile(resource(f"profiles/{name}.toml"), plant.KNOWN) == []
    profile = find_profile(name, Path("nowhere"), plant.KNOWN).profile
    assert profile.practice is name.startswith("practice-") is (name not in TO_BEGIN_WITH)
    if profile.practice and profile.link.kind != "bench-tpm":
        assert re.fullmatch(profile.names.serial, "PU-000001")


def test_the_shipped_profiles_say_what_their_comments_say() -> None:
    tpm, x509, symmetric = (
        find_profile(f"practice-{kind}", Path("nowhere")).profile
        for kind in ("tpm", "x509", "symmetric")
    )
    assert tpm.tpm is not None
    assert tpm.tpm.ek_certificate is CertificatePolicy.REQUIRE
    assert x509.x509 is not None
    assert (x509.x509.key, x509.x509.valid_days) == (KeyKind.EC_P256, 3_650)
    assert symmetric.symmetric == SymmetricSettings(install="inject_plaintext_key")


@pytest.mark.parametrize(
    ("changes", "line", "key", "why"),
    [
        ({'"tpm"': '"tpn"'}, 4, "mechanism", "no such mechanism; perhaps you mean tpm"),
        (
            {'"tpm"': '"wrapped"'},
            4,
            "mechanism",
            "there is no such mechanism; there are symmetric, tpm, x509",
        ),
        ({"baud = 115200": 'kind = "smb"'}, 7, "link.kind", "no such link; perhaps you mean smp"),
        ({"baud = 115200": 'baud = "fast"'}, 7, "link.baud", "it must be a whole number, not text"),
        (
            {"baud = 115200": "baut = 9600"},
            7,
            "link.baut",
            "no such key here; perhaps you mean baud",
        ),
        ({"baud = 115200": "baud = 300"}, 7, "link.baud", "it must be at least 1200"),
        ({'"tpm"': '"x509"'}, 9, "tpm", "this table has no meaning with the mechanism x509"),
        (
            {'[tpm]\nek_certificate = "require"\n': ""},
            4,
            "mechanism",
            "the table [tpm] is missing, which this mechanism needs",
        ),
        (
            {"baud = 115200": 'kind = "console"'},
            7,
            "link.kind",
            "the table [link.console] is missing, which this kind of link needs",
        ),
        (
            {"baud = 115200": '[link.console]\nuser = "a"\nserial = "b"'},
            7,
            "link.console",
            "this table has no meaning with the link kind smp",
        ),
        (
            {"baud = 115200": CONSOLE + "password = 12345"},
            11,
            "link.console.password",
            "it must be text in quotes, not a whole number",
        ),
        (
            {"baud = 115200": CONSOLE + 'password = "hush\\u0007"'},
            11,
            "link.console.password",
            "use letters, digits and signs that a keyboard has, all on one line",
        ),
        (
            {"baud = 115200": CONSOLE + 'password = "hush"'},
            11,
            "link.console.password",
            "only practice has it here: use station order secret ORDER console-password",
        ),
        (
            {"baud = 115200": CONSOLE + 'tpm_node = "tpm0"'},
            11,
            "link.console.tpm_node",
            "name a device node such as /dev/tpm0",
        ),
        (
            {"baud = 115200": CONSOLE.replace('"root"', '"root root"')},
            9,
            "link.console.user",
            "use letters, digits and signs that a keyboard has, without a space",
        ),
        (
            {"baud = 115200": CONSOLE + 'tpm-send = "x"'},
            11,
            "link.console.tpm-send",
            "there is no such key here; perhaps you mean tpm_send",
        ),
        (
            {"baud = 115200": CONSOLE.replace('kind = "console"', 'kind = "consul"')},
            7,
            "link.kind",
            "there is no such link; perhaps you mean console",
        ),
        ({"schema = 1\n": ""}, 1, "schema", "this key is missing"),
        ({"schema = 1": "schema = 2"}, 1, "schema", "it must be 1"),
        (
            {"board-7": "Board 7"},
            2,
            "name",
            "use up to 64 lower-case letters, digits and inner dashes",
        ),
        (
            {"board-7": "board-8"},
            2,
            "name",
            "the file is called board-7.toml, so this must be board-7",
        ),
        (
            {"[link]\nbaud = 115200": '[names]\nserial = "["'},
            7,
            "names.serial",
            "it is not a pattern: missing ]: [",
        ),
        (
            {"[link]\nbaud = 115200": '[names]\ndevice_id = "{sn}"'},
            7,
            "names.device_id",
            "{sn} is unknown: there are {serial}, {counter}, {order}, {date}",
        ),
        (
            {"[link]\nbaud = 115200": 'names.registration_id = "x"'},
            6,
            "names.registration_id",
            "units with a TPM are named by their endorsement key",
        ),
        ({"require": "requir"}, 10, "tpm.ek_certificate", "perhaps you mean require"),
    ],
)
def test_a_mistake_is_told_with_line_and_key(
    tmp_path: Path, changes: Mapping[str, str], line: int, key: str, why: str
) -> None:
    path = written(tmp_path, changed(changes))
    (problem,) = check_profile(path, KNOWN)
    assert (problem.path, problem.line, problem.key) == (path, line, key)
    assert why in problem.why
    with pytest.raises(StationError) as refused:
        load_profile(path, KNOWN)
    assert refused.value.code == "PRF-002"
    assert refused.value.message == f"{path}, line {line}, {key}: {problem.why}."
    assert refused.value.detail == ""


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = changed({"115200": "1", '"tpm"': '"tpn"', "require": "maybe", "board-7": "board 7"})
    path = written(tmp_path, text + '\n[token]\nlable = "x"\n')
    keys = ["name", "mechanism", "link.baud", "tpm.ek_certificate", "token.lable"]
    assert [problem.key for problem in check_profile(path, KNOWN)] == keys
    with pytest.raises(StationError) as refused:
        load_profile(path, KNOWN)
    assert "line 2, name" in refused.value.message
    assert refused.value.detail.startswith("4 more: line 4, mechanism: ")


def test_names_of_mechanisms_and_links_are_free_where_nothing_is_known(tmp_path: Path) -> None:
    text = changed({'"tpm"': '"homing"', "baud = 115200": 'kind = "pigeon"'})
    path = written(tmp_path, text.replace('[tpm]\nek_certificate = "require"\n', ""))
    assert check_profile(path) == []
    assert [problem.key for problem in check_profile(path, KNOWN)] == ["mechanism", "link.kind"]


def test_a_mistake_of_syntax_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, changed({'"Board 7"': "Board 7"}))
    (problem,) = check_profile(path, KNOWN)
    assert (problem.code, problem.line) == ("PRF-001", 3)
    with pytest.raises(StationError) as refused:
        load_profile(path)
    assert refused.value.code == "PRF-001"
    assert refused.value.message.startswith(f"{path}, line 3: this is not TOML: ")


def test_a_profile_that_isn_t_there_can_t_be_loaded(tmp_path: Path) -> None:
    with pytest.raises(StationError) as refused:
        load_profile(tmp_path / "none.toml")
    assert refused.value.code == "PRF-005"


def test_the_supervisor_s_own_profile_comes_first(tmp_path: Path) -> None:
    shipped = find_profile("practice-tpm", tmp_path)
    own = written(tmp_path, shipped.path.read_text("utf-8") + "# ours\n", "practice-tpm")
    assert find_profile("practice-tpm", tmp_path).path == own
    assert shipped.path != own


def test_a_mistake_in_the_supervisor_s_profile_doesn_t_bring_back_the_shipped_one(
    tmp_path: Path,
) -> None:
    written(tmp_path, "schema = 2", "practice-tpm")
    with pytest.raises(StationError) as refused:
        find_profile("practice-tpm", tmp_path, KNOWN)
    assert refused.value.code == "PRF-002"


def test_a_link_to_nowhere_doesn_t_bring_back_the_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "practice-tpm.toml").symlink_to(tmp_path / "gone.toml")
    with pytest.raises(StationError) as refused:
        find_profile("practice-tpm", tmp_path, KNOWN)
    assert refused.value.code == "PRF-005"


def test_a_profile_that_nobody_has_is_named_with_its_nearest(tmp_path: Path) -> None:
    with pytest.raises(StationError) as refused:
        find_profile("practise-tpm", tmp_path)
    assert refused.value.code == "PRF-003"
    assert "practise-tpm" in refused.value.message
    assert refused.value.detail == "perhaps you mean practice-tpm"


@pytest.mark.parametrize(
    "name", ["../secret", "a/b", "", ".", "..", "secret.toml", "Secret", "s\n"]
)
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    for place in (tmp_path, folder):
        written(place, changed({"board-7": "secret"}), "secret")
        written(place, changed({"board-7": "secret"}), "Secret")
    with pytest.raises(StationError) as refused:
        find_profile(name, folder)
    assert refused.value.code == "PRF-003"


@given(st.text(max_size=20))
def test_any_name_is_found_or_not(name: str) -> None:
    if name not in SHIPPED:
        with pytest.raises(StationError) as refused:
            find_profile(name, Path("nowhere"))
        assert refused.value.code == "PRF-003"


def test_the_list_has_the_shipped_profiles_where_there_are_no_others(tmp_path: Path) -> None:
    listed = list_profiles(tmp_path / "none", plant.KNOWN)
    assert [loaded.profile.name for loaded in listed] == SHIPPED
    assert profile_problems(tmp_path / "none", plant.KNOWN) == []


def test_the_list_has_each_name_once_and_sorted(tmp_path: Path) -> None:
    own = find_profile("practice-x509", tmp_path).path.read_text("utf-8")
    written(tmp_path, BOARD)
    written(tmp_path, own, "practice-x509")
    listed = list_profiles(tmp_path, plant.KNOWN)
    assert [loaded.profile.name for loaded in listed] == sorted(["board-7", *SHIPPED])
    paths = {loaded.profile.name: loaded.path for loaded in listed}
    assert paths["practice-x509"] == tmp_path / "practice-x509.toml"


def test_one_bad_profile_doesn_t_hide_the_others(tmp_path: Path) -> None:
    written(tmp_path, BOARD)
    bad = written(tmp_path, "schema = ", "bad")
    written(tmp_path, "no profile", ".draft")
    (tmp_path / "notes.txt").write_text("no profile", encoding="utf-8")
    assert "board-7" in [loaded.profile.name for loaded in list_profiles(tmp_path, KNOWN)]
    assert [problem.path for problem in profile_problems(tmp_path, plant.KNOWN)] == [bad]


def test_an_order_is_read_with_the_hash_of_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, ORDER + "[initial_twin.tags]\nline = 1\n", "order")
    loaded = load_order(path)
    assert (loaded.spec.name, loaded.spec.quantity) == ("week-48", 9)
    assert loaded.spec.initial_twin is not None
    assert loaded.spec.initial_twin.tags == {"line": 1}
    assert loaded.hash == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_mistake_in_an_order_is_told_with_line_and_key(tmp_path: Path) -> None:
    path = written(tmp_path, ORDER.replace("9", "'9'").replace("0ne", "0ne "), "order")
    with pytest.raises(StationError) as refused:
        load_order(path)
    assert refused.value.message == (
        f"{path}, line 3, id_scope: 0ne 00000001 can't be an ID scope."
    )
    assert refused.value.detail == "1 more: line 4, quantity: it must be a whole number, not text"


def test_an_order_that_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(StationError) as refused:
        load_order(written(tmp_path, ORDER + "quantity 9", "order"))
    assert refused.value.code == "PRF-001"
