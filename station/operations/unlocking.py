"""What unlocks the factory's token: a PIN that is typed, its own pad, or a credential of systemd's.

A credential is used only where two supervisors chose it for this very token. Before the token is
open that is what the record's file says; once it is open, its record key tells whether that is
genuine, and else all is closed again (`open_plant`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from station.errors import StationError
from station.folders import Data, put_whole
from station.hsm.systemd_creds import credential_path, encrypted, read_credential
from station.hsm.tries import describe_token
from station.model.rights import Approval
from station.model.unlocking import CREDENTIAL_NAME, CredentialPin, credential_of, pin_in
from station.operations.factory_file import FactoryFile
from station.operations.plant import Plant, open_reader
from station.secret import Secret

UNIT_FILE = "10-station-pin.conf"
_UNIT = f"""\
# As root: put {CREDENTIAL_NAME}.cred into /etc/credstore.encrypted/, and this file into
# /etc/systemd/system/station.service.d/ (or beside the unit that starts Station), then run
# 'systemctl daemon-reload' and start the unit anew.
[Service]
LoadCredentialEncrypted={CREDENTIAL_NAME}:/etc/credstore.encrypted/{CREDENTIAL_NAME}.cred
"""


@dataclass(frozen=True)
class Standing:
    """How it stands with unlocking.

    Attributes:
        pad: whether the token has a PIN pad of its own.
        chosen: whether two supervisors chose a credential, as the record's file says.
        here: whether systemd gave this very program one.
    """

    pad: bool
    chosen: bool
    here: bool


def credential_is_here(environment: Mapping[str, str] = os.environ) -> bool:
    """Tell at a glance whether systemd gave this program a credential; nothing is opened."""
    return credential_path(environment) is not None


def standing(data: Data, environment: Mapping[str, str] = os.environ) -> Standing:
    """Return how it stands; no PIN is needed.

    Raises:
        StationError: CFG-007 where there is no station; as `describe_token` and `open_reader`.
    """
    facts = describe_token(FactoryFile.read(data).address)
    with open_reader(data) as reader:
        chosen = facts.mark in reader.chosen_credentials()
    return Standing(facts.has_pad, chosen, credential_is_here(environment))


def credential_pin(data: Data, environment: Mapping[str, str] = os.environ) -> CredentialPin | None:
    """Return the PIN in the credential that systemd gave this program; None where it gave none.

    Raises:
        StationError: HSM-053 where it isn't used: nobody chose it, it is another token's, or it
            can't be read; as `standing`.
    """
    path = credential_path(environment)
    if path is None:
        return None
    facts = describe_token(FactoryFile.read(data).address)
    with open_reader(data) as reader:
        if facts.mark not in reader.chosen_credentials():
            raise StationError("HSM-053", why="no two supervisors chose it")
    content = read_credential(path)
    try:
        pin = pin_in(content, facts.mark)
    except ValueError as error:
        raise StationError("HSM-053", why=str(error)) from None
    finally:
        content.wipe()
    if pin is None:
        raise StationError("HSM-053", why="it is another token's")
    return pin


def make_credential(mark: str, pin: Secret) -> bytes:
    """Return the encrypted credential with a token's PIN, which is left as it is.

    Raises:
        StationError: CFG-056, CFG-058.
    """
    content = credential_of(mark, pin)
    try:
        return encrypted(content)
    finally:
        content.wipe()


def choose_credential(
    plant: Plant, pin: Secret, folder: Path, approval: Approval | None
) -> tuple[Path, Path]:
    """Have a credential unlock the token of an open station from now on; write it for systemd.

    Nothing is on record before it is made; without the files that are written last, it is of no
    use, and another one is made by the same way.

    Args:
        plant: the station, opened by the very PIN.
        pin: the token's; wiped.
        folder: where its files are written to; made where it isn't there.
        approval: for `Right.CREDENTIAL`.

    Returns:
        The credential, and the part of a unit that has systemd open it.

    Raises:
        StationError: CFG-056, CFG-058, CFG-003; as `CredentialBook.choose`.
    """
    book = plant.tools.records.credentials
    try:
        made = make_credential(book.mark, pin)
    finally:
        pin.wipe()
    book.choose(approval)
    credential, unit = folder / f"{CREDENTIAL_NAME}.cred", folder / UNIT_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_whole(credential, made)
        put_whole(unit, _UNIT.encode())
        credential.chmod(0o600)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(folder)) from error
    return credential, unit
