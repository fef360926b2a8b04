"""Whether what is in memory can get onto a disk: swap, hibernation, dumps of a crash."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from station.folders import Data
from station.model.names import shown
from station.operations.doctor_finding import Finding, Health, doubt
from station.operations.mounts import Kept, device_kept, file_kept, unescaped, worst

_ROOT: Final = Path("/")
_SWAP_FIELDS: Final = 5
_SAFE: Final = frozenset({Kept.RAM, Kept.ENCRYPTED})
_ENCRYPT: Final = (
    "Encrypt the swap (crypttab with a random key), or switch it off with 'swapoff -a' and strike "
    "it from /etc/fstab: keys and PINs in memory can get there."
)
_CHECK: Final = "Ask whoever set the computer up whether its disk is encrypted."


class Swap(NamedTuple):
    """A place that memory is written out to.

    Attributes:
        name: the device or file.
        kept: what it is kept on.
    """

    name: str
    kept: Kept


def swaps(root: Path) -> list[Swap]:
    """Return what is swapped to, as /proc/swaps below `root` says.

    Raises:
        OSError: where it can't be read.
    """
    lines = (root / "proc/swaps").read_text("utf-8", "replace").splitlines()[1:]
    return [_swap(line.split(), root) for line in lines if len(line.split()) >= _SWAP_FIELDS]


def _swap(fields: Sequence[str], root: Path) -> Swap:
    name, kind = unescaped(fields[0]), fields[1]
    of = device_kept if kind == "partition" else file_kept
    return Swap(name, of(name, root))


def findings(data: Data, root: Path = _ROOT) -> Iterator[Finding]:
    """Look whether keys in memory can get onto a disk; nothing is read but /proc and /sys.

    Args:
        data: the station's folder: practice has no keys that matter.
        root: the folder that they lie in.
    """
    health = doubt(data)
    yield _swap_finding(root, health)
    yield _hibernation(root, health)
    yield _dumps(root, health)


def _swap_finding(root: Path, health: Health) -> Finding:
    try:
        found = swaps(root)
    except OSError as error:
        return Finding("swap", health, f"not known: {error.strerror}", _CHECK)
    if not found:
        return Finding("swap", Health.GOOD, "none")
    words = ", ".join(f"{shown(one.name)}: {one.kept.value}" for one in found)
    kept = worst(one.kept for one in found)
    if kept in _SAFE:
        return Finding("swap", Health.GOOD, words)
    return Finding("swap", health, words, _ENCRYPT if kept is Kept.PLAIN else _CHECK)


def _hibernation(root: Path, health: Health) -> Finding:
    """Look where memory is written to when the computer is put to sleep for long."""
    states = _read(root / "sys/power/state").split()
    device = _read(root / "sys/power/resume").strip()
    if "disk" not in states or "[disabled]" in _read(root / "sys/power/disk"):
        return Finding("hibernation", Health.GOOD, "this computer can't")
    if device in {"", "0:0"} and not _resumes(root):
        return Finding("hibernation", Health.GOOD, "nothing is set up for it")
    kept = _resume_kept(root, device)
    if kept in _SAFE:
        return Finding("hibernation", Health.GOOD, f"set up, {kept.value}")
    remedy = "Switch it off: 'systemctl mask hibernate.target hybrid-sleep.target'."
    return Finding("hibernation", health, f"set up, {kept.value}", remedy)


def _resumes(root: Path) -> str:
    """Return the device that the kernel's command line resumes from, or nothing."""
    words = _read(root / "proc/cmdline").split()
    if "noresume" in words:
        return ""
    named = [word.removeprefix("resume=") for word in words if word.startswith("resume=")]
    return named[-1] if named else ""


def _resume_kept(root: Path, device: str) -> Kept:
    if device not in {"", "0:0"}:
        with suppress(OSError):
            name = (root / "sys/dev/block" / device).resolve().name
            return device_kept(f"/dev/{name}", root)
    named = _resumes(root)
    return device_kept(named, root) if named.startswith("/dev/") else Kept.UNKNOWN


def _dumps(root: Path, health: Health) -> Finding:
    """Look whether a crash of this very program would leave its memory on the disk."""
    lines = _read(root / "proc/self/limits").splitlines()
    limit = next((line.split()[4:6] for line in lines if line.startswith("Max core file")), None)
    if limit is None:
        return Finding("core dumps", health, "not known", "Ask whoever set the computer up.")
    if limit[0] == "0":
        return Finding("core dumps", Health.GOOD, "off for Station")
    remedy = "Start Station by its own command, which switches them off."
    return Finding("core dumps", health, "not switched off for this process", remedy)


def _read(path: Path) -> str:
    with suppress(OSError):
        return path.read_text("utf-8", "replace")
    return ""
