"""What no command is to wait for that doesn't use it."""

import subprocess
import sys

HEAVY = (
    *("uvicorn", "starlette.applications", "OpenSSL", "jsonschema"),
    *("httpx", "tlslite", "requests", "msal"),
)


def test_commands_load_no_server_and_no_client_before_they_serve_or_send() -> None:
    script = (
        "import sys, station.cli.demo, station.cli.practice_service, station.cli.services;"
        f"print([one for one in {HEAVY!r} if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"
