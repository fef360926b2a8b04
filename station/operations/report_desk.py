"""Signed reports as a supervisor makes and checks them at the open station."""

from pathlib import Path

from station.model.rights import Approval
from station.operations.plant import Plant
from station.operations.report import write_report
from station.operations.report_asked import Asked
from station.operations.report_check import GenuineReport, check_report
from station.operations.report_words import Report


def make_report(plant: Plant, asked: Asked, out: Path, approval: Approval | None) -> Report:
    """Write a signed report to a new or empty folder; raises as `write_report`."""
    return write_report(plant, asked, out, "" if approval is None else approval.by[0])


def check_here(plant: Plant, folder: Path) -> GenuineReport:
    """Check a report that this factory's stations signed; raises as `check_report`."""
    return check_report(folder, plant.tools.factory.issuing_chain[-1])
