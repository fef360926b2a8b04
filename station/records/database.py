"""SQLite's door: connections, transactions and locks, with every error translated."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, TypeAlias

from sqlite_utils import Database

from station.errors import StationError
from station.model.names import shown
from station.records.files import on_read_only_disk

Value = str | int | float | bytes | None
# What gives a statement's rows, in a transaction or outside.
Rows: TypeAlias = Callable[[str, tuple[Value, ...]], Iterable[sqlite3.Row]]

# How long another program may hold SQLite's own lock, seconds.
_BUSY_S: Final = 5.0
# How long another thread may write; longer than the guard's own time-outs, which can lie within.
_TURN_S: Final = 60.0


class Doing(Enum):
    """What went wrong: the same cause has another meaning when reading and when writing."""

    READING = "reading"
    WRITING = "writing"


_WRITING: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_FULL: "REC-003",
    sqlite3.SQLITE_BUSY: "REC-004",
    sqlite3.SQLITE_LOCKED: "REC-004",
    sqlite3.SQLITE_CORRUPT: "REC-001",
    sqlite3.SQLITE_NOTADB: "REC-001",
    sqlite3.SQLITE_ERROR: "REC-001",
    sqlite3.SQLITE_CONSTRAINT: "REC-011",
}
_READING: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_BUSY: "REC-004",
    sqlite3.SQLITE_LOCKED: "REC-004",
}


# Where the file is damaged, SQLite's own message can hold bytes that are no text.
_Trouble: TypeAlias = sqlite3.Error | UnicodeDecodeError


def station_error(error: _Trouble, path: Path, doing: Doing) -> StationError:
    """Return the StationError that an error of SQLite means for the record at `path`."""
    if isinstance(error, UnicodeDecodeError):
        return StationError("REC-001", f"{doing.value}: no text", path=str(path))
    # Errors that Python raises of itself, as for text that is not UTF-8, carry no code.
    extended: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_MISUSE)
    if extended == sqlite3.SQLITE_IOERR_SHMSIZE:
        code = "REC-003"
    elif doing is Doing.WRITING:
        code = _WRITING.get(extended & 0xFF, "REC-017")
    else:
        code = _READING.get(extended & 0xFF, "REC-001")
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return StationError(code, f"{doing.value}: {name}: {shown(str(error), 200)}", path=str(path))


@contextmanager
def translated(path: Path, doing: Doing) -> Iterator[None]:
    """Let no error of SQLite out.

    Raises:
        StationError: REC-001, -003, -004, -011 or -017 in its place.
    """
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise station_error(error, path, doing) from error


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_S,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.row_factory = sqlite3.Row
    return connection


# What SQLite answers where it can't make its own files beside a database, as on a read-only medium.
_NO_ROOM: Final = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY})


def _reading(path: Path, *, copy: bool) -> sqlite3.Connection:
    """Return a connection that only reads.

    Args:
        path: the database.
        copy: whether it is a copy that nobody writes, as one on a read-only disk always is. It is
            read as it stands, without a file made beside it, unless its newest part lies there.
    """
    if not copy and not on_read_only_disk(path):
        return _connected(path, "ro")
    beside = path.with_name(path.name + "-wal")
    if copy and not beside.exists():
        return _connected(path, "ro&immutable=1")
    connection = _connected(path, "ro")
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in _NO_ROOM:
            raise
        if beside.exists() and beside.stat().st_size:
            why = f"its newest part is in {beside.name}, which can't be read there"
            raise StationError("REC-049", str(error), path=str(path), why=why) from error
        return _connected(path, "ro&immutable=1")
    return connection


def _prepared(connection: sqlite3.Connection, pragmas: Sequence[str]) -> None:
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except BaseException:
        connection.close()
        raise


class Readings:
    """A connection that only reads, shared by the threads of one process.

    Args:
        path: the database.
        copy: whether it is a copy that nobody writes, perhaps on a medium that can't be written.
    """

    def __init__(self, path: Path, *, copy: bool = False) -> None:
        self.path = path
        self._lock = Lock()
        self._aside: Readings | None = None
        with translated(path, Doing.READING):
            self._connection = _reading(path, copy=copy)
            _prepared(self._connection, ("trusted_schema=OFF", "cell_size_check=ON"))

    @contextmanager
    def schema(self) -> Iterator[Database]:
        """Give the database as sqlite-utils has it, to look at its schema; raises as `rows`."""
        with self._lock, translated(self.path, Doing.READING):
            yield Database(self._connection, recursive_triggers=False, execute_plugins=False)

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Return all rows of a SELECT; none where a value is text that no database can hold.

        Raises:
            StationError: REC-001 where the file can't be read, REC-004 where it is locked.
        """
        with self._lock, translated(self.path, Doing.READING):
            try:
                found: list[sqlite3.Row] = self._connection.execute(sql, values).fetchall()
            except UnicodeEncodeError:
                return []
            return found

    def row(self, sql: str, values: Sequence[Value] = ()) -> sqlite3.Row | None:
        """Return the first row of a SELECT, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    @property
    def aside(self) -> "Readings":
        """Another connection, for what may take long: nobody else has to wait for it."""
        with self._lock:
            if self._aside is None:
                self._aside = Readings(self.path)
            return self._aside

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            if self._aside is not None:
                self._aside.close()
            self._connection.close()


def damages(rows: Callable[[str], Iterable[sqlite3.Row]], most: int = 1) -> list[str]:
    """Return what SQLite finds wrong with a database, page by page; none where it is whole.

    It reads the whole file: about a second for each gigabyte where nothing else has to be done.

    Args:
        rows: gives a statement's rows.
        most: how many things are told.
    """
    found = [str(row[0]) for row in rows(f"PRAGMA quick_check({most})")]
    return [] if found == ["ok"] else [shown(one, 200) for one in found or ["no answer"]]


def check_file(rows: Callable[[str], Iterable[sqlite3.Row]], path: Path) -> None:
    """Check the database at `path` as `damages` does, or raise REC-001."""
    if found := damages(rows):
        raise StationError("REC-001", f"damaged: {found[0]}", path=str(path))


@contextmanager
def snapshot(path: Path, *, copy: bool = False) -> Iterator[sqlite3.Connection]:
    """Give a connection that reads the record as it stands now, whatever is written meanwhile.

    Args:
        path: the database.
        copy: whether it is a copy that nobody writes, perhaps on a medium that can't be written.

    Raises:
        StationError: REC-001 or REC-004, from the block's own statements too; REC-049 where a copy
            lies where it can't be read.
    """
    with translated(path, Doing.READING):
        connection = _reading(path, copy=copy)
        try:
            _prepared(connection, ("trusted_schema=OFF", "cell_size_check=ON"))
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()


def _take(turn: Lock) -> None:
    if not turn.acquire(timeout=_TURN_S):
        raise StationError("REC-017", f"another thread wrote for over {_TURN_S} s")


@dataclass
class _Transaction:
    """What `Writer.transaction` gives: a plain class, since each PASS takes two of them."""

    connection: sqlite3.Connection
    turn: Lock
    path: Path
    version: int

    def __enter__(self) -> sqlite3.Connection:
        _take(self.turn)
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            self._demand_ours()
        except sqlite3.Error as error:
            self.turn.release()
            raise station_error(error, self.path, Doing.WRITING) from error
        except BaseException:
            self.turn.release()
            raise
        return self.connection

    def _demand_ours(self) -> None:
        if _data_version(self.connection) != self.version:
            self._undo()
            raise StationError("REC-011", "another program wrote to it while it was open")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._commit()
            else:
                self._undo()
        finally:
            self.turn.release()
        if error is not None and isinstance(error, sqlite3.Error | UnicodeDecodeError):
            raise station_error(error, self.path, Doing.WRITING) from error

    def _commit(self) -> None:
        try:
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo()
            raise station_error(error, self.path, Doing.WRITING) from error

    def _undo(self) -> None:
        # Full and I/O errors can have ended the transaction by themselves already.
        with suppress(sqlite3.Error):
            self.connection.rollback()


def _data_version(connection: sqlite3.Connection) -> int:
    """Return a number that changes when another connection has committed something.

    SQLite documentation, PRAGMA data_version: the connection's own commits don't count.
    """
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


class Writer:
    """The one connection that writes: one thread at a time, each transaction durable.

    Nothing else may write to the database while it is open: from then on it writes no more.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._turn = Lock()
        with translated(path, Doing.READING):
            self._connection = _connected(path, "rw")
            _prepared(
                self._connection,
                (
                    "journal_mode=WAL",
                    "synchronous=FULL",
                    "foreign_keys=ON",
                    "trusted_schema=OFF",
                    "cell_size_check=ON",
                ),
            )
            self._version = _data_version(self._connection)
        self.database = Database(self._connection, recursive_triggers=False, execute_plugins=False)

    def transaction(self) -> AbstractContextManager[sqlite3.Connection, None]:
        """Hold the record for writing; commit durably at the block's end, or undo all of it.

        It begins IMMEDIATE, so what is read in the block can't change before it is written.

        Raises:
            StationError: REC-003 disk full, REC-017 can't be written, REC-001 damaged, REC-004
                locked by another program, REC-011 where a rule of the schema was broken, or where
                another program has written to it.
        """
        return _Transaction(self._connection, self._turn, self.path, self._version)

    @contextmanager
    def schema(self) -> Iterator[Database]:
        """Hold the record for changes of its schema, which begin their own transactions.

        Raises:
            StationError: as `transaction`.
        """
        with self._held(), translated(self.path, Doing.WRITING):
            yield self.database

    @contextmanager
    def _held(self) -> Iterator[None]:
        _take(self._turn)
        try:
            yield
        finally:
            self._turn.release()

    def close(self) -> None:
        """Close the connection; SQLite folds its log into the file."""
        with self._held():
            self._connection.close()
