"""A unit at the rehearsal's service, whose other units take their time."""

from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from station.errors import StationError
from station.line.halt import Halt
from station.model.names import RegistrationId
from station.operations import rehearsal_stage
from station.operations.rehearsal_papers import Paper
from station.operations.rehearsal_stage import Stage


def nothing(*_: object) -> None:
    """Do nothing."""


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    settings = SimpleNamespace(scope="0nePRACTICE")
    service: Any = SimpleNamespace(
        store=SimpleNamespace(forget=nothing), vaults={}, settings=settings
    )
    paper = Paper("enrollmentGroups", "line", b"own", "one at a time")
    monkeypatch.setattr(rehearsal_stage, "paper_of", lambda *_: paper)
    anything: Any = None
    return Stage(service, anything, anything)


def test_a_full_disk_is_no_fault_of_the_unit_s(stage: Stage) -> None:
    def full(*_: object) -> None:
        raise StationError("CFG-053", path="there", why="its database can't be written")

    there: Any = stage.service
    there.store.forget = full
    work: Any = SimpleNamespace(cancel=Event())
    enrollment: Any = SimpleNamespace(registration_id=RegistrationId.parse("unit-1"))
    for _ in range(2):  # and it holds nobody up
        with pytest.raises(StationError, match="SVC-049"):
            stage.rehearsed(work, enrollment)
    assert stage._lanes._lanes == {}


@pytest.mark.parametrize(("cancelled", "code"), [(False, "SVC-049"), (True, "LIN-003")])
def test_a_turn_that_comes_too_late_is_no_fault_of_the_unit_s(
    stage: Stage, code: str, *, cancelled: bool
) -> None:
    cancel = Event()
    halt = Halt(cancel)
    if cancelled:
        cancel.set()
    else:
        halt.give(0.0)
    work: Any = SimpleNamespace(cancel=halt)
    enrollment: Any = SimpleNamespace(registration_id=RegistrationId.parse("unit-1"))
    with (
        stage._lanes.held("one at a time", "another", Event(), nothing),
        pytest.raises(StationError, match=code),
    ):
        stage.rehearsed(work, enrollment)
