"""X.509: a key in the device's HSM, its request, a certificate from the factory, a signature."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from station.errors import StationError
from station.hsm.authority import verify_signature
from station.hsm.frames import Patience
from station.hsm.handshake import ClientKey, prove_by_handshakes
from station.hsm.tokens import TIMEOUT_S, Token
from station.line.mechanisms.issuing import (
    attestation_of,
    certifiable_name,
    certificate_of,
    fresh_statement,
    issued,
    settings_of,
)
from station.line.mechanisms.leftovers import (
    KEY_LABEL,
    MAKE_KEY,
    check_leftovers,
    clear_leftovers,
    key_id_of,
    remove_key_of,
    told_replaced,
)
from station.line.mechanisms.mechanism import ANY_KEY, EITHER_WAY
from station.line.mechanisms.same_key import enrolled_certificate, same_key
from station.line.mechanisms.settling import WRITE_CERTIFICATE, Look, token_looks
from station.line.mechanisms.steady import SteadyToken
from station.line.unit_token import kept_pin
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.enrollment import Enrollment, Identity
from station.model.names import RegistrationId, common_name
from station.model.profile import Profile
from station.model.proof import fingerprint


@dataclass
class X509Attempt:
    """A unit whose token keeps its key.

    Attributes:
        work: the unit at work.
        steady: its token.
        replaced: in words, what an earlier run left on the token and this one took off it.
    """

    work: Work
    steady: SteadyToken
    replaced: str = ""

    @property
    def token(self) -> Token:
        """The unit's token, open."""
        return self.steady.token

    def attest(self) -> Identity:
        """Have the key on the token and give it a certificate in the name that the order says."""
        records, run = self.work.tools.records, self.work.run
        name = self.work.registration_id()
        chain = self.work.tools.factory.issuing_chain
        self.replaced = self.steady.ask(partial(clear_leftovers, self.work, chain=chain))
        key_id, data = key_id_of(run.name), {"key_id": run.name, "name": name.text}
        make, origin = _WAYS[settings_of(self.work).install]
        undo = partial(remove_key_of, self.work, run_name=run.name)
        making, public = self.steady.do(MAKE_KEY, data, lambda _: make(self, key_id), undo)
        digest = fingerprint(public)
        records.settled(making, {"public_key_sha256": digest.hex()})
        records.claim(run, name, digest)
        subject = common_name(name)
        request = self.steady.ask(lambda token: token.request_certificate(key_id, subject))
        attestation = issued(self.work, request, name, public)
        self._write(key_id, attestation)
        custody = self.steady.ask(lambda token: token.custody)
        return Identity(name, attestation, origin, digest, custody)

    def make(self, key_id: bytes) -> bytes:
        """Make the key on the token; return its SubjectPublicKeyInfo, DER, as each way does."""
        return self.token.generate_key_pair(settings_of(self.work).key, KEY_LABEL, key_id)

    def wrap(self, key_id: bytes) -> bytes:
        """Have the factory's token make the key and encrypt it to this one; install it here."""
        keys, transport = self.work.tools.factory.device_keys, self.token.transport
        pair = keys.wrapped_pair(settings_of(self.work).key, transport.begin())
        transport.install_pair(KEY_LABEL, key_id, pair)
        return pair.public

    def inject(self, key_id: bytes) -> bytes:
        """Make the key in the clear, in the memory of the token's worker, and install it."""
        return self.token.inject_plaintext_pair(settings_of(self.work).key, KEY_LABEL, key_id)

    def looks(self) -> Mapping[str, Look]:
        """Return what the token tells."""
        return token_looks(self.work, self.token)

    def again(self, enrolled: Enrollment) -> Identity:
        """Have the key sign; write its certificate again, and those above it, where it is gone."""
        key_id, recorded = key_id_of(self.work.key_run), enrolled_certificate(enrolled)
        message = fresh_statement(self.work, enrolled.registration_id)
        with same_key("HSM-008", "HSM-016"):
            signature = self.steady.ask(lambda token: token.sign(key_id, message))
            verify_signature(recorded.certificate, message, signature)
        if not self.work.job.dry and self._kept(key_id) is None:
            self._write(key_id, recorded)
        return enrolled.identity

    def look(self) -> None:
        """Check that nothing on the token is in the way; that it opens was checked before."""
        check_leftovers(self.work, self.token, self.work.tools.factory.issuing_chain)

    def _kept(self, key_id: bytes) -> bytes | None:
        """Return the certificate beside a key, or None where there isn't one."""
        try:
            return self.steady.ask(lambda token: token.read_certificate(key_id))
        except StationError as error:
            if error.code != "HSM-008":
                raise
            return None

    def _write(self, key_id: bytes, attestation: X509Attestation) -> None:
        certificate, chain = attestation.certificate, attestation.chain
        writing, _ = self.steady.do(
            WRITE_CERTIFICATE,
            {"key_id": key_id.decode("ascii")},
            lambda token: token.write_certificates(key_id, KEY_LABEL, certificate, chain),
        )
        self.work.tools.records.settled(writing, {})

    def prove(self, identity: Identity) -> str:
        """Read the certificate back and have its key sign a message made for this run alone.

        Where the profile says so, the key opens TLS connections to this station too.
        """
        key_id = key_id_of(self.work.key_run)
        kept = self.steady.ask(lambda token: token.read_certificate(key_id))
        if not hmac.compare_digest(kept, certificate_of(identity)):
            raise StationError("HSM-012", "the certificate on the token is not the one written")
        message = fresh_statement(self.work, identity.registration_id)
        verify_signature(kept, message, self.steady.ask(lambda token: token.sign(key_id, message)))
        proof = (
            "signature by the token's key over a fresh nonce, checked with the certificate on it"
        )
        if settings_of(self.work).handshake:
            self._shake_hands(key_id, identity)
            proof = f"{proof}; TLS 1.2 and 1.3 client handshakes with that key and certificate"
        return told_replaced(proof, self.replaced)

    def _shake_hands(self, key_id: bytes, identity: Identity) -> None:
        attestation = attestation_of(identity)
        opened = self.steady.opened
        pin = kept_pin(self.work.tools, opened)
        key = ClientKey(opened.address, key_id, attestation.certificate)
        patience = Patience(TIMEOUT_S, self.work.cancel)
        try:
            prove_by_handshakes(key, pin, attestation.chain, patience)
        finally:
            pin.wipe()


_Make = Callable[[X509Attempt, bytes], bytes]
_WAYS: Final[Mapping[str, tuple[_Make, KeyOrigin]]] = {
    "make-on-token": (X509Attempt.make, KeyOrigin.ON_TOKEN),
    "wrap": (X509Attempt.wrap, KeyOrigin.WRAPPED),
    "inject_plaintext_key": (X509Attempt.inject, KeyOrigin.PLAINTEXT),
}


class X509:
    """Attestation by a certificate whose key the unit's token holds."""

    name: Final = "x509"
    uses_token: Final = True
    policies: Final = ANY_KEY
    enrolls: Final = EITHER_WAY
    derives: Final = False

    def needs(self, profile: Profile) -> frozenset[Capability]:
        """Return the same for every product."""
        del profile
        return frozenset({Capability.IDENTIFY})

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return the order's name for the unit, short enough for a certificate."""
        return certifiable_name(work)

    def begin(self, work: Work) -> X509Attempt:
        """Open the unit's token."""
        return X509Attempt(work, SteadyToken.of(work))
