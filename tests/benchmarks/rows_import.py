"""The benchmark's row of imports: a list made elsewhere, against the bare insertion of its rows.

Ours is all of an import of JSON Lines: each document read and judged by every rule, compared with
the list itself and with the record, put in, and its entry signed. The rival has the rows ready in
memory and puts them into the same table with the same indexes by one `executemany`, in one
transaction that is as durable. The list is of TPMs with nothing beside their keys, as most lists
are, and no unit was made here; rows that need more rules, or a certificate read, take longer.

The figures are of processor time of both: what else the machine does moves the clock, not them.
"""

import base64
import json
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Final

from sqlite_utils import Database

from station.model.foreign import COLUMNS, ListKind
from station.operations.backup_content import Watch
from station.operations.list_import import ImportAsked, import_list
from station.records.foreign_tables import add_imports, find_names
from station.records.store import Records
from tests.benchmarks.row import AtMost, Measured, Row, Scale
from tests.service.conftest import endorsement_public
from tests.unit.records.software import SoftwareGuard

_ROWS: Final = {Scale.QUICK: 10_000, Scale.FULL: 1_000_000}


def _written(path: Path, rows: int) -> None:
    with path.open("w", encoding="ascii") as file:
        for number in range(rows):
            key = base64.b64encode(endorsement_public(number)).decode("ascii")
            attestation = {"type": "tpm", "tpm": {"endorsementKey": key}}
            document = {"registrationId": f"theirs-{number:07}", "attestation": attestation}
            file.write(f"{json.dumps(document)}\n")


def _ours(path: Path, record: Path) -> float:
    """Return the processor time of an import, in seconds."""
    asked = ImportAsked(path, ListKind.JSON_LINES, id_scope="0ne00000001")
    with Records.create(record, SoftwareGuard(), station="benchmark", practice=True) as records:
        began = time.process_time()
        watch = Watch(lambda *_: None, Event())
        done = import_list(records, asked, lambda _: None, None, watch)
        taken = time.process_time() - began
    if done.made is None:
        raise RuntimeError("the list was refused")
    return taken


def _bare(record: Path, bare: Path) -> float:
    """Return the processor time of putting the same rows in, in seconds."""
    columns = ", ".join(("import_id", "digest", *COLUMNS))
    with closing(sqlite3.connect(record)) as ours:
        rows = ours.execute(f"SELECT {columns} FROM foreign_enrollments ORDER BY id").fetchall()  # noqa: S608 - constants
    with closing(sqlite3.connect(bare)) as connection:
        add_imports(database := Database(connection))
        find_names(database)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        marks = ", ".join("?" * (len(COLUMNS) + 2))
        began = time.process_time()
        with connection:
            connection.executemany(
                f"INSERT INTO foreign_enrollments ({columns}) VALUES ({marks})",  # noqa: S608 - constants
                rows,
            )
        return time.process_time() - began


def list_import(scale: Scale) -> Measured:
    """Measure how long the import of a list takes."""
    rows = _ROWS[scale]
    with tempfile.TemporaryDirectory(prefix="import-") as name:
        folder = Path(name)
        _written(folder / "list.jsonl", rows)
        ours = _ours(folder / "list.jsonl", folder / "station.db")
        bare = _bare(folder / "station.db", folder / "bare.db")
    return Measured(ours, bare, {"rows": rows, "rows_per_s": round(rows / ours)})


LIST_IMPORT: Final = Row("s", "bare executemany, the same indexes", AtMost(3), list_import)
