"""The first steps of the schema; a step that has shipped is never edited. `migrations` goes on."""

from collections.abc import Sequence
from typing import Final

from sqlite_utils import Database, Migrations

from station.records.tables import create

MIGRATIONS: Final = Migrations("station")

# Serial numbers and registration IDs are ASCII (claims.py sees to that), which is what NOCASE
# folds. `claims` has what runs in progress hold; `enrollments` has its own unique indexes.
_INDEXES: Final[Sequence[str]] = (
    "CREATE UNIQUE INDEX enrollments_name ON enrollments(registration_id COLLATE NOCASE, id_scope)",
    "CREATE UNIQUE INDEX enrollments_serial ON enrollments (serial COLLATE NOCASE)",
    "CREATE UNIQUE INDEX enrollments_key ON enrollments (key_fingerprint)",
    "CREATE UNIQUE INDEX enrollments_run ON enrollments (run_id)",
    "CREATE INDEX enrollments_order ON enrollments (order_id)",
    "CREATE INDEX enrollments_status ON enrollments (order_id, status)",
    "CREATE UNIQUE INDEX runs_name ON runs (name)",
    "CREATE INDEX runs_order ON runs (order_id, outcome)",
    "CREATE INDEX runs_serial ON runs (serial COLLATE NOCASE)",
    "CREATE INDEX runs_uncertified ON runs (order_id) WHERE uncertified = 1",
    "CREATE INDEX intents_open ON intents (id) WHERE settled IS NULL",
    "CREATE INDEX intents_run ON intents (run_id)",
    "CREATE UNIQUE INDEX claims_key ON claims (kind, key)",
    "CREATE INDEX claims_run ON claims (run_id)",
    "CREATE UNIQUE INDEX steps_place ON steps (run_id, place)",
    "CREATE UNIQUE INDEX export_members_pair ON export_members (export_id, enrollment_id)",
    "CREATE INDEX export_members_enrollment ON export_members (enrollment_id)",
    "CREATE INDEX exports_manifest ON exports (manifest_hash)",
    "CREATE UNIQUE INDEX orders_name ON orders (name)",
    "CREATE UNIQUE INDEX roots_fingerprint ON roots (fingerprint, kind)",
    "CREATE UNIQUE INDEX chains_digest ON chains (digest)",
)


@MIGRATIONS(name="0001-orders")
def _orders(db: Database) -> None:
    order = {"id": int, "name": str, "spec": str, "profile_hash": str, "practice": int}
    state = {"state": str, "created": str, "token_pin": bytes, "mac": bytes}
    create(db, "orders", order | state, optional=["token_pin"])
    usage = {"order_id": int, "admitted": int, "enrolled": int, "reserved": int, "spent": int}
    create(db, "usage", usage, references={"order_id": "orders"})


@MIGRATIONS(name="0002-roots")
def _roots(db: Database) -> None:
    root = {"id": int, "kind": str, "certificate": bytes, "fingerprint": bytes, "added": str}
    create(db, "roots", root | {"mac": bytes})


@MIGRATIONS(name="0003-runs")
def _runs(db: Database) -> None:
    begun = {"id": int, "name": str, "order_id": int, "profile_hash": str, "position": str}
    unit = {"serial": str, "number": int, "spent": int, "uncertified": int, "started": str}
    ended = {"seconds": float, "outcome": str, "code": str, "detail": str}
    create(
        db,
        "runs",
        begun | unit | ended,
        optional=["number", "seconds", "outcome", "code"],
        references={"order_id": "orders"},
        defaults={"serial": "", "spent": 0, "uncertified": 0, "detail": ""},
    )


@MIGRATIONS(name="0004-steps-intents-claims")
def _steps_intents_claims(db: Database) -> None:
    of_run = {"run_id": "runs"}
    step = {"id": int, "run_id": int, "place": int, "step": str, "state": str}
    step |= {"seconds": float, "code": str}
    create(db, "steps", step, optional=["code"], references=of_run)
    intent = {"id": int, "run_id": int, "kind": str, "data": str, "time": str}
    intent |= {"result": str, "settled": str}
    create(db, "intents", intent, optional=["result", "settled"], references=of_run)
    claim = {"id": int, "kind": str, "key": str, "run_id": int, "spent": int}
    create(db, "claims", claim, references=of_run)


@MIGRATIONS(name="0005-enrollments")
def _enrollments(db: Database) -> None:
    create(db, "chains", {"id": int, "digest": bytes, "certificates": bytes})
    names = {"id": int, "registration_id": str, "id_scope": str, "device_id": str, "serial": str}
    proved = {"order_id": int, "run_id": int, "status": str, "enrolled": str, "proof": str}
    identity = {"attestation": str, "key_origin": str, "key_fingerprint": bytes}
    tpm = {"ek_public": bytes, "ek_trust": str, "storage_root_key": bytes}
    others = {"certificate": bytes, "chain_id": int, "group_id": str}
    create(
        db,
        "enrollments",
        names | proved | identity | tpm | others | {"mac": bytes},
        optional=["device_id", "key_fingerprint", *tpm, *others],
        references={"order_id": "orders", "run_id": "runs", "chain_id": "chains"},
    )


@MIGRATIONS(name="0006-exports")
def _exports(db: Database) -> None:
    export = {"id": int, "time": str, "manifest_hash": str, "folder": str, "format": str}
    create(db, "exports", export | {"sequence": int})
    member = {"id": int, "export_id": int, "enrollment_id": int}
    references = {"export_id": "exports", "enrollment_id": "enrollments"}
    create(db, "export_members", member, references=references)


@MIGRATIONS(name="0007-audit")
def _audit(db: Database) -> None:
    create(db, "audit", {"sequence": int, "entry": str, "hash": bytes})
    head = {"sequence": int, "hash": bytes, "signature": bytes}
    create(db, "heads", head, references={"sequence": "audit"})


@MIGRATIONS(name="0008-indexes")
def _indexes(db: Database) -> None:
    for sql in _INDEXES:
        db.execute(sql)


@MIGRATIONS(name="0009-people")
def _people(db: Database) -> None:
    person = {"id": int, "badge": str, "name": str, "role": str}
    pin = {"salt": bytes, "passes": int, "memory": int, "lanes": int, "pin_code": bytes}
    create(db, "people", person | pin | {"added": str, "mac": bytes})
    create(db, "assignments", {"id": int, "position": str, "order_name": str, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX people_badge ON people (badge COLLATE NOCASE)")
    db.execute("CREATE UNIQUE INDEX assignments_position ON assignments (position)")


@MIGRATIONS(name="0010-list")
def _list(db: Database) -> None:
    # For listing.py: each order of the list, of all and of one order, is an index's alone.
    for name, columns in (
        ("enrollments_number", "id"),
        ("enrollments_order_name", "order_id, registration_id COLLATE NOCASE, id_scope"),
        ("enrollments_order_serial", "order_id, serial COLLATE NOCASE"),
    ):
        db.execute(f"CREATE INDEX {name} ON enrollments ({columns})")


@MIGRATIONS(name="0011-order-secrets")
def _order_secrets(db: Database) -> None:
    names = {"id": int, "order_name": str, "name": str}
    create(db, "order_secrets", names | {"sealed": bytes, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX order_secrets_name ON order_secrets (order_name, name)")


@MIGRATIONS(name="0012-ek-lists")
def _ek_lists(db: Database) -> None:
    create(db, "ek_lists", {"id": int, "order_name": str, "digests": bytes, "mac": bytes})
    db.execute("CREATE UNIQUE INDEX ek_lists_order ON ek_lists (order_name)")


@MIGRATIONS(name="0013-rights")
def _rights(db: Database) -> None:
    for column in ("active INTEGER NOT NULL DEFAULT 1", "temporary INTEGER NOT NULL DEFAULT 0"):
        db.execute(f"ALTER TABLE people ADD COLUMN {column}")
    db.execute("ALTER TABLE people ADD COLUMN pin_set TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE runs ADD COLUMN workers TEXT")
    create(db, "settings", {"id": int, "content": str, "mac": bytes})
