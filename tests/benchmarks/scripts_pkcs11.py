"""The rival of `hsm-scripts`: certificates and devices' keys as shell scripts make them.

A program for each, as such scripts do: openssl with its PKCS#11 engine, and pkcs11-tool.
"""

import os
import secrets
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.hsm.tokens import TokenAddress
from station.practice.modules import PRACTICE_PIN

_EXTENSIONS: Final = """\
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


class Scripts:
    """Uses a factory's token by programs.

    Args:
        address: the practice token.
        certificate: the issuing CA's, DER.
        folder: a new one, for files.
    """

    def __init__(self, address: TokenAddress, certificate: bytes, folder: Path) -> None:
        self._address = address
        self._folder = folder
        self._environment = {
            **os.environ,
            **address.module.environment,
            "PKCS11_MODULE_PATH": address.module.library,
        }
        folder.mkdir()
        issuer = x509.load_der_x509_certificate(certificate)
        (folder / "ca.pem").write_bytes(issuer.public_bytes(Encoding.PEM))
        (folder / "extensions").write_text(_EXTENSIONS, encoding="ascii")

    def prepare(self, requests: Sequence[bytes]) -> None:
        """Put down the requests (PKCS#10, DER) that `issue` will be asked for, by number."""
        for number, csr in enumerate(requests):
            request = x509.load_der_x509_csr(csr)
            (self._folder / f"{number}.csr").write_bytes(request.public_bytes(Encoding.PEM))

    def issue(self, number: int, label: str) -> None:
        """Issue a certificate by openssl with the CA's key of that label."""
        key = (
            f"pkcs11:token={self._address.label};object={label};type=private"
            f";pin-value={PRACTICE_PIN}"
        )
        self._run(
            *("openssl", "x509", "-req", "-in", f"{number}.csr", "-out", f"{number}.pem"),
            *("-CA", "ca.pem", "-engine", "pkcs11", "-CAkeyform", "engine", "-CAkey", key),
            *("-set_serial", f"0x40{secrets.token_hex(19)}", "-days", "365", "-sha256"),
            *("-extfile", "extensions"),
        )

    def derive(self, key_id: bytes, name: str) -> bytes:
        """Return a device's key by pkcs11-tool, of the group's key with that CKA_ID."""
        (self._folder / "name").write_text(name, encoding="ascii")
        self._run(
            *("pkcs11-tool", "--module", self._address.module.library),
            *("--token-label", str(self._address.label), "--login", "--pin", PRACTICE_PIN),
            *("--sign", "--mechanism", "SHA256-HMAC", "--id", key_id.hex()),
            *("--input-file", "name", "--output-file", "key"),
        )
        return (self._folder / "key").read_bytes()

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            command,
            cwd=self._folder,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stderr}")
