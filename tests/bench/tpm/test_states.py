"""TPMs that are owned, locked, faulty, cleared or not started: each told as what it is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from station.errors import StationError
from station.model.attestation import EkTrust, TrustStore
from station.secret import Secret
from station.tpm.challenge import prove_possession, storage_root_key
from station.tpm.endorsement import read_endorsement
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy, Passwords
from tests.bench.tpm.swtpm_part import MESSAGE, Part, Transact, provision

pytestmark = pytest.mark.bench

EK, SRK = 0x81010001, 0x81000001
OWNER, ENDORSEMENT = Hierarchy.OWNER, Hierarchy.ENDORSEMENT
FLUSH, LISTING = bytes.fromhex("00000165"), 3
NOT_STARTED, FAILURE, LOCKOUT = 0x100, 0x101, 0x921
CHANGE_EPS = bytes.fromhex("80020000001b000001244000000c00000009400000090000000000")
BOTH = {OWNER: b"owner-secret", ENDORSEMENT: b"endorsement-secret"}


def passwords(given: dict[Hierarchy, bytes]) -> Passwords:
    return Passwords({hierarchy: Secret(text) for hierarchy, text in given.items()})


@contextmanager
def opened(
    part: Part,
    given: dict[Hierarchy, bytes],
    around: Callable[[Transact], Transact] = lambda transact: transact,
) -> Iterator[Tpm]:
    with (
        part.cable() as transact,
        Tpm(around(transact), passwords=passwords(given)) as tpm,
    ):
        yield tpm


def refused(part: Part, given: dict[Hierarchy, bytes]) -> StationError:
    with opened(part, given) as tpm, pytest.raises(StationError) as caught:
        provision(tpm, part.trust)
    return caught.value


def protect(part: Part, *hierarchies: Hierarchy) -> None:
    for hierarchy in hierarchies:
        part.tool("tpm2_changeauth", "-c", hierarchy.value, BOTH[hierarchy].decode())


def evict(part: Part) -> None:
    part.tool("tpm2_evictcontrol", "-C", "o", "-c", f"{EK:#x}")


def lockout_counter(part: Part) -> bytes:
    told = part.tool("tpm2_getcap", "properties-variable")
    return next(line for line in told.splitlines() if b"LOCKOUT_COUNTER" in line)


@pytest.mark.parametrize("missing", [OWNER, ENDORSEMENT])
@pytest.mark.parametrize("there", ["the key", "no key"])
def test_a_password_that_the_order_lacks_is_told_as_that_one(
    part: Part, missing: Hierarchy, there: str
) -> None:
    if there == "no key":
        evict(part)
    protect(part, missing)
    other = {hierarchy: text for hierarchy, text in BOTH.items() if hierarchy is not missing}
    error = refused(part, other)
    assert error.code == {OWNER: "TPM-023", ENDORSEMENT: "TPM-024"}[missing]
    assert (part.loaded, lockout_counter(part)[-3:]) == ("", b"0x0")


@pytest.mark.parametrize(
    "protected",
    [{OWNER}, {ENDORSEMENT}, {OWNER, ENDORSEMENT}],
    ids=["owner", "endorsement", "both"],
)
def test_with_the_orders_passwords_it_works_and_they_never_cross_the_cable(
    part: Part, protected: set[Hierarchy]
) -> None:
    evict(part)
    protect(part, *protected)
    commands: list[bytes] = []

    def listening(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            commands.append(command)
            return transact(command)

        return answer

    with opened(part, BOTH, listening) as tpm:
        assert provision(tpm, part.trust).trust is EkTrust.TRUSTED
    assert not any(text in command for command in commands for text in BOTH.values())
    assert part.loaded == ""


@pytest.mark.parametrize("wrong", [OWNER, ENDORSEMENT])
def test_a_wrong_password_is_tried_once_and_counts_nothing(part: Part, wrong: Hierarchy) -> None:
    evict(part)
    protect(part, OWNER, ENDORSEMENT)
    error = refused(part, BOTH | {wrong: b"something else"})
    assert (error.code, error.data["what"]) == ("TPM-025", wrong.value)
    assert (part.loaded, lockout_counter(part)[-3:]) == ("", b"0x0")


@pytest.mark.parametrize(("size", "code"), [(32, None), (33, "TPM-025"), (65, "TPM-025")])
def test_a_password_of_any_length_is_taken_or_refused(
    part: Part, size: int, code: str | None
) -> None:
    password = b"p" * min(size, 32)
    part.tool("tpm2_changeauth", "-c", "endorsement", password.decode())
    with opened(part, {ENDORSEMENT: b"p" * size}) as tpm:
        if code is None:
            assert provision(tpm, part.trust).trust is EkTrust.TRUSTED
        else:
            with pytest.raises(StationError, match=code):
                provision(tpm, part.trust)
    assert (part.loaded, lockout_counter(part)[-3:]) == ("", b"0x0")


def test_a_locked_tpm_is_told_as_locked(part: Part) -> None:
    part.tool("tpm2_dictionarylockout", "-s", "-n", "1", "-t", "1000", "-l", "1000")
    part.tool("tpm2_createprimary", "-C", "o", "-c", "guarded.ctx", "-p", "right")
    part.tool("tpm2_flushcontext", "-t")
    with pytest.raises(AssertionError):
        part.tool("tpm2_create", "-C", "guarded.ctx", "-P", "wrong", "-u", "u", "-r", "r")
    part.tool("tpm2_flushcontext", "-t")
    before = lockout_counter(part)
    assert refused(part, {}).code == "TPM-020"
    assert lockout_counter(part) == before


@pytest.mark.parametrize(
    ("answered", "code"), [(NOT_STARTED, "TPM-022"), (FAILURE, "TPM-021"), (LOCKOUT, "TPM-020")]
)
def test_what_a_tpm_says_of_itself_is_told_at_any_command(
    part: Part, answered: int, code: str
) -> None:
    with part.cable() as transact:
        for number in range(1, 9):
            numbers = count(1)

            def failing(
                command: bytes, number: int = number, numbers: Iterator[int] = numbers
            ) -> bytes:
                if command[6:10] != FLUSH and next(numbers) == number:
                    return bytes.fromhex("80010000000a") + answered.to_bytes(4, "big")
                return transact(command)

            with pytest.raises(StationError) as caught, Tpm(failing) as tpm:
                provision(tpm, part.trust)
            if caught.value.code != code:  # a TPM that lists no NV indices has no certificate
                assert (number, caught.value.code) == (LISTING, "TPM-006")


def test_a_tpm_in_failure_mode_is_told_as_faulty(part: Part) -> None:
    # What it can't write puts swtpm into failure mode; it may be writing just now.
    (part.folder / "state").rename(part.folder / "gone")
    for _ in range(2):
        with part.tpm() as tpm, pytest.raises(StationError, match="TPM-021"):
            provision(tpm, part.trust)


def test_a_tpm_that_nobody_started_is_told_as_that(part: Part) -> None:
    part.power_off()
    part.power_on("not-need-init")
    with part.tpm() as tpm, pytest.raises(StationError, match="TPM-022"):
        read_endorsement(tpm)
    with part.tpm() as tpm, pytest.raises(StationError, match="TPM-022"):
        storage_root_key(tpm)


def test_a_tpm_that_is_cleared_in_between_is_told_as_that(part: Part) -> None:
    with part.tpm() as tpm:
        read = read_endorsement(tpm)
        srk = storage_root_key(tpm)
    part.tool("tpm2_clear", "-c", "p")
    with part.tpm() as tpm, pytest.raises(StationError, match="TPM-026"):
        prove_possession(tpm, read.public, srk, MESSAGE)
    assert part.loaded == ""
    # Cleared before it comes to the station, it is made ready again: its endorsement seed stays.
    with part.tpm() as tpm:
        assert provision(tpm, part.trust).public == read.public


def test_a_tpm_whose_endorsement_seed_was_changed_is_refused(part: Part) -> None:
    with part.cable() as transact:
        changed = transact(
            bytes.fromhex("80020000001b000001244000000c000000094000000900" + "00000000")
        )
    assert changed[6:10] == bytes(4)
    with part.tpm() as tpm, pytest.raises(StationError, match="TPM-005"):
        provision(tpm, part.trust)


def test_nothing_is_asked_of_an_index_that_counts_wrong_passwords(part: Part) -> None:
    part.tool("tpm2_nvundefine", "-C", "p", "0x1c00002")
    attributes = "authread|authwrite"
    part.tool("tpm2_nvdefine", "-C", "o", "0x1c00002", "-s", "4", "-a", attributes, "-p", "x")
    (part.folder / "nv").write_bytes(b"\x30\x02\x05\x00")
    part.tool("tpm2_nvwrite", "0x1c00002", "-i", "nv", "-P", "x")
    before = lockout_counter(part)
    with part.tpm() as tpm, pytest.raises(StationError, match="TPM-006"):
        provision(tpm, TrustStore(()))
    assert lockout_counter(part) == before
