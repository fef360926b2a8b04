"""What becomes of an order once it is made: it is changed, and what is left of it carried over."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.line.work import order_secret, secret_purpose
from station.model.names import shown
from station.model.order import Order, OrderSecret
from station.model.profile import Profile
from station.model.rights import Approval
from station.operations.order_desk import checked_spec
from station.operations.plant import Plant, check_scope

SERIAL_COLUMN: Final = "serial"
_LARGEST_FILE: Final = 64_000_000
_MOST_SERIALS: Final = 1_000_000
_LONGEST_SERIAL: Final = 128


def change_quantity(
    plant: Plant, order: str, quantity: int, approval: Approval | None = None
) -> None:
    """Change how many units of an order may be made.

    Args:
        plant: the open station.
        order: its name.
        quantity: from 1.
        approval: for `Right.ALLOT`; practice needs none.

    Raises:
        StationError: CFG-004 where no order is so large; as `OrderChanges.allot`.
    """
    records = plant.tools.records
    checked_spec(records.order(order).spec, quantity=quantity)
    records.order_changes.allot(order, quantity, approval)


def change_id_scope(
    plant: Plant, order: str, id_scope: str, approval: Approval | None = None
) -> None:
    """Correct the ID scope of an order that has had no run.

    Args:
        plant: the open station.
        order: its name.
        id_scope: as it was typed.
        approval: for `Right.ORDERS`; practice needs none.

    Raises:
        StationError: CFG-004 where it can't be one, LIN-007 where practice names a real one; as
            `OrderChanges.set_id_scope`.
    """
    records = plant.tools.records
    spec = checked_spec(records.order(order).spec, id_scope=id_scope)
    check_scope(spec.id_scope, plant.tools.factory)
    records.order_changes.set_id_scope(order, spec.id_scope, approval)


def carry_over(plant: Plant, order: str, to: str, approval: Approval | None = None) -> Order:
    """Close an order and make another of what is left of it; its secrets are sealed anew.

    Args:
        plant: the open station.
        order: its name.
        to: the new one's, as it was typed.
        approval: for `Right.ORDERS`; practice needs none.

    Returns:
        The new order.

    Raises:
        StationError: CFG-004 where `to` can't be a name; as `Plant.job` and `OrderChanges.carry`;
            the factory HSM's own.
    """
    tools, job = plant.tools, plant.job(order)
    checked_spec(job.order.spec, name=to)
    sealed: dict[OrderSecret, bytes] = {}
    for which in OrderSecret:
        secret = order_secret(job.order, which, tools)
        if secret is not None:
            try:
                sealed[which] = tools.factory.seal(secret_purpose(to, which), secret)
            finally:
                secret.wipe()
    return tools.records.order_changes.carry(order, to, sealed, approval)


def first_article_words(order: Order, profile: Profile) -> Sequence[str]:
    """Return in sentences what a new order's first article means; none where it has none."""
    if not order.course.first_article:
        return ()
    signing = f"'station order sign {order.name}' then lets it run."
    words = [f"It takes one unit first, its first article: {signing}"]
    if not profile.can_prove_again:
        words.append(
            "That unit can't prove its identity once more after a restart, since the profile's"
            " commands don't read its certificate back: it proves it at once only."
        )
    return words


def allowed_serials(path: Path) -> list[str]:
    """Return the serial numbers in a CSV file: its only column, or the one named `serial`.

    Raises:
        StationError: PRF-005 where the file can't be read or is too large, REC-045 with the line
            where a serial number is empty, no printable ASCII, too long or there twice.
    """
    lines = [_text(path, number, line) for number, line in enumerate(_lines(path), start=1)]
    first_of: dict[str, int] = {}
    serials: list[str] = []
    for number, serial in _cells(path, lines):
        why = _wrong(serial, first_of.get(serial.lower()))
        if why:
            raise _at(path, number, why)
        first_of[serial.lower()] = number
        serials.append(serial)
    if not serials:
        raise _at(path, max(1, len(lines)), "there is no serial number in the file")
    if len(serials) > _MOST_SERIALS:
        raise _at(path, _MOST_SERIALS, f"an order has at most {_MOST_SERIALS:,} units")
    return serials


def _lines(path: Path) -> list[bytes]:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        why = (error.strerror or "it can't be opened").lower()
        raise StationError("PRF-005", str(error), path=shown(str(path), 300), why=why) from error
    if len(content) > _LARGEST_FILE:
        why = f"it is larger than {_LARGEST_FILE // 1_000_000} MB"
        raise StationError("PRF-005", path=shown(str(path), 300), why=why)
    return content.removeprefix(b"\xef\xbb\xbf").splitlines()


def _text(path: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("ascii")
    except UnicodeDecodeError as error:
        raise _at(path, number, "a serial number has ASCII characters only") from error


def _cells(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield each serial number with its line's number."""
    rows = csv.reader(lines, strict=True)
    place, width = 0, 1
    try:
        for row in rows:
            number = rows.line_num
            named = [cell.strip().lower() for cell in row]
            if number == 1 and SERIAL_COLUMN in named:
                place, width = named.index(SERIAL_COLUMN), len(row)
                continue
            if not row:
                raise _at(path, number, "the line is empty")
            if len(row) != width:
                why = f"there are {len(row)} columns; name the right one {SERIAL_COLUMN} in line 1"
                raise _at(path, number, why if width == 1 else f"{width} columns are expected")
            yield number, row[place]
    except csv.Error as error:
        raise _at(path, rows.line_num, f"this is not CSV: {error}") from error


def _wrong(serial: str, before: int | None) -> str:
    """Return what is wrong with a serial number, or an empty text."""
    if not serial:
        return "the serial number is empty"
    if serial != serial.strip():
        return "a blank stands before or after the serial number"
    if not serial.isprintable() or len(serial) > _LONGEST_SERIAL:
        return f"a serial number has 1 to {_LONGEST_SERIAL} printable characters"
    return "" if before is None else f"{serial} stands in line {before} already"


def _at(path: Path, line: int, why: str) -> StationError:
    return StationError("REC-045", path=shown(str(path), 300), line=line, why=why)
