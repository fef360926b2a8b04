"""What a unit's own failed runs left in its TPM, removed before the next one gives it anything."""

from collections.abc import Iterable

from station.errors import StationError
from station.line.mechanisms.settling import HANDLE, PUBLIC, REMOVE_TPM_KEY
from station.line.work import Work
from station.model.proof import fingerprint
from station.tpm.keys import key_at, remove_key
from station.tpm.session import Tpm


def clear_tpm_leftovers(work: Work, tpm: Tpm, kinds: Iterable[str]) -> None:
    """Remove the keys that failed runs of this unit left; what anybody else put there stays.

    Args:
        work: the unit at work; it isn't enrolled.
        tpm: its TPM.
        kinds: of the intents by which keys came there: each says the handle, as `HANDLE`, and the
            SHA-256 of the TPM2B_PUBLIC, as `PUBLIC`.
    """
    records = work.tools.records
    for handle, digest in sorted(_left(work, kinds)):
        there = key_at(tpm, int(handle, 16))
        if there is not None and fingerprint(there).hex() == digest:
            removing = records.intent(work.run, REMOVE_TPM_KEY, {HANDLE: handle})
            remove_key(tpm, int(handle, 16))
            records.settled(removing, {})


def check_room(work: Work, tpm: Tpm, handle: int, kinds: Iterable[str]) -> None:
    """Check that a unit's TPM has nothing at a handle but what its own failed runs left there.

    Args:
        work: the unit at work; it isn't enrolled.
        tpm: its TPM.
        handle: of the persistent key that it would be given.
        kinds: as `clear_tpm_leftovers` takes them.

    Raises:
        StationError: TPM-050 where somebody else's key is there; it stays.
    """
    there = key_at(tpm, handle)
    if there is None:
        return
    if (f"{handle:#010x}", fingerprint(there).hex()) not in _left(work, kinds):
        raise StationError("TPM-050", f"there is a key at {handle:#010x}")


def _left(work: Work, kinds: Iterable[str]) -> set[tuple[str, str]]:
    """Return handle and SHA-256 of each key that failed runs of a unit may have left."""
    return {
        (str(intent.data[HANDLE]), str(intent.data[PUBLIC]))
        for intent in work.tools.records.failed_intents(work.unit.serial)
        if intent.kind in kinds and HANDLE in intent.data
    }
