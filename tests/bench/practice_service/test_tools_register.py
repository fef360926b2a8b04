"""A TPM that registers at the practice service by tpm2-tools and nothing else of anybody's.

The way is Azure's clients' (dps/FACTS.md, 3.7 and 3.8): the challenge's key, and after it the
hub's, at the persistent handle where they keep it.
"""

import base64
import hashlib
import hmac
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from station.practice.service import attesting, registering
from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.server import PracticeService
from tests.bench.conftest import RunningTpm
from tests.support.practice_device import Device, check_refused, enrol, flipped, signed, to_sign

pytestmark = pytest.mark.bench

EK, SRK, KEY = "0x81010001", "0x81000001", "0x81000100"
# How tpm2-tools keep a credential: magic number and version before the two TPM2Bs.
CREDENTIAL_FILE = bytes.fromhex("badcc0de00000001")
SRK_ATTRIBUTES = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|decrypt"


@dataclass(frozen=True)
class Tools:
    """tpm2-tools at one TPM.

    Attributes:
        tcti: how they find it.
        folder: for their files.
    """

    tcti: str
    folder: Path

    def run(self, *command: str) -> bytes:
        """Run one of them; return what it says."""
        done = subprocess.run(
            [*command, "-T", self.tcti],
            cwd=self.folder,
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def public(self, handle: str) -> bytes:
        """Return a TPM2B_PUBLIC."""
        self.run("tpm2_readpublic", "-c", handle, "-f", "tss", "-o", "public.tss")
        return (self.folder / "public.tss").read_bytes()

    def make_srk(self) -> None:
        """Make the storage root key and let it stay."""
        ways = ("-G", "rsa2048:aes128cfb", "-g", "sha256", "-a", SRK_ATTRIBUTES)
        self.run("tpm2_createprimary", "-C", "o", *ways, "-c", "srk.ctx")
        self.run("tpm2_evictcontrol", "-C", "o", "-c", "srk.ctx", SRK)
        self.run("tpm2_flushcontext", "-t")

    def take_key(self, blob: bytes) -> None:
        """Put the key of a challenge where clients keep it, in the place of one before it."""
        parts = {"duplicate": (312, 456), "seed": (456, 714), "key.public": (714, 764)}
        for name, (start, end) in parts.items():
            (self.folder / name).write_bytes(blob[start:end])
        (self.folder / "credential").write_bytes(CREDENTIAL_FILE + blob[:312])
        self.run("tpm2_startauthsession", "--policy-session", "-S", "session")
        try:
            self.run("tpm2_policysecret", "-S", "session", "-c", "e")
            files = ("-i", "credential", "-o", "inner")
            self.run(
                "tpm2_activatecredential", "-c", SRK, "-C", EK, *files, "-P", "session:session"
            )
        finally:
            self.run("tpm2_flushcontext", "session")
        given = ("-i", "duplicate", "-u", "key.public", "-s", "seed", "-k", "inner")
        self.run("tpm2_import", "-C", SRK, *given, "-r", "key.private")
        self.run("tpm2_load", "-C", SRK, "-u", "key.public", "-r", "key.private", "-c", "key.ctx")
        if KEY in self.run("tpm2_getcap", "handles-persistent").decode():
            self.run("tpm2_evictcontrol", "-C", "o", "-c", KEY)
        self.run("tpm2_evictcontrol", "-C", "o", "-c", "key.ctx", KEY)
        self.run("tpm2_flushcontext", "-t")

    def mac(self, message: bytes) -> bytes:
        """Return what that key makes of a message."""
        (self.folder / "message").write_bytes(message)
        self.run("tpm2_hmac", "-c", KEY, "-g", "sha256", "-o", "mac", "message")
        return (self.folder / "mac").read_bytes()


@pytest.fixture
def tools(
    tmp_path: Path, manufactured_tpm: Callable[[], Path], swtpm: Callable[[Path], RunningTpm]
) -> Tools:
    folder = tmp_path / "tools"
    folder.mkdir()
    tools = Tools(swtpm(manufactured_tpm()).tcti, folder)
    tools.make_srk()
    return tools


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PracticeService]:
    with PracticeService(tmp_path / "service") as serving:
        yield serving


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_tpm2_tools_alone_register_and_take_the_hubs_key(
    service: PracticeService, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    challenges, hubs = bytes(range(32)), bytes(range(32, 64))
    monkeypatch.setattr(attesting, "new_key", lambda: challenges)
    monkeypatch.setattr(registering, "new_key", lambda: hubs)
    ek, srk = tools.public(EK), tools.public(SRK)
    # The registration ID that every client makes of the key.
    name = base64.b32encode(hashlib.sha256(ek).digest()).decode().lower().rstrip("=")
    proof = {"type": "tpm", "tpm": {"endorsementKey": coded(ek)}}
    enrol(service, INDIVIDUAL, {"registrationId": name, "attestation": proof})
    device = Device(service, name)
    tpm = {"endorsementKey": coded(ek), "storageRootKey": coded(srk)}

    answer = device.register(tpm=tpm)
    assert (answer.status_code, answer.json()["keyName"]) == (401, "registration")
    tools.take_key(base64.b64decode(answer.json()["authenticationKey"]))
    said, message = to_sign(device.scope, name)
    mac = tools.mac(message.encode())
    assert mac == hmac.digest(challenges, message.encode(), "sha256")

    for bit in (0, 100, 255):
        device.token = signed(said, flipped(mac, bit), "registration")
        check_refused(device.register(tpm=tpm), 401, 401_000)
    assert service.store.registration(name) is None

    device.token = signed(said, mac, "registration")
    state = device.assigned(tpm=tpm)
    assert (state["status"], state["deviceId"]) == ("assigned", name)
    assert state["assignedHub"] == "practice-hub.invalid"

    tools.take_key(base64.b64decode(state["tpm"]["authenticationKey"]))
    assert tools.mac(b"for the hub") == hmac.digest(hubs, b"for the hub", "sha256")
    # The challenge's key is gone, so the next time begins as the first.
    device.token = ""
    assert device.register(tpm=tpm).json()["keyName"] == "registration"


def test_a_tpm_makes_nothing_of_a_challenge_that_isnt_for_it(
    service: PracticeService, tools: Tools
) -> None:
    ek, srk = tools.public(EK), tools.public(SRK)
    proof = {"type": "tpm", "tpm": {"endorsementKey": coded(ek)}}
    enrol(service, INDIVIDUAL, {"registrationId": "unit", "attestation": proof})

    def answered(ek: bytes, srk: bytes) -> httpx.Response:
        tpm = {"endorsementKey": coded(ek), "storageRootKey": coded(srk)}
        return Device(service, "unit").register(tpm=tpm)

    def challenge(srk: bytes) -> bytes:
        return base64.b64decode(answered(ek, srk).json()["authenticationKey"])

    check_refused(answered(flipped(ek, 100), srk), 400, 400_004)
    with pytest.raises(AssertionError, match="integrity check failed"):
        tools.take_key(challenge(flipped(srk, 100)))
    good = challenge(srk)
    in_credential, in_duplicate = 8 * (len(good) - 40), 8 * (len(good) - 400)
    for bit in (in_credential, in_duplicate):
        with pytest.raises(AssertionError, match="integrity check failed"):
            tools.take_key(flipped(good, bit))
    tools.take_key(good)
    assert service.store.registration("unit") is None
