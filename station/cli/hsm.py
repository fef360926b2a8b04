"""station hsm: the tokens that keep keys."""

from station.cli import hsm_ceremony
from station.cli.options import Commands, add_group


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "hsm", "the tokens that keep keys")
    hsm_ceremony.add_to(group)
