"""Labels by a real CUPS, to a printer at a socket."""

from collections.abc import Iterator

import pytest

from station.errors import StationError
from station.line.labels import printer_at
from station.model.label import Label
from station.model.profile_label import LabelSettings
from tests.support.cups import Cups, running_cups
from tests.support.zpl_printer import ZplPrinter
from tests.support.zpl_reader import read_zpl

LABEL = Label(17, "3", "S-1 $(x)", "S-1 17", ("; rm",), LabelSettings(code="{serial} {label}"))


@pytest.fixture(scope="module")
def cups() -> Iterator[Cups]:
    """Run CUPS."""
    with running_cups() as cups:
        yield cups


@pytest.fixture
def printer(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZplPrinter]:
    """Return a printer behind the queue `labels`."""
    monkeypatch.setenv("CUPS_SERVER", cups.server)
    with ZplPrinter() as printer:
        cups.add_queue("labels", printer.port)
        yield printer


def test_a_label_goes_through_a_queue_as_it_is(printer: ZplPrinter) -> None:
    where = printer_at("cups://labels?dpi=300")
    assert "labels" in where.check()
    where.print(LABEL)
    (label,) = read_zpl(printer.read())
    assert label.code == "S-1 17"
    assert label.width == round(50 * 300 / 25.4)


def test_a_pdf_goes_through_a_queue_too(printer: ZplPrinter) -> None:
    printer_at("cups://labels?format=pdf").print(LABEL)
    assert printer.read(b"%%EOF").startswith(b"%PDF-")


def test_a_queue_that_isn_t_there_is_told(printer: ZplPrinter) -> None:
    del printer
    with pytest.raises(StationError, match="LNK-052"):
        printer_at("cups://nowhere").print(LABEL)


@pytest.mark.parametrize("stop", [Cups.stop_queue, Cups.refuse])
def test_a_queue_that_stands_still_takes_no_label(
    cups: Cups, printer: ZplPrinter, stop: object
) -> None:
    assert callable(stop)
    stop(cups, "labels")
    with pytest.raises(StationError, match="LNK-052"):
        printer_at("cups://labels").print(LABEL)
    assert printer.labels == b""


def test_a_cups_that_isn_t_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "/nowhere")
    with pytest.raises(StationError, match="LNK-052"):
        printer_at("cups://labels").check()


def test_a_computer_without_cups_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(StationError, match="cups-client"):
        printer_at("cups://labels").check()
