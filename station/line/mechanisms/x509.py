"""X.509: a key in the device's HSM, its request, a certificate from the factory, a signature."""

import hmac
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.hsm.authority import verify_signature
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import Token
from station.line.mechanisms.issuing import (
    certifiable_name,
    certificate_of,
    fresh_statement,
    issued,
    settings_of,
)
from station.line.mechanisms.leftovers import KEY_LABEL, MAKE_KEY, clear_leftovers, key_id_of
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.enrollment import Identity
from station.model.names import RegistrationId, common_name
from station.model.order import Order
from station.model.proof import fingerprint


@dataclass
class X509Attempt:
    """A unit whose token makes and keeps its key."""

    work: Work
    token: Token

    def attest(self) -> Identity:
        """Make the key on the token and give it a certificate in the name that the order says."""
        records, run = self.work.tools.records, self.work.run
        name = self.work.registration_id()
        clear_leftovers(self.work, self.token)
        key_id = key_id_of(run.name)
        making = records.intent(run, MAKE_KEY, {"key_id": run.name, "name": name.text})
        public = self.token.generate_key_pair(settings_of(self.work).key, KEY_LABEL, key_id)
        digest = fingerprint(public)
        records.settled(making, {"public_key_sha256": digest.hex()})
        records.claim(run, name, digest)
        request = self.token.request_certificate(key_id, common_name(name))
        certificate = issued(self.work, request, name, public)
        chain = self.work.tools.factory.issuing_chain
        writing = records.intent(run, "write-certificate", {"key_id": run.name})
        self.token.write_certificates(key_id, KEY_LABEL, certificate, chain)
        records.settled(writing, {})
        return Identity(name, X509Attestation(certificate, chain), KeyOrigin.ON_TOKEN, digest)

    def prove(self, identity: Identity) -> str:
        """Read the certificate back and have its key sign a message made for this run alone."""
        key_id = key_id_of(self.work.run.name)
        kept = self.token.read_certificate(key_id)
        if not hmac.compare_digest(kept, certificate_of(identity)):
            raise StationError("HSM-012", "the certificate on the token is not the one written")
        message = fresh_statement(self.work, identity.registration_id)
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
        return certifiable_name(work)

    def begin(self, work: Work) -> X509Attempt:
        """Open the unit's token."""
        return X509Attempt(work, work.open_token())
