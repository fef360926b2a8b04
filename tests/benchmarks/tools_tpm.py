"""The rival of `tpm-tools`: the same TPM operations as a script of tpm2-tools.

Written as such scripts are: a program for each step, files in between, and transient objects
flushed, since there is no resource manager. What needs no TPM is done in this process, for nothing:
the check of the certificate, and the service's challenge.
"""

import hmac
import sys

from cryptography import x509
from tpm2_pytss import TPM2B_PUBLIC

from station.secret import Secret
from station.tpm.challenge import make_challenge
from tests.bench.tpm.swtpm_part import Part
from tests.benchmarks import straight_tpm

_EK, _SRK, _CERTIFICATE = "0x81010001", "0x81000001", "0x01C00002"
# The unique of TCG's template, as a TPM2B in this machine's byte order: 256 zero bytes.
_UNIQUE = (256).to_bytes(2, sys.byteorder) + bytes(256)
_SRK_ATTRIBUTES = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|decrypt"
# How tpm2-tools keep a credential: magic number and version before the two TPM2Bs.
_CREDENTIAL = bytes.fromhex("badcc0de00000001")


class ToolScript:
    """Provisions a TPM by tpm2-tools.

    Args:
        part: the TPM; files go into its folder.
        message: what the TPM authenticates.
    """

    def __init__(self, part: Part, message: bytes) -> None:
        self._part = part
        self._message = message
        root, issuer = part.trust.roots[0], part.trust.intermediates[0]
        self._trust = straight_tpm.Trust(
            x509.load_der_x509_certificate(root), x509.load_der_x509_certificate(issuer)
        )

    def __call__(self) -> None:
        """Read and check the endorsement key, make the storage root key, challenge the TPM."""
        ek = self._endorsement_key()
        srk = self._storage_root_key()
        key = Secret.random(32)
        self._put_challenge(make_challenge(ek, srk, key))
        self._activate()
        self._answer()
        with key.reveal() as data:
            expected = hmac.digest(data, self._message, "sha256")
        if (self._part.folder / "answer").read_bytes() != expected:
            raise SystemExit("a wrong answer")

    def _endorsement_key(self) -> bytes:
        tool, folder = self._part.tool, self._part.folder
        ek = self._part.public_by_tool(int(_EK, 16))
        tool("tpm2_nvread", "-o", "certificate", _CERTIFICATE)
        leaf = x509.load_der_x509_certificate((folder / "certificate").read_bytes())
        straight_tpm.check(leaf, TPM2B_PUBLIC.unmarshal(ek)[0], self._trust)
        return ek

    def _storage_root_key(self) -> bytes:
        tool = self._part.tool
        (self._part.folder / "unique").write_bytes(_UNIQUE)
        tool(
            *("tpm2_createprimary", "-C", "o", "-G", "rsa2048:aes128cfb"),
            *("-a", _SRK_ATTRIBUTES, "-u", "unique", "-c", "srk.ctx"),
        )
        tool("tpm2_evictcontrol", "-C", "o", "-c", "srk.ctx", _SRK)
        tool("tpm2_flushcontext", "-t")
        return self._part.public_by_tool(int(_SRK, 16))

    def _put_challenge(self, challenge: bytes) -> None:
        files = {
            "credential": _CREDENTIAL + challenge[:312],
            "duplicate": challenge[312:456],
            "seed": challenge[456:714],
            "public": challenge[714:764],
            "message": self._message,
        }
        for name, content in files.items():
            (self._part.folder / name).write_bytes(content)

    def _activate(self) -> None:
        tool = self._part.tool
        tool("tpm2_startauthsession", "--policy-session", "-S", "session")
        tool("tpm2_policysecret", "-S", "session", "-c", "e")
        tool(
            *("tpm2_activatecredential", "-c", _SRK, "-C", _EK),
            *("-i", "credential", "-o", "inner", "-P", "session:session"),
        )
        tool("tpm2_flushcontext", "session")

    def _answer(self) -> None:
        tool = self._part.tool
        tool(
            *("tpm2_import", "-C", _SRK, "-i", "duplicate", "-u", "public"),
            *("-k", "inner", "-s", "seed", "-r", "private"),
        )
        tool("tpm2_load", "-C", _SRK, "-u", "public", "-r", "private", "-c", "key.ctx")
        tool("tpm2_flushcontext", "-t")
        tool("tpm2_hmac", "-c", "key.ctx", "-g", "sha256", "-o", "answer", "message")
        tool("tpm2_flushcontext", "-t")
