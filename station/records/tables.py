"""How tables are made, for the migrations."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlite_utils import Database


def create(
    db: Database,
    name: str,
    columns: Mapping[str, type],
    *,
    optional: Iterable[str] = (),
    references: Mapping[str, str] = MappingProxyType({}),
    defaults: Mapping[str, str | int] = MappingProxyType({}),
) -> None:
    """Make a STRICT table.

    Args:
        db: where.
        name: the table's.
        columns: name and type of each; the first is the primary key.
        optional: columns that may be NULL.
        references: the tables whose primary keys some columns hold.
        defaults: values of columns that are left out.
    """
    key = next(iter(columns))
    keys = {"audit": "sequence"}
    db.table(name).create(
        dict(columns),
        pk=key,
        not_null=columns.keys() - {key, *optional},
        foreign_keys=[(c, table, keys.get(table, "id")) for c, table in references.items()],
        defaults=dict(defaults),
        strict=True,
    )


def add_issuer_checked(db: Database) -> None:
    """Add whether an enrollment's certificate was checked against its issuer when it was made."""
    db.execute("ALTER TABLE enrollments ADD COLUMN issuer_checked INTEGER")
