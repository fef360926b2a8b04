"""The bench-tpm link to a TPM module that nobody has started: swtpm behind a raw node."""

import hashlib
import os
import pty
import threading
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.links.bench_tpm import BenchTpmKind
from station.links.link import Capability, SerialFrom
from station.model.profile import LinkSettings
from station.practice.unit_config import Behaviour, Face, Manner, UnitConfig
from station.tpm.challenge import SRK_TEMPLATE, storage_root_key
from station.tpm.endorsement import read_endorsement
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy
from tests.support.plugged import Plugged, plugged

pytestmark = pytest.mark.bench

SETTINGS = LinkSettings(kind="bench-tpm", connect_s=1.0, answer_s=1.0)
HASTY = BenchTpmKind(times=lambda _: 1.0)
KIND = BenchTpmKind()
RANDOM = bytes.fromhex("80010000000c0000017b0010")
LOADED = bytes.fromhex("8001 00000016 0000017a 00000001 80000000 00000040")


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    (tmp_path / "tpm").mkdir()
    return UnitConfig("label", "m", "1", tmp_path / "port", tmp_path / "tpm", face=Face.TPM_NODE)


@contextmanager
def node(config: UnitConfig, behaviour: Behaviour | None = None) -> Iterator[Plugged]:
    with plugged(replace(config, behaviour=behaviour) if behaviour else config) as unit:
        yield unit


def test_names_a_module_by_its_endorsement_key_before_and_after_it_is_put_there(
    config: UnitConfig,
) -> None:
    with node(config) as unit:
        with KIND.open(str(unit.link), SETTINGS, Event()) as link:
            before = link.identify()
            assert link.transact(LOADED)[15:19] == bytes(4), "something is left loaded"
            with Tpm(link.transact) as tpm:
                public = read_endorsement(tpm).public
                storage_root_key(tpm)
            assert link.identify() == before
        with KIND.open(str(unit.link), SETTINGS, Event()) as link:
            assert link.identify() == before
    assert before.serial == "tpm-" + hashlib.sha256(public).hexdigest()[:24]
    assert before.serial_from is SerialFrom.LINK
    assert "SW" in before.model
    assert before.capabilities == {Capability.IDENTIFY, Capability.TPM}


def test_keeps_naming_it_by_that_key_where_another_was_put_there(config: UnitConfig) -> None:
    with node(config) as unit, KIND.open(str(unit.link), SETTINGS, Event()) as link:
        before = link.identify()
        with Tpm(link.transact) as tpm, tpm.flushing():
            key, _ = tpm.commands.create_primary(Hierarchy.OWNER, SRK_TEMPLATE)
            tpm.commands.persist(key, 0x81010001)
        assert link.identify() == before


def test_a_tpm_that_nobody_started_any_more_is_another_unit() -> None:
    started: list[bytes] = []

    def answer(command: bytes) -> bytes:
        started.append(command)
        return rc(0 if len(started) < 4 else 0x100)

    with scripted(answer) as port, KIND.open(port, SETTINGS, Event()) as link:
        link.transact(RANDOM)
        link.transact(RANDOM)
        with pytest.raises(StationError, match="LNK-003"):
            link.transact(RANDOM)


def test_a_module_that_lost_its_power_is_not_taken_for_the_same(config: UnitConfig) -> None:
    with node(config) as unit:
        link = KIND.open(str(unit.link), SETTINGS, Event())
        link.identify()
    with link, pytest.raises(StationError, match="LNK-003"):
        link.transact(RANDOM)


def test_another_module_at_the_same_node_is_told_apart(config: UnitConfig, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with node(config) as unit, KIND.open(str(unit.link), SETTINGS, Event()) as link:
        first = link.identify()
    other = replace(config, tpm_state=tmp_path / "other")
    with node(other) as unit, KIND.open(str(unit.link), SETTINGS, Event()) as link:
        assert link.identify().serial != first.serial


def test_one_program_at_a_time(config: UnitConfig) -> None:
    with (
        node(config) as unit,
        KIND.open(str(unit.link), SETTINGS, Event()),
        pytest.raises(StationError, match="LNK-008"),
    ):
        KIND.open(str(unit.link), SETTINGS, Event())


@pytest.mark.parametrize(
    ("manner", "code"),
    [(Manner.SILENT, "LNK-002"), (Manner.GARBAGE, "LNK-004"), (Manner.DIES, "LNK-003")],
)
def test_a_module_that_misbehaves_is_an_error_with_a_code(
    config: UnitConfig, manner: Manner, code: str
) -> None:
    with node(config, Behaviour(manner, after=2)) as unit:
        with HASTY.open(str(unit.link), SETTINGS, Event()) as link:
            with pytest.raises(StationError, match=code):
                link.transact(RANDOM)
            with pytest.raises(StationError):  # and what comes late is no answer to another
                link.transact(RANDOM)
            began = time.monotonic()
        assert time.monotonic() - began < 5


def test_a_wait_for_the_tpm_ends_at_once_when_cancelled(config: UnitConfig) -> None:
    cancel = Event()
    with node(config, Behaviour(Manner.SILENT, after=2)) as unit:
        with KIND.open(str(unit.link), SETTINGS, cancel) as link:
            threading.Timer(0.2, cancel.set).start()
            began = time.monotonic()
            with pytest.raises(StationError, match="LIN-003"):
                link.transact(RANDOM)
        assert time.monotonic() - began < 5


def test_what_is_no_character_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for port, code in ((str(tmp_path / "file"), "LNK-001"), ("socket://host:1", "LNK-006")):
        with pytest.raises(StationError, match=code):
            KIND.open(port, SETTINGS, Event())


@contextmanager
def scripted(answer: Callable[[bytes], bytes]) -> Iterator[str]:
    """A node at which `answer` gives the response to each command."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)

    def serve() -> None:
        while True:
            try:
                command = os.read(ours, 4096)
                os.write(ours, answer(command))
            except OSError:
                return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        os.close(theirs)
        thread.join(5)
        os.close(ours)


def rc(code: int) -> bytes:
    return bytes.fromhex("8001 0000000a") + code.to_bytes(4, "big")


def test_a_busy_tpm_is_asked_again() -> None:
    asked: list[bytes] = []

    def answer(command: bytes) -> bytes:
        asked.append(command)
        return rc(0x922 if len(asked) < 4 else 0)

    with scripted(answer) as port, KIND.open(port, SETTINGS, Event()):
        assert len(asked) == 4


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (rc(0x101), "LNK-005"),
        (rc(0)[:8], "LNK-002"),
        (bytes.fromhex("8001 00000003") + bytes(4), "LNK-004"),
        (bytes.fromhex("8001 7fffffff") + bytes(4), "LNK-004"),
        (rc(0) + b"more", "LNK-004"),
        (bytes.fromhex("8001 0000000e 00000000") + b"\xff\xff\xff\xff", "LNK-004"),
    ],
)
def test_a_crafted_response_is_an_error_with_a_code(response: bytes, code: str) -> None:
    def answer(command: bytes) -> bytes:
        return response if command[6:10] == bytes.fromhex("00000173") else rc(0)

    with (
        scripted(answer) as port,
        HASTY.open(port, SETTINGS, Event()) as link,
        pytest.raises(StationError, match=code),
    ):
        link.identify()


def test_a_key_with_a_password_that_must_be_made_first_says_so() -> None:
    def answer(command: bytes) -> bytes:
        asked = int.from_bytes(command[6:10], "big")
        return rc({0x173: 0x18B, 0x131: 0x9A2}.get(asked, 0))

    with (
        scripted(answer) as port,
        KIND.open(port, SETTINGS, Event()) as link,
        pytest.raises(StationError, match="TPM-013"),
    ):
        link.identify()


@pytest.mark.parametrize("used", [False, True])
def test_only_a_tpm_that_was_used_is_readied_for_the_loss_of_its_power(used: bool) -> None:
    asked: list[bytes] = []

    def answer(command: bytes) -> bytes:
        asked.append(command[6:10])
        return rc(0)

    with scripted(answer) as port, KIND.open(port, SETTINGS, Event()) as link:
        if used:
            link.transact(RANDOM)
    assert (bytes.fromhex("00000145") in asked) is used
