"""A stack light or a controller that is told states, and asked for a switch, by text commands."""

from collections.abc import Mapping
from contextlib import ExitStack
from threading import Event
from types import TracebackType
from typing import Final, Self

from station.errors import StationError
from station.links.commands_exchange import Exchanger, Waits
from station.links.ports import open_port
from station.model.command_template import Value
from station.model.commands import Dialogue

_CONNECT: Final = "connect"
_OTHERWISE: Final = "LNK-030"


class SignalLink:
    """An open way to such a device; a context manager. It belongs to one thread.

    Args:
        port: its stable name, as for `open_port`.
        baud: bits a second.
        answer_s: how long an answer may take, seconds.
        commands: what is sent and waited for, by the names of its lists.
        cancel: looked at by every wait.

    Raises:
        StationError: as `open_port`; as `Exchanger.run`.
    """

    def __init__(
        self, port: str, baud: int, answer_s: float, commands: Dialogue, cancel: Event
    ) -> None:
        with ExitStack() as opening:
            line = opening.enter_context(open_port(port, baud, cancel, flow=commands.flow))
            self._exchanger = Exchanger(line, commands, answer_s, None)
            self._commands = commands
            if commands.exchanges(_CONNECT):
                first = Waits(first_s=answer_s)
                self._exchanger.keep(self._exchanger.run(_CONNECT, {}, first))
            self._opened = opening.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()

    def show(self, name: str, given: Mapping[str, Value]) -> None:
        """Tell it what the list of that name says; nothing where the list is empty.

        Raises:
            StationError: as `Exchanger.run`.
        """
        if self._commands.exchanges(name):
            self._exchanger.run(name, given)

    def holds(self, name: str, given: Mapping[str, Value]) -> bool:
        """Return whether it answers as the list of that name wants it.

        Raises:
            StationError: as `Exchanger.run`, but for LNK-030: that it answers something else.
        """
        try:
            self._exchanger.run(name, given)
        except StationError as error:
            if error.code != _OTHERWISE:
                raise
            return False
        return True
