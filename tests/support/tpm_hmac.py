"""What a unit's TPM makes of a message with the symmetric key that it was given, by tpm2-tools."""

import subprocess
from pathlib import Path
from typing import Final

from station.practice.units import PracticeUnit
from tests.support.forged import running

HANDLE: Final = 0x81000011
"""Where the practice product's TPMs keep it."""


def hmac_by_tool(unit: PracticeUnit, message: bytes, folder: Path) -> bytes:
    """Return the HMAC-SHA256 that the TPM of a unit in no seat makes; files go to `folder`."""
    assert unit.tpm_state is not None
    (folder / "message").write_bytes(message)
    with running(unit.tpm_state) as tcti:
        subprocess.run(
            [
                *("tpm2_hmac", "-c", f"{HANDLE:#x}", "-g", "sha256", "-T", tcti),
                *("-o", str(folder / "answer"), str(folder / "message")),
            ],
            check=True,
            capture_output=True,
            timeout=30,
        )
    return (folder / "answer").read_bytes()
