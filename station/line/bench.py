"""The bench: its positions, each with a port and perhaps a slot for the unit's security token."""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import tomli_w
from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from station.errors import StationError
from station.hsm.modules import address_at
from station.hsm.tokens import Module, TokenAddress
from station.hsm.uri import TokenUri, is_uri
from station.line.bench_ports import PortName
from station.line.bench_signals import SignalDevice, Signals
from station.line.bench_wiring import check_wiring
from station.line.toml_files import Problem, TomlFile, raised
from station.links.port_names import same_port
from station.model.profile import Name
from station.model.strict import Strict, misplaced

_LIBRARY: Final = re.compile(r"/[^\x00-\x1f\x7f]+|[A-Za-z0-9._+-]+")
_VARIABLE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
# They would change which code the token's worker runs, not only how the library is set up.
_LOADERS: Final = re.compile(r"(?:LD_|PYTHON|GCONV_PATH|PATH$)", re.IGNORECASE)


def _library(text: str) -> str:
    if is_uri(text):
        try:
            uri = TokenUri.parse(text)
        except StationError as error:
            raise ValueError(str(error.data.get("why", error.message))) from None
        if uri.module_path is None and uri.module_name is None:
            raise ValueError("name the library in the address by module-path or module-name")
        return text
    if not _LIBRARY.fullmatch(text):
        raise ValueError("name the PKCS#11 library by its whole path, or by its bare name")
    return text


def _environment(variables: Mapping[str, str]) -> Mapping[str, str]:
    for name, value in variables.items():
        if not _VARIABLE.fullmatch(name) or "\0" in value:
            raise ValueError(
                "a variable has a name of letters, digits and _, and text as its value"
            )
        if _LOADERS.match(name):
            raise ValueError(f"the variable {name} is refused: it changes which program runs")
    return variables


class TokenSlot(Strict):
    """Where the unit's own token is found while the unit sits at a position.

    Attributes:
        library: the PKCS#11 library's whole path, the name by which the system finds it, or a
            PKCS#11 URI (RFC 7512) that names library and token.
        environment: what that library wants in its environment; never a secret.
    """

    library: Annotated[str, AfterValidator(_library)]
    environment: Annotated[Mapping[str, str], AfterValidator(_environment)] = {}


class ContactLimits(Strict):
    """How often units may be connected at a position until its contacts are renewed.

    Attributes:
        warn: from so many contact cycles on, whoever works there is told; None for never.
        stop: from so many on, nothing is started there; None for never.
    """

    warn: Annotated[int, Field(ge=1, le=100_000_000)] | None = None
    stop: Annotated[int, Field(ge=1, le=100_000_000)] | None = None

    @model_validator(mode="after")
    def _warns_first(self) -> "ContactLimits":
        if self.warn is not None and self.stop is not None and self.warn >= self.stop:
            raise misplaced(("warn",), "it must be less than stop, else nobody is warned in time")
        return self


class Position(Strict):
    """One place where a unit sits.

    Attributes:
        name: unique on the bench, as on the sign above it: `1`, `left`.
        port: a device's path that doesn't change, `usb:VID:PID[:SERIAL]`, or an rfc2217:// or
            socket:// address.
        token: the slot of the unit's own token, or None where the bench has none there.
        signals: its lamps, and its fixture's switch; see resources/help/signals.md.
        contacts: how long its contacts last, where that isn't what the bench says of all.
    """

    name: Name
    port: PortName
    token: TokenSlot | None = None
    signals: Signals = Signals()
    contacts: ContactLimits | None = None
    _of_bench: ContactLimits | None = PrivateAttr(default=None)

    @property
    def contact_limits(self) -> ContactLimits:
        """How long its contacts last: what the bench says of all where it says nothing itself."""
        return self.contacts or self._of_bench or ContactLimits()

    def module(self) -> Module:
        """Return the PKCS#11 module by which this position's token is reached.

        Raises:
            StationError: as `address`.
        """
        return self.address(None).module

    def address(self, label: str | None) -> TokenAddress:
        """Return where this position's token is.

        Args:
            label: the token's, where the product says it; else what the bench says holds.

        Raises:
            StationError: LIN-008 where the position has no slot for a token, CFG-041 where its
                module is named by a name that no installed library has.
        """
        if self.token is None:
            raise StationError("LIN-008", position=self.name)
        return address_at(self.token.library, dict(self.token.environment), label)


class Bench(Strict):
    """All positions of a station.

    Attributes:
        name: what people call the bench.
        position: at least one; no two share a name or a port.
        signals: lamps that show the state of the whole bench.
        device: devices with text commands that show states.
        contacts: how long the contacts of those positions last that say nothing themselves.
    """

    name: Annotated[str, Field(min_length=1, max_length=100)]
    position: Annotated[tuple[Position, ...], Field(min_length=1)]
    signals: Signals = Signals()
    device: tuple[SignalDevice, ...] = ()
    contacts: ContactLimits | None = None

    @model_validator(mode="after")
    def _each_its_own(self) -> "Bench":
        names: dict[str, int] = {}
        ports: dict[str, int] = {}
        for index, position in enumerate(self.position):
            if names.setdefault(position.name, index) != index:
                why = f"there is already a position {position.name}"
                raise misplaced(("position", index, "name"), why)
            other = ports.setdefault(same_port(position.port), index)
            if other != index:
                why = f"the position {self.position[other].name} has this very port"
                raise misplaced(("position", index, "port"), why)
        wired = [(position.name, position.port, position.signals) for position in self.position]
        check_wiring(wired, self.signals, self.device)
        for position in self.position:
            position._of_bench = self.contacts  # noqa: SLF001 - its own; a position is frozen
        return self


def load_bench(path: Path) -> Bench:
    """Return the bench that the file at `path` describes.

    Raises:
        StationError: LIN-006 where there is no file; PRF-001 where it isn't TOML, PRF-002 where a
            key or value is wrong, PRF-005 where it can't be read.
    """
    if not path.exists() and not path.is_symlink():
        raise StationError("LIN-006", f"there is no {path}")
    file = TomlFile.read(path)
    if isinstance(file, Problem):
        raise raised([file])
    bench = file.record(Bench)
    if isinstance(bench, list):
        raise raised(bench)
    return bench


def write_bench(path: Path, bench: Bench) -> None:
    """Write the bench to the file at `path`, whole or not at all.

    Raises:
        StationError: CFG-003 where its folder can't be written.
    """
    text = tomli_w.dumps(bench.model_dump(mode="json", exclude_none=True, exclude_defaults=True))
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".bench-", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(path.parent)) from error
