"""A token whose initialising was broken off: it has its officer's PIN and no user's."""

import os
import subprocess

from station.hsm.tokens import Module
from station.secret import Secret


def half_made(module: Module, label: str, so_pin: Secret) -> None:
    """Initialise the blank token of a module, as far as a power cut let it."""
    with so_pin.reveal() as pin:
        told = ["--init-token", "--slot-index", "0", "--label", label, "--so-pin", pin.decode()]
    subprocess.run(
        ["pkcs11-tool", "--module", module.library, *told],
        env={**os.environ, **module.environment},
        capture_output=True,
        check=True,
        timeout=60,
    )
