"""A CUPS of one's own: the real daemon in a folder, with raw queues to printers at sockets."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_PATIENCE_S = 30.0
_FILES = """\
ServerRoot {0}/root
RequestRoot {0}/spool
CacheDir {0}/cache
StateDir {0}/state
TempDir {0}/tmp
ErrorLog {0}/error_log
AccessLog {0}/access_log
PageLog {0}/page_log
SystemGroup root
User lp
Group lp
"""
_DAEMON = """\
Listen {0}/socket
Browsing No
<Location />
Order allow,deny
</Location>
<Location /admin>
Order allow,deny
</Location>
<Policy default>
<Limit All>
Order allow,deny
</Limit>
</Policy>
"""


@dataclass(frozen=True)
class Cups:
    """A running CUPS.

    Attributes:
        server: where it listens, as `CUPS_SERVER` has it.
    """

    server: str

    def add_queue(self, name: str, port: int) -> None:
        """Make a raw queue to a printer at a port of this computer."""
        device = f"socket://127.0.0.1:{port}"
        self._told("lpadmin", "-p", name, "-v", device, "-m", "raw", "-E")

    def stop_queue(self, name: str) -> None:
        """Have a queue keep what it is given."""
        self._told("cupsdisable", name)

    def refuse(self, name: str) -> None:
        """Have a queue take nothing."""
        self._told("cupsreject", name)

    def _told(self, program: str, *arguments: str) -> None:
        path = shutil.which(program, path="/usr/sbin:/usr/bin:/sbin:/bin")
        assert path is not None
        environment = {"CUPS_SERVER": self.server, "PATH": "/usr/bin:/bin"}
        subprocess.run(
            [path, *arguments],
            check=True,
            env=environment,
            capture_output=True,
            timeout=_PATIENCE_S,
        )


@contextmanager
def running_cups() -> Iterator[Cups]:
    """Run CUPS until the block's end; its socket's path must be short."""
    with tempfile.TemporaryDirectory(prefix="cups-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        for part in ("root", "spool", "cache", "state", "tmp"):
            (folder / part).mkdir()
        files, daemon = folder / "root/cups-files.conf", folder / "root/cupsd.conf"
        files.write_text(_FILES.format(folder))
        daemon.write_text(_DAEMON.format(folder))
        cupsd = ["/usr/sbin/cupsd", "-f", "-c", str(daemon), "-s", str(files)]
        with subprocess.Popen(
            cupsd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as server:
            try:
                _await_socket(folder / "socket")
                yield Cups(str(folder / "socket"))
            finally:
                server.terminate()


def _await_socket(path: Path) -> None:
    until = time.monotonic() + _PATIENCE_S
    while not path.exists():
        assert time.monotonic() < until, "CUPS doesn't start"
        time.sleep(0.02)
