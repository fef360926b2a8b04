"""What an engineer elsewhere needs to see, in one file: findings, versions, logs, the bench.

It holds no key, no PIN, no record and nothing that a device said but what is in the log.
"""

import io
import json
import platform
import ssl
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station import __version__
from station.errors import StationError
from station.folders import Data, put_whole
from station.logs import scrubbed
from station.operations.doctor import told
from station.operations.doctor_finding import Finding
from station.operations.plant import utc_now
from station.records.integrity import SQLITE_VERSION

_PACKAGES: Final = (
    *("cryptography", "python-pkcs11", "tpm2-pytss", "pyserial", "smp"),
    *("sqlite-utils", "pydantic", "httpx", "PySide6-Essentials"),
)
_LOG: Final = "station.log"


def write_bundle(path: Path, data: Data, findings: Sequence[Finding]) -> list[str]:
    """Write findings, versions, logs and the bench file to a new file, a tar archive with gzip.

    Args:
        path: the file; what is there already stays.
        data: the station's folder.
        findings: what the doctor found.

    Returns:
        The names of what is in it.

    Raises:
        StationError: CFG-055 where there is such a file, CFG-003 where it can't be written.
    """
    if path.exists() or path.is_symlink():
        raise StationError("CFG-055", path=str(path))
    parts = dict(_parts(data, findings))
    try:
        put_whole(path, _packed(parts))
        path.chmod(0o600)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(path.parent)) from error
    return list(parts)


def _parts(data: Data, findings: Sequence[Finding]) -> Iterator[tuple[str, bytes]]:
    yield "findings.json", _json(told(findings))
    yield "versions.json", _json(_versions())
    with suppress(OSError):
        yield "bench.toml", data.bench.read_bytes()
    for log in sorted(data.logs.glob(f"{_LOG}*")) if data.logs.is_dir() else ():
        with suppress(OSError):
            yield f"logs/{log.name}", scrubbed(log.read_text("utf-8", "replace")).encode()


def _json(content: Mapping[str, JsonValue]) -> bytes:
    return (json.dumps(content, indent=2) + "\n").encode()


def _versions() -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {
        "station": __version__,
        "made": utc_now().isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": _system(),
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "openssl": ssl.OPENSSL_VERSION,
        "sqlite": SQLITE_VERSION,
    }
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def _system() -> str:
    with suppress(OSError):
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    return ""


def _packed(parts: Mapping[str, bytes]) -> bytes:
    into = io.BytesIO()
    with tarfile.open(fileobj=into, mode="w:gz") as archive:
        for name, content in parts.items():
            info = tarfile.TarInfo(f"station-doctor/{name}")
            info.size, info.mode = len(content), 0o600
            archive.addfile(info, io.BytesIO(content))
    return into.getvalue()
