"""Products whose units' tokens get PINs of their own, and what a tool sees of such a token.

As a program of its own it provisions a unit, and its power goes off at a point that it is told.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, Final

from station.folders import Data
from station.hsm.tokens import Token
from station.line import unit_token
from station.line.bench import load_bench
from station.line.run import run_unit
from station.line.unit_token import USER, unsealed_pin
from station.line.work import Job
from station.model.run import Unit
from station.operations.plant import Plant, open_plant
from station.operations.practice import practice_pin
from station.practice.units import PracticeUnit
from station.records.unit_pins import UnitPinBook, UnitPins

POLICIES: Final = {
    "own": 'pin = "random"',
    "initialised": 'initialise = true\npin = "random"',
    "labelled": "initialise = true",
    "long": 'pin = "random"\npin_length = 64\npin_alphabet = "letters"',
}
# Where the power can go off: right after each of these.
POINTS: Final = {
    "prepared": (UnitPinBook, "prepare"),
    "changed": (unit_token, "change_pin"),
    "initialised": (unit_token, "initialise_token"),
    "officer": (unit_token, "change_officer_pin"),
    "marked": (UnitPinBook, "mark_set"),
    "key": (Token, "generate_key_pair"),
}


def put_profile(data: Data, mechanism: str, policy: str) -> str:
    """Put a product into a practice station's folder and return its name."""
    shipped, name = f"practice-{mechanism}", f"practice-{mechanism}-{policy}"
    text = (Path("resources/profiles") / f"{shipped}.toml").read_text(encoding="utf-8")
    text = text.replace(f'name = "{shipped}"', f'name = "{name}"')
    label = 'label = "{serial}"'
    text = text.replace(label, f"{label}\n{POLICIES[policy]}")
    data.profiles.mkdir(exist_ok=True)
    (data.profiles / f"{name}.toml").write_text(text, encoding="utf-8")
    return name


def user_pin(plant: Plant, pins: UnitPins) -> str:
    """Return the PIN that the record has of a unit's token."""
    secret = unsealed_pin(plant.tools, pins, USER)
    with secret.reveal() as data:
        return data.decode()


def pkcs11_tool(unit: PracticeUnit, library: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Do something with a unit's token behind the station's back."""
    return subprocess.run(
        ["pkcs11-tool", "--module", library, *words],
        check=False,
        capture_output=True,
        text=True,
        errors="backslashreplace",
        env={**os.environ, "SOFTHSM2_CONF": str(unit.folder / "softhsm2.conf")},
    )


def takes(unit: PracticeUnit, library: str, pin: str) -> bool:
    """Tell whether a unit's token takes a PIN for the user's."""
    words = ("--token-label", unit.label, "--login", "--pin", pin, "--list-objects")
    return pkcs11_tool(unit, library, *words).returncode == 0


def _dying(act: Callable[..., Any]) -> Callable[..., Any]:
    def done(*args: Any, **named: Any) -> None:  # noqa: ANN401 - whatever it is
        act(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return done


def provision_until(folder: str, order: str, point: str) -> None:
    """Provision the unit at the first position, until the power goes off."""
    data = Data(Path(folder))
    where, name = POINTS[point]
    setattr(where, name, _dying(getattr(where, name)))
    with open_plant(data, practice_pin()) as plant:
        job: Job = plant.job(order)
        position = load_bench(data.bench).position[0]
        result = run_unit(Unit(), job, position, plant.tools, (), Event())
    sys.exit(f"the power never went off: {result}")


if __name__ == "__main__":
    provision_until(*sys.argv[1:])
