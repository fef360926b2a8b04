"""What two people type and choose before a ceremony, and what of it can't be."""

import pytest

from station.errors import StationError
from station.hsm.modules import ModuleListing, TokenFlags
from station.hsm.replies import Listing, TokenSeen
from station.hsm.tokens import Module
from station.operations.ceremony_plan import wrong_names
from station.operations.ceremony_tokens import Hindrance, named_module, tokens_of

READY = TokenFlags.INITIALISED | TokenFlags.USER_PIN_SET | TokenFlags.LOGIN_REQUIRED
GOOD = (("S-1", "Anne"), ("S-2", "Bert"))


def hindrances(*tokens: tuple[str, TokenFlags]) -> list[Hindrance | None]:
    seen = tuple(
        TokenSeen(slot, label, f"serial-{slot}", "Maker", "Model", int(flags))
        for slot, (label, flags) in enumerate(tokens)
    )
    listing = Listing("Maker", "Library", "1.0", len(seen), seen)
    found = tokens_of(ModuleListing(Module("/lib/maker.so"), listing, None))
    return [one.hindrance for one in found]


def test_a_token_that_has_its_pins_can_be_taken() -> None:
    assert hindrances(("root", READY), ("factory", READY)) == [None, None]


@pytest.mark.parametrize(
    ("label", "flags", "why"),
    [
        ("", TokenFlags.LOGIN_REQUIRED, Hindrance.BLANK),
        ("root", TokenFlags.INITIALISED, Hindrance.NO_PIN),
        ("root", READY | TokenFlags.USER_PIN_LOCKED, Hindrance.LOCKED),
        ("root", READY | TokenFlags.WRITE_PROTECTED, Hindrance.PROTECTED),
        ("", READY, Hindrance.NO_LABEL),
        ("", TokenFlags.INITIALISED, Hindrance.NO_LABEL),
    ],
)
def test_why_a_token_cannot_be_taken(label: str, flags: TokenFlags, why: Hindrance) -> None:
    assert hindrances((label, flags)) == [why]


def test_tokens_of_one_label_cannot_be_told_apart_but_blank_ones_are_no_namesakes() -> None:
    assert hindrances(("root", READY), ("root", READY)) == [Hindrance.NOT_ALONE] * 2
    assert hindrances(("root", READY), ("root", TokenFlags(0))) == [None, Hindrance.BLANK]


def test_a_module_that_says_nothing_has_no_tokens() -> None:
    assert tokens_of(ModuleListing(Module("/x.so"), None, StationError("HSM-006"))) == []


def test_a_library_is_named_by_its_path_and_what_it_wants_to_be_told() -> None:
    module = named_module("/opt/maker/lib.so", 'A_CONF=/etc/a.conf B="two words"')
    assert module == Module("/opt/maker/lib.so", {"A_CONF": "/etc/a.conf", "B": "two words"})
    assert named_module("/opt/maker/lib.so", "") == Module("/opt/maker/lib.so")


@pytest.mark.parametrize(
    ("library", "settings"),
    [
        ("lib.so", ""),
        ("", ""),
        ("/lib.so", "A_CONF"),
        ("/lib.so", 'A="open'),
        ("/lib.so", "LD_PRELOAD=/tmp/x.so"),
        ("/lib.so", "1A=x"),
        ("/li\nb.so", ""),
    ],
)
def test_a_library_that_cannot_be_is_refused(library: str, settings: str) -> None:
    with pytest.raises(StationError) as refused:
        named_module(library, settings)
    assert refused.value.code == "CFG-046"


@pytest.mark.parametrize(
    ("station", "people", "wrong"),
    [
        ("line-9", GOOD, set()),
        ("", GOOD, {"station"}),
        ("x" * 49, GOOD, {"station"}),
        ("line\n9", GOOD, {"station"}),
        ("line-9", (("S-1", "Anne"), ("s-1", "Bert")), {"badge-2"}),
        ("line-9", (("S 1", "Anne"), ("S-2", "Bert ")), {"badge-1", "name-2"}),
        ("line-9", (("", ""), ("S-2", "x" * 65)), {"badge-1", "name-1", "name-2"}),
    ],
)
def test_each_name_that_cannot_be_is_told(
    station: str, people: tuple[tuple[str, str], ...], wrong: set[str]
) -> None:
    assert wrong_names(station, people) == wrong
