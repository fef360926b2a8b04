"""A practice unit as it lies in its folder: what is inside it, and a card that says so."""

import json
import re
import urllib.parse
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from station.errors import StationError
from station.model.names import shown
from station.practice.modules import LABEL_SIZE, PRACTICE_PIN
from station.practice.unit_config import Face

_CARD: Final = "unit.json"
_NAME_SIZE: Final = 200  # well below the 255 bytes of a file name
_COMMON_NAME_SIZE: Final = 64


class UnitKind(Enum):
    """What a practice unit has inside, by the mechanism that it is meant for.

    `CONSOLE` is for the mechanism `tpm` too: a Linux device with a TPM and a login on its line; and
    so is `TPM_MODULE`: a TPM alone, without a host and without a serial number. `MODEM` and
    `DEVICE_KEY` are for `x509-device` and `symmetric-device`: a modem, and a microcontroller that
    speaks SMP, which keep their own keys.
    """

    TPM = "tpm"
    X509 = "x509"
    SYMMETRIC = "symmetric"
    CONSOLE = "console"
    TPM_MODULE = "tpm-module"
    MODEM = "modem"
    DEVICE_KEY = "device-key"


_WITH_TPM: Final = frozenset({UnitKind.TPM, UnitKind.CONSOLE, UnitKind.TPM_MODULE})
_WITH_TOKEN: Final = frozenset({UnitKind.X509, UnitKind.SYMMETRIC})
_WITH_MEMORY: Final = frozenset({UnitKind.MODEM, UnitKind.DEVICE_KEY})
_FACES: Final = {UnitKind.TPM_MODULE: Face.TPM_NODE, UnitKind.MODEM: Face.MODEM}


@dataclass(frozen=True)
class _Card:
    __pydantic_config__ = ConfigDict(extra="forbid")

    kind: UnitKind
    serial: str
    label: Annotated[str, Field(min_length=1)] | None
    pin: str | None


@dataclass(frozen=True)
class PracticeUnit:
    """A unit that was made; plugged in or not.

    With `dataclasses.replace` the same hardware can be made to say another serial number.

    Attributes:
        kind: what it has inside.
        serial: the serial number it says over its line.
        folder: its own, absolute: `tpm/` or `token/` with `softhsm2.conf`, `disk/` where it is a
            Linux device, `memory/` where it makes a key itself, and `unit.json`.
        blank: whether its token, where it has one, was never initialised when the unit was made.
    """

    kind: UnitKind
    serial: str
    folder: Path
    blank: bool = False

    @property
    def tpm_state(self) -> Path | None:
        """The folder of its TPM's state, or None without a TPM."""
        return self.folder / "tpm" if self.kind in _WITH_TPM else None

    @property
    def disk(self) -> Path | None:
        """The folder that is its disk, or None where it is no Linux device."""
        return self.folder / "disk" if self.kind is UnitKind.CONSOLE else None

    @property
    def face(self) -> Face:
        """What answers on its port, where it is no Linux device."""
        return _FACES.get(self.kind, Face.SMP)

    @property
    def memory(self) -> Path | None:
        """The folder of its flash, or None where it makes no key itself."""
        return self.folder / "memory" if self.kind in _WITH_MEMORY else None

    @property
    def token(self) -> Path | None:
        """SoftHSM's folder with its token, or None without one."""
        return self.folder / "token" if self.kind in _WITH_TOKEN else None

    @property
    def label(self) -> str:
        """Its token's label: the serial number, as far as a label holds it."""
        return self.folder.name[:LABEL_SIZE]

    @property
    def common_name(self) -> str:
        """The name in its TPM's endorsement certificate."""
        return re.sub(r"[^A-Za-z0-9-]", "-", self.folder.name)[:_COMMON_NAME_SIZE]

    def write_card(self) -> None:
        """Write `unit.json`, which says that the unit is whole.

        Raises:
            StationError: CFG-003.
        """
        has_token = self.token is not None and not self.blank
        card = {
            "kind": self.kind.value,
            "serial": self.serial,
            "label": self.label if has_token else None,
            "pin": PRACTICE_PIN if has_token else None,
        }
        draft = self.folder / (_CARD + ".draft")
        try:
            draft.write_text(json.dumps(card) + "\n", encoding="utf-8")
            draft.replace(self.folder / _CARD)
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(self.folder)) from error

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Return the unit in an absolute `folder`, as a bench made it.

        Raises:
            StationError: CFG-007 where there is no whole unit.
        """
        try:
            card = TypeAdapter(_Card).validate_json((folder / _CARD).read_bytes())
        except (OSError, ValidationError) as error:
            raise StationError("CFG-007", f"unit.json: {error}", path=str(folder)) from error
        blank = card.kind in _WITH_TOKEN and card.label is None
        return cls(card.kind, card.serial, folder, blank)


def folder_name(serial: str) -> str:
    """Return the name of a unit's folder: its serial number, escaped where it isn't plain.

    Units are made with wrong serial numbers too, so that a station can be seen to refuse them.

    Raises:
        StationError: LIN-001 for one that is too long to be a folder's name.
    """
    name = urllib.parse.quote(serial, safe="") or "%"
    if name.startswith("."):
        name = "%2E" + name[1:]
    if len(name) > _NAME_SIZE:
        raise StationError("LIN-001", "too long for a folder's name", serial=shown(serial))
    return name
