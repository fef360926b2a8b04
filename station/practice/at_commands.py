"""What a practice modem answers: a small set of AT commands, and of Nordic's for keys.

The first are those of 3GPP TS 27.007 section 5 (who it is) and section 8.2 (its functionality);
`+KEYGEN`, `+CERTW`, `+CERTR`, `+CERTH`, `+SIGN` and `+TPM` are its own, and so are `+RECIP`,
`+SEALED`, `+SECRET` and `+HMAC`. Those with a percent sign are of Nordic's "nRF91x1 Cellular AT
Commands", sections "Key generation %KEYGEN" and "Credential storage management %CMNG".
"""

import re
import secrets
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

import cbor2
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.serialization import Encoding

from station.practice.key_store import KeyStore
from station.practice.smp_server import TpmFront
from station.practice.smp_transfer import RefusedError
from station.practice.unit_config import UnitConfig
from station.practice.unit_memory import PROOF, UnitMemory

NOT_ALLOWED: Final = 3
NOT_SUPPORTED: Final = 4
NOT_FOUND: Final = 513
ACTIVE: Final = 518
EXISTS: Final = 519
_CONTENT_MAX: Final = 8_192
_NAME_MAX: Final = 64  # ub-common-name of RFC 5280, appendix A.1
_OWN: Final = "own"


class Refused(Exception):  # noqa: N818 - an answer, and no error of this program
    """The command is answered with `+CME ERROR: number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@dataclass(frozen=True)
class Answered:
    """What follows from a command.

    Attributes:
        lines: what is said before OK.
        wants: how many bytes of data it waits for first, behind a prompt; 0 for none.
        restarts: whether the device restarts afterwards.
    """

    lines: tuple[str, ...] = ()
    wants: int = 0
    restarts: bool = False


Act = Callable[..., Answered]


class AtCommands:
    """The modem's commands, and what it remembers between them.

    Args:
        config: what is inside the unit; with a memory.
        memory: its flash.
        tpm: its TPM, or None.

    Attributes:
        worked: how many commands it was given so far that do something with its key or its TPM.
    """

    def __init__(self, config: UnitConfig, memory: UnitMemory, tpm: TpmFront | None) -> None:
        self._config = config
        self._memory = memory
        self._tpm = tpm
        self._awaited = ""
        self._keys = KeyStore(memory, config.serial)
        self._tickets = secrets.randbelow(1 << 31)
        self.active = True
        self.serial = config.serial
        self.worked = 0
        quoted, number = r'"([^"]*)"', r"(\d{1,10})"
        self._talk: Final[dict[str, Act]] = {
            r"": Answered,
            r"I": lambda: Answered((config.model, config.firmware)),
            r"\+CGMI": lambda: Answered(("Station practice",)),
            r"\+CGMM": lambda: Answered((config.model,)),
            r"\+CGMR": lambda: Answered((config.firmware,)),
            r"\+CGSN": lambda: Answered((self.serial,)),
            r"\+CGSN=1": lambda: Answered((f'+CGSN: "{self.serial}"',)),
            r"\+CFUN=1,1": lambda: Answered(restarts=True),
            r"\+CFUN=(\d)": self._function,
        }
        self._work: Final[dict[str, Act]] = {
            rf"\+KEYGEN={quoted},{quoted}": self._make_key,
            rf"\+CERTW={quoted},{number}": self._await_data,
            r"\+CERTR": self._read_certificate,
            rf"\+CERTH={quoted}": self._tell_digest,
            rf"\+SIGN={quoted}": self._sign,
            rf"\+TPM={quoted}": self._transact,
            r"\+RECIP": self._make_recipient,
            rf"\+SEALED={quoted},{quoted},{quoted}": self._open_secret,
            rf"\+SECRET={quoted},{quoted}": self._take_secret,
            rf"\+HMAC={quoted}": self._hmac,
            rf'%KEYGEN={number},2,0,"CN=([^",]*)"': self._nordic_key,
            rf"%CMNG=0,{number},([01]),{quoted}": self._nordic_write,
            rf"%CMNG=1,{number},([012])": self._nordic_list,
            rf"%CMNG=3,{number},([012])": self._nordic_delete,
        }

    def answer(self, command: str) -> Answered:
        """Carry out what stands behind `AT`.

        Raises:
            Refused: where it can't be.
        """
        for pattern, act in (self._talk | self._work).items():
            found = re.fullmatch(pattern, command, re.DOTALL)
            if found is not None:
                self.worked += pattern in self._work
                return act(*found.groups())
        raise Refused(NOT_SUPPORTED)

    def works(self, command: str) -> bool:
        """Return whether a command does something with the unit's key or its TPM."""
        return any(re.fullmatch(pattern, command, re.DOTALL) for pattern in self._work)

    def data(self, data: bytes) -> None:
        """Take the data that the last command waits for."""
        self._memory.write(self._awaited, data)

    def _function(self, level: str) -> Answered:
        self.active = level == "1"
        return Answered()

    def _make_key(self, kind: str, name: str) -> Answered:
        request = self._made(_OWN, kind, name).public_bytes(Encoding.PEM)
        return Answered(("+KEYGEN:", *request.decode("ascii").splitlines()))

    def _made(self, place: str, kind: str, name: str) -> x509.CertificateSigningRequest:
        if not 0 < len(name.encode()) <= _NAME_MAX:
            raise Refused(NOT_ALLOWED)
        try:
            self._memory.make_key(place, kind)
        except ValueError as error:
            raise Refused(NOT_SUPPORTED) from error
        return self._memory.request(place, name)

    def _await_data(self, what: str, size: str) -> Answered:
        if what not in ("leaf", "chain") or not 0 < int(size) <= _CONTENT_MAX:
            raise Refused(NOT_ALLOWED)
        self._awaited = what
        return Answered(wants=int(size))

    def _read_certificate(self) -> Answered:
        if not self._memory.has("leaf"):
            raise Refused(NOT_FOUND)
        return Answered(tuple(self._memory.read("leaf").decode("ascii", "replace").splitlines()))

    def _tell_digest(self, what: str) -> Answered:
        if what not in ("leaf", "chain"):
            raise Refused(NOT_ALLOWED)
        if not self._memory.has(what):
            raise Refused(NOT_FOUND)
        digest = sha256(self._memory.read(what)).hexdigest().upper()
        return Answered((f'+CERTH: "{digest}"',))

    def _sign(self, statement: str) -> Answered:
        try:
            message = b64decode(statement)
        except ValueError as error:
            raise Refused(NOT_ALLOWED) from error
        if not message.startswith(PROOF) or not self._memory.has(_OWN):
            raise Refused(NOT_ALLOWED)
        signature = b64encode(self._memory.sign(_OWN, message)).decode("ascii")
        return Answered((f'+SIGN: "{signature}"',))

    def _transact(self, command: str) -> Answered:
        if self._tpm is None:
            raise Refused(NOT_SUPPORTED)
        try:
            response = self._tpm.transact(bytes.fromhex(command))
        except (OSError, ValueError) as error:
            raise Refused(NOT_ALLOWED) from error
        return Answered((f'+TPM: "{response.hex().upper()}"',))

    def _make_recipient(self) -> Answered:
        self._tickets += 1
        return Answered((f'+RECIP: "{self._keys.sealing_key(self._tickets).hex()}"',))

    def _open_secret(self, name: str, sealed: str, info: str) -> Answered:
        try:
            self._keys.open_bare(bytes.fromhex(sealed), bytes.fromhex(info), name.encode())
        except (ValueError, InvalidTag) as error:
            raise Refused(NOT_ALLOWED) from error
        return Answered()

    def _take_secret(self, name: str, secret: str) -> Answered:
        try:
            encoded = name.encode()
            data = len(encoded).to_bytes(2, "big") + encoded + bytes.fromhex(secret)
            self._keys.take_secret(data)
        except (ValueError, RefusedError) as error:
            raise Refused(NOT_ALLOWED) from error
        return Answered()

    def _hmac(self, message: str) -> Answered:
        try:
            signature = self._keys.hmac(bytes.fromhex(message))
        except (ValueError, RefusedError) as error:
            raise Refused(NOT_ALLOWED) from error
        return Answered((f'+HMAC: "{b64encode(signature).decode("ascii")}"',))

    def _nordic_key(self, tag: str, name: str) -> Answered:
        place = f"{tag}-2"
        self._only_inactive()
        if self._memory.has(place):
            raise Refused(EXISTS)
        request = self._made(place, "ec-p256", name).public_bytes(Encoding.DER)
        # COSE_Sign1 of RFC 9052 with ES256, detached; a real one is by the modem's identity key.
        protected = cbor2.dumps({1: -7})
        signature = self._memory.sign(place, cbor2.dumps(["Signature1", protected, b"", request]))
        cose = cbor2.dumps(cbor2.CBORTag(18, [protected, {}, None, signature]))
        return Answered((f'%KEYGEN: "{_base64url(request)}.{_base64url(cose)}"',))

    def _nordic_write(self, tag: str, kind: str, content: str) -> Answered:
        self._only_inactive()
        self._memory.write(f"{tag}-{kind}", content.encode("ascii", "replace"))
        return Answered()

    def _nordic_list(self, tag: str, kind: str) -> Answered:
        content = self._memory.read(f"{tag}-{kind}")
        if not content:
            return Answered()
        return Answered((f'%CMNG: {tag},{kind},"{sha256(content).hexdigest().upper()}"',))

    def _nordic_delete(self, tag: str, kind: str) -> Answered:
        self._only_inactive()
        if not self._memory.delete(f"{tag}-{kind}"):
            raise Refused(NOT_FOUND)
        return Answered()

    def _only_inactive(self) -> None:
        if self.active:
            raise Refused(ACTIVE)


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
