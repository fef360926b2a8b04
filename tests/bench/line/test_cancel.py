"""A table of the waits that a run can be in: a cancel ends each, long before its own time-out.

How quickly is measured by `packaging/bench cancel-latency`.
"""

from pathlib import Path

import pytest

from station.errors import Outcome
from tests.support.cancel_waits import LONG_S, WAITS, a_setting, cancelled
from tests.support.floor import Floor
from tests.support.hostile_token import built

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(180),
    # pyserial's own, of its rfc2217://
    pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated"),
]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("name", WAITS)
def test_a_cancel_ends_it(floor: Floor, library: Path, name: str) -> None:
    with a_setting(floor, library) as setting:
        found = cancelled(WAITS[name], setting)
    assert found.waited, f"it didn't wait: {found.result}"
    error = found.result.error
    assert error is not None
    assert error.code == WAITS[name].ends_as, error.detail
    ended_itself = WAITS[name].ends_as != "LIN-003"
    assert (found.result.outcome is Outcome.CANCELLED) is not ended_itself
    assert found.run_s < LONG_S / 4, "its own time-out would have ended it"


def test_the_next_run_waits_for_a_token_s_worker_that_is_still_ending(
    floor: Floor, library: Path
) -> None:
    with a_setting(floor, library) as setting:
        found = cancelled(WAITS["token that hangs at the key"], setting)
        assert found.result.outcome is Outcome.CANCELLED
        setting.hostile.told()
        again = setting.again()
    assert again.outcome is Outcome.PASSED, again.error
