"""TPMs that aren't what they seem: another certificate in a real TPM, or lies on the wire."""

import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_public_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from station.practice.children import Children, end
from station.practice.modules import Programs

Transact = Callable[[bytes], bytes]

EK_CERTIFICATE_PURPOSE = ObjectIdentifier("2.23.133.8.1")
CODE_SIGNING = ExtendedKeyUsageOID.CODE_SIGNING
_INDEX = "0x01C00002"
_EK_HANDLE = "0x81010001"


class Maker:
    """A TPM maker of the test's own, which issues whatever certificate it is asked for."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(65537, 2048)
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test TPM maker")])
        self.root = self._certificate(self._key.public_key(), self._name, is_ca=True, purpose=None)

    def _certificate(
        self,
        key: rsa.RSAPublicKey,
        subject: x509.Name,
        *,
        is_ca: bool,
        purpose: ObjectIdentifier | None,
    ) -> bytes:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        )
        if purpose is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)

        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)

    def endorsement_certificate(
        self,
        key: rsa.RSAPublicKey,
        *,
        is_ca: bool = False,
        purpose: ObjectIdentifier = EK_CERTIFICATE_PURPOSE,
    ) -> bytes:
        """Return an endorsement certificate for `key`, DER."""
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a TPM")])
        return self._certificate(key, subject, is_ca=is_ca, purpose=purpose)


def _listens(path: Path) -> bool:
    # The socket's file is there a moment before anybody listens.
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(str(path)) == 0


@contextmanager
def running(state: Path) -> Iterator[str]:
    """Run the TPM whose state is in swtpm's folder `state`; give what tpm2-tools find it by."""
    with tempfile.TemporaryDirectory(prefix="forge-") as name:
        folder = Path(name)
        process = Children().start(
            [
                str(Programs.found().swtpm),
                *("socket", "--tpm2", "--tpmstate", f"dir={state}"),
                *("--server", f"type=unixio,path={folder / 's'}"),
                *("--ctrl", f"type=unixio,path={folder / 's'}.ctrl"),
                *("--flags", "not-need-init,startup-clear"),
            ],
            folder / "log",
        )
        waited = Event()
        while not _listens(folder / "s"):
            assert process.poll() is None, (folder / "log").read_text()
            waited.wait(0.01)
        try:
            yield f"swtpm:path={folder / 's'}"
        finally:
            process.terminate()
            end(process, 5)


@contextmanager
def chip(state: Path) -> Iterator[Transact]:
    """Run the genuine TPM whose state is in `state` and hold it open; give the way to ask it."""
    with running(state) as tcti, socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(30)
        connection.connect(tcti.partition("path=")[2])

        def transact(command: bytes) -> bytes:
            connection.sendall(command)
            response = b""
            while len(response) < 10 or len(response) < int.from_bytes(response[2:6], "big"):
                part = connection.recv(4_096)
                assert part, "swtpm hung up"
                response += part
            return response

        yield transact


def with_certificate(state: Path, make: Callable[[rsa.RSAPublicKey], bytes]) -> None:
    """Put another endorsement certificate into the TPM whose state is in `state`, as its platform.

    Args:
        state: swtpm's folder.
        make: is given the TPM's own endorsement key; returns the certificate, DER.
    """
    with running(state) as tcti, tempfile.TemporaryDirectory(prefix="forge-") as name:
        _rewrite(tcti, Path(name), make)


def _rewrite(tcti: str, folder: Path, make: Callable[[rsa.RSAPublicKey], bytes]) -> None:
    def tool(*arguments: str) -> None:
        command = [*arguments, "-T", tcti]
        subprocess.run(command, check=True, capture_output=True, timeout=30)

    pem = folder / "ek.pem"
    tool("tpm2_readpublic", "-c", _EK_HANDLE, "-f", "pem", "-o", str(pem))
    key = load_pem_public_key(pem.read_bytes())
    assert isinstance(key, rsa.RSAPublicKey)
    certificate = make(key)
    (folder / "certificate").write_bytes(certificate)
    tool("tpm2_nvundefine", "-C", "p", _INDEX)
    attributes = "ppwrite|ppread|ownerread|authread|no_da|platformcreate"
    tool("tpm2_nvdefine", "-C", "p", "-s", str(len(certificate)), "-a", attributes, _INDEX)
    tool("tpm2_nvwrite", "-C", "p", "-i", str(folder / "certificate"), _INDEX)
    tool("tpm2_shutdown", "--clear")
