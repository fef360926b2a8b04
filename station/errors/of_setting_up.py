"""What can be wrong with how the station is set up or asked, what is said of it, what to do."""

from collections.abc import Mapping
from typing import Final

from station.errors.entry import (
    Entry,
    Fault,
    station,
    use,
)

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
    "CFG-037": use(
        "{text} is not a day or a time.",
        "Write a day as 2026-11-24, a time as 06:00, and both as 2026-11-24T06:00.",
    ),
    "CFG-038": use("No shift starts at {text}, but at {what}.", "Name one that does."),
    "CFG-039": use("The time of the report ends before it begins.", "Give --from before --to."),
    "CFG-040": use(
        "Station doesn't take this PKCS#11 address: {why}.",
        "Write it as pkcs11:token=LABEL;serial=SERIAL?module-path=/whole/path.so.",
    ),
    "CFG-041": use(
        "There is no PKCS#11 module {name} here.",
        "Name its library by the whole path. 'station hsm status' lists those that are there.",
    ),
    "CFG-042": use(
        "The ceremony in {path} was broken off.",
        "Run 'station hsm ceremony' again: it goes on where it was.",
    ),
    "CFG-043": use(
        "There is a station in {path} already.",
        "Use it as it is, or name a new folder with --data.",
    ),
    "CFG-044": use(
        "Nobody has rehearsed this ceremony on this computer.",
        "Run 'station hsm ceremony --rehearse' with the same people first, or add --no-rehearsal.",
    ),
    "CFG-045": use(
        "The ceremony stopped at the step {step}: not everybody agreed.",
        "Find out why. Then run 'station hsm ceremony' again: it goes on there.",
    ),
    "CFG-046": use("That can't be a PKCS#11 library: {why}.", "Change it, then try again."),
    "CFG-047": use(
        "The ceremony was stopped at the wish of those who hold it.",
        "Hold it again when both are there: it goes on where it was.",
    ),
    "CFG-048": use(
        "The root token and the factory token are one: {label}.",
        "Take two: 'station hsm ceremony --drop' forgets the plan, so that it can begin anew.",
    ),
    "CFG-049": use(
        "The product wants hardware flow control, but lines of {port} are signals of the bench.",
        "Use another position, or wire the signals to another port.",
    ),
    "CFG-050": use(
        "The {what} has no copy for the escrow, so no second token can get it.",
        "Set up a station with an escrow, or a new group. Nothing of it was put on the token.",
    ),
    "CFG-051": use(
        "The drill shows that the second token is of no use yet: {what}.",
        "Run 'station hsm init --second' with that token again, then the drill.",
    ),
    "CFG-052": use(
        "The badge {badge} was not there when the second token was made ready.",
        "The two supervisors who made it ready agree, with the PINs that they had then.",
    ),
    "CFG-053": use(
        "The practice service can't use the folder {path}: {why}.",
        "End what uses it, or name another folder with --data.",
    ),
    "CFG-054": Entry(
        "That was cancelled before it was done.",
        "Nothing is left of it. Give the command again when you are ready.",
        Fault.CANCEL,
    ),
    "CFG-055": use("There is a file {path} already.", "Name a new file: nothing is overwritten."),
    "CFG-056": station(
        "A credential can't be made on this computer: {why}.",
        "Install systemd 250 or newer, or go on typing the PIN. Nothing was changed.",
    ),
    "CFG-057": use(
        "Only the backup names the token's library {path}, and nobody said that it is trusted.",
        "Look at that file; then give the command again with --trust-library.",
    ),
    "CFG-058": station(
        "Only root makes a credential on this computer, and this account isn't let: {why}.",
        "Use an account that sudo lets, or go on typing the PIN. Nothing was changed.",
    ),
    "CFG-059": use(
        "That can't be decided: {why}.",
        "Look at both sides with 'station push --conflicts', then decide what you saw.",
    ),
    "CFG-060": use(
        "The service can't be told that of these units: {why}.",
        "Leave that out, or choose a product that can have it.",
    ),
    "CFG-061": use(
        "The proxy can't be asked so: {why}.",
        "Give --proxy, --proxy-user and the password together, in one 'station service add'.",
    ),
    "CFG-062": use("The window doesn't speak {language}, but {languages}.", "Name one of these."),
    "CFG-064": use(
        "The scanner is set to {name}, and the computer to {what}: codes arrive changed.",
        "Set the scanner to {what} by a code in its manual; then scan the test code again.",
    ),
    "CFG-065": use(
        "This station is closed by a supervisor alone.",
        "Have a supervisor log in, press Ctrl+Q and close it.",
    ),
}
