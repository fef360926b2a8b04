"""The maker of practice TPMs: a certificate authority of the bench's own, and the manufacture.

The authority has two levels, RSA-3072, as swtpm's own has; the root signs once and its key is kept
nowhere. It is made here, before the first TPM, since `swtpm_localca` would make one only when it
first needs it: several at once would race, and its certtool takes passwords on the command line.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.model.attestation import TrustStore
from station.model.names import shown
from station.practice.children import Children
from station.practice.modules import Programs

_ORGANISATION: Final = "PRACTICE - not for production"
_VALID: Final = timedelta(days=20 * 365)
_SKEW: Final = timedelta(days=1)
_MANUFACTURE_S: Final = 60.0
_FAREWELL: Final = "Ending vTPM manufacturing"
_STATE_FILE: Final = "tpm2-00.permall"

_KEY: Final = "signkey.pem"
_ISSUER: Final = "issuer.pem"
_ROOT: Final = "root.pem"

_LOCALCA_CONF: Final = """\
statedir = {folder}
signingkey = {folder}/signkey.pem
issuercert = {folder}/issuer.pem
certserial = {folder}/certserial
"""
_LOCALCA_OPTIONS: Final = """\
--platform-manufacturer Practice
--platform-version 1.0
--platform-model Practice
"""
_SETUP_CONF: Final = """\
create_certs_tool = {localca}
create_certs_tool_config = {folder}/localca.conf
create_certs_tool_options = {folder}/localca.options
"""
_CA_USAGE: Final = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


@dataclass(frozen=True)
class TpmMaker:
    """A maker of practice TPMs.

    Attributes:
        folder: holds its key, its certificates and the configuration of `swtpm_setup`.
        trust: its root, and the intermediate that issues endorsement certificates.
        programs: where swtpm's programs are.
    """

    folder: Path
    trust: TrustStore
    programs: Programs

    @classmethod
    def at(cls, folder: Path, programs: Programs) -> Self:
        """Return the maker at `folder`, an absolute path; it is set up where there was none.

        Raises:
            StationError: CFG-003 where the folder can't be written, CFG-006 where what it holds is
                not a maker.
        """
        try:
            if not folder.exists():
                _set_up(folder)
            _configure(folder, programs)
            trust = TrustStore(
                roots=(_der(folder / _ROOT),), intermediates=(_der(folder / _ISSUER),)
            )
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(folder)) from error
        except ValueError as error:
            raise StationError("CFG-006", f"the practice TPMs' maker: {error}") from error
        return cls(folder, trust, programs)

    def manufacture(self, state: Path, name: str, children: Children, cancel: Event) -> None:
        """Make a TPM: its seeds, endorsement keys, and the certificates of these in its NVRAM.

        Safe to call from several threads at once: `swtpm_localca` locks its folder.

        Args:
            state: the absolute folder of the TPM's state, which must exist and be empty; a log is
                left beside it.
            name: the certificates' common name: letters, digits and dashes.
            children: what starts the programs.
            cancel: set to end it.

        Raises:
            StationError: CFG-006 where it fails, LIN-003 on `cancel`.
        """
        log = state.with_name(f"{state.name}.log")
        command = [
            *(str(self.programs.swtpm_setup), "--tpm2", "--tpmstate", str(state)),
            *(
                "--tpm",
                f"{self.programs.swtpm} socket",
                "--config",
                str(self.folder / "setup.conf"),
            ),
            *("--create-ek-cert", "--create-platform-cert", "--lock-nvram"),
            *("--pcr-banks", "sha256", "--vmid", name, "--logfile", str(log)),
        ]
        status = children.run(command, state.parent, timeout_s=_MANUFACTURE_S, cancel=cancel)
        if status != 0 or not (state / _STATE_FILE).is_file():
            raise StationError("CFG-006", f"swtpm_setup ended with {status}: {_last_line(log)}")


def _set_up(folder: Path) -> None:
    """Make the authority beside its place, then move it there: half of one is never seen."""
    root_key = rsa.generate_private_key(65_537, 3_072)
    key = rsa.generate_private_key(65_537, 3_072)
    root = _certificate("Station practice TPM root CA", root_key, None, root_key)
    issuer = _certificate("Station practice TPM EK CA", key, root, root_key)
    draft = folder.with_name(folder.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),  # swtpm_localca would want the password in a file beside it
    )
    with os.fdopen(os.open(draft / _KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(private)
    (draft / _ISSUER).write_bytes(issuer.public_bytes(serialization.Encoding.PEM))
    (draft / _ROOT).write_bytes(root.public_bytes(serialization.Encoding.PEM))
    draft.rename(folder)


def _certificate(
    common_name: str,
    key: rsa.RSAPrivateKey,
    issuer: x509.Certificate | None,
    issuer_key: rsa.RSAPrivateKey,
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + _VALID)
        .add_extension(
            x509.BasicConstraints(ca=True, path_length=0 if issuer else 1), critical=True
        )
        .add_extension(_CA_USAGE, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _configure(folder: Path, programs: Programs) -> None:
    """Write the configuration anew each time: it holds absolute paths, and the folder may move."""
    places = {"folder": folder, "localca": programs.swtpm_localca}
    (folder / "localca.conf").write_text(_LOCALCA_CONF.format_map(places), encoding="utf-8")
    (folder / "localca.options").write_text(_LOCALCA_OPTIONS, encoding="utf-8")
    (folder / "setup.conf").write_text(_SETUP_CONF.format_map(places), encoding="utf-8")


def _der(path: Path) -> bytes:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    return certificate.public_bytes(serialization.Encoding.DER)


def _last_line(log: Path) -> str:
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "it wrote no log"
    lines = [line for line in text.splitlines() if not line.startswith(_FAREWELL)]
    return shown(lines[-1], 200) if lines else "its log is empty"
