"""A device on a console that is asked to restart, until its old shell is gone and it has started.

While it starts nothing is typed: a keypress could stop its boot loader.
"""

import time
from typing import Final

from station.errors import StationError
from station.links.console_login import Sight, sight
from station.links.console_marks import cleaned, has_restarted
from station.links.console_shell import LOGIN_PROMPT, ConsoleShell

_QUIET_S: Final = 3.0  # after which a shell that says nothing is asked whether it is there still
_DEAF: Final = 2  # how often it is asked in vain
_HINT_S: Final = 0.3  # that a prompt is one which nothing follows on
_TEXT_MAX: Final = 16_384


class ConsoleRestart:
    """One restart.

    Args:
        shell: a shell that waits for a command.
        command: what restarts the device.
    """

    def __init__(self, shell: ConsoleShell, command: str) -> None:
        self._shell = shell
        self._command = command
        self._text = b""
        self._asked: set[int] = set()
        self._deaf = 0

    def run(self, within_s: float, start_s: float) -> None:
        """Restart the device, and wait until it asks for a login, or its port goes.

        Args:
            within_s: how long the old shell may take to go, seconds.
            start_s: how long the device may take to start, seconds. One that says nothing
                meanwhile counts as started when they are over.

        Raises:
            StationError: LNK-005 where the command fails, or the old shell is still there in the
                end; LNK-003 where the port goes before it was asked; LIN-003.
        """
        self._asked = {self._shell.begin(self._command)}
        try:
            self._await_end(time.monotonic() + within_s)
            self._started(time.monotonic() + start_s)
        except StationError as error:
            # The port of one on USB goes when it restarts, and comes back.
            if error.code != "LNK-003":
                raise

    def _await_end(self, until: float) -> None:
        while not self._gone():
            if time.monotonic() > until:
                raise StationError("LNK-005", "it was asked to restart, and goes on")

    def _gone(self) -> bool:
        """Listen until something is heard or it is quiet; return whether the shell is gone."""
        quiet_at = time.monotonic() + _QUIET_S
        while time.monotonic() < quiet_at:
            data, answers = self._shell.heard(quiet_at - time.monotonic())
            self._text = (self._text + data)[-_TEXT_MAX:]
            if has_restarted(self._text) or LOGIN_PROMPT.search(cleaned(self._text)):
                return True
            for answer in answers:
                if answer.line in self._asked:
                    self._text, self._deaf = b"", 0
                    self._shell.check_begun(answer)
            if data:
                return False
        if self._deaf >= _DEAF:
            return True
        self._deaf += 1
        self._asked.add(self._shell.ask())
        return False

    def _started(self, until: float) -> None:
        last_at = time.monotonic()
        while (now := time.monotonic()) < until:
            data, _ = self._shell.heard(min(_HINT_S, until - now))
            if data:
                self._text = (self._text + data)[-_TEXT_MAX:]
                last_at = now
            elif now - last_at >= _HINT_S and self._asks():
                return

    def _asks(self) -> bool:
        return sight(cleaned(self._text)) in (Sight.LOGIN, Sight.PROMPT)
