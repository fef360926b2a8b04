"""The codes of what is on the bench: links, TPMs and tokens."""

from collections.abc import Mapping
from typing import Final

from station.errors.entry import (
    ASIDE,
    FAKE,
    RED_BOX,
    RESEAT,
    SUPERVISOR,
    Entry,
    Fault,
    passing,
    station,
    unit,
    use,
)

LINKS: Final[Mapping[str, Entry]] = {
    "LNK-001": station(
        "The port {port} can't be opened.",
        "Check the cable. If it is in place, call the supervisor.",
    ),
    "LNK-002": passing("The unit doesn't answer.", RESEAT),
    "LNK-003": unit("The unit was pulled out before it was finished.", RESEAT),
    "LNK-004": passing("The unit's answer makes no sense.", RESEAT),
    "LNK-005": unit("The unit refused a command.", RED_BOX),
    "LNK-006": use(
        "Station doesn't open this kind of port: {port}.",
        "Name a device's path, usb:VID:PID, or an rfc2217:// or socket:// address there.",
    ),
    "LNK-007": unit(
        "The unit's firmware can't do what this product needs.",
        "Load the right firmware, or use the red box.",
    ),
    "LNK-008": station(
        "The port {port} is in use by {program}.", "Close the other program, then try again."
    ),
    "LNK-009": unit(
        "The unit refused the login.",
        "Put the unit aside and call the supervisor: its password is not the order's.",
    ),
    "LNK-010": use(
        "A password is never sent over a network, as to {port}.",
        "Connect the unit to a port of this computer.",
    ),
    "LNK-011": passing(
        "The unit restarted in the middle of the work.",
        "Check its power, then start again. If it happens twice, put the unit in the red box.",
    ),
    "LNK-012": use(
        "The unit asks for a password, and the order holds none.",
        "Give the order its password: station order secret ORDER console-password.",
    ),
    "LNK-013": use(
        "The user whom the profile names may not use the unit's TPM.",
        "Name another user in the profile, or have the unit's firmware let this one open the node.",
    ),
    "LNK-014": passing(
        "Another program on the unit keeps its TPM to itself.",
        "Start the unit again and try once more. If it happens twice, use the red box.",
    ),
    "LNK-030": unit(
        "The unit's answer is not what this product's profile asks for.",
        "Check that it is the right product. If it is, put it aside and call the supervisor.",
    ),
    "LNK-040": use(
        "Several ports go by the name {port}.",
        "Run 'station bench teach': it names a port by the place where it is plugged in.",
    ),
    "LNK-041": station(
        "Station may not open the port {port}: it belongs to the group {name}.",
        "Have this user added to that group, or Station's rule for ports installed.",
    ),
    "LNK-042": use(
        "A unit's key is never sent in the clear over a network, as to {port}.",
        "Connect the unit to a port of this computer.",
    ),
    "LNK-043": unit("The unit gave no key that its secret can be sealed to.", RED_BOX),
    "LNK-045": station(
        "The signals at {port} don't work: {why}.",
        "Check the cable and the power. Work goes on; they come back by themselves.",
    ),
    "LNK-046": station(
        "Station can't see whether the fixture of position {position} is closed.",
        "Check the switch, its cable and the power. Then go on with the next unit.",
    ),
    "LNK-047": Entry(
        "The fixture was opened before the unit was done.",
        "Take the unit out, put it in again, close the fixture and start over.",
        Fault.CANCEL,
    ),
    "LNK-048": use(
        "Another program of this computer uses the port {port}.",
        "End it, or name another port.",
    ),
    "LNK-049": use(
        "The practice service can't listen at {name}: {why}.",
        "Name an address of this computer, and a port from 1024 up.",
    ),
    "LNK-050": station(
        "The label printer {name} doesn't answer: {why}.",
        "Check that it is switched on and its cable is in. Then print the label again.",
    ),
    "LNK-051": station(
        "The label printer {name} can't print: {why}.",
        "Put that right at the printer. Then print the label again.",
    ),
    "LNK-052": station(
        "The print queue {name} takes no label: {why}.",
        "Check the queue by 'lpstat -p', or call the supervisor. Then print the label again.",
    ),
    "LNK-053": station(
        "The label can't be written to {path}: {why}.",
        "Make room there, or call the supervisor. Then print the label again.",
    ),
    "LNK-054": use(
        "The label of {serial} can't be made: {why}.",
        "Call the supervisor: the table [label] of the profile doesn't fit this unit.",
    ),
}

TPM: Final[Mapping[str, Entry]] = {
    "TPM-001": unit("The unit's TPM reports an error.", RED_BOX),
    "TPM-002": unit("The unit's TPM has no usable endorsement key.", RED_BOX),
    "TPM-003": unit("The TPM's endorsement key doesn't follow the standard.", FAKE),
    "TPM-004": unit(
        "The endorsement certificate comes from a maker that this station doesn't trust.",
        "Put the unit aside and call the supervisor, who can add a maker to trust.",
    ),
    "TPM-005": unit("The endorsement certificate belongs to another TPM.", FAKE),
    "TPM-006": unit("The unit's TPM has no endorsement certificate.", RED_BOX),
    "TPM-007": unit(
        "The endorsement certificate is for a certificate authority, not for a TPM.", FAKE
    ),
    "TPM-008": unit("The endorsement certificate was issued for another purpose.", FAKE),
    "TPM-009": unit("The TPM's storage root key doesn't follow the standard.", FAKE),
    "TPM-010": unit("The TPM could not prove that it holds its key.", RED_BOX),
    "TPM-011": unit("The TPM's endorsement key is not the one that its maker gave it.", ASIDE),
    "TPM-012": unit("The provisioning service doesn't take this kind of endorsement key.", RED_BOX),
    "TPM-013": unit("The TPM is protected by a password that this station doesn't have.", ASIDE),
    "TPM-014": passing("The TPM stayed busy for too long.", RESEAT),
    "TPM-015": unit("The endorsement certificate can't be read.", RED_BOX),
    "TPM-016": station(
        "The TPM software library can't be loaded.",
        "Run 'station doctor': it says what to install.",
    ),
    "TPM-020": unit(
        "The TPM has locked itself after too many wrong passwords.",
        "Put the unit aside and call the supervisor: its lock opens with time, or by a reset.",
    ),
    "TPM-021": unit("The TPM found itself faulty and refuses to work.", RED_BOX),
    "TPM-022": unit(
        "The unit's TPM has not been started.",
        "Switch the unit off and on. If it happens again, its firmware doesn't start the TPM.",
    ),
    "TPM-023": unit(
        "The TPM has an owner already: a password protects it, and the order holds none.",
        "Put the unit aside; a supervisor can give the order the password tpm-owner-password.",
    ),
    "TPM-024": unit(
        "A password protects the TPM's endorsement key, and the order holds none.",
        "Put the unit aside; a supervisor can give the order tpm-endorsement-password.",
    ),
    "TPM-025": unit(
        "The TPM doesn't take the {what} password that the order holds.",
        "Put the unit aside and call the supervisor. It is not tried a second time.",
    ),
    "TPM-026": unit("The TPM was cleared while the unit was being provisioned.", RESEAT),
    "TPM-027": unit("The TPM's endorsement key can be broken by anybody.", RED_BOX),
    "TPM-028": unit("The TPM's endorsement key is not on the supplier's list.", FAKE),
    "TPM-029": unit(
        "The TPM holds an endorsement key of the kind that another client makes.",
        "Put the unit aside and call the supervisor: the product's profile names the other kind.",
    ),
    "TPM-030": unit("What the TPM says about its endorsement key can't be followed.", ASIDE),
    "TPM-031": use(
        "The fingerprint of no trusted certificate, or of more than one, begins with {what}.",
        "Take 8 digits or more of one that 'station tpm roots list' shows.",
    ),
    "TPM-032": use(
        "The file {path} holds no list of endorsement keys.",
        "It needs one SHA-256 in hexadecimal on each line, and nothing else.",
    ),
    "TPM-033": use(
        "The certificate in {path} can't be trusted as a maker's.",
        "Get the maker's root certificate, or an intermediate one with --intermediate.",
    ),
    "TPM-034": station(
        "The makers' certificates that came with Station are damaged.",
        "Install Station again. If it stays, call whoever keeps this computer.",
    ),
    "TPM-050": unit(
        "The TPM's place for this product's key is taken.",
        "Put the unit aside and call the supervisor: it was provisioned before, by somebody.",
    ),
    "TPM-051": unit("The new key is not proved to be in the unit's own TPM.", FAKE),
    "TPM-052": unit("The TPM's new key is not protected as it must be.", FAKE),
    "TPM-053": unit("The TPM didn't keep what it was given.", RED_BOX),
    "TPM-054": unit("The TPM doesn't open the key that was wrapped for it.", FAKE),
}

HSM: Final[Mapping[str, Entry]] = {
    "HSM-001": station(
        "The PKCS#11 library {module} can't be loaded.",
        "Run 'station doctor': it says what to install.",
    ),
    "HSM-002": unit("The security token can't be found.", RESEAT),
    "HSM-003": unit(
        "The security token refused the PIN.",
        "Don't try again, or the token locks. Call the supervisor.",
    ),
    "HSM-004": unit("The security token is locked.", ASIDE),
    "HSM-005": unit("The security token was pulled out before the work was finished.", RESEAT),
    "HSM-006": station(
        "The program that works with a security token stopped.",
        "Start again. If it fails twice, call the supervisor.",
    ),
    "HSM-007": station("A security token didn't answer in time.", SUPERVISOR),
    "HSM-008": unit("The security token reports an error.", RED_BOX),
    "HSM-009": unit("The key on the token is not protected as it must be.", ASIDE),
    "HSM-010": unit("The unit asks for a certificate with a name that is not its own.", ASIDE),
    "HSM-011": unit("The unit's certificate request is not valid.", RED_BOX),
    "HSM-012": unit("The token didn't keep what was written to it.", RED_BOX),
    "HSM-013": station(
        "The factory's token has no {what}.", "Call the supervisor: the token must be set up first."
    ),
    "HSM-014": station(
        "The factory's token won't sign: the record doesn't follow from what it signed last.",
        SUPERVISOR,
    ),
    "HSM-015": unit("The security token is full.", RED_BOX),
    "HSM-016": unit("The unit could not prove that it holds its key.", RED_BOX),
    "HSM-017": unit("The token already holds a key of that name.", RED_BOX),
    "HSM-018": station("The factory's token is locked.", "Call the supervisor to unlock it."),
    "HSM-019": station("The key {what} on the factory's token is of the wrong kind.", SUPERVISOR),
    "HSM-020": use(
        "The token {label} is already set up.", "Use it as it is, or take an empty token."
    ),
    "HSM-021": station("The factory's token can't open what was sealed for {purpose}.", SUPERVISOR),
    "HSM-022": station(
        "The factory's issuing certificate is not valid at this time.",
        "Check the station's date and time, then call the supervisor.",
    ),
    "HSM-023": station(
        "Another Station has taken over the factory's token.",
        "Call the supervisor. Of all copies of a station, one alone can work.",
    ),
    "HSM-024": station(
        "The security module {module} gives keys out that it must keep.",
        "Call the supervisor: keys need another module. 'station hsm check' tells which will do.",
    ),
    "HSM-025": station(
        "The factory's keys are in software, on the token {label}: nobody has accepted that.",
        "Set it up on a hardware HSM; or two supervisors run 'station hsm accept-software'.",
    ),
    "HSM-026": use(
        "There is nothing to decide: {why}.",
        "See 'station hsm status': it tells what the factory's keys are in, and who accepted it.",
    ),
    "HSM-027": unit(
        "The security token holds what an earlier run left: {what}.",
        "Put the unit aside and call the supervisor: the profile doesn't have it replaced.",
    ),
    "HSM-028": unit(
        "The unit's token can't take a key that is wrapped for it.",
        "Set the unit aside and call an engineer.",
    ),
    "HSM-029": station("The factory's token can't wrap a key for a unit's token.", SUPERVISOR),
    "HSM-030": use(
        "This token was not made ready to follow the one that works at this station.",
        "Take the right token. 'station hsm init --second' makes one ready, with that one there.",
    ),
    "HSM-031": station(
        "The second token took the place of this one at this station.",
        "Call the supervisor: the station opens with the second token alone from now on.",
    ),
    "HSM-032": unit(
        "One more wrong PIN would lock the security token.",
        "Put the unit aside and call the supervisor: it opens once the right PIN was given to it.",
    ),
    "HSM-033": unit(
        "The security token should come uninitialised, and was set up before.",
        "Put the unit aside and call the supervisor. Nothing on the token was changed.",
    ),
    "HSM-034": station(
        "The factory's issuing CA {name} has issued its {quantity} certificates.",
        "Call the supervisor: 'station hsm ca limit' raises that, 'roll' has another CA follow.",
    ),
    "HSM-035": use(
        "The root token is not the one that the factory's token was set up with.",
        "Insert this factory's own root token and try again.",
    ),
    "HSM-036": use(
        'The text "{text}" is no verification code.',
        "Copy the whole code that the provisioning service shows: 8 to 64 letters and digits.",
    ),
    "HSM-037": use(
        "The factory's token holds {quantity} issuing CAs, and there is no room for another.",
        "Set up another token for this factory.",
    ),
    "HSM-038": use(
        "The group {name} has a key in the factory's token already, which never leaves it.",
        "Have 'station group rotate' give it another key, or take another group ID.",
    ),
    "HSM-039": use(
        "That key can't be taken into the factory's token: {why}.",
        "Ask its owner for a key of 32 to 64 bytes, wrapped as 'station group transport' says.",
    ),
    "HSM-040": use(
        "No key can be wrapped for that certificate: {why}.",
        "Ask the service's owner for a certificate of an RSA key of 2048 bits or more.",
    ),
    "HSM-041": unit(
        "The security token can't do what is needed of it. It lacks: {what}.",
        "Take another token. 'station hsm check' tries what one can do.",
    ),
    "HSM-042": station(
        "One more wrong PIN could lock the token {label} for good.",
        "Call a supervisor who is sure of the PIN: 'station hsm unlock --last-try'.",
    ),
    "HSM-043": use("The token takes no PIN like that: {why}.", "Choose another one."),
    "HSM-044": use(
        "The token {label} belongs to another station.", "Take the right token, or an empty one."
    ),
    "HSM-045": use(
        "The first token never signed these entries of the record, which grant something: {what}.",
        "Compare them with what was done: see 'station hsm unlock --second' and --accept-unsigned.",
    ),
    "HSM-046": station(
        "What opens TLS connections with a token's key is missing.",
        "Install the package {package}.",
    ),
    "HSM-047": unit("The security token can't be written to.", ASIDE),
    "HSM-048": station(
        "The factory's token has an issuing CA ({name}) that nobody on record has agreed to.",
        "Call the supervisor: 'station hsm ca roll' was broken off; given again, it goes on.",
    ),
    "HSM-049": station(
        "The library of a security token meddles with Station's own work.",
        "Don't use this library any more. Call the supervisor.",
    ),
    "HSM-050": station(
        "The audit key on the factory's token isn't the one that its certificate names.", SUPERVISOR
    ),
    "HSM-051": use(
        "The security token has no PIN pad of its own.", "Type its PIN at the keyboard instead."
    ),
    "HSM-052": station(
        "Nobody gave the PIN at the token's own pad.",
        "Try again, and type the PIN at the pad while its light asks for it.",
    ),
    "HSM-053": station(
        "The credential with the factory token's PIN is not used: {why}.",
        "Type the PIN. Two supervisors make a credential anew: 'station hsm credential set'.",
    ),
    "HSM-054": station(
        "The factory's HSM gave a certificate that its CA's signature doesn't fit.",
        "Make no more units with this HSM, and call the supervisor: it may be broken.",
    ),
}
