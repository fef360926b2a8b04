"""X.509: a key in the device's HSM, its request, a certificate from the factory, a signature."""

import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.hsm.authority import verify_signature
from station.hsm.certification import requested_key
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import Token
from station.line.clock import check_clock
from station.line.mechanisms.leftovers import KEY_LABEL, MAKE_KEY, clear_leftovers, key_id_of
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.enrollment import Identity
from station.model.names import RegistrationId, common_name
from station.model.order import Order
from station.model.profile import X509Settings
from station.model.proof import fingerprint, proof_message


@dataclass
class X509Attempt:
    """A unit whose token makes and keeps its key."""

    work: Work
    token: Token

    def attest(self) -> Identity:
        """Make the key on the token and give it a certificate in the name that the order says."""
        records, run = self.work.tools.records, self.work.run
        name = self.work.registration_id()
        settings = self.work.job.profile.x509 or X509Settings()
        clear_leftovers(self.work, self.token)
        key_id = key_id_of(run.name)
        making = records.intent(run, MAKE_KEY, {"key_id": run.name, "name": name.text})
        public = self.token.generate_key_pair(settings.key, KEY_LABEL, key_id)
        digest = fingerprint(public)
        records.settled(making, {"public_key_sha256": digest.hex()})
        records.claim(run, name, digest)
        request = self.token.request_certificate(key_id, common_name(name))
        certificate = self._issued(request, name, public, settings.valid_days)
        chain = self.work.tools.factory.issuing_chain
        writing = records.intent(run, "write-certificate", {"key_id": run.name})
        self.token.write_certificates(key_id, KEY_LABEL, certificate, chain)
        records.settled(writing, {})
        return Identity(name, X509Attestation(certificate, chain), KeyOrigin.ON_TOKEN, digest)

    def _issued(self, request: bytes, name: RegistrationId, public: bytes, days: int) -> bytes:
        """Return the certificate. Once it may exist, the order's quota stays used."""
        records, run, tools = self.work.tools.records, self.work.run, self.work.tools
        asked = requested_key(request, common_name(name))
        if asked.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != public:
            raise StationError("HSM-011", "the request holds another key than was made")
        check_clock(tools.factory, tools.now())  # while nothing is spent
        issuing = records.intent(run, "issue-certificate", {"name": name.text})
        records.spend(run)
        certificate = tools.factory.issue_certificate(request, name, days, tools.now())
        records.settled(issuing, {"certificate_sha256": fingerprint(certificate).hex()})
        return certificate

    def prove(self, identity: Identity) -> str:
        """Read the certificate back and have its key sign a message made for this run alone."""
        attestation = identity.attestation
        if not isinstance(attestation, X509Attestation):
            raise TypeError("an X.509 attempt proves X.509 identities")
        key_id = key_id_of(self.work.run.name)
        kept = self.token.read_certificate(key_id)
        if not hmac.compare_digest(kept, attestation.certificate):
            raise StationError("HSM-012", "the certificate on the token is not the one written")
        message = proof_message(
            self.work.tools.station,
            self.work.run.name,
            identity.registration_id,
            secrets.token_bytes(32),
        )
        verify_signature(kept, message, self.token.sign(key_id, message))
        return "signature by the token's key over a fresh nonce, checked with the certificate on it"


class X509:
    """Attestation by a certificate whose key the unit's token holds."""

    name: Final = "x509"
    needs: Final = frozenset({Capability.IDENTIFY})
    uses_token: Final = True

    def open_order(self, order: Order, factory: FactoryHsm) -> None:
        """Do nothing: the issuing CA is there already."""

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return the order's name for the unit, short enough for a certificate."""
        name = work.registration_id()
        common_name(name)
        return name

    def begin(self, work: Work) -> X509Attempt:
        """Open the unit's token."""
        return X509Attempt(work, work.open_token())
