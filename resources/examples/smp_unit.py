#!/usr/bin/env python3
"""A device for Station in one file, on Linux: the provisioning group of help/smp-group.md.

It needs `cbor2` and `cryptography`, and nothing of Station. Run it on the device:

    python3 smp_unit.py --port /dev/ttyGS0 --serial A1-000042 --state /var/lib/unit

Set a real port's speed first, with `stty -F PORT 115200`. With `--pty LINK` in place of `--port` it
makes a port to try it out with, and LINK points at it. `--tpm /dev/tpm0` lends Station the TPM.

Its keys are files in the state folder, unencrypted, which their owner alone can read (0600). That
is an example's way: a product keeps them in a secure element, or behind a TrustZone.
"""

import argparse
import binascii
import hmac
import os
import re
import secrets
import struct
import tty
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path

import cbor2
from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hpke, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

GROUP, BUFFER = 0x5350, 4096
ROOM = BUFFER - 12 - 20  # without frame and header, and the map around a part
READ, WRITE, INVALID, NOT_SUPPORTED = 0, 2, 3, 8
TPM, KEY, CERTIFICATE, SECRET, PROOF, HMAC, CLEAR = 1, 2, 3, 4, 5, 6, 7
LIMITS = {TPM: 4096, CERTIFICATE: 8192, SECRET: 1024, PROOF: 1024, HMAC: 1024, CLEAR: 1024}
NO_TPM, TPM_FAILED, BAD_PART, TOO_LONG, NO_KEY = 2, 3, 4, 5, 7
BAD_KIND, BAD_CERTIFICATE, BAD_STATEMENT, BAD_SECRET = 8, 9, 10, 11
PROOF_LABEL = b"\x00\x10station-proof-v1"
BLOB_HEAD = b"SSB2" + bytes.fromhex("0010 0001 0001")
SUITE = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
CURVES = {"ec-p256": ec.SECP256R1(), "ec-p384": ec.SECP384R1()}
LINE = re.compile(rb".*(\x06\x09|\x04\x14)([A-Za-z0-9+/]*={0,2})\r?\n", re.DOTALL)
Fields, Key = dict[str, object], ec.EllipticCurvePrivateKey


class RefusedError(Exception):
    """The request is answered with an error of the group, whose number is given."""


class Keys:
    """The device's key, its certificates and secrets: files."""

    def __init__(self, folder: Path, serial: str) -> None:
        self.folder, self.serial = folder, serial
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(self, name: str, data: bytes) -> None:
        """Write a file so that power may go at any moment: the old or the new one is there."""
        draft = self.folder / f"{name}.draft"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.folder / name)

    def kept(self, name: str) -> bytes:
        """Return a file's content, none where it isn't there."""
        path = self.folder / name
        return path.read_bytes() if path.exists() else b""

    def key(self, name: str = "key", curve: ec.EllipticCurve | None = None) -> Key:
        """Return a key that was made; make it first where a curve is given."""
        if curve is not None:
            made, plain = ec.generate_private_key(curve), serialization.NoEncryption()
            self.keep(name, made.private_bytes(Encoding.DER, PrivateFormat.PKCS8, plain))
        if not self.kept(name):
            raise RefusedError(NO_KEY)
        return serialization.load_der_private_key(self.kept(name), None)

    def make(self, kind: str, name: str, ticket: int) -> bytes:
        """Command 2: by the same ticket no other key, but a request once more."""
        if kind not in CURVES or not 0 < len(name) <= 64:
            raise RefusedError(BAD_KIND)
        order = f"{ticket} {kind} {name}".encode()
        if self.kept("order") != order:
            for old in ("order", "certificates"):
                (self.folder / old).unlink(missing_ok=True)
            self.key("key", CURVES[kind])
            self.keep("name", name.encode())
            self.keep("order", order)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        request = x509.CertificateSigningRequestBuilder().subject_name(subject)
        return request.sign(self.key(), digest(self.key())).public_bytes(Encoding.DER)

    def install(self, certificates: bytes) -> None:
        """Command 3, write: the first certificate must be for this device's key."""
        own, size = self.key().public_key(), 4 + int.from_bytes(certificates[2:4], "big")
        try:
            if x509.load_der_x509_certificate(certificates[:size]).public_key() == own:
                return self.keep("certificates", certificates)
        except ValueError:
            pass  # it can't be read
        raise RefusedError(BAD_CERTIFICATE)

    def certificate(self) -> bytes:
        """Command 3, read: the device's own, from where it is kept."""
        if not (kept := self.kept("certificates")):
            raise RefusedError(NO_KEY)
        return kept[: 4 + int.from_bytes(kept[2:4], "big")]

    def sign(self, statement: bytes) -> bytes:
        """Command 5: a proof statement in this device's name, and nothing else."""
        texts, rest = three_texts(statement.removeprefix(PROOF_LABEL))
        whole = statement.startswith(PROOF_LABEL) and all(texts) and len(rest) == 32
        if not whole or texts[-1].lower() != self.kept("name"):
            raise RefusedError(BAD_STATEMENT)
        return self.key().sign(statement, ec.ECDSA(digest(self.key())))

    def sealing(self, ticket: int) -> Fields:
        """Command 4, read: to whom a secret is sealed; by another ticket, another key."""
        new = self.kept("sealing-ticket") != str(ticket).encode() or not self.kept("sealing")
        key = self.key("sealing", ec.SECP256R1() if new else None)
        self.keep("sealing-ticket", str(ticket).encode())
        public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return {"kem": 0x0010, "kdf": 0x0001, "aead": 0x0001, "d": public}

    def open(self, blob: bytes) -> None:
        """Command 4, write: open a secret and keep it; never say why it doesn't open."""
        texts, sealed = three_texts(blob[len(BLOB_HEAD) :])
        every = (b"station-secret-v2", *texts, self.serial.encode())
        info = b"".join(len(text).to_bytes(2, "big") + text for text in every)
        if not blob.startswith(BLOB_HEAD) or not all(texts):
            raise RefusedError(BAD_SECRET)
        try:
            secret = SUITE.decrypt(sealed, self.key("sealing"), info)
        except (InvalidTag, ValueError):
            raise RefusedError(BAD_SECRET) from None
        self.take(len(texts[-1]).to_bytes(2, "big") + texts[-1] + secret)

    def take(self, data: bytes) -> None:
        """Command 7: keep a secret behind the registration ID in whose name it signs."""
        size = 2 + int.from_bytes(data[:2], "big")
        if not 2 < size <= 130 or not 16 <= len(data) - size <= 64:
            raise RefusedError(BAD_SECRET)
        self.keep("secret", data)

    def hmac(self, message: bytes) -> bytes:
        """Command 6: sign a SAS token in this device's name, and nothing else."""
        size = 2 + int.from_bytes(self.kept("secret")[:2], "big")
        name, secret = self.kept("secret")[2:size], self.kept("secret")[size:]
        if not secret:
            raise RefusedError(NO_KEY)
        resource, _, expiry = message.partition(b"\n")
        if not resource.endswith(b"%2Fregistrations%2F" + name) or not expiry.isdigit():
            raise RefusedError(BAD_STATEMENT)
        return hmac.digest(secret, message, "sha256")


def three_texts(data: bytes) -> tuple[list[bytes], bytes]:
    """Return station, run and registration ID, each after its length, and what follows them."""
    texts = []
    for _ in ("station", "run", "registration ID"):
        end = 2 + int.from_bytes(data[:2], "big")
        texts, data = [*texts, data[2:end]], data[end:]
    return texts, data


def digest(key: Key) -> hashes.HashAlgorithm:
    """Return the hash that goes with a key."""
    return hashes.SHA384() if key.key_size == 384 else hashes.SHA256()


class Device:
    """What answers, from one start to the next."""

    def __init__(self, options: argparse.Namespace, tpm: int | None) -> None:
        self.options, self.tpm = options, tpm
        self.keys = Keys(options.state, options.serial)
        self.boot, self.count = secrets.randbelow(1 << 32), 0
        self.taking, self.size, self.taken = 0, 0, b""
        self.giving, self.given = 0, b""

    def answer(self, message: bytes) -> bytes | None:
        """Return the answer to an SMP message."""
        op, _, size, group, sequence, command = struct.unpack("!BBHHBB", message[:8])
        if op & 7 not in (READ, WRITE) or size != len(message) - 8:
            return None
        try:
            said = self.act((group, command, op & 7), cbor2.loads(message[8:]))
        except RefusedError as refused:
            said = {"err": {"group": GROUP, "rc": refused.args[0]}}
        except (cbor2.CBORDecodeError, LookupError, TypeError, AttributeError, ValueError):
            said = {"rc": INVALID}
        body = cbor2.dumps(said)
        return struct.pack("!BBHHBB", op + 1, 0, len(body), group, sequence, command) + body

    def act(self, what: tuple[int, int, int], fields: Fields) -> Fields:
        """Carry out a request, by group, command and operation."""
        group, command, op = what
        match what:
            case (0, 0, 2):
                return {"r": fields["d"]}
            case (0, 5, 2):
                return {}  # `main` restarts once this answer is out
            case (0, 6, 0):
                return {"buf_size": BUFFER, "buf_count": 1}
            case (0x5350, 0, 0):
                able = 2 + 4 + 8 + (self.tpm is not None)
                said = {"serial": self.options.serial, "model": "example", "caps": able}
                return {**said, "boot": self.boot, "n": self.count}
        if group != GROUP or not TPM <= command <= CLEAR:
            return {"rc": NOT_SUPPORTED}
        if command == TPM and self.tpm is None:
            raise RefusedError(NO_TPM)
        return self.read(command, fields) if op == READ else self.write(command, fields)

    def read(self, command: int, fields: Fields) -> Fields:
        """Answer what is kept, or the rest of an answer."""
        if command == SECRET:
            return self.keys.sealing(fields["t"])
        start = fields["o"]
        if command == CERTIFICATE and start == 0:
            return self.give(command, self.keys.certificate())
        if command == TPM and start == 0:
            return {"n": self.count, **self.give(TPM, self.given if self.giving == TPM else b"")}
        if self.giving != command or not 0 < start < len(self.given):
            raise RefusedError(BAD_PART)
        return {"d": self.given[start : start + ROOM]}

    def write(self, command: int, fields: Fields) -> Fields:
        """Take a part, and do the work once all parts are there."""
        if command == KEY:
            return self.give(KEY, self.keys.make(fields["kind"], fields["name"], fields["t"]))
        data = fields["d"]
        if "o" not in fields:
            self.taking, self.taken, self.giving = command, b"", 0
            self.size = fields.get("l", len(data))
        if self.size > LIMITS[command]:
            raise RefusedError(TOO_LONG)
        start = fields.get("o", 0)
        if command != self.taking or start + len(data) > self.size or not data:
            raise RefusedError(BAD_PART)
        if start == len(self.taken):
            self.taken += data
        elif self.taken[start:] != data:  # else it is a repetition
            raise RefusedError(BAD_PART)
        if len(self.taken) < self.size:
            return {"o": len(self.taken)}
        keys = self.keys
        acts = {TPM: self.transact, CERTIFICATE: keys.install, SECRET: keys.open, PROOF: keys.sign}
        acts |= {HMAC: keys.hmac, CLEAR: keys.take}
        done = acts[command](self.taken)
        return {} if done is None else self.give(command, done)

    def give(self, command: int, data: bytes) -> Fields:
        """Return the first part of an answer, and keep it whole."""
        self.giving, self.given = command, data
        return {"d": data} if len(data) <= ROOM else {"l": len(data), "d": data[:ROOM]}

    def transact(self, command: bytes) -> bytes:
        """Give the TPM a command, once: it is dropped, so that no repetition comes this far."""
        self.taking = 0
        if len(command) < 10 or len(command) != int.from_bytes(command[2:6], "big"):
            raise RefusedError(BAD_PART)
        self.count += 1
        try:
            os.write(self.tpm, command)
            return os.read(self.tpm, 4096)  # the kernel's driver gives a response in one piece
        except OSError:
            raise RefusedError(TPM_FAILED) from None


def messages(port: int) -> Iterator[bytes]:
    """Yield the SMP messages that come in; a line counts from its last marker on."""
    line = frame = b""
    while byte := os.read(port, 1):
        line = line[-1024:] + byte
        if byte == b"\n":
            found, line = LINE.fullmatch(line), b""
            if found and len(found[2]) % 4 == 0:
                frame = (frame[:BUFFER] if found[1] == b"\x04\x14" else b"") + b64decode(found[2])
                whole = 12 <= len(frame) == 2 + int.from_bytes(frame[:2], "big") <= BUFFER
                if whole and binascii.crc_hqx(frame[2:], 0) == 0:
                    yield frame[2:-2]


def framed(message: bytes) -> bytes:
    """Return the lines that carry a message."""
    whole = struct.pack("!H", len(message) + 2) + message
    text = b64encode(whole + struct.pack("!H", binascii.crc_hqx(message, 0)))
    lines = [text[start : start + 124] for start in range(0, len(text), 124)]
    return b"\x06\x09" + b"\n\x04\x14".join(lines) + b"\n"


def main() -> None:
    """Serve until the port is gone."""
    parser = argparse.ArgumentParser(description="A device that Station can provision over SMP.")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--port", help="a serial port")
    place.add_argument("--pty", type=Path, metavar="LINK", help="make a port, and a link to it")
    parser.add_argument("--serial", required=True, help="the device's serial number")
    parser.add_argument("--state", type=Path, required=True, help="the folder for its keys")
    parser.add_argument("--tpm", help="the device node of its TPM")
    options = parser.parse_args()
    tpm = os.open(options.tpm, os.O_RDWR) if options.tpm else None
    if options.port:
        port = os.open(options.port, os.O_RDWR | os.O_NOCTTY)
    else:
        port, other = os.openpty()
        options.pty.symlink_to(os.ttyname(other))
    tty.setraw(port)
    device = Device(options, tpm)
    for message in messages(port):
        if answer := device.answer(message):
            os.write(port, framed(answer))
        if message[:1] + message[4:6] + message[7:8] == b"\x0a\x00\x00\x05":
            device = Device(options, tpm)  # a real device resets here


if __name__ == "__main__":
    main()
