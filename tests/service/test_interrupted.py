"""An export that is stopped or fails: nothing of it, or all of it, and every unit in one."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

from station.errors import StationError
from station.service.exports import EXPORTS, ExportRequest, Watch, export, verify, write_export

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service


def request(out: Path) -> ExportRequest:
    return ExportRequest(out, EXPORTS["dps-json"])


def test_whoever_watches_is_told_and_can_stop_it(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    seen: list[int] = []
    cancel = Event()

    def progress(written: int) -> None:
        seen.append(written)
        if written == 5:
            cancel.set()

    watch = Watch(progress, cancel, lambda: datetime(2026, 11, 24, tzinfo=UTC))
    with pytest.raises(StationError) as caught:
        write_export(filled, factory, request(out), watch)
    assert caught.value.code == "LIN-003"
    assert seen == [1, 2, 3, 4, 5]
    assert list(out.parent.iterdir()) == []


def test_an_export_that_could_not_be_recorded_leaves_nothing(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    filled.before_record = StationError("REC-003")
    with pytest.raises(StationError) as caught:
        export(filled, factory, out, "dps-json")
    assert caught.value.code == "REC-003"
    assert list(out.parent.iterdir()) == []


def test_a_record_that_somebody_changed_is_not_exported(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    filled.changed = True
    with pytest.raises(StationError) as caught:
        export(filled, factory, out, "dps-json")
    assert caught.value.code == "REC-011"
    assert list(out.parent.iterdir()) == []
    assert filled.exports == []


def test_an_export_recorded_but_not_signed_for_is_in_its_place(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    filled.after_record = StationError("HSM-018")
    with pytest.raises(StationError) as caught:
        export(filled, factory, out, "dps-json")
    assert caught.value.code == "HSM-018"
    assert verify(out, None).files


class PowerFailureError(BaseException):
    """The station stops here."""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_after_a_power_failure_every_enrollment_is_in_one_export_exactly(
    filled: MemoryRecords,
    factory: SoftwareFactory,
    out: Path,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    if moment == "before":
        filled.before_record = PowerFailureError()
    else:
        filled.after_record = PowerFailureError()
    with monkeypatch.context() as patched:
        # Nobody tidies up after a power failure.
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        patched.setattr(Path, "rename", _raise)
        with pytest.raises((PowerFailureError, StationError)):
            export(filled, factory, out, "dps-json")
    assert not out.exists()
    filled.before_record = filled.after_record = None
    if moment == "before":
        assert export(filled, factory, out, "dps-json").enrollments == 12
    else:
        with pytest.raises(StationError) as caught:
            export(filled, factory, out, "dps-json")
        assert caught.value.code == "SVC-010"
    assert verify(out, None).manifest.units == 12
    assert [path.name for path in out.parent.iterdir()] == ["export"]
    assert len(filled.exports) == 1


def _raise(*_: object) -> None:
    raise OSError("the power failed")
