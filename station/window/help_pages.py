"""The help: its pages, what each error code means, and where words are found in them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QCoreApplication

from station.errors.catalogue import CATALOGUE
from station.folders import resource, resources

CODE: Final = "code:"
"""What the address of a code's page begins with."""
START: Final = "window.md"
LONG: Final = "errors.md"
"""The table of all codes; the window shows each code for itself."""

_CODE: Final = re.compile(r"\b(?:LNK|TPM|HSM|REC|LIN|SVC|PRF|CFG)-\d{3}\b")
_PLACE: Final = re.compile(r"\{([a-z_]+)\}")
_HEADING: Final = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
# The page of each screen, by the screen's name.
OF_SCREEN: Final[Mapping[str, str]] = {
    "worker": "bench.md",
    "teach": "bench.md",
    "orders": "orders.md",
    "first-article": "orders.md",
    "standstill": "stops.md",
    "units": "units.md",
    "figures": "figures.md",
    "enrollments": "enrollments.md",
    "groups": "groups.md",
    "export": "export.md",
    "profiles": "profile.md",
    "people": "people.md",
    "check": "doctor.md",
    "settings": "settings.md",
    "set-up": "set-up.md",
    "log-in": "log-in.md",
    "lock": "log-in.md",
    "unlock": "unlocking.md",
    "ceremony": "ceremony.md",
    "import": "import.md",
    "audit": "audit.md",
    "backup": "backup.md",
    "services": "service.md",
    "push": "push.md",
    "reconcile": "push.md",
    "report-busy": "figures.md",
    "chart-panel": "figures.md",
}


@dataclass(frozen=True)
class Found:
    """A page that holds what was looked for: its address, and its title."""

    address: str
    title: str


def page_of(screen: str) -> str:
    """Return the page of a screen, by its name; of any other, the page on the window itself."""
    return OF_SCREEN.get(screen, START)


@lru_cache(maxsize=1)
def pages() -> Mapping[str, str]:
    """Return each page's text, Markdown, by its file's name."""
    files = sorted((resources() / "help").glob("*.md"))
    return {one.name: one.read_text("utf-8") for one in files if one.name != LONG}


def title_of(address: str) -> str:
    """Return the title of a page, or of a code."""
    if address.startswith(CODE):
        code = address.removeprefix(CODE)
        return f"{code}  {_readable(CATALOGUE[code].message)}"
    heading = _HEADING.search(pages()[address])
    return heading.group(1).replace("`", "") if heading else address


def text_of(address: str) -> str:
    """Return a page, Markdown: of a file, or of a code.

    Raises:
        KeyError: where there is none.
    """
    if address.startswith(CODE):
        return code_text(address.removeprefix(CODE))
    return _linked(pages()[address])


def code_text(code: str) -> str:
    """Return what a code means, Markdown.

    Raises:
        KeyError: for a code that there isn't.
    """
    entry = CATALOGUE[code]
    what, do = _tr("What happened"), _tr("What to do")
    message, remedy = _marked(entry.message), _marked(entry.remedy)
    return f"## {code}\n\n**{what}:** {message}\n\n**{do}:** {remedy}\n"


def _tr(text: str) -> str:
    return QCoreApplication.translate("help", text)


def _readable(text: str) -> str:
    return _PLACE.sub(lambda place: place.group(1).replace("_", " "), text)


def _marked(text: str) -> str:
    """Return a catalogue's text as Markdown: signs escaped, places in italics."""
    escaped = re.sub(r"[\\`*_|<\[]", r"\\\g<0>", text)
    return re.sub(
        r"\{([a-z_\\]+)\}",
        lambda m: f"*{m.group(1).replace(chr(92), '').replace('_', ' ')}*",
        escaped,
    )


def _linked(text: str) -> str:
    """Return a page whose codes lead to what they mean, but in code and in links."""
    parts = re.split(r"(```.*?```|`[^`]*`|\[[^\]]*\]\([^)]*\))", text, flags=re.DOTALL)
    return "".join(
        part if number % 2 else _CODE.sub(lambda code: _link(code.group()), part)
        for number, part in enumerate(parts)
    )


def _link(code: str) -> str:
    return f"[{code}]({CODE}{code})" if code in CATALOGUE else code


def codes_in(texts: Iterable[str]) -> list[str]:
    """Return the codes that texts name, each once, in their order."""
    return [
        *dict.fromkeys(code for one in texts for code in _CODE.findall(one) if code in CATALOGUE)
    ]


def find(typed: str) -> list[Found]:
    """Return the pages and codes that hold each typed word; titles first, then texts."""
    wanted = typed.casefold().split()
    return [Found(address, title_of(address)) for address in _ranked(wanted)]


def _ranked(wanted: list[str]) -> Iterator[str]:
    def has(text: str) -> bool:
        folded = text.casefold()
        return all(word in folded for word in wanted)

    titled = [one for one in pages() if has(title_of(one))]
    yield from titled
    if wanted:
        for code, entry in CATALOGUE.items():
            if has(f"{code} {entry.message} {entry.remedy}"):
                yield f"{CODE}{code}"
    yield from (one for one, text in pages().items() if one not in titled and has(text))


def picture(name: str) -> bytes | None:
    """Return a picture of the help by its name there; None for anything else, near or far."""
    if not re.fullmatch(r"(pictures/)?[a-z0-9-]+\.(png|svg)", name):
        return None
    try:
        return resource(f"help/{name}").read_bytes()
    except OSError:
        return None
