"""A practice service on this machine alone: one for a module's tests, empty for each of them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.practice_service import Asking, asking, emptied


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[ServiceSettings], PracticeService]]:
    """Give what starts a service of the test's own, with settings."""
    with ExitStack() as running:

        def started(settings: ServiceSettings) -> PracticeService:
            return running.enter_context(PracticeService(tmp_path / "service", settings))

        yield started


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeService]:
    """Give a service that takes any number of requests."""
    settings = ServiceSettings(a_minute=0, registrations_a_minute=0)
    with PracticeService(tmp_path_factory.mktemp("service"), settings) as running:
        yield running


@pytest.fixture
def service(shared: PracticeService) -> PracticeService:
    """Give that service, empty and without faults."""
    emptied(shared)
    return shared


@pytest.fixture
def ask(service: PracticeService) -> Iterator[Asking]:
    """Give the owner's client, whose requests may be wrong, and whose answers are checked."""
    with asking(service, requests=False) as asks:
        yield asks
