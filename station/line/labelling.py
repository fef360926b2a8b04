"""A unit's label: on record before the unit passes, printed afterwards, and never its verdict."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.line.steps import RunLog
from station.line.work import Tools, Work
from station.model.enrollment import Enrollment
from station.model.label import Label, label_for
from station.model.run import Step

_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Labelled:
    """What came of the label of a unit that passed.

    Attributes:
        number: the label's.
        code: what its code says.
        scan_back: whether it has to be scanned on the unit.
        error: why it isn't printed, LIN-094; None where it is.
    """

    number: int
    code: str
    scan_back: bool
    error: StationError | None = None

    @property
    def told(self) -> Mapping[str, str]:
        """What is told of it with the verdict: that it isn't printed, and why, or nothing."""
        if self.error is None:
            return {}
        return {"unlabelled": f"{self.error.message} ({self.error.code})"}


def due_label(work: Work) -> int | None:
    """Put on record that a unit that is about to pass gets a label; return the label's number.

    A unit that has passed before has its label already. None where the product has none.

    Raises:
        StationError: as the record's own.
    """
    if work.job.profile.label is None:
        return None
    labels = work.tools.records.labels
    if work.enrolled is not None:
        live = labels.live(work.unit.serial)
        if live is not None:
            return live.number
    return labels.due(work.unit.serial, work.run.name, work.position.name, work.run.workers)


def print_label(
    work: Work, enrollment: Enrollment, number: int | None, log: RunLog
) -> Labelled | None:
    """Print the label; that it isn't printed is told and logged, but a PASS stays a PASS."""
    profile, error = work.job.profile, None
    label = None
    if profile.label is not None and number is not None:
        where = work.position.name
        label = label_for(profile.label, enrollment, profile.title, where, number)
    try:
        with log.step(Step.LABEL, in_any_case=True):
            if label is not None and not _is_printed(work.tools, label):
                put_on_paper(work.tools, label)
    except StationError as why:
        _log.warning("Label of %s not printed: %s (%s)", enrollment.serial, why, why.detail)
        error = unlabelled(enrollment.serial, why)
    except Exception as why:  # noqa: BLE001 - the unit has passed, whatever breaks
        _log.exception("The label of %s broke", enrollment.serial)
        error = unlabelled(enrollment.serial, StationError("LIN-014", type(why).__name__))
    if label is None:
        return None
    scan_back = label.settings.scan_back and not _is_scanned(work.tools, label)
    return Labelled(label.number, label.code, scan_back, error)


def put_on_paper(tools: Tools, label: Label) -> None:
    """Print a label that is on record, and put on record that it was.

    Raises:
        StationError: PRF-019 where there is no printer; as `Printer.print`, and the record's own.
    """
    tools.printer().print(label)
    tools.records.labels.printed(label.number, label.code)


def unlabelled(serial: str, why: StationError) -> StationError:
    """Return the error that a unit has passed and has no label."""
    told = why.message.rstrip(".")
    detail = f"{why.code}: {why.detail}"
    return StationError("LIN-094", detail, serial=serial, why=f"{told[:1].lower()}{told[1:]}")


def _is_scanned(tools: Tools, label: Label) -> bool:
    live = tools.records.labels.live(label.serial)
    return live is not None and live.scanned is not None


def _is_printed(tools: Tools, label: Label) -> bool:
    live = tools.records.labels.live(label.serial)
    return live is not None and live.number == label.number and live.printed is not None
