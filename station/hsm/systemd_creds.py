"""systemd's encrypted credentials: made by its own program, opened by systemd itself at start.

The host's key, and the TPM's where there is one, encrypt them (systemd-creds(1)); a credential is
bound to its name, so that systemd opens it under that name alone. What is encrypted goes to the
program's standard input: no argument, no file.
"""

import os
import shutil
import stat
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import others_environment
from station.model.names import shown
from station.model.unlocking import CREDENTIAL_NAME
from station.secret import Secret

_PROGRAM: Final = "systemd-creds"
_TIMEOUT_S: Final = 60.0
_MOST_BYTES: Final = 4096
_FOLDER: Final = "CREDENTIALS_DIRECTORY"


def encrypted(credential: Secret) -> bytes:
    """Return a credential as this computer alone opens it again, text in base64.

    Who isn't root asks sudo, since only root reads the host's key; that asks at the terminal.

    Raises:
        StationError: CFG-056 where systemd-creds isn't there or can't; CFG-058 where it needed
            root's rights, which this account doesn't get.
    """
    program = shutil.which(_PROGRAM)
    if program is None:
        raise StationError("CFG-056", why=f"there is no program {_PROGRAM}")
    command = [program, "encrypt", f"--name={CREDENTIAL_NAME}", "-", "-"]
    sudo = shutil.which("sudo")
    if os.geteuid() != 0 and sudo is not None:
        command = [sudo, "--", *command]
    try:
        with credential.reveal() as data:
            done = subprocess.run(  # noqa: S603 - a fixed command, without a shell
                command,
                input=data,
                env=others_environment(),
                capture_output=True,
                timeout=_TIMEOUT_S,
                check=False,
            )
    except (OSError, subprocess.SubprocessError) as error:
        raise StationError("CFG-056", type(error).__name__, why="it didn't end well") from None
    if done.returncode != 0 or not done.stdout:
        said = shown(done.stderr.decode("utf-8", "replace").strip(), 200)
        if os.geteuid() != 0:
            why = "there is no sudo" if sudo is None else "sudo gave no leave"
            if sudo is None or "sudo:" in said:
                raise StationError("CFG-058", said, why=why)
        raise StationError("CFG-056", said, why=f"{_PROGRAM} refused")
    return done.stdout


def credential_path(environment: Mapping[str, str]) -> Path | None:
    """Return where systemd put the credential for this very program; None where it didn't.

    Args:
        environment: of this process.
    """
    folder = environment.get(_FOLDER, "")
    if not folder.startswith("/"):
        return None
    path = Path(folder) / CREDENTIAL_NAME
    return path if path.exists() else None


def read_credential(path: Path) -> Secret:
    """Return what is in a credential that systemd opened.

    Raises:
        StationError: HSM-053 where it can't be read, or others can read it too.
    """
    try:
        with path.open("rb") as file:
            # systemd gives this user alone the right, by an ACL that shows as the group's.
            if os.fstat(file.fileno()).st_mode & (stat.S_IROTH | stat.S_IWOTH):
                raise StationError("HSM-053", why="everybody on this computer could read it")
            return Secret(file.read(_MOST_BYTES))
    except OSError as error:
        why = f"it can't be read ({error.strerror or type(error).__name__})"
        raise StationError("HSM-053", why=why) from error
