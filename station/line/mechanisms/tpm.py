"""TPM: read the endorsement key, check it, prove by the nonce challenge that the chip has it."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from station.errors import Fault, StationError
from station.line.mechanisms.listed_keys import key_digests, shares_factor
from station.line.mechanisms.mechanism import ONE_BY_ONE, OWN_KEY
from station.line.mechanisms.settling import PERSIST_TPM_KEYS, Look, tpm_looks
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import (
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    TpmAttestation,
    TrustStore,
)
from station.model.enrollment import Enrollment, Identity
from station.model.names import RegistrationId
from station.model.order import Order, OrderSecret
from station.model.profile import Profile, TpmSettings
from station.model.proof import SasToken, device_resource
from station.records.claims import ClaimKind
from station.records.store import Records
from station.tpm.challenge import prove_possession, storage_root_key
from station.tpm.curves import curve_endorsements
from station.tpm.endorsement import CERTIFICATE_INDEX, read_endorsement
from station.tpm.makers import with_shipped
from station.tpm.papers import Paper
from station.tpm.session import Tpm
from station.tpm.terms import Hierarchy, Passwords
from station.tpm.trust import check_endorsement, in_words

# In these names swtpm's own CA and the practice bench's sign: such a TPM is software.
_EMULATOR_MAKERS: Final = ("swtpm-localca", "PRACTICE")
_PROOF_LIFE_S: Final = 3600


_PASSWORDS: Final = {
    Hierarchy.OWNER: OrderSecret.TPM_OWNER_PASSWORD,
    Hierarchy.ENDORSEMENT: OrderSecret.TPM_ENDORSEMENT_PASSWORD,
}


def opened_tpm(work: Work) -> Tpm:
    """Open a session with the unit's TPM until the run ends, with the order's passwords for it.

    Raises:
        StationError: TPM-016; REC-012 where a password isn't the one that was given.
    """
    given = {}
    for hierarchy, which in _PASSWORDS.items():
        password = work.secret(which)
        if password is not None:
            work.opened.callback(password.wipe)
            given[hierarchy] = password
    passwords, keeps = Passwords(given), not work.job.dry
    tpm = Tpm(work.link.transact, cancel=work.cancel, passwords=passwords, keeps=keeps)
    return work.opened.enter_context(tpm)


def _from_emulator(certificate: bytes | None) -> bool:
    if certificate is None:
        return False
    try:
        issuer = Paper.parse(certificate).issuer
    except ValueError:
        return any(name.encode() in certificate for name in _EMULATOR_MAKERS)
    return any(str(name.value).startswith(_EMULATOR_MAKERS) for name in issuer)


def trusted_makers(records: Records, order: Order) -> TrustStore:
    """Return whom the order trusts: a supervisor's own and, in a real order, the shipped makers.

    Raises:
        StationError: REC-012 where a row isn't genuine, TPM-034 where the shipped ones are damaged.
    """
    own = records.trust_store()
    return own if order.practice else with_shipped(own)


def endorsed(work: Work, tpm: Tpm) -> EndorsementKey:
    """Read a TPM's endorsement key, and check it as the profile's table [tpm] wants it.

    Raises:
        StationError: as `read_endorsement` and `check_endorsement`; LIN-007 for an emulator in a
            real order; TPM-004 or TPM-006 over the order's ceiling of uncertified units; TPM-027
            for a key that shares a factor with an enrolled one; TPM-028 for one that the
            supplier's list lacks. TPM-012 says what keys on curves there are instead.
    """
    settings = work.job.profile.tpm or TpmSettings()
    trust = trusted_makers(work.tools.records, work.job.order)
    now = work.tools.now()
    try:
        read = read_endorsement(tpm, template=settings.ek_template)
    except StationError as error:
        if error.code in {"TPM-002", "TPM-012"}:
            _refuse_curves(tpm, trust, now, error)
        raise
    key = check_endorsement(read, trust, settings.ek_certificate, now)
    if shares_factor(work.tools.records, key.public):
        raise StationError("TPM-027", "it shares a factor with the key of another unit")
    if settings.ek_allow_list and not work.tools.records.ek_listed(
        work.job.order.name, key_digests(key)
    ):
        raise StationError("TPM-028", f"registration ID {key.registration_id.text}")
    _check_policy(work, key, settings)
    return key


def _refuse_curves(tpm: Tpm, trust: TrustStore, now: datetime, error: StationError) -> None:
    """Where the chip has keys on curves alone, have the record say so, and which."""
    if error.code == "TPM-002" and CERTIFICATE_INDEX in tpm.nv_indices(CERTIFICATE_INDEX, 1):
        return  # its maker gave it an RSA key, which something else keeps it from making
    found = curve_endorsements(tpm, trust, now)
    if found:
        told = "; ".join(map(str, found))
        raise StationError("TPM-012", f"{error.detail}; {told}") from error


def _check_policy(work: Work, key: EndorsementKey, settings: TpmSettings) -> None:
    if not work.job.order.practice and _from_emulator(key.certificate):
        raise StationError("LIN-007", "the TPM is a software emulator", fault=Fault.UNIT)
    if key.trust is EkTrust.TRUSTED:
        return
    ceiling = settings.uncertified_max
    # A check run counts nothing: it tells only whether such a unit may be made at all.
    within = ceiling > 0 if work.job.dry else work.tools.records.mark_uncertified(work.run, ceiling)
    if not within:
        code = "TPM-006" if key.trust is EkTrust.MISSING else "TPM-004"
        raise StationError(code, f"the order has {ceiling} such units already, its ceiling")


@dataclass
class TpmAttempt:
    """A TPM on the cable."""

    work: Work
    tpm: Tpm

    def attest(self) -> Identity:
        """Read the endorsement key from its handle, check it whole, and claim it for this run.

        The keys that every client expects at fixed handles are put there where those are empty:
        that stays in the chip, so it is committed as an intent first.
        """
        records, run = self.work.tools.records, self.work.run
        intent = records.intent(run, PERSIST_TPM_KEYS, {"serial": self.work.unit.serial})
        key = endorsed(self.work, self.tpm)
        records.claim(run, key.registration_id, key.fingerprint, kind=ClaimKind.TPM)
        root_key = storage_root_key(self.tpm)
        records.settled(intent, {"registration_id": key.registration_id.text})
        return Identity(
            key.registration_id, TpmAttestation(key, root_key), KeyOrigin.IN_TPM, key.fingerprint
        )

    def looks(self) -> Mapping[str, Look]:
        """Return what the TPM tells."""
        return tpm_looks(self.tpm)

    def again(self, enrolled: Enrollment) -> Identity:
        """Read and check the endorsement key once more: it must be the enrolled one.

        What belongs at fixed handles is put there again where it is gone, but in a check run.
        """
        records, run = self.work.tools.records, self.work.run
        data, intent = {"serial": self.work.unit.serial}, None
        if not self.work.job.dry:
            intent = records.intent(run, PERSIST_TPM_KEYS, data)
        key = endorsed(self.work, self.tpm)
        if key.fingerprint != enrolled.identity.key_fingerprint:
            raise StationError("LIN-066", f"its registration ID is {key.registration_id.text}")
        root_key = storage_root_key(self.tpm)
        if intent is not None:
            records.settled(intent, {"registration_id": key.registration_id.text})
        attestation = enrolled.identity.attestation
        if not isinstance(attestation, TpmAttestation) or attestation.storage_root_key != root_key:
            raise StationError("LIN-066", "the TPM was cleared: it has another storage root key")
        return enrolled.identity

    def look(self) -> Identity:
        """Read the endorsement key and check it whole; nothing stays in the chip."""
        key = endorsed(self.work, self.tpm)
        attestation = TpmAttestation(key, storage_root_key(self.tpm))
        return Identity(key.registration_id, attestation, KeyOrigin.IN_TPM, key.fingerprint)

    def prove(self, identity: Identity) -> str:
        """Have the chip answer a challenge that only the enrolled key can open."""
        attestation = identity.attestation
        if not isinstance(attestation, TpmAttestation):
            raise TypeError("a TPM attempt proves TPM identities")
        key = attestation.endorsement_key
        challenge(self.work, self.tpm, key, attestation.storage_root_key)
        return (
            "possession of the endorsement key proved over this cable by a nonce challenge;"
            f" {in_words(key)}"
        )


def challenge(work: Work, tpm: Tpm, key: EndorsementKey, root_key: bytes) -> None:
    """Have a chip answer a challenge that only its endorsement key opens.

    Args:
        work: the unit at work.
        tpm: its TPM.
        key: that key, checked.
        root_key: TPM2B_PUBLIC of its storage root key.

    Raises:
        StationError: as `prove_possession`.
    """
    now = int(work.tools.now().timestamp())
    resource = device_resource(work.job.order.id_scope, key.registration_id)
    message = SasToken.to_sign(resource, now + _PROOF_LIFE_S) + secrets.token_bytes(16)
    prove_possession(tpm, key.public, root_key, message)


class TpmMechanism:
    """Attestation by a TPM that the link can talk to."""

    name: Final = "tpm"
    uses_token: Final = False
    policies: Final = OWN_KEY
    enrolls: Final = ONE_BY_ONE
    derives: Final = False

    def needs(self, profile: Profile) -> frozenset[Capability]:
        """Return the same for every product."""
        del profile
        return frozenset({Capability.IDENTIFY, Capability.TPM})

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return None: the endorsement key gives the name, and it isn't read yet."""
        del work
        return None

    def begin(self, work: Work) -> TpmAttempt:
        """Open a session with the unit's TPM."""
        return TpmAttempt(work, opened_tpm(work))
