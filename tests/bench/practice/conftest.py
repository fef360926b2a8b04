"""What the practice bench's own tests need: the endorsement key as independent tools see it."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization


class Tpm(Protocol):
    """A running TPM, as the `swtpm` fixture gives it."""

    @property
    def tcti(self) -> str: ...


@pytest.fixture
def endorsement(
    swtpm: Callable[[Path], Tpm], tmp_path: Path
) -> Callable[[Path], tuple[bytes, bytes]]:
    """Read a TPM's endorsement certificate and key, DER each, by tpm2-tools from its state.

    It fails where the certificate is for another key.
    """

    def read(state: Path) -> tuple[bytes, bytes]:
        env = {**os.environ, "TPM2TOOLS_TCTI": swtpm(state).tcti}
        certificate, key = tmp_path / "ek.crt", tmp_path / "ek.pub"
        for command in (
            ["tpm2_nvread", "-C", "o", "0x01c00002", "-o", str(certificate)],
            ["tpm2_readpublic", "-Q", "-c", "0x81010001", "-f", "der", "-o", str(key)],
        ):
            subprocess.run(command, env=env, check=True, timeout=30)
        held = x509.load_der_x509_certificate(certificate.read_bytes()).public_key()
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        assert held.public_bytes(serialization.Encoding.DER, form) == key.read_bytes()
        return certificate.read_bytes(), key.read_bytes()

    return read
