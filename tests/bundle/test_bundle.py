"""The bundle does what the source does, and uses nothing of the machine's that is ours."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from station import __version__, folders
from station.folders import Data
from station.hsm.tokens import Module, initialise_token
from station.model.order import OrderSpec
from station.operations.practice import ID_SCOPE, new_practice_plant, practice_pin
from station.practice.bench import PracticeBench
from station.practice.modules import Programs, slot
from station.practice.unit_config import Pacing
from station.practice.units import UnitKind
from station.secret import Secret
from tests.bundle.machine import CHECKOUT, Bundle, Seen, of_home
from tests.support.kill_rehearsal import profile_of

pytestmark = [pytest.mark.packaged, pytest.mark.timeout(900)]

BYTES: Final = 222_000_000
DEMO: Final = ("demo", "--units", "3", "--positions", "2", "--json", "--out")
# What the linker writes when it was told to by LD_DEBUG=libs.
LOADED: Final = re.compile(r"calling init: (.+)")
OURS: Final = re.compile(r"/site-packages/|/lib-dynload/|/libpython3|/PySide6/|/libtss2-|/libQt6")
SHOWN_S: Final = 90.0


def of_source(bundle: Bundle, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the source as the bundle's user."""
    return subprocess.run(
        [sys.executable, "-m", "station", *map(str, arguments)],
        cwd=bundle.home,
        env=bundle.environment(PYTHONPATH=str(CHECKOUT), PYTHONSAFEPATH="1"),
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def watched(bundle: Bundle, process: "subprocess.Popen[str]") -> Iterator[Seen]:
    """Yield what runs until the process ends, as often as it is seen."""
    while process.poll() is None:
        yield from of_home(bundle.home).values()
        time.sleep(0.02)


def linked(report: Path) -> set[str]:
    """Return what the linker loaded, by its reports beside `report`, one a process."""
    reports = report.parent.glob(f"{report.name}.*")
    return {path for one in reports for path in LOADED.findall(one.read_text("utf-8"))}


def foreign(bundle: Bundle, loaded: set[str]) -> list[str]:
    """Return those of our own parts that come from elsewhere than the bundle."""
    beside = [path for path in loaded if path.startswith("/")]
    outside = [path for path in beside if not Path(path).is_relative_to(bundle.root)]
    ours = (f"{CHECKOUT}/", f"{sys.prefix}/")
    return [path for path in outside if OURS.search(path) or path.startswith(ours)]


def wait_until(met: Callable[[], bool], within_s: float) -> None:
    """Wait for it, and fail where it doesn't come."""
    deadline = time.monotonic() + within_s
    while not met():
        assert time.monotonic() < deadline, "it didn't come in time"
        time.sleep(0.05)


def test_it_says_its_version_and_nothing_else(bundle: Bundle) -> None:
    ended = bundle.run("--version")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"station {__version__}\n", "")


def test_it_finds_the_machine_as_the_source_finds_it(bundle: Bundle) -> None:
    ended = bundle.run("doctor", "--json")
    found = json.loads(ended.stdout)
    expected = json.loads(of_source(bundle, "doctor", "--json").stdout)
    assert (ended.returncode, found["ready"]) == (0, True)
    assert found.keys() == expected.keys()
    changing = {"disk"}
    assert [f for f in found["findings"] if f["what"] not in changing] == [
        f for f in expected["findings"] if f["what"] not in changing
    ]


def test_it_passes_the_demo_as_the_source_does(bundle: Bundle, tmp_path: Path) -> None:
    ended = bundle.run(*DEMO, tmp_path / "bundle")
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    expected = json.loads(of_source(bundle, *DEMO, tmp_path / "source").stdout)
    assert said.keys() == expected.keys()
    assert (said["passed"], said["failed"]) == (3, 0)
    assert said["by_mechanism"] == expected["by_mechanism"]
    for export in ("bundle", "source"):
        assert bundle.run("export", "verify", tmp_path / export / "export").returncode == 0
    assert of_home(bundle.home) == {}


def test_its_units_prove_certificates_by_tls_with_the_systems_openssl(
    bundle: Bundle, tmp_path: Path
) -> None:
    ended = bundle.run(*DEMO, tmp_path / "out", "--tls")
    assert ended.returncode == 0, ended.stderr
    shown = bundle.run("enrollments", "show", "PU-000002", "--data", tmp_path / "out" / "data")
    assert "TLS 1.2 and 1.3 client handshakes" in shown.stdout


def test_it_says_in_words_what_that_needs_and_the_machine_lacks(
    bundle: Bundle, tmp_path: Path
) -> None:
    ended = bundle.run("demo", "--tls", "--out", tmp_path / "out", PATH=str(tmp_path))
    assert ended.returncode == 3
    assert "Install the package openssl." in ended.stderr
    assert not (tmp_path / "out").exists()


def test_its_practice_service_stands_answers_by_its_description_and_ends(
    bundle: Bundle, tmp_path: Path
) -> None:
    arguments = ("practice", "service", "--json", "--port", "0", "--mqtt-port", "0", "--data")
    report = tmp_path / "linked"
    linking = {"LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": str(report)}
    with bundle.start(*arguments, tmp_path / "data", **linking) as process:
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline() or "{}")
            context = ssl.create_default_context(cafile=said["ca"])
            answer = httpx.put(
                f"https://{said['address']}/0nePRACTICE/registrations/unit-1/register",
                params={"api-version": "2021-10-01"},
                json={"registrationId": 1},
                verify=context,
                timeout=60,
            )
            mqtt = socket.create_connection(("localhost", said["mqtt_port"]), timeout=60)
            with context.wrap_socket(mqtt, server_hostname="localhost") as shaken:
                assert shaken.version() in {"TLSv1.2", "TLSv1.3"}
            process.send_signal(signal.SIGTERM)
            _, told = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (answer.status_code, answer.json()["errorCode"]) == (400, 400_000)
    assert "isn't as described" in answer.json()["message"]
    assert process.returncode == 0, told
    assert foreign(bundle, linked(report)) == []


def test_a_key_in_a_tpm_rehearses_by_tls_that_anybody_can_replace(
    bundle: Bundle, tmp_path: Path
) -> None:
    data = Data.made(tmp_path / "data")
    with PracticeBench(tmp_path / "bench", 1, pacing=Pacing.NONE) as bench:
        with new_practice_plant(data, bench) as plant:
            profile = profile_of(data, "x509-tpm")
            spec = OrderSpec(name="keys", profile=profile, id_scope=ID_SCOPE, quantity=1)
            plant.create_order(spec, practice_pin())
        bench.plug(bench.seats[0], bench.make_unit(UnitKind.TPM, "SN-1"))
        words = ("provision", "--order", "keys", "--units", "1", "--json", "--data", data.root)
        worked = bundle.run(*words)
    assert worked.returncode == 0, worked.stderr
    assert json.loads(worked.stdout)["passed"] == 1
    (source,) = bundle.root.rglob("tlslite/tlsconnection.py")
    assert "class TLSConnection" in source.read_text("utf-8")
    (licence,) = bundle.root.rglob("tlslite_ng-*/LICENSE")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licence.read_text("utf-8").upper()


def test_what_it_runs_on_comes_with_it_and_others_programs_get_nothing_of_it(
    bundle: Bundle, tmp_path: Path
) -> None:
    report = tmp_path / "linked"
    settings = {"LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": str(report)}
    seen: dict[tuple[str, ...], set[str]] = {}
    with bundle.start(*DEMO, tmp_path / "out", **settings) as process:
        for one in watched(bundle, process):
            seen.setdefault(one.command, set()).update(one.loaded)
            if one.command[0] == "swtpm":
                assert not [text for text in one.environment if "_internal" in text]
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert {("station", "practice-unit"), ("station", "practice-keeper")} <= seen.keys()
    swtpm = {path for command, loaded in seen.items() if "swtpm" in command for path in loaded}
    assert "/libtpms.so" in " ".join(swtpm)
    assert not [path for path in swtpm if Path(path).is_relative_to(bundle.root)]
    own = {path for command, loaded in seen.items() if "station" in command for path in loaded}
    everything = own | linked(report)
    assert [path for path in everything if Path(path).name.startswith("libtss2-esys")]
    assert foreign(bundle, everything) == []
    assert not [path for path in everything if "PySide6" in path], "commands never load Qt"


def test_a_tokens_worker_loads_the_modules_libraries_from_the_system_and_no_window(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "own_command", lambda: [str(bundle.program)])
    (tmp_path / "tokens").mkdir()
    module = slot(tmp_path / "softhsm2.conf", tmp_path / "tokens", Programs.found().softhsm)
    report = tmp_path / "linked"
    settings = {**module.environment, "LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": str(report)}
    pin = Secret(b"24681357")
    initialise_token(Module(module.library, settings), "seen", pin, pin)
    loaded = linked(report)
    assert foreign(bundle, loaded) == []
    ours = {Path(path).name for path in loaded if Path(path).is_relative_to(bundle.root)}
    assert [name for name in ours if name.startswith("_pkcs11")]
    assert not [name for name in ours if re.match(r"libQt|libtss2|libcrypto|libstdc", name)]
    assert {"libsofthsm2.so", "libcrypto.so.3"} <= {Path(path).name for path in loaded}


def test_it_holds_no_module_no_path_of_the_builder_and_not_too_much(bundle: Bundle) -> None:
    files = [path for path in bundle.root.rglob("*") if path.is_file() and not path.is_symlink()]
    assert not [path.name for path in files if re.search(r"softhsm|pkcs11\.so|tcti-", path.name)]
    checkout = os.fsencode(CHECKOUT)
    assert [path for path in files if checkout in path.read_bytes()] == []
    assert sum(path.stat().st_size for path in files) < BYTES


def show_and_close(bundle: Bundle, data: Path, **display: str) -> set[str]:
    """Have the window shown, close it by SIGTERM, and return what it had loaded by then."""
    report = data.parent / "linked"
    settings = {"LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": str(report), **display}
    log = data / "logs" / "station.log"
    with bundle.start("--practice", "--data", data, **settings) as process:
        try:
            wait_until(
                lambda: (
                    process.poll() is not None
                    or (log.is_file() and "window shown" in log.read_text("utf-8"))
                ),
                SHOWN_S,
            )
            process.send_signal(signal.SIGTERM)
            output = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode in {0, 128 + signal.SIGTERM}, output
    assert output == ("", "")
    assert "window shown" in log.read_text("utf-8")
    wait_until(lambda: of_home(bundle.home) == {}, 20)
    return linked(report)


def test_the_window_is_shown_offscreen_and_closes_when_told(bundle: Bundle, tmp_path: Path) -> None:
    loaded = show_and_close(bundle, tmp_path / "data", QT_QPA_PLATFORM="offscreen")
    assert foreign(bundle, loaded) == []
    assert {"libqoffscreen.so", "libQt6Svg.so.6"} <= {Path(path).name for path in loaded}


def test_the_window_is_shown_on_an_x_display(bundle: Bundle, tmp_path: Path) -> None:
    with subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as display:
        try:
            assert display.stdout is not None
            number = display.stdout.readline().strip()
            loaded = show_and_close(bundle, tmp_path / "data", DISPLAY=f":{number}")
        finally:
            display.terminate()
    assert foreign(bundle, loaded) == []
    assert "libqxcb.so" in {Path(path).name for path in loaded}
