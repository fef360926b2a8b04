"""The challenge as tpm2-tools open it, which share no code with us."""

import hmac

import pytest

from station.secret import Secret
from station.tpm.challenge import make_challenge, storage_root_key
from station.tpm.endorsement import read_endorsement
from tests.bench.tpm.swtpm_part import MESSAGE, Part

pytestmark = pytest.mark.bench

# How tpm2-tools keep a credential: magic number and version before the two TPM2Bs.
CREDENTIAL_FILE = bytes.fromhex("badcc0de00000001")


def test_a_challenge_is_opened_by_tools_that_share_no_code_with_us(part: Part) -> None:
    with part.tpm() as tpm:
        ek, srk = read_endorsement(tpm).public, storage_root_key(tpm)
    key = Secret.random(32)
    challenge = make_challenge(ek, srk, key)
    files = {
        "credential": CREDENTIAL_FILE + challenge[:312],
        "duplicate": challenge[312:456],
        "seed": challenge[456:714],
        "public": challenge[714:764],
        "message": MESSAGE,
    }
    for name, content in files.items():
        (part.folder / name).write_bytes(content)
    part.tool("tpm2_startauthsession", "--policy-session", "-S", "session")
    part.tool("tpm2_policysecret", "-S", "session", "-c", "e")
    part.tool(
        *("tpm2_activatecredential", "-c", "0x81000001", "-C", "0x81010001"),
        *("-i", "credential", "-o", "inner", "-P", "session:session"),
    )
    part.tool("tpm2_flushcontext", "session")
    assert len((part.folder / "inner").read_bytes()) == 16
    part.tool(
        *("tpm2_import", "-C", "0x81000001", "-i", "duplicate", "-u", "public"),
        *("-k", "inner", "-s", "seed", "-r", "private"),
    )
    part.tool(*("tpm2_load", "-C", "0x81000001", "-u", "public", "-r", "private", "-c", "key.ctx"))
    part.tool("tpm2_flushcontext", "-t")
    part.tool("tpm2_hmac", "-c", "key.ctx", "-g", "sha256", "-o", "answer", "message")
    with key.reveal() as data:
        expected = hmac.digest(data, MESSAGE, "sha256")
    assert (part.folder / "answer").read_bytes() == expected
