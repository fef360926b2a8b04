"""The table `[link.console]` of a profile: a unit that is a Linux shell on a serial console."""

from typing import Annotated, Final

from pydantic import Field, model_validator

from station.model.strict import Strict, misplaced

LOGIN_PATTERN: Final = r"^[!-~]+$"
TYPED_PATTERN: Final = r"^[ -~]+$"  # what a line of a terminal may hold
NODE_PATTERN: Final = r"^~?(?:/[A-Za-z0-9._-]+)+$"  # a shell takes it as it stands

ShellCommand = Annotated[str, Field(pattern=TYPED_PATTERN, min_length=1, max_length=500)]


class ConsoleSettings(Strict):
    """How to log in to a unit that is a Linux shell on a serial console, and what to type there.

    Commands are run by the unit's own shell as they stand here, with nothing on their input.

    Attributes:
        user: whom to log in as.
        password: a practice unit's, known to all; a real one comes sealed with the order. Either
            is sent only to a port of this machine, and stands in no message.
        serial: the command that prints the unit's serial number; None for where a Linux has it.
        model: the command that prints the product's name; None for where a Linux has it.
        firmware: the command that prints the firmware's version; None for where a Linux has it.
        tpm_node: the TPM's device node there; None for the usual ones.
        tpm_send: the program that gives its input to the TPM as one raw command and prints the raw
            response, with its arguments; None for the node, and `tpm2_send` where there is none.
        restart: the command that restarts the unit.
    """

    user: Annotated[str, Field(pattern=LOGIN_PATTERN, max_length=64)]
    password: Annotated[
        str | None, Field(pattern=TYPED_PATTERN, max_length=128, repr=False, exclude=True)
    ] = None
    serial: ShellCommand | None = None
    model: ShellCommand | None = None
    firmware: ShellCommand | None = None
    tpm_node: Annotated[str, Field(pattern=NODE_PATTERN, max_length=200)] | None = None
    tpm_send: ShellCommand | None = None
    restart: ShellCommand = "sync; reboot"

    @model_validator(mode="after")
    def _one_way_to_the_tpm(self) -> "ConsoleSettings":
        if self.tpm_node and self.tpm_send:
            raise misplaced(("tpm_send",), "it has no meaning beside tpm_node")
        return self
