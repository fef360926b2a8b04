"""What is said of the factory's keys by what they are kept in."""

import pytest

from station.model.custody import Custody
from station.operations.custody import FactoryKeys


@pytest.mark.parametrize("custody", Custody)
def test_only_of_a_module_that_station_does_not_know_is_that_said(custody: Custody) -> None:
    keys = FactoryKeys(custody, "factory", "words", practice=False, keeping=None)
    unknown = custody is Custody.UNKNOWN
    assert keys.doubt == ("Station doesn't know what this module keeps keys in." if unknown else "")
    # Software is refused until it was accepted; what nobody knows of isn't.
    assert (keys.error is not None) is (custody is Custody.SOFTWARE)
