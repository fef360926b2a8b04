"""A TPM that swtpm plays, made by swtpm_setup with a certificate authority of its own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.model.attestation import EndorsementKey, TrustStore
from station.model.profile import CertificatePolicy
from station.tpm.challenge import prove_possession, storage_root_key
from station.tpm.endorsement import read_endorsement
from station.tpm.session import Tpm
from station.tpm.trust import check_endorsement

Transact = Callable[[bytes], bytes]

MESSAGE = b"0ne00000000%2Fregistrations%2Funit-1\n1800000000"


@dataclass(frozen=True)
class Maker:
    """Attributes: `state`, of a TPM just manufactured; `trust`, who made it."""

    state: Path
    trust: TrustStore


def _der(path: Path) -> bytes:
    return x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)


def manufactured(folder: Path) -> Maker:
    """Manufacture a TPM in `folder`; it takes a second or two."""
    state, authority = folder / "state", folder / "ca"
    state.mkdir(parents=True)
    authority.mkdir()
    (folder / "localca.conf").write_text(
        f"statedir = {authority}\nsigningkey = {authority}/signkey.pem\n"
        f"issuercert = {authority}/issuer.pem\ncertserial = {authority}/certserial\n"
    )
    (folder / "localca.options").write_text(
        "--platform-manufacturer Test\n--platform-version 1.0\n--platform-model Test\n"
    )
    (folder / "setup.conf").write_text(
        "create_certs_tool = /usr/bin/swtpm_localca\n"
        f"create_certs_tool_config = {folder}/localca.conf\n"
        f"create_certs_tool_options = {folder}/localca.options\n"
    )
    subprocess.run(
        [
            *("swtpm_setup", "--tpm2", "--tpmstate", str(state), "--create-ek-cert"),
            *("--config", str(folder / "setup.conf"), "--pcr-banks", "sha256"),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    root, issuer = authority / "swtpm-localca-rootca-cert.pem", authority / "issuer.pem"
    return Maker(state, TrustStore((_der(root),), (_der(issuer),)))


class Part:
    """A TPM in the test's hands.

    Attributes:
        trust: who made it.
        folder: for what a test writes.
    """

    def __init__(self, folder: Path, maker: Maker) -> None:
        self.trust = maker.trust
        self.folder = folder
        self._state = folder / "state"
        self._socket = folder / "s"
        self._process: subprocess.Popen[bytes] | None = None
        shutil.copytree(maker.state, self._state)

    def power_on(self, flags: str = "not-need-init,startup-clear") -> None:
        self._process = subprocess.Popen(
            [
                *("swtpm", "socket", "--tpm2", "--tpmstate", f"dir={self._state}"),
                *("--server", f"type=unixio,path={self._socket}"),
                *("--ctrl", f"type=unixio,path={self._socket}.ctrl"),
                *("--flags", flags),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 10
        # The socket is there a moment before anybody listens at it.
        while not self._answers():
            assert time.monotonic() < deadline, "swtpm did not start"
            time.sleep(0.002)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            return connection.connect_ex(str(self._socket)) == 0

    def power_off(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        self._socket.unlink(missing_ok=True)

    @contextmanager
    def cable(self) -> Iterator[Transact]:
        """Connect to it; one connection at a time, and none while a tool runs."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(20)
            connection.connect(str(self._socket))

            def transact(command: bytes) -> bytes:
                connection.sendall(command)
                response = connection.recv(4096)
                while len(response) < 10 or len(response) < int.from_bytes(response[2:6], "big"):
                    response += connection.recv(4096)
                return response

            yield transact

    @contextmanager
    def tpm(self, around: Callable[[Transact], Transact] | None = None) -> Iterator[Tpm]:
        """Open a session, with a liar, cutter or listener put around the cable."""
        with self.cable() as transact, Tpm(around(transact) if around else transact) as tpm:
            yield tpm

    @property
    def tcti(self) -> str:
        """How tpm2-tools and TCTILdr find it."""
        return f"swtpm:path={self._socket}"

    def tool(self, *command: str | Path) -> bytes:
        """Run one of tpm2-tools in the test's folder; return its standard output."""
        done = subprocess.run(
            [*map(str, command), "-T", self.tcti],
            cwd=self.folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def public_by_tool(self, handle: int) -> bytes:
        """Return the TPM2B_PUBLIC at a persistent handle as tpm2_readpublic gives it."""
        out = self.folder / "public.tss"
        self.tool("tpm2_readpublic", "-c", f"{handle:#x}", "-f", "tss", "-o", out)
        return out.read_bytes()

    def write_nv(self, index: int, content: bytes, size: int | None = None) -> None:
        """Put `content` into an NV index as a maker does, in place of what is there."""
        if f"{index:X}" in self.handles("handles-nv-index").upper():
            self.tool("tpm2_nvundefine", "-C", "p", f"{index:#x}")
        attributes = "ppwrite|ppread|ownerread|authread|no_da|platformcreate|write_stclear"
        size = size or len(content)
        self.tool("tpm2_nvdefine", "-C", "p", f"{index:#x}", "-s", str(size), "-a", attributes)
        if content:
            (self.folder / "nv").write_bytes(content)
            self.tool("tpm2_nvwrite", "-C", "p", f"{index:#x}", "-i", "nv")

    def handles(self, kind: str) -> str:
        """Return what the TPM lists as `handles-transient`, `handles-loaded-session`, ..."""
        return self.tool("tpm2_getcap", kind).decode()

    @property
    def loaded(self) -> str:
        """What is loaded at the moment: nothing, it should be."""
        return self.handles("handles-transient") + self.handles("handles-loaded-session")


def provision(
    tpm: Tpm, trust: TrustStore, policy: CertificatePolicy = CertificatePolicy.REQUIRE
) -> EndorsementKey:
    """Do with a TPM all that a run does."""
    key = check_endorsement(read_endorsement(tpm), trust, policy, datetime.now(UTC))
    prove_possession(tpm, key.public, storage_root_key(tpm), MESSAGE)
    return key
