"""The codes of the work: the record, the line, the service, profiles and the machine."""

from collections.abc import Mapping
from typing import Final

from station.errors.entry import (
    ASIDE,
    RED_BOX,
    RESEAT,
    SUPERVISOR,
    Entry,
    Fault,
    station,
    unit,
    use,
)

RECORDS: Final[Mapping[str, Entry]] = {
    "REC-001": station("The record {path} can't be opened.", SUPERVISOR),
    "REC-002": station(
        "The record was written by a newer Station.", "Install the newer version of Station."
    ),
    "REC-003": station(
        "The disk is full.", "Call the supervisor to free some space. Nothing was lost."
    ),
    "REC-004": station(
        "This record is in use by another Station.", "Close the other Station, then start again."
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
        "The record is an old copy: the factory's token has signed a newer one.", SUPERVISOR
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
    "REC-051": station(
        "This record is a copy, and the station went on with another one.",
        "Call the supervisor: work with the folder that was used last.",
    ),
    "REC-052": station(
        "The folder {path} was copied or moved here from elsewhere.",
        "Call two supervisors. If the old one is used no more: 'station adopt'.",
    ),
}

LINE: Final[Mapping[str, Entry]] = {
    "LIN-001": unit(
        "The serial number {serial} doesn't fit this product.",
        "Check that the unit belongs to this order.",
    ),
    "LIN-002": unit(
        "The scanned serial number is {scanned}, but the unit says {serial}.",
        "Scan the label of the unit that is plugged in.",
    ),
    "LIN-003": Entry("The run was cancelled.", "Start it again when you are ready.", Fault.CANCEL),
    "LIN-004": unit("The step {step} took too long.", RESEAT),
    "LIN-005": use(
        "There is no position {position}.", "Run 'station bench list' to see the positions."
    ),
    "LIN-006": use(
        "No bench is set up.", "Run 'station practice bench' to start one for practice."
    ),
    "LIN-007": station(
        "Practice parts can't be used in a real order, nor real ones in practice.", SUPERVISOR
    ),
    "LIN-008": station(
        "The position {position} has no slot for a security token.",
        "Use another position, or call the supervisor.",
    ),
    "LIN-009": use(
        "{text} can't be a registration ID: {why}.",
        "Use only letters, digits and - . _ : with a letter, digit or dash at the end.",
    ),
    "LIN-010": use(
        "{text} can't be a device ID: {why}.",
        "Use 1 to 128 letters, digits and signs out of - + % _ # * ? ! ( ) , . : = @ $ ' only.",
    ),
    "LIN-011": use(
        "{text} can't be an ID scope.", "Copy it from the overview page of the service."
    ),
    "LIN-012": use(
        "That is not a symmetric key: {why}.", "Give 16 to 64 bytes, written in base64."
    ),
    "LIN-013": use(
        "{text} can't be the name in a certificate: {why}.",
        "With X.509, use a registration ID of at most 64 characters.",
    ),
    "LIN-014": station("Something went wrong that Station doesn't know.", SUPERVISOR),
    "LIN-015": use(
        "That is not a SAS token: {why}.", "Copy all of it, from SharedAccessSignature to the end."
    ),
    "LIN-016": station(
        "The run was broken off: the station stopped.", "Start over with this unit."
    ),
    "LIN-017": use(
        "The scan of {serial} at position {position} is still open.",
        "Start that unit, or take its scan back. Then scan again.",
    ),
    "LIN-018": use(
        "No position waits for a scan.", "Finish a position first, then scan the next unit."
    ),
    "LIN-019": station(
        "No order is assigned to position {position}.", "Call the supervisor, who can assign one."
    ),
    "LIN-020": use(
        "{serial} is already at position {position}.", "Scan the label of the other unit."
    ),
    "LIN-021": use(
        "There is no unit at position {position}.", "Put the unit in, then start it again."
    ),
    "LIN-030": station(
        "What is plugged in at position {position} is a keyboard: {name}.",
        "Take it out, put it aside and call the supervisor. It may have typed something.",
    ),
    "LIN-031": Entry(
        "The unit {serial} has passed here already.",
        "Take it out and put the next one in.",
        Fault.CANCEL,
    ),
    "LIN-032": use(
        "No unit was plugged in at position {position} in time.",
        "Run 'station bench teach' again, and plug a unit in when it asks for it.",
    ),
    "LIN-033": use(
        "The port {port} has no name that stays the same.",
        "Write its name into the bench file yourself, if you know that it doesn't change.",
    ),
    "LIN-040": unit(
        "The unit was not switched off in time, to prove what it keeps.",
        "Start again, and switch the unit off and on when the station says so.",
    ),
    "LIN-041": unit("The unit didn't come back after it was restarted.", RESEAT),
    "LIN-042": unit("The unit lost its identity when it was restarted.", RED_BOX),
    "LIN-043": unit(
        "The unit is to prove that it keeps its identity.",
        "Switch the unit off, and leave it in. Call the supervisor if that can't be done.",
    ),
    "LIN-044": unit(
        "The unit is off.",
        "Switch the unit on again. Call the supervisor if it stays off.",
    ),
    "LIN-045": unit("The unit holds another certificate than the one that it was given.", ASIDE),
    "LIN-062": use(
        "The profile {name} asks the worker, and nobody can be asked here.",
        "Work in Station's window, or run the command at a terminal.",
    ),
    "LIN-063": unit(
        "What was asked about the unit was not answered in time: {name}.",
        "Start the unit again, and answer when the station asks.",
    ),
    "LIN-064": unit("The worker found that the unit is not right: {name} is {text}.", RED_BOX),
    "LIN-065": use(
        "That is no answer to what is asked at position {position}.",
        "Look at what is asked there, and answer it once more.",
    ),
}

SERVICE: Final[Mapping[str, Entry]] = {
    "SVC-001": use(
        "There is nothing new to export.", "Add --again to export everything once more."
    ),
    "SVC-002": use("The folder {path} can't be used.", "Name a new or empty folder."),
    "SVC-003": use("The manifest's signature is not genuine.", "Don't use this export."),
    "SVC-004": use("The file {path} is not what was exported.", "Don't use this export."),
    "SVC-005": use(
        "There is no export format {name}.", "Run 'station export --help' to see the formats."
    ),
    "SVC-006": station(
        "Keys are never written in the clear outside practice.",
        "Push the group or export it encrypted.",
    ),
    "SVC-007": station("The enrollment {name} would be refused: {why}.", SUPERVISOR),
    "SVC-008": use(
        "The file given with --trust holds no certificate.", "Give a certificate, in PEM or DER."
    ),
    "SVC-009": use(
        "The enrollments are for several services: {scopes}.", "Export each --order by itself."
    ),
    "SVC-010": use(
        "An earlier export to {path} had been cut short. It is in its place now, and complete.",
        "Name another folder to export what came since.",
    ),
    "SVC-011": station(
        "The export is complete and on record, but can't be moved from {part} to {path}.",
        "Move that folder yourself, as it is: it is the export.",
    ),
    "SVC-012": use(
        "The manifest was written by a newer Station.", "Install the newer version of Station."
    ),
    "SVC-013": use(
        "The export would have more files than one manifest can list.",
        "Export each --order by itself, or before it has that many units.",
    ),
}

PROFILES: Final[Mapping[str, Entry]] = {
    "PRF-001": use(
        "{path}, line {line}: this is not TOML: {why}.", "Correct that line, then try again."
    ),
    "PRF-002": use("{path}, line {line}, {key}: {why}.", "Correct that line, then try again."),
    "PRF-003": use(
        "There is no profile {name}.", "Run 'station profile list' to see the profiles."
    ),
    "PRF-004": station(
        "The profile {name} was changed after the order was made.",
        "Call the supervisor: put the old profile back, or make a new order.",
    ),
    "PRF-005": use(
        "The file {path} can't be read: {why}.", "Check its name, its owner and what it holds."
    ),
    "PRF-006": use(
        "Units of the profile {name} never ask for a {what}.",
        "Check the order's name and which password is meant.",
    ),
    "PRF-007": use(
        "The profile {name} was released as {what} with another content.",
        "Give the changed profile the next version, then release that.",
    ),
    "PRF-008": station(
        "The profile {name} is not released.",
        "Call the supervisor: two of them release it by 'station profile release'.",
    ),
    "PRF-009": use(
        "No version of the profile {name} stands released.",
        "Run 'station profile list' to see what is released.",
    ),
}

CONFIGURATION: Final[Mapping[str, Entry]] = {
    "CFG-001": station(
        "{what} is missing.", "Run 'packaging/run' again: it installs what is missing."
    ),
    "CFG-002": station(
        "The program {program} is missing.", "Install it with 'apt install {package}'."
    ),
    "CFG-003": station(
        "Station can't write to the folder {path}.", "Check the folder's owner and the free space."
    ),
    "CFG-004": use(
        "The command can't be understood: {why}.", "Run 'station --help' to see the commands."
    ),
    "CFG-005": use("The folder {path} is not empty.", "Name a new or empty folder."),
    "CFG-006": station(
        "The practice bench did not start.", "Run 'station doctor': it says what is missing."
    ),
    "CFG-007": use(
        "The folder {path} holds no station.",
        "Run 'station practice bench' to make one for practice.",
    ),
    "CFG-008": use(
        "No PIN or password was given for {what}.",
        "Type it, or hand it over as the command's --help says.",
    ),
    "CFG-009": use("The folder {path} can't hold a practice bench: {why}.", "Name another folder."),
    "CFG-010": station(
        "The output can't be written: {why}.",
        "Send it elsewhere, or free some space. What was done is on record.",
    ),
    "CFG-011": station(
        "The station in {path} is damaged: {why}.",
        "Call the supervisor: put a copy of that file back. Don't set up a new station there.",
    ),
    "CFG-012": station(
        "Station has no permission for {path}.",
        "Sign in as the user whose station it is, or call the supervisor.",
    ),
    "CFG-013": use(
        "There is no display to open the window on.",
        "Start it at the bench's own screen. Without one, 'station --help' lists the commands.",
    ),
    "CFG-014": station(
        "The window can't start: {what} is missing.",
        "Run 'packaging/run' again: it installs what is missing.",
    ),
    "CFG-030": use("The two PINs are not the same.", "Type the new PIN again, both times."),
}
