"""The bench as its workers see it, changed position by position, and whoever is told of it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Condition
from typing import Final

from station.errors import StationError
from station.line.fixture import FixtureState
from station.model.prompt import Question
from station.model.run import StepEvent
from station.operations import seating
from station.operations.bench_view import BenchView, Notice, PositionView

_log: Final = logging.getLogger(__name__)

Told = Callable[[BenchView], None]
"""Told of every change, in whatever thread it comes about; must not wait."""


class Board:
    """What stands at each position, for those that change it; one thread changes it at a time.

    Args:
        positions: their names, as they lie on the bench.
        told: told of every change.
    """

    def __init__(self, positions: Sequence[str], told: Told) -> None:
        self._told = told
        self._view = BenchView(tuple(PositionView(name) for name in positions), "")
        self._turn = Condition()

    @property
    def view(self) -> BenchView:
        """The bench as it is now."""
        return self._view

    def choose(self, position: str) -> None:
        """Have the next scan go to a position, unless another scan is open."""
        with self._turn:
            self._tell(replace(self._view, chosen=position, notice=None))

    def _fixture_is(self, position: str, state: FixtureState) -> None:
        self._change(position, lambda v: replace(v, fixture=state))

    def _asked(self, position: str, question: Question | None) -> None:
        self._change(position, lambda v: replace(v, question=question, notice=None))

    def _stepped(self, event: StepEvent) -> None:
        self._change(event.position, lambda v: seating.stepped(v, event))

    def _refuse(self, view: PositionView | None, error: StationError) -> None:
        """Tell why a scan or a start is refused; all else stays as it is."""
        _log.info("Refused: %s", error)
        notice = Notice.of(error)
        if view is None:
            with self._turn:
                self._tell(replace(self._view, notice=notice))
            return
        self._change(view.position, lambda v: replace(v, notice=notice))

    def _change(self, position: str, how: Callable[[PositionView], PositionView]) -> None:
        with self._turn:
            self._put(position, how(self._view.at(position)))

    def _put(self, position: str, changed: PositionView) -> None:
        views = tuple(changed if v.position == position else v for v in self._view.positions)
        self._tell(replace(self._view, positions=views, notice=None))

    def _tell(self, view: BenchView) -> None:
        view = replace(view, chosen=seating.next_chosen(view))
        if view != self._view:
            self._view = view
            self._told(view)
