"""The codes of speaking with the provisioning service: the rest of SVC."""

from collections.abc import Mapping
from typing import Final

from station.errors.entry import RED_BOX, SUPERVISOR, Entry, station, unit, use

PROVISIONING: Final[Mapping[str, Entry]] = {
    "SVC-038": use(
        "That is no connection string of a provisioning service: {why}.",
        "Copy it once more, whole, as the service's portal shows it.",
    ),
    "SVC-039": station(
        "The provisioning service {name} doesn't work now: {why}.",
        "Check the network, then try again. Call the supervisor if it stays so.",
    ),
    "SVC-040": station(
        "The provisioning service {name} doesn't let this station in.",
        "Check this PC's clock. If it is right: the service's new key, or the role in Entra ID.",
    ),
    "SVC-041": station(
        "The provisioning service {name} gives an answer that can't be understood: {why}.",
        "Look at the service what it has now, before anything is sent again.",
    ),
    "SVC-042": use(
        "Practice speaks to its own service alone, and {name} isn't that.",
        "Use a station that is set up for production.",
    ),
    "SVC-043": station(
        "The provisioning service {name} refuses what it is asked: {why}.", SUPERVISOR
    ),
    "SVC-044": station(
        "The provisioning service {name} is asked too often: it wants a pause of {seconds} s.",
        "Try again after that.",
    ),
    "SVC-045": unit("The unit {serial} isn't assigned by the service: {why}.", RED_BOX),
    "SVC-046": station("The enrollment {name} couldn't be made at the service: {why}.", SUPERVISOR),
    "SVC-047": station(
        "The practice service did not start: {why}.", "Run 'station doctor': it says what is wrong."
    ),
    "SVC-048": use(
        "Units with the mechanism {name} can't rehearse: {why}.",
        "Leave 'rehearse' out of the profile.",
    ),
    "SVC-049": station(
        "The practice service that units rehearse with doesn't work: {why}.",
        "Start the unit again. Call the supervisor if it stays so.",
    ),
    "SVC-052": use(
        "It isn't said which provisioning service is meant, and {why}.",
        "Name it with --service: 'station service list' says which there are.",
    ),
    "SVC-053": station(
        "What the service has as {name} was changed there meanwhile.",
        "Look at it, then try again. What others changed is as they left it.",
    ),
    "SVC-054": station(
        "The service has nothing of the name {name} any more.",
        "Compare list and service: 'station reconcile'.",
    ),
    "SVC-055": station(
        "What the service has as {name} can't be changed without a loss: {why}.",
        "Change it at the service's portal. Nothing was changed now.",
    ),
    "SVC-056": use(
        "It isn't known which ID scope the service {name} has, and {why}.",
        "Give it: 'station service add' with --id-scope.",
    ),
    "SVC-058": station(
        "The push has stopped: the service {name} doesn't answer any more: {why}.",
        "Check the network, then give the same command again. It goes on where it stopped.",
    ),
    "SVC-059": station(
        "This PC's clock is {why} that of the service {name}, which doesn't let it in.",
        "Set this PC's clock, then give the same command again.",
    ),
    "SVC-060": use(
        "The service {name} has enrollments of the ID scope {why}; these are of {what}.",
        "Name the order, or the service, that belong together.",
    ),
    "SVC-061": use(
        "Orders of different ID scopes can't be pushed together: {why}.",
        "Push them one by one, with --order.",
    ),
    "SVC-064": station(
        "What the service has as {name} can't be replaced: it isn't known in which state it was.",
        "Read it again: 'station push --again'. Then look at both sides, and decide.",
    ),
    "SVC-065": station(
        "What is on record of {name} isn't what was shown.",
        "Nothing was decided. Look again: 'station push --conflicts'.",
    ),
    "SVC-068": use(
        "The units of the group {name} have certificates: it has no key of its own.",
        "Have another CA issue by 'station hsm ca roll'; exports then name both of its CAs.",
    ),
    "SVC-070": station(
        "A document of the provisioning service can't be understood: {why}.",
        "Nothing was changed. Look at it in the service's portal.",
    ),
    "SVC-071": station(
        "The document {name} came without its keys: sent back so, its units would be dead.",
        "Nothing was sent. The supervisor needs a policy that may read and write enrollments.",
    ),
    "SVC-072": use(
        "There is no export number {quantity}.",
        "The manifest.json of each export says its number. Name one of them.",
    ),
    "SVC-073": use(
        "Signing in by Entra ID needs a part that isn't installed here.",
        "Install Station as a Python package with it: pip install 'station[entra]'.",
    ),
    "SVC-074": station(
        "Entra ID doesn't let this station in at the service {name}: {why}.",
        "Check that in Entra ID; 'station service add' takes another secret.",
    ),
    "SVC-075": use(
        "The station can't sign in so: {why}.", "Correct it: 'station service add --help' has all."
    ),
    "SVC-076": use(
        "A person has to sign in at the service {name}, and nobody is there to be asked.",
        "Give a command in a terminal, such as 'station push', and sign in as it says.",
    ),
    "SVC-077": use(
        "The keys of the units of order {order} can't be exported: {why}.",
        "Push it, or export it with --recipient CERT, the service owner's, in any form but csv.",
    ),
    "SVC-078": station(
        "The key of the group {name} may not leave the factory's token for a push.",
        "See 'station group show' for whom it was wrapped. Make the next group's key --for-push.",
    ),
    "SVC-079": use(
        "Nothing can be encrypted to the recipient's certificate: {why}.",
        "Take the service owner's RSA certificate, of 2048 bits at least, in PEM or DER.",
    ),
    "SVC-080": use(
        "The list {path} can't be read: {why}.", "Correct it, then import it. Nothing was changed."
    ),
    "SVC-081": use(
        "The column {name} can't be imported: {why}.",
        "Name it as the file's first line does: '--map COLUMN=FIELD'. 'import --help' has fields.",
    ),
    "SVC-082": station(
        "The keys of the group {name} can't be pushed: {why}.",
        "See 'station group show': it says for whom each key is wrapped. The rest goes on.",
    ),
    "SVC-083": station(
        "The service has other keys of the group {name} than it was given.",
        "Push again. If it stays so, look at the group at the service's portal.",
    ),
}
