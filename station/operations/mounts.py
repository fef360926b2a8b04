"""What is mounted where, and what its device keeps it on; from trees as proc(5) and sysfs(5)."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

_DEEPEST: Final = 16
_SEPARATOR: Final = "-"
_FIRST_OPTIONAL: Final = 6


class Kept(Enum):
    """What somebody finds who takes the disk out."""

    RAM = "only in memory"
    ENCRYPTED = "encrypted"
    PLAIN = "not encrypted"
    UNKNOWN = "not known whether encrypted"


# From the best to the worst: a device of several parts is as its worst part.
_ORDER: Final = (Kept.RAM, Kept.ENCRYPTED, Kept.UNKNOWN, Kept.PLAIN)


def worst(kept: Iterator[Kept]) -> Kept:
    """Return the worst of several; `RAM` for none."""
    return max(kept, key=_ORDER.index, default=Kept.RAM)


@dataclass(frozen=True)
class Mount:
    """A file system, as a line of /proc/self/mountinfo has it.

    Attributes:
        point: where.
        kind: such as `ext4`.
        source: such as `/dev/dm-1`, or a word.
        device: major and minor number, as `253:1`.
        options: of mount and superblock.
    """

    point: str
    kind: str
    source: str
    device: str
    options: frozenset[str]


def unescaped(text: str) -> str:
    r"""Return a field of a table in /proc with its blanks, which are written as `\040`."""
    for octal in ("040", "011", "012", "134"):
        text = text.replace(f"\\{octal}", chr(int(octal, 8)))
    return text


def mounts(root: Path) -> list[Mount]:
    """Return what is mounted, as /proc/self/mountinfo below `root` says; nothing without one."""
    try:
        text = (root / "proc/self/mountinfo").read_text("utf-8", "replace")
    except OSError:
        return []
    return [found for line in text.splitlines() if (found := _mount(line.split())) is not None]


def _mount(fields: list[str]) -> Mount | None:
    if _SEPARATOR not in fields[_FIRST_OPTIONAL:]:
        return None
    end = fields.index(_SEPARATOR, _FIRST_OPTIONAL)
    if len(fields) < end + 4:
        return None
    options = frozenset((*fields[5].split(","), *fields[end + 3].split(",")))
    point, source = unescaped(fields[4]), unescaped(fields[end + 2])
    return Mount(point, fields[end + 1], source, fields[2], options)


def mount_of(path: str, root: Path) -> Mount | None:
    """Return the file system that an absolute path is on, or None where nobody can tell."""
    found = [one for one in mounts(root) if _is_below(path, one.point)]
    # Of two at one place the later lies above.
    return max(reversed(found), key=lambda one: len(one.point), default=None)


def _is_below(path: str, point: str) -> bool:
    return path == point or path.startswith(f"{point.rstrip('/')}/")


def file_kept(path: str, root: Path, depth: int = 0) -> Kept:
    """Return what a file is kept on: its file system's device tells."""
    mount = mount_of(path, root)
    if mount is None or depth > _DEEPEST:
        return Kept.UNKNOWN
    if mount.kind in {"tmpfs", "ramfs"}:
        return Kept.RAM
    if mount.source.startswith("/dev/"):
        return device_kept(mount.source, root, depth + 1)
    return _block_kept(root / "sys/dev/block" / mount.device, root, depth + 1)


def device_kept(node: str, root: Path, depth: int = 0) -> Kept:
    """Return what is behind a block device such as /dev/dm-1 or /dev/mapper/swap."""
    path = root / node.lstrip("/")
    with suppress(OSError):
        if path.is_symlink():
            path = path.readlink()
    return _block_kept(root / "sys/class/block" / path.name, root, depth)


def _block_kept(block: Path, root: Path, depth: int) -> Kept:
    if depth > _DEEPEST or not block.is_dir():
        return Kept.UNKNOWN
    if (block / "disksize").exists():  # zram alone has one
        backing = _text(block / "backing_dev")
        return Kept.RAM if backing in {"", "none"} else device_kept(backing, root, depth + 1)
    if (backing := _text(block / "loop/backing_file")) != "":
        return file_kept(backing, root, depth + 1)
    if _text(block / "dm/uuid").startswith("CRYPT-"):
        return Kept.ENCRYPTED
    below = _below(block)
    parts = (_block_kept(root / "sys/class/block" / name, root, depth + 1) for name in below)
    return worst(parts) if below else Kept.PLAIN


def _below(block: Path) -> list[str]:
    with suppress(OSError):
        return sorted(path.name for path in (block / "slaves").iterdir())
    return []


def _text(path: Path) -> str:
    with suppress(OSError):
        return path.read_text("utf-8", "replace").strip()
    return ""
