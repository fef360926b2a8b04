"""Writes the help page of all error codes from the catalogue."""

import re
import sys
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Final

from station.errors.catalogue import CATALOGUE, Entry, Failure, Fault

_PLACE: Final = re.compile(r"\{([a-z_]+)\}")
_FAMILIES: Final[Mapping[str, str]] = {
    "LNK": "Ports and links",
    "TPM": "The unit's TPM",
    "HSM": "Security tokens",
    "REC": "The record",
    "LIN": "The line",
    "SVC": "Exports and the provisioning service",
    "PRF": "Profiles, orders and bench files",
    "CFG": "Setting up",
}
_FAULTS: Final[Mapping[Fault, str]] = {
    Fault.UNIT: "the unit",
    Fault.STATION: "the station",
    Fault.USE: "the input",
    Fault.CANCEL: "nothing",
}
_SPECIAL: Final[Mapping[Failure, str]] = {
    Failure.TRANSIENT: "the unit, for now",
    Failure.UNKNOWN: "unknown",
}
_HEAD: Final = """\
# Error codes

Every error has a code, one sentence that says what happened, and one that says what to do. Words in
italics stand for what the error is about. The last column says where the cause lies:

- *the unit*: the run counts as failed. The unit goes to the red box, for rework or scrap, and the
  next one can go on.
- *the unit, for now*: the same, but another try can mend it with nobody's hand at the unit. Where
  the profile says so in `[retries]`, the station tries again by itself first.
- *the station*: the run counts as an error of the station; the unit may be good. The position
  stops.
- *the input*: a command, a file or a scan has to be corrected. In a run it is the order or its
  profile, and the position stops.
- *unknown*: the run counts as an error of the station. The position stops until a supervisor lets
  it go on.
- *nothing*: somebody cancelled, or nothing was to be done. The position goes on.

This page is made from the code. After a change there, renew it:
`python -m station.errors.page > resources/help/errors.md`
"""


def page() -> str:
    """Return the page, in Markdown: a table for each family of codes, in the catalogue's order."""
    return "\n".join([_HEAD, *_tables()])


def _tables() -> Iterator[str]:
    for family, title in _FAMILIES.items():
        yield f"## {family}: {title}\n"
        yield "| code | what happened | what to do | cause |"
        yield "|---|---|---|---|"
        for code, entry in CATALOGUE.items():
            if code.startswith(family):
                cells = (code, _cell(entry.message), _cell(entry.remedy), _cause(entry))
                yield f"| {' | '.join(cells)} |"
        yield ""


def _cause(entry: Entry) -> str:
    return _SPECIAL.get(entry.failure, _FAULTS[entry.fault])


def _cell(text: str) -> str:
    """Return a catalogue's text as a Markdown table takes it: signs escaped, places in italics."""
    escaped = (re.sub(r"[\\`*_|<]", r"\\\g<0>", part) for part in _PLACE.split(text)[::2])
    names = (f"*{name.replace('_', ' ')}*" for name in _PLACE.findall(text))
    return "".join(part + name for part, name in zip_longest(escaped, names, fillvalue=""))


if __name__ == "__main__":
    sys.stdout.write(page())
