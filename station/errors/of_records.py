"""The codes of the record: what it refuses, and what is wrong with it."""

from collections.abc import Mapping
from typing import Final

from station.errors.entry import RED_BOX, SUPERVISOR, Entry, Fault, passing, station, unit, use

RECORDS: Final[Mapping[str, Entry]] = {
    "REC-001": station("The record {path} can't be opened.", SUPERVISOR),
    "REC-002": station(
        "The record was written by a newer Station.", "Install the newer version of Station."
    ),
    "REC-003": station(
        "The disk is full.", "Call the supervisor to free some space. Nothing was lost."
    ),
    "REC-004": station(
        "This record is in use by another Station, or by a push or an export.",
        "Close the other Station, or let the push end (Ctrl-C there), then start again.",
    ),
    "REC-005": unit("A unit named {registration_id} is already enrolled.", RED_BOX),
    "REC-006": unit("A unit with this same TPM is already enrolled.", RED_BOX),
    "REC-007": unit("A unit with this same key is already enrolled.", RED_BOX),
    "REC-008": unit("A unit with the serial number {serial} is already enrolled.", RED_BOX),
    "REC-009": station(
        "The order {order} is complete: its quantity of {quantity} is used up.",
        "Call the supervisor for the next order.",
    ),
    "REC-010": station("The order {order} is not open.", "Call the supervisor."),
    "REC-011": station("The record was changed by something other than Station.", SUPERVISOR),
    "REC-012": station("A permission in the record is not genuine: {what}.", SUPERVISOR),
    "REC-013": station(
        "The record is an old copy: {what} tells of a newer one.",
        "Call two supervisors. If the newer one is lost for good: 'station adopt --older'.",
    ),
    "REC-014": use("There is no order {order}.", "Run 'station order list' to see the orders."),
    "REC-015": use(
        "There is no enrollment {name}.", "Run 'station enrollments list' to see the list."
    ),
    "REC-016": use("There is already an order {order}.", "Give the new order another name."),
    "REC-017": station("The record can't be written.", SUPERVISOR),
    "REC-018": use(
        "The order {order} is for another ID scope.", "Check the ID scope: it never changes."
    ),
    "REC-019": station(
        "The unit is on the enrollment list, but the factory's token hasn't signed for it yet.",
        "Put the unit aside and don't start it again. Call the supervisor.",
    ),
    "REC-020": use("That badge and PIN don't belong together.", "Try again, slowly."),
    "REC-021": use("The badge {badge} is somebody's already.", "Use another badge."),
    "REC-022": use("Nobody can be added like that: {why}.", "Change it, then try again."),
    "REC-023": use(
        "There were too many wrong PINs: the badge waits {seconds} seconds.",
        "Wait, then try again. If the PIN is forgotten, call the supervisor.",
    ),
    "REC-024": use(
        "No transcript of the run {run} is kept.",
        "There is one of each run that spoke with its unit and did not pass: of the last thousand.",
    ),
    "REC-025": use(
        "That takes a right which nobody here has given: {what}.",
        "Have a supervisor do it, or two where two are needed.",
    ),
    "REC-026": use("It must be said why.", "Give a reason of a few words."),
    "REC-027": use(
        "The PIN of the badge {badge} must be changed first.",
        "Change it at the log-in, or by 'station operator pin'.",
    ),
    "REC-028": use("The badge {badge} is switched off.", "Call the supervisor."),
    "REC-029": use("Nobody has the badge {badge}.", "Run 'station operator list'."),
    "REC-030": use(
        "{badge} is the only supervisor left.",
        "Add another supervisor first, then switch this one off.",
    ),
    "REC-031": unit(
        "The unit {serial} was scrapped.", "Put it in the red box and call the supervisor."
    ),
    "REC-032": unit(
        "The unit {serial} is in quarantine.", "Put it in the red box and call the supervisor."
    ),
    "REC-033": use(
        "No unit {serial} is on record.", "Check the serial number; no unit is known before a run."
    ),
    "REC-034": use(
        "That can't be done with the unit {serial}: it is {what}.",
        "Run 'station unit show' to see what became of it.",
    ),
    "REC-035": use("The unit {serial} is at work at a position.", "Wait until its run has ended."),
    "REC-036": use(
        "The scrap allowance of the order {order} is used up.",
        "Without one, no board can be swapped: scrap the unit and make another.",
    ),
    "REC-039": station(
        "The order {order} waits for its first article to be signed.",
        "Call the supervisor, who signs it or has another unit made.",
    ),
    "REC-040": use(
        "The order {order} has no first article to decide on: {why}.",
        "Run 'station order show' to see how far it is.",
    ),
    "REC-041": use(
        "{badge} worked on the first article of {order} and can't sign it.",
        "Have another supervisor sign it.",
    ),
    "REC-042": unit("The serial number {serial} is not on the list of the order {order}.", RED_BOX),
    "REC-043": use(
        "The quantity of {order} can't be {quantity}: some of it is used already.",
        "Run 'station order show': a quantity is at least what is enrolled, at work and lost.",
    ),
    "REC-044": use(
        "The order {order} has had a run, so its ID scope stays as it is.",
        "Close the order, and make a new one for the other ID scope.",
    ),
    "REC-045": use(
        "{path}, line {line}: {why}.", "Correct that line, then give the list once more."
    ),
    "REC-046": use(
        "Nothing of the order {order} is left to carry over.",
        "Run 'station order close' to close it.",
    ),
    "REC-047": use(
        "The file {path} is no anchor: {why}.",
        "Give an export's manifest.json, a report or the record of a unit.",
    ),
    "REC-048": use("The file {path} is not genuine: {why}.", "Don't trust it."),
    "REC-049": use(
        "The copy {path} can't be read where it is: {why}.",
        "Copy it, with all files beside it, to a folder that can be written.",
    ),
    "REC-051": station(
        "This record is a copy, and the station went on with another one.",
        "Work with the folder that was used last. If it is lost: 'station adopt --older'.",
    ),
    "REC-052": station(
        "The folder {path} was copied or moved here from elsewhere.",
        "Call two supervisors. If the old one is used no more: 'station adopt'.",
    ),
    "REC-053": use(
        "The quantity of {order} can't be raised: the numbers after its own belong to others.",
        "Make another order, or have another allotment issued.",
    ),
    "REC-054": use(
        "That allotment was used here before, for the order {order}.",
        "Go on with that order; an allotment serves once.",
    ),
    "REC-055": use("That can't be the new PIN: {why}.", "Choose another, then try again."),
    "REC-056": use(
        "The order {order} gives no unit another key.",
        "A supervisor changes that: 'station order change --reprovisioning new-key'.",
    ),
    "REC-057": use(
        "More than {quantity} places of {order} were given back by its scrap allowance already.",
        "Run 'station order show' to see how many were.",
    ),
    "REC-058": unit(
        "The unit {serial} was taken off the enrollment list meanwhile.",
        "Put it in the red box and call the supervisor.",
    ),
    "REC-060": station(
        "The order {order} was begun before an older copy of the record was put back.",
        "Call the supervisor: close it, and make another of what is known to be missing.",
    ),
    "REC-061": passing(
        "The unit {serial} was tried elsewhere while this position waited.", "Start it here again."
    ),
    "REC-062": use(
        "That allotment may have been used before an older copy of the record was put back.",
        "Have another one issued for what is known to be missing.",
    ),
    "REC-063": use(
        "There is no PIN on record to give out of {what}.",
        "See with 'station unit show' whether a unit's token has a PIN of its own.",
    ),
    "REC-064": use(
        "Nothing can be encrypted to the certificate in {path}.",
        "Take the customer's certificate, in PEM, with an RSA key of 2048 bits or more.",
    ),
    "REC-065": station(
        "The record doesn't know the CA {name} as one that issues certificates.",
        "Close the station and open it again, or name one that 'station hsm ca list' shows.",
    ),
    "REC-066": station(
        "The group {name} is disabled: it takes no units any more.",
        "Call the supervisor: the order needs another group. 'station group show' says more.",
    ),
    "REC-067": use(
        "The key of the group {name} was wrapped for another owner, or for nobody.",
        "Take another group ID: a key is wrapped once, when it is made.",
    ),
    "REC-068": use(
        "There is no key of the group {name} on record.",
        "Run 'station group create' with its ID: a real group's key is made before its order.",
    ),
    "REC-069": station(
        "The protocol is not the one that was signed: {path}.",
        "Compare it with the copy on paper, and call the supervisor.",
    ),
    "REC-070": station(
        "The station's record knows nothing of that protocol.",
        "Check that it is this station's; if so, call the supervisor.",
    ),
    "REC-071": station(
        "The group {name} must be given another key: {why}.",
        "Call the supervisor: 'station group rotate' does it. The rule: 'station settings show'.",
    ),
    "REC-072": use(
        "The keys of the group {name} can't be changed like that: {why}.",
        "See them with 'station group show', and 'station group rotate --help'.",
    ),
    "REC-075": use(
        "Nothing can be encrypted to the recovery certificate {path}: {why}.",
        "Take one with an RSA key of 2048 bits or more, or an EC key on P-256, P-384 or P-521.",
    ),
    "REC-076": use(
        "No recovery certificate is set, so nobody could open the backup.",
        "A supervisor names one, once: 'station backup FILE --to CERTIFICATE'.",
    ),
    "REC-077": use(
        "The key {path} doesn't open the backup: {why}.",
        "Take the private key of the recovery certificate whose SHA-256 the backup's entry names.",
    ),
    "REC-078": station(
        "The backup {path} is damaged, or none: {why}.",
        "Take another backup. Nothing was restored.",
    ),
    "REC-079": station(
        "The file {path} can't be written: {why}.",
        "Name another disk or folder. Nothing was left there.",
    ),
    "REC-080": station(
        "The folder {path} can't be written: its disk is read-only.",
        "Call the supervisor. The record can be looked at, and backed up, as it is.",
    ),
    "REC-081": use(
        "There is nothing to archive: {why}.",
        "Name another day with --before; 'station archive' takes runs that ended long ago.",
    ),
    "REC-082": station(
        "The archive {path} is not what was to be archived: {why}.",
        "Nothing was taken out of the record. Name another disk, then try again.",
    ),
    "REC-083": use(
        "These runs stay in the record: {why}.",
        "Name an earlier day with --before, or change the rule: 'settings set --keep-days'.",
    ),
    "REC-084": station(
        "The station can't be backed up: {why}.", "Call the supervisor. No backup was made."
    ),
    "REC-085": use(
        "Nothing is stopped there: {what}.", "Run 'station bench stops' to see what stands still."
    ),
    "REC-086": use(
        "No contact is counted at position {position}.",
        "Run 'station bench contacts list' to see what is counted.",
    ),
    "REC-087": use(
        "The list can't be gone on with after what --after names.",
        "Give --after as the command before said it, with the same --sort and --descending.",
    ),
    "REC-088": use(
        "No {what} is on record for {name}: its positions take no unit while such a check is due.",
        "Put a unit on record for checks of that product, or change the rule.",
    ),
    "REC-089": Entry(
        "Position {position} takes no unit yet: its check by the {what} isn't done.",
        "Put the {what} in position {position}, and see that the check is OK.",
        Fault.CANCEL,
    ),
    "REC-090": use(
        "The unit {serial} can't be put on record for checks: {why}.",
        "See 'station check list' and the help page on checks.",
    ),
    "REC-091": use(
        "No unit {serial} is on record for checks.", "Run 'station check list' to see which are."
    ),
    "REC-092": use(
        "More than one enrollment matches {name}: {what}.",
        "Give more of it, or the serial number. 'station enrollments list --find' shows them all.",
    ),
    "REC-093": unit(
        "The {what} was enrolled elsewhere: it came with import {quantity}, of {name}.", RED_BOX
    ),
    "REC-094": unit(
        "A unit with this same {what} was enrolled elsewhere: import {quantity}, of {name}.",
        RED_BOX,
    ),
    "REC-095": use("That list can't be imported: {why}.", "See 'station enrollments imports'."),
    "REC-097": use(
        "There is no import {quantity}, or it was forgotten.",
        "Run 'station enrollments imports' to see which there are.",
    ),
    "REC-098": station(
        "The record gets a newer form, for which the disk needs {quantity} MiB free.",
        "Call the supervisor to free some space. The record is as it was.",
    ),
    "REC-100": use(
        "The unit {serial} isn't let in by the group {name}.",
        "See 'station enrollments show' for its order, and 'station group list' for groups.",
    ),
    "REC-101": use(
        "The key {name} can't serve both a group and units that are enrolled one by one.",
        "Give the order a group ID of its own: --group-id.",
    ),
    "REC-104": use(
        "This label of the unit {serial} is void: label {quantity} was printed after it.",
        "Take it off and throw it away. Use the newest label of the unit.",
    ),
    "REC-105": use(
        "The unit {serial} can't be given that label: {why}.",
        "See 'station label list' for the labels of each unit.",
    ),
}
