"""The part of the wizard that keeps a position until its unit's label was scanned on it."""

import logging
from dataclasses import replace
from typing import Final

from station.errors import StationError
from station.line.labelling import Labelled, unlabelled
from station.operations import seating
from station.operations.bench_view import Notice, PositionView, Sticker
from station.operations.label_desk import LabelAsked, print_due
from station.operations.plant import Plant
from station.operations.wizard_batch import BatchBoard
from station.records.labels import LabelRow

_log: Final = logging.getLogger(__name__)


class LabelBoard(BatchBoard):
    """A bench whose units that passed keep their positions until their labels were scanned."""

    _plant: Plant

    def print_label(self, position: str) -> None:
        """Print the label that a unit lacks which has passed at a position."""
        view = self._view.at(position)
        if view.sticker is None:
            return
        try:
            row = print_due(self._plant, LabelAsked(view.serial))
        except StationError as error:
            self._refuse(view, unlabelled(view.serial, error))
            return
        printed = Sticker(row.number, row.code, printed=True)
        self._change(position, lambda v: seating.labelled(v, printed))

    def let_go(self, position: str) -> None:
        """Let a position take its next unit without a scan: for a supervisor, who has seen why."""
        _log.warning("Position %s was let go without a scan of its label", position)
        self._change(position, seating.unstuck)

    def _offer_labels(self) -> None:
        """Tell of a unit that has passed and has no label, as after a power cut."""
        for row in self._plant.tools.records.unprinted_labels()[:1]:
            why = "Station stopped before it was printed; see Units"
            self._refuse(None, StationError("LIN-094", serial=row.serial, why=why))

    def _await_label(self, view: PositionView, labelled: Labelled | None) -> PositionView:
        """Return a position whose unit has passed, with the label that is to be scanned on it."""
        if labelled is None or view.verdict is None or not view.verdict.good:
            return view
        if not labelled.scan_back:
            return view
        sticker = Sticker(labelled.number, labelled.code, printed=labelled.error is None)
        return replace(view, sticker=sticker)

    def _unlabelled(self, text: str) -> str | None:
        """Return what a scan is of: a unit's serial number where it is its label; None: it's done.

        The right label lets its position go; a wrong or void one is refused.
        """
        waiting = [view for view in self._view.positions if view.sticker is not None]
        for view in waiting:
            if view.sticker is not None and view.sticker.is_it(text):
                self._plant.tools.records.labels.scanned(view.sticker.number)
                self._change(view.position, seating.unstuck)
                return None
        target = self._view.at(self._view.chosen) if self._view.chosen else None
        at = next(iter(waiting), target)
        try:
            row = self._plant.tools.records.labels.scan(text)
        except StationError as error:
            self._refuse(at, error)
            return None
        if waiting and self._is_wrong(row, target):
            view = waiting[0]
            wrong = StationError("LIN-095", serial=view.serial, position=view.position)
            self._refuse(view, wrong)
            return None
        return text if row is None else row.serial

    @staticmethod
    def _is_wrong(row: LabelRow | None, target: PositionView | None) -> bool:
        """Return whether a scan, while a label is awaited, can be nothing but a wrong label."""
        return row is not None or target is None


def label_notice(labelled: Labelled | None) -> Notice | None:
    """Return what is told with a PASS: that there is no label, and why; or None."""
    if labelled is None or labelled.error is None:
        return None
    return Notice.of(labelled.error)
