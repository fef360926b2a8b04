"""The migrations that made the enrollment list one of any size; once shipped, they stay.

DESIGN section 7 has how quick the list must be with a million rows; `list_walk` goes along them.
"""

from sqlite_utils import Database

from station.records.lookup import HASHES, fill_identifiers


def add_identifiers(db: Database) -> None:
    """Add what enrollments are found by, and the list's indexes, to a record without them."""
    # What an enrollment is found by beside its names; lookup.py says of what they are made.
    for column in ("device_name TEXT NOT NULL DEFAULT ''", *(f"{name} BLOB" for name in HASHES)):
        db.execute(f"ALTER TABLE enrollments ADD COLUMN {column}")
    fill_identifiers(db.conn)
    # Each order of the list is an index's, of all and of each filter by itself, with what other
    # filters ask for beside it; `state` has all that is shown, so that a part can be sorted
    # without its rows, which are ten times as large. The number stands before what isn't a key.
    db.execute("DROP INDEX enrollments_number")
    names = "serial, registration_id, device_name, id_scope, replaced"
    for name, columns in (
        ("enrolled", "enrolled"),
        ("order_enrolled", "order_id, enrolled, id, attestation"),
        ("mechanism", "attestation, enrolled"),
        ("state", f"status, enrolled, id, order_id, attestation, {names}"),
        ("device", "device_name COLLATE NOCASE, id, device_id, attestation"),
        ("order_device", "order_id, device_name COLLATE NOCASE, id, attestation"),
    ):
        db.execute(f"CREATE INDEX enrollments_{name} ON enrollments ({columns})")
    for name in HASHES:
        db.execute(
            f"CREATE INDEX enrollments_{name} ON enrollments ({name}) WHERE {name} IS NOT NULL"
        )


def add_mechanism_order(db: Database) -> None:
    """Add the index that has a mechanism's enrollments by registration ID.

    TPMs' registration IDs are hashes, others are made by a template: in that order the mechanisms
    lie apart, and one of them is far from where the list begins or ends.
    """
    db.execute(
        "CREATE INDEX enrollments_mechanism_name ON enrollments"
        " (attestation, registration_id COLLATE NOCASE, id_scope, replaced)"
    )
