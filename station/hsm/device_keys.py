"""Devices' keys that never reach the station's own process: wrapped for a token, or used at once.

`DeviceKeys` is the factory's end, `KeyTransport` the unit's.
"""

from dataclasses import dataclass

from station.hsm.messages import Ask
from station.hsm.replies import Blob, Blobs, Done, WrappedPair
from station.hsm.requests_pairs import InstallWrappedPair, WrapKeyPair
from station.hsm.requests_transport import (
    DerivedHmac,
    InstallWrappedKey,
    MakeTransportKey,
    WrapDerivedKey,
)
from station.model.group import FIRST_KEY
from station.model.names import RegistrationId
from station.model.profile_choices import KeyKind
from station.model.proof import derivation_input


@dataclass(frozen=True)
class TransportKey:
    """What a unit's token has its key wrapped to; `padding` is the hash of RSA-OAEP."""

    public: bytes
    padding: bytes


@dataclass(frozen=True)
class WrappedKey:
    """A key that one token alone can open, with its HMAC of `message` to know it by."""

    wrapped: bytes
    message: bytes
    hmac: bytes


class DeviceKeys:
    """What the factory's token does with a device's key without giving it out.

    Each method raises HSM-023 where it is another's turn, and those of a group's HSM-013 without
    the group's key of that number.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def wrapped(
        self,
        group_id: RegistrationId,
        registration_id: RegistrationId,
        transport: TransportKey,
        message: bytes,
        number: int = FIRST_KEY,
    ) -> WrappedKey:
        """Derive a device's key and wrap it; raises HSM-028 for a transport key that isn't one."""
        name = derivation_input(registration_id)
        to = (transport.public, transport.padding)
        request = WrapDerivedKey(group_id.text, name, *to, message, number)
        wrapped, code = self._ask(request, Blobs).items
        return WrappedKey(wrapped, message, code)

    def hmac(
        self,
        group_id: RegistrationId,
        registration_id: RegistrationId,
        message: bytes,
        number: int = FIRST_KEY,
    ) -> bytes:
        """Return HMAC-SHA256 of a message by a device's key, 32 bytes."""
        request = DerivedHmac(group_id.text, derivation_input(registration_id), message, number)
        return self._ask(request, Blob).data

    def wrapped_pair(self, kind: KeyKind, transport: TransportKey) -> WrappedPair:
        """Make a key pair for one unit and wrap it; nothing of it stays here.

        Raises:
            StationError: HSM-028 for a transport key that isn't one, HSM-029 where this token can't
                wrap one.
        """
        request = WrapKeyPair(kind.value, transport.public, transport.padding)
        return self._ask(request, WrappedPair)


class KeyTransport:
    """How a unit's token takes a wrapped key."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def begin(self) -> TransportKey:
        """Make a key pair for one key; raises HSM-028 where the token takes no wrapped keys."""
        return TransportKey(*self._ask(MakeTransportKey(), Blobs).items)

    def install(self, label: str, key_id: bytes, key: WrappedKey) -> None:
        """Unwrap an HMAC key for good; the transport key is gone afterwards, however it ends.

        Raises:
            StationError: HSM-017 where label or ID is taken; HSM-009 or HSM-012 where it isn't
                protected or isn't that key: it is then destroyed again; HSM-028 without `begin`.
        """
        self._ask(InstallWrappedKey(label, key_id, key.wrapped, key.message, key.hmac), Done)

    def install_pair(self, label: str, key_id: bytes, pair: WrappedPair) -> None:
        """Unwrap a signing key pair for good; raises as `install`, which it is like."""
        parts = (pair.public, pair.wrapped, pair.wrapping, pair.padding)
        self._ask(InstallWrappedPair(label, key_id, *parts), Done)
