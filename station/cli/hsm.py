"""station hsm: PKCS#11 modules and their tokens, and the factory's own."""

from station.cli import hsm_ca, hsm_ceremony, hsm_credential, hsm_modules, hsm_second, hsm_software
from station.cli.options import Commands, add_group

# Each adds its own commands to the group.
_PARTS = (
    hsm_modules.add,
    hsm_ca.add,
    hsm_ceremony.add,
    hsm_software.add,
    hsm_credential.add,
    hsm_second.add_drill,
)


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "hsm", "security modules and their tokens")
    for add_part in _PARTS:
        add_part(group)
