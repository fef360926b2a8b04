"""What a Linux device says of itself is taken from the best place that has it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.links import console_identity as identity
from station.links.link import SAID

DMI = "/sys/class/dmi/id/product_serial"
TREE = "/proc/device-tree/serial-number"
MACHINE = "/etc/machine-id"
ETHERNET = "/sys/class/net/eth0/address"


def lines(said: dict[str, str]) -> bytes:
    return "".join(f"{source}={text}\n" for source, text in said.items()).encode()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({DMI: "CZC123", MACHINE: "ab" * 16}, (DMI, "CZC123")),
        ({DMI: "To Be Filled By O.E.M.", TREE: "10000000abcdef01"}, (TREE, "10000000abcdef01")),
        ({DMI: "Default string", MACHINE: "ab" * 16}, (MACHINE, "ab" * 16)),
        ({DMI: "00000000", ETHERNET: "52:54:00:12:34:5F"}, (ETHERNET, "52540012345f")),
        ({ETHERNET: "00:00:00:00:00:00", identity.HOST: "gateway"}, None),
        ({DMI: " padded \t"}, (DMI, "padded")),
        ({}, None),
    ],
)
def test_the_best_serial_number(said: dict[str, str], expected: tuple[str, str] | None) -> None:
    assert identity.serial(identity.sources(lines(said))) == expected


NOTHINGS = (
    *("None", "N/A", "0", "-", "xxxxxxxx", "Not Specified", "System Serial Number", "123456789"),
    *("0123456789", "ffffffff", "(none)", "localhost", "\x1b[2J", "x" * 65, ""),
)


@pytest.mark.parametrize("text", NOTHINGS)
def test_what_makers_leave_there_is_no_serial_number(text: str) -> None:
    assert identity.sources(lines({DMI: text})) == {}


def test_model_and_firmware_may_be_missing() -> None:
    found = identity.sources(b"os=Gateway OS 3\nkernel=Linux 6.1\n")
    assert identity.model(found) == ""
    assert identity.firmware(found) == "Gateway OS 3"
    assert identity.firmware(identity.sources(b"kernel=Linux 6.1\n")) == "Linux 6.1"


@given(st.binary(max_size=400))
def test_any_bytes_give_nothing_or_short_lines(output: bytes) -> None:
    found = identity.sources(output)
    assert all(SAID.fullmatch(text) for text in found.values())
    said = identity.serial(found, found)
    assert said is None or SAID.fullmatch(said[1])


def test_the_name_of_an_endorsement_key() -> None:
    public = b"\x00\x05abcde"
    response = bytes.fromhex("80010000001100000000") + public
    assert identity.key_name(response) == f"tpm-{hashlib.sha256(public).hexdigest()[:24]}"
    assert identity.key_name(bytes.fromhex("80010000000a0000018b")) is None


@given(st.binary(max_size=60))
def test_any_response_has_a_key_or_none(response: bytes) -> None:
    name = identity.key_name(response)
    assert name is None or SAID.fullmatch(name)
