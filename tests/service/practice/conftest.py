"""A practice service for each test, on this machine alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from station.practice.service.server import PracticeService, ServiceSettings
from tests.support.practice_service import Asking, asking


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[ServiceSettings], PracticeService]]:
    """Give what starts a service with settings."""
    with ExitStack() as running:

        def started(settings: ServiceSettings) -> PracticeService:
            return running.enter_context(PracticeService(tmp_path / "service", settings))

        yield started


@pytest.fixture
def service(serve: Callable[[ServiceSettings], PracticeService]) -> PracticeService:
    """Give a service as it is by default."""
    return serve(ServiceSettings())


@pytest.fixture
def ask(service: PracticeService) -> Iterator[Asking]:
    """Give the owner's client, whose requests may be wrong, and whose answers are checked."""
    with asking(service, requests=False) as asks:
        yield asks
