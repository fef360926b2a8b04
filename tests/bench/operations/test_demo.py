"""station demo, checked with other people's tools: what a newcomer sees after one command."""

import base64
import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509

from station.operations.own_folder import OwnFolder
from station.practice.modules import Programs
from tests.support.forged import running

pytestmark = pytest.mark.bench

_SIGN = """
import json, sys, pkcs11
library, label, message = sys.argv[1:4]
pin = sys.stdin.read()
with pkcs11.lib(library).get_token(token_label=label).open(user_pin=pin) as session:
    key = session.get_key(object_class=pkcs11.ObjectClass.SECRET_KEY)
    print(key.sign(bytes.fromhex(message), mechanism=pkcs11.Mechanism.SHA256_HMAC).hex())
"""


@dataclass(frozen=True)
class Demo:
    out: Path
    answer: Mapping[str, Any]
    errors: str

    @property
    def enrollments(self) -> list[dict[str, Any]]:
        files = sorted((self.out / "export").glob("enrollments-*.json"))
        return [e for f in files for e in json.loads(f.read_text())["enrollments"]]

    def unit_card(self, serial: str) -> dict[str, Any]:
        card: dict[str, Any] = json.loads((self.out / "units" / serial / "unit.json").read_text())
        return card


def station(*arguments: str, timeout: float = 100) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "station", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    out = tmp_path_factory.mktemp("demo") / "out"
    done = station(
        "demo", "--json", "--units", "6", "--positions", "3", "--out", str(out), "--keep-units"
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1, "more than one line on standard output"
    return Demo(out, json.loads(done.stdout), done.stderr)


def test_it_answers_with_the_agreed_object(demo: Demo) -> None:
    answer = dict(demo.answer)
    assert 0 < answer.pop("seconds") < 100
    assert answer == {
        "units": 6,
        "passed": 6,
        "failed": 0,
        "by_mechanism": {"tpm": 2, "x509": 2, "symmetric": 2},
        "assigned": 6,
        "not_assigned": [],
        "out": str(demo.out),
    }


def test_it_says_of_each_unit_to_which_hub_it_is_assigned(demo: Demo) -> None:
    lines = [line.split() for line in demo.errors.splitlines() if line.startswith("ASSIGNED")]
    assert {line[1] for line in lines} == {f"PU-{number:06d}" for number in range(1, 7)}
    assert {line[3] for line in lines} == {"practice-hub.invalid"}
    assert "6 of 6 units are assigned" in demo.errors


def test_each_tpm_enrollment_is_the_key_that_its_unit_shows(demo: Demo, tmp_path: Path) -> None:
    seen = set()
    units = [p for p in (demo.out / "units").iterdir() if (p / "tpm").is_dir()]
    assert len(units) == 2
    for unit in units:
        target = tmp_path / f"{unit.name}.ek"
        with running(unit / "tpm") as tcti:
            subprocess.run(
                ["tpm2_readpublic", "-c", "0x81010001", "-f", "tss", "-o", target, "-T", tcti],
                check=True,
                capture_output=True,
                timeout=30,
            )
        seen.add(base64.b64encode(target.read_bytes()).decode())
    enrolled = {
        e["attestation"]["tpm"]["endorsementKey"]
        for e in demo.enrollments
        if e["attestation"]["type"] == "tpm"
    }
    assert enrolled == seen


def test_each_certificate_verifies_against_the_chain(demo: Demo) -> None:
    certificates = sorted((demo.out / "export" / "certs").glob("*.pem"))
    assert len(certificates) == 2
    for path in certificates:
        subprocess.run(
            ["openssl", "verify", "-CAfile", demo.out / "export" / "chain.pem", path],
            check=True,
            capture_output=True,
        )
        name = x509.load_pem_x509_certificate(path.read_bytes()).subject.rfc4514_string()
        assert name == f"CN={path.stem}"


def test_each_symmetric_units_token_signs_as_the_group_key_predicts(demo: Demo) -> None:
    export = demo.out / "export"
    group = json.loads((export / "groups-0001.json").read_text())["enrollmentGroups"][0]
    group_key = base64.b64decode(group["attestation"]["symmetricKey"]["primaryKey"])
    units = json.loads((export / "units-demo-symmetric.json").read_text())
    listed = {u["serial"]: u["registrationId"] for u in units["units"]}
    assert len(listed) == 2
    for serial, registration_id in listed.items():
        card = demo.unit_card(serial)
        device_key = hmac.digest(group_key, registration_id.encode(), "sha256")
        expected = hmac.digest(device_key, b"anything", "sha256").hex()
        signed = subprocess.run(
            [sys.executable, "-c", _SIGN, _softhsm(), card["label"], b"anything".hex()],
            input=card["pin"],
            env={**os.environ, "SOFTHSM2_CONF": str(demo.out / "units" / serial / "softhsm2.conf")},
            check=True,
            capture_output=True,
            text=True,
        )
        assert signed.stdout.strip() == expected


def _softhsm() -> str:
    return str(Programs.found().softhsm)


def test_the_manifest_is_signed_and_names_every_file(demo: Demo) -> None:
    export = demo.out / "export"
    subprocess.run(
        [
            *("openssl", "cms", "-verify", "-binary", "-inform", "DER"),
            *("-in", export / "manifest.p7s", "-content", export / "manifest.json"),
            *("-CAfile", export / "chain.pem", "-out", "/dev/null"),
        ],
        check=True,
        capture_output=True,
    )
    manifest = json.loads((export / "manifest.json").read_text())
    assert manifest["keys_in_clear"] is True
    assert "PRACTICE" in json.dumps(manifest)
    for file in manifest["files"]:
        assert hashlib.sha256((export / file["name"]).read_bytes()).hexdigest() == file["sha256"]


def test_its_station_can_be_looked_at_afterwards(demo: Demo) -> None:
    data = str(demo.out / "data")
    listed = json.loads(station("enrollments", "list", "--json", "--data", data).stdout)
    assert len(listed["enrollments"]) == 6
    serial = listed["enrollments"][0]["serial"]
    shown = station("enrollments", "show", serial.lower(), "--data", data)
    assert serial in shown.stdout
    assert "Key made" in shown.stdout
    assert station("audit", "verify", "--data", data).returncode == 0
    assert station("export", "verify", str(demo.out / "export")).returncode == 0
    assert "3 orders" in station("doctor", "--data", data).stdout


def test_certificates_are_proved_by_tls_where_that_is_wanted(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = station("demo", "--json", "--tls", "--units", "3", "--out", str(out))
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["passed"], answer["by_mechanism"]["x509"], answer["assigned"]) == (3, 1, 3)
    assert not (out / "service").exists()
    shown = station("enrollments", "show", "PU-000002", "--data", str(out / "data"))
    assert "TLS 1.2 and 1.3 client handshakes" in shown.stdout


def test_without_its_parts_it_is_refused_in_words_before_anything_begins(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        [sys.executable, "-m", "station", "demo", "--json", "--out", str(out)],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 3
    error = json.loads(done.stdout)["error"]
    assert (error["code"], "openssl" in error["remedy"]) == ("HSM-046", True)
    assert not out.exists()


def test_what_was_exported_is_not_exported_again_unasked(demo: Demo, tmp_path: Path) -> None:
    data = str(demo.out / "data")
    refused = station("export", "--data", data, "--out", str(tmp_path / "second"))
    assert refused.returncode == 2
    assert "SVC-001" in refused.stderr
    again = station(
        *("export", "--data", data, "--out", str(tmp_path / "csv")),
        *("--format", "dps-csv", "--again", "--json"),
    )
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["enrollments"] == 6


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    refused = station("demo", "--json", "--out", str(tmp_path))
    assert refused.returncode == 2
    assert json.loads(refused.stdout)["error"]["code"] == "CFG-005"
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_stopped_or_killed_it_leaves_no_process_behind(
    tmp_path: Path, number: signal.Signals
) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "station", "demo", "--units", "500", "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    while "PASS" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(number)
    process.stdout.read()
    process.stdout.close()
    process.wait(60)
    deadline = time.monotonic() + 15
    while left := _processes_naming(out):
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.1)


def _processes_naming(folder: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            there = (entry.parent / "cwd").readlink()
        except OSError:
            continue
        if str(folder) in line or there.is_relative_to(folder):
            found.append(line)
    return found


def test_what_cannot_begin_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    awkward = tmp_path / "a,b"
    for _ in range(2):
        refused = station("demo", "--json", "--out", str(awkward))
        assert json.loads(refused.stdout)["error"]["code"] == "CFG-009"
        assert not awkward.exists()
    awkward.mkdir()
    assert station("demo", "--out", str(awkward)).returncode == 2
    assert list(awkward.iterdir()) == []


def test_of_two_demos_in_one_folder_the_second_is_refused(tmp_path: Path) -> None:
    with OwnFolder(tmp_path / "out") as own:
        refused = station("demo", "--json", "--out", str(own.root))
        assert json.loads(refused.stdout)["error"]["code"] == "CFG-005"
        assert own.data.root.is_dir()
        own.keep()
    assert (tmp_path / "out" / "data").is_dir()


@pytest.mark.parametrize("after_first_unit", [False, True])
def test_ctrl_c_ends_it_with_3_and_keeps_only_what_is_worth_it(
    tmp_path: Path, *, after_first_unit: bool
) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "station", "demo", "--units", "500", "--json", "--out", str(out)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    wanted = "PASS" if after_first_unit else "Starting"
    while wanted not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    told, errors = process.communicate(timeout=60)
    answer = json.loads(told)
    assert process.returncode == 3
    assert "Traceback" not in errors
    if after_first_unit:
        assert answer["passed"] > 0
        assert answer["failed"] == 0
        assert station("export", "verify", str(out / "export")).returncode == 0
    else:
        assert answer["error"]["code"] == "LIN-003"
        assert not out.exists()


def test_nobody_listens_and_the_work_is_done_all_the_same(tmp_path: Path) -> None:
    source, sink = os.pipe()
    os.close(source)
    done = subprocess.run(
        [sys.executable, "-m", "station", "demo", "--units", "3", "--out", str(tmp_path / "out")],
        stdout=sink,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(sink)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out" / "export" / "manifest.p7s").is_file()
