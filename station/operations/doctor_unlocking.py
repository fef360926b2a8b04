"""Whether what is to unlock the factory's token by itself is as two supervisors chose."""

from collections.abc import Iterator

from station.errors import StationError
from station.folders import Data
from station.operations.doctor_finding import Finding, Health, of_error
from station.operations.factory_file import FactoryFile
from station.operations.unlocking import standing

_WHAT = "unlocking"


def findings(data: Data) -> Iterator[Finding]:
    """Look at the token's pad, and at the credential; nothing is said of practice."""
    try:
        if FactoryFile.read(data).practice or not data.database.is_file():
            return
        found = standing(data)
    except StationError as error:
        if error.code != "CFG-007":
            yield of_error(_WHAT, error)
        return
    if found.here and not found.chosen:
        words = "systemd gives a credential that no two supervisors chose: it isn't used"
        remedy = "Delete it, or have two run 'station hsm credential set'."
        yield Finding(_WHAT, Health.WARNING, words, remedy)
        return
    by = ["a PIN"] + ["the token's own pad"] * found.pad + ["a credential"] * found.chosen
    yield Finding(_WHAT, Health.GOOD, f"by {' or '.join(by)}")
