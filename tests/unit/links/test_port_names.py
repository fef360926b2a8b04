"""Names of ports that don't change: looked up in a tree as sysfs has it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.links.port_names import is_network, is_numbered, is_usb_name
from tests.support.port_machine import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_usb_name_is_what_it_is_plugged_in_as_now(machine: Machine) -> None:
    machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])
    machine.plug("1-3", "0403:6001", b"B2", ["ttyUSB1"])
    assert machine.tree.resolved("usb:0403:6001:B2") == str(machine.root / "dev/ttyUSB1")
    machine.unplug("1-3")
    assert not machine.tree.is_there("usb:0403:6001:B2")
    machine.plug("1-4", "0403:6001", b"B2", ["ttyUSB7"])
    assert machine.tree.is_there("usb:0403:6001:B2")
    assert machine.tree.resolved("usb:0403:6001:B2") == str(machine.root / "dev/ttyUSB7")


def test_a_usb_name_without_a_serial_number_means_the_only_one(machine: Machine) -> None:
    with pytest.raises(StationError, match="LNK-001"):
        machine.tree.resolved("usb:0403:6001")
    machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])
    machine.plug("1-3", "1a86:7523", None, ["ttyUSB1"])
    assert machine.tree.resolved("usb:0403:6001") == str(machine.root / "dev/ttyUSB0")
    assert machine.tree.resolved("usb:1A86:7523") == str(machine.root / "dev/ttyUSB1")
    machine.plug("1-4", "0403:6001", b"B2", ["ttyUSB2"])
    with pytest.raises(StationError, match="LNK-040") as refused:
        machine.tree.resolved("usb:0403:6001")
    assert "ttyUSB0" in refused.value.detail
    assert "ttyUSB2" in refused.value.detail


def test_the_stable_name_is_the_place_first(machine: Machine) -> None:
    machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])
    machine.link("by-id", "usb-FTDI_A1-if00-port0", "ttyUSB0")
    node = str(machine.root / "dev/ttyUSB0")
    serial = machine.root / "dev/serial"
    assert machine.tree.stable_names(node) == (
        str(serial / "by-path/pci-0000:00:14.0-usb-0:2:1.0"),
        str(serial / "by-id/usb-FTDI_A1-if00-port0"),
        "usb:0403:6001:A1",
    )
    assert machine.tree.stable_names(str(machine.root / "dev/ttyS0")) == ()


def test_a_device_with_several_ports_has_no_usb_name(machine: Machine) -> None:
    machine.plug("1-2", "0403:6011", b"A1", ["ttyUSB0", "ttyUSB1"])
    names = machine.tree.stable_names(str(machine.root / "dev/ttyUSB1"))
    assert [Path(name).name for name in names] == ["pci-0000:00:14.0-usb-0:2:1.1"]
    assert [p.node for p in machine.tree.ports()] == [
        str(machine.root / f"dev/ttyUSB{n}") for n in (0, 1)
    ]
    assert len({p.usb for p in machine.tree.ports()}) == 1


@pytest.mark.parametrize("serial", [b"0001", None])
def test_devices_that_say_the_same_have_no_usb_name(machine: Machine, serial: bytes | None) -> None:
    machine.plug("1-2", "10c4:ea60", serial, ["ttyUSB0"])
    machine.plug("1-3", "10c4:ea60", serial, ["ttyUSB1"])
    names = machine.tree.stable_names(str(machine.root / "dev/ttyUSB0"))
    assert [Path(name).name for name in names] == ["pci-0000:00:14.0-usb-0:2:1.0"]


@pytest.mark.parametrize("serial", [b"", b"\xff\xfe", b"a\x1b[2Jb", b"one\ntwo"])
def test_a_serial_number_that_is_no_text_is_none(machine: Machine, serial: bytes) -> None:
    machine.plug("1-2", "0403:6001", serial, ["ttyUSB0"])
    (port,) = machine.tree.ports()
    assert port.usb is not None
    assert port.usb.serial == ""
    assert machine.tree.stable_names(port.node)[-1] == "usb:0403:6001"


@given(st.binary(max_size=40))
def test_whatever_a_device_says_its_usb_name_finds_it(
    tmp_path_factory: pytest.TempPathFactory, serial: bytes
) -> None:
    machine = Machine(tmp_path_factory.mktemp("machine"))
    machine.plug("1-2", "0403:6001", serial, ["ttyUSB0"])
    name = machine.tree.stable_names(str(machine.root / "dev/ttyUSB0"))[-1]
    assert is_usb_name(name)
    assert machine.tree.resolved(name) == str(machine.root / "dev/ttyUSB0")


def test_other_names_are_opened_as_they_stand(machine: Machine) -> None:
    for name in ("/dev/ttyUSB0", "usb:1:2", "usb:0403:6001:", "usb:0403:6001:a ", "spy://x", ""):
        assert machine.tree.resolved(name) == name


def test_knows_which_names_change() -> None:
    for name in ("/dev/ttyUSB0", "/dev/ttyACM12"):
        assert is_numbered(name)
    for name in ("/dev/ttyS0", "/dev/serial/by-path/ttyUSB0", "usb:0403:6001", "socket://a:1"):
        assert not is_numbered(name)
    assert not is_network("usb:0403:6001")
