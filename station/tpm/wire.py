"""The bytes to and from one TPM: checked, asked again while it is busy, and accounted for.

What a command loaded is read off the answers (TPM 2.0 Library part 3), so that it can be flushed
by bare commands even where the software stack above is out of step after a lost answer.
"""

import time
from collections.abc import Callable, Set
from threading import Event
from typing import Final

from station.errors import StationError
from station.model.tpm_times import BUSY, answer_s
from station.tpm.terms import Hierarchy, RefusalError, TpmState

_HEADER: Final = 10
_LARGEST: Final = 4096
_NO_SESSIONS: Final = 0x8001

_CC_FLUSH_CONTEXT: Final = 0x165
_CC_GET_CAPABILITY: Final = 0x17A
_CAP_HANDLES: Final = 1
_CAP_TPM_PROPERTIES: Final = 6
# TPM_PT_PERMANENT and TPM_PT_STARTUP_CLEAR, which is the next; part 2, 6.13, 8.6, 8.7.
_PT_PERMANENT: Final = 0x200
_AUTH_SET: Final = {Hierarchy.OWNER: 1 << 0, Hierarchy.ENDORSEMENT: 1 << 1}
_IN_LOCKOUT: Final = 1 << 9
_ENABLED: Final = {Hierarchy.OWNER: 1 << 1, Hierarchy.ENDORSEMENT: 1 << 2}
# CreatePrimary, Load, StartAuthSession: what Station uses that leaves something in the TPM. Their
# answers begin with the new handle.
_LOADING: Final = frozenset({0x131, 0x157, 0x176})
_TRANSIENT: Final = 0x80000000
_LOADED_SESSIONS: Final = 0x02000000
# More than any TPM has room for.
_MOST_LOADED: Final = 64

# Part 2, table 16: OBJECT_MEMORY, SESSION_MEMORY, MEMORY, SESSION_HANDLES, OBJECT_HANDLES.
_CROWDED: Final = frozenset({0x902, 0x903, 0x904, 0x905, 0x906})
_FIRST_PAUSE_S: Final = 0.02
_LONGEST_PAUSE_S: Final = 0.5


def status(response: bytes) -> int:
    """Return the response code (TPM_RC) of a whole response."""
    return int.from_bytes(response[6:_HEADER], "big")


def _properties(response: bytes) -> dict[int, int]:
    """Return the tagged properties (TPML_TAGGED_TPM_PROPERTY) in an answer."""
    count = int.from_bytes(response[15:19], "big")
    if len(response) != 19 + 8 * count:
        raise StationError("LNK-004", f"a list of {count} properties in {len(response)} bytes")
    numbers = [int.from_bytes(response[i : i + 4], "big") for i in range(19, len(response), 4)]
    return dict(zip(numbers[::2], numbers[1::2], strict=True))


def _code(command: bytes) -> int:
    return int.from_bytes(command[6:_HEADER], "big")


def _command(code: int, *numbers: int) -> bytes:
    body = b"".join(number.to_bytes(4, "big") for number in (code, *numbers))
    return _NO_SESSIONS.to_bytes(2, "big") + (len(body) + 6).to_bytes(4, "big") + body


class Wire:
    """One TPM at the other end of `transact`.

    Args:
        transact: carries one whole command there and its whole response back.
        busy_s: how long the TPM may answer that it is busy, seconds; None for what the command
            may take.
        cancel: ends a wait when set.

    Attributes:
        failure: what `exchange` raised last; the stack above hides it.
        response: the last response, whole.
        loaded: handles of what was loaded and not yet flushed.
    """

    def __init__(
        self, transact: Callable[[bytes], bytes], *, busy_s: float | None, cancel: Event
    ) -> None:
        self.failure: BaseException | None = None
        self.response = b""
        self.loaded: set[int] = set()
        self._transact = transact
        self._busy_s = busy_s
        self._cancel = cancel
        self._answer_lost = False

    def exchange(self, command: bytes) -> bytes:
        """Return the TPM's response to `command`, asked again for as long as it is busy.

        Raises:
            StationError: TPM-014 where it stays busy, LNK-004 where the response is none, LIN-003
                where cancelled while waiting.
            Exception: whatever `transact` raises.
        """
        response = self._asked(command)
        if status(response) in _CROWDED:
            # A run that was cut short, by a power cut of the station say, can leave objects
            # behind; without this the unit would stay refused until it is reset.
            self._flush(self._listed() - self.loaded)
            response = self._asked(command)
        if _code(command) in _LOADING and not status(response):
            self.loaded.add(int.from_bytes(response[_HEADER : _HEADER + 4], "big"))
        self.response = response
        return response

    def flush(self, kept: Set[int]) -> None:
        """Flush whatever was loaded, but for the handles in `kept`.

        Where an answer was lost, the TPM is asked what it holds. A TPM that refuses to flush a
        handle doesn't hold it any more.

        Raises:
            StationError: LNK-004.
            Exception: whatever `transact` raises.
        """
        self._flush((self._listed() if self._answer_lost else self.loaded) - kept)
        self._answer_lost = False

    def ended(self, handle: int) -> None:
        """Take note that the TPM has flushed `handle` by itself."""
        self.loaded.discard(handle)

    def state(self) -> TpmState:
        """Ask the TPM how it is.

        One TPM2_GetCapability, TPM_CAP_TPM_PROPERTIES. What the TPM doesn't tell, as it does in
        failure mode, is taken for right: the next command will show.

        Raises:
            StationError: TPM-022 where it was not started, TPM-021 in failure mode, LNK-004.
            Exception: whatever `transact` raises.
        """
        command = _command(_CC_GET_CAPABILITY, _CAP_TPM_PROPERTIES, _PT_PERMANENT, 2)
        response = self._asked(command)
        if status(response):
            raise RefusalError(status(response), "asking how the TPM is")
        told = _properties(response)
        if not told.keys() >= {_PT_PERMANENT, _PT_PERMANENT + 1}:
            # Failure mode: one property at most, under the number asked for, of another meaning.
            return TpmState(frozenset(), frozenset(), locked_out=False)
        permanent, startup = told[_PT_PERMANENT], told[_PT_PERMANENT + 1]
        return TpmState(
            protected=frozenset(h for h, bit in _AUTH_SET.items() if permanent & bit),
            closed=frozenset(h for h, bit in _ENABLED.items() if not startup & bit),
            locked_out=bool(permanent & _IN_LOCKOUT),
        )

    def handles(self, first: int, count: int) -> list[int]:
        """Return up to `count` handles that exist from `first` upwards, of its kind.

        TPM2_GetCapability, TPM_CAP_HANDLES; a TPM that refuses has none to show.

        Raises:
            StationError: LNK-004.
            Exception: whatever `transact` raises.
        """
        response = self._asked(_command(_CC_GET_CAPABILITY, _CAP_HANDLES, first, count))
        if status(response):
            return []
        held = int.from_bytes(response[15:19], "big")
        if held > count or len(response) != 19 + 4 * held:
            raise StationError("LNK-004", f"a list of {held} handles in {len(response)} bytes")
        return [int.from_bytes(response[i : i + 4], "big") for i in range(19, len(response), 4)]

    def _listed(self) -> set[int]:
        return {
            *self.handles(_TRANSIENT, _MOST_LOADED),
            *self.handles(_LOADED_SESSIONS, _MOST_LOADED),
        }

    def _flush(self, handles: Set[int]) -> None:
        for handle in sorted(handles):
            self._asked(_command(_CC_FLUSH_CONTEXT, handle))
            self.loaded.discard(handle)

    def _asked(self, command: bytes) -> bytes:
        patience = answer_s(command) if self._busy_s is None else self._busy_s
        deadline = time.monotonic() + patience
        pause = _FIRST_PAUSE_S
        while status(response := self._sent(command)) in BUSY:
            if time.monotonic() + pause > deadline:
                raise StationError("TPM-014", f"{status(response):#05x} for {patience:g} s")
            if self._cancel.wait(pause):
                raise StationError("LIN-003")
            pause = min(2 * pause, _LONGEST_PAUSE_S)
        return response

    def _sent(self, command: bytes) -> bytes:
        lost_before = self._answer_lost
        self._answer_lost = lost_before or _code(command) in _LOADING
        response = self._transact(command)
        if not _HEADER <= len(response) <= _LARGEST:
            raise StationError("LNK-004", f"a TPM response of {len(response)} bytes")
        if int.from_bytes(response[2:6], "big") != len(response):
            raise StationError("LNK-004", "a TPM response that misstates its size")
        self._answer_lost = lost_before
        return response
