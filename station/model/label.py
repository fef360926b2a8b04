"""One unit's label: what stands on it, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.model.enrollment import Enrollment
from station.model.profile_label import LabelSettings
from station.model.template import Template

_MARGIN_MM: Final = 1.0
_TALLEST_MM: Final = 6.0
# Of a row, the rest is the space between two.
_FILLED: Final = 0.8
# How wide a usual character is at most, of its height: both of a printer's own font and of DejaVu.
_WIDTH: Final = 0.72
# A code takes at most so much of the width, so that there is room for the texts.
_SHARE: Final = 0.5


@dataclass(frozen=True)
class Label:
    """A label.

    Attributes:
        number: its own, from 1; 0 for one that is on no record, to look at.
        position: where its unit sits.
        serial: the unit's.
        code: what its code says, printable ASCII.
        lines: its texts; they may hold anything that a profile may say.
        settings: how large it is, and of what kind its code.
    """

    number: int
    position: str
    serial: str
    code: str
    lines: tuple[str, ...]
    settings: LabelSettings


@dataclass(frozen=True)
class Placed:
    """A text on a label, all in millimetres from its upper left corner.

    Attributes:
        x: of its left.
        y: of its top.
        width: how wide it may be.
        height: of its characters.
        text: on one line.
    """

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True)
class Laid:
    """Where everything is on a label, in millimetres.

    Attributes:
        x: of the code's left, with its quiet zone.
        y: of the code's top, with its quiet zone.
        side: of the code, with its quiet zone.
        texts: the texts, the position's number last.
    """

    x: float
    y: float
    side: float
    texts: tuple[Placed, ...]


def label_for(
    settings: LabelSettings, enrollment: Enrollment, product: str, position: str, number: int
) -> Label:
    """Return the label of an enrolled unit.

    Args:
        settings: the profile's.
        enrollment: the unit's.
        product: what people call the product.
        position: where the unit sits.
        number: the label's own.
    """
    device_id = enrollment.device_id or enrollment.registration_id
    values: Mapping[str, str | int] = {
        "serial": enrollment.serial,
        "registration_id": enrollment.registration_id.text,
        "device_id": device_id.text,
        "order": enrollment.order,
        "date": enrollment.enrolled.strftime("%Y%m%d"),
        "position": position,
        "label": number,
        "product": product,
    }
    lines = tuple(Template(line).fill(values) for line in settings.lines)
    code = Template(settings.code).fill(values)
    return Label(number, position, enrollment.serial, code, lines, settings)


def laid_out(label: Label) -> Laid:
    """Return where everything is on a label: the code at the left, the texts beside it."""
    width, height = label.settings.width_mm, label.settings.height_mm
    side = min(height, width * _SHARE)
    left = side + _MARGIN_MM
    room = max(width - left - _MARGIN_MM, _MARGIN_MM)
    texts = (*label.lines, f"[{label.position}]")
    row = (height - 2 * _MARGIN_MM) / len(texts)
    placed = tuple(
        Placed(left, _MARGIN_MM + index * row, room, _fitting(text, room, row * _FILLED), text)
        for index, text in enumerate(texts)
    )
    return Laid(0.0, (height - side) / 2, side, placed)


def _fitting(text: str, width: float, tallest: float) -> float:
    """Return the height at which a text is no wider than its place, however tall that may be."""
    return min(tallest, _TALLEST_MM, width / (_WIDTH * max(len(text), 1)))
