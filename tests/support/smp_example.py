"""Runs the example for firmware engineers as the program that it is, with a port of its own."""

import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.folders import resource

EXAMPLE = resource("examples/smp_unit.py")


@contextmanager
def example(folder: Path, *options: str) -> Iterator[Path]:
    """Run the example with a port of its own, and yield the link to it."""
    port, state = folder / "port", folder / "state"
    own = ("--pty", str(port), "--serial", "A1-000042", "--state", str(state))
    command = [sys.executable, str(EXAMPLE), *own, *options]
    with subprocess.Popen(command) as process:
        try:
            while not port.is_symlink():
                assert process.poll() is None, "the example ended"
                select.select([], [], [], 0.01)
            yield port
        finally:
            process.kill()
            process.wait(10)
            port.unlink(missing_ok=True)
