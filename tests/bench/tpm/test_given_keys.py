"""HMAC keys that a TPM is given for good: for this chip alone, and never out of it again."""

import hmac
import re

import pytest

from station.errors import StationError
from station.secret import Secret
from station.tpm.challenge import storage_root_key
from station.tpm.endorsement import read_endorsement
from station.tpm.given_keys import WrappedKey, demand_room, hmac_by, install_key
from station.tpm.keys import key_at, remove_key
from station.tpm.session import Tpm
from tests.bench.tpm.swtpm_part import MESSAGE, Maker, Part

pytestmark = pytest.mark.bench

HANDLE = 0x81000011
KEY = bytes(range(32))
EXPECTED = hmac.digest(KEY, MESSAGE, "sha256")


def wrapped_for(tpm: Tpm) -> WrappedKey:
    return WrappedKey.made(read_endorsement(tpm).public, storage_root_key(tpm), Secret(KEY))


def given(part: Part) -> WrappedKey:
    """Give a TPM the key; return how it came."""
    with part.tpm() as tpm:
        key = wrapped_for(tpm)
        demand_room(tpm, HANDLE)
        install_key(tpm, HANDLE, key)
    return key


def test_it_makes_the_same_hmac_as_software_also_after_a_power_cut(part: Part) -> None:
    given(part)
    assert part.loaded == ""
    part.power_off()
    part.power_on()
    with part.tpm() as tpm:
        assert hmac_by(tpm, HANDLE, MESSAGE) == EXPECTED
    (part.folder / "message").write_bytes(MESSAGE)
    part.tool("tpm2_hmac", "-c", f"{HANDLE:#x}", "-g", "sha256", "-o", "answer", "message")
    assert (part.folder / "answer").read_bytes() == EXPECTED


def test_using_it_counts_as_no_try_at_a_password(part: Part) -> None:
    given(part)
    with part.tpm() as tpm:
        hmac_by(tpm, HANDLE, MESSAGE)
    part.power_off()
    part.power_on()
    said = part.handles("properties-variable")
    assert re.search(r"TPM2_PT_LOCKOUT_COUNTER: 0x0\b", said)


def test_the_key_is_not_in_what_crosses_the_cable_and_never_comes_out(part: Part) -> None:
    key = given(part)
    assert KEY not in key.challenge
    part.tool("tpm2_startauthsession", "--policy-session", "-S", "session")
    part.tool("tpm2_policycommandcode", "-S", "session", "TPM2_CC_Duplicate")
    taking = ("tpm2_duplicate", "-C", "null", "-c", f"{HANDLE:#x}", "-G", "null")
    taken = ("-p", "session:session", "-r", "private", "-s", "seed")
    with pytest.raises(AssertionError, match="a policy check failed"):
        part.tool(*taking, *taken)
    part.tool("tpm2_flushcontext", "session")


def test_another_chip_does_not_open_it(part: Part, maker: Maker) -> None:
    with part.tpm() as tpm:
        key = wrapped_for(tpm)
    other = Part(part.folder / "other", maker)
    part.power_off()
    other.power_on()
    try:
        # A copy of the same chip, given other seeds: so another endorsement and storage root key.
        other.tool("tpm2_clear", "-c", "p")
        with other.tpm() as tpm:
            storage_root_key(tpm)
            with pytest.raises(StationError, match="TPM-054"):
                install_key(tpm, HANDLE, key)
            assert key_at(tpm, HANDLE) is None
        assert other.loaded == ""
    finally:
        other.power_off()
        part.power_on()


@pytest.mark.parametrize("place", [10, 100, 320, 460, 720])
def test_what_was_changed_on_the_way_is_not_taken(part: Part, place: int) -> None:
    with part.tpm() as tpm:
        key = wrapped_for(tpm)
        changed = bytearray(key.challenge)
        changed[place] ^= 1
        with pytest.raises(StationError, match=r"TPM-0(54|10)"):
            install_key(tpm, HANDLE, WrappedKey(bytes(changed), key.public))
        assert key_at(tpm, HANDLE) is None
    assert part.loaded == ""


def test_what_is_kept_at_the_handle_already_stays(part: Part) -> None:
    key = given(part)
    with part.tpm() as tpm:
        with pytest.raises(StationError, match="TPM-050"):
            demand_room(tpm, HANDLE)
        assert key_at(tpm, HANDLE) == key.public


def test_where_there_is_no_such_key_there_is_no_hmac(part: Part) -> None:
    given(part)
    with part.tpm() as tpm:
        remove_key(tpm, HANDLE)
        assert hmac_by(tpm, HANDLE, MESSAGE) is None
        assert hmac_by(tpm, 0x81000001, MESSAGE) is None, "a key of another kind"
