"""One batch of a push, from its first call until each of its rows has its fate."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from station.errors import StationError
from station.model.names import shown
from station.model.push import PushFate, PushRow, PushState
from station.service.client import Fate, ItemResult
from station.service.documents import bulk_body
from station.service.push_compare import differences, without_secrets
from station.service.push_desk import REFUSED, UNSURE, Desk, OverError
from station.service.push_plan import Batch

_CODE: Final = re.compile(r"[0-9]{6}")
_TRACKING: Final = re.compile(r"tracking ID (\S+)")
# A refusal of a whole call by these isn't because of a row: the next call would fare the same.
_NOT_OF_ROWS: Final = frozenset({403, 404, 405, 415})
_BAD_REQUEST: Final = 400
_TOO_OFTEN: Final = 429
_WORDS: Final = 200
# So many times the tries that a row of failures may have, where some calls go well in between.
_MOST_FAILURES: Final = 10


class _GivenUpError(Exception):
    """The batch has failed too often."""


@dataclass
class BatchWork:
    """The work on one batch.

    Attributes:
        desk: asks the service.
        batch: its rows.
    """

    desk: Desk
    batch: Batch
    _absent: list[PushRow] = field(default_factory=list)  # surely not made by us: to be sent
    _unsure: list[PushRow] = field(default_factory=list)  # to be read back
    _fates: list[PushFate] = field(default_factory=list)
    _perhaps_made: set[int] = field(default_factory=set)
    _existed: set[int] = field(default_factory=set)  # as an answer said
    _said: dict[int, PushFate] = field(default_factory=dict)  # what was said of a single row
    _one_by_one: bool = False
    _failures: int = 0  # in a row
    _all_failures: int = 0
    _why: str = ""

    def run(self) -> list[PushFate]:
        """Return the fate of each row, whatever happens."""
        self._unsure = [row for row in self.batch if row.settle]
        self._absent = [row for row in self.batch if not row.settle]
        try:
            while self._absent or self._unsure:
                if self._unsure:
                    self._read(self._unsure[0])
                else:
                    self._send(self._absent[:1] if self._one_by_one else self._absent)
        except (_GivenUpError, OverError):
            pass
        except StationError as error:
            self._why = str(error)
        self._leave()
        return self._fates

    def _leave(self) -> None:
        """Leave what has no fate to the next push."""
        for rows, state in ((self._unsure, PushState.UNSURE), (self._absent, PushState.WAITING)):
            self._fates += (
                PushFate(row.key, row.name, state, words=shown(self._why, _WORDS)) for row in rows
            )

    def _send(self, rows: list[PushRow]) -> None:
        desk, settings = self.desk, self.desk.settings
        body = bulk_body(settings.kind, tuple(row.document for row in rows))
        self._absent = [row for row in self._absent if row not in rows]
        try:
            results = desk.ask(
                settings.bulk_cost, lambda: desk.way.create_all(settings.kind, body, desk.cancel)
            )
        except OverError:
            self._absent = [*rows, *self._absent]
            raise
        except StationError as error:
            self._not_sent(rows, error)
            return
        self._failures = 0
        for row, result in zip(rows, results, strict=True):
            self._told(row, result)
        if any(_is_busy(result) for result in results):
            self._fail(self._why or "the service was busy")

    def _not_sent(self, rows: list[PushRow], error: StationError) -> None:
        """Go on after a call that failed as a whole."""
        if error.code in UNSURE or error.code == "LIN-003":
            self._perhaps_made |= {row.key for row in rows}
            self._unsure += rows
            if error.code == "LIN-003":
                raise error
            self._fail(str(error))
            return
        if error.code != REFUSED:  # it wasn't listened to
            self._absent = [*rows, *self._absent]
            raise error
        # Whether a part of it was done isn't stated (FACTS 2.5), so all is read again; and then
        # one by one, which shows whose fault it is.
        said = _of_error(rows[0], error)
        if said.code // 1_000 in _NOT_OF_ROWS:
            self._absent = [*rows, *self._absent]
            self.desk.end(error)
            raise error
        if len(rows) == 1:
            self._said[rows[0].key] = said
        self._one_by_one = True
        self._perhaps_made |= {row.key for row in rows}
        self._unsure += rows

    def _told(self, row: PushRow, result: ItemResult) -> None:
        """Take what a call's answer says of one row."""
        status = _status(result.code)
        if result.fate is Fate.CREATED:
            self._fates.append(PushFate(row.key, row.name, PushState.CREATED))
        elif result.fate is Fate.EXISTS:
            self._existed.add(row.key)
            self._unsure.append(row)
        elif status == _TOO_OFTEN:
            self._absent.append(row)
        elif status >= 500:
            self._perhaps_made.add(row.key)
            self._unsure.append(row)
            self._why = result.words
        else:
            self._fates.append(
                PushFate(
                    row.key,
                    row.name,
                    PushState.REFUSED,
                    result.code,
                    result.words,
                    result.tracking,
                )
            )

    def _read(self, row: PushRow) -> None:
        """Read a row back: what is there decides."""
        desk, kind = self.desk, self.desk.settings.kind
        try:
            found = desk.ask(1, lambda: desk.way.get(kind, row.name, desk.cancel))
        except StationError as error:
            if error.code in UNSURE:
                self._fail(str(error))
                return
            if error.code != REFUSED:
                raise
            self._unsure.remove(row)
            said = _of_error(row, error)
            # What it can't even be asked after it can't have.
            refused = _status(said.code) == _BAD_REQUEST
            self._fates.append(said if refused else replace(said, state=PushState.UNSURE))
            return
        self._failures = 0
        self._unsure.remove(row)
        if found is None:
            self._missing(row)
            return
        differs = tuple(shown(path, _WORDS) for path in differences(row.document, found))
        etag = found.get("etag")
        state = PushState.CREATED if row.key in self._perhaps_made else PushState.ALREADY
        self._fates.append(
            PushFate(
                row.key,
                row.name,
                PushState.CONFLICT if differs else state,
                etag=shown(etag, _WORDS) if isinstance(etag, str) else "",
                differs=differs,
                theirs=without_secrets(found) if differs else "",
            )
        )

    def _missing(self, row: PushRow) -> None:
        """Go on with a row that isn't there."""
        said = self._said.pop(row.key, None)
        if said is not None:
            self._fates.append(said)
            return
        self._absent.append(row)
        if row.key in self._existed:
            self._fail("the service says both that it has it and that it hasn't")

    def _fail(self, why: str) -> None:
        """Count a failure and wait.

        Raises:
            _GivenUpError: where there were too many.
            OverError: where it is over meanwhile.
        """
        self._why = why
        self._failures += 1
        self._all_failures += 1
        tries = self.desk.settings.tries
        if self._failures > tries or self._all_failures > _MOST_FAILURES * tries:
            raise _GivenUpError
        self.desk.pause(self.desk.settings.trouble.delay(self._failures - 1))


def _status(code: int) -> int:
    """Return the status of HTTP that a code is of: its first three digits (dps/FACTS 2.6)."""
    return code if code < 1_000 else code // 1_000


def _is_busy(result: ItemResult) -> bool:
    """Tell whether the service might have taken it at another time."""
    status = _status(result.code)
    return result.fate is Fate.REFUSED and (status == _TOO_OFTEN or status >= 500)


def _of_error(row: PushRow, error: StationError) -> PushFate:
    """Return the fate of a row that a call was refused for."""
    why = str(error.data.get("why", ""))
    code, tracking = _CODE.match(why), _TRACKING.search(error.detail)
    return PushFate(
        row.key,
        row.name,
        PushState.REFUSED,
        int(code[0]) if code else 0,
        shown(_CODE.sub("", why, count=1).strip(), _WORDS),
        shown(tracking[1], _WORDS) if tracking and tracking[1] != "none" else "",
    )
