"""How long a TPM may take over a command, and how it says to wait: for links and sessions alike."""

from typing import Final

# TPM 2.0 Library part 2, table 16: NV_RATE, RETRY, NV_UNAVAILABLE, YIELDED, TESTING. It did nothing
# yet, and is to be given the command again.
BUSY: Final = frozenset({0x920, 0x922, 0x923, 0x908, 0x90A})

# TPM 2.0 Library part 2, 6.5.2. Times: TCG PC Client Platform TPM Profile, "command duration", is
# short (20 ms) to long (2 s) but for making keys, which it leaves open; a discrete TPM needs half a
# minute and more for an RSA primary, and a firmware TPM on a slow bus seconds for any RSA use.
_MAKES_A_KEY: Final = frozenset({0x131, 0x153, 0x191})  # CreatePrimary, Create, CreateLoaded
_TESTS_ITSELF: Final = frozenset({0x143, 0x142, 0x144})  # SelfTest, IncrementalSelfTest, Startup
_USES_A_KEY: Final = frozenset({0x147, 0x156, 0x157, 0x15D, 0x168, 0x159, 0x155})
_KEY_S: Final = 180.0
_TEST_S: Final = 60.0
_USE_S: Final = 30.0
_OTHER_S: Final = 15.0


def answer_s(command: bytes) -> float:
    """Return within how many seconds any TPM has answered `command`, or said that it is busy.

    Args:
        command: a whole TPM command.
    """
    code = int.from_bytes(command[6:10], "big")
    if code in _MAKES_A_KEY:
        return _KEY_S
    if code in _TESTS_ITSELF:
        return _TEST_S
    return _USE_S if code in _USES_A_KEY else _OTHER_S
