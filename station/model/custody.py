"""What keys are kept in, and which token the factory's are: hardware, software, or nobody knows."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from functools import cached_property
from typing import Final, Self

from station.model.names import shown

# What the record key makes an HMAC over, so that two people can compare it: the key itself has no
# public half. Nothing else is ever asked under this label.
KEY_CHECK: Final = "station-key-check-v1"
LESS_SAFE: Final = "less safe than hardware"


class Custody(Enum):
    """What keys are kept in: a device of their own, files of a computer, or nobody knows."""

    HARDWARE = "hardware"
    SOFTWARE = "software"
    UNKNOWN = "unknown"


CUSTODY_WORDS: Final[Mapping[Custody, str]] = {
    Custody.HARDWARE: "hardware token",
    Custody.SOFTWARE: "software token",
    Custody.UNKNOWN: "token of a kind that Station doesn't know",
}


def custody_words(custody: Custody) -> str:
    """Return what keys are kept in, and that it is less safe where it is."""
    less = f", {LESS_SAFE}" if custody is Custody.SOFTWARE else ""
    return f"{CUSTODY_WORDS[custody]}{less}"


@dataclass(frozen=True)
class FactoryToken:
    """The token that a factory's keys are in.

    Attributes:
        custody: what it keeps keys in, as its library's row tells.
        manufacturer: who made it, as it says itself; so with the next three.
        model: which one it is.
        serial: its serial number.
        label: its label.
        root: SHA-256 of its root CA's certificate, hexadecimal.
        record_key: what its record key makes of `KEY_CHECK`, 64 hexadecimal digits.
    """

    custody: Custody
    manufacturer: str
    model: str
    serial: str
    label: str
    root: str
    record_key: str

    @property
    def facts(self) -> dict[str, str]:
        """All of it, by the names of the attributes."""
        return {**asdict(self), "custody": self.custody.value}

    @classmethod
    def of_facts(cls, facts: Mapping[str, object]) -> Self:
        """Return the token of which `facts` told; raises KeyError, ValueError for anything else."""
        names = ("manufacturer", "model", "serial", "label", "root", "record_key")
        return cls(Custody(facts["custody"]), *(str(facts[name]) for name in names))

    @cached_property
    def id(self) -> str:
        """SHA-256 over all of it, hexadecimal: another token, or other keys, are another one."""
        text = json.dumps(self.facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(b"station-factory-token-v1\n" + text.encode("ascii")).hexdigest()

    @property
    def words(self) -> str:
        """It, as a person tells it from others."""
        made = " ".join(shown(word) for word in (self.manufacturer, self.model) if word)
        which = f"{made}, serial number {shown(self.serial) or '-'}"
        return f"{CUSTODY_WORDS[self.custody]} {shown(self.label)} ({which})"
