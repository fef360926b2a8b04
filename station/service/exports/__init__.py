"""Exports: enrollments as files for the service, signed; and whether such files are genuine."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.model.names import shown
from station.service.exports.dps_csv import DpsCsv
from station.service.exports.dps_json import DpsJson
from station.service.exports.json_lines import JsonLines
from station.service.exports.order_zip import OrderZip
from station.service.exports.sources import ExportFactory, ExportFormat, ExportRecords
from station.service.exports.verify import Trusted, Verified, verify
from station.service.exports.writing import (
    Again,
    ExportReport,
    ExportRequest,
    Watch,
    write_export,
)

__all__ = [
    "EXPORTS",
    "Again",
    "ExportFormat",
    "ExportReport",
    "ExportRequest",
    "Trusted",
    "Verified",
    "Watch",
    "export",
    "export_format",
    "verify",
    "write_export",
]

EXPORTS: Final[Mapping[str, ExportFormat]] = {
    "dps-json": DpsJson(),
    "dps-csv": DpsCsv(),
    "csv": DpsCsv(),  # the short name on the command line; manifests say dps-csv
    "dps-jsonl": JsonLines(),
    "jsonl": JsonLines(),
    "dps-zip": OrderZip(),
    "zip": OrderZip(),
}


def export_format(name: str) -> ExportFormat:
    """Return the export format of a name, or raise SVC-005."""
    if name not in EXPORTS:
        raise StationError("SVC-005", name=shown(name))
    return EXPORTS[name]


def export(
    records: ExportRecords,
    factory: ExportFactory,
    out: Path,
    format_name: str,
    *,
    order: str | None = None,
    again: Again = Again.NEW_ONLY,
) -> ExportReport:
    """Export with nobody looking on.

    Args:
        records: the record, open for writing.
        factory: the factory HSM, unlocked.
        out: a new or empty folder.
        format_name: a key of `EXPORTS`.
        order: the name of the one order to export, or None for all.
        again: whether to repeat what was exported before.

    Raises:
        StationError: SVC-005 for an unknown format; as `write_export`.
    """
    request = ExportRequest(out, export_format(format_name), order, again)
    return write_export(records, factory, request, Watch())
