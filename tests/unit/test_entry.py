"""What the entry point does before anything else."""

import subprocess
import sys

_ASK = """
import ctypes, resource, sys
import station.cli
import station.__main__ as entry
station.cli.main = lambda **_: print(
    resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)
)
sys.argv = ["station", "doctor"]
entry.main()
"""


def test_the_station_leaves_no_core_dump_in_a_file_or_to_a_program() -> None:
    # A program that takes dumps, as Ubuntu's, isn't stopped by the limit: PIN and keys are here.
    done = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True)
    assert done.stdout == "(0, 0) 0\n"
