"""Modules and their tokens: listed, told apart, tried; NSS, which gives its keys out, is found."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from station.errors import StationError
from station.hsm.abilities import Ability, Use
from station.hsm.modules import (
    ModuleListing,
    TokenFlags,
    address_of,
    check_module,
    installed,
    list_modules,
    verdicts,
)
from station.hsm.requests_any import Marks
from station.hsm.token_pins import open_by_one_of, read_token
from station.hsm.tokens import Module, Token, TokenAddress, initialise_token
from station.hsm.uri import TokenUri
from station.secret import Secret
from tests.support.production import handed, said

pytestmark = pytest.mark.bench
SO_PIN = Secret(b"so-90817263")
NSS = "libsoftokn3.so"
NSS_LABEL = "NSS Certificate DB"
NSS_PIN = "nss-60514233"


def labels(found: ModuleListing) -> list[str]:
    assert found.listing is not None, found.trouble
    flags = TokenFlags.INITIALISED
    return [one.label for one in found.listing.tokens if flags in TokenFlags(one.flags)]


def copy_of(pin: Secret) -> Secret:
    with pin.reveal() as data:
        return Secret(data)


@pytest.fixture
def nss(tmp_path: Path) -> Module:
    """NSS's own module with a database of the test's."""
    folder, password = tmp_path / "nss", tmp_path / "password"
    folder.mkdir()
    password.write_text(f"{NSS_PIN}\n")
    made = ["certutil", "-N", "-d", f"sql:{folder}", "-f", str(password)]
    subprocess.run(made, check=True, timeout=30)
    library = next(
        path for below in Path("/usr/lib").glob("*-linux-gnu") if (path := below / NSS).exists()
    )
    told = f"configdir='sql:{folder}' certPrefix='' keyPrefix='' secmod='secmod.db' flags="
    return Module(str(library), {"NSS_LIB_PARAMS": told})


def test_a_token_that_is_put_in_or_taken_out_is_noticed_at_the_next_listing(
    make_module: Callable[[str], Module], pin: Secret, tmp_path: Path
) -> None:
    module = make_module("slots")
    assert [labels(found) for found in list_modules([module])] == [[]]
    initialise_token(module, "first", copy_of(SO_PIN), copy_of(pin))
    initialise_token(module, "second", copy_of(SO_PIN), copy_of(pin))
    assert sorted(labels(list_modules([module])[0])) == ["first", "second"]
    for folder in (tmp_path / "slots" / "tokens").iterdir():
        folder.rename(tmp_path / folder.name)
    assert labels(list_modules([module])[0]) == []


def test_a_module_that_cannot_be_loaded_costs_only_its_own_line(unit: TokenAddress) -> None:
    broken, good = list_modules([Module("/nowhere/at-all.so"), unit.module])
    assert broken.trouble is not None
    assert broken.trouble.code == "HSM-001"
    assert labels(good) == ["unit"]


def test_tokens_of_one_label_are_told_apart_by_their_serial_number(
    make_module: Callable[[str], Module], unit: TokenAddress, pin: Secret
) -> None:
    (found,) = list_modules([unit.module])
    assert found.listing is not None
    serial = next(one.serial for one in found.listing.tokens if one.label == "unit")
    named = TokenUri(token="unit", serial=serial, module_path=unit.module.library)
    address = address_of(TokenUri.parse(named.text()), unit.module.environment)
    Token.open(address, copy_of(pin)).close()
    other = TokenAddress(unit.module, "unit", Marks(serial="0000"))
    with pytest.raises(StationError, match="HSM-002") as caught:
        Token.open(other, copy_of(pin))
    assert f"unit (serial {serial})" in caught.value.detail
    assert "serial 0000" in caught.value.detail


def test_softhsm_can_do_all_that_station_needs_and_keeps_its_keys(
    unit: TokenAddress, pin: Secret
) -> None:
    checked = check_module(unit, copy_of(pin))
    assert {one.ability: one.trouble for one in checked.tried} == dict.fromkeys(Ability, "")
    assert checked.broken == ()
    assert {one.use: one.why_not for one in verdicts(checked)} == dict.fromkeys(Use, ())


def test_a_check_leaves_nothing_on_the_token(
    unit: TokenAddress, pin: Secret, tool: Callable[..., str]
) -> None:
    check_module(unit, copy_of(pin))
    assert tool(unit, "--list-objects").strip() == ""


def test_nss_is_found_to_give_out_keys_that_are_marked_non_extractable(nss: Module) -> None:
    checked = check_module(TokenAddress(nss, NSS_LABEL), Secret(NSS_PIN.encode()))
    assert any("C_WrapKey gives it out" in way for way in checked.broken)
    assert all(one.why_not for one in verdicts(checked))


def test_nss_is_refused_as_a_place_for_keys(nss: Module) -> None:
    with pytest.raises(StationError, match="HSM-024") as caught:
        Token.open(TokenAddress(nss, NSS_LABEL), Secret(NSS_PIN.encode()))
    assert "NSS" in caught.value.message


def test_nss_is_refused_for_a_units_token_too_and_no_pin_is_tried(nss: Module) -> None:
    with pytest.raises(StationError, match="HSM-024"):
        open_by_one_of(TokenAddress(nss, NSS_LABEL), [Secret(b"wrong")])


def test_nss_is_refused_before_a_token_of_it_is_initialised(nss: Module) -> None:
    before = list_modules([nss])[0].listing
    with pytest.raises(StationError, match="HSM-024"):
        initialise_token(nss, "unit", copy_of(SO_PIN), Secret(b"another-pin"))
    assert list_modules([nss])[0].listing == before


def test_a_token_that_is_initialised_in_a_slot_is_found_again_though_its_slot_has_another_number(
    make_module: Callable[[str], Module], pin: Secret
) -> None:
    module, slot = make_module("moved"), Marks(slot_id=0)
    address = initialise_token(module, "unit", copy_of(SO_PIN), copy_of(pin), slot)
    (found,) = list_modules([module])
    assert found.listing is not None
    (there,) = [one for one in found.listing.tokens if one.label == "unit"]
    assert there.slot_id != 0
    assert address == TokenAddress(module, "unit", Marks(serial=there.serial, slot_id=0))
    for known in (address, TokenAddress(module, "unit", slot)):
        Token.open(known, copy_of(pin)).close()
        facts = read_token(known)
        assert (facts.found, facts.others) == (1, 0)


def test_a_slot_that_is_there_is_the_only_one_that_is_looked_into(
    make_module: Callable[[str], Module], pin: Secret
) -> None:
    module = make_module("moved")
    initialise_token(module, "unit", copy_of(SO_PIN), copy_of(pin))
    # The slot of the next blank token.
    facts = read_token(TokenAddress(module, "unit", Marks(slot_id=1)))
    assert (facts.found, facts.blank) == (0, 1)
    with pytest.raises(StationError, match="HSM-002"):
        Token.open(TokenAddress(module, "unit", Marks(slot_id=1)), copy_of(pin))


def test_of_two_tokens_of_one_label_none_is_taken_for_the_one_that_moved(
    make_module: Callable[[str], Module], pin: Secret
) -> None:
    module = make_module("moved")
    first = initialise_token(module, "unit", copy_of(SO_PIN), copy_of(pin), Marks(slot_id=0))
    second = initialise_token(module, "unit", copy_of(SO_PIN), copy_of(pin), Marks(slot_id=1))
    for known in (first, second):
        Token.open(known, copy_of(pin)).close()
    with pytest.raises(StationError, match="HSM-002"):
        Token.open(TokenAddress(module, "unit", Marks(slot_id=0)), copy_of(pin))


def test_the_command_ends_with_1_where_a_module_breaks_its_word(
    nss: Module, tmp_path: Path
) -> None:
    (variable,) = nss.environment.items()
    more = ("--environment", "=".join(variable), "--pin-fd", handed(NSS_PIN.encode()))
    where = ("--label", NSS_LABEL, "--data", str(tmp_path / "data"))
    done = said("hsm", "check", nss.library, *where, *more, "--json")
    assert done.status == 1, done.err
    assert json.loads(done.out)["broken"]


def test_the_command_lists_what_is_installed(tmp_path: Path) -> None:
    done = said("hsm", "status", "--json", "--data", str(tmp_path), "--module", "/nowhere/x.so")
    assert done.status == 0, done.err
    rows = json.loads(done.out)["modules"]
    libraries = [row["library"] for row in rows]
    assert libraries[0] == "/nowhere/x.so"
    assert rows[0]["error"]["code"] == "HSM-001"
    assert set(installed()) <= set(libraries)
