"""A symmetric key that a device's TPM is given, wrapped to its endorsement key, and keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.line.mechanisms.leftovers import INSTALL_KEY
from station.line.mechanisms.same_key import same_key
from station.line.mechanisms.settling import (
    HANDLE,
    PERSIST_TPM_KEYS,
    PUBLIC,
    Look,
    tpm_looks,
)
from station.line.mechanisms.symmetric import signs_sas
from station.line.mechanisms.tpm import challenge, endorsed
from station.line.mechanisms.tpm_leftovers import check_room, clear_tpm_leftovers
from station.line.work import Work
from station.model.attestation import EndorsementKey, KeyOrigin, SymmetricKeyAttestation
from station.model.enrollment import Enrollment, Identity
from station.model.names import RegistrationId
from station.model.proof import fingerprint
from station.records.claims import ClaimKind
from station.tpm.challenge import storage_root_key
from station.tpm.given_keys import WrappedKey, demand_room, hmac_by, install_key
from station.tpm.session import Tpm
from station.tpm.trust import in_words

_WRONG: Final = "LIN-069"


@dataclass
class SymmetricTpmAttempt:
    """A unit whose TPM is given the key that DPS will derive for it, and keeps it.

    Attributes:
        work: the unit at work.
        tpm: its TPM.
        handle: where that keeps the key.
        chip: in words, whose chip it is; empty where this attempt didn't ask.
    """

    work: Work
    tpm: Tpm
    handle: int
    chip: str = ""

    def attest(self) -> Identity:
        """Check the endorsement key, derive the unit's key and wrap it for that very chip.

        As with a token, the order's quota stays used from here on: the key is good as soon as its
        group is known to the service. Before, nothing of it leaves the factory's token.
        """
        records, run, order = self.work.tools.records, self.work.run, self.work.job.order
        name = self.work.registration_id()
        intent = records.intent(run, PERSIST_TPM_KEYS, {"serial": self.work.unit.serial})
        endorsement = endorsed(self.work, self.tpm)
        records.claim(run, name, endorsement.fingerprint, kind=ClaimKind.TPM)
        root_key = storage_root_key(self.tpm)
        records.settled(intent, {"registration_id": endorsement.registration_id.text})
        clear_tpm_leftovers(self.work, self.tpm, [INSTALL_KEY])
        demand_room(self.tpm, self.handle)
        number = records.groups.number(order.group_id)
        self._give((name, number), endorsement, root_key)
        self.chip = f"the key was wrapped to the chip of the {_told(endorsement)}"
        attestation = SymmetricKeyAttestation(order.group_id.text, number)
        return Identity(name, attestation, KeyOrigin.WRAPPED, None)

    def looks(self) -> Mapping[str, Look]:
        """Return what the TPM tells."""
        return tpm_looks(self.tpm)

    def again(self, enrolled: Enrollment) -> Identity:
        """Look whether the TPM has the key; one that it lacks isn't given again.

        Nothing but the serial number would tell this unit from any other, and each would get the
        same key.
        """
        endorsement = endorsed(self.work, self.tpm)
        with same_key(_WRONG):
            self.prove(enrolled.identity)
        self.chip = f"in the chip of the {_told(endorsement)}"
        return enrolled.identity

    def look(self) -> None:
        """Check the chip, and that there is room in it; nothing is given to it."""
        endorsement = endorsed(self.work, self.tpm)
        challenge(self.work, self.tpm, endorsement, storage_root_key(self.tpm))
        check_room(self.work, self.tpm, self.handle, [INSTALL_KEY])

    def prove(self, identity: Identity) -> str:
        """Have the TPM's key sign the SAS token that the unit will sign, and check it."""
        if not signs_sas(self.work, identity, self._hmac):
            raise StationError(_WRONG, "its HMAC is not the one that the service expects")
        proof = (
            f"SAS token signed by the TPM's key at {self.handle:#010x}, equal to what the service"
            " will derive"
        )
        return f"{proof}; {self.chip}" if self.chip else proof

    def _hmac(self, message: bytes) -> bytes:
        made = hmac_by(self.tpm, self.handle, message)
        if made is None:
            raise StationError(_WRONG, f"no key at {self.handle:#010x} makes an HMAC")
        return made

    def _give(
        self, whose: tuple[RegistrationId, int], endorsement: EndorsementKey, root_key: bytes
    ) -> None:
        """Derive the key of a name by the group's key of a number, and have the TPM keep it."""
        records, run, tools = self.work.tools.records, self.work.run, self.work.tools
        name, number = whose
        key = tools.factory.derive(self.work.job.order.group_id, name, number)
        try:
            wrapped = WrappedKey.made(endorsement.public, root_key, key)
        finally:
            key.wipe()
        data = {
            "name": name.text,
            "way": "tpm",
            HANDLE: f"{self.handle:#010x}",
            PUBLIC: fingerprint(wrapped.public).hex(),
            "endorsement_key_sha256": fingerprint(endorsement.public).hex(),
            "endorsement_trust": endorsement.trust.value,
        }
        installing = records.intent(run, INSTALL_KEY, data)
        records.spend(run)
        install_key(self.tpm, self.handle, wrapped)
        records.settled(installing, {})


def _told(endorsement: EndorsementKey) -> str:
    digest = fingerprint(endorsement.public).hex()
    return f"endorsement key with the SHA-256 {digest}; {in_words(endorsement)}"
