"""What is kept of the way to a service beside where it is: a proxy's user, and a sign-in."""

from typing import Final

from sqlite_utils import Database

_COLUMNS: Final = (
    *("proxy_user", "proxy_sealed"),
    *("sign_in", "tenant", "client", "authority", "sealed"),
)


def add_ways_in(db: Database) -> None:
    """Add the columns, empty for what is known already."""
    for column in _COLUMNS:
        db.execute(f"ALTER TABLE services ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
