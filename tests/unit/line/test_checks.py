"""The checks of what a unit says of itself: bounded, whatever it says."""

import time

import pytest

from station.errors import StationError
from station.folders import resource
from station.line.checks import check_same, check_serial
from station.line.mechanisms import MECHANISMS
from station.line.profiles import Known, find_profile
from station.links import LINKS
from station.links.link import DeviceReport
from station.model.profile_names import ProfileNames
from station.model.run import Unit

KNOWN = Known(mechanisms=frozenset(MECHANISMS), links=frozenset(LINKS))


def test_no_serial_number_takes_long_to_be_refused() -> None:
    # An engine that looks back would be busy with it for years, and so would all positions.
    profile = find_profile("practice-tpm", resource("profiles"), KNOWN).profile
    names = ProfileNames(serial="(?:[A-Z0-9]+-?)+")
    own = profile.model_copy(update={"names": names})
    check_serial(Unit(serial="AB-" + "1" * 61), own)
    began = time.monotonic()
    with pytest.raises(StationError, match="LIN-001"):
        check_serial(Unit(serial="A" * 63 + "!"), own)
    assert time.monotonic() - began < 1


def test_a_second_try_is_the_same_unit_s() -> None:
    one, other = (DeviceReport(name, "box", "1.0", frozenset()) for name in ("SN-1", "SN-2"))
    check_same(Unit(), other)
    check_same(Unit(known_as="SN-1"), one)
    with pytest.raises(StationError, match="LIN-002"):
        check_same(Unit(known_as="SN-1"), other)
