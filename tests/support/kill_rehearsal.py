"""What rehearses in a kill campaign, and what of that must not be left."""

from pathlib import Path
from typing import Final

from station.folders import Data
from station.model.enrollment import Enrollment
from station.practice.units import PracticeUnit
from tests.support.forged import chip
from tests.support.noise_oracle import demand

REHEARSES: Final = frozenset({"tpm", "x509", "x509-tpm"})
KILLED: Final = "killed in a rehearsal"
"""What a campaign counts."""
# TPM2_GetCapability of up to 64 persistent handles (TPM 2.0 Library part 3, 30.2).
_PERSISTENT: Final = bytes.fromhex("8001 00000016 0000017a 00000001 81000000 00000040")
_PROFILES: Final = Path(__file__).parents[2] / "resources" / "profiles"
# The storage root key, and both endorsement keys that a practice TPM is made with.
_EVER: Final = frozenset({0x81000001, 0x81010001, 0x81010016})
_KEYS: Final = {"kill-tpm": _EVER, "kill-x509-tpm": _EVER | {0x81000010}}


def profile_of(data: Data, product: str) -> str:
    """Return the name of a product's profile; where its units rehearse, it is made."""
    name = f"practice-{product}"
    if product not in REHEARSES:
        return name
    text = (_PROFILES / f"{name}.toml").read_text(encoding="utf-8")
    own = f"kill-{product}"
    text = text.replace(f'name = "{name}"', f'name = "{own}"')
    text = text.replace("practice = true", "practice = true\nrehearse = true")
    data.profiles.mkdir(exist_ok=True)
    (data.profiles / f"{own}.toml").write_text(text, encoding="utf-8")
    return own


def check_temporary(folder: Path, station: object) -> None:
    """Check that among the temporary files there is nothing of a station that is over.

    Args:
        folder: where stations have theirs.
        station: the process of the one that is open.

    Raises:
        Differs: where there is.
    """
    others = [one.name for one in folder.iterdir() if f"-{station}-" not in one.name]
    demand(equal=not others, what=f"left among the temporary files: {others}")


def check_handles(unit: PracticeUnit, enrollment: Enrollment) -> None:
    """Check that the TPM of a unit in no seat keeps its own keys and no other.

    Raises:
        Differs: where it doesn't.
    """
    wanted = _KEYS.get(enrollment.order)
    if wanted is None or unit.tpm_state is None:
        return
    with chip(unit.tpm_state) as transact:
        said = transact(_PERSISTENT)
    count = int.from_bytes(said[15:19], "big")
    kept = {int.from_bytes(said[19 + 4 * at : 23 + 4 * at], "big") for at in range(count)}
    others = sorted(f"{one:#010x}" for one in kept - wanted)
    demand(equal=not others, what=f"kept in the TPM of {unit.serial}: {others}")
