"""The console link's way in: past a login, a password, and whatever somebody has left there."""

import logging
import os
import shutil
import signal
import threading
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.links import LINKS
from station.links.link import Access
from station.practice.modules import PRACTICE_PASSWORD
from station.practice.unit_config import Manner, UnitConfig
from station.secret import Secret
from tests.support.console_units import (
    CAPABILITIES,
    PATIENT,
    RANDOM,
    SOON,
    START_SESSION,
    code,
    linux_device,
    misbehaving,
    shown,
    told,
)
from tests.support.plugged import plugged

pytestmark = pytest.mark.bench

PROGRAMS = (
    *("cat", "tpm2_send", "base64", "od", "hexdump", "xxd"),
    *("stty", "cksum", "md5sum", "grep", "rm", "dd"),
)


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    return linux_device(tmp_path)


@pytest.mark.parametrize(
    ("manner", "expected"),
    [(Manner.SILENT, "LNK-002"), (Manner.GARBAGE, "LNK-004"), (Manner.REFUSES, "LNK-009")],
)
def test_says_who_does_not_let_it_in(config: UnitConfig, manner: Manner, expected: str) -> None:
    brief = SOON.model_copy(update={"connect_s": 2.0})
    with plugged(misbehaving(config, manner)) as unit:
        assert code(lambda: LINKS["console"].open(str(unit.link), brief, Event())) == expected


def test_a_wrong_password_is_tried_once_and_told_nobody(
    config: UnitConfig, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = told(password="quite wrong")
    with caplog.at_level(logging.DEBUG), plugged(config) as unit:
        with pytest.raises(StationError) as caught:
            LINKS["console"].open(str(unit.link), wrong, Event())
        assert caught.value.code == "LNK-009"
        assert "quite wrong" not in repr((caught.value, caught.value.detail, wrong)) + caplog.text
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"


@pytest.mark.parametrize("port", ["socket://127.0.0.1:9", "rfc2217://127.0.0.1:9"])
def test_never_sends_a_password_over_a_network(port: str) -> None:
    assert code(lambda: LINKS["console"].open(port, SOON, Event())) == "LNK-010"
    without = told(password=None)
    assert code(lambda: LINKS["console"].open(port, without, Event())) == "LNK-001"


def test_leaves_a_login_prompt_to_the_next_person(config: UnitConfig) -> None:
    with plugged(config) as unit:
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            link.identify()
        assert b"practice login: " in shown(unit, b"\n")


@pytest.mark.parametrize(
    "typed",
    [
        b"",
        b"half a na",
        b"\nsomebody\n",  # and now a password is asked for
        b"\npractice\n" + PRACTICE_PASSWORD.encode() + b"\n",
    ],
)
def test_finds_its_way_from_wherever_somebody_left_it(config: UnitConfig, typed: bytes) -> None:
    with plugged(config) as unit:
        shown(unit, typed, 0.5)
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"
        assert b"practice login: " in shown(unit, b"\n")


@pytest.mark.parametrize(
    "left", [b"cat\n", b"echo 'unfinished\n", b"half a comma", b"sleep 600\n", b"stty -echo\n"]
)
def test_finds_its_way_out_of_a_shell_that_is_busy(config: UnitConfig, left: bytes) -> None:
    with plugged(config) as unit:
        shown(unit, b"\npractice\n", 0.2)
        shown(unit, PRACTICE_PASSWORD.encode() + b"\n", 0.3)
        shown(unit, left, 0.3)
        patient = SOON.model_copy(update={"connect_s": 15.0})
        with LINKS["console"].open(str(unit.link), patient, Event()) as link:
            assert link.identify().serial == "A1-42"
            assert len(link.transact(RANDOM)) == 28


def test_finds_its_way_after_a_station_that_died(config: UnitConfig) -> None:
    with plugged(config) as unit:
        link = PATIENT.open(str(unit.link), SOON, Event())
        link._port.close()
        with LINKS["console"].open(str(unit.link), SOON, Event()) as again:
            assert len(again.transact(RANDOM)) == 28
        assert b"practice login: " in shown(unit, b"\n")


def test_a_password_of_the_order_goes_before_the_profile_s(config: UnitConfig) -> None:
    given = Access(Secret(PRACTICE_PASSWORD.encode()))
    with plugged(config) as unit:
        port = str(unit.link)
        with LINKS["console"].open(port, told(password=None), Event(), given) as link:
            assert link.identify().serial == "A1-42"
        wrong = Access(Secret(b"quite wrong"))
        assert code(lambda: LINKS["console"].open(port, SOON, Event(), wrong)) == "LNK-009"
        none = Access()
        refused = told(password=None)
        assert code(lambda: LINKS["console"].open(port, refused, Event(), none)) == "LNK-012"
    for network in ("socket://127.0.0.1:9", "rfc2217://127.0.0.1:9"):
        sealed = Access(Secret(b"quite secret"))
        opening = partial(LINKS["console"].open, network, told(password=None), Event(), sealed)
        assert code(opening) == "LNK-010"


@pytest.mark.parametrize("password", [PRACTICE_PASSWORD, "quite wrong"])
def test_a_transcript_has_all_but_the_password(config: UnitConfig, password: str) -> None:
    access = Access(Secret(password.encode()))
    settings = told(password=None)
    with plugged(config) as unit, suppress(StationError), ExitStack() as opened:
        link = LINKS["console"].open(str(unit.link), settings, Event(), access)
        opened.enter_context(link)
        link.transact(RANDOM)
        assert "logged in" in access.transcript.text()
    kept = access.transcript.text()
    assert "login: " in kept
    assert f"[{len(password) + 1} bytes, not kept" in kept
    assert not any(password[at : at + 4] in kept for at in range(len(password) - 3))


@pytest.mark.parametrize("shell", ["bash --norc", "bash --posix", "dash"])
@pytest.mark.parametrize(
    "without",
    [(), ("base64",), ("base64", "hexdump", "od"), ("base64", "hexdump", "xxd"), ("stty", "cksum")],
)
def test_any_posix_shell_will_do_with_whatever_prints_bytes(
    config: UnitConfig, shell: str, without: tuple[str, ...], tmp_path: Path
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in (*PROGRAMS, *shell.split()[:1]):
        found = shutil.which(name)
        if found and name not in without:
            (programs / name).symlink_to(found)
    typed = f"PATH={programs} exec {shell}\n".encode()
    with plugged(config) as unit:
        shown(unit, b"\npractice\n", 0.2)
        shown(unit, PRACTICE_PASSWORD.encode() + b"\n", 0.3)
        shown(unit, typed, 0.5)
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"
            assert len(link.transact(CAPABILITIES)) > 128
        assert b"practice login: " in shown(unit, b"\n")


@pytest.mark.parametrize("applets", ["base64 dd md5sum stty grep rm cat", "hexdump dd wc cat"])
def test_a_plain_busybox_serves_the_tpm(config: UnitConfig, applets: str, tmp_path: Path) -> None:
    busybox = shutil.which("busybox")
    assert busybox
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", *applets.split()):
        (programs / name).symlink_to(busybox)
    with plugged(config) as unit:
        shown(unit, b"\npractice\n", 0.2)
        shown(unit, PRACTICE_PASSWORD.encode() + b"\n", 0.3)
        shown(unit, f"PATH={programs} exec {programs}/sh\n".encode(), 0.3)
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"
            assert [link.transact(START_SESSION)[6:10] for _ in range(2)] == [bytes(4)] * 2
        assert b"practice login: " in shown(unit, b"\n")


def test_it_waits_for_a_unit_that_starts_after_the_port_was_opened(config: UnitConfig) -> None:
    with plugged(config) as unit:
        os.kill(unit.process.pid, signal.SIGSTOP)
        threading.Timer(0.7, os.kill, (unit.process.pid, signal.SIGCONT)).start()
        with LINKS["console"].open(str(unit.link), SOON, Event()) as link:
            assert link.identify().serial == "A1-42"


def test_the_practice_login_is_a_login_on_a_terminal_that_echoes(config: UnitConfig) -> None:
    with plugged(config) as unit:
        assert shown(unit, b"\n", 0.4).endswith(b"practice login: ")
        assert b"practice\r\nPassword: " in shown(unit, b"practice\n", 0.4)
        refused = shown(unit, b"wrong\n", 0.4)
        assert b"Login incorrect" in refused
        assert b"wrong" not in refused
        shown(unit, b"practice\n", 0.4)
        assert b"practice:~$ " in shown(unit, PRACTICE_PASSWORD.encode() + b"\n", 0.5)
        seen = shown(unit, b"tty; ps -o tty= -p $$; exit\n", 0.6)
        assert b"/dev/pts/" in seen
        assert b"not a tty" not in seen
