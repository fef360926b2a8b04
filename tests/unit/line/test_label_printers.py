"""Printers of labels: at a socket, in a folder; what they say when they can't, and their names."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from station.errors import StationError
from station.line import printer_network
from station.line.labels import PRINTERS, Printer, no_printer, printer_at
from station.model.label import Label
from station.model.printer import CUPS, PrinterAddress
from station.model.profile_label import LabelSettings
from tests.support.label_reading import pages_of, read_codes
from tests.support.zpl_printer import ZplPrinter
from tests.support.zpl_reader import read_zpl

LABEL = Label(17, "3", "S-1/..", "S-1 17", ("S-1",), LabelSettings(code="{serial} {label}"))


@pytest.fixture
def printer() -> Iterator[ZplPrinter]:
    """Return a printer at a socket."""
    with ZplPrinter() as printer:
        yield printer


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less long for what doesn't come."""
    monkeypatch.setattr(printer_network, "_ANSWER_S", 0.3)


def at(printer: ZplPrinter) -> Printer:
    return printer_at(f"zpl://127.0.0.1:{printer.port}?dpi=300")


def refused(printer: Printer, code: str) -> str:
    with pytest.raises(StationError, match=code) as caught:
        printer.print(LABEL)
    return caught.value.message


def test_a_printer_at_a_socket_gets_the_whole_label(printer: ZplPrinter) -> None:
    at(printer).print(LABEL)
    (label,) = read_zpl(printer.labels)
    assert label.code == "S-1 17"
    assert at(printer).check() == "ready"


def test_one_that_tells_no_state_prints_all_the_same(printer: ZplPrinter) -> None:
    printer.answers = False
    at(printer).print(LABEL)
    assert len(read_zpl(printer.read())) == 1
    assert "doesn't tell" in at(printer).check()


@pytest.mark.parametrize(
    ("trouble", "words"),
    [("paper_out", "out of labels"), ("head_open", "head is open"), ("paused", "paused")],
)
def test_what_is_wrong_at_the_printer_is_told_before_anything_is_sent(
    printer: ZplPrinter, trouble: str, words: str
) -> None:
    setattr(printer, trouble, True)
    assert words in refused(at(printer), "LNK-051")
    assert printer.labels == b""


def test_paper_that_ends_with_the_label_is_told(printer: ZplPrinter) -> None:
    printer.out_after = 1
    assert "out of labels" in refused(at(printer), "LNK-051")


def test_a_printer_unplugged_in_the_midst_of_a_label_is_told(printer: ZplPrinter) -> None:
    printer.dies_after = 1
    refused(at(printer), "LNK-050")


def test_a_printer_that_isn_t_there_is_told(printer: ZplPrinter) -> None:
    where = at(printer)
    printer.pull_plug()
    refused(where, "LNK-050")
    refused(printer_at("zpl://no-such-host.invalid"), "LNK-050")


@pytest.mark.parametrize(
    "told", [b"", b"\x02", b"\x03" * 9, b"\x02a,b\x03" * 3, bytes(range(256)) * 2]
)
def test_an_answer_that_makes_no_sense_breaks_nothing(
    printer: ZplPrinter, told: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ZplPrinter, "_state", lambda _: told)
    assert "doesn't tell" in at(printer).check() or told


def test_a_folder_gets_a_pdf_for_each_label(tmp_path: Path) -> None:
    where = printer_at(f"pdf:{tmp_path}/labels")
    assert where.check()
    where.print(LABEL)
    (file,) = (tmp_path / "labels").iterdir()
    assert file.name == "label-000017-S-1_.pdf"
    assert read_codes(pages_of(file.read_bytes())[0])[0][1] == "S-1 17"


def test_a_folder_that_can_t_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    where = printer_at(f"pdf:{tmp_path}/file/labels")
    refused(where, "LNK-053")
    with pytest.raises(StationError, match="LNK-053"):
        where.check()


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """Let no file grow over so many bytes, as where a disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_leaves_no_half_label(tmp_path: Path) -> None:
    with full_disk(1_000):
        refused(printer_at(f"pdf:{tmp_path}"), "LNK-053")
    assert list(tmp_path.iterdir()) == []


def test_without_a_printer_it_is_said_how_to_name_one() -> None:
    with pytest.raises(StationError, match="PRF-019"):
        no_printer()


@pytest.mark.parametrize(
    ("text", "kind", "place", "port", "dpi"),
    [
        ("zpl://10.0.0.5", "zpl-network", "10.0.0.5", 9100, 203),
        ("zpl://printer.line:6101?dpi=600", "zpl-network", "printer.line", 6101, 600),
        ("zpl://[fe80::1]:9100", "zpl-network", "fe80::1", 9100, 203),
        ("cups://Zebra_ZD421?dpi=300", "cups", "Zebra_ZD421", 9100, 300),
        ("pdf:/srv/labels", "pdf", "/srv/labels", 9100, 203),
    ],
)
def test_an_address_says_where_and_how(
    text: str, kind: str, place: str, port: int, dpi: int
) -> None:
    address = PrinterAddress.parse(text)
    assert (address.kind, address.place, address.port, address.dpi) == (kind, place, port, dpi)
    assert kind in PRINTERS


def test_a_queue_may_want_pdf() -> None:
    assert PrinterAddress.parse("cups://labels?format=pdf") == PrinterAddress(
        CUPS, "labels", pdf=True
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "labels", "zpl://", "zpl:10.0.0.5", "http://printer", "zpl://a b", "zpl://-x"),
        *("zpl://host:0x", "zpl://host:70000", "zpl://user:pw@host", "zpl://host/x", "zpl://h#x"),
        *("zpl://host?dpi=400", "zpl://host?dpi", "zpl://host?format=pdf", "zpl://host?x=1"),
        *("cups://", "cups://-o", "cups://a;b", "cups://a/b", "cups://a?format=ps", "cups://a b"),
        *("pdf:", "pdf:labels", "pdf://host/x", "pdf:/a/../b", "pdf:/a?x=1", "pdf:/a\n"),
    ],
)
def test_an_address_that_can_t_be_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match=r"[a-z]{3}"):
        PrinterAddress.parse(text)
