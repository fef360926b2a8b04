"""What has been scanned of one unit's label so far, by the rules of its product's profile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.barcode import Scan
from station.model.names import shown
from station.model.profile_scan import SERIAL, CodeRule, ScanRule, ScanSettings

WRONG_LABEL: Final = frozenset({"LIN-052", "LIN-054"})
"""The refusals after which nothing that was scanned of the label counts any more."""


@dataclass(frozen=True)
class Label:
    """A unit's label, as far as it is scanned.

    Attributes:
        codes: the names and values of the codes that were scanned.
        awaited: the names of those that are still to be scanned; none before the first scan.
    """

    codes: tuple[tuple[str, str], ...] = ()
    awaited: tuple[str, ...] = ()

    @property
    def serial(self) -> str | None:
        """The serial number, or None while it isn't scanned."""
        return dict(self.codes).get(SERIAL)

    @property
    def is_whole(self) -> bool:
        """Whether all was scanned that must be."""
        return bool(self.codes) and not self.awaited


NOTHING_SCANNED: Final = Label()


def scanned_on(label: Label, text: str, settings: ScanSettings | None) -> Label:
    """Return the label with one more scan. Every scan of a serial number comes in through here.

    Args:
        label: so far.
        text: what the scanner sent, or somebody typed.
        settings: the profile's; without them the whole text is the serial number as it stands.

    Raises:
        StationError: LIN-050 where the scan can't be read, LIN-051 where it has no code that is
            wanted, LIN-052 where a code isn't the product's, LIN-053 where it is one of a kind that
            it must not be, LIN-054 where the label says another value than before.
    """
    found: Mapping[str, str] = {SERIAL: text.strip()}
    if settings is not None:
        found = _found(label, Scan.parse(text), settings)
    codes = dict(label.codes)
    for name, value in found.items():
        _check_same(name, codes.setdefault(name, value), value)
    required = (SERIAL,) if settings is None else settings.required
    awaited = tuple(name for name in required if name not in codes)
    return Label(tuple(codes.items()), awaited)


def scanned_serial(texts: Iterable[str], settings: ScanSettings | None) -> str:
    """Return the serial number on a label whose codes were scanned one after the other.

    Raises:
        StationError: as `scanned_on`; LIN-051 where a code is left out.
    """
    label = NOTHING_SCANNED
    for text in texts:
        label = scanned_on(label, text, settings)
    if label.serial is None or not label.is_whole:
        raise StationError("LIN-051", what=_listed(label.awaited or (SERIAL,)))
    return label.serial


def _found(label: Label, scan: Scan, settings: ScanSettings) -> Mapping[str, str]:
    """Return the codes that a scan has, each once."""
    found: dict[str, str] = {}
    refused: list[StationError] = []
    for name, rule in settings.rules():
        try:
            values = rule.values(name, scan)
            if values:
                _check_symbology(name, rule, scan)
        except StationError as error:
            refused.append(error)
            continue
        for value in values:
            _check_same(name, found.setdefault(name, value), value)
            _check_value(name, rule, value)
    if not found:
        raise _unwanted(label, scan, settings, refused)
    return found


def _unwanted(
    label: Label, scan: Scan, settings: ScanSettings, refused: list[StationError]
) -> StationError:
    """Return the error of a scan in which no code was found."""
    for error in refused:
        # What doesn't say that it is GS1's or enveloped is just another code.
        if error.code != "LIN-050" or scan.has_form:
            return error
    awaited = label.awaited or settings.required
    detail = "; ".join(error.message for error in refused)
    return StationError("LIN-051", detail, what=_listed(awaited))


def _check_symbology(name: str, rule: ScanRule, scan: Scan) -> None:
    if rule.symbology and scan.symbology not in rule.symbology:
        kind = scan.symbology or "none that the scanner tells"
        raise StationError("LIN-053", name=name, what=" or ".join(rule.symbology), text=kind)


def _check_value(name: str, rule: ScanRule, value: str) -> None:
    if isinstance(rule, CodeRule) and not rule.allows(value):
        raise StationError("LIN-052", name=name, text=shown(value), what=shown(rule.wanted))


def _check_same(name: str, before: str, value: str) -> None:
    if before.casefold() != value.casefold():
        raise StationError("LIN-054", name=name, what=shown(before), text=shown(value))


def _listed(names: Iterable[str]) -> str:
    return " or ".join(names)
