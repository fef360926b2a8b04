"""The migrations that made room for enrollments made elsewhere; shipped, they stay as they are.

They are none of this station's work: no run, no order, no quantity. So they have a table of their
own, and what is found in it says so.
"""

from typing import Final

from sqlite_utils import Database

_IMPORTS: Final = (
    "CREATE TABLE imports (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL,"
    " kind TEXT NOT NULL, station TEXT NOT NULL, trusted INTEGER NOT NULL,"
    " rows INTEGER NOT NULL, digest TEXT NOT NULL, imported TEXT NOT NULL,"
    " forgotten TEXT NOT NULL, mac BLOB NOT NULL) STRICT"
)
_ROWS: Final = (
    "CREATE TABLE foreign_enrollments (id INTEGER PRIMARY KEY,"
    " import_id INTEGER NOT NULL REFERENCES imports (id), place INTEGER NOT NULL,"
    " registration_id TEXT NOT NULL, id_scope TEXT NOT NULL, device_id TEXT, serial TEXT,"
    " attestation TEXT NOT NULL, key_fingerprint BLOB, ek_public BLOB, ek_hash BLOB,"
    " certificate BLOB, certificate_sha256 BLOB, group_id TEXT, status TEXT NOT NULL,"
    " document TEXT NOT NULL, digest BLOB NOT NULL) STRICT"
)
# Unique where nothing may stand twice; an import has said so row by row before.
_INDEXED: Final = (
    ("UNIQUE INDEX", "name", "registration_id COLLATE NOCASE, id_scope", "registration_id"),
    ("UNIQUE INDEX", "serial", "serial COLLATE NOCASE", "serial"),
    ("UNIQUE INDEX", "key", "key_fingerprint", "key_fingerprint"),
    ("UNIQUE INDEX", "certificate", "certificate_sha256", "certificate_sha256"),
    ("INDEX", "endorsement", "ek_hash", "ek_hash"),
    ("INDEX", "device", "device_id COLLATE NOCASE", "device_id"),
)
INDEXES: Final = (
    *(
        f"CREATE {kind} foreign_{name} ON foreign_enrollments ({columns}) WHERE {there} IS NOT NULL"
        for kind, name, columns, there in _INDEXED
    ),
    "CREATE INDEX foreign_import ON foreign_enrollments (import_id, place)",
)


def add_imports(db: Database) -> None:
    """Add both tables."""
    for statement in (_IMPORTS, _ROWS, *INDEXES):
        db.execute(statement)


# A column that is never NULL: SQLite looks names up by no index that says so as well.
_NAME: Final = (
    "CREATE UNIQUE INDEX foreign_name ON foreign_enrollments"
    " (registration_id COLLATE NOCASE, id_scope)"
)


def find_names(db: Database) -> None:
    """Put an index by which names are found in place of the one by which they weren't."""
    db.execute("DROP INDEX foreign_name")
    db.execute(_NAME)
