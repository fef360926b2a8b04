"""Which tokens there are for a ceremony, and which of them can't be taken as they are."""

import shlex
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from pydantic import ValidationError

from station.errors import StationError
from station.folders import Data
from station.hsm.modules import ModuleListing, TokenFlags, list_modules
from station.hsm.replies import TokenSeen
from station.hsm.requests_any import Marks
from station.hsm.tokens import Module, TokenAddress
from station.line.bench import TokenSlot
from station.operations.modules import known_modules


class Hindrance(Enum):
    """Why a token can't be taken as it is."""

    BLANK = "blank"
    """It was never initialised."""
    NO_PIN = "no-pin"
    """Its user's PIN was never set: how it was made ready was broken off, and goes on."""
    LOCKED = "locked"
    """Its user's PIN is locked."""
    PROTECTED = "protected"
    """It can't be written to."""
    NO_LABEL = "no-label"
    """It has no label by which it would be found again."""
    NOT_ALONE = "not-alone"
    """Another token of this library bears the same label."""


@dataclass(frozen=True)
class FoundToken:
    """A token that is here.

    Attributes:
        module: the library that reaches it.
        seen: what it says of itself, as its maker wrote it.
        hindrance: why it can't be taken as it is; None where it can.
    """

    module: Module
    seen: TokenSeen
    hindrance: Hindrance | None

    @property
    def to_make_ready(self) -> bool:
        """Whether it gets its PINs first."""
        return self.hindrance in {Hindrance.BLANK, Hindrance.NO_PIN}

    @property
    def address(self) -> TokenAddress:
        """Where it is found by its label."""
        return TokenAddress(self.module, self.seen.label)

    @property
    def marks(self) -> Marks:
        """By what it is told from other blank ones."""
        return Marks(serial=self.seen.serial or None, slot_id=self.seen.slot_id)


@dataclass(frozen=True)
class TokensHere:
    """What a look at all modules found.

    Attributes:
        tokens: all tokens, in the order of their modules and slots.
        modules: how many modules there are.
        silent: the libraries that said nothing, and why.
    """

    tokens: tuple[FoundToken, ...]
    modules: int
    silent: tuple[tuple[str, StationError], ...]


def tokens_here(data: Data, more: Sequence[Module] = ()) -> TokensHere:
    """Return the tokens of all modules: of those that are installed, and of `more`.

    No PIN is needed. It takes as long as the slowest module, ten seconds at most.

    Args:
        data: the folder; a bench file in it may name modules.
        more: modules that somebody named.

    Raises:
        StationError: as `known_modules`.
    """
    modules = [*more, *(one for one in known_modules(data, []) if one not in more)]
    found = list_modules(modules)
    silent = tuple(
        (one.module.library, one.trouble or StationError("HSM-006"))
        for one in found
        if one.listing is None
    )
    tokens = [token for one in found for token in tokens_of(one)]
    return TokensHere(tuple(tokens), len(modules), silent)


def tokens_of(found: ModuleListing) -> list[FoundToken]:
    """Return the tokens of a module that was asked, each with why it can't be taken, if so."""
    if found.listing is None:
        return []
    labels = Counter(
        one.label for one in found.listing.tokens if TokenFlags.INITIALISED in TokenFlags(one.flags)
    )
    return [
        FoundToken(found.module, seen, _hindrance(seen, labels[seen.label]))
        for seen in found.listing.tokens
    ]


def _hindrance(seen: TokenSeen, namesakes: int) -> Hindrance | None:
    flags = TokenFlags(seen.flags)
    if TokenFlags.WRITE_PROTECTED in flags:
        return Hindrance.PROTECTED
    if TokenFlags.INITIALISED not in flags:
        return Hindrance.BLANK
    if TokenFlags.USER_PIN_LOCKED in flags:
        return Hindrance.LOCKED
    if not seen.label:
        return Hindrance.NO_LABEL
    if namesakes > 1:
        return Hindrance.NOT_ALONE
    return None if TokenFlags.USER_PIN_SET in flags else Hindrance.NO_PIN


def named_module(library: str, settings: str) -> Module:
    """Return a module as somebody typed it.

    Args:
        library: the PKCS#11 library's whole path.
        settings: what it wants in its environment, as `NAME=VALUE NAME=VALUE`; a value with blanks
            stands in quotation marks.

    Raises:
        StationError: CFG-046 saying what can't be like that.
    """
    try:
        pairs = [text.partition("=") for text in shlex.split(settings)]
    except ValueError as error:
        raise StationError("CFG-046", why="a quotation mark is missing") from error
    if not all(equals for _, equals, _ in pairs):
        raise StationError("CFG-046", why="write what it wants to be told as NAME=VALUE")
    if not library.startswith("/"):
        raise StationError("CFG-046", why="name it by its whole path, from / on")
    try:
        slot = TokenSlot(library=library, environment={name: value for name, _, value in pairs})
    except ValidationError as error:
        why = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise StationError("CFG-046", why=why) from error
    return Module(slot.library, dict(slot.environment))
