"""What was begun on a unit and never written down as done, looked up on the hardware and settled.

A run commits an intent before each effect that can't be undone, and its result afterwards. Where
the station, or the worker process of a token, dies in between, the intent stays open. At the next
contact with that unit it is looked up whether the effect happened, before anything is tried again:

| intent | what it is about to do | what is asked |
|---|---|---|
| make-key | a key on the unit's token, its CKA_ID the run's name | the token: what has that ID |
| install-key, with a key_id | a derived key on the token | the same |
| write-certificate | the certificate beside its key | the same: is it the one that was issued? |
| remove-key | what an earlier run left on the token is destroyed | the same |
| replace-leftovers | the like, of other units | the token: what of it is still there |
| install-certificate | the certificate over the unit's line | the unit: is it the one? |
| install-key, without | a derived key over the unit's line | an HMAC: is it the key's? |
| install-key, with a handle | a derived key in the TPM | the TPM: what is there |
| persist-tpm-keys | what belongs at fixed handles is put there | the TPM: what is there |
| make-tpm-key, remove-tpm-key | the TPM's own key, at the profile's handle | the same |
| issue-certificate | the factory HSM signs | nobody: only with its result is it given to a unit |
| make-device-key, make-recipient | the unit makes a key by itself | nobody: it wasn't used yet |

The last two rows are settled at once by the record alone: the next step of those runs begins with
their result. All others have to be told by the unit; where it can't tell, it is quarantined. But
that of the TPM's fixed handles waits for contact with the TPM: what belongs there does no harm.
"""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from pydantic import JsonValue

from station.errors import StationError
from station.hsm.replies import Held
from station.hsm.tokens import Token
from station.line.mechanisms.issuing import ISSUE
from station.line.mechanisms.leftovers import (
    INSTALL_KEY,
    MAKE_KEY,
    OBJECTS,
    REMOVE_KEY,
    REPLACE,
    Leftover,
)
from station.line.work import Work
from station.links.link import Capability, Link
from station.model.proof import fingerprint
from station.model.run import Run
from station.records.runs import Intent
from station.records.store import Records
from station.records.unsettled import LeftOpen
from station.tpm.challenge import SRK_HANDLE
from station.tpm.endorsement import EK_HANDLE
from station.tpm.keys import key_at
from station.tpm.session import Tpm

WRITE_CERTIFICATE: Final = "write-certificate"
INSTALL_CERTIFICATE: Final = "install-certificate"
MAKE_DEVICE_KEY: Final = "make-device-key"
MAKE_RECIPIENT: Final = "make-recipient"
PERSIST_TPM_KEYS: Final = "persist-tpm-keys"
MAKE_TPM_KEY: Final = "make-tpm-key"
REMOVE_TPM_KEY: Final = "remove-tpm-key"
HANDLE: Final = "handle"
PUBLIC: Final = "public_sha256"

Told: TypeAlias = Mapping[str, JsonValue]
Look: TypeAlias = Callable[[Run, Intent], Told | None]
"""Given a run that has ended and an intent of it, what came of that; None where it can't tell."""

# What no unit has anything of.
_UNUSED: Final[Mapping[str, Told]] = {
    ISSUE: {"given": False},
    MAKE_DEVICE_KEY: {"used": False},
    MAKE_RECIPIENT: {"used": False},
}
_LOOKED_UP: Final = {"looked_up": True}


def settle_unused(records: Records) -> None:
    """Settle what the record alone tells, once it is open for writing."""
    for left in records.left_open():
        for intent in left.intents:
            if intent.kind in _UNUSED:
                records.settled(intent.number, _UNUSED[intent.kind])


def settle(work: Work, looks: Mapping[str, Look]) -> None:
    """Settle what earlier runs of this unit left open.

    Args:
        work: the unit at work, in contact.
        looks: what can be looked up there, by the intents' kinds.

    Raises:
        StationError: LIN-072 where something can't be told: the unit is quarantined; else as those
            do that look, and then what isn't settled yet stays open.
    """
    for left in work.tools.records.left_open(work.unit.serial):
        settle_run(work, looks, left)


def settle_run(work: Work, looks: Mapping[str, Look], left: LeftOpen) -> None:
    """Settle what one earlier run of this unit left open; raises as `settle`."""
    records = work.tools.records
    for intent in left.intents:
        look = looks.get(intent.kind)
        told = _UNUSED.get(intent.kind) or (look(left.run, intent) if look else None)
        if told is not None:
            records.settled(intent.number, {**told, **_LOOKED_UP})
        elif intent.kind != PERSIST_TPM_KEYS:
            what = f"{intent.kind} can't be looked up; see by hand what it has"
            # In that order it was begun; but no order takes it before it is released.
            how = f"then scrap it, or release it and try it in order {left.run.order}"
            records.units.hold_unsettled(work.unit.serial, left.run.name, f"{what}, {how}")
            raise StationError("LIN-072", what, serial=work.unit.serial, run=left.run.name)


def settle_own(work: Work, looks: Mapping[str, Look]) -> None:
    """Settle what this very run left open, since a token's worker died in the middle of it.

    Raises:
        StationError: as those that look.
    """
    records = work.tools.records
    for intent in records.open_intents():
        if intent.run == work.run.name and intent.kind in looks:
            told = looks[intent.kind](work.run, intent)
            if told is not None:
                records.settled(intent.number, {**told, **_LOOKED_UP})


def check_asked(work: Work) -> None:
    """Check that no second certificate is made for a unit which nobody has asked for.

    Raises:
        StationError: LIN-073 where the station stopped after the unit got one; the next run of it
            is asked for.
    """
    run = work.tools.records.certificate_left(work.unit.serial)
    if run:
        raise StationError("LIN-073", f"run {run}", serial=work.unit.serial)


def issued_in(work: Work, run: Run) -> str:
    """Return the SHA-256, hexadecimal, of the certificate that a run had issued, or empty."""
    intents = work.tools.records.failed_intents(work.unit.serial)
    results = [one.result for one in intents if one.run == run.name and one.kind == ISSUE]
    return next((str(one.get("certificate_sha256", "")) for one in results if one), "")


def token_looks(work: Work, token: Token) -> Mapping[str, Look]:
    """Return what an open token of the unit tells."""
    there = _OnToken(work, token)
    return {
        MAKE_KEY: there.key,
        INSTALL_KEY: there.key,
        WRITE_CERTIFICATE: there.certificate,
        REMOVE_KEY: there.removed,
        REPLACE: there.replaced,
    }


@dataclass(frozen=True)
class _OnToken:
    """Looks at the unit's token."""

    work: Work
    token: Token

    def key(self, run: Run, intent: Intent) -> Told | None:
        del run
        found = self._held(intent)
        if found is None:
            return None
        made: dict[str, JsonValue] = {"made": bool(found.private or found.secret)}
        if len(found.public) == 1 and found.public[0]:
            made["public_key_sha256"] = fingerprint(found.public[0]).hex()
        return made

    def certificate(self, run: Run, intent: Intent) -> Told | None:
        found = self._held(intent)
        if found is None:
            return None
        there = [fingerprint(one).hex() for one in found.certificates]
        return {"installed": there == [issued_in(self.work, run)], "certificates": len(there)}

    def removed(self, run: Run, intent: Intent) -> Told | None:
        del run
        found = self._held(intent)
        return None if found is None else {"removed": found.nothing}

    def replaced(self, run: Run, intent: Intent) -> Told:
        del run
        told = intent.data[OBJECTS]
        listed = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
        there = [Leftover(one, None).data.items() for one in self.token.objects()]
        left = [one for one in listed if any(its <= one.items() for its in there)]
        return {"removed": not left, "left": len(left)}

    def _held(self, intent: Intent) -> Held | None:
        key_id = intent.data.get("key_id")
        return self.token.find_objects(key_id.encode()) if isinstance(key_id, str) else None


def tpm_looks(tpm: Tpm) -> Mapping[str, Look]:
    """Return what a TPM tells of what is kept in it."""

    def fixed(run: Run, intent: Intent) -> Told:
        del run, intent
        return {
            "endorsement_key": key_at(tpm, EK_HANDLE) is not None,
            "storage_root_key": key_at(tpm, SRK_HANDLE) is not None,
        }

    def made(run: Run, intent: Intent) -> Told | None:
        del run
        if HANDLE not in intent.data:
            return None  # it was for a token, or over the line
        there = key_at(tpm, int(str(intent.data[HANDLE]), 16))
        digest = "" if there is None else fingerprint(there).hex()
        return {"made": digest == intent.data[PUBLIC], PUBLIC: digest}

    def removed(run: Run, intent: Intent) -> Told:
        del run
        return {"removed": key_at(tpm, int(str(intent.data[HANDLE]), 16)) is None}

    return {
        PERSIST_TPM_KEYS: fixed,
        MAKE_TPM_KEY: made,
        INSTALL_KEY: made,
        REMOVE_TPM_KEY: removed,
    }


def certificate_looks(link: Link) -> Mapping[str, Look]:
    """Return what a unit tells over its line of the certificate that it has."""

    def installed(run: Run, intent: Intent) -> Told | None:
        del run
        try:
            kept = fingerprint(_read_certificate(link)).hex()
        except StationError as error:
            match error.code:
                case "LNK-004":  # it was spoilt on its way in, or half written
                    return {"installed": False, "unreadable": True}
                case "LNK-005":  # it has none, so far as it says
                    return {"installed": False}
                case "LNK-007" if Capability.KEY not in link.identify().capabilities:
                    return {"installed": False}  # nor can it take one
                case "LNK-007":
                    return None
                case _:
                    raise
        same = hmac.compare_digest(kept, str(intent.data["certificate_sha256"]))
        return {"installed": same}

    return {INSTALL_CERTIFICATE: installed}


def _read_certificate(link: Link) -> bytes:
    """Return a unit's certificate; read again where the line may have spoilt it on its way out."""
    try:
        return link.keys.certificate()
    except StationError as error:
        if error.code != "LNK-004":
            raise
    return link.keys.certificate()
