"""A real Linux gateway on a serial console: kernel, busybox, login, TPM driver; qemu around it.

Its UART is a pty here, its TPM an swtpm that a practice TPM's maker made. By hand:

    python -m tests.support.gateway [--serial A1-42] [NAME=VALUE]...

starts one and says what its port is, until Ctrl+C. NAME and VALUE are as in `Build.told`.
"""

import argparse
import json
import re
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Final, Self

from platformdirs import user_cache_path

from station.practice.children import Children, end, ended
from station.practice.maker import TpmMaker
from station.practice.modules import Programs
from tests.support.gateway_image import BUSYBOX, KERNEL, PASSWORD, fetch, write_disk

KEPT: Final = user_cache_path("station") / "gateway"  # its kernel and busybox, fetched once

_START_S: Final = 20.0
_ABOUT: Final = f"users root, operator and guest, password {PASSWORD!r}"
_MEMORY_MIB: Final = 160
_PTY: Final = re.compile(rb"redirected to (/dev/pts/\d+)")


@dataclass(frozen=True)
class Build:
    """How a gateway is built.

    Attributes:
        serial: what its firmware says is its serial number; none where it is empty, as with many.
        told: what its start is told (`gateway_image`): `console` `login`, `shell` or `nothing`;
            `prompt` `colours`, `title` or `lines`; `noise`, seconds between a kernel's messages;
            `without`, programs that it lacks, by commas; `slow`, seconds that it starts longer, in
            silence; `baud`.
        kernel: further arguments of the kernel.
    """

    serial: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    kernel: str = ""


class Gateway:
    """One gateway, switched off at first; a context manager that switches it off at the end.

    Args:
        folder: its own, there, for its disk, its log and the symlink to its port.
        state: the manufactured state of its TPM.
        kept: where its kernel and busybox are kept, or fetched to.
        build: how it is built.
    """

    def __init__(self, folder: Path, state: Path, kept: Path, build: Build | None = None) -> None:
        if shutil.which("qemu-system-x86_64") is None:
            raise FileNotFoundError("qemu-system-x86_64 is missing: install qemu-system-x86")
        fetch(kept)
        self.port = folder / "port"
        self._folder = folder
        self._state = state
        self._build = build or Build()
        self._kernel = kept / KERNEL
        self._disk = folder / "disk.gz"
        self._children = Children()
        self._running: list[subprocess.Popen[bytes]] = []
        # A socket's path has at most 107 bytes, which a test's own folder may well exceed.
        self._sockets = tempfile.TemporaryDirectory(prefix="gateway-")
        write_disk(self._disk, kept / BUSYBOX)

    @property
    def _control(self) -> str:
        return f"{self._sockets.name}/qmp"

    @property
    def said(self) -> bytes:
        """All that it has said on its console since it was first switched on."""
        return (self._folder / "console").read_bytes()

    def switch_on(self, build: Build | None = None) -> None:
        """Give it power, and return when its port is there: well before anybody answers."""
        self._build = build or self._build
        tpm_socket = f"{self._sockets.name}/tpm"
        tpm = [
            *("swtpm", "socket", "--tpm2", "--tpmstate", f"dir={self._state}"),
            *("--ctrl", f"type=unixio,path={tpm_socket}", "--terminate"),
        ]
        Path(tpm_socket).unlink(missing_ok=True)  # of the last time that it was on
        self._start(tpm, "tpm.log")
        _await(Path(tpm_socket))
        machine = self._start(self._machine(tpm_socket), "qemu.log")
        self.port.unlink(missing_ok=True)
        self.port.symlink_to(_port(machine))

    def switch_off(self) -> None:
        """Take its power away."""
        while self._running:
            process = self._running.pop()
            process.terminate()
            end(process, 5)
        self.port.unlink(missing_ok=True)

    def reset(self) -> None:
        """Press its reset button, so to speak: it starts again, its port stays."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as machine:
            machine.settimeout(_START_S)
            machine.connect(self._control)
            for order in ("qmp_capabilities", "system_reset"):
                machine.sendall(json.dumps({"execute": order}).encode() + b"\n")
                while b'"return"' not in machine.recv(4_096):
                    pass

    def wait(self) -> None:
        """Wait until it switches itself off."""
        while self._running and not ended(self._running[-1], 1.0):
            pass

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.switch_off()
        self._sockets.cleanup()

    def _start(self, command: Sequence[str], log: str) -> "subprocess.Popen[bytes]":
        # Nothing is left over of it, however this process ends.
        bound = ["setpriv", "--pdeathsig", "KILL", *command]
        process = self._children.start(bound, self._folder / log)
        self._running.append(process)
        return process

    def _machine(self, tpm_socket: str) -> list[str]:
        told = "".join(f" gateway.{name}={value}" for name, value in self._build.told.items())
        baud = self._build.told.get("baud", "115200")
        line = f"console=ttyS0,{baud} panic=-1 {self._build.kernel}{told}"
        about = f"type=1,manufacturer=Station,product=Gateway,serial={self._build.serial}"
        # Emulated throughout: the same everywhere, also where the machine is a virtual one.
        return [
            *("qemu-system-x86_64", "-accel", "tcg", "-m", str(_MEMORY_MIB), "-nodefaults"),
            *("-display", "none", "-no-user-config", "-kernel", str(self._kernel)),
            *("-initrd", str(self._disk), "-append", line),
            *(("-smbios", about) if self._build.serial else ()),
            *("-chardev", f"pty,id=line,logfile={self._folder / 'console'},logappend=on"),
            *("-serial", "chardev:line", "-chardev", f"socket,id=tpm,path={tpm_socket}"),
            *("-qmp", f"unix:{self._control},server=on,wait=off"),
            *("-tpmdev", "emulator,id=tpm0,chardev=tpm", "-device", "tpm-tis,tpmdev=tpm0"),
        ]


def _await(socket: Path) -> None:
    until = time.monotonic() + _START_S
    while not socket.exists():
        if time.monotonic() > until:
            raise TimeoutError("swtpm did not start")
        time.sleep(0.02)


def _port(machine: "subprocess.Popen[bytes]") -> str:
    """Return the device path of the machine's serial port, as qemu says it once it is there."""
    assert machine.stdout is not None
    said, until = b"", time.monotonic() + _START_S
    while (left := until - time.monotonic()) > 0:
        if not select.select([machine.stdout], [], [], left)[0]:
            break
        part = machine.stdout.read(4_096)
        said += part
        if found := _PTY.search(said):
            return found[1].decode()
        if not part:
            break
    raise TimeoutError(f"qemu did not start: {said!r}; see qemu.log")


def main() -> int:
    """Run one gateway for people, with a TPM of a maker of its own, until it or they end it."""
    told = argparse.ArgumentParser(description="A real Linux gateway on a serial console.")
    told.add_argument("--serial", default="", help="what its firmware says; nothing if left out")
    told.add_argument("--fetch", action="store_true", help="only fetch what it is made of")
    told.add_argument("told", nargs="*", metavar="NAME=VALUE", help="see Build.told")
    given = told.parse_args()
    if given.fetch:
        fetch(KEPT)
        return 0
    build = Build(given.serial, dict(word.split("=", 1) for word in given.told))
    with tempfile.TemporaryDirectory(prefix="gateway-") as name:
        folder = Path(name)
        (folder / "state").mkdir()
        maker = TpmMaker.at(folder / "maker", Programs.found())
        maker.manufacture(folder / "state", "gateway", Children(), Event())
        with Gateway(folder, folder / "state", KEPT, build) as gateway, suppress(KeyboardInterrupt):
            gateway.switch_on()
            sys.stdout.write(f"port {gateway.port} ({gateway.port.readlink()}), {_ABOUT}\n")
            sys.stdout.write(f"its TPM's maker: {folder / 'maker'}, its words: {folder}/console\n")
            sys.stdout.flush()
            gateway.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
