"""The entries of the audit chain in plain words."""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from station.model.names import shown
from station.model.unit_state import STATE_WORDS
from station.records.entries import AuditEntry

# By the kind's value. A template's places are names of an entry's data; what an older Station's
# entry doesn't have is a dash, and in square brackets nothing at all.
WORDS: Final[Mapping[str, str]] = {
    "created": "The record of station {station} begins",
    "order-added": "Order {order} was made; it is {state}",
    "order-changed": "Order {order} is {state} now",
    "order-assigned": "Position {position} works on order {order}",
    "order-secret-set": "The {name} of order {order} was set",
    "ek-list-set": "Order {order} takes {count} listed TPMs",
    "root-added": "A certificate was put on the list as {kind}: SHA-256 {sha256}",
    "root-removed": "A certificate was taken off the list as {kind}: SHA-256 {sha256}",
    "spent": "Run {run} of unit {serial} used up a place of order {order} for good",
    "run-ended": "Run {run} of unit {serial} ended: {outcome} [{code}]",
    "settled": "Run {run} of unit {serial} had been broken off: {outcome} [{code}]",
    "enrolled": "Unit {serial} passed in run {run}: enrolled as {registration_id}",
    "reprovisioned": "Unit {serial} was run again in run {run}: it is {registration_id} still",
    "exported": "{count} enrollments were exported to {folder} as {format}",
    "push-begun": "A push to the service {service} ({host}) began, of order {order}",
    "pushed": "The service {service} was found to have {count} more enrollments of this list",
    "push-decided": "Of conflicts at the service {service}, {count} were decided: {decision}",
    "keys-disclosed": "Keys leave by {way} to {recipient}, of {orders}: {units} units' own",
    "revoked": "The enrollment {registration_id} was revoked: {reason}",
    "person-added": "{name} was added as {role} with the badge {badge}",
    "person-changed": "The badge {badge} ({role}) was changed: {what}",
    "settings-changed": "The rules of the house were changed",
    "moved": "The folder was moved to another place or computer, and goes on there alone",
    "taken-over": "{badge} took the bench over from {before}, {enrolled} units enrolled",
    "logged-in": "{badge} logged in",
    "logged-out": "{badge} logged out",
    "log-in-refused": "A log-in with the badge {badge} was refused",
    "clock-jumped": "The clock jumped by {seconds} s, from {expected} to {now}",
    "order-allotted": "Order {order} has {quantity} units, after {before}; it is {state}",
    "allotted": "Of order {order}, {quantity} units from number {first} on: allotment {allotment}",
    "first-article-signed": "The first article of order {order} was signed; it is {state}",
    "first-article-rejected": "The first article of order {order} was rejected; it is {state}",
    "serials-set": "Order {order} takes {count} listed serial numbers",
    "handoff-set": "How results are handed to the factory's MES was changed",
    "handoff-secret-set": "The secret for handing results to the factory's MES was set",
    "unit-pins-set": "Unit {serial}: its token's own {pins_of} is sealed on record, and {state}",
    "unit-pins-exported": (
        "The PINs of unit {serial}'s token were given out, encrypted to the certificate with "
        "SHA-256 {certificate} ({recipient})"
    ),
    "unit-changed": "Unit {serial} is {state} now, after {before} ({why}) [{reason}]",
    "ceremony-held": (
        "A ceremony was held ({what}), rehearsed: {rehearsed}; protocol SHA-256 {protocol}"
    ),
    "token-replaced": (
        "The second token took the first one's place, whose signatures ended with entry {signed}; "
        "its audit key has SHA-256 {key}"
    ),
    "profile-released": "Version {version} of profile {profile} was released",
    "ca-added": "The CA {name} was put on record",
    "ca-retired": "The CA {name} issues no more: another one follows it",
    "ca-limited": "How many certificates the CA {name} may issue was changed: {most}",
    "ca-proved": "The CA {sha256} certified the verification code {code}",
    "group-key-added": "The key of the group {group} was {born}; its owner: {owner}",
    "token-found": "The factory's keys are in a {words}",
    "software-custody": "Production with keys in software was {choice}, less safe: {words}",
    "credential-set": "A credential that unlocks the factory's token {label} was {choice}",
    "unlocked": "The factory's token was unlocked by {unlocked_by}",
    "group-rotated": "The group {group} has another key, number {number}: {born}; owner: {owner}",
    "group-key-retired": (
        "Key number {which} of the group {group} was retired: {units} units had it"
    ),
    "group-disabled": "The group {group} was disabled: it takes no units any more",
    "service-set": "The service {name} was put on record: {host}, policy {policy}",
    "service-repaired": "At the service {service}, {count} enrollments were put right: {how}",
    "backed-up": (
        "A backup up to entry {last} was written to {file}: SHA-256 {sha256}, encrypted to the "
        "certificate with SHA-256 {recovery}"
    ),
    "restored": "The folder was restored from the backup {file} up to entry {last}",
    "archived": (
        "The steps of {runs} runs that began before {before} were moved to the archive {file}: "
        "SHA-256 {sha256}"
    ),
    "stopped": "Stopped, {place}: {why}",
    "restarted": "Restarted, {place}, which had stopped since {stopped} [{why}]",
    "contacts-reset": "The contacts of position {position} were renewed: {count} cycles [{why}]",
    "check-unit-added": "Unit {serial} was put on record as {what} for profile {profile} [{code}]",
    "check-unit-removed": "Unit {serial} is no {what} any more",
    "check-run": (
        "Check {check} at position {position}, {what} {serial}: {verdict}; {outcome} [{code}]"
    ),
    "label-reprinted": "Unit {serial} got label {label}, which makes label {before} void [{why}]",
    "list-imported": (
        "Import {import}: {count} enrollments made elsewhere, from {name} ({list}), SHA-256 "
        "{sha256} [{station}]"
    ),
    "list-forgotten": "Import {import} was taken off, {count} enrollments: {reason}",
    "profile-withdrawn": "The release of version {version} of profile {profile} was withdrawn",
}
# What is added where an entry of that kind has that datum.
_MORE: Final[Mapping[tuple[str, str], str]] = {
    ("order-added", "profile_hash"): (
        ": {quantity} units of profile {profile} for the ID scope {id_scope}"
    ),
    ("order-added", "carried_from"): "; it carries on order {carried_from}",
    ("keys-disclosed", "groups"): "; those of the groups {groups}",
    ("pushed", "keys"): "; with it went the keys of {keys} enrollments and groups",
    ("ceremony-held", "result"): "; {unit} is a practice unit of a drill, which {result}",
    ("token-replaced", "unsigned"): (
        "; two took for genuine what that one never signed: {unsigned}"
    ),
    ("moved", "lost"): (
        "; it is an older copy: what came after entry {kept}, up to entry {lost}, is lost, and no "
        "order from before takes a unit any more"
    ),
    ("order-changed", "carried_to"): "; order {carried_to} has what was left of it",
    ("order-allotted", "scrap_allowance"): (
        "; its scrap allowance is {scrap_allowance}, after {allowed_before}"
    ),
    ("order-changed", "reprovisioning"): (
        "; units that have passed get another run by the policy {reprovisioning}, after {before}"
    ),
    ("order-changed", "id_scope"): "; it is for the ID scope {id_scope}, after {before}",
}
_STATES: Final = {state.value: words for state, words in STATE_WORDS.items()}
_OF_UNITS: Final = "unit-changed"
_NOTHING: Final = "-"


class _Told(dict[str, str]):
    """An entry's data as it may stand in a sentence; what isn't there is a dash."""

    def __missing__(self, name: str) -> str:
        return _NOTHING


def in_words(entry: AuditEntry) -> str:
    """Return what an entry says, in one line of printable ASCII, and who agreed to it."""
    data = entry.data
    told = _Told({name: _text(value) for name, value in data.items()})
    kind = entry.kind.value
    if kind == _OF_UNITS:
        told |= {name: _STATES.get(told[name], told[name]) for name in ("before", "state")}
    words = WORDS[kind].format_map(told).replace(f" [{_NOTHING}]", "")
    for (of_kind, name), more in _MORE.items():
        if of_kind == kind and name in data:
            words += more.format_map(told)
    if kind == "backed-up" and data.get("verified") is False:
        words += ", without verifying the record"
    by = data.get("by")
    if isinstance(by, list) and by:
        words += f". Agreed: {', '.join(_text(badge) for badge in by)}"
        reason = _text(data.get("reason"))
        if reason != _NOTHING and "{reason}" not in WORDS[kind]:
            words += f": {reason}"
    return words


def _text(value: JsonValue) -> str:
    """Return a datum for a sentence."""
    match value:
        case None | "":
            return _NOTHING
        case str():
            return shown(value, 200)
        case list():
            return ", ".join(_text(item) for item in value)
        case _:
            return shown(str(value), 200)
