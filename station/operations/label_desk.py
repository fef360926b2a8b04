"""Labels outside of runs: printed, printed again, looked at, looked up; and whether they can be."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data, put_whole
from station.line.label_pdf import pdf_of
from station.line.label_zpl import zpl_of
from station.line.labelling import put_on_paper
from station.line.labels import Printer, no_printer, printer_at
from station.line.profiles import find_profile
from station.model.attestation import KeyOrigin, SymmetricKeyAttestation
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity
from station.model.label import Label, label_for
from station.model.names import DeviceId, IdScope, RegistrationId, shown
from station.model.printer import RESOLUTIONS
from station.model.profile import Profile
from station.model.profile_label import LabelSettings, Symbol
from station.model.rights import Approval
from station.model.settings import Settings
from station.operations.plant import KNOWN, Plant, utc_now
from station.records.labels import LabelRow

_PAPER: Final[dict[str, Callable[[Label], bytes]]] = {
    ".pdf": pdf_of,
    ".zpl": lambda label: zpl_of(label, RESOLUTIONS[0]),
}
_SAMPLE: Final = "SAMPLE-0001"


@dataclass(frozen=True)
class LabelAsked:
    """A unit whose label is wanted.

    Attributes:
        serial: its serial number.
        approval: of who agreed; None in practice.
        why: in practice, why it is printed again.
    """

    serial: str
    approval: Approval | None = None
    why: str = ""


def print_due(plant: Plant, asked: LabelAsked) -> LabelRow:
    """Print the label of a unit that has passed and has none yet; return it as it is on record.

    Raises:
        StationError: REC-105 where its label is printed already; REC-015 where it isn't enrolled,
            PRF-020 where its product gets none; as `put_on_paper` and `Plant.job`.
    """
    records = plant.tools.records
    enrollment = records.find(asked.serial)
    row = records.labels.live(enrollment.serial)
    if row is not None and row.printed is not None:
        why = f"it has label {row.number}, which only another can make void"
        raise StationError("REC-105", serial=shown(enrollment.serial), why=why)
    profile = plant.job(enrollment.order).profile
    _label_of(profile)
    if row is None:
        runs = records.runs_of(enrollment.serial)
        (position,) = [run.position for run in runs if run.name == enrollment.run]
        by = () if asked.approval is None else asked.approval.by
        number = records.labels.due(enrollment.serial, enrollment.run, position, by)
    else:
        number, position = row.number, row.position
    return _printed(plant, enrollment, profile, position, number)


def print_again(plant: Plant, asked: LabelAsked) -> LabelRow:
    """Print a unit's label again, which makes the one before void; return the next.

    Raises:
        StationError: REC-105 where none is printed yet; REC-025, REC-026; as `print_due`.
    """
    records = plant.tools.records
    enrollment = records.find(asked.serial)
    row = records.labels.live(enrollment.serial)
    if row is None or row.printed is None:
        why = "none is printed yet, so there is none to make void"
        raise StationError("REC-105", serial=shown(enrollment.serial), why=why)
    profile = plant.job(enrollment.order).profile
    _label_of(profile)
    number = records.labels.again(row, row.position, asked.approval, asked.why)
    return _printed(plant, enrollment, profile, row.position, number)


def print_label(row: LabelRow | None) -> Callable[[Plant, LabelAsked], LabelRow]:
    """Return what prints a unit's label: for the first time, or again where it is printed."""
    return print_due if row is None or row.printed is None else print_again


def _label_of(profile: Profile) -> LabelSettings:
    if profile.label is None:
        raise StationError("PRF-020", name=profile.name)
    return profile.label


def _printed(
    plant: Plant, enrollment: Enrollment, profile: Profile, position: str, number: int
) -> LabelRow:
    label = label_for(_label_of(profile), enrollment, profile.title, position, number)
    put_on_paper(plant.tools, label)
    row = plant.tools.records.labels.live(enrollment.serial)
    if row is None:
        raise StationError("REC-015", name=shown(enrollment.serial))
    return row


def preview(data: Data, profile: str, path: Path, now: datetime | None = None) -> Label:
    """Write a label of a profile to a file, as PDF or ZPL by the file's ending, with sample values.

    Raises:
        StationError: PRF-003 where there is no such profile, PRF-020 where it has no label; LNK-054
            where that doesn't fit, LNK-053 where the file can't be written, CFG-004 for another
            ending.
    """
    if path.suffix not in _PAPER:
        raise StationError("CFG-004", why=f"a label is written to .pdf or .zpl, not {path.suffix}")
    product = find_profile(profile, data.profiles, KNOWN).profile
    label = label_for(_label_of(product), _sample(now or utc_now()), product.title, "1", 0)
    content = _PAPER[path.suffix](label)
    try:
        put_whole(path, content)
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise StationError("LNK-053", str(error), path=str(path), why=why) from error
    return label


def _sample(now: datetime) -> Enrollment:
    name = RegistrationId.make(_SAMPLE)
    attestation = SymmetricKeyAttestation("sample")
    return Enrollment(
        identity=Identity(name, attestation, KeyOrigin.SOFTWARE, None),
        device_id=DeviceId.parse(name.text),
        id_scope=IdScope.parse("practice"),
        serial=_SAMPLE,
        order="sample",
        run="",
        status=EnrollmentStatus.READY,
        enrolled=now,
        proof="",
    )


def printer_address(settings: Settings, data: Data, *, practice: bool) -> str:
    """Return the address of the printer that labels go to, or empty where there is none.

    In practice, where none is set, that is a folder of the data folder.
    """
    if settings.label_printer is not None or not practice:
        return settings.label_printer or ""
    return f"pdf:{data.root / 'labels'}"


def printer_of(address: str) -> Printer:
    """Return the printer at an address as `printer_address` gives it, or raise PRF-019."""
    return printer_at(address) if address else no_printer()


def print_test(address: str) -> None:
    """Print a label that is nobody's, to see that it comes out; raises as `Printer.print`."""
    settings = LabelSettings(symbol=Symbol.QR, code="{serial} {label}")
    lines = ("Station", "test label", utc_now().strftime("%Y-%m-%d %H:%M"))
    printer_of(address).print(Label(0, "0", "TEST", "TEST 0", lines, settings))
