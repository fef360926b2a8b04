"""The time during which a device's TPM is at Station's disposal."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.tpm.terms import NO_PASSWORDS, Hierarchy, Key, Passwords
from station.tpm.wire import Wire

try:
    from station.tpm import commands
except ImportError as error:
    # It is told when a TPM is opened: without the library, a station still serves other products.
    _missing: ImportError | None = error
else:
    _missing = None

_LOG: Final = logging.getLogger(__name__)


def check_library() -> str:
    """Return which TPM software stack is loaded, or raise TPM-016 where it can't be."""
    _require_library()
    return f"tpm2-pytss {version('tpm2-pytss')}"


def _require_library() -> None:
    if _missing is not None:
        raise StationError("TPM-016", str(_missing)) from _missing


class Tpm:
    """A device's TPM; a context manager that leaves nothing loaded on any way out.

    An exception of `transact` comes out as it is. Then only the way out is left: the software stack
    is out of step, so whatever else is asked may get the same exception again.

    Args:
        transact: carries one TPM command there and its response back, both whole; it has a
            time-out of its own and looks at the cancel event.
        busy_s: how long the TPM may answer that it is busy (TPM_RC_RETRY, YIELDED, TESTING,
            NV_RATE, NV_UNAVAILABLE), seconds; by default as long as the command may take.
        cancel: ends the wait for a busy TPM.
        passwords: of hierarchies that may have one; see `make_ready`.
        keeps: whether anything may stay in it; see `keep`.

    Attributes:
        commands: what the TPM can be asked; see there for what is raised.

    Raises:
        StationError: TPM-016 where the TPM software stack (tpm2_pytss, tss2) can't be loaded.
    """

    def __init__(
        self,
        transact: Callable[[bytes], bytes],
        *,
        busy_s: float | None = None,
        cancel: Event | None = None,
        passwords: Passwords = NO_PASSWORDS,
        keeps: bool = True,
    ) -> None:
        _require_library()
        self._reachable = True
        self._passwords = passwords
        self._keeps = keeps
        self._ready = False
        self._wire = Wire(transact, busy_s=busy_s, cancel=cancel or Event())
        self.commands = commands.Commands(self._wire)

    def make_ready(self) -> None:
        """Ask the TPM once how it is, and take up the passwords that it wants.

        Raises:
            StationError: TPM-020 locked out, TPM-021 in failure mode, TPM-022 not started, TPM-023
                and TPM-024 for a password that it wants and nobody gave, TPM-002 where its
                endorsement hierarchy is switched off; LNK-004.
        """
        if self._ready:
            return
        state = self._wire.state()
        if state.locked_out:
            raise StationError("TPM-020", "inLockout is set")
        if Hierarchy.ENDORSEMENT in state.closed:
            raise StationError("TPM-002", "the endorsement hierarchy is switched off")
        for hierarchy in sorted(state.protected, key=lambda one: one.value):
            password = self._passwords.given.get(hierarchy)
            if password is None:
                code = "TPM-023" if hierarchy is Hierarchy.OWNER else "TPM-024"
                raise StationError(code, f"a password is set for the {hierarchy.value} hierarchy")
            self.commands.use_password(hierarchy, password)
        self._ready = True

    def keep(self, make: Callable[[], tuple[Key, bytes]], handle: int) -> bytes:
        """Have the TPM make a key and keep it at a handle where nothing is.

        Where nothing may stay in it, the key stands there for the time of this session alone.

        Args:
            make: has it made; returns it, loaded, and its TPM2B_PUBLIC.
            handle: where to keep it.

        Returns:
            Its TPM2B_PUBLIC, as the TPM gave it when it made it.
        """
        if not self._keeps:
            key, made = make()
            self.commands.stand_in(key, handle, made)
            return made
        with self.flushing():
            key, made = make()
            self.commands.persist(key, handle)
        return made

    def nv_indices(self, first: int, count: int) -> list[int]:
        """Return up to `count` NV indices that exist from `first` upwards."""
        return self._wire.handles(first, count)

    @contextmanager
    def flushing(self) -> Iterator[None]:
        """Flush, on every way out of the `with` block, what was loaded within.

        Where the block itself fails, that is what comes out, whether or not the TPM can still be
        reached to flush it.
        """
        kept = frozenset(self._wire.loaded)
        try:
            yield
        except BaseException:
            self._flush_after_failure(kept)
            raise
        self._wire.flush(kept)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._wire.flush(frozenset())
            else:
                self._flush_after_failure(frozenset())
        finally:
            self.commands.close()

    def _flush_after_failure(self, kept: frozenset[int]) -> None:
        # What comes out is the first cause. A unit that was pulled out can't be flushed and doesn't
        # need to be; it is tried once, since each try can last as long as the link's time-out.
        if self._reachable:
            self._reachable = False
            with suppress(Exception):
                self._reachable = self._flushed(kept)
        if not self._reachable:
            _LOG.info("the TPM could not be flushed")

    def _flushed(self, kept: frozenset[int]) -> bool:
        """Flush, and return whether it may be tried again."""
        try:
            self._wire.flush(kept)
        except StationError as error:
            # A run that is broken off gets time for it when it ends.
            return error.code == "LIN-003"
        return True
