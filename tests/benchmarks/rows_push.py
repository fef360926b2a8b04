"""The benchmark's rows of a push: against the official SDK one by one, and against the limit.

The practice service is a process of its own. Ours goes the whole way: rows from a record on the
disk, their documents, intents and fates committed, calls by the station's own client.
"""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Event
from typing import Final

from azure.iot.deviceprovisioning import DeviceProvisioningClient

from station.model.enrollment import Enrollment
from station.model.names import IdScope, RegistrationId
from station.model.push import PushFate, PushRow, PushTally
from station.model.world import World
from station.records.pushes import PushPlace
from station.records.store import Records
from station.secret import Secret
from station.service.client import ServiceClient
from station.service.documents import NO_WISHES, encoded, wished_document
from station.service.push import push
from station.service.push_desk import Desk, PushSettings
from tests.benchmarks.row import AtLeast, Measured, Row, Scale, interleaved
from tests.benchmarks.workshop import workshop
from tests.unit.records.software import SoftwareGuard, endorsement, enrol, make_order, tpm_identity

_ROWS: Final = {Scale.QUICK: 800, Scale.FULL: 3_000}
_ONE_BY_ONE: Final = 15
_LATENCY_MS: Final = 40
_IN_FLIGHT: Final = 16
# The limit of a service that is six times as large, so that a minute's rows take ten seconds.
_A_MINUTE: Final = 6_000
_LIMITED: Final = {Scale.QUICK: 1_500, Scale.FULL: 6_000}


@dataclass(frozen=True)
class _Served:
    """A practice service in a process of its own."""

    connection: str
    ca: str


@contextmanager
def _served(folder: Path, *options: str) -> Iterator[_Served]:
    more = ("--json", "--port", "0", "--no-mqtt", "--data", str(folder), *options)
    process = subprocess.Popen(
        [sys.executable, "-m", "station", "practice", "service", *more],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        text = Path(said["connection_string_file"]).read_text("utf-8")
        yield _Served(text, said["ca"])
    finally:
        process.terminate()
        process.wait(60)


@dataclass
class _Ledger:
    """Keeps rows in the record, as the command does."""

    records: Records
    place: PushPlace

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        self.records.pushes.keep(self.place.host, begun, fates)


@dataclass
class _Ours:
    """Pushes the record's list again and again, each time under names that aren't there yet."""

    records: Records
    client: ServiceClient
    settings: PushSettings
    numbers: Iterator[int]
    throttled: int = 0

    def push(self) -> float:
        """Push all; return the seconds that it took."""
        number = next(self.numbers)
        place = PushPlace("dps", f"host-{number}", IdScope.parse("0neBENCH"))
        start = time.perf_counter()
        self.records.pushes.begin(place)
        desk = Desk(self.client, self.settings, Event(), Event())
        tally = push(self._rows(place, number), desk, _Ledger(self.records, place), _Quiet())
        self.records.pushes.confirm(place, tally, over=True)
        seconds = time.perf_counter() - start
        if desk.error is not None or tally.created != tally.all:
            raise RuntimeError(f"not all was made: {tally} {desk.error}")
        self.throttled += desk.throttled
        return seconds

    def _rows(self, place: PushPlace, number: int) -> Iterator[PushRow]:
        now = datetime.now(UTC)
        for key, one, settle in self.records.pushes.to_send(place.host, "o1"):
            named = _named(one, f"r{number}-{key}")
            document = encoded(wished_document(named, NO_WISHES, now))
            yield PushRow(key, named.registration_id.text, document, settle)


class _Quiet:
    def went(self, tally: PushTally, throttled: int) -> None:
        """Look away."""


def _named(one: Enrollment, name: str) -> Enrollment:
    identity = replace(one.identity, registration_id=RegistrationId.parse(name))
    return replace(one, identity=identity, device_id=None)


@contextmanager
def _ours(folder: Path, served: _Served, rows: int, settings: PushSettings) -> Iterator[_Ours]:
    path = folder / "station.db"
    with ExitStack() as held:
        made = Records.create(path, SoftwareGuard(), station="line-1", practice=True)
        records = held.enter_context(made)
        records.add_order(make_order(quantity=rows))
        for number in range(rows):
            enrol(records, f"S{number}", tpm_identity(number))
        client = ServiceClient.opened(
            Secret(served.connection.encode()), World.PRACTICE, served.ca, 30
        )
        held.callback(client.close)
        yield _Ours(records, client, settings, count())


def push_sdk(scale: Scale) -> Measured:
    """Push a list, and give a sample of such documents to the official SDK, one by one."""
    rows = _ROWS[scale]
    how = PushSettings(in_flight=_IN_FLIGHT, per_minute=0)
    options = ("--operations-per-minute", "0", "--latency", str(_LATENCY_MS))
    with workshop("push") as folder, _served(folder / "service", *options) as served:
        sdk = DeviceProvisioningClient.from_connection_string(
            served.connection, connection_verify=served.ca
        )
        numbers = count()

        def one_by_one() -> float:
            start = time.perf_counter()
            for _ in range(_ONE_BY_ONE):
                number = next(numbers)
                name = f"sdk-{number}"
                sdk.enrollment.create_or_update(name, _document(number, name))
            return _ONE_BY_ONE / (time.perf_counter() - start)

        with sdk, _ours(folder, served, rows, how) as ours:
            found = interleaved(lambda: rows / ours.push(), one_by_one)
    return replace(found, detail={**found.detail, "rows": rows, "in_flight": _IN_FLIGHT})


def _document(number: int, name: str) -> dict[str, object]:
    key = base64.b64encode(endorsement(number).public).decode()
    attestation = {"type": "tpm", "tpm": {"endorsementKey": key}}
    return {"registrationId": name, "attestation": attestation}


def push_limit(scale: Scale) -> Measured:
    """Push a list at a limit; what was there at first, a burst, doesn't count."""
    rows = _LIMITED[scale]
    how = PushSettings(per_minute=_A_MINUTE)
    limit = ("--operations-per-minute", str(_A_MINUTE), "--bulk-cost", str(how.bulk_cost))
    with (
        workshop("push") as folder,
        _served(folder / "service", *limit) as served,
        _ours(folder, served, rows, how) as ours,
    ):
        seconds = ours.push()
        throttled = ours.throttled
    burst = how.burst
    detail = {"rows": rows, "seconds": seconds, "burst": burst, "throttled": throttled}
    return Measured((rows - burst) / seconds, _A_MINUTE / 60, detail)


PUSH_SDK: Final = Row(
    "1/s", f"the official SDK one by one, {_LATENCY_MS} ms away", AtLeast(40), push_sdk
)
PUSH_LIMIT: Final = Row("1/s", "the limit that it keeps", AtLeast(0.95), push_limit)
