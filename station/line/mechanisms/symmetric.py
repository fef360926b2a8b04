"""Symmetric key: derived in the factory HSM, installed in the token, proved by a SAS token."""

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from station.errors import StationError
from station.hsm.tokens import Token
from station.line.mechanisms.leftovers import (
    INSTALL_KEY,
    KEY_LABEL,
    check_leftovers,
    clear_leftovers,
    key_id_of,
    remove_key_of,
    told_replaced,
)
from station.line.mechanisms.mechanism import EITHER_WAY, OWN_KEY
from station.line.mechanisms.same_key import same_key
from station.line.mechanisms.settling import Look, token_looks
from station.line.mechanisms.steady import SteadyToken
from station.line.work import Work
from station.links.link import Capability
from station.model.attestation import KeyOrigin, SymmetricKeyAttestation
from station.model.enrollment import Enrollment, Identity
from station.model.names import RegistrationId
from station.model.profile import Profile
from station.model.proof import SasToken, device_resource

_PROOF_LIFE_S: Final = 3600
_MESSAGE_SIZE: Final = 32
# How a proof ends where the token has no such key, and where it has another.
_NONE: Final = "HSM-008"
_ANOTHER: Final = "HSM-016"


@dataclass
class SymmetricAttempt:
    """A unit whose token is given the key that DPS will derive for it.

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
        """Derive the unit's key from the order's group key and install it for good.

        From here on the order's quota stays used, since the key is good as soon as its group is
        known to the service: a run that fails keeps its place, for the same unit's next try. That
        gets the same key, or the group's newer one where the group was rotated meanwhile; either is
        good until it is retired.
        """
        records, run, order = self.work.tools.records, self.work.run, self.work.job.order
        name = self.work.registration_id()
        records.claim(run, name, None)
        self.replaced = self.steady.ask(partial(clear_leftovers, self.work))
        begin, origin = _WAYS[self._way]
        number = records.groups.number(order.group_id)
        begun = [self.steady.ask(lambda _: begin(self, number))]  # while nothing is spent

        def install(token: Token) -> None:
            del token
            records.spend(run)
            (begun.pop() if begun else begin(self, number))(name)

        undo = partial(remove_key_of, self.work, run_name=run.name)
        data = {"key_id": run.name, "name": name.text}
        installing, _ = self.steady.do(INSTALL_KEY, data, install, undo)
        records.settled(installing, {})
        attestation = SymmetricKeyAttestation(order.group_id.text, number)
        custody = self.steady.ask(lambda token: token.custody)
        return Identity(name, attestation, origin, None, custody)

    def looks(self) -> Mapping[str, Look]:
        """Return what the token tells."""
        return token_looks(self.work, self.token)

    def again(self, enrolled: Enrollment) -> Identity:
        """Look whether the token has the unit's key.

        One that it lacks isn't installed again: nothing but the serial number would tell this unit
        from any other, and each would get the same key.
        """
        with same_key(_ANOTHER, _NONE):
            self.prove(enrolled.identity)
        return enrolled.identity

    def look(self) -> None:
        """Check that nothing on the token is in the way; that it opens was checked before."""
        check_leftovers(self.work, self.token)

    @property
    def _way(self) -> str:
        settings = self.work.job.profile.symmetric
        if settings is None:
            raise AssertionError("a profile of this mechanism has a table [symmetric]")
        return settings.install

    def wrap(self, number: int) -> "_Install":
        """Have the token make a transport key.

        Return what has the factory's worker encrypt the unit's key for that, and installs it.
        """
        group, transport = self.work.job.order.group_id, self.token.transport
        recipient = transport.begin()

        def install(name: RegistrationId) -> None:
            keys, message = self.work.tools.factory.device_keys, secrets.token_bytes(_MESSAGE_SIZE)
            wrapped = keys.wrapped(group, name, recipient, message, number)
            transport.install(KEY_LABEL, key_id_of(self.work.key_run), wrapped)

        return install

    def inject(self, number: int) -> "_Install":
        """Return what installs the key in the clear."""

        def install(name: RegistrationId) -> None:
            key = self.work.tools.factory.derive(self.work.job.order.group_id, name, number)
            try:
                self.token.inject_plaintext_key(KEY_LABEL, key_id_of(self.work.key_run), key)
            finally:
                key.wipe()

        return install

    def prove(self, identity: Identity) -> str:
        """Have the token sign the SAS token that the device will sign, and check it."""
        key_id = key_id_of(self.work.key_run)
        sign = partial(self._hmac, key_id)
        if not signs_sas(self.work, identity, sign):
            raise StationError("HSM-016", "the token's HMAC is not the one the service expects")
        proof = "SAS token signed by the token's key, equal to what the service will derive"
        return told_replaced(proof, self.replaced)

    def _hmac(self, key_id: bytes, message: bytes) -> bytes:
        return self.steady.ask(lambda token: token.hmac(key_id, message))


def signs_sas(work: Work, identity: Identity, sign: Callable[[bytes], bytes]) -> bool:
    """Tell whether a SAS token that the unit signs is the one that the service will expect.

    Args:
        work: the unit at work.
        identity: whose key it is, and from which of its group's keys.
        sign: gives the unit a message, and returns its HMAC-SHA256, or anything else.
    """
    order, now = work.job.order, int(work.tools.now().timestamp())
    resource = device_resource(order.id_scope, identity.registration_id)
    message = SasToken.to_sign(resource, now + _PROOF_LIFE_S)
    # The factory's worker makes the HMAC, so that the key itself comes nowhere else.
    keys, held = work.tools.factory.device_keys, identity.attestation
    if not isinstance(held, SymmetricKeyAttestation):
        raise TypeError("a unit of a symmetric order has another attestation")
    expected = keys.hmac(order.group_id, identity.registration_id, message, held.number)
    return hmac.compare_digest(expected, sign(message))


_Install = Callable[[RegistrationId], None]
_WAYS: Final[Mapping[str, tuple[Callable[[SymmetricAttempt, int], _Install], KeyOrigin]]] = {
    "wrap": (SymmetricAttempt.wrap, KeyOrigin.WRAPPED),
    "inject_plaintext_key": (SymmetricAttempt.inject, KeyOrigin.PLAINTEXT),
}


class Symmetric:
    """Attestation by a key derived from an enrollment group's, held by the unit's token."""

    name: Final = "symmetric"
    uses_token: Final = True
    policies: Final = OWN_KEY
    enrolls: Final = EITHER_WAY
    derives: Final = True

    def needs(self, profile: Profile) -> frozenset[Capability]:
        """Return the same for every product."""
        del profile
        return frozenset({Capability.IDENTIFY})

    def registration_id(self, work: Work) -> RegistrationId | None:
        """Return the order's name for the unit; the key is derived from its very letters."""
        return work.registration_id()

    def begin(self, work: Work) -> SymmetricAttempt:
        """Open the unit's token."""
        return SymmetricAttempt(work, SteadyToken.of(work))
