"""Stops: what the runs of a position, an order or the bench lead to, until somebody lets it go on.

A stop is found, written and told to the chain in the transaction that ends the run which caused it.
"""

import hmac
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import islice
from types import TracebackType
from typing import Final

from pydantic import JsonValue

from station.errors import Outcome, StationError
from station.model.names import shown
from station.model.rights import Approval
from station.model.settings import Settings
from station.model.stops import (
    BENCH,
    DUPLICATES,
    NOT_THE_POSITION,
    YIELD_UNITS,
    Cause,
    Place,
    Scope,
    Stop,
)
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Rows, Writer
from station.records.entries import EntryKind
from station.records.figures import COUNTED_TRY
from station.records.gates import Admission
from station.records.guard import Guard
from station.records.settings import SettingsBook
from station.records.stop_rows import (
    INSERT_STOP,
    RESTART_LABEL,
    SELECT_RESTART,
    SELECT_STOPS,
    parse_stop,
    restart_canonical,
    stop_digest,
    stop_row,
    told_stops,
)

_log: Final = logging.getLogger(__name__)

_LONGEST_REASON: Final = 200
# The newest run comes first, so that no more is read than is asked for; see migration 0031.
_TRIES: Final = (
    "SELECT name, outcome, code, follows FROM runs WHERE position = ?"
    " AND outcome IN ('passed', 'failed') ORDER BY name DESC LIMIT 2000"
)
_FIRST: Final = (
    "SELECT runs.id, name, outcome FROM runs WHERE order_id = (SELECT id FROM orders"
    " WHERE name = ?) AND outcome = ? AND {now}"
    " AND NOT EXISTS (SELECT 1 FROM runs AS earlier WHERE earlier.serial = runs.serial"
    " COLLATE NOCASE AND earlier.id < runs.id AND {before}) ORDER BY runs.id DESC LIMIT {units}"
)
_FIRST_TRIES: Final = _FIRST.format(
    now=COUNTED_TRY.format(run="runs"),
    before=COUNTED_TRY.format(run="earlier"),
    units=YIELD_UNITS,
)
_STANDS: Final = "SELECT 1 FROM stops WHERE scope = ? AND name = ?"
_PUT_BACK: Final = "; it was taken out of the record by hand, and put back"
_SERIAL_OF: Final = "SELECT serial FROM runs WHERE name = ?"


def refusal(stop: Stop) -> StationError:
    """Return what a stop is refused with, wherever it stops something."""
    match stop.place.scope:
        case Scope.POSITION:
            return StationError("LIN-075", position=stop.place.name, why=stop.why)
        case Scope.ORDER:
            return StationError("LIN-076", order=stop.place.name, why=stop.why)
        case Scope.BENCH:
            return StationError("LIN-077", why=stop.why)


@dataclass(slots=True)
class Watching:
    """What `StopBook.watching` gives: a plain class, since each PASS takes one."""

    book: "StopBook"
    run: str

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, StationError) and error.code in DUPLICATES:
            self.book.met(self.run, str(error.data.get("other", "")))


@dataclass
class StopBook:
    """Stops positions, orders and the bench, and lets them go on once a supervisor said why.

    A restart begins every count of that place anew. It carries the guard's MAC, which is asked for
    once for each.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    settings: SettingsBook
    _genuine: set[bytes] = field(default_factory=set)
    _met: dict[str, str] = field(default_factory=dict)
    _looked_at: set[Place] = field(default_factory=set)

    # What is refused

    def held(self, position: str, order: str) -> StationError | None:
        """Return why no unit may be started at a position for an order; None where one may."""
        found = _reaching(self.reads.rows(SELECT_STOPS), position, order)
        return None if found is None else refusal(found)

    def check(self, connection: sqlite3.Connection, position: str, order: str) -> None:
        """Check that a run may go on, inside a transaction.

        Raises:
            StationError: LIN-075 where the position stands still, LIN-076 where the order does,
                LIN-077 where the bench does.
        """
        rows = connection.execute(SELECT_STOPS).fetchall()
        if rows and (found := _reaching(rows, position, order)) is not None:
            raise refusal(found)

    def gate(self, connection: sqlite3.Connection, admission: Admission) -> None:
        """Let a unit be admitted where nothing stands still; a `Gate`, which raises as `check`."""
        row = connection.execute("SELECT position FROM runs WHERE id = ?", (admission.run,))
        self.check(connection, row.fetchone()["position"], admission.order.order.name)

    # What leads to a stop

    def watching(self, run: str) -> "Watching":
        """Remember within a block that a run's unit came with another unit's key."""
        return Watching(self, run)

    def met(self, run: str, other: str) -> None:
        """Remember that a run's unit came with the key of the unit `other`, a serial number."""
        self._met[run] = other

    def met_in(self, run: str, before: str) -> None:
        """Remember that a run's unit came with a key that an earlier run's unit had."""
        row = self.reads.row(_SERIAL_OF, (before,))
        self.met(run, "" if row is None else str(row["serial"]))

    def after_run(self, connection: sqlite3.Connection, run: str) -> Appended | None:
        """Stop what a run that has just ended without PASS leads to, in its transaction.

        A guard in trouble keeps no run from ending: `look_again` makes good for it.
        """
        row = connection.execute(
            "SELECT runs.name, runs.position, runs.serial, runs.outcome, runs.code,"
            " orders.name AS order_name FROM runs JOIN orders ON orders.id = runs.order_id"
            " WHERE runs.name = ?",
            (run,),
        ).fetchone()
        found = [self._duplicate(row)]
        if row["outcome"] == Outcome.FAILED.value:
            places = _places(row["position"], row["order_name"])
            found += [self._looked_into(connection.execute, place) for place in places]
        return self._written(connection, [stop for stop in found if stop is not None])

    def after_pass(self, connection: sqlite3.Connection, order: str) -> Appended | None:
        """Stop an order whose yield is known to be too low now that a unit has passed."""
        stop = self._looked_into(connection.execute, Place(Scope.ORDER, order))
        return self._written(connection, [] if stop is None else [stop])

    def look_again(self, position: str, order: str) -> None:
        """Stop what should stand still already: once after the start, and where it couldn't be."""
        for place in _places(position, order):
            if place in self._looked_at:
                continue
            stop = self._looked_into(self.reads.rows, place)
            if stop is not None:
                with self.writer.transaction() as connection:
                    entry = self._written(connection, [stop])
                if entry is not None:
                    self.heads.sign(entry)

    def put_back(self, connection: sqlite3.Connection) -> None:
        """Write down anew what was taken out of the record, but stands still as the chain tells."""
        for told in told_stops(connection):
            place = (told.place.scope.value, told.place.name)
            if connection.execute(_STANDS, place).fetchone() is None:
                why = f"{told.why.removesuffix(_PUT_BACK)}{_PUT_BACK}"
                self._written(connection, [replace(told, why=why, since=self.journal.now())])

    def _duplicate(self, row: sqlite3.Row) -> Stop | None:
        other = self._met.pop(row["name"], None)
        if other is None or row["code"] not in DUPLICATES:
            return None
        if other and other.lower() == row["serial"].lower():
            return None  # the same unit once more
        whose = f"the unit {shown(other)}" if other else "another unit"
        why = f"the unit {shown(row['serial'])} came with the key of {whose}"
        return self._stop(BENCH, Cause.DUPLICATE, why, [row["name"]])

    def _looked_into(self, rows: Rows, place: Place) -> Stop | None:
        """Return the stop that the record's runs lead to, where none stands there."""
        self._looked_at.discard(place)
        try:
            stop = self._found(rows, place)
        except StationError as error:
            _log.warning("Whether %s is to stop isn't known yet: %s", place.words, error)
            return None
        self._looked_at.add(place)
        return stop

    def _found(self, rows: Rows, place: Place) -> Stop | None:
        settings = self._settings(rows)
        if place.scope is Scope.POSITION and settings.stop_failures is not None:
            return self._failures(rows, place, settings.stop_failures)
        if place.scope is Scope.ORDER and settings.stop_yield is not None:
            return self._low_yield(rows, place, settings.stop_yield)
        return None

    def _settings(self, rows: Rows) -> Settings:
        """Return the rules of the house; where they aren't genuine, those that nobody changed."""
        try:
            return self.settings.get_known(rows)
        except StationError as error:
            if error.code != "REC-012":
                raise
            return Settings()

    def _failures(self, rows: Rows, place: Place, most: int) -> Stop | None:
        since, names = self._since(rows, place), list[str]()
        for row in rows(_TRIES, (place.name,)):
            if row["name"] <= since or row["outcome"] == Outcome.PASSED.value:
                break
            if row["follows"] is None and row["code"] not in NOT_THE_POSITION:
                names.append(row["name"])
            if len(names) == most:
                why = f"{most} runs in a row failed" if most > 1 else "a run failed"
                return self._stop(place, Cause.FAILURES, why, names[::-1])
        return None

    def _low_yield(self, rows: Rows, place: Place, least: int) -> Stop | None:
        since = self._since(rows, place)
        both = [
            iter(rows(_FIRST_TRIES, (place.name, outcome.value)))
            for outcome in (Outcome.PASSED, Outcome.FAILED)
        ]
        newest = merge(*both, key=lambda row: row["id"], reverse=True)
        tries = [row for row in islice(newest, YIELD_UNITS) if row["name"] > since]
        passed = sum(row["outcome"] == Outcome.PASSED.value for row in tries)
        if len(tries) < YIELD_UNITS or passed * 100 >= least * YIELD_UNITS:
            return None
        why = (
            f"{passed} of the last {YIELD_UNITS} units passed at their first try,"
            f" and the limit is {least} %"
        )
        return self._stop(place, Cause.YIELD, why, [row["name"] for row in reversed(tries)])

    def _since(self, rows: Rows, place: Place) -> str:
        """Return the run up to which nothing counts; empty where no restart is genuine."""
        values = (place.scope.value, place.name)
        row = next(iter(rows(SELECT_RESTART, values)), None)
        if row is None:
            return ""
        content = restart_canonical(place, row["run"])
        if (known := content + row["mac"]) not in self._genuine:
            if not hmac.compare_digest(self.guard.mac(RESTART_LABEL, content), row["mac"]):
                _log.warning("The restart of %s is not genuine: it doesn't count", place.words)
                return ""
            self._genuine.add(known)
        return str(row["run"])

    def _stop(self, place: Place, cause: Cause, why: str, runs: Sequence[str]) -> Stop:
        return Stop(place, cause, why, tuple(runs), self.journal.now())

    def _written(self, connection: sqlite3.Connection, found: Sequence[Stop]) -> Appended | None:
        """Write stops down, but for those of what stands still already."""
        entry = None
        for stop in found:
            place = (stop.place.scope.value, stop.place.name)
            if connection.execute(_STANDS, place).fetchone() is not None:
                continue
            row = stop_row(stop)
            connection.execute(INSERT_STOP, row)
            data: dict[str, JsonValue] = {
                "scope": place[0],
                "name": place[1],
                "place": stop.place.words,
                "cause": stop.cause.value,
                "why": stop.why,
                "runs": [*stop.runs],
                "digest": stop_digest(row),
            }
            entry = self.journal.append(connection, EntryKind.STOPPED, data)
            _log.warning("%s stands still: %s", stop.place.words, stop.why)
        return entry

    # Going on

    def restart(self, place: Place, approval: Approval | None = None, reason: str = "") -> Stop:
        """Let something go on that stands still, and count anew from now on; return its stop.

        Args:
            place: what.
            approval: for `Right.RESTART`.
            reason: why, in a practice record where nobody agreed.

        Raises:
            StationError: REC-085 where it doesn't stand still, REC-025, REC-026; the guard's, and
                `Writer.transaction`'s.
        """
        why = shown((reason if approval is None else approval.reason).strip(), _LONGEST_REASON)
        if approval is None and self.journal.practice and not why:
            raise StationError("REC-026")
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            rows = connection.execute(SELECT_STOPS).fetchall()
            stop = next((one for one in map(parse_stop, rows) if one.place == place), None)
            if stop is None:
                raise StationError("REC-085", what=shown(place.words))
            newest = connection.execute("SELECT max(name) FROM runs").fetchone()[0]
            mac = self.guard.mac(RESTART_LABEL, restart_canonical(place, newest))
            where = (place.scope.value, place.name)
            connection.execute("DELETE FROM stops WHERE scope = ? AND name = ?", where)
            connection.execute(
                "INSERT OR REPLACE INTO restarts (scope, name, run, mac) VALUES (?, ?, ?, ?)",
                (*where, newest, mac),
            )
            data: dict[str, JsonValue] = {
                "scope": where[0],
                "name": where[1],
                "place": place.words,
                "run": newest,
                "stopped": stop.why,
                **({} if approval is not None else {"why": why}),
            }
            entry = self.journal.append(connection, EntryKind.RESTARTED, data, approval)
        self.heads.sign(entry)
        return stop


def _places(position: str, order: str) -> tuple[Place, Place]:
    return Place(Scope.POSITION, position), Place(Scope.ORDER, order)


def _reaching(rows: Iterable[sqlite3.Row], position: str, order: str) -> Stop | None:
    """Return a stop that reaches a position's work for an order: the widest that there is."""
    asked = {BENCH, Place(Scope.ORDER, order), Place(Scope.POSITION, position)}
    stops = [stop for stop in map(parse_stop, rows) if stop.place in asked]
    widest = (Scope.BENCH, Scope.ORDER, Scope.POSITION)
    return min(stops, key=lambda stop: widest.index(stop.place.scope), default=None)
