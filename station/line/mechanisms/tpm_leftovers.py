"""What a unit's own failed runs left in its TPM, removed before the next one gives it anything."""

from collections.abc import Iterable

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
    left = {
        (str(intent.data[HANDLE]), str(intent.data[PUBLIC]))
        for intent in records.failed_intents(work.unit.serial)
        if intent.kind in kinds and HANDLE in intent.data
    }
    for handle, digest in sorted(left):
        there = key_at(tpm, int(handle, 16))
        if there is not None and fingerprint(there).hex() == digest:
            removing = records.intent(work.run, REMOVE_TPM_KEY, {HANDLE: handle})
            remove_key(tpm, int(handle, 16))
            records.settled(removing, {})
