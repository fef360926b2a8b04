"""Entry point: a command, or one of the hidden processes that Station starts of itself."""

import resource
import sys


def main() -> int:
    """Run what the arguments name; return the exit status.

    The hidden processes are told apart before anything else is imported: a token's worker must
    start quickly and load no more than it needs.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    hidden = sys.argv[1] if len(sys.argv) == 2 else ""
    if hidden == "hsm-worker":
        from station.hsm.worker import main as run  # noqa: PLC0415 - loads this process's part only
    elif hidden == "practice-unit":
        from station.operations.unit_process import main as run  # noqa: PLC0415 - likewise
    elif hidden == "practice-keeper":
        from station.operations.keeper_process import main as run  # noqa: PLC0415 - likewise
    else:
        from station.cli import main as run  # noqa: PLC0415 - likewise
    return run()


if __name__ == "__main__":
    sys.exit(main())
