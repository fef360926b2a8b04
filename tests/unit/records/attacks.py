"""Attacks on a record with the sqlite3 program: the statements, and what the audit then says.

A new table has its attacks here, or its reason in `station.records.coverage.UNCOVERED`.
"""
# ruff: noqa: S608 - the statements are the attacker's own

from collections.abc import Mapping, Sequence
from typing import Final


def swapped(table: str, column: str, a: int, b: int, key: str = "id") -> tuple[str, ...]:
    """Return the statements that swap two rows' values of a column."""
    sql = f"UPDATE {table} SET {column} = "
    return (
        f"CREATE TEMP TABLE other AS SELECT {column} AS v FROM {table} WHERE {key} = {a}",
        f"{sql}(SELECT {column} FROM {table} WHERE {key} = {b}) WHERE {key} = {a}",
        f"{sql}(SELECT v FROM other) WHERE {key} = {b}",
    )


LAST: Final = "(SELECT max(sequence) FROM audit)"
FORGED_ROW: Final = (
    "INSERT INTO enrollments SELECT 99, 'own', id_scope, device_id, 'own', order_id, 4, status,"
    " enrolled, proof, attestation, key_origin, x'00', ek_public, ek_trust, storage_root_key,"
    " certificate, chain_id, group_id, mac, 0, 9, NULL, 1,"
    " 'own', NULL, NULL, NULL, NULL FROM enrollments WHERE id = 1"
)
TAKEN_ON: Final = (
    "UPDATE heads SET hash = (SELECT hash FROM audit WHERE audit.sequence = heads.sequence)"
)
ATTACKS: Final[Mapping[str, tuple[Sequence[str], str]]] = {
    "an order's quantity is raised": (
        ["UPDATE orders SET spec = replace(spec, '10', '99') WHERE name = 'o1'"],
        "order o1 was changed",
    ),
    "an order is deleted": (["DELETE FROM orders WHERE name = 'o2'"], "order o2 was changed"),
    "two orders are swapped": (swapped("orders", "spec", 1, 2), "order o1 was changed"),
    "used places are given back": (["UPDATE usage SET spent = 0"], "the used quantity of order o1"),
    "a used quantity is deleted": (["DELETE FROM usage WHERE order_id = 1"], "the used quantity"),
    "a root becomes one that may issue": (["UPDATE roots SET kind = 'intermediate'"], "trusted"),
    "a root is deleted": (["DELETE FROM roots"], "the trusted root"),
    "a run becomes another's": (["UPDATE runs SET workers = 'W-1' WHERE id = 1"], "was changed"),
    "a failed run is deleted": (["DELETE FROM runs WHERE id = 4"], "is missing"),
    "two runs are swapped": (swapped("runs", "serial", 1, 2), "was changed"),
    "a failed step becomes a good one": (["UPDATE steps SET state = 'done'"], "did was changed"),
    "a step is deleted": (["DELETE FROM steps WHERE id = 2"], "did was changed"),
    "two steps are swapped": (swapped("steps", "seconds", 1, 2), "did was changed"),
    "a run's steps are said to be in an archive": (
        ["UPDATE runs SET archived = 3 WHERE id = 1", "DELETE FROM steps WHERE run_id = 1"],
        "are in an archive of entry 3, which tells of none",
    ),
    "an intent is edited": (["UPDATE intents SET data = '{}'"], "did was changed"),
    "an intent is found by another key": (
        ["UPDATE intents SET recipient = 'ff'"],
        "the key of intent 1 was changed",
    ),
    "an intent is deleted": (["DELETE FROM intents"], "did was changed"),
    "a certificate in a chain is exchanged": (
        ["UPDATE chains SET certificates = x'0000000141'"],
        "enrollment 1 (u1) was changed",
    ),
    "a chain is deleted": (["DELETE FROM chains"], "enrollment 1"),
    "an enrollment is edited": (
        ["UPDATE enrollments SET certificate = x'00' WHERE id = 2"],
        "enrollment 2 (u2) was changed",
    ),
    "a unit is found by another one's certificate": (
        swapped("enrollments", "certificate_sha256", 1, 2),
        "what enrollment 1 (u1) is found by was changed",
    ),
    "a unit is found by another endorsement key": (
        ["UPDATE enrollments SET ek_hash = x'00' WHERE id = 2"],
        "what enrollment 2 (u2) is found by was changed",
    ),
    "a unit is found by another device ID": (
        ["UPDATE enrollments SET device_name = 'x' WHERE id = 1"],
        "what enrollment 1 (u1) is found by was changed",
    ),
    "an enrollment is deleted": (["DELETE FROM enrollments WHERE id = 2"], "2 is missing"),
    "two enrollments are swapped": (
        swapped("enrollments", "certificate", 1, 2),
        "enrollment 1 (u1) was changed",
    ),
    "an enrollment is made": (
        [FORGED_ROW],
        "enrollment 99 (own) has no entry",
    ),
    "two units swap their places in the order": (
        swapped("enrollments", "place", 1, 2),
        "the place of enrollment 1 (u1) was changed",
    ),
    "an order gets other numbers": (
        ["""UPDATE orders SET course = '{"first": 7}' WHERE name = 'o1'"""],
        "order o1 was changed",
    ),
    "a revoked enrollment is brought back": (
        ["UPDATE enrollments SET status = 'ready' WHERE id = 1"],
        "enrollment 1 is ready",
    ),
    "an export is edited": (["UPDATE exports SET folder = 'other'"], "export 1 was changed"),
    "an export is deleted": (["DELETE FROM exports"], "its export is missing"),
    "a member of an export is deleted": (
        ["DELETE FROM export_members WHERE enrollment_id = 2"],
        "export 1 was changed",
    ),
    "a member of an export is exchanged": (
        ["UPDATE export_members SET enrollment_id = 3 WHERE enrollment_id = 2"],
        "export 1 was changed",
    ),
    "a push is said to have gone elsewhere": (
        ["UPDATE pushes SET host = 'other'"],
        "was changed",
    ),
    "a push is deleted": (["DELETE FROM pushes"], "was changed"),
    "a conflict that nobody decided is kept": (
        ["UPDATE push_rows SET state = 'kept' WHERE enrollment_id = 3"],
        "what was decided of enrollment 3 at a.example was changed",
    ),
    "a conflict that was kept is open again": (
        ["UPDATE push_rows SET state = 'conflict' WHERE state = 'kept'"],
        "what was decided of enrollment 1 at a.example was changed",
    ),
    "a row is said to be at the service": (
        ["UPDATE push_rows SET sequence = 3 WHERE sequence = 0"],
        "rows were pushed, but the chain tells of",
    ),
    "a row that is at the service is exchanged": (
        ["UPDATE push_rows SET sent = 'ff' WHERE sequence > 0"],
        "what was pushed by entry",
    ),
    "a row that is at the service is deleted": (
        ["DELETE FROM push_rows WHERE sequence > 0"],
        "what was pushed by entry",
    ),
    "a worker makes himself a supervisor": (
        ["UPDATE people SET role = 'supervisor' WHERE badge = 'W-1'"],
        "the badge W-1 was changed",
    ),
    "a badge is switched on": (
        ["UPDATE people SET active = 1 WHERE badge = 'W-1'"],
        "the badge W-1 was changed",
    ),
    "a supervisor is deleted": (
        ["DELETE FROM people WHERE badge = 'S-2'"],
        "the badge S-2 was changed",
    ),
    "two PINs are swapped": (swapped("people", "pin_code", 1, 3), "the badge S-1 was changed"),
    "an order is assigned to a position": (
        ["UPDATE assignments SET order_name = 'o2'"],
        "the order of position 1 was changed",
    ),
    "an assignment is deleted": (["DELETE FROM assignments"], "the order of position 1"),
    "a sealed secret is exchanged": (
        ["UPDATE order_secrets SET sealed = x'00'"],
        "the console-password of order o1 was changed",
    ),
    "a TPM is put on the list": (
        ["UPDATE ek_lists SET digests = cast(digests || zeroblob(32) AS BLOB)"],
        "the endorsement keys of order o1",
    ),
    "a list of TPMs is deleted": (["DELETE FROM ek_lists"], "the endorsement keys of order o1"),
    "the rules of the house are relaxed": (
        ["UPDATE settings SET content = '{}'"],
        "the settings were changed",
    ),
    "the rules of the house are deleted": (["DELETE FROM settings"], "the settings were changed"),
    "a profile's release is for another content": (
        ["UPDATE profile_releases SET hash = 'ff'"],
        "the release of profile box (version 1) was changed",
    ),
    "a profile's release is deleted": (["DELETE FROM profile_releases"], "the release of profile"),
    "a run of a unit that had passed becomes a first one": (
        ["UPDATE runs SET again = NULL WHERE again IS NOT NULL"],
        "was changed",
    ),
    "a run becomes one of a unit that had passed": (
        ["UPDATE runs SET again = 2 WHERE id = 2"],
        "was changed",
    ),
    "a unit is taken out of quarantine": (
        ["DELETE FROM unit_states"],
        "the state of the unit s9 was changed",
    ),
    "a unit's runs are counted from elsewhere": (
        ["UPDATE unit_releases SET run = 'ZZ'"],
        "the release of the unit s9 was changed",
    ),
    "a serial number is put on the list": (
        ["UPDATE serial_lists SET digests = cast(digests || zeroblob(32) AS BLOB)"],
        "the allowed serial numbers of order o2",
    ),
    "a hand-off's secret is exchanged": (
        ["UPDATE handoff_secrets SET sealed = x'00'"],
        "the secret of the hand-off mes was changed",
    ),
    "a token's sealed PIN is exchanged": (
        ["UPDATE unit_pins SET user_pin = x'00'"],
        "the sealed PINs of the unit S3's token were changed",
    ),
    "a token's PINs are deleted": (
        ["DELETE FROM unit_pins"],
        "the sealed PINs of the unit S3's token were changed",
    ),
    "a CA's limit is lifted": (["UPDATE authorities SET most = 5 WHERE rowid = 1"], "the CA"),
    "a CA is deleted": (["DELETE FROM authorities"], "the CA"),
    "a group's copy is exchanged": (
        ["UPDATE group_keys SET escrow_copy = x'00'"],
        "the key of the group o1 was changed",
    ),
    "a group's second key is exchanged": (
        ["UPDATE group_keys SET owner = 'ff' WHERE number = 2"],
        "the key of the group o1 was changed",
    ),
    "a retired key works again": (
        ["UPDATE group_keys SET retired = '' WHERE number = 1"],
        "the key of the group o1 was changed",
    ),
    "a group's second key is deleted": (
        ["DELETE FROM group_keys WHERE number = 2"],
        "the key of the group o1 was changed",
    ),
    "a disabled group is enabled": (
        ["DELETE FROM disabled_groups"],
        "whether the group o2 is disabled was changed",
    ),
    "an enrollment made elsewhere is deleted": (
        ["DELETE FROM foreign_enrollments"],
        "the import 1 or a row of it was changed",
    ),
    "an import says another station": (
        ["UPDATE imports SET station = 'ours'"],
        "the import 1 or a row of it was changed",
    ),
    "an import that was forgotten counts again": (
        ["UPDATE imports SET forgotten = '' WHERE id = 2"],
        "the import 2 or a row of it was changed",
    ),
    "a unit for checks is taken off": (
        ["DELETE FROM check_units"],
        "the unit R-001 for checks was changed",
    ),
    "a red rabbit may show anything": (
        ["UPDATE check_units SET code = '' WHERE serial = 'R-001'"],
        "the unit R-001 for checks was changed",
    ),
    "a wrong check becomes right": (
        ["UPDATE check_runs SET verdict = 'right'"],
        "the check run",
    ),
    "a check is another position's": (
        ["UPDATE check_runs SET position = '2'"],
        "the check run",
    ),
    "a check run is deleted": (["DELETE FROM check_runs"], "the check run"),
    "a service gets another host": (
        ["UPDATE services SET host = 'b.example'"],
        "the service dps was changed",
    ),
    "a service is vouched for by another CA": (
        ["UPDATE services SET ca = 'another'"],
        "the service dps was changed",
    ),
    "a service is reached by another proxy": (
        ["UPDATE services SET proxy = 'b.example:8080'"],
        "the service dps was changed",
    ),
    "a service's tokens are given by somebody else": (
        ["UPDATE services SET sign_in = 'client-secret', authority = 'b.example'"],
        "the service dps was changed",
    ),
    "a service's secret is exchanged": (
        ["UPDATE services SET sealed = '00', proxy_sealed = '00'"],
        "the service dps was changed",
    ),
    "a withdrawn credential is chosen again": (
        ["UPDATE credentials SET choice = 'chosen'"],
        "whether a credential unlocks the token",
    ),
    "a credential of nobody's choice is deleted": (
        ["DELETE FROM credentials"],
        "whether a credential unlocks the token",
    ),
    "a choice of keys in software is edited": (
        ["UPDATE factory_tokens SET choice = 'withdrawn'"],
        "what the factory's keys are kept in was changed",
    ),
    "a choice of keys in software gets another entry": (
        ["UPDATE factory_tokens SET sequence = 1"],
        "what the factory's keys are kept in was changed",
    ),
    "a choice of keys in software is deleted": (
        ["DELETE FROM factory_tokens"],
        "what the factory's keys are kept in was changed",
    ),
    "a unit hides that the factory's keys were in software": (
        ["UPDATE runs SET custody = NULL WHERE id = 1"],
        "was changed",
    ),
    "a unit that failed late hides that too": (
        ["UPDATE runs SET custody = 2 WHERE id = 4"],
        "was changed",
    ),
    "a unit's software token becomes hardware": (
        ["UPDATE enrollments SET custody = 'hardware' WHERE id = 2"],
        "enrollment 2 (u2) was changed",
    ),
    "a certificate that nobody checked counts as checked": (
        ["UPDATE enrollments SET issuer_checked = 1 WHERE id = 2"],
        "enrollment 2 (u2) was changed",
    ),
    "a worker's answer is edited": (
        ["UPDATE run_answers SET answer = 'no'"],
        "what was answered in run",
    ),
    "a position that stands still goes on": (
        ["DELETE FROM stops"],
        "whether the position 1 stands still was changed",
    ),
    "a position's failures are counted from elsewhere": (
        ["UPDATE restarts SET run = 'ZZ'"],
        "the restart of the position 1 was changed",
    ),
    "worn contacts are as new": (
        ["UPDATE contact_resets SET run = 'ZZ'"],
        "the reset of the contacts of position 1 was changed",
    ),
    "a failure becomes another try of the one before": (
        ["UPDATE runs SET follows = 1 WHERE id = 4"],
        "was changed",
    ),
    "an entry is edited": (
        ["UPDATE audit SET entry = replace(entry, 'S1', 'S0')"],
        "is not the one that was written",
    ),
    "an entry is deleted": (["DELETE FROM audit WHERE sequence = 9"], "entry 9 is missing"),
    "two entries are swapped": (
        swapped("audit", "entry", 8, 9, "sequence"),
        "entry 8 is not the one",
    ),
    "the last entry is cut off": ([f"DELETE FROM audit WHERE sequence = {LAST}"], "not on the"),
    "a head is edited": (["UPDATE heads SET signature = x'00' WHERE sequence = 5"], "head 5"),
    "two heads are swapped": (
        swapped("heads", "signature", 5, 6, "sequence"),
        "head 5 is not signed",
    ),
    "a trigger is laid": (
        ["CREATE TRIGGER t AFTER INSERT ON runs BEGIN DELETE FROM claims; END"],
        "the schema was changed: trigger t",
    ),
}
