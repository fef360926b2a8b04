"""The schema, one function a step; a step that has shipped is never edited."""

from typing import Final

from sqlite_utils import Database

from station.records.first_migrations import MIGRATIONS
from station.records.foreign_tables import add_imports, find_names
from station.records.labels import add_labels
from station.records.list_indexes import add_identifiers, add_mechanism_order
from station.records.service_ways import add_ways_in
from station.records.shut_out import add_shut_out
from station.records.tables import add_issuer_checked, create

__all__ = ["MIGRATIONS"]

# Where a unit's board was swapped, `replaced` is the enrollment's own number (with a minus where
# its key was renewed), so that its name,
# serial number and key are free for one more.
_REPLACING: Final = (
    ("UNIQUE INDEX enrollments_name", "registration_id COLLATE NOCASE, id_scope, replaced"),
    ("UNIQUE INDEX enrollments_serial", "serial COLLATE NOCASE, replaced"),
    ("UNIQUE INDEX enrollments_key", "key_fingerprint, replaced"),
    (
        "INDEX enrollments_order_name",
        "order_id, registration_id COLLATE NOCASE, id_scope, replaced",
    ),
    ("INDEX enrollments_order_serial", "order_id, serial COLLATE NOCASE, replaced"),
)


@MIGRATIONS(name="0014-units")
def _units(db: Database) -> None:
    state = {"id": int, "serial": str, "state": str, "reason": str, "since": str, "by": str}
    create(db, "unit_states", state | {"mac": bytes})
    db.execute("CREATE UNIQUE INDEX unit_states_serial ON unit_states (serial COLLATE NOCASE)")
    create(db, "unit_releases", {"id": int, "unit": str, "run": str, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX unit_releases_unit ON unit_releases (unit)")
    db.execute("ALTER TABLE usage ADD COLUMN scrapped INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE enrollments ADD COLUMN replaced INTEGER NOT NULL DEFAULT 0")
    for index, columns in _REPLACING:
        db.execute(f"DROP INDEX {index.rpartition(' ')[2]}")
        db.execute(f"CREATE {index} ON enrollments ({columns})")
    # Once, a unit took another place at each try after a certificate was issued to it.
    db.execute(
        "UPDATE usage SET spent = (SELECT count(DISTINCT lower(serial)) FROM runs"
        " WHERE runs.order_id = usage.order_id AND spent = 1 AND outcome != 'passed'"
        " AND NOT EXISTS (SELECT 1 FROM runs AS later"
        "  WHERE later.serial = runs.serial COLLATE NOCASE AND later.order_id = runs.order_id"
        "  AND later.id > runs.id AND later.number IS NOT NULL"
        "  AND (later.outcome IS NULL OR later.outcome = 'passed')))"
    )


@MIGRATIONS(name="0015-releases")
def _releases(db: Database) -> None:
    columns = {"id": int, "name": str, "version": int, "hash": str, "released": str}
    create(db, "profile_releases", columns | {"withdrawn": int, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX profile_releases_version ON profile_releases (name, version)")
    db.execute("ALTER TABLE orders ADD COLUMN course TEXT")
    create(db, "serial_lists", {"id": int, "order_name": str, "digests": bytes})
    db.execute("CREATE UNIQUE INDEX serial_lists_order ON serial_lists (order_name)")


@MIGRATIONS(name="0017-handoffs")
def _handoffs(db: Database) -> None:
    create(db, "handoffs", {"id": int, "name": str, "sequence": int, "settings": str})
    refused = {"id": int, "handoff": str, "sequence": int, "why": str, "time": str}
    create(db, "handoff_refused", refused)
    create(db, "handoff_secrets", {"id": int, "name": str, "sealed": bytes, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX handoffs_name ON handoffs (name)")
    db.execute("CREATE UNIQUE INDEX handoff_refused_one ON handoff_refused (handoff, sequence)")
    db.execute("CREATE UNIQUE INDEX handoff_secrets_name ON handoff_secrets (name)")


@MIGRATIONS(name="0018-lease")
def _lease(db: Database) -> None:
    turn = {"id": int, "generation": int, "holder": bytes, "before": bytes}
    create(db, "lease", turn | {"installation": str, "mac": bytes})


@MIGRATIONS(name="0019-places")
def _places(db: Database) -> None:
    db.execute("ALTER TABLE enrollments ADD COLUMN place INTEGER NOT NULL DEFAULT 0")
    db.execute(
        "UPDATE enrollments SET place = ranked.rank FROM (SELECT id,"
        " row_number() OVER (PARTITION BY order_id ORDER BY id) AS rank FROM enrollments) AS ranked"
        " WHERE ranked.id = enrollments.id"
    )


@MIGRATIONS(name="0020-answers")
def _answers(db: Database) -> None:
    columns = {"id": int, "run_id": int, "prompt": str, "answer": str}
    create(db, "run_answers", columns, references={"run_id": "runs"})
    db.execute("CREATE UNIQUE INDEX run_answers_prompt ON run_answers (run_id, prompt)")


@MIGRATIONS(name="0021-entry-macs")
def _entry_macs(db: Database) -> None:
    db.execute("ALTER TABLE audit ADD COLUMN mac BLOB")


@MIGRATIONS(name="0022-again")
def _again(db: Database) -> None:
    db.execute("ALTER TABLE runs ADD COLUMN again INTEGER")


@MIGRATIONS(name="0023-losses")
def _losses(db: Database) -> None:
    db.execute("ALTER TABLE lease ADD COLUMN orders TEXT NOT NULL DEFAULT ''")


@MIGRATIONS(name="0024-pins")
def _pins(db: Database) -> None:
    whose = {"id": int, "serial": str, "order_name": str, "run": str, "label": str}
    pins = {"state": str, "user_pin": bytes, "so_pin": bytes, "mac": bytes}
    create(db, "unit_pins", whose | pins, optional=["user_pin", "so_pin"])
    db.execute("CREATE INDEX unit_pins_serial ON unit_pins (serial COLLATE NOCASE)")
    db.execute("CREATE INDEX unit_pins_order ON unit_pins (order_name)")


@MIGRATIONS(name="0025-cas")
def _cas(db: Database) -> None:
    db.execute(
        "CREATE TABLE authorities ("
        " sha256 TEXT PRIMARY KEY, certificate BLOB NOT NULL, kind TEXT NOT NULL,"
        " name TEXT NOT NULL, not_after TEXT NOT NULL, state TEXT NOT NULL, most INTEGER,"
        " issued INTEGER NOT NULL, mac BLOB NOT NULL)"
    )


@MIGRATIONS(name="0026-groups")
def _groups(db: Database) -> None:
    columns = {"id": int, "group_id": str, "born": str, "owner": str, "owner_copy": bytes}
    more = {"escrow_copy": bytes, "created": str, "mac": bytes}
    create(db, "group_keys", columns | more)
    db.execute("CREATE UNIQUE INDEX group_keys_group ON group_keys (group_id COLLATE NOCASE)")
    create(db, "services", {"id": int, "name": str, "host": str, "policy": str, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX services_name ON services (name)")


@MIGRATIONS(name="0028-software")
def _software(db: Database) -> None:
    columns = {"id": int, "token": str, "choice": str, "sequence": int, "mac": bytes}
    create(db, "factory_tokens", columns)
    db.execute("CREATE UNIQUE INDEX factory_tokens_token ON factory_tokens (token)")
    db.execute("ALTER TABLE runs ADD COLUMN custody INTEGER")
    db.execute("ALTER TABLE enrollments ADD COLUMN custody TEXT")


@MIGRATIONS(name="0030-rotation")
def _rotation(db: Database) -> None:
    db.execute("ALTER TABLE group_keys ADD COLUMN number INTEGER NOT NULL DEFAULT 1")
    db.execute("ALTER TABLE group_keys ADD COLUMN retired TEXT NOT NULL DEFAULT ''")
    db.execute("DROP INDEX group_keys_group")
    db.execute(
        "CREATE UNIQUE INDEX group_keys_number ON group_keys (group_id COLLATE NOCASE, number)"
    )
    create(db, "disabled_groups", {"id": int, "group_id": str, "disabled": str, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX disabled_group ON disabled_groups (group_id COLLATE NOCASE)")
    db.execute("ALTER TABLE enrollments ADD COLUMN group_key INTEGER NOT NULL DEFAULT 1")
    db.execute(
        "CREATE INDEX enrollments_group ON enrollments (group_id COLLATE NOCASE, group_key)"
        " WHERE group_id IS NOT NULL"
    )
    # What an index is made of may be no function that a foreign database could misuse.
    db.execute("ALTER TABLE intents ADD COLUMN recipient TEXT")
    db.execute("UPDATE intents SET recipient = json_extract(data, '$.recipient_sha256')")
    db.execute("CREATE INDEX intents_recipient ON intents (recipient) WHERE recipient IS NOT NULL")


@MIGRATIONS(name="0032-archive")
def _archive(db: Database) -> None:
    # The number of the entry by which a run's steps were moved to an archive.
    db.execute("ALTER TABLE runs ADD COLUMN archived INTEGER")


@MIGRATIONS(name="0035-credential")
def _credential(db: Database) -> None:
    columns = {"id": int, "token": str, "choice": str, "changed": str, "mac": bytes}
    create(db, "credentials", columns)
    db.execute("CREATE UNIQUE INDEX credentials_token ON credentials (token)")


@MIGRATIONS(name="0031-stops")
def _stops(db: Database) -> None:
    columns = {"id": int, "scope": str, "name": str, "cause": str, "why": str, "runs": str}
    create(db, "stops", columns | {"since": str})
    create(db, "restarts", {"id": int, "scope": str, "name": str, "run": str, "mac": bytes})
    create(db, "contact_resets", {"id": int, "position": str, "run": str, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX stops_place ON stops (scope, name)")
    db.execute("CREATE UNIQUE INDEX restarts_place ON restarts (scope, name)")
    db.execute("CREATE UNIQUE INDEX contact_resets_position ON contact_resets (position)")
    # A position's runs from the newest on: how many failed in a row, how many were contacts.
    db.execute("CREATE INDEX runs_position ON runs (position, name)")
    db.execute("ALTER TABLE runs ADD COLUMN follows INTEGER")
    # Whether a run opened the way to its unit, once its steps are in an archive.
    db.execute("ALTER TABLE runs ADD COLUMN connected INTEGER")


@MIGRATIONS(name="0033-checks")
def _checks(db: Database) -> None:
    create(
        db,
        "check_units",
        {"id": int, "serial": str, "kind": str, "profile": str, "code": str, "mac": bytes},
    )
    db.execute("CREATE UNIQUE INDEX check_units_serial ON check_units (serial COLLATE NOCASE)")
    texts = ("name", "kind", "serial", "position", "profile", "profile_hash", "started", "ended")
    columns = dict.fromkeys((*texts, "outcome", "code", "verdict", "workers"), str)
    create(db, "check_runs", {"id": int, **columns, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX check_runs_name ON check_runs (name)")
    db.execute("CREATE INDEX check_runs_position ON check_runs (position, kind, profile_hash)")


MIGRATIONS(name="0036-identifiers")(add_identifiers)


@MIGRATIONS(name="0037-service-way")
def _service_way(db: Database) -> None:
    for column in ("id_scope", "ca", "proxy"):
        db.execute(f"ALTER TABLE services ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")


@MIGRATIONS(name="0038-pushes")
def _pushes(db: Database) -> None:
    begun = {"id": int, "time": str, "service": str, "host": str, "id_scope": str}
    create(db, "pushes", begun | {"order_name": str, "sequence": int})
    fate = {"sent": str, "state": str, "code": int, "words": str, "tracking": str, "etag": str}
    fate |= {"differs": str, "theirs": str, "time": str, "sequence": int}
    row = {"id": int, "enrollment_id": int, "host": str}
    create(db, "push_rows", row | fate, references={"enrollment_id": "enrollments"})
    db.execute("CREATE UNIQUE INDEX push_rows_host ON push_rows (enrollment_id, host)")
    # What isn't under an audit entry yet, and what a person has to look at.
    db.execute("CREATE INDEX push_rows_open ON push_rows (host, state) WHERE sequence = 0")
    db.execute("CREATE INDEX push_rows_sequence ON push_rows (sequence) WHERE sequence > 0")
    create(db, "push_groups", {"id": int, "group_id": str, "host": str} | fate)
    db.execute(
        "CREATE UNIQUE INDEX push_groups_host ON push_groups (group_id COLLATE NOCASE, host)"
    )


MIGRATIONS(name="0042-imports")(add_imports)
MIGRATIONS(name="0043-mechanism-name")(add_mechanism_order)
MIGRATIONS(name="0044-names-of-imports")(find_names)
MIGRATIONS(name="0046-issuer-checked")(add_issuer_checked)
MIGRATIONS(name="0047-shut-out")(add_shut_out)
MIGRATIONS(name="0049-entra")(add_ways_in)
MIGRATIONS(name="0053-labels")(add_labels)
