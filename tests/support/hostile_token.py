"""A PKCS#11 library that misbehaves as it is told, in mid-run too; before a real SoftHSM."""

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.hsm.tokens import Module
from station.line.bench import Position, TokenSlot

_SOURCE: Final = Path(__file__).with_name("hostile_pkcs11.c")


def built(folder: Path) -> Path:
    """Compile the library into `folder` and return its path; takes half a second."""
    library = folder / "hostile_pkcs11.so"
    flags = ("-shared", "-fPIC", "-Wall", "-Wextra", "-Werror")
    subprocess.run(["gcc", *flags, "-o", library, _SOURCE, "-ldl", "-lpthread"], check=True)
    return library


@dataclass(frozen=True)
class Hostile:
    """The library, and what it is told.

    Each rule is a line; a function is named as PKCS#11 names it, such as `C_Sign`:

    - `return FUNCTION RV`: it answers with this error, hexadecimal, and does nothing.
    - `crash|abort|hang|spew|close|steal|pull FUNCTION`: when it is called; with `after-` before the
      word, when it is done. `spew` prints megabytes with the PIN; `close` closes the worker's
      pipes, `steal` reads in its place what comes through them; after `pull` the token is gone,
      until the process ends.
    - `slow FUNCTION MILLISECONDS`, `write FUNCTION BYTES`: bytes into every open pipe, hexadecimal.
    - `flags MASK`: what the token's flags have beside their own, hexadecimal.
    - `pad PIN`: the token has a PIN pad of its own, at which somebody types this one; rules about
      `C_Login` stand before it.
    - `loose`: key pairs are made extractable, and said not to be.
    - `give-out`: the value of any key can be read.

    Attributes:
        library: as `built`.
        rules: the file that it reads them from.
    """

    library: Path
    rules: Path

    def told(self, *rules: str) -> None:
        """Have it follow these rules alone from now on."""
        draft = self.rules.with_suffix(".draft")
        draft.write_text("".join(f"{rule}\n" for rule in rules), encoding="ascii")
        draft.rename(self.rules)

    def before(self, real: Module) -> Module:
        """Return the module that reaches a real module's tokens through it."""
        told = {"HOSTILE_REAL": real.library, "HOSTILE_RULES": str(self.rules)}
        return Module(str(self.library), {**real.environment, **told})

    def at(self, position: Position) -> Position:
        """Return a position whose slot is reached through it."""
        module = self.before(position.module())
        slot = TokenSlot(library=module.library, environment=dict(module.environment))
        return position.model_copy(update={"token": slot})
