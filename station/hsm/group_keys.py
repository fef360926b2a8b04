"""What the factory's token does for groups and services, as the station asks for it."""

import hashlib
from dataclasses import dataclass
from typing import Final

from station.hsm.messages import Ask
from station.hsm.replies import Blob, Done, KeyBirth, Secrets
from station.hsm.requests_escrow import (
    InstallGroupKey,
    InstallSealingKey,
    InstallServiceKey,
    OpenPushCopy,
    ReadKeyBirth,
    SignForService,
    TransportKey,
)
from station.hsm.requests_factory import CreateGroupKey, RetireGroupKey
from station.model.group import FIRST_KEY
from station.model.names import RegistrationId
from station.model.proof import SasToken
from station.secret import Secret


@dataclass(frozen=True)
class GroupBirth:
    """How a group's key came to be.

    Attributes:
        imported: whether it was given by its owner, else it was made in the token.
        owner_copy: the key, wrapped for its owner by RSA-OAEP with SHA-1; empty for no owner.
        escrow_copy: the same for the escrow.
    """

    imported: bool
    owner_copy: bytes
    escrow_copy: bytes


_IMPORTED: Final = "outside"


def _told(birth: KeyBirth, owner: bytes) -> GroupBirth:
    digest = hashlib.sha256(owner).digest()
    copies = {copy.recipient: copy.data for copy in birth.copies}
    owned = copies.get(digest, b"") if owner else b""
    return GroupBirth(birth.birth == _IMPORTED, owned, copies.get(birth.escrow, b""))


class GroupKeys:
    """Makes the keys of enrollment groups in the token, and takes them in.

    A group's keys have numbers, from 1; another one follows when the group is rotated.

    An `owner` is the SubjectPublicKeyInfo (DER) of the RSA key, of 2048 bits at least, that a copy
    of the key is wrapped for; empty where it leaves for nobody. In practice none is wrapped.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def create(
        self, group_id: RegistrationId, owner: bytes = b"", number: int = FIRST_KEY
    ) -> GroupBirth:
        """Make a group's key of 64 bytes in the token; one that is there already stays.

        In production it leaves but once, wrapped for its owner and for the escrow where there is
        one; in practice it can be disclosed.

        Raises:
            StationError: HSM-019 where one is there that isn't as it must be, HSM-038 where one is
                there that the owner has no copy of, HSM-040 where nothing can be wrapped for them.
        """
        return _told(self._ask(CreateGroupKey(group_id.text, owner, number), KeyBirth), owner)

    def install(
        self,
        group_id: RegistrationId,
        key: Secret | bytes,
        owner: bytes = b"",
        number: int = FIRST_KEY,
    ) -> GroupBirth:
        """Take in the key that a group has already at its service.

        Args:
            group_id: the group, which has no key of that number here yet.
            key: wrapped for the transport key by RSA-OAEP with SHA-1; or a Secret, in the clear,
                which passes the memory of this computer.
            owner: see the class.
            number: which of the group's keys it is.

        Raises:
            StationError: HSM-038 where the group has a key, HSM-039 where this one can't be taken,
                HSM-040.
        """
        clear = key if isinstance(key, Secret) else None
        wrapped = b"" if isinstance(key, Secret) else key
        request = InstallGroupKey(group_id.text, wrapped, clear, owner, number)
        return _told(self._ask(request, KeyBirth), owner)

    def demand(self, group_id: RegistrationId, number: int = FIRST_KEY) -> None:
        """Check that a group's key is there, as it must be.

        Raises:
            StationError: HSM-013 where it isn't there, HSM-019.
        """
        self._ask(ReadKeyBirth(group_id.text, number), KeyBirth)

    def is_for_push(self, group_id: RegistrationId, number: int = FIRST_KEY) -> bool:
        """Tell whether this token has a copy of a group's key for a push, as `open_for_push`.

        Raises:
            StationError: HSM-013 where the key isn't there, HSM-019.
        """
        birth = self._ask(ReadKeyBirth(group_id.text, number), KeyBirth)
        own = hashlib.sha256(self.transport_key()).digest()
        return any(copy.recipient == own for copy in birth.copies)

    def open_for_push(self, group_id: RegistrationId, number: int = FIRST_KEY) -> Secret:
        """Return a group's key that was made to be pushed; the caller wipes it.

        Raises:
            StationError: SVC-078 where it wasn't, HSM-039 where this token doesn't open it,
                HSM-013, HSM-019, HSM-023.
        """
        return self._ask(OpenPushCopy(group_id.text, number), Secrets).items[0]

    def retire(self, group_id: RegistrationId, number: int) -> None:
        """Destroy a group's key for good; one that isn't there any more is gone already.

        Raises:
            StationError: HSM-023 where it is another's turn.
        """
        self._ask(RetireGroupKey(group_id.text, number), Done)

    def transport_key(self) -> bytes:
        """Return the key for which keys are wrapped that come in: SubjectPublicKeyInfo, DER.

        It is made when it is first asked for, which takes a while.
        """
        return self._ask(TransportKey(), Blob).data

    def escrowed(self, group_id: RegistrationId | None, number: int = FIRST_KEY) -> bytes:
        """Return the copy of a group's key for the escrow, or of the sealing key; empty for none.

        Raises:
            StationError: HSM-013 without the group's key.
        """
        wanted = ReadKeyBirth(None if group_id is None else group_id.text, number)
        birth = self._ask(wanted, KeyBirth)
        return next((one.data for one in birth.copies if one.recipient == birth.escrow), b"")

    def install_sealing_key(self, wrapped: bytes) -> None:
        """Take in another factory's sealing key, so that this token opens what that one sealed.

        Args:
            wrapped: for this token's transport key.

        Raises:
            StationError: HSM-020 where the token has signed for a record, HSM-039 where it isn't
                wrapped for this token.
        """
        self._ask(InstallSealingKey(wrapped), Done)


class ServiceKeys:
    """Signs by the keys of services' shared access policies, which the token keeps."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def install(self, name: str, key: Secret) -> None:
        """Take in a policy's key, in place of what it had before.

        Args:
            name: by which the key is called here.
            key: the bytes that base64 in the service's portal stands for.

        Raises:
            StationError: HSM-039 where the token takes no such key.
        """
        self._ask(InstallServiceKey(name, key), Done)

    def sas(self, name: str, host: str, policy: str, expiry: int) -> SasToken:
        """Return a shared access signature for a service, signed in the token.

        Args:
            name: as `install` has it.
            host: the service's host name, which is what the signature opens; in lower case.
            policy: the policy's name.
            expiry: seconds since the epoch.

        Raises:
            StationError: HSM-013 without the key.
        """
        signature = self._ask(SignForService(name, host, expiry), Blob).data
        return SasToken(host, expiry, signature, policy)
