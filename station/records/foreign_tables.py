"""The migration that made room for enrollments made elsewhere; it has shipped, and stays as it is.

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
INDEXES: Final = (
    "CREATE UNIQUE INDEX foreign_name"
    " ON foreign_enrollments (registration_id COLLATE NOCASE, id_scope)",
    "CREATE UNIQUE INDEX foreign_serial ON foreign_enrollments (serial COLLATE NOCASE)"
    " WHERE serial IS NOT NULL",
    "CREATE UNIQUE INDEX foreign_key ON foreign_enrollments (key_fingerprint)"
    " WHERE key_fingerprint IS NOT NULL",
    "CREATE UNIQUE INDEX foreign_certificate ON foreign_enrollments (certificate_sha256)"
    " WHERE certificate_sha256 IS NOT NULL",
    "CREATE INDEX foreign_endorsement ON foreign_enrollments (ek_hash) WHERE ek_hash IS NOT NULL",
    "CREATE INDEX foreign_device ON foreign_enrollments (device_id COLLATE NOCASE)"
    " WHERE device_id IS NOT NULL",
    "CREATE INDEX foreign_import ON foreign_enrollments (import_id, place)",
)


def add_imports(db: Database) -> None:
    """Add both tables."""
    for statement in (_IMPORTS, _ROWS, *INDEXES):
        db.execute(statement)
