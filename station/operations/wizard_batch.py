"""The part of the wizard that has units begin together, where the house loads in batches."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from threading import Event, Thread
from typing import Final

from station.errors import StationError
from station.line.work import Job
from station.operations import loading, seating
from station.operations.bench_board import Board, Told
from station.operations.bench_view import BenchView, Phase, PositionView

_log: Final = logging.getLogger(__name__)


class BatchBoard(Board, ABC):
    """A bench whose loaded units begin by `loading`, in a thread of its own.

    That thread looks at every change, whoever made it: no way to a batch's begin is forgotten.

    Args:
        positions: their names, as they lie on the bench.
        told: told of every change.
    """

    def __init__(self, positions: Sequence[str], told: Told) -> None:
        super().__init__(positions, told)
        self._stop = Event()
        self._held = Event()
        self._loader = Thread(target=self._begin_batches, name="batches")

    @abstractmethod
    def _startable(self, view: PositionView) -> Job | None:
        """Return the job of a unit that may be started now; else None, having told why."""

    @abstractmethod
    def _go(self, view: PositionView, job: Job) -> None:
        """Start a unit, if its position works; whoever calls has the turn."""

    def hold(self, *, now: bool) -> None:
        """Start nothing more, nor by itself, while nobody who may is there; or do so again.

        What has come meanwhile waits for a press; a batch that became whole begins.
        """
        with self._turn:
            (self._held.set if now else self._held.clear)()
            self._tell(replace(self._view, asked=False))

    def start_all(self) -> None:
        """Begin with what is loaded, without the others; nothing where nothing is."""
        with self._turn:
            if not self._held.is_set():
                self._tell(loading.asked(self._view))

    def _set_batch(self, *, on: bool) -> None:
        with self._turn:
            self._tell(replace(self._view, batch=on))

    def _unload(self, position: str) -> None:
        """Take a unit out of its batch, unless it has begun."""
        with self._turn:
            if (view := self._view.at(position)).phase is Phase.LOADED:
                self._put(position, seating.idle(view))

    def _tell(self, view: BenchView) -> None:
        super()._tell(loading.counted(view))
        self._turn.notify_all()

    def _begin_batches(self) -> None:
        while batch := self._next_batch():
            self._begin({view.position: (view.serial, self._job(view)) for view in batch})

    def _next_batch(self) -> Sequence[PositionView]:
        """Wait for a batch; return what is loaded, or nothing at the end."""
        with self._turn:
            self._turn.wait_for(lambda: self._stop.is_set() or self._begins())
            return () if self._stop.is_set() else loading.loaded(self._view)

    def _begins(self) -> bool:
        return not self._held.is_set() and loading.begins(self._view)

    def _job(self, view: PositionView) -> Job | None:
        """Return a loaded unit's job; one that may not begin any more is out of the batch."""
        try:
            job = self._startable(view)
        except Exception as error:  # noqa: BLE001 - the others' batch begins all the same
            _log.exception("Position %s can't begin", view.position)
            self._refuse(view, StationError("LIN-014", type(error).__name__))
            job = None
        if job is None:
            with self._turn:
                why = self._view.at(view.position).notice
                self._unload(view.position)
                self._change(view.position, lambda v: replace(v, notice=why))
        return job

    def _begin(self, checked: Mapping[str, tuple[str, Job | None]]) -> None:
        """Start all at once, if it is still so that they begin and all of them are checked."""
        with self._turn:
            now = loading.loaded(self._view)
            if not self._begins() or any(view.position not in checked for view in now):
                return  # and look anew
            for view in now:
                serial, job = checked[view.position]
                if job is not None and view.serial == serial:
                    self._go(view, job)
