"""The benchmark's rows of the TPM: ours against two straight scripts, on the same swtpm.

One is of ESAPI calls, the other of tpm2-tools.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Final

from cryptography import x509

from station.model.profile import CertificatePolicy
from station.tpm.challenge import prove_possession, storage_root_key
from station.tpm.endorsement import read_endorsement
from station.tpm.trust import check_endorsement
from tests.bench.tpm.swtpm_part import MESSAGE, Part, Transact, manufactured
from tests.benchmarks import straight_tpm
from tests.benchmarks.row import ROUNDS, AtLeast, AtMost, Measured, Row, Scale, interleaved, timed
from tests.benchmarks.tools_tpm import ToolScript
from tests.benchmarks.workshop import EVICT, workshop


class _Ours:
    """What a run does with a TPM, over a fresh connection."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self.commands = 0
        self.size = 0

    def __call__(self) -> None:
        self.commands = self.size = 0
        with self._part.tpm(self._counting) as tpm:
            read = read_endorsement(tpm)
            now = datetime.now(UTC)
            key = check_endorsement(read, self._part.trust, CertificatePolicy.REQUIRE, now)
            prove_possession(tpm, key.public, storage_root_key(tpm), MESSAGE)

    def _counting(self, transact: Transact) -> Transact:
        def counted(command: bytes) -> bytes:
            response = transact(command)
            self.commands += 1
            self.size += len(command) + len(response)
            return response

        return counted


class _Straight:
    """The same by the straight script."""

    def __init__(self, part: Part) -> None:
        self._tcti = part.tcti.removeprefix("swtpm:")
        root, issuer = part.trust.roots[0], part.trust.intermediates[0]
        self._trust = straight_tpm.Trust(
            x509.load_der_x509_certificate(root), x509.load_der_x509_certificate(issuer)
        )

    def __call__(self) -> None:
        straight_tpm.provision(self._tcti, self._trust, MESSAGE)


def _as_new(part: Part) -> None:
    """Take the storage root key out, so that each run has it to make."""
    with part.cable() as transact:
        transact(EVICT)


@contextmanager
def _part() -> Iterator[Part]:
    """Yield a TPM as it comes from its maker."""
    with workshop("tpm") as folder:
        part = Part(folder, manufactured(folder / "maker"))
        part.power_on()
        try:
            yield part
        finally:
            part.power_off()


def tpm_direct(scale: Scale) -> Measured:
    """Measure attest and prove of a TPM as it comes from its maker, both ways, in turns."""
    rounds = 3 * ROUNDS if scale is Scale.QUICK else 20 * ROUNDS
    with _part() as part:
        ours, straight = _Ours(part), _Straight(part)

        def our_time() -> float:
            _as_new(part)
            return timed(ours)()

        def straight_time() -> float:
            _as_new(part)
            return timed(straight)()

        measured = interleaved(our_time, straight_time, rounds=rounds)
    detail = {**measured.detail, "commands": ours.commands, "bytes": ours.size}
    return Measured(measured.figure, measured.rival_figure, detail)


def tpm_tools(scale: Scale) -> Measured:
    """Measure how many TPMs a second are attested and proved, by us and by tpm2-tools, in turns.

    Over many TPMs: a key takes each of them longer or shorter, up to twenty times, by its seed.
    """
    parts, rounds = (16, 2) if scale is Scale.QUICK else (60, 4)
    ours, theirs = list[float](), list[float]()
    for _ in range(parts):
        with _part() as part:
            run, script = _Ours(part), ToolScript(part, MESSAGE)
            for _ in range(rounds):
                for seconds, work in ((ours, run), (theirs, script)):
                    _as_new(part)
                    seconds.append(timed(work)())
    runs = len(ours)
    return Measured(runs / sum(ours), runs / sum(theirs), {"TPMs": parts, "runs": runs})


TPM_DIRECT: Final = Row("s", "a straight ESAPI script, same swtpm", AtMost(1.10), tpm_direct)
TPM_TOOLS: Final = Row("1/s", "a script of tpm2-tools, same swtpm", AtLeast(3), tpm_tools)
