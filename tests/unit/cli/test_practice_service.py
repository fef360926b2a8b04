"""station practice service: what its options may say."""

import re
from pathlib import Path

import pytest

from station.cli import main, make_parser
from station.cli.practice_service import settings_of
from station.operations.practice_service import FAULTS, ServiceSettings
from station.practice.service.faults import Fault


def settings(*arguments: str) -> ServiceSettings:
    return settings_of(make_parser().parse_args(["practice", "service", *arguments]))


def test_it_begins_as_the_real_service_is_limited_and_for_this_computer_alone() -> None:
    usual = settings()
    assert (usual.host, usual.listen) == ("localhost", "127.0.0.1")
    assert (usual.port, usual.mqtt_port) == (8443, 8883)
    assert (usual.a_minute, usual.registrations_a_minute, usual.bulk_cost) == (1_000, 1_000, 10)
    assert (usual.scope, usual.says_when) == ("0nePRACTICE", True)
    assert usual.hubs == ServiceSettings().hubs
    assert not usual.faults


def test_all_of_it_can_be_said_otherwise() -> None:
    said = settings(
        *("--port", "0", "--host", "dps.local", "--host", "10.0.0.5", "--listen", "10.0.0.5"),
        *("--operations-per-minute", "0", "--registrations-per-minute", "60", "--bulk-cost", "1"),
        *("--no-retry-after", "--latency", "250", "--assigning", "3"),
        *("--fault", "reset=0.25", "--fault", "half=0.75", "--hub", "a.invalid", "--hub", "b"),
    )
    assert (said.host, said.listen, said.port) == ("dps.local", "10.0.0.5", 0)
    assert {"dps.local", "10.0.0.5"} <= set(said.names)
    assert (said.a_minute, said.registrations_a_minute, said.bulk_cost) == (0, 60, 1)
    assert (said.says_when, said.latency_s, said.assigning_s) == (False, 0.25, 3)
    assert said.faults == {Fault.RESET: 0.25, Fault.HALF: 0.75}
    assert said.hubs == ("a.invalid", "b")
    assert settings("--no-mqtt").mqtt_port is None
    assert settings("--mqtt-port", "0").mqtt_port == 0


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ("--port 65536", "--port: 65536 is not a port"),
        ("--port web", "--port: web is not a whole number"),
        ("--mqtt-port 1883 --no-mqtt", "not allowed with argument --mqtt-port"),
        ("--listen localhost", "--listen: localhost is not an IPv4 address"),
        ("--listen ::1", "--listen: ::1 is not an IPv4 address"),
        ("--host my.azure-devices-provisioning.net", "no name of this computer or its network"),
        ("--host 8.8.8.8", "no address of this computer or its network"),
        ("--bulk-cost -1", "--bulk-cost: -1 is not a whole number from 0"),
        ("--latency 1.5", "--latency: 1.5 is not a whole number from 0"),
        ("--assigning 1000000000000", "--assigning: 1000000000000 is more than"),
        ("--fault flood=0.1", "the kinds are error, busy"),
        ("--fault error", "a share is from 0 to 1"),
        ("--fault error=1.01", "a share is from 0 to 1"),
        ("--fault error=nan", "a share is from 0 to 1"),
        ("--fault error=0.1 --fault error=0.1", "--fault gives the same name twice"),
        ("--fault error=0.6 --fault busy=0.6", "together are more than 1"),
        ("--ca ca.pem", "--ca: ca.pem: it is NAME=FILE"),
        ("--ca own=/none/ca.pem", "No such file"),
        ("--ca own=README.md", "it is no certificate"),
    ],
)
def test_nonsense_is_wrong_use_and_begins_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: str, why: str
) -> None:
    data = tmp_path / "data"
    assert main(["practice", "service", "--data", str(data), *wrong.split()]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "CFG-004" in told
    assert why in told
    assert not data.exists()


def test_the_page_names_every_kind_of_fault_and_every_option() -> None:
    page = Path("resources/help/practice-service.md").read_text(encoding="utf-8")
    for kind in FAULTS:
        assert f"| `{kind}` |" in page
    source = Path("station/cli/practice_service.py").read_text(encoding="utf-8")
    for option in set(re.findall(r'"(--[a-z-]+)"', source)):
        assert f"`{option}" in page, option
