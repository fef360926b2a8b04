"""The codes of the work: the line, the service, profiles and the machine."""

from collections.abc import Mapping
from typing import Final

from station.errors.entry import (
    ASIDE,
    RED_BOX,
    RESEAT,
    SUPERVISOR,
    Entry,
    Failure,
    Fault,
    passing,
    station,
    unit,
    use,
)

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
    "LIN-004": passing("The step {step} took too long.", RESEAT),
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
    "LIN-014": Entry(
        "Something went wrong that Station doesn't know.",
        SUPERVISOR,
        Fault.STATION,
        Failure.UNKNOWN,
    ),
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
    "LIN-050": use(
        "The scanned code can't be read: {why}.",
        "Scan it once more. If that doesn't help, call the supervisor.",
    ),
    "LIN-051": use(
        "That scan has no {what}, which is still wanted.", "Scan that code of the label."
    ),
    "LIN-052": unit(
        "The label's {name} is {text}, but for this product it is {what}.",
        "Check that the unit belongs to this order.",
    ),
    "LIN-053": use(
        "The label's {name} is in a code of the kind {what}, and this one is {text}.",
        "Scan the other code of the label.",
    ),
    "LIN-054": use(
        "Two scans say different things of {name}: {what} and {text}.",
        "Scan all codes of one label again.",
    ),
    "LIN-055": unit("The unit's {name} is {text}, but for this product it is like {what}.", ASIDE),
    "LIN-056": unit("The unit answers {text} to {name}, but not as this product: {what}.", ASIDE),
    "LIN-057": Entry(
        "The factory's system refuses this unit here: {why}.",
        "Take the unit out and put it where it belongs. It isn't broken.",
        Fault.CANCEL,
    ),
    "LIN-058": station(
        "The factory's system doesn't say whether this unit may be worked on: {why}.",
        "Leave the unit as it is. Try again later, or call the supervisor.",
    ),
    "LIN-059": station(
        "The factory's system gives an answer that Station can't use: {why}.", SUPERVISOR
    ),
    "LIN-060": unit(
        "The unit is tried again: {what}.", "Leave the unit in; the station tries again by itself."
    ),
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
    "LIN-066": unit(
        "The unit doesn't hold the key that it was enrolled with.",
        "Put it in the red box and call the supervisor, who can give it a new key.",
    ),
    "LIN-067": unit(
        "What an earlier run left on the token is replaced: {what}.",
        "Leave the unit in: the station goes on, and checks it as any other.",
    ),
    "LIN-068": unit(
        "The unit gave the key of an earlier run, its own or another's: it must make a new one.",
        ASIDE,
    ),
    "LIN-069": unit("The unit doesn't have the key that it was given.", RED_BOX),
    "LIN-070": unit(
        "The security token doesn't take the PIN that this unit's token was given.",
        "Put the unit aside and call the supervisor: its token may be another unit's.",
    ),
    "LIN-071": unit(
        "The security token holds the key of the unit {serial}, which has passed.",
        "Put the unit aside and call the supervisor: its token may be that unit's.",
    ),
    "LIN-072": unit(
        "What the run {run} left in the unit {serial} can't be looked up here.",
        "Put the unit aside and call the supervisor: 'station unit show' says what to do.",
    ),
    "LIN-073": Entry(
        "The station stopped after the unit {serial} got a certificate; it has not passed.",
        "Take it out and put it in again: it gets another one. If that fails, use the red box.",
        Fault.STATION,
        Failure.UNIT,
    ),
    "LIN-074": station(
        "What the station was doing with a security token when it stopped hasn't ended yet.",
        "Wait a minute and unlock it again. If that doesn't help, restart this computer.",
    ),
    "LIN-075": station(
        "Position {position} stands still: {why}.",
        "Start nothing here and call the supervisor, who looks into it and restarts it.",
    ),
    "LIN-076": station(
        "The order {order} stands still: {why}.",
        "Start nothing for this order and call the supervisor, who restarts it.",
    ),
    "LIN-077": station(
        "The whole bench stands still: {why}.",
        "Put that unit aside, start nothing and call the supervisor, who restarts the bench.",
    ),
    "LIN-078": station(
        "The contacts of position {position} are worn: {what} units since they were renewed.",
        "Start nothing here and call maintenance, who renews them and resets the count.",
    ),
    "LIN-079": station(
        "The contacts of position {position} wear out: {what} units since they were renewed.",
        "Go on. Tell maintenance that they are due.",
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
        "Take --format jsonl or zip, which have few files, or export each --order by itself.",
    ),
    "SVC-020": station(
        "The hand-off {name} doesn't work now: {why}.",
        "What waits is sent once it works. Call the supervisor if it stays so.",
    ),
    "SVC-021": station(
        "The hand-off {name} refuses what it is told: {why}.",
        "Ask whoever runs it why. After that, 'station handoff send --refused' sends it again.",
    ),
    "SVC-022": use(
        "The hand-off {name} has no password or token for this address.",
        "Run 'station handoff secret' to give it.",
    ),
    "SVC-023": use("There is no hand-off {name}.", "Run 'station handoff list' to see them."),
    "SVC-024": station(
        "The hand-off {name} gives an answer that can't be understood: {why}.",
        "Ask whoever runs it to read the help page on hand-offs.",
    ),
    "SVC-025": use(
        "The hand-off {name} takes no password or token.",
        "Its auth in handoff.toml says so: change that first.",
    ),
    "SVC-026": use(
        "That can't be a password or token: {why}.", "Check it, then give it once more."
    ),
    "SVC-027": use("The file {path} is not what was signed.", "Don't rely on this report."),
    "SVC-028": use(
        "The allotment {path} is not genuine: {why}.",
        "Don't use it. Have the station that issued it hand it over once more, with all its files.",
    ),
    "SVC-029": use(
        "The allotment {path} can't be used here: {why}.",
        "Ask whoever issued the allotment; 'station order allot --to' issues one.",
    ),
    "SVC-030": use(
        "The export {path} is not from the station that the allotment names.",
        "Don't take these units in. Ask which station made them, and for its own allotment.",
    ),
    "SVC-031": use(
        "The unit {serial} in {path} is one too many: {why}.",
        "Don't take it in. The allotment says how many units there may be, and their numbers.",
    ),
    "SVC-032": use(
        "Two different units have the number {text} of the allotment: {serial} in {path} is one.",
        "Don't take them in. Ask the station that made them to have its record verified.",
    ),
    "SVC-033": use(
        "The export {path} can't be checked against the allotment: {why}.",
        "Export the order by itself, all of it again, and check that.",
    ),
    "SVC-034": station(
        "The key of the group {name} is wrapped for no owner: no export can hold it.",
        "Push it if it was made --for-push, else export as csv. The next takes --service-owner.",
    ),
    "SVC-035": use(
        "The service {name} can't be added: {why}.",
        "Correct that, as the service's portal has it, then try again.",
    ),
    "SVC-036": use(
        "There is no service {name}.", "Run 'station service list' to see the services."
    ),
    "SVC-037": use(
        "The units of the group {name} have certificates of {quantity} CAs; the service takes two.",
        "Export as dps-csv and enrol them one by one. The next units need another group's order.",
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
    "PRF-010": use(
        "Units of the profile {name} can't be provisioned again by the policy {what}.",
        "Choose another: what the unit is born with, or is derived for it, can't be a new key.",
    ),
    "PRF-011": use(
        "Units of the profile {name} can't be enrolled this way: {what}.",
        "Leave --enrollment out. A group has certificates or derived keys, and no device IDs.",
    ),
    "PRF-016": use(
        "The units' tokens take no PIN of {quantity} characters, but of {what}.",
        "Change pin_length in the profile's table [token].",
    ),
    "PRF-017": station(
        'The profile names the unit\'s certificate "{text}" in {key}, but {why}.',
        "Call the supervisor: the profile or the order's serial numbers are wrong.",
    ),
    "PRF-018": use(
        "The profile {name} gives device IDs, which units of an enrollment group can't have.",
        "Have its units enrolled one by one: --enrollment individual.",
    ),
    "PRF-019": use(
        "No label printer is set here.",
        "Name one by 'station settings set --label-printer', or in the window's settings.",
    ),
    "PRF-020": use(
        "Units of the profile {name} get no label.",
        "Give the profile a table [label], and release it as its next version.",
    ),
    "PRF-021": use(
        "The profile {name} isn't saved: somebody else changed its file, or made it.",
        "Copy your text, open the profile again, and put your changes into it.",
    ),
}
