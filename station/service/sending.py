"""An export's own files, sent to the service as they are."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.names import shown
from station.service.client import Fate, ItemResult, ServiceClient


@dataclass
class Sent:
    """What became of an export's items.

    Attributes:
        created: how many were made.
        others: what became of all others.
    """

    created: int = 0
    others: list[ItemResult] = field(default_factory=list)

    def add(self, result: ItemResult) -> None:
        """Count one."""
        if result.fate is Fate.CREATED:
            self.created += 1
        else:
            self.others.append(result)

    def check(self) -> None:
        """Check that all were made.

        Raises:
            StationError: SVC-046 for the first that wasn't.
        """
        for other in self.others:
            why = f"{other.fate.value}, code {other.code} {other.words}".strip()
            raise StationError("SVC-046", other.tracking, name=shown(other.name), why=why)


def send_export(folder: Path, client: ServiceClient, cancel: Cancel) -> Sent:
    """Make at the service what an export of the format `dps-json` holds, and overwrite nothing.

    Args:
        folder: the export, genuine.
        client: of the service.
        cancel: ends it between two calls, and each wait.

    Returns:
        What became of each item; what was sent before an error stays there.

    Raises:
        StationError: as `ServiceClient`; LIN-003 on cancel; SVC-002 where a file can't be read.
    """
    sent = Sent()
    for path in sorted(folder.glob("groups-*.json")):
        for document in json.loads(_content(path))["enrollmentGroups"]:
            sent.add(client.create_group(json.dumps(document).encode("ascii"), cancel))
    for path in sorted(folder.glob("enrollments-*.json")):
        if cancel.is_set():
            raise StationError("LIN-003")
        for result in client.create_all("enrollments", _content(path), cancel):
            sent.add(result)
    return sent


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise StationError("SVC-002", str(error), path=str(path.parent)) from error
