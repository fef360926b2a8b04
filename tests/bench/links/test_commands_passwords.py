"""The commands link and a device's password: it reaches the device, and is told nowhere."""

import pytest

from station.links.link import Access
from station.links.transcript import Transcript
from station.secret import Secret
from tests.bench.links.test_commands_scripted import failure, identified, settings
from tests.support.scripted import Far, scripted

pytestmark = pytest.mark.bench


def test_a_password_goes_to_the_device_and_into_no_transcript() -> None:
    heard: list[bytes] = []

    def firmware(far: Far) -> None:
        while line := far.hear_until(b"\r"):
            heard.append(line)
            far.say(line + b"\r\nA1-42\r\nOK\r\n")

    locked = settings(connect=[{"send": 'AT+UNLOCK="{password}"'}])
    transcript = Transcript()
    with scripted(firmware) as port:
        assert failure(port, locked).code == "LNK-012"
        assert heard == []
        access = Access(Secret(b"hush-hush"), transcript)
        assert identified(port, locked, access) == "A1-42"
    assert heard[0] == b'AT+UNLOCK="hush-hush"\r'
    assert "hush" not in transcript.text()
    for network in ("socket://127.0.0.1:9", "rfc2217://127.0.0.1:9"):
        assert failure(network, locked, access).code == "LNK-010"


@pytest.mark.parametrize(
    "answer",
    [
        "AT+LOGIN={0}",  # an echo, and then nothing
        "\r\nERROR: unknown AT+LOGIN={0}\r\n",
        "\r\nboot AT+LOGIN={0}\r\n",
        "\r\nyou said {0}\r\nOK\r\n",
    ],
)
@pytest.mark.parametrize("pattern", ["^none$", "^you said (?P<x>.*)$"])
def test_a_password_that_comes_back_is_told_nowhere(answer: str, pattern: str) -> None:
    password = "tr0ub4dor"

    def firmware(far: Far) -> None:
        while line := far.hear_until(b"\r"):
            told = answer.format(password).encode()
            far.say(told if b"LOGIN" in line else b"\r\nOK\r\n")

    login: dict[str, object] = {"send": "AT+LOGIN={password}", "answer": pattern}
    if "<x>" in pattern:
        login["matches"] = {"x": "none"}
    how = settings(connect=[{"send": "AT"}, login], starts=["^boot.*$"])
    transcript = Transcript()
    with scripted(firmware) as port:
        error = failure(port, how, Access(Secret(password.encode()), transcript))
    assert password not in f"{error} {error.detail} {error.message} {error.__context__}"
    assert "connect 2" in error.detail
    assert password not in transcript.text()


@pytest.mark.parametrize("answers", ["A1-42", "nothing of use"])
def test_a_password_that_comes_back_late_is_told_nowhere(answers: str) -> None:
    def firmware(far: Far) -> None:
        echo = b""
        while line := far.hear_until(b"\r"):
            far.say(echo + (b"" if b"hush" in line else f"\r\n{answers}\r\nOK\r\n".encode()))
            echo = line if b"hush" in line else b""

    how = settings(
        connect=[
            {"send": "AT"},
            {"send": "{password}", "silent": True},
            {"send": "AT", "pause_s": 0.1},
        ],
        echo="none",
    )
    transcript = Transcript()
    access = Access(Secret(b"hush-hush"), transcript)
    with scripted(firmware) as port:
        if answers == "A1-42":
            assert identified(port, how, access) == "A1-42"
        else:
            error = failure(port, how, access)
            assert "hush" not in error.detail
    assert "hush" not in transcript.text()
    assert answers in transcript.text()  # of what came after that
