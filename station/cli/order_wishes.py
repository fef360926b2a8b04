"""What `station order create` is told that the service is to be told of its units."""

from argparse import Namespace

from pydantic import JsonValue

from station.errors import StationError
from station.operations.order_files import twin_of_file


def wishes_of(arguments: Namespace) -> dict[str, JsonValue]:
    """Return the keys of an order that say what the service is told of its units."""
    wishes: dict[str, JsonValue] = {}
    if arguments.enrollment is not None:
        wishes["enrollment"] = arguments.enrollment
    if arguments.allocation is not None:
        hubs: list[JsonValue] = [*arguments.iot_hub]
        wishes["allocation"] = {"policy": arguments.allocation, "iot_hubs": hubs}
    elif arguments.iot_hub:
        raise StationError("CFG-004", why="--iot-hub goes with --allocation")
    if arguments.twin is not None:
        wishes["initial_twin"] = twin_of_file(arguments.twin)
    return wishes
