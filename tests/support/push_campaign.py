"""A push killed again and again, at a service where requests go wrong in every way.

`python -m tests.support.push_campaign [--units N] [--kills N] [--share S] [--seed N]` prints what
was found as JSON and ends with 1 where anything was. The real command pushes; SIGKILL ends it at
random moments. Some names are another's at the service beforehand. In the end all units must be
there once and as the list has them, nobody else's touched, the record valid, and another push have
nothing to do. List and service are the same by reconcile but for another's, and whole once a person
has decided that the list's take the place of those.
"""

import argparse
import base64
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from station.folders import Data
from station.model.attestation import TpmAttestation
from station.model.enrollment import EnrollmentStatus
from station.operations.plant import open_reader
from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.faults import Fault
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.practice_service import asking
from tests.support.push_station import enrol, know, made_station, order_of, reopened, tpm_unit

_FOREIGN: Final = 3
_LONGEST_S: Final = 3_600.0
_PATIENCE_S: Final = 120.0
_PUSHES: Final = 10  # after the kills: rows whose batch had too many failures wait for another


@dataclass(frozen=True)
class Wanted:
    """How large a campaign is.

    Attributes:
        units: how many are pushed.
        kills: how often the push is killed.
        share: of requests that go wrong in each way.
        seed: of all chance.
    """

    units: int
    kills: int
    share: float
    seed: int


@dataclass
class Campaign:
    """One campaign, in a folder of its own."""

    folder: Path
    wanted: Wanted
    findings: list[str] = field(default_factory=list)
    pushes: int = 0

    def run(self) -> Mapping[str, object]:
        """Do all of it; return what was found."""
        began = time.monotonic()
        settings = ServiceSettings(a_minute=0)
        with PracticeService(self.folder / "service", settings) as service:
            data, keys = self._station(service)
            foreign = self._foreign(service, keys)
            service.faults.chance = self._chance("faults")
            service.faults.shares = dict.fromkeys(Fault, self.wanted.share)
            for number in range(self.wanted.kills):
                self._killed(data, service, number)
            self._ended(data)
            service.faults.shares = {}
            self._look(data, service, keys, foreign)
            self._reconciled(data, different=_FOREIGN)
            self._replaced(data)
            self._reconciled(data, different=0)
            last = self._pushed(data)
            if last.get("created") or last.get("already") or last.get("waiting"):
                self.findings.append(f"another push still did something: {last}")
        seconds = round(time.monotonic() - began, 1)
        return {"findings": self.findings, "pushes": self.pushes, "seconds": seconds}

    def _chance(self, what: str) -> random.Random:
        return random.Random(f"{self.wanted.seed} {what}")  # noqa: S311 - to be had again

    def _station(self, service: PracticeService) -> tuple[Data, dict[str, str]]:
        keys: dict[str, str] = {}
        with made_station(self.folder) as (data, plant):
            know(plant, service)
            order = order_of(plant, "pushed")
            for number in range(self.wanted.units):
                unit = tpm_unit(number)
                enrol(plant, order, f"P-{number}", unit)
                attestation = unit.attestation
                assert isinstance(attestation, TpmAttestation)
                public = attestation.endorsement_key.public
                keys[unit.registration_id.text] = base64.b64encode(public).decode()
        return data, keys

    def _foreign(self, service: PracticeService, keys: Mapping[str, str]) -> dict[str, object]:
        """Give another some of the names, and a name of their own."""
        names = [*self._chance("foreign").sample(sorted(keys), _FOREIGN), "quite-another"]
        body = {"attestation": {"type": "symmetricKey", "symmetricKey": {}}, "deviceId": "theirs"}
        with asking(service) as ask:
            return {name: ask.put({"registrationId": name.upper(), **body}) for name in names}

    def _command(self, data: Data) -> Sequence[str]:
        # More than there are processors: most of them wait, for what went wrong.
        return self._station_s(data, "push", "--limit", "0", "--in-flight", "16", "--timeout", "2")

    def _station_s(self, data: Data, name: str, *more: str) -> Sequence[str]:
        return (sys.executable, "-m", "station", name, "--data", str(data.root), "--json", *more)

    def _killed(self, data: Data, service: PracticeService, number: int) -> None:
        """Begin a push and kill it some time after the service has heard of it."""
        chance, before = self._chance(f"kill {number}"), service.store.count(INDIVIDUAL)
        left = self.wanted.units + 1 - before
        until = before + chance.randrange(max(1, left // max(1, self.wanted.kills - number)))
        process = subprocess.Popen(
            self._command(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.pushes += 1
        ends = time.monotonic() + _PATIENCE_S
        while process.poll() is None and service.store.count(INDIVIDUAL) <= until:
            if time.monotonic() > ends:
                break
            time.sleep(0.002)
        time.sleep(chance.random() * 0.2)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def _pushed(self, data: Data) -> dict[str, Any]:
        self.pushes += 1
        return self._said(self._command(data))

    def _said(self, command: Sequence[str]) -> dict[str, Any]:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_LONGEST_S, check=False
        )
        try:
            answer: dict[str, Any] = json.loads(done.stdout)
        except ValueError:
            self.findings.append(f"{command}: {done.stdout[-500:]} {done.stderr[-500:]}")
            return {}
        return answer

    def _reconciled(self, data: Data, different: int) -> None:
        """Have list and service compared: of another's one is extra, some differ."""
        said = self._said(self._station_s(data, "reconcile"))
        found = {name: count for name, count in said.get("found", {"none": 1}).items() if count}
        due = {"extra": 1} | ({"different": different} if different else {})
        if found != due or said.get("listed") != self.wanted.units:
            self.findings.append(f"reconcile says: {said}")

    def _replaced(self, data: Data) -> None:
        """Decide, as a person would, that the list's take the place of another's."""
        mark = self._said(self._station_s(data, "push", "--conflicts")).get("shown")
        words = ("--decide", "replace", "--shown", str(mark), "--yes")
        said = self._said(self._station_s(data, "push", *words))
        if said.get("replaced") != _FOREIGN:
            self.findings.append(f"what was decided: {said}")

    def _ended(self, data: Data) -> None:
        said: dict[str, Any] = {}
        for _ in range(_PUSHES):
            said = self._pushed(data)
            if not (said.get("unsure") or said.get("waiting") or said.get("error")):
                return
        self.findings.append(f"{_PUSHES} pushes after the last kill there are rows left: {said}")

    def _look(
        self,
        data: Data,
        service: PracticeService,
        keys: Mapping[str, str],
        foreign: Mapping[str, object],
    ) -> None:
        """Compare service and list, each row, by nothing that the push itself uses."""
        shown: dict[str, dict[str, Any]] = {}
        for entry in service.store.all(INDIVIDUAL):
            held: dict[str, Any] = entry.shown
            name = str(held["registrationId"]).lower()
            if name in shown:
                self.findings.append(f"{name} is there twice")
            shown[name] = held
            if held["createdDateTimeUtc"] != held["lastUpdatedDateTimeUtc"]:
                self.findings.append(f"{name} was changed after it was made")
        for name, before in foreign.items():
            if shown.pop(name, None) != before:
                self.findings.append(f"another's {name} isn't as it was")
        for name, key in keys.items():
            there = shown.pop(name, None)
            told = None if there is None else there["attestation"].get("tpm", {})
            if name not in foreign and (told is None or told.get("endorsementKey") != key):
                self.findings.append(f"{name} isn't there as the list has it")
        self.findings += [f"{name} is there, and not of the list" for name in shown]
        self._look_at_record(data, foreign)

    def _look_at_record(self, data: Data, foreign: Mapping[str, object]) -> None:
        with reopened(data) as plant:
            plant.tools.records.verify()
        with open_reader(data) as reader:
            for one in reader.enrollments():
                name = one.registration_id.text
                due = EnrollmentStatus.READY if name in foreign else EnrollmentStatus.CONFIRMED
                if one.status is not due:
                    self.findings.append(f"{name} is {one.status.value} on record")
            told = {kept.fate.name for kept in reader.push_fates()}
        if told != foreign.keys() - {"quite-another"}:
            self.findings.append(f"conflicts on record: {sorted(told)}")


def main() -> int:
    """Run a campaign as the command line says."""
    parser = argparse.ArgumentParser(description="a push that is killed again and again")
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    wanted = Wanted(given.units, given.kills, given.share, given.seed)
    with tempfile.TemporaryDirectory() as folder:
        found = Campaign(Path(folder), wanted).run()
    print(json.dumps(found, indent=2))  # noqa: T201 - it is what it is for
    return 1 if found["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
