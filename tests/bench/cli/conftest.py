"""A production station for each test, copied from one that is made once."""

from pathlib import Path

import pytest

from tests.support.production import ProductionStation


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> ProductionStation:
    """A station with its people, which no test changes."""
    return ProductionStation.made(tmp_path_factory.mktemp("production"))


@pytest.fixture
def station(made: ProductionStation, tmp_path: Path) -> ProductionStation:
    """A station of the test's own, where Anne and Bert supervise, Wim works and Mia mends."""
    return made.copied(tmp_path / "production")


@pytest.fixture(scope="session")
def made_bare(tmp_path_factory: pytest.TempPathFactory) -> ProductionStation:
    """A station in which nobody works yet, which no test changes."""
    return ProductionStation.made(tmp_path_factory.mktemp("bare"), staffed=False)


@pytest.fixture
def bare(made_bare: ProductionStation, tmp_path: Path) -> ProductionStation:
    """A station of the test's own in which nobody works yet."""
    return made_bare.copied(tmp_path / "bare")
