"""TPMs that swtpm plays, each a copy of one that was manufactured for the session."""

from collections.abc import Iterator

import pytest

from tests.bench.tpm.swtpm_part import Maker, Part, manufactured


@pytest.fixture(scope="session")
def maker(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    return manufactured(tmp_path_factory.mktemp("tpm-maker"))


@pytest.fixture
def part(tmp_path_factory: pytest.TempPathFactory, maker: Maker) -> Iterator[Part]:
    made = Part(tmp_path_factory.mktemp("tpm"), maker)
    made.power_on()
    yield made
    made.power_off()
