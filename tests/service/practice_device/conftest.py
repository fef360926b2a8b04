"""A practice service that all tests of a worker share, each with names of its own."""

import uuid
from collections.abc import Iterator

import httpx
import pytest

from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.practice_device import client
from tests.support.software_tpm import SoftwareTpm

HUB = "practice-hub.invalid"


@pytest.fixture(scope="session")
def practice_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeService]:
    """A service without limits on how often it is asked."""
    folder = tmp_path_factory.mktemp("practice-service")
    settings = ServiceSettings(registrations_a_minute=0, hubs=(HUB,))
    with PracticeService(folder, settings) as service:
        yield service


@pytest.fixture(scope="session")
def line(practice_service: PracticeService) -> Iterator[httpx.Client]:
    """A connection to it, for tests that ask much and show no certificate."""
    with client(practice_service) as connected:
        yield connected


@pytest.fixture
def name() -> str:
    """A registration ID that no other test has."""
    return f"unit-{uuid.uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def tpm() -> SoftwareTpm:
    """A TPM in software."""
    return SoftwareTpm()


@pytest.fixture(scope="session")
def other() -> SoftwareTpm:
    """Another one."""
    return SoftwareTpm()
