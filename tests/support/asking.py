"""Profiles that ask the worker, a worker who answers as written down, and a picture to look at."""

import hashlib
import struct
import zlib
from dataclasses import dataclass, field
from threading import Event

from station.folders import resource
from station.model.order import OrderSpec
from station.model.prompt import Answer, Question
from station.operations.plant import Plant
from station.operations.practice import ID_SCOPE, practice_pin

CONFIRM = """
[[prompts]]
name = "seal"
kind = "confirm"
text = "Is the seal on, and undamaged?"
"""
CHOOSE = """
[[prompts]]
name = "housing"
kind = "choose"
text = "How does the housing look?"
choices = ["good", "scratched", "cracked", "dirty"]
fails = ["scratched", "cracked"]
"""
ENTER = """
[[prompts]]
name = "lot"
kind = "enter"
text = "Scan the code on the battery."
pattern = "LOT-[0-9]{4}"
"""
PICTURE = """
[[prompts]]
name = "label"
kind = "picture"
text = "Does the label sit as in the picture?"
picture = "label.png"
sha256 = "{sha256}"
"""


def png(width: int = 320, height: int = 200) -> bytes:
    """Return a picture: a yellow label on a grey board (PNG, ISO/IEC 15948)."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    grey, yellow = b"\x60\x68\x70", b"\xff\xd8\x4d"
    plain = b"\0" + grey * width
    edge = width // 4
    labelled = b"\0" + grey * edge + yellow * (width - 2 * edge) + grey * edge
    third = height // 3
    rows = plain * third + labelled * third + plain * (height - 2 * third)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def asking_order(plant: Plant, name: str, *prompts: str, more: str = "") -> str:
    """Make an order whose practice units have the worker asked; return its name."""
    folder = plant.data.profiles
    folder.mkdir(exist_ok=True)
    (folder / "label.png").write_bytes(png())
    text = resource("profiles/practice-symmetric.toml").read_text("utf-8")
    text = text.replace('name = "practice-symmetric"', f'name = "{name}"\n{more}')
    asked = "".join(prompts).replace("{sha256}", hashlib.sha256(png()).hexdigest())
    (folder / f"{name}.toml").write_text(text + asked, "utf-8")
    spec = OrderSpec(name=name, profile=name, id_scope=ID_SCOPE, quantity=100)
    plant.create_order(spec, practice_pin())
    return name


@dataclass
class Scripted:
    """Answers prompts by their names; what isn't written down isn't answered.

    Attributes:
        answers: what is answered.
        asked: the positions and prompts so far.
        gives_up: set when something is asked that isn't written down, as by a worker who gives up.
    """

    answers: dict[str, str]
    asked: list[tuple[str, str]] = field(default_factory=list)
    gives_up: Event | None = None

    def ask(self, position: str, question: Question, cancel: Event) -> Answer | None:
        name = question.prompt.name
        self.asked.append((position, name))
        if name in self.answers:
            return Answer(name, self.answers[name])
        if self.gives_up is not None:
            self.gives_up.set()
            assert cancel.is_set()
        return None
