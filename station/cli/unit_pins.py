"""station unit pins: the PINs of units' tokens, given to the customer."""

from argparse import Namespace
from pathlib import Path

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    add_pin_option,
    data_of,
    factory_pin,
)
from station.model.rights import Right
from station.operations.plant import open_plant
from station.operations.unit_pins import PinExport, export_pins


def add_to(group: Commands) -> None:
    """Add the command to those of `station unit`."""
    parser = add_command(
        group,
        "pins",
        _pins,
        "the PINs of an order's tokens, encrypted to the customer",
    )
    parser.add_argument("--order", metavar="O", required=True)
    parser.add_argument("--serial", metavar="S", help="one unit alone; default: all that passed")
    parser.add_argument(
        "--to",
        metavar="CERT.pem",
        type=Path,
        required=True,
        help="the customer's certificate, with an RSA key",
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, required=True, help="CMS, DER; a new file"
    )
    add_badge_options(parser, reason=True)
    add_pin_option(parser)


def _pins(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    asked = PinExport(arguments.order, arguments.serial, arguments.to, arguments.out)
    agreement = Agreement(arguments, Right.PINS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        given = export_pins(plant, asked, agreement.given(plant.tools.records))
    console.say(f"The PINs of {given.units} units' tokens: {arguments.out}")
    console.prose(
        f"The holder of the certificate {given.name} alone can open it: SHA-256 "
        f"{given.certificate}. With its key: openssl cms -decrypt -inform DER -inkey KEY -in FILE"
    )
    console.answer(
        {"units": given.units, "out": str(arguments.out), "certificate": given.certificate}
    )
    return ALL_WELL
