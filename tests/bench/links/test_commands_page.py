"""The help page's worked example: its profile, against a device written from that page."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from station.folders import resource
from station.line.profiles import load_profile
from station.links.commands import CommandsKind
from station.model.profile import KeyKind
from station.practice.unit_memory import UnitMemory
from tests.support.scripted import Far, scripted

pytestmark = pytest.mark.bench


class Sensor:
    """The device of the help page's worked example: its firmware, written from that page.

    Args:
        folder: where it keeps its key.
    """

    def __init__(self, folder: Path) -> None:
        self.memory = UnitMemory(folder)

    def __call__(self, far: Far) -> None:
        while line := far.hear_until(b"\n", 30.0):
            word, _, rest = line.strip().decode().partition(" ")
            if word == "reset":
                far.say(b"boot 1\r\n[12] up\r\n")
                continue
            said = self._said(far, word, rest) if word else ""
            far.say(f"{said}\r\n> ".encode())

    def _said(self, far: Far, word: str, rest: str) -> str:
        match word:
            case "who":
                return "[7] hello\r\nid=SN-004711 hw=rev-c fw=2.3.1"
            case "newkey":
                self.memory.make_key("key", "ec-p256")
                request = self.memory.request("key", rest).public_bytes(Encoding.DER)
                return f"csr={b64encode(request).decode()}"
            case "cert":
                far.say(b"send> ")
                data = b""
                while len(data) < int(rest):
                    data += far.hear()
                self.memory.write("certificate", data)
                return ""
            case "cert?":
                return f"sha256={sha256(self.memory.read('certificate')).hexdigest()}"
            case "sign":
                return f"sig={self.memory.sign('key', bytes.fromhex(rest)).hex()}"
            case _:
                return "E:1"


def test_the_worked_example_of_the_page_works(tmp_path: Path) -> None:
    page = resource("help/commands-link.md").read_text("utf-8")
    (tmp_path / "sensor-4.toml").write_text(page.partition("```toml\n")[2].partition("```")[0])
    told = load_profile(tmp_path / "sensor-4.toml").profile.link
    how = told.model_copy(update={"answer_s": 1.0})
    certificate = bytes(range(256)) * 3
    with (
        scripted(Sensor(tmp_path / "flash")) as port,
        CommandsKind().open(port, how, Event()) as link,
    ):
        said = link.identify()
        assert (said.serial, said.model, said.firmware) == ("SN-004711", "rev-c", "2.3.1")
        request = x509.load_der_x509_csr(link.keys.make_key(KeyKind.EC_P256, "sn-004711"))
        link.keys.install_certificate(certificate, ())
        assert link.keys.certificate() == certificate
        public = request.public_key()
        assert isinstance(public, ec.EllipticCurvePublicKey)
        signature = link.keys.sign_proof(b"statement")
        public.verify(signature, b"statement", ec.ECDSA(hashes.SHA256()))
        link.restart()
