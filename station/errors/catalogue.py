"""Every error code: what the person at the bench reads, what to do, and whose fault it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Fault(Enum):
    """Where the cause lies: it decides the outcome of a run and the exit status of a command."""

    UNIT = "unit"
    STATION = "station"
    USE = "use"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Entry:
    """One code's text; `{name}` places are filled from the error's data."""

    message: str
    remedy: str
    fault: Fault


def _unit(message: str, remedy: str) -> Entry:
    return Entry(message, remedy, Fault.UNIT)


def _station(message: str, remedy: str) -> Entry:
    return Entry(message, remedy, Fault.STATION)


def _use(message: str, remedy: str) -> Entry:
    return Entry(message, remedy, Fault.USE)


_RED_BOX: Final = "Put the unit in the red box and take the next one."
_RESEAT: Final = "Seat the unit again and start over. If it fails twice, use the red box."
_ASIDE: Final = "Put the unit aside and call the supervisor."
_FAKE: Final = "It may be a fake: put the unit aside and call the supervisor."
_SUPERVISOR: Final = "Stop here and call the supervisor."

_LINKS: Final[Mapping[str, Entry]] = {
    "LNK-001": _station(
        "The port {port} can't be opened.",
        "Check the cable. If it is in place, call the supervisor.",
    ),
    "LNK-002": _unit("The unit doesn't answer.", _RESEAT),
    "LNK-003": _unit("The unit was pulled out before it was finished.", _RESEAT),
    "LNK-004": _unit("The unit's answer makes no sense.", _RESEAT),
    "LNK-005": _unit("The unit refused a command.", _RED_BOX),
    "LNK-006": _use(
        "Station doesn't open this kind of port: {port}.",
        "In the bench file, name a device's path or an rfc2217:// or socket:// address.",
    ),
    "LNK-007": _unit(
        "The unit's firmware can't do what this product needs.",
        "Load the right firmware, or use the red box.",
    ),
    "LNK-008": _station(
        "The port {port} is in use by {program}.", "Close the other program, then try again."
    ),
    "LNK-009": _unit(
        "The unit refused the login.",
        "Put the unit aside and call the supervisor: its password is not the order's.",
    ),
    "LNK-010": _use(
        "A password is never sent over a network, as to {port}.",
        "Connect the unit to a port of this computer.",
    ),
    "LNK-011": _unit(
        "The unit restarted in the middle of the work.",
        "Check its power cable, then start again. If it happens twice, put the unit in the red box.",
    ),
    "LNK-012": _use(
        "The unit asks for a password, and the order holds none.",
        "Give the order its password: station order secret ORDER console-password.",
    ),
    "LNK-013": _use(
        "The user whom the profile names may not use the unit's TPM.",
        "Name another user in the profile, or have the unit's firmware let this one open the node.",
    ),
    "LNK-014": _unit(
        "Another program on the unit keeps its TPM to itself.",
        "Start the unit again and try once more. If it happens twice, use the red box.",
    ),
    "LNK-030": _unit(
        "The unit's answer is not what this product's profile asks for.",
        "Check that it is the right product. If it is, put it aside and call the supervisor.",
    ),
    "LNK-040": _use(
        "Several ports go by the name {port}.",
        "Run 'station bench teach': it names a port by the place where it is plugged in.",
    ),
    "LNK-041": _station(
        "Station may not open the port {port}: it belongs to the group {name}.",
        "Have this user added to that group, or Station's rule for ports installed.",
    ),
}

_TPM: Final[Mapping[str, Entry]] = {
    "TPM-001": _unit("The unit's TPM reports an error.", _RED_BOX),
    "TPM-002": _unit("The unit's TPM has no usable endorsement key.", _RED_BOX),
    "TPM-003": _unit("The TPM's endorsement key doesn't follow the standard.", _FAKE),
    "TPM-004": _unit(
        "The endorsement certificate comes from a maker that this station doesn't trust.",
        "Put the unit aside and call the supervisor, who can add a maker to trust.",
    ),
    "TPM-005": _unit("The endorsement certificate belongs to another TPM.", _FAKE),
    "TPM-006": _unit("The unit's TPM has no endorsement certificate.", _RED_BOX),
    "TPM-007": _unit(
        "The endorsement certificate is for a certificate authority, not for a TPM.", _FAKE
    ),
    "TPM-008": _unit("The endorsement certificate was issued for another purpose.", _FAKE),
    "TPM-009": _unit("The TPM's storage root key doesn't follow the standard.", _FAKE),
    "TPM-010": _unit("The TPM could not prove that it holds its key.", _RED_BOX),
    "TPM-011": _unit("The TPM's endorsement key is not the one that its maker gave it.", _ASIDE),
    "TPM-012": _unit(
        "The provisioning service doesn't take this kind of endorsement key.", _RED_BOX
    ),
    "TPM-013": _unit("The TPM is protected by a password that this station doesn't have.", _ASIDE),
    "TPM-014": _unit("The TPM stayed busy for too long.", _RESEAT),
    "TPM-015": _unit("The endorsement certificate can't be read.", _RED_BOX),
    "TPM-016": _station(
        "The TPM software library can't be loaded.",
        "Run 'station doctor': it says what to install.",
    ),
    "TPM-020": _unit(
        "The TPM has locked itself after too many wrong passwords.",
        "Put the unit aside and call the supervisor: its lock opens with time, or by a reset.",
    ),
    "TPM-021": _unit("The TPM found itself faulty and refuses to work.", _RED_BOX),
    "TPM-022": _unit(
        "The unit's TPM has not been started.",
        "Switch the unit off and on. If it happens again, its firmware doesn't start the TPM.",
    ),
    "TPM-023": _unit(
        "The TPM has an owner already: a password protects it, and the order holds none.",
        "Put the unit aside; a supervisor can give the order the password tpm-owner-password.",
    ),
    "TPM-024": _unit(
        "A password protects the TPM's endorsement key, and the order holds none.",
        "Put the unit aside; a supervisor can give the order tpm-endorsement-password.",
    ),
    "TPM-025": _unit(
        "The TPM doesn't take the {what} password that the order holds.",
        "Put the unit aside and call the supervisor. It is not tried a second time.",
    ),
    "TPM-026": _unit("The TPM was cleared while the unit was being provisioned.", _RESEAT),
    "TPM-027": _unit("The TPM's endorsement key can be broken by anybody.", _RED_BOX),
    "TPM-028": _unit("The TPM's endorsement key is not on the supplier's list.", _FAKE),
    "TPM-029": _unit(
        "The TPM holds an endorsement key of the kind that another client makes.",
        "Put the unit aside and call the supervisor: the product's profile names the other kind.",
    ),
    "TPM-030": _unit("What the TPM says about its endorsement key can't be followed.", _ASIDE),
    "TPM-031": _use(
        "There is no trusted certificate {what}.",
        "Take a fingerprint that 'station tpm roots list' shows.",
    ),
    "TPM-032": _use(
        "The file {path} holds no list of endorsement keys.",
        "It needs one SHA-256 in hexadecimal on each line, and nothing else.",
    ),
    "TPM-033": _use(
        "The certificate in {path} can't be trusted as a maker's.",
        "Get the maker's root certificate, or an intermediate one with --intermediate.",
    ),
    "TPM-034": _station(
        "The makers' certificates that came with Station are damaged.",
        "Install Station again. If it stays, call whoever keeps this computer.",
    ),
    "TPM-050": _unit(
        "The TPM's place for this product's key is taken.",
        "Put the unit aside and call the supervisor: it was provisioned before, by somebody.",
    ),
    "TPM-051": _unit("The new key is not proved to be in the unit's own TPM.", _FAKE),
    "TPM-052": _unit("The TPM's new key is not protected as it must be.", _FAKE),
    "TPM-053": _unit("The TPM didn't keep what it was given.", _RED_BOX),
}

_HSM: Final[Mapping[str, Entry]] = {
    "HSM-001": _station(
        "The PKCS#11 library {module} can't be loaded.",
        "Run 'station doctor': it says what to install.",
    ),
    "HSM-002": _unit("The security token can't be found.", _RESEAT),
    "HSM-003": _unit(
        "The security token refused the PIN.",
        "Don't try again, or the token locks. Call the supervisor.",
    ),
    "HSM-004": _unit("The security token is locked.", _ASIDE),
    "HSM-005": _unit("The security token was pulled out before the work was finished.", _RESEAT),
    "HSM-006": _station(
        "The program that works with a security token stopped.",
        "Start again. If it fails twice, call the supervisor.",
    ),
    "HSM-007": _station("A security token didn't answer in time.", _SUPERVISOR),
    "HSM-008": _unit("The security token reports an error.", _RED_BOX),
    "HSM-009": _unit("The key on the token is not protected as it must be.", _ASIDE),
    "HSM-010": _unit("The unit asks for a certificate with a name that is not its own.", _ASIDE),
    "HSM-011": _unit("The unit's certificate request is not valid.", _RED_BOX),
    "HSM-012": _unit("The token didn't keep what was written to it.", _RED_BOX),
    "HSM-013": _station(
        "The factory's token has no {what}.", "Call the supervisor: the token must be set up first."
    ),
    "HSM-014": _station(
        "The factory's token won't sign: the record doesn't follow from what it signed last.",
        _SUPERVISOR,
    ),
    "HSM-015": _unit("The security token is full.", _RED_BOX),
    "HSM-016": _unit("The unit could not prove that it holds its key.", _RED_BOX),
    "HSM-017": _unit("The token already holds a key of that name.", _RED_BOX),
    "HSM-018": _station("The factory's token is locked.", "Call the supervisor to unlock it."),
    "HSM-019": _station("The key {what} on the factory's token is of the wrong kind.", _SUPERVISOR),
    "HSM-020": _use(
        "The token {label} is already set up.", "Use it as it is, or take an empty token."
    ),
    "HSM-021": _station(
        "The factory's token can't open what was sealed for {purpose}.", _SUPERVISOR
    ),
    "HSM-022": _station(
        "The factory's issuing certificate is not valid at this time.",
        "Check the station's date and time, then call the supervisor.",
    ),
}

_RECORDS: Final[Mapping[str, Entry]] = {
    "REC-001": _station("The record {path} can't be opened.", _SUPERVISOR),
    "REC-002": _station(
        "The record was written by a newer Station.", "Install the newer version of Station."
    ),
    "REC-003": _station(
        "The disk is full.", "Call the supervisor to free some space. Nothing was lost."
    ),
    "REC-004": _station(
        "This record is in use by another Station.", "Close the other Station, then start again."
    ),
    "REC-005": _unit("A unit named {registration_id} is already enrolled.", _RED_BOX),
    "REC-006": _unit("A unit with this same TPM is already enrolled.", _RED_BOX),
    "REC-007": _unit("A unit with this same key is already enrolled.", _RED_BOX),
    "REC-008": _unit("A unit with the serial number {serial} is already enrolled.", _RED_BOX),
    "REC-009": _station(
        "The order {order} is complete: its quantity of {quantity} is used up.",
        "Call the supervisor for the next order.",
    ),
    "REC-010": _station("The order {order} is not open.", "Call the supervisor."),
    "REC-011": _station("The record was changed by something other than Station.", _SUPERVISOR),
    "REC-012": _station("A permission in the record is not genuine: {what}.", _SUPERVISOR),
    "REC-013": _station(
        "The record is an old copy: the factory's token has signed a newer one.", _SUPERVISOR
    ),
    "REC-014": _use("There is no order {order}.", "Run 'station order list' to see the orders."),
    "REC-015": _use(
        "There is no enrollment {name}.", "Run 'station enrollments list' to see the list."
    ),
    "REC-016": _use("There is already an order {order}.", "Give the new order another name."),
    "REC-017": _station("The record can't be written.", _SUPERVISOR),
    "REC-018": _use(
        "The order {order} is for another ID scope.", "Check the ID scope: it never changes."
    ),
    "REC-019": _station(
        "The unit is on the enrollment list, but the factory's token hasn't signed for it yet.",
        "Put the unit aside and don't start it again. Call the supervisor.",
    ),
    "REC-020": _use("That badge and PIN don't belong together.", "Try again, slowly."),
    "REC-021": _use("The badge {badge} is somebody's already.", "Use another badge."),
    "REC-022": _use("Nobody can be added like that: {why}.", "Change it, then try again."),
    "REC-023": _use(
        "There were too many wrong PINs: the badge waits {seconds} seconds.",
        "Wait, then try again. If the PIN is forgotten, call the supervisor.",
    ),
    "REC-024": _use(
        "No transcript of the run {run} is kept.",
        "There is one of each run that spoke with its unit and did not pass: of the last thousand.",
    ),
}

_LINE: Final[Mapping[str, Entry]] = {
    "LIN-001": _unit(
        "The serial number {serial} doesn't fit this product.",
        "Check that the unit belongs to this order.",
    ),
    "LIN-002": _unit(
        "The scanned serial number is {scanned}, but the unit says {serial}.",
        "Scan the label of the unit that is plugged in.",
    ),
    "LIN-003": Entry("The run was cancelled.", "Start it again when you are ready.", Fault.CANCEL),
    "LIN-004": _unit("The step {step} took too long.", _RESEAT),
    "LIN-005": _use(
        "There is no position {position}.", "Run 'station bench list' to see the positions."
    ),
    "LIN-006": _use(
        "No bench is set up.", "Run 'station practice bench' to start one for practice."
    ),
    "LIN-007": _station(
        "Practice parts can't be used in a real order, nor real ones in practice.", _SUPERVISOR
    ),
    "LIN-008": _station(
        "The position {position} has no slot for a security token.",
        "Use another position, or call the supervisor.",
    ),
    "LIN-009": _use(
        "{text} can't be a registration ID: {why}.",
        "Use only letters, digits and - . _ : with a letter, digit or dash at the end.",
    ),
    "LIN-010": _use(
        "{text} can't be a device ID: {why}.",
        "Use 1 to 128 letters, digits and signs out of - + % _ # * ? ! ( ) , . : = @ $ ' only.",
    ),
    "LIN-011": _use(
        "{text} can't be an ID scope.", "Copy it from the overview page of the service."
    ),
    "LIN-012": _use(
        "That is not a symmetric key: {why}.", "Give 16 to 64 bytes, written in base64."
    ),
    "LIN-013": _use(
        "{text} can't be the name in a certificate: {why}.",
        "With X.509, use a registration ID of at most 64 characters.",
    ),
    "LIN-014": _station("Something went wrong that Station doesn't know.", _SUPERVISOR),
    "LIN-015": _use(
        "That is not a SAS token: {why}.", "Copy all of it, from SharedAccessSignature to the end."
    ),
    "LIN-016": _station(
        "The run was broken off: the station stopped.", "Start over with this unit."
    ),
    "LIN-017": _use(
        "The scan of {serial} at position {position} is still open.",
        "Start that unit, or take its scan back. Then scan again.",
    ),
    "LIN-018": _use(
        "No position waits for a scan.", "Finish a position first, then scan the next unit."
    ),
    "LIN-019": _station(
        "No order is assigned to position {position}.", "Call the supervisor, who can assign one."
    ),
    "LIN-020": _use(
        "{serial} is already at position {position}.", "Scan the label of the other unit."
    ),
    "LIN-021": _use(
        "There is no unit at position {position}.", "Put the unit in, then start it again."
    ),
    "LIN-040": _unit(
        "The unit was not switched off in time, to prove what it keeps.",
        "Start again, and switch the unit off and on when the station says so.",
    ),
    "LIN-041": _unit("The unit didn't come back after it was restarted.", _RESEAT),
    "LIN-042": _unit("The unit lost its identity when it was restarted.", _RED_BOX),
    "LIN-043": _unit(
        "The unit is to prove that it keeps its identity.",
        "Switch the unit off, and leave it in. Call the supervisor if that can't be done.",
    ),
    "LIN-044": _unit(
        "The unit is off.",
        "Switch the unit on again. Call the supervisor if it stays off.",
    ),
    "LIN-045": _unit("The unit holds another certificate than the one that it was given.", _ASIDE),
    "LIN-030": _station(
        "What is plugged in at position {position} is a keyboard: {name}.",
        "Take it out, put it aside and call the supervisor. It may have typed something.",
    ),
    "LIN-031": Entry(
        "The unit {serial} has passed here already.",
        "Take it out and put the next one in.",
        Fault.CANCEL,
    ),
    "LIN-032": _use(
        "No unit was plugged in at position {position} in time.",
        "Run 'station bench teach' again, and plug a unit in when it asks for it.",
    ),
    "LIN-033": _use(
        "The port {port} has no name that stays the same.",
        "Write its name into the bench file yourself, if you know that it doesn't change.",
    ),
}

_SERVICE: Final[Mapping[str, Entry]] = {
    "SVC-001": _use(
        "There is nothing new to export.", "Add --again to export everything once more."
    ),
    "SVC-002": _use("The folder {path} can't be used.", "Name a new or empty folder."),
    "SVC-003": _use("The manifest's signature is not genuine.", "Don't use this export."),
    "SVC-004": _use("The file {path} is not what was exported.", "Don't use this export."),
    "SVC-005": _use(
        "There is no export format {name}.", "Run 'station export --help' to see the formats."
    ),
    "SVC-006": _station(
        "Keys are never written in the clear outside practice.",
        "Push the group or export it encrypted.",
    ),
    "SVC-007": _station("The enrollment {name} would be refused: {why}.", _SUPERVISOR),
    "SVC-008": _use(
        "The file given with --trust holds no certificate.", "Give a certificate, in PEM or DER."
    ),
    "SVC-009": _use(
        "The enrollments are for several services: {scopes}.", "Export each --order by itself."
    ),
    "SVC-010": _use(
        "An earlier export to {path} had been cut short. It is in its place now, and complete.",
        "Name another folder to export what came since.",
    ),
    "SVC-011": _station(
        "The export is complete and on record, but can't be moved from {part} to {path}.",
        "Move that folder yourself, as it is: it is the export.",
    ),
    "SVC-012": _use(
        "The manifest was written by a newer Station.", "Install the newer version of Station."
    ),
    "SVC-013": _use(
        "The export would have more files than one manifest can list.",
        "Export each --order by itself, or before it has that many units.",
    ),
}

_PROFILES: Final[Mapping[str, Entry]] = {
    "PRF-001": _use(
        "{path}, line {line}: this is not TOML: {why}.", "Correct that line, then try again."
    ),
    "PRF-002": _use("{path}, line {line}, {key}: {why}.", "Correct that line, then try again."),
    "PRF-003": _use(
        "There is no profile {name}.", "Run 'station profile list' to see the profiles."
    ),
    "PRF-004": _station(
        "The profile {name} was changed after the order was made.",
        "Call the supervisor: put the old profile back, or make a new order.",
    ),
    "PRF-005": _use(
        "The file {path} can't be read: {why}.", "Check its name, its owner and what it holds."
    ),
}

_CONFIGURATION: Final[Mapping[str, Entry]] = {
    "CFG-001": _station(
        "{what} is missing.", "Run 'packaging/run' again: it installs what is missing."
    ),
    "CFG-002": _station(
        "The program {program} is missing.", "Install it with 'apt install {package}'."
    ),
    "CFG-003": _station(
        "Station can't write to the folder {path}.", "Check the folder's owner and the free space."
    ),
    "CFG-004": _use(
        "The command can't be understood: {why}.", "Run 'station --help' to see the commands."
    ),
    "CFG-005": _use("The folder {path} is not empty.", "Name a new or empty folder."),
    "CFG-006": _station(
        "The practice bench did not start.", "Run 'station doctor': it says what is missing."
    ),
    "CFG-007": _use(
        "The folder {path} holds no station.",
        "Run 'station practice bench' to make one for practice.",
    ),
    "CFG-008": _use(
        "No PIN or password was given for {what}.",
        "Type it, or hand it over as the command's --help says.",
    ),
    "CFG-009": _use(
        "The folder {path} can't hold a practice bench: {why}.", "Name another folder."
    ),
    "CFG-010": _station(
        "The output can't be written: {why}.",
        "Send it elsewhere, or free some space. What was done is on record.",
    ),
    "CFG-011": _station(
        "The station in {path} is damaged: {why}.",
        "Call the supervisor: put a copy of that file back. Don't set up a new station there.",
    ),
    "CFG-012": _station(
        "Station has no permission for {path}.",
        "Sign in as the user whose station it is, or call the supervisor.",
    ),
    "CFG-013": _use(
        "There is no display to open the window on.",
        "Start it at the bench's own screen. Without one, 'station --help' lists the commands.",
    ),
    "CFG-014": _station(
        "The window can't start: {what} is missing.",
        "Run 'packaging/run' again: it installs what is missing.",
    ),
}

CATALOGUE: Final[Mapping[str, Entry]] = {
    **_LINKS,
    **_TPM,
    **_HSM,
    **_RECORDS,
    **_LINE,
    **_SERVICE,
    **_PROFILES,
    **_CONFIGURATION,
}
