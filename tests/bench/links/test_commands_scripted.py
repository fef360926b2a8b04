"""The commands link against devices that are just bytes: hostile, slow of uptake, or a shell."""

import json
import os
import termios
import time
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from itertools import count
from threading import Event

import pytest

from station.errors import StationError
from station.links.commands import CommandsKind
from station.links.link import Access
from station.model.commands import CommandsSettings
from station.model.profile import LinkSettings
from tests.support.scripted import Far, scripted

pytestmark = pytest.mark.bench

SERIAL = {"send": "AT+CGSN", "answer": r"^(?P<serial>[A-Z0-9-]+)$"}
XOFF, XON = b"\x13", b"\x11"


def settings(answer_s: float = 1.0, **commands: object) -> LinkSettings:
    told = CommandsSettings.model_validate_json(json.dumps({"identify": [SERIAL], **commands}))
    return LinkSettings(kind="commands", answer_s=answer_s, connect_s=answer_s, commands=told)


def identified(port: str, how: LinkSettings, access: Access | None = None) -> str:
    with CommandsKind().open(port, how, Event(), access) as link:
        return link.identify().serial


def failure(port: str, how: LinkSettings, access: Access | None = None) -> StationError:
    with pytest.raises(StationError) as caught:
        identified(port, how, access)
    return caught.value


def modem(table: Mapping[bytes, bytes]) -> Callable[[Far], None]:
    """Return a firmware that answers each line by a table, and all else by OK."""

    def firmware(far: Far) -> None:
        while line := far.hear_until(b"\r"):
            far.say(table.get(line, b"\r\nOK\r\n"))

    return firmware


@pytest.mark.parametrize(
    "plenty",
    [
        b"x" * 1024,
        b"x\r\n" * 300,
        b"\x00\xff\x1b[\x1b]" * 200,
        b"\x1b[" + b"1;" * 500,
        b"-----BEGIN CERTIFICATE-----\r\n" * 30,
    ],
)
def test_a_device_without_an_end_is_left_soon(plenty: bytes) -> None:
    def firmware(far: Far) -> None:
        far.hear_until(b"\r")
        while not far.over:
            far.say(plenty)

    with scripted(firmware) as port:
        begun = time.monotonic()
        error = failure(port, settings(answer_s=5.0))
        assert error.code == "LNK-004"
        assert time.monotonic() - begun < 7
        assert len(error.detail) < 400


def test_an_answer_that_comes_late_is_not_taken_for_the_next() -> None:
    def firmware(far: Far) -> None:
        lines = 0
        while line := far.hear_until(b"\r"):
            lines += 1
            if line == b"AT\r" and lines == 1:
                far.hear_until(b"\r")  # it sleeps while it is asked twice, and answers both
                far.say(b"\r\nOK\r\n")
                far.say(b"\r\nOK\r\n")
            elif line == b"AT+CGSN\r":
                far.say(b"\r\nA1-42\r\n\r\nOK\r\n")

    with scripted(firmware) as port:
        assert identified(port, settings(3.0, connect=[{"send": "AT", "again_s": 0.3}])) == "A1-42"


def test_lost_characters_are_no_serial_number() -> None:
    with scripted(modem({b"AT+CGSN\r": b"\r\nA1-4\r\nK\r\n"})) as port:
        assert failure(port, settings()).code == "LNK-004"


def test_what_a_device_says_stands_escaped_in_the_error() -> None:
    evil = b"+CME ERROR: \x1b[2J<b>'; DROP TABLE runs;--\xc3\xa9\x9b"
    with scripted(modem({b"AT+CGSN\r": b"\r\n" + evil + b"\r\n"})) as port:
        error = failure(port, settings())
    assert error.code == "LNK-005"
    assert error.detail.isascii()
    assert error.detail.isprintable()


def test_a_shell_with_a_prompt_and_coloured_noise() -> None:
    prompt = b"\x1b[1;32muart:~$ \x1b[m"

    def firmware(far: Far) -> None:
        while line := far.hear_until(b"\n"):
            typed = line.strip()
            said = b"serial: A1-42\r\n" if typed == b"device id" else b""
            far.say(typed + b"\r\n[00:00:01.250,000] <inf> app: hello\r\n" + said + prompt)

    shell = settings(
        2.0,
        line_end="lf",
        until=[],
        prompt="uart:~$ ",
        errors=["command not found"],
        connect=[{"send": ""}],
        identify=[{"send": "device id", "answer": r"^serial: (?P<serial>\S+)$"}],
    )
    with scripted(firmware) as port:
        assert identified(port, shell) == "A1-42"


def test_waits_for_what_a_device_says_later() -> None:
    def firmware(far: Far) -> None:
        while line := far.hear_until(b"\r"):
            far.say(b"\r\nOK\r\n")
            if line == b"AT+ID\r":
                far.say(b"\r\n+ID: 7,A1-42\r\n")

    late = settings(
        2.0,
        identify=[
            {"send": "AT+ID"},
            {"until_match": r"\+ID: .*", "answer": r"^\+ID: \d,(?P<serial>.*)$"},
        ],
    )
    with scripted(firmware) as port:
        assert identified(port, late) == "A1-42"


def test_sends_in_chunks_with_pauses_between_them() -> None:
    arrivals: list[tuple[float, int]] = []

    def firmware(far: Far) -> None:
        far.hear_until(b"\r")
        far.say(b"> ")
        size = 0
        while size < 1000 and (data := far.hear()):
            size += len(data)
            arrivals.append((time.monotonic(), len(data)))
        far.say(b"\r\nA1-42\r\nOK\r\n")

    paced = settings(
        5.0,
        chunk_bytes=100,
        chunk_pause_s=0.03,
        values={"text": "x" * 100},
        identify=[
            {"send": "AT+LOAD", "prompt": "> "},
            {"send": "{text}" * 10, "line_end": "none", "answer": r"^(?P<serial>A1-\d+)$"},
        ],
    )
    with scripted(firmware) as port:
        assert identified(port, paced) == "A1-42"
    assert sum(size for _, size in arrivals) == 1000
    assert arrivals[-1][0] - arrivals[0][0] > 8 * 0.03
    assert len(arrivals) > 5


@pytest.mark.parametrize("flow", ["xon-xoff", "none"])
def test_a_device_holds_the_station_back(flow: str) -> None:
    stopped_at: list[int] = []

    def firmware(far: Far) -> None:
        far.hear_until(b"\r")
        far.say(b"> ")
        size = len(far.hear())
        far.say(XOFF)
        while data := far.hear(0.4):
            size += len(data)
        stopped_at.append(size)
        far.say(XON)
        while size < 2000 and (data := far.hear()):
            size += len(data)
        far.say(b"\r\nA1-42\r\nOK\r\n")

    flowing = settings(
        5.0,
        flow=flow,
        chunk_bytes=50,
        chunk_pause_s=0.01,
        values={"text": "x" * 100},
        identify=[
            {"send": "AT+LOAD", "prompt": "> "},
            {"send": "{text}" * 20, "line_end": "none", "answer": r"^(?P<serial>A1-\d+)$"},
        ],
    )
    with scripted(firmware) as port:
        assert identified(port, flowing) == "A1-42"
    assert (stopped_at[0] < 1500) is (flow == "xon-xoff")


def test_a_line_that_is_held_for_ever_can_be_cancelled() -> None:
    cancel = Event()
    at: list[float] = []

    def firmware(far: Far) -> None:
        far.hear_until(b"\r")
        far.say(b"> ")
        far.hear()
        far.say(XOFF)
        time.sleep(0.3)
        at.append(time.monotonic())
        cancel.set()

    flowing = settings(
        60.0,
        flow="xon-xoff",
        chunk_bytes=50,
        chunk_pause_s=0.01,
        values={"text": "x" * 200},
        identify=[{"send": "AT", "prompt": "> "}, {**SERIAL, "send": "{text}" * 100}],
    )
    with (
        scripted(firmware) as port,
        CommandsKind().open(port, flowing, cancel) as link,
        pytest.raises(StationError, match="LIN-003"),
    ):
        link.identify()
    assert time.monotonic() - at[0] < 5


@pytest.mark.parametrize(
    ("last", "expected"),
    [(b"", "LNK-002"), (b"\r\nstill here\r\n", "LNK-004"), (b"\r\nRDY\r\n", None)],
)
def test_a_device_that_was_asked_to_restart_must_show_that_it_did(
    last: bytes, expected: str | None
) -> None:
    def firmware(far: Far) -> None:
        while line := far.hear_until(b"\r"):
            if line == b"AT+RESET\r":
                far.say(last)
            else:
                far.say(b"\r\nA1-42\r\n\r\nOK\r\n")

    resetting = settings(
        0.5, restart=[{"send": "AT+RESET", "silent": True}, {"until": ["RDY"]}], starts=["RDY"]
    )
    with scripted(firmware) as port, CommandsKind().open(port, resetting, Event()) as link:
        link.identify()
        if expected is None:
            link.restart()
        else:
            with pytest.raises(StationError, match=expected):
                link.restart()


@pytest.mark.parametrize("seed", range(12))
def test_a_device_that_babbles_gives_nothing_but_a_coded_error(seed: int) -> None:
    noise = hashes_of(seed)

    def firmware(far: Far) -> None:
        while far.hear_until(b"\r"):
            far.say(next(noise))

    with scripted(firmware) as port:
        begun = time.monotonic()
        error = failure(port, settings(0.3, connect=[{"send": "AT"}, {"send": "ATE0"}]))
        assert error.code in {"LNK-002", "LNK-004", "LNK-005"}
        assert error.detail.isascii()
        assert time.monotonic() - begun < 3


def hashes_of(seed: int) -> Iterator[bytes]:
    """Yield noise with pieces of answers in it, always the same for a seed."""
    pieces = (b"\r\nOK\r\n", b"OK", b"ERROR\r\n", b"\x1b[", b"\r\n+CME ERROR: ", b"A1-", b"\x13")
    for number in count():
        random = sha256(b"%d %d" % (seed, number)).digest()
        yield b"".join(random[i : i + 5] + pieces[random[i] % len(pieces)] for i in range(0, 30, 5))


@pytest.mark.parametrize(
    "certificate",
    [
        {"answer": r"^(?:NONE|(?P<certificate>[0-9A-F]+))$", "decode": {"certificate": "hex"}},
        {
            "answer": "^(?P<digest>[0-9A-F]{64})$",
            "decode": {"digest": "hex"},
            "equals": {"digest": "{certificate:sha256}"},
        },
    ],
)
def test_a_certificate_that_is_not_read_back_is_not_taken_for_read(
    certificate: dict[str, object],
) -> None:
    how = settings(
        make_key=[{"send": "AT+KEY", "answer": "^(?P<request>.+)$", "decode": {"request": "hex"}}],
        install_certificate=[{"send": "AT+CERT={certificate:hex}"}],
        certificate=[{"send": "AT+CERT?", **certificate}],
    )
    firmware = modem({b"AT+CERT?\r": b"\r\nNONE\r\nOK\r\n"})
    with scripted(firmware) as port, CommandsKind().open(port, how, Event()) as link:
        link.keys.install_certificate(b"certificate", [])
        with pytest.raises(StationError) as caught:
            link.keys.certificate()
    assert caught.value.code == "LNK-004"


def test_control_lines_hold_the_station_back_where_the_profile_says_so() -> None:
    """A pty has no such lines: what can be seen here is that the driver is told to heed them."""
    with scripted(modem({b"AT+CGSN\r": b"\r\nA1-42\r\n\r\nOK\r\n"})) as port:
        for flow, heeded in (("rts-cts", True), ("none", False)):
            with CommandsKind().open(port, settings(flow=flow), Event()) as link:
                link.identify()
                seen = os.open(port, os.O_RDWR | os.O_NOCTTY)
                flags = termios.tcgetattr(seen)[2]
                os.close(seen)
            assert bool(flags & termios.CRTSCTS) is heeded
