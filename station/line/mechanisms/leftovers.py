"""What earlier runs left on a unit's token, dealt with before anything new is made there.

A cable pulled after the key was made leaves a key that nobody will enrol. The record knows of it by
its intent, and only a unit that isn't enrolled gets here, so nothing in use can be removed.

What else bears a name of Station's was left by a run of another unit, of another station, or of one
that this record has forgotten: it is shown, and goes only where the profile says so. What bears
none is the token's maker's or its owner's, and isn't touched.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.hsm.requests_leftovers import TokenObject
from station.hsm.tokens import Token
from station.line.work import Work
from station.model.names import shown
from station.model.profile_choices import Leftovers
from station.records.key_owners import KeyOwner
from station.records.runs import Intent

MAKE_KEY: Final = "make-key"
INSTALL_KEY: Final = "install-key"
# One label for every unit's key and certificate: a token that has one of them can't be given a
# second identity, as where it was left in the slot and the next unit's was to be in its place.
KEY_LABEL: Final = "station-unit"
# What `write_certificates` calls those above it.
_ISSUER_LABEL: Final = f"{KEY_LABEL} issuer "
REMOVE_KEY: Final = "remove-key"
REPLACE: Final = "replace-leftovers"
OBJECTS: Final = "objects"
_REPLACING: Final = "LIN-067"
# How long what a worker reads may be.
_READ: Final = 160


def key_id_of(run_name: str) -> bytes:
    """Return the CKA_ID of what a run makes on a token: the run's name, so no try meets another."""
    return run_name.encode("ascii")


def left_by(intents: Sequence[Intent]) -> Sequence[str]:
    """Return the runs that may have left a key on the token, oldest first.

    Args:
        intents: those of the unit's failed runs. One to remove a key counts only as a try.
    """
    made = (intent.run for intent in intents if intent.kind in {MAKE_KEY, INSTALL_KEY})
    return list(dict.fromkeys(made))


@dataclass(frozen=True)
class Leftover:
    """Something of an earlier run on a token, and whose it is, where the record knows."""

    found: TokenObject
    owner: KeyOwner | None

    @property
    def whose(self) -> str:
        """Whose it is, in words."""
        owner = self.owner
        if owner is None:
            return "of no unit on record"
        unit = f"of unit {shown(owner.serial)}" if owner.serial else "of a unit not named"
        if owner.live:
            return f"{unit}, which has passed"
        ended = "whose enrollment was ended" if owner.enrolled else "which didn't pass with it"
        return f"{unit}, {ended}"

    @property
    def place(self) -> str:
        """Its CKA_ID, and the run that wrote it where that isn't the same."""
        key_id = _shown_id(self.found.key_id)
        run = "" if self.owner is None else self.owner.run
        return f"ID {key_id}" if run in {"", key_id} else f"ID {key_id}, of run {run}"

    @property
    def data(self) -> dict[str, JsonValue]:
        """The same for an intent."""
        told: dict[str, JsonValue] = {
            "kind": self.found.kind,
            "label": shown(self.found.label),
            "key_id": self.found.key_id.hex(),
        }
        if self.found.fingerprint:
            told["public_key_sha256"] = self.found.fingerprint.hex()
        if self.owner is not None:
            told |= {"unit": shown(self.owner.serial), "run": self.owner.run}
        return told


def clear_leftovers(work: Work, token: Token, chain: Sequence[bytes] = ()) -> str:
    """Remove from the token what earlier runs left there; looking twice does no harm.

    What the unit's own failed runs left goes by their intents. All else that is Station's goes only
    where the profile says `leftovers = "replace"`, each object of it committed as an intent before.

    Args:
        work: the unit at work; it isn't enrolled.
        token: its token, open.
        chain: the certificates that will stand above the unit's, DER: these may be there already.

    Returns:
        In plain words what was replaced; empty where nothing was.

    Raises:
        StationError: HSM-027 where there is something and the profile says nothing, LIN-071 where
            a unit is enrolled with it, whatever the profile says; as `Token.remove_listed`.
    """
    own = left_by(work.tools.records.failed_intents(work.unit.serial))
    for run_name in own:
        remove_key_of(work, token, run_name)
    found = _found(work, token, chain)
    if own and all(_is_issuer(one.found) for one in found):
        # The unit's own runs wrote them, while another CA issued.
        _remove(work, token, found)
        return ""
    if not found:
        return ""
    _check_replaceable(work, found)
    work.tell(_REPLACING, in_words(found))
    _remove(work, token, found)
    return in_words(found)


def remove_key_of(work: Work, token: Token, run_name: str) -> None:
    """Remove from the token what a run made on it; none of it is no error.

    Raises:
        StationError: as `Token.remove_objects`.
    """
    records = work.tools.records
    intent = records.intent(work.run, REMOVE_KEY, {"key_id": run_name})
    token.remove_objects(key_id_of(run_name))
    records.settled(intent, {})


def check_leftovers(work: Work, token: Token, chain: Sequence[bytes] = ()) -> None:
    """Check that nothing on a token is in the way of what would be made there; remove nothing.

    Args:
        work: the unit at work; it isn't enrolled.
        token: its token, open.
        chain: as `clear_leftovers` takes it.

    Raises:
        StationError: as `clear_leftovers`.
    """
    own = {key_id_of(run) for run in left_by(work.tools.records.failed_intents(work.unit.serial))}
    found = [one for one in _found(work, token, chain) if one.found.key_id not in own]
    if found and not (own and all(_is_issuer(one.found) for one in found)):
        _check_replaceable(work, found)


def told_replaced(proof: str, replaced: str) -> str:
    """Return how a unit was proved, and with it what was replaced on its token, if anything."""
    return f"{proof}; replaced on its token: {replaced}" if replaced else proof


def _found(work: Work, token: Token, chain: Sequence[bytes]) -> Sequence[Leftover]:
    known = {hashlib.sha256(one).digest() for one in chain}
    return [
        Leftover(one, owner)
        for one in token.objects()
        if not (_is_issuer(one) and one.value in known)
        for owner in [work.tools.records.key_owner(one.key_id, one.fingerprint)]
        if owner is not None or one.label == KEY_LABEL or _is_issuer(one)
    ]


def _is_issuer(found: TokenObject) -> bool:
    return found.kind == "certificate" and found.label.startswith(_ISSUER_LABEL)


def _check_replaceable(work: Work, found: Sequence[Leftover]) -> None:
    """Check that the profile has replaced what is there, and no unit is enrolled with it."""
    _check_free(work, found)
    if work.job.profile.token.leftovers is Leftovers.REFUSE:
        raise StationError("HSM-027", _all_words(found), what=in_words(found))


def _check_free(work: Work, found: Sequence[Leftover]) -> None:
    """Check that no unit is enrolled with what is there, or raise LIN-071."""
    for one in found:
        if one.owner is not None and one.owner.live:
            if not work.job.dry:
                work.tools.records.stops.met(work.run.name, one.owner.serial)
            raise StationError("LIN-071", _all_words(found), serial=shown(one.owner.serial))


def _remove(work: Work, token: Token, found: Sequence[Leftover]) -> None:
    if not found:
        return
    records = work.tools.records
    intent = records.intent(work.run, REPLACE, {OBJECTS: [one.data for one in found]})
    token.remove_listed([one.found for one in found])
    records.settled(intent, {"removed": len(found)})


def in_words(found: Iterable[Leftover]) -> str:
    """Return in plain words what is there, for the worker: of what kind, and whose."""
    return shown(_grouped(found, lambda one: one.whose), _READ)


def _all_words(found: Iterable[Leftover]) -> str:
    """Return all that can be told, for the record."""
    return _grouped(found, lambda one: f"{one.place}, {one.whose}")


def _grouped(found: Iterable[Leftover], told: Callable[[Leftover], str]) -> str:
    kinds: dict[str, list[str]] = {}
    for one in found:
        kinds.setdefault(f"{shown(one.found.label)} {told(one)}", []).append(one.found.kind)
    return "; ".join(f"{_listed(dict.fromkeys(names))} {rest}" for rest, names in kinds.items())


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _shown_id(key_id: bytes) -> str:
    """Return a CKA_ID as the record names runs, or else in hexadecimal digits."""
    text = key_id.decode("latin-1")
    return shown(text) if text.isascii() and text.isalnum() else f"0x{key_id.hex()}"
