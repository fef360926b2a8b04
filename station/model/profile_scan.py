"""A profile's [scan]: which of a label's codes is the serial number, and what else is on it."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from station.errors import StationError
from station.model.barcode import Scan
from station.model.linear import LinearPattern, pattern_text
from station.model.strict import Strict, misplaced

SERIAL: Final = "serial"
_WAYS: Final = ("regex", "gs1", "di")


def _identifier(text: str) -> str:
    if not (re.fullmatch(r"[0-9]{2,4}", text) and _is_gs1_identifier(text)):
        raise ValueError("GS1 has no such application identifier")
    return text


def _data_identifier(text: str) -> str:
    if not re.fullmatch(r"[0-9]{0,3}[A-Z]", text):
        raise ValueError("a data identifier is a capital letter, with up to 3 digits before it")
    return text


def _symbology(text: str) -> str:
    if not re.fullmatch(r"\][A-Za-z][0-9A-Za-z]", text):
        raise ValueError("a symbology identifier is such as ]d2: a bracket, a letter and a sign")
    return text


def _is_gs1_identifier(text: str) -> bool:
    from station.model.barcode_gs1 import is_identifier  # noqa: PLC0415 - takes a quarter second

    return is_identifier(text)


CodeName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
CodePattern = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(pattern_text)]
CodeText = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[ -~]+$")]
Gs1Identifier = Annotated[str, AfterValidator(_identifier)]
DataIdentifier = Annotated[str, AfterValidator(_data_identifier)]
Symbology = Annotated[str, AfterValidator(_symbology)]


class ScanRule(Strict):
    """Where a label's code has its value: in one of three ways, or else it is the whole text.

    Attributes:
        regex: the pattern of the whole text; its group of the code's own name is the value.
        gs1: the application identifier of the GS1 element string that is the value.
        di: the data identifier before the value, in an envelope of ISO/IEC 15434 or by itself.
        symbology: the kinds of code that it may be, as AIM symbology identifiers; any if empty.
    """

    regex: CodePattern | None = None
    gs1: Gs1Identifier | None = None
    di: DataIdentifier | None = None
    symbology: Annotated[tuple[Symbology, ...], Field(max_length=20)] = ()

    @property
    def is_telling(self) -> bool:
        """Whether it tells its code from others."""
        return bool(self.regex or self.gs1 or self.di or self.symbology)

    def values(self, name: str, scan: Scan) -> tuple[str, ...]:
        """Return the different values that a scan has for the code `name`, whose rule this is.

        Raises:
            StationError: LIN-050 where the scan hasn't the form of such a code.
        """
        if self.regex is not None:
            held = LinearPattern.parse(self.regex).held_by(scan.text)
            found = [held[name]] if held and held.get(name) else []
        elif self.gs1 is not None:
            found = [value for identifier, value in scan.gs1() if identifier == self.gs1]
        elif self.di is not None:
            found = [value for identifier, value in scan.identified() if identifier == self.di]
        else:
            found = [scan.text]
        return tuple(dict.fromkeys(found))

    @model_validator(mode="after")
    def _one_way(self) -> "ScanRule":
        first, *others = [way for way in _WAYS if getattr(self, way) is not None] or [""]
        if others:
            raise misplaced((others[0],), f"it has no meaning beside {first}")
        return self


class CodeRule(ScanRule):
    """A further code of the label: where its value is, and what it must be.

    Attributes:
        equals: what the value must be.
        matches: the pattern (RE2) that the whole value must match.
        required: whether it must be scanned; else it is only checked where it is.
    """

    equals: CodeText | None = None
    matches: CodePattern | None = None
    required: bool = True

    @property
    def wanted(self) -> str:
        """What the value must be, for a person."""
        return self.equals or f"text like {self.matches}"

    def allows(self, value: str) -> bool:
        """Return whether the value is what it must be."""
        if self.matches is not None:
            return LinearPattern.parse(self.matches).is_all_of(value)
        return self.equals is None or value == self.equals

    @model_validator(mode="after")
    def _can_be(self) -> "CodeRule":
        if not self.is_telling:
            raise misplaced((), "it must say by regex, gs1, di or symbology which code it is")
        if self.equals and self.matches:
            raise misplaced(("matches",), "it has no meaning beside equals")
        if self.equals and self.gs1:
            _check_possible(self.gs1, self.equals)
        return self


def _check_possible(identifier: str, value: str) -> None:
    """Refuse a value that no code can have, such as a GTIN with a wrong check digit."""
    try:
        found = Scan("", f"{identifier}{value}").gs1()
    except StationError:
        found = ()
    if found != ((identifier, value),):
        why = f"no value of ({identifier}) is like that: its form or its check digit is wrong"
        raise misplaced(("equals",), why)


class ScanSettings(Strict):
    """What is scanned of a unit's label.

    Attributes:
        codes: further codes of the label, by names of one's own.
        serial: which code is the serial number; left out, the text of the one that is scanned.
    """

    codes: Annotated[Mapping[CodeName, CodeRule], Field(max_length=10)] = {}
    serial: ScanRule = ScanRule()

    def rules(self) -> Iterator[tuple[str, ScanRule]]:
        """Yield all codes with their rules, the serial number first."""
        yield SERIAL, self.serial
        yield from self.codes.items()

    @property
    def required(self) -> tuple[str, ...]:
        """The codes without which a label isn't scanned."""
        return (SERIAL, *(name for name, rule in self.codes.items() if rule.required))

    @model_validator(mode="after")
    def _fits_together(self) -> "ScanSettings":
        if SERIAL in self.codes:
            raise misplaced(("codes", SERIAL), "the serial number has its own table [scan.serial]")
        if self.codes and not self.serial.is_telling:
            why = "beside other codes it must say by regex, gs1, di or symbology which one it is"
            raise misplaced((SERIAL,), why)
        for name, rule in self.rules():
            if rule.regex and name not in LinearPattern.parse(rule.regex).groups:
                key = (name,) if name == SERIAL else ("codes", name)
                raise misplaced((*key, "regex"), f"the pattern has no group (?P<{name}>...)")
        return self
