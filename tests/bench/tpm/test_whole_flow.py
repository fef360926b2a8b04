"""A good TPM passes whole, and what an odd one is refused for."""

from hashlib import sha256
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.attestation import EkTrust, TrustStore, tpm_registration_id
from station.model.profile import CertificatePolicy
from station.tpm.challenge import storage_root_key, storage_root_modulus
from station.tpm.endorsement import read_endorsement
from tests.bench.tpm.swtpm_part import Part, Transact, provision

CREATE_PRIMARY = bytes.fromhex("00000131")

pytestmark = pytest.mark.bench

EK, SRK, CERTIFICATE, CHAIN = 0x81010001, 0x81000001, 0x01C00002, 0x01C00100


def test_a_good_tpm_passes_and_is_named_as_its_own_tools_name_it(part: Part) -> None:
    with part.tpm() as tpm:
        key = provision(tpm, part.trust)
    assert key.public == part.public_by_tool(EK)
    assert key.registration_id == tpm_registration_id(part.public_by_tool(EK))
    assert key.trust is EkTrust.TRUSTED
    assert key.chain == (part.trust.intermediates[0], part.trust.roots[0])
    assert part.loaded == ""


def test_the_storage_root_key_is_persisted_and_nothing_else(part: Part) -> None:
    before = part.handles("handles-persistent")
    with part.tpm() as tpm:
        provision(tpm, part.trust)
        srk = storage_root_key(tpm)
    assert part.public_by_tool(SRK) == srk
    storage_root_modulus(srk)
    added = set(part.handles("handles-persistent").split()) - set(before.split())
    assert added == {"0x81000001"}


def test_a_second_run_uses_what_the_first_left(part: Part) -> None:
    with part.tpm() as tpm:
        first = provision(tpm, part.trust), storage_root_key(tpm)
    with part.tpm() as tpm:
        assert (provision(tpm, part.trust), storage_root_key(tpm)) == first


def test_a_run_asks_nothing_twice(part: Part) -> None:
    commands: list[bytes] = []
    size = 0

    def counting(transact: Transact) -> Transact:
        def counted(command: bytes) -> bytes:
            nonlocal size
            commands.append(command)
            response = transact(command)
            size += len(command) + len(response)
            return response

        return counted

    with part.tpm(counting) as tpm:
        assert not commands, "opening a session sends nothing"
        provision(tpm, part.trust)
    assert len(commands) == 17
    # The rest of it is the certificate, of 1,000 bytes or so.
    assert size < 5_000
    made = [command for command in commands if command[6:10] == CREATE_PRIMARY]
    assert len(made) == 1, "the storage root key alone: there is a certificate for the other"


@pytest.mark.parametrize("times", range(4))
def test_power_cuts_after_the_proof_do_not_lock_the_tpm(part: Part, times: int) -> None:
    # swtpm locks after three unclean power cuts if a key without noDA was used.
    for _ in range(times):
        with part.tpm() as tpm:
            provision(tpm, part.trust)
        part.power_off()
        part.power_on()
    assert b"TPM2_PT_LOCKOUT_COUNTER: 0x0" in part.tool("tpm2_getcap", "properties-variable")


def test_an_empty_endorsement_handle_gets_the_standard_key(part: Part) -> None:
    standard = part.public_by_tool(EK)
    part.tool("tpm2_evictcontrol", "-C", "o", "-c", f"{EK:#x}")
    with part.tpm() as tpm:
        key = provision(tpm, part.trust)
    assert key.public == standard == part.public_by_tool(EK)
    assert key.trust is EkTrust.TRUSTED
    assert part.loaded == ""


def _replace(part: Part, handle: int, *primary: str | Path) -> None:
    if f"{handle:#x}" in part.handles("handles-persistent"):
        part.tool("tpm2_evictcontrol", "-C", "o", "-c", f"{handle:#x}")
    part.tool("tpm2_createprimary", *primary, "-c", "other.ctx")
    part.tool("tpm2_flushcontext", "-t")
    part.tool("tpm2_evictcontrol", "-C", "o", "-c", "other.ctx", f"{handle:#x}")
    part.tool("tpm2_flushcontext", "-t")


EK_ATTRIBUTES = "fixedtpm|fixedparent|sensitivedataorigin|adminwithpolicy|restricted|decrypt"


def test_a_key_of_the_endorsement_template_but_for_its_unique_is_refused(part: Part) -> None:
    policy = part.folder / "policy"
    policy.write_bytes(
        bytes.fromhex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa")
    )
    _replace(part, EK, "-C", "e", "-G", "rsa2048:aes128cfb", "-L", policy, "-a", EK_ATTRIBUTES)
    with part.tpm() as tpm, pytest.raises(StationError) as caught:
        read_endorsement(tpm)
    assert caught.value.code == "TPM-029"
    assert caught.value.detail == "it is made by the template empty-unique"
    assert part.loaded == ""


@pytest.mark.parametrize(
    ("primary", "code"),
    [
        (("-C", "e", "-G", "rsa2048:aes128cfb"), "TPM-003"),
        (("-C", "e", "-G", "ecc256"), "TPM-012"),
    ],
)
def test_an_endorsement_key_of_another_kind_is_refused(
    part: Part, primary: tuple[str, ...], code: str
) -> None:
    _replace(part, EK, *primary)
    with part.tpm() as tpm, pytest.raises(StationError) as caught:
        read_endorsement(tpm)
    assert caught.value.code == code


def test_a_tpm_without_seed_for_an_endorsement_key_is_told_as_that(part: Part) -> None:
    part.tool("tpm2_evictcontrol", "-C", "o", "-c", f"{EK:#x}")
    part.tool("tpm2_hierarchycontrol", "-C", "e", "ehEnable", "clear")
    with part.tpm() as tpm, pytest.raises(StationError) as caught:
        provision(tpm, part.trust)
    assert caught.value.code == "TPM-002"


def _certificate(part: Part) -> bytes:
    with part.tpm() as tpm:
        certificate = read_endorsement(tpm).certificate
    assert certificate is not None
    return certificate


@pytest.mark.parametrize("padding", [b"\x00", b"\xff"])
def test_padding_after_the_certificate_is_left_out(part: Part, padding: bytes) -> None:
    certificate = _certificate(part)
    part.write_nv(CERTIFICATE, certificate + padding * (1600 - len(certificate)))
    with part.tpm() as tpm:
        assert read_endorsement(tpm).certificate == certificate
        assert provision(tpm, part.trust).trust is EkTrust.TRUSTED


def test_a_certificate_that_cannot_be_read_is_refused_under_any_policy(part: Part) -> None:
    certificate = bytearray(_certificate(part))
    certificate[4] ^= 0xFF
    part.write_nv(CERTIFICATE, bytes(certificate))
    for policy in CertificatePolicy:
        with part.tpm() as tpm, pytest.raises(StationError) as caught:
            provision(tpm, part.trust, policy)
        assert caught.value.code == "TPM-015"


@pytest.mark.parametrize("left", ["nothing", "an empty index"])
def test_a_missing_certificate_is_refused_or_recorded(part: Part, left: str) -> None:
    part.tool("tpm2_nvundefine", "-C", "p", f"{CERTIFICATE:#x}")
    if left == "an empty index":
        part.write_nv(CERTIFICATE, b"", 1000)
    with part.tpm() as tpm, pytest.raises(StationError) as caught:
        provision(tpm, part.trust)
    assert caught.value.code == "TPM-006"
    with part.tpm() as tpm:
        assert provision(tpm, part.trust, CertificatePolicy.RECORD).trust is EkTrust.MISSING


def test_a_chain_kept_in_the_tpm_is_used(part: Part) -> None:
    issuer = part.trust.intermediates[0]
    part.write_nv(CHAIN, issuer[:500])
    part.write_nv(CHAIN + 1, issuer[500:])
    with part.tpm() as tpm:
        read = read_endorsement(tpm)
        assert read.chain == (issuer,)
        assert provision(tpm, TrustStore(part.trust.roots)).trust is EkTrust.TRUSTED


def test_a_tpm_that_gives_less_at_once_is_read_in_smaller_parts(part: Part) -> None:
    def small(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            if command[6:10].hex() == "0000014e" and int.from_bytes(command[-4:-2], "big") > 300:
                return bytes.fromhex("80010000000a000001c4")
            return transact(command)

        return answer

    certificate = _certificate(part)
    with part.tpm(small) as tpm:
        assert read_endorsement(tpm).certificate == certificate


@pytest.mark.parametrize("bit", [0, 8, 16, 40, 64, 79, 100, 336, 351, 360, 400, 432, 463])
def test_a_lie_in_one_bit_of_the_public_area_is_refused(part: Part, bit: int) -> None:
    def liar(transact: Transact) -> Transact:
        def answer(command: bytes) -> bytes:
            response = bytearray(transact(command))
            if command[6:14].hex() == f"00000173{EK:08x}":
                response[10 + bit // 8] ^= 0x80 >> bit % 8
                size = int.from_bytes(response[10:12], "big")
                # The name has to agree, or the software stack finds the lie first.
                name = bytes.fromhex("000b") + sha256(response[12 : 12 + size]).digest()
                if len(response) > 14 + size + 34:
                    response[14 + size : 14 + size + 34] = name
            return bytes(response)

        return answer

    with part.tpm(liar) as tpm, pytest.raises(StationError) as caught:
        read_endorsement(tpm)
    # Where the sizes or selectors are lied about, there is no public area to judge.
    assert caught.value.code in {"TPM-003", "LNK-004"}
    assert caught.value.code == "TPM-003" or bit < 112 or bit > 335
