"""What a real Linux gateway starts from: a kernel as it is shipped, and a disk of busybox alone.

The kernel is the distribution's for virtual machines, with the drivers of a TPM and of a serial
port built in. Its package and busybox's are fetched and unpacked, never installed: nothing else is
to start from them.
"""

import gzip
import re
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

KERNEL: Final = "vmlinuz"
BUSYBOX: Final = "busybox"
KERNEL_PACKAGES: Final = ("linux-image-cloud-amd64", "linux-image-virtual")  # Debian's, Ubuntu's
PASSWORD: Final = "turn the key"  # of every user there; guards nothing

_FOLDERS: Final = ("bin", "dev", "etc/init.d", "home/operator", "home/guest", "proc", "root", "run")
_MORE_FOLDERS: Final = ("sbin", "sys", "tmp", "usr/bin", "usr/sbin", "var/log")
_FETCH_S: Final = 300.0
_WANTED: Final = re.compile(r"/boot/vmlinuz-[^/]+$|/bin/busybox$")

_INITTAB: Final = """\
::sysinit:/etc/init.d/rcS
ttyS0::respawn:/etc/init.d/console
::ctrlaltdel:/sbin/reboot
::shutdown:/bin/umount -a -r
"""
# It may be told, behind the kernel's own arguments: gateway.NAME=VALUE.
_RC: Final = r"""#!/bin/busybox sh
/bin/busybox --install -s
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts
mount -t devpts devpts /dev/pts
hostname gateway
ifconfig lo up
chown root:tss /dev/tpmrm0 && chmod 660 /dev/tpmrm0
. /etc/told
for program in $(echo "$without" | tr , ' '); do
    rm -f /bin/$program /sbin/$program /usr/bin/$program /usr/sbin/$program
done
sleep $slow
if [ "$noise" ]; then
    (n=0; while sleep $noise; do n=$((n+1)); echo "eth0: link is up ($n)" >/dev/kmsg; done) &
fi
echo 'Welcome to the gateway.'
"""
_TOLD: Final = r"""
baud=115200 console=login noise= prompt= slow=0 without=
for word in $(cat /proc/cmdline); do
    case $word in gateway.*=*) eval "${word#gateway.}" ;; esac
done
"""
_CONSOLE: Final = r"""#!/bin/busybox sh
. /etc/told
case $console in
    login) exec /sbin/getty -L $baud ttyS0 vt100 ;;
    shell) exec /sbin/getty -n -l /etc/init.d/shell -L $baud ttyS0 vt100 ;;
    nothing) exec sleep 1000000 ;;
esac
"""
_SHELL: Final = """#!/bin/busybox sh
cd /root
exec env HOME=/root USER=root /bin/sh -l
"""
_PROFILE: Final = r"""
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
. /etc/told
case $prompt in
    colours) PS1='\[\033[01;32m\]\u@\h\[\033[00m\]:\[\033[01;34m\]\w\[\033[00m\]\$ ' ;;
    title) PS1='\[\033]0;\u@\h: \w\007\]\u@\h:\w\$ ' ;;
    lines) PS1='\n--- $? ---\n\w > ' ;;
esac
"""
_PASSWD: Final = """\
root:x:0:0:root:/root:/bin/sh
operator:x:1000:1000:operator:/home/operator:/bin/sh
guest:x:1001:1001:guest:/home/guest:/bin/sh
"""
_GROUP: Final = """\
root:x:0:
tss:x:59:operator
operator:x:1000:
guest:x:1001:
"""


@dataclass(frozen=True)
class _Entry:
    name: str
    mode: int
    content: bytes = b""
    owner: int = 0
    device: tuple[int, int] = (0, 0)


def fetch(folder: Path) -> None:
    """Bring the kernel and busybox into `folder`, where they aren't there yet.

    Raises:
        FileNotFoundError: where apt doesn't know them: its lists are empty, or it is another's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in ((KERNEL, _kernel_package), (BUSYBOX, lambda: "busybox-static")):
        if not (folder / name).exists():
            with tempfile.TemporaryDirectory(dir=folder) as draft:
                _unpacked(Path(draft), found()).replace(folder / name)


def _kernel_package() -> str:
    """Return the name of the newest kernel's package."""
    for package in KERNEL_PACKAGES:
        about = subprocess.run(["apt-cache", "depends", package], capture_output=True, check=False)
        if found := re.search(rb"Depends: (linux-image-\d\S+)", about.stdout):
            return found[1].decode()
    raise FileNotFoundError(f"apt has none of {KERNEL_PACKAGES}: apt-get update may bring one")


def _unpacked(draft: Path, package: str) -> Path:
    """Download a package, and return the one file of it that is wanted."""
    _run("apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", package, folder=draft)
    [archive] = draft.glob("*.deb")
    _run("dpkg-deb", "-x", str(archive), str(draft / "unpacked"))
    files = [path for path in (draft / "unpacked").rglob("*") if path.is_file()]
    [wanted] = (file for file in files if _WANTED.search(str(file)))
    return wanted


def _run(*command: str, folder: Path | None = None, told: str | None = None) -> str:
    return subprocess.run(
        command,
        cwd=folder,
        input=told,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        timeout=_FETCH_S,
    ).stdout


def write_disk(path: Path, busybox: Path) -> None:
    """Write the gateway's disk, which the kernel unpacks into memory: gzip of a `newc` archive."""
    archive = bytearray()
    for entry in (*_entries(busybox.read_bytes()), _Entry("TRAILER!!!", 0)):
        archive += _packed(entry)
    path.write_bytes(gzip.compress(bytes(archive), 1, mtime=0))


def _entries(busybox: bytes) -> Iterator[_Entry]:
    for name in ("etc", "home", "usr", "var", *_FOLDERS, *_MORE_FOLDERS):
        owner = {"home/operator": 1000, "home/guest": 1001}.get(name, 0)
        mode = 0o1777 if name == "tmp" else 0o755
        yield _Entry(name, stat.S_IFDIR | mode, owner=owner)
    yield _Entry("dev/console", stat.S_IFCHR | 0o600, device=(5, 1))
    yield _Entry("bin/busybox", stat.S_IFREG | 0o4755, busybox)
    yield _Entry("bin/sh", stat.S_IFLNK | 0o777, b"busybox")
    yield _Entry("init", stat.S_IFLNK | 0o777, b"/bin/busybox")
    hashed = _run("openssl", "passwd", "-6", "-stdin", told=PASSWORD + "\n").strip()
    shadow = "".join(f"{user}:{hashed}:20000:0:99999:7:::\n" for user in _users())
    scripts = {"rcS": _RC, "console": _CONSOLE, "shell": _SHELL}
    files = {"inittab": _INITTAB, "told": _TOLD, "profile": _PROFILE, "passwd": _PASSWD}
    for name, text in (files | {"group": _GROUP, "issue": "gateway \\l\n"}).items():
        yield _Entry(f"etc/{name}", stat.S_IFREG | 0o644, text.encode())
    yield _Entry("etc/shadow", stat.S_IFREG | 0o600, shadow.encode())
    for name, text in scripts.items():
        yield _Entry(f"etc/init.d/{name}", stat.S_IFREG | 0o755, text.encode())


def _users() -> list[str]:
    return [line.partition(":")[0] for line in _PASSWD.splitlines()]


def _packed(entry: _Entry) -> bytes:
    """Return one entry as the kernel's initramfs has it (buffer-format.rst, `newc`)."""
    name = entry.name.encode() + b"\0"
    major, minor = entry.device
    numbers = (
        *(0, entry.mode, entry.owner, entry.owner, 1, 0, len(entry.content)),
        *(0, 0, major, minor, len(name), 0),
    )
    head = b"070701" + b"".join(b"%08X" % number for number in numbers) + name
    return _padded(head) + _padded(entry.content)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
