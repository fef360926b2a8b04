"""X.509 with a key made in the device's TPM, proved to be in the chip of its endorsement key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.hsm.authority import verify_signature
from station.line.mechanisms.device_certificate import check_installed, install_certificate
from station.line.mechanisms.issuing import (
    certifiable_name,
    certificate_of,
    certified_key,
    fresh_statement,
    issued,
    settings_of,
)
from station.line.mechanisms.mechanism import ANY_KEY, EITHER_WAY
from station.line.mechanisms.same_key import enrolled_certificate, same_key
from station.line.mechanisms.settling import (
    HANDLE,
    MAKE_TPM_KEY,
    PERSIST_TPM_KEYS,
    PUBLIC,
    Look,
    certificate_looks,
    tpm_looks,
)
from station.line.mechanisms.tpm import challenge, endorsed, opened_tpm
from station.line.mechanisms.tpm_leftovers import check_room, clear_tpm_leftovers
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import EndorsementKey, KeyOrigin
from station.model.enrollment import Enrollment, Identity
from station.model.names import RegistrationId, common_name
from station.model.profile import Profile
from station.model.proof import fingerprint
from station.records.claims import ClaimKind
from station.tpm.challenge import storage_root_key
from station.tpm.keys import (
    TpmKey,
    key_at,
    make_key,
    prove_residence,
    request_certificate,
    sign,
)
from station.tpm.session import Tpm


@dataclass
class TpmKeyAttempt:
    """A unit whose TPM makes and keeps its key."""

    work: Work
    tpm: Tpm
    chip: str = "endorsement key"

    def attest(self) -> Identity:
        """Make the key in the TPM, bind it to the endorsement key, then have it certified.

        Nothing is certified before the chip has shown that it holds both.
        """
        records, run = self.work.tools.records, self.work.run
        name = self.work.registration_id()
        intent = records.intent(run, PERSIST_TPM_KEYS, {"serial": self.work.unit.serial})
        endorsement = endorsed(self.work, self.tpm)
        records.claim(run, name, endorsement.fingerprint, kind=ClaimKind.TPM)
        storage_root_key(self.tpm)
        records.settled(intent, {"registration_id": endorsement.registration_id.text})
        clear_tpm_leftovers(self.work, self.tpm, [MAKE_TPM_KEY])
        key = self._made_key(endorsement)
        prove_residence(self.tpm, endorsement.public, key)
        self._name(endorsement)
        unique = fingerprint(key.subject_public_key)
        records.claim(run, name, unique)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name(name))])
        request = request_certificate(self.tpm, key, subject.public_bytes())
        held = issued(self.work, request, name, key.subject_public_key)
        self._offer(held.certificate, held.chain)
        return Identity(name, held, KeyOrigin.IN_TPM, unique)

    def looks(self) -> Mapping[str, Look]:
        """Return what the TPM tells, and the unit of its certificate."""
        return {**tpm_looks(self.tpm), **certificate_looks(self.work.link)}

    def again(self, enrolled: Enrollment) -> Identity:
        """Have the chip show once more that it holds the certified key; offer the certificate."""
        recorded = enrolled_certificate(enrolled)
        endorsement = endorsed(self.work, self.tpm)
        with same_key("TPM-051", "TPM-052", "TPM-053"):
            prove_residence(self.tpm, endorsement.public, self._kept(recorded.certificate))
        self._name(endorsement)
        if not self.work.job.dry:
            self._offer(recorded.certificate, recorded.chain)
        return enrolled.identity

    def look(self) -> None:
        """Check the chip, and that there is room in it; nothing is made."""
        endorsement = endorsed(self.work, self.tpm)
        challenge(self.work, self.tpm, endorsement, storage_root_key(self.tpm))
        check_room(self.work, self.tpm, self._handle, [MAKE_TPM_KEY])

    def _name(self, endorsement: EndorsementKey) -> None:
        digest = fingerprint(endorsement.public).hex()
        self.chip = f"{endorsement.trust.value} endorsement key with the SHA-256 {digest}"

    def _kept(self, certificate: bytes) -> TpmKey:
        """Return the key at its handle, or raise TPM-052 or TPM-053 where it isn't that one."""
        kind, public = settings_of(self.work).key, key_at(self.tpm, self._handle)
        if public is None:
            raise StationError("TPM-053", f"nothing is at {self._handle:#010x}")
        key = TpmKey.checked(self._handle, kind, public)
        if key.subject_public_key != certified_key(certificate):
            raise StationError("TPM-053", f"another key is at {self._handle:#010x}")
        return key

    def prove(self, identity: Identity) -> str:
        """Have the key at its handle sign a message made for this run alone."""
        certificate = certificate_of(identity)
        key = self._kept(certificate)
        message = fresh_statement(self.work, identity.registration_id)
        verify_signature(certificate, message, sign(self.tpm, key, message))
        when = "before it was certified," if self.work.enrolled is None else "in this run"
        return (
            f"signature by the TPM's key at {self._handle:#010x} over a fresh nonce; {when}"
            f" the chip of the {self.chip} opened a credential made for that key;"
            f" {self._whereabouts(certificate)}"
        )

    @property
    def _handle(self) -> int:
        return int(settings_of(self.work).handle, 16)

    def _made_key(self, endorsement: EndorsementKey) -> TpmKey:
        """Have the key made; what stays in the chip is on record before it does."""
        records, handle = self.work.tools.records, self._handle
        made: list[int] = []

        def before(public: bytes) -> None:
            data = {
                HANDLE: f"{handle:#010x}",
                PUBLIC: fingerprint(public).hex(),
                "endorsement_key_sha256": fingerprint(endorsement.public).hex(),
            }
            made.append(records.intent(self.work.run, MAKE_TPM_KEY, data))

        key = make_key(self.tpm, handle, settings_of(self.work).key, before)
        for intent in made:
            records.settled(
                intent, {"public_key_sha256": fingerprint(key.subject_public_key).hex()}
            )
        return key

    def _offer(self, certificate: bytes, chain: Sequence[bytes]) -> None:
        """Give the unit its certificate where it takes one; the TPM itself keeps the key alone."""
        try:
            install_certificate(self.work, certificate, chain)
        except StationError as error:
            if error.code != "LNK-007":
                raise

    def _whereabouts(self, certificate: bytes) -> str:
        """Check the certificate where the unit has it, and return in words where it is."""
        try:
            check_installed(self.work, certificate)
        except StationError as error:
            if error.code != "LNK-007":
                raise
            return "the unit takes no certificate over its line: it is in the record and the export"
        return "the certificate was read back from the unit"


class X509Tpm:
    """Attestation by a certificate whose key the device's TPM holds."""

    name: Final = "x509-tpm"
    uses_token: Final = False
    policies: Final = ANY_KEY
    enrolls: Final = EITHER_WAY
    derives: Final = False

    def needs(self, profile: Profile) -> frozenset[Capability]:
        """Return the same for every product."""
        del profile
        return frozenset({Capability.IDENTIFY, Capability.TPM})

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return the order's name for the unit, short enough for a certificate."""
        return certifiable_name(work)

    def begin(self, work: Work) -> TpmKeyAttempt:
        """Open a session with the unit's TPM."""
        return TpmKeyAttempt(work, opened_tpm(work))
