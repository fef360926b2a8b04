"""A profile's [label]: what is printed for a unit that has passed."""

from enum import Enum
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from station.model.strict import Strict, misplaced
from station.model.template import Template

# What a code can say: all of it is printable ASCII, which a product's title need not be.
CODE_PLACES: Final = (
    *("serial", "registration_id", "device_id", "order", "date"),
    *("position", "label"),
)
TEXT_PLACES: Final = (*CODE_PLACES, "product")
_OWN_PLACES: Final = frozenset({"serial", "registration_id", "label"})


class Symbol(Enum):
    """How a label's code is printed."""

    QR = "qr"
    DATA_MATRIX = "data-matrix"


def _text(text: str) -> str:
    Template.parse(text, TEXT_PLACES)
    return text


def _code(text: str) -> str:
    Template.parse(text, CODE_PLACES)
    if not any(f"{{{place}}}" in text for place in _OWN_PLACES):
        raise ValueError("it tells no unit from another: it needs {serial} or {registration_id}")
    return text


LabelText = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_text)]
CodeText = Annotated[
    str, Field(min_length=1, max_length=200, pattern=r"^[ -~]+$"), AfterValidator(_code)
]


class LabelSettings(Strict):
    """What is printed for each unit that has passed, beside its position's number.

    Attributes:
        width_mm: of the label, as it lies in the printer.
        height_mm: of the label.
        symbol: the kind of its code.
        code: what that code says; with `{label}`, the label's own number, a scan tells a label
            from the one that was printed after it.
        lines: texts beside the code, one below the other.
        copies: how many are printed, all with the same number.
        scan_back: whether the position takes its next unit only once the label was scanned.
    """

    width_mm: Annotated[float, Field(ge=10, le=200)] = 50.0
    height_mm: Annotated[float, Field(ge=5, le=200)] = 25.0
    symbol: Symbol = Symbol.QR
    code: CodeText
    lines: Annotated[tuple[LabelText, ...], Field(max_length=6)] = ()
    copies: Annotated[int, Field(ge=1, le=10)] = 1
    scan_back: bool = False

    @model_validator(mode="after")
    def _tells_labels_apart(self) -> "LabelSettings":
        if self.scan_back and "{label}" not in self.code:
            why = "scan_back needs {label} in it, else a void label can't be told from a good one"
            raise misplaced(("code",), why)
        return self
