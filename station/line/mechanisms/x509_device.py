"""X.509 with a key that the device makes and keeps by itself, as its firmware says it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa

from station.errors import StationError
from station.hsm.authority import verify_signature
from station.hsm.certification import PublicKey, requested_key
from station.line.mechanisms.device_certificate import check_installed, install_certificate
from station.line.mechanisms.issuing import (
    certifiable_name,
    certificate_of,
    certified_before,
    fresh_statement,
    issued,
    settings_of,
    spki_of,
)
from station.line.mechanisms.mechanism import ANY_KEY, EITHER_WAY
from station.line.mechanisms.same_key import enrolled_certificate, same_key
from station.line.mechanisms.settling import MAKE_DEVICE_KEY, Look, certificate_looks
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import KeyOrigin
from station.model.enrollment import Enrollment, Identity
from station.model.names import RegistrationId, common_name
from station.model.profile import DeviceProof, KeyKind, Profile
from station.model.profile_choices import Keeper
from station.model.proof import fingerprint
from station.tpm.weakness import weakness

_KINDS: Final = {
    "secp256r1": KeyKind.EC_P256,
    "secp384r1": KeyKind.EC_P384,
    2048: KeyKind.RSA_2048,
    3072: KeyKind.RSA_3072,
}


@dataclass
class DeviceAttempt:
    """A unit whose own firmware makes its key."""

    work: Work

    def attest(self) -> Identity:
        """Have the device make its key, and give it a certificate in the order's name."""
        records, run, settings = self.work.tools.records, self.work.run, settings_of(self.work)
        name = self.work.registration_id()
        making = records.intent(run, MAKE_DEVICE_KEY, {"name": name.text})
        request = self.work.link.keys.make_key(settings.key, common_name(name))
        public = requested_key(request, common_name(name))
        _check_key(public, settings.key)
        digest = fingerprint(spki_of(public))
        if digest.hex() in certified_before(self.work):
            raise StationError("HSM-016", "it gave the request of an earlier run, not a new key's")
        records.settled(making, {"public_key_sha256": digest.hex()})
        records.claim(run, name, digest)
        held = issued(self.work, request, name, spki_of(public))
        install_certificate(self.work, held.certificate, held.chain)
        software = settings.keeper is Keeper.SOFTWARE
        origin = KeyOrigin.SOFTWARE if software else KeyOrigin.CLAIMED
        return Identity(name, held, origin, digest)

    def looks(self) -> Mapping[str, Look]:
        """Return what the unit tells of its certificate."""
        return certificate_looks(self.work.link)

    def again(self, enrolled: Enrollment) -> Identity:
        """Give the device its certificate again, and have its key sign."""
        recorded = enrolled_certificate(enrolled)
        if not self.work.job.dry:
            install_certificate(self.work, recorded.certificate, recorded.chain)
        with same_key("HSM-016"):
            self.prove(enrolled.identity)
        return enrolled.identity

    def look(self) -> None:
        """Look no further: all that its firmware does with a key, it does with a new one."""

    def prove(self, identity: Identity) -> str:
        """Read the certificate back, and have the key sign where the device lets it."""
        certificate = certificate_of(identity)
        check_installed(self.work, certificate)
        if settings_of(self.work).proof is DeviceProof.REQUEST:
            return (
                "certificate read back from the unit; its key signed the request that was made in"
                " this run, and nothing since: the unit signs no proof"
            )
        message = fresh_statement(self.work, identity.registration_id)
        verify_signature(certificate, message, self.work.link.keys.sign_proof(message))
        return (
            "signature by the unit's own key over a fresh nonce, checked with the certificate read"
            f" back from it; {kept(settings_of(self.work).keeper)}"
        )


def kept(keeper: Keeper) -> str:
    """Return in words what is known of where a device keeps a key by itself."""
    if keeper is Keeper.SOFTWARE:
        return "the unit keeps the key in software: whoever opens the unit can have it"
    return "that the key can't leave it is the unit's claim"


def _check_key(public: PublicKey, wanted: KeyKind) -> None:
    """Check that a device's key is of the kind that was asked for, and not known to be weak.

    Raises:
        StationError: HSM-011.
    """
    size = public.key_size if isinstance(public, rsa.RSAPublicKey) else public.curve.name
    if _KINDS.get(size) is not wanted:
        raise StationError("HSM-011", f"a key of another kind than {wanted.value}")
    why = weakness(public.public_numbers().n) if isinstance(public, rsa.RSAPublicKey) else None
    if why is not None:
        raise StationError("HSM-011", f"a weak key: {why}")


class X509Device:
    """Attestation by a certificate whose key the device made by itself."""

    name: Final = "x509-device"
    uses_token: Final = False
    policies: Final = ANY_KEY
    enrolls: Final = EITHER_WAY
    derives: Final = False

    def needs(self, profile: Profile) -> frozenset[Capability]:
        """Return the same for every product."""
        del profile
        return frozenset({Capability.IDENTIFY, Capability.KEY})

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return the order's name for the unit, short enough for a certificate."""
        return certifiable_name(work)

    def begin(self, work: Work) -> DeviceAttempt:
        """Begin with the link that is open."""
        return DeviceAttempt(work)
