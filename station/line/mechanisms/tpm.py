"""TPM: read the endorsement key, check it, prove by the nonce challenge that the chip has it."""

import secrets
from dataclasses import dataclass
from typing import Final

from cryptography import x509

from station.errors import Fault, StationError
from station.hsm.factory import FactoryHsm
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import EkTrust, EndorsementKey, KeyOrigin, TpmAttestation
from station.model.enrollment import Identity
from station.model.names import RegistrationId
from station.model.order import Order
from station.model.profile import TpmSettings
from station.model.proof import SasToken, device_resource
from station.records.claims import ClaimKind
from station.tpm.challenge import prove_possession, storage_root_key
from station.tpm.endorsement import read_endorsement
from station.tpm.session import Tpm
from station.tpm.trust import check_endorsement

# In these names swtpm's own CA and the practice bench's sign: such a TPM is software.
_EMULATOR_MAKERS: Final = ("swtpm-localca", "PRACTICE")
_PROOF_LIFE_S: Final = 3600


def _from_emulator(certificate: bytes | None) -> bool:
    if certificate is None:
        return False
    issuer = x509.load_der_x509_certificate(certificate).issuer
    return any(str(name.value).startswith(_EMULATOR_MAKERS) for name in issuer)


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
        intent = records.intent(run, "persist-tpm-keys", {"serial": self.work.unit.serial})
        settings = self.work.job.profile.tpm or TpmSettings()
        read = read_endorsement(self.tpm)
        key = check_endorsement(
            read, records.trust_store(), settings.ek_certificate, self.work.tools.now()
        )
        self._check_policy(key, settings)
        records.claim(run, key.registration_id, key.fingerprint, kind=ClaimKind.TPM)
        root_key = storage_root_key(self.tpm)
        records.settled(intent, {"registration_id": key.registration_id.text})
        return Identity(
            key.registration_id, TpmAttestation(key, root_key), KeyOrigin.IN_TPM, key.fingerprint
        )

    def _check_policy(self, key: EndorsementKey, settings: TpmSettings) -> None:
        if not self.work.job.order.practice and _from_emulator(key.certificate):
            raise StationError("LIN-007", "the TPM is a software emulator", fault=Fault.UNIT)
        if key.trust is EkTrust.TRUSTED:
            return
        ceiling = settings.uncertified_max
        if not self.work.tools.records.mark_uncertified(self.work.run, ceiling):
            code = "TPM-006" if key.trust is EkTrust.MISSING else "TPM-004"
            raise StationError(code, f"the order has {ceiling} such units already, its ceiling")

    def prove(self, identity: Identity) -> str:
        """Have the chip answer a challenge that only the enrolled key can open."""
        attestation = identity.attestation
        if not isinstance(attestation, TpmAttestation):
            raise TypeError("a TPM attempt proves TPM identities")
        now = int(self.work.tools.now().timestamp())
        resource = device_resource(self.work.job.order.id_scope, identity.registration_id)
        message = SasToken.to_sign(resource, now + _PROOF_LIFE_S) + secrets.token_bytes(16)
        prove_possession(
            self.tpm,
            attestation.endorsement_key.public,
            attestation.storage_root_key,
            message,
        )
        return "possession of the endorsement key proved over this cable by a nonce challenge"


class TpmMechanism:
    """Attestation by a TPM that the link can talk to."""

    name: Final = "tpm"
    needs: Final = frozenset({Capability.IDENTIFY, Capability.TPM})
    uses_token: Final = False

    def open_order(self, order: Order, factory: FactoryHsm) -> None:
        """Do nothing: each TPM brings all it needs."""

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return None: the endorsement key gives the name, and it isn't read yet."""
        del work
        return None

    def begin(self, work: Work) -> TpmAttempt:
        """Open a session with the unit's TPM."""
        return TpmAttempt(
            work, work.opened.enter_context(Tpm(work.link.transact, cancel=work.cancel))
        )
