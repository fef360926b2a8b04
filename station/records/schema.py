"""Whether a database has the schema of this very Station's record, and bringing it there."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from station.errors import StationError
from station.records.migrations import MIGRATIONS


def check_known(db: Database, path: Path) -> None:
    """Check that a database is a record, and of no newer Station than this.

    Raises:
        StationError: REC-001 where no migration was ever applied, REC-002 where one was that this
            Station doesn't know.
    """
    applied = {migration.name for migration in MIGRATIONS.applied(db)}
    if not applied:
        raise StationError("REC-001", "it is not a record of Station", path=str(path))
    unknown = applied - _names()
    if unknown:
        raise StationError("REC-002", f"unknown: {', '.join(sorted(unknown))}")


def check_current(db: Database, path: Path) -> None:
    """Check that no migration is pending, since a reader can't migrate, or raise REC-001."""
    if MIGRATIONS.pending(db):
        raise StationError("REC-001", "of an older Station: open it for writing", path=str(path))


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Check that a connection is to a record of this very Station; raises as the two above."""
    database = Database(connection, recursive_triggers=False, execute_plugins=False)
    check_known(database, path)
    check_current(database, path)


def migrate(db: Database) -> None:
    """Bring a database, empty or `check_known`, to the newest schema."""
    MIGRATIONS.apply(db)


def foreign_objects(connection: sqlite3.Connection) -> list[str]:
    """Return what is wrong with the schema: a trigger, view, table, index too much or too few."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        MIGRATIONS.apply(Database(fresh, recursive_triggers=False, execute_plugins=False))
        expected = _objects(fresh)
    changed = expected ^ _objects(connection)
    return sorted(f"the schema was changed: {kind} {name}" for kind, name in changed)


def _objects(connection: sqlite3.Connection) -> set[tuple[str, str]]:
    sql = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    return {(row[0], row[1]) for row in connection.execute(sql)}


def _names() -> set[str]:
    fresh = sqlite3.connect(":memory:")
    with closing(fresh):
        pending = MIGRATIONS.pending(
            Database(fresh, recursive_triggers=False, execute_plugins=False)
        )
    return {migration.name for migration in pending}
