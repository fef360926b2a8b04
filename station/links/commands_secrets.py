"""Secrets over a device's commands, by the profile's exchanges; see `DeviceSecrets`."""

from collections.abc import Mapping
from typing import Final

from station.errors import StationError
from station.links.commands_exchange import Exchanger, Waits, wanted
from station.links.port_names import keep_off_network
from station.model.command_template import Value
from station.model.sealing import (
    AES_128_GCM,
    HKDF_SHA256,
    KEM_P256,
    KEM_X25519,
    SealedSecret,
    SealingKey,
)
from station.secret import Secret

_KEY_S: Final = 60.0
# Such a device tells no suite: its key's length says the KEM, and the rest is the same for all.
_KEMS: Final[Mapping[int, int]] = {65: KEM_P256, 32: KEM_X25519}


class CommandsSecrets:
    """Secrets over a device's commands; see `DeviceSecrets`.

    Args:
        exchanger: the conversation.
        address: the port's.
    """

    def __init__(self, exchanger: Exchanger, address: str) -> None:
        self._exchanger = exchanger
        self._address = address

    def recipient(self) -> SealingKey:
        """See `DeviceSecrets`."""
        captures = self._exchanger.run("make_recipient", {}, Waits(usual_s=_KEY_S))
        public = wanted("public", captures)
        if len(public) not in _KEMS:
            raise StationError("LNK-043", f"a key of {len(public)} bytes")
        return SealingKey(_KEMS[len(public)], HKDF_SHA256, AES_128_GCM, public)

    def install_sealed(self, sealed: SealedSecret) -> None:
        """See `DeviceSecrets`."""
        given: dict[str, Value] = {
            "enc": sealed.enc,
            "ciphertext": sealed.ciphertext,
            "info": sealed.binding.info,
            "registration_id": sealed.binding.registration_id.encode("ascii"),
        }
        self._exchanger.run("install_sealed", given)

    def install_clear(self, registration_id: str, secret: Secret) -> None:
        """See `DeviceSecrets`."""
        keep_off_network(self._address, "LNK-042")
        given: dict[str, Value] = {"registration_id": registration_id.encode("ascii")}
        self._exchanger.run("install_secret", given, secret=secret)

    def hmac(self, message: bytes) -> bytes:
        """See `DeviceSecrets`."""
        given: dict[str, Value] = {"message": message}
        return wanted("signature", self._exchanger.run("hmac", given))
