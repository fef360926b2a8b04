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
_RESEAT: Final = "Seat the unit again and start over. If it happens twice, use the red box."
_SUPERVISOR: Final = "Call the supervisor. This position stays stopped until it is solved."

_LINKS: Final[Mapping[str, Entry]] = {
    "LNK-001": _station(
        "The port {port} can't be opened.", "Check the cable and the port's name in the bench file."
    ),
    "LNK-002": _unit("The unit doesn't answer.", _RESEAT),
    "LNK-003": _unit("The unit was pulled out before it was done.", _RESEAT),
    "LNK-004": _unit("The unit answers with something that makes no sense.", _RESEAT),
    "LNK-005": _unit("The unit refused a command.", _RED_BOX),
    "LNK-006": _use(
        "{port} is not a kind of port that Station opens.",
        "Name a device file, or a rfc2217:// or socket:// address, in the bench file.",
    ),
    "LNK-007": _unit(
        "The unit's firmware can't do what this product needs.",
        "Check that the right firmware is loaded; then use the red box.",
    ),
    "LNK-008": _station(
        "The port {port} is in use by another program.", "Close the other program, then try again."
    ),
}

_TPM: Final[Mapping[str, Entry]] = {
    "TPM-001": _unit("The unit's TPM reports an error.", _RED_BOX),
    "TPM-002": _unit("The unit's TPM has no endorsement key that can be used.", _RED_BOX),
    "TPM-003": _unit(
        "The endorsement key is not made as the standard demands.",
        "This can be a fake. Put the unit aside and call the supervisor.",
    ),
    "TPM-004": _unit(
        "The endorsement certificate comes from a maker that this station doesn't trust.",
        "Put the unit aside. A supervisor can add the maker's root if it is genuine.",
    ),
    "TPM-005": _unit(
        "The endorsement certificate belongs to another TPM.",
        "This can be a fake. Put the unit aside and call the supervisor.",
    ),
    "TPM-006": _unit("The unit's TPM has no endorsement certificate.", _RED_BOX),
    "TPM-007": _unit(
        "The endorsement certificate is that of a certificate authority.",
        "This can be a fake. Put the unit aside and call the supervisor.",
    ),
    "TPM-008": _unit(
        "The endorsement certificate was issued for another purpose.",
        "This can be a fake. Put the unit aside and call the supervisor.",
    ),
    "TPM-009": _unit(
        "The TPM's storage root key is not made as the standard demands.",
        "This can be a fake. Put the unit aside and call the supervisor.",
    ),
    "TPM-010": _unit("The TPM did not pass the proof of its key.", _RED_BOX),
    "TPM-011": _unit(
        "The endorsement key in use is not the one that the TPM makes from its seed.",
        "Clear the TPM as the maker says, then try again; else use the red box.",
    ),
    "TPM-012": _unit(
        "The provisioning service doesn't take this kind of endorsement key.", _RED_BOX
    ),
    "TPM-013": _unit(
        "The TPM is protected by a password that this station doesn't have.",
        "Clear the TPM as the maker says, then try again.",
    ),
    "TPM-014": _unit("The TPM stayed busy for too long.", _RESEAT),
    "TPM-015": _unit("The endorsement certificate can't be read.", _RED_BOX),
    "TPM-016": _station(
        "The TPM software library can't be loaded.",
        "Run packaging/run again, or install the tpm2-tss libraries; then station doctor.",
    ),
}

_HSM: Final[Mapping[str, Entry]] = {
    "HSM-001": _station(
        "The PKCS#11 library {module} can't be loaded.", "Install it, then run station doctor."
    ),
    "HSM-002": _unit("The security token isn't there.", _RESEAT),
    "HSM-003": _unit(
        "The security token refused the PIN.",
        "Don't try again: tokens lock. Put the unit aside and call the supervisor.",
    ),
    "HSM-004": _unit("The security token is locked.", "Put the unit aside, call the supervisor."),
    "HSM-005": _unit("The security token was pulled out before it was done.", _RESEAT),
    "HSM-006": _station(
        "The helper program for a security token stopped.", "Try again; then call the supervisor."
    ),
    "HSM-007": _station("A security token doesn't answer in time.", _SUPERVISOR),
    "HSM-008": _unit("The security token reports an error.", _RED_BOX),
    "HSM-009": _unit(
        "The key on the token is not protected as it must be.",
        "Put the unit aside and call the supervisor.",
    ),
    "HSM-010": _unit(
        "The unit asks for a certificate in another name than its own.",
        "Put the unit aside and call the supervisor.",
    ),
    "HSM-011": _unit("The unit's certificate request is not valid.", _RED_BOX),
    "HSM-012": _unit("What was written to the token reads back differently.", _RED_BOX),
    "HSM-013": _station(
        "The factory's token has no {what}.", "Call the supervisor: the token is not set up."
    ),
    "HSM-014": _station(
        "The factory's token won't sign the record: it doesn't follow from the last signature.",
        _SUPERVISOR,
    ),
    "HSM-015": _unit("The security token is full.", _RED_BOX),
    "HSM-016": _unit("The unit's key did not pass the proof.", _RED_BOX),
    "HSM-017": _unit("The token already holds a key of that name.", _RED_BOX),
    "HSM-018": _station("The factory's token is locked.", "A supervisor unlocks it with its PIN."),
    "HSM-019": _station("A key {what} is refused: it is not of the demanded kind.", _SUPERVISOR),
}

_RECORDS: Final[Mapping[str, Entry]] = {
    "REC-001": _station("The record {path} can't be opened.", _SUPERVISOR),
    "REC-002": _station(
        "The record was written by a newer Station.", "Install the newer version of Station."
    ),
    "REC-003": _station("The disk is full.", "Free some space, then go on: nothing was lost."),
    "REC-004": _station(
        "Another Station is using this record.", "Close the other one, then start again."
    ),
    "REC-005": _unit("A unit named {registration_id} is already enrolled.", _RED_BOX),
    "REC-006": _unit("A unit with this very TPM is already enrolled.", _RED_BOX),
    "REC-007": _unit("A unit with this very key is already enrolled.", _RED_BOX),
    "REC-008": _unit("A unit with the serial number {serial} is already enrolled.", _RED_BOX),
    "REC-009": _station(
        "The order {order} is complete: its quantity of {quantity} is used up.",
        "Call the supervisor for the next order.",
    ),
    "REC-010": _station("The order {order} is not open.", "Call the supervisor."),
    "REC-011": _station("The record was changed behind Station's back.", _SUPERVISOR),
    "REC-012": _station("A permission in the record is not genuine: {what}.", _SUPERVISOR),
    "REC-013": _station("The record is older than the factory's token remembers.", _SUPERVISOR),
    "REC-014": _use("There is no order {order}.", "station order list shows the orders there are."),
    "REC-015": _use("There is no enrollment {name}.", "station enrollments list shows them."),
    "REC-016": _use("There is already an order {order}.", "Give the new order another name."),
    "REC-017": _station("The record can't be written.", _SUPERVISOR),
    "REC-018": _use(
        "The ID scope of {order} has a different name.", "An ID scope never changes: check it."
    ),
}

_LINE: Final[Mapping[str, Entry]] = {
    "LIN-001": _unit(
        "The serial number {serial} doesn't fit this product.", "Check the product and the order."
    ),
    "LIN-002": _unit(
        "The scanned serial number is {scanned}, but the unit says {serial}.",
        "Take the right unit and scan it again.",
    ),
    "LIN-003": Entry("The run was cancelled.", "Start it again when you are ready.", Fault.CANCEL),
    "LIN-004": _unit("The step {step} took too long.", _RESEAT),
    "LIN-005": _use("There is no position {position}.", "station bench list shows the positions."),
    "LIN-006": _use("No bench is set up.", "station practice bench starts one to practise on."),
    "LIN-007": _station(
        "Practice parts can't be used in a real order, nor real ones in practice.", _SUPERVISOR
    ),
    "LIN-008": _station(
        "The position {position} has no slot for a security token.",
        "Add one to the bench file, or use another position.",
    ),
    "LIN-009": _use(
        "{text} can't be a registration ID: {why}.",
        "Use letters, digits and - . _ : and end with a letter, digit or dash.",
    ),
    "LIN-010": _use(
        "{text} can't be a device ID: {why}.",
        "Use 1 to 128 of: letters, digits, - . % _ # * ? ! ( ) , : = @ $ ' +",
    ),
    "LIN-011": _use("{text} can't be an ID scope.", "Copy it from the service's overview page."),
    "LIN-012": _use(
        "That is not a symmetric key: {why}.", "A key is 16 to 64 bytes, written in base64."
    ),
    "LIN-013": _use(
        "{text} can't be the name in a certificate: {why}.",
        "With X.509 a registration ID has at most 64 characters.",
    ),
    "LIN-014": _station("Something went wrong that Station has no name for.", _SUPERVISOR),
    "LIN-015": _use(
        "That is not a SAS token: {why}.", "Copy it whole, from SharedAccessSignature."
    ),
}

_SERVICE: Final[Mapping[str, Entry]] = {
    "SVC-001": _use(
        "There is nothing to export.", "Everything was exported before: --again exports it anew."
    ),
    "SVC-002": _use("The folder {path} can't be used.", "Name a new or empty folder."),
    "SVC-003": _use("The manifest's signature is not genuine.", "Don't use this export."),
    "SVC-004": _use("The file {path} is not what was exported.", "Don't use this export."),
    "SVC-005": _use("There is no export format {name}.", "station export --help lists them."),
    "SVC-006": _station(
        "Keys are never written in the clear outside practice.",
        "Push the group, or export it encrypted, once that is set up.",
    ),
    "SVC-007": _station("The enrollment {name} would be refused: {why}.", _SUPERVISOR),
}

_PROFILES: Final[Mapping[str, Entry]] = {
    "PRF-001": _use("{path}, line {line}: this is not TOML.", "Mend that line."),
    "PRF-002": _use("{path}, line {line}, {key}: {why}.", "Mend that line."),
    "PRF-003": _use("There is no profile {name}.", "station profile list shows them."),
    "PRF-004": _station(
        "The profile {name} was changed after the order was made.",
        "Put the old profile back, or make a new order.",
    ),
}

_CONFIGURATION: Final[Mapping[str, Entry]] = {
    "CFG-001": _station("{what} is missing.", "Run packaging/run again, then station doctor."),
    "CFG-002": _station("The program {program} is missing.", "Install it: apt install {package}."),
    "CFG-003": _station("The folder {path} can't be written.", "Check its owner and free space."),
    "CFG-004": _use("The command can't be understood: {why}.", "station --help shows how."),
    "CFG-005": _use("The folder {path} is not empty.", "Name a new or empty folder."),
    "CFG-006": _station(
        "The practice bench did not start.", "Run station doctor, then try it again."
    ),
    "CFG-007": _use(
        "The folder {path} holds no station.", "station demo or station practice bench makes one."
    ),
    "CFG-008": _use("No PIN was given for the factory's token.", "Type it, or use --pin-fd."),
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
