"""Every mechanism of the registry is whole: a table, a practice profile, words, and its needs."""

import pytest

from station.folders import resource
from station.line.mechanisms import MECHANISMS
from station.line.profiles import Known, find_profile
from station.links import LINKS
from station.links.link import Capability
from station.model.profile import Profile

KNOWN = Known(mechanisms=frozenset(MECHANISMS), links=frozenset(LINKS))
PRACTICE = [path.stem for path in sorted(resource("profiles").glob("practice-*.toml"))]


def practice_profiles() -> list[Profile]:
    folder = resource("profiles")
    return [find_profile(name, folder, KNOWN).profile for name in PRACTICE]


def test_there_are_all_ways_that_the_design_names() -> None:
    ways = {"tpm", "x509", "x509-device", "x509-tpm", "symmetric", "symmetric-device"}
    assert set(MECHANISMS) == ways


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_goes_by_its_name_and_needs_to_know_the_unit(name: str) -> None:
    mechanism = MECHANISMS[name]
    assert mechanism.name == name
    for profile in practice_profiles():
        assert Capability.IDENTIFY in mechanism.needs(profile)


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_can_be_practised(name: str) -> None:
    assert [profile for profile in practice_profiles() if profile.mechanism == name]


@pytest.mark.parametrize("kind", LINKS)
def test_a_kind_of_link_can_be_practised(kind: str) -> None:
    assert [profile for profile in practice_profiles() if profile.link.kind == kind]


@pytest.mark.parametrize("name", MECHANISMS)
def test_the_page_on_profiles_names_it(name: str) -> None:
    page = resource("help/profile.md").read_text("utf-8")
    assert f'`"{name}"`' in page
