"""What reaches the log file holds no key, PIN or signature, and no device forges a line of it."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station import logs


@contextmanager
def log_file(folder: Path) -> Iterator[Path]:
    with logs.kept_in(folder / "logs"):
        yield folder / "logs" / "station.log"


def redacted(message: str, *arguments: object) -> str:
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, message, arguments, None)
    return logs.Redacting("%(message)s").format(record)


def test_a_message_with_its_arguments_arrives(tmp_path: Path) -> None:
    with log_file(tmp_path) as file:
        logging.getLogger("station.line").info("run %s began at position %s", "r1", 3)
        assert "INFO MainThread station.line: run r1 began at position 3" in file.read_text()


def test_the_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    with log_file(tmp_path) as file:
        assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_server_in_the_station_says_what_goes_wrong_and_nothing_else(tmp_path: Path) -> None:
    with log_file(tmp_path) as file:
        for name in ("uvicorn.error", "uvicorn.access"):
            logging.getLogger(name).info("PUT /0nePRACTICE/registrations/unit-1/register")
        logging.getLogger("uvicorn.error").warning("it fails")
        assert [line.split(": ")[-1] for line in file.read_text().splitlines()] == ["it fails"]


def test_debug_is_not_kept(tmp_path: Path) -> None:
    with log_file(tmp_path) as file:
        logging.getLogger("station.line").debug("noise")
        logging.getLogger("station.line").info("signal")
        assert "noise" not in file.read_text()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("SharedAccessSignature sr=a&sig=c2VjcmV0&se=1", "c2VjcmV0"),
        ("HostName=x;SharedAccessKey=bm90aGluZw==;y", "bm90aGluZw"),
        ('{"primaryKey": "a2V5a2V5"}', "a2V5a2V5"),
        ('{"secondaryKey":"a2V5a2V5"}', "a2V5a2V5"),
        ("pin: 123456 given", "123456"),
        ("PIN=123456", "123456"),
    ],
)
def test_what_looks_like_a_secret_is_struck_out(text: str, secret: str) -> None:
    shown = redacted("device said %s", text)
    assert secret not in shown
    assert "[redacted]" in shown


def test_what_only_resembles_a_pin_stays() -> None:
    assert redacted("spinning at 5000, pinned hash abc") == "spinning at 5000, pinned hash abc"


@given(st.text())
def test_whatever_a_device_says_is_one_printable_line(text: str) -> None:
    shown = redacted("%s", text)
    assert shown.isprintable()
    assert len(shown.splitlines()) <= 1


def test_a_device_cannot_forge_a_line(tmp_path: Path) -> None:
    with log_file(tmp_path) as file:
        logging.getLogger("station.links").info(
            "said %s", "x\n2026-01-01 INFO MainThread forged: PASS"
        )
        assert len(file.read_text().splitlines()) == 1


def broken() -> None:
    raise ValueError("PIN=123456\n2026-01-01 INFO MainThread forged: PASS")


def test_a_traceback_follows_redacted_and_behind_a_bar(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with log_file(tmp_path) as file:
        try:
            broken()
        except ValueError:
            logging.getLogger("station.line").exception("it broke")
        caplog.clear()
        first, *rest = file.read_text().splitlines()
        assert first.endswith("it broke")
        assert rest
        assert all(line.startswith("  | ") for line in rest)
        assert "123456" not in file.read_text()


def test_afterwards_nothing_more_is_kept(tmp_path: Path) -> None:
    with log_file(tmp_path) as file:
        logging.getLogger("station.line").info("within")
    logging.getLogger("station.line").info("outside")
    assert "outside" not in file.read_text()


@pytest.mark.parametrize("library", ["smp", "serial", "pkcs11", "httpx"])
def test_libraries_that_log_payloads_are_quiet(tmp_path: Path, library: str) -> None:
    with log_file(tmp_path) as file:
        logging.getLogger(f"{library}.inner").info("payload")
        logging.getLogger("station").info("ours")
        assert "payload" not in file.read_text()


def test_a_full_disk_costs_the_log_and_nothing_else(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with log_file(tmp_path) as file:
        file.symlink_to("/dev/full")
        for _ in range(3):
            logging.getLogger("station.line").warning("x" * 5_000)
    assert capfd.readouterr().err == ""


def test_without_a_log_errors_are_one_plain_line(capfd: pytest.CaptureFixture[str]) -> None:
    script = (
        "import logging; from station import logs; logs.speak_plainly()\n"
        "log = logging.getLogger('station.practice'); log.warning('not worth it')\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: log.exception('broke\\x1b[31m')\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert capfd.readouterr().err == "broke\\x1b[31m\n"
