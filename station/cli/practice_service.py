"""station practice service: a provisioning service that stands until it is told to go."""

import argparse
import ipaddress
import math
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    cancelled_by_signals,
    data_of,
    none_or_more,
)
from station.errors import StationError
from station.folders import Data
from station.operations.practice_service import (
    FAULTS,
    ID_SCOPE,
    LISTEN,
    MQTT_PORT,
    PORT,
    ServiceSettings,
    StandingService,
    authority_in,
    host_of,
    local_name,
    more_names,
)

_PORTS: Final = 65_536
_MOST: Final = 1_000_000_000
_USUAL: Final = ServiceSettings()
_SUMMARY: Final = (
    "keep a provisioning service standing, with all that it knows in the data folder; devices and "
    "tools use it as the real one; Ctrl-C ends it"
)
_Given = TypeVar("_Given")


def add(commands: Commands) -> None:
    """Add the command to those of practice."""
    parser = add_command(commands, "service", _serve, _SUMMARY)
    _add_place(parser)
    _add_behaviour(parser)
    _add_faults(parser)


def _add_place(parser: ArgumentParser) -> None:
    place = parser.add_argument_group("where it is")
    place.add_argument(
        "--port", metavar="N", type=_port, default=PORT, help=f"HTTPS (default {PORT}; 0: any free)"
    )
    mqtt = place.add_mutually_exclusive_group()
    mqtt.add_argument(
        "--mqtt-port",
        metavar="N",
        type=_port,
        default=MQTT_PORT,
        help=f"MQTT over TLS (default {MQTT_PORT}, which most devices know alone; 0: any free)",
    )
    mqtt.add_argument("--no-mqtt", action="store_true", help="HTTPS alone")
    place.add_argument(
        "--listen",
        metavar="ADDRESS",
        type=_address,
        default=LISTEN,
        help=f"at which address of this computer (default {LISTEN}: for this computer alone; "
        "0.0.0.0 lets the bench's network in)",
    )
    place.add_argument(
        "--host",
        metavar="NAME",
        type=_host,
        action="append",
        default=[],
        help="a name or address that clients connect to, for its certificate; the first is the one "
        "in the connection string (default localhost); this computer's own are in it anyway",
    )
    place.add_argument(
        "--no-request-log",
        action="store_true",
        help="don't write a line of each request into the file requests.log in its folder",
    )


def _add_behaviour(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("how it behaves")
    for option, metavar, default, what in (
        ("--operations-per-minute", "N", _USUAL.a_minute, "operations it takes; 0: any number"),
        (
            *("--registrations-per-minute", "N", _USUAL.registrations_a_minute),
            "registrations it takes; 0: any number, and polling as often as wanted",
        ),
        ("--bulk-cost", "N", _USUAL.bulk_cost, "how many operations a bulk call counts"),
        ("--assigning", "SECONDS", 0, "how long a registration takes"),
        ("--latency", "MS", 0, "how long each answer over HTTPS takes at least, milliseconds"),
    ):
        told = f"{what} (default {default:,})"
        group.add_argument(option, metavar=metavar, type=_number, default=default, help=told)
    group.add_argument(
        "--no-bulk-successes",
        action="store_true",
        help="a bulk answer's list of errors doesn't hold what went well, too",
    )
    group.add_argument(
        "--no-retry-after",
        action="store_true",
        help="a refusal for too many requests doesn't say when to ask again",
    )
    group.add_argument(
        "--hub",
        metavar="NAME",
        action="append",
        default=[],
        help=f"an IoT hub to assign devices to; may be given again (default {_USUAL.hubs[0]})",
    )
    group.add_argument(
        "--ca",
        metavar="NAME=FILE",
        type=_authority,
        action="append",
        default=[],
        help="a CA's certificate, PEM or DER, that groups may refer to by this name; may be given "
        "again",
    )


def _add_faults(parser: ArgumentParser) -> None:
    parser.add_argument_group("what goes wrong").add_argument(
        "--fault",
        metavar="KIND=SHARE",
        type=_fault,
        action="append",
        default=[],
        help="this share of all requests over HTTPS goes wrong, as error=0.1; may be given again. "
        f"KIND is {', '.join(FAULTS)}",
    )


def _number(text: str) -> int:
    """Return a number that an option may have; for argparse."""
    number = none_or_more(text)
    if number > _MOST:
        raise argparse.ArgumentTypeError(f"{text} is more than {_MOST:,}")
    return number


def _port(text: str) -> int:
    """Return a port's number; for argparse."""
    if (port := none_or_more(text)) >= _PORTS:
        raise argparse.ArgumentTypeError(f"{text} is not a port: they end at {_PORTS - 1}")
    return port


def _address(text: str) -> str:
    """Return an IPv4 address; for argparse."""
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not an IPv4 address") from error


def _host(text: str) -> str:
    """Return a name for the service; for argparse."""
    try:
        return local_name(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _fault(text: str) -> tuple[str, float]:
    """Return a kind of fault and how often it comes; for argparse."""
    kind, _, given = text.partition("=")
    if kind not in FAULTS:
        raise argparse.ArgumentTypeError(f"{text}: the kinds are {', '.join(FAULTS)}")
    try:
        share = float(given)
    except ValueError:
        share = math.nan
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text}: a share is from 0 to 1, as {kind}=0.1")
    return kind, share


def _authority(text: str) -> tuple[str, bytes]:
    """Return a CA's name and its certificate, DER; for argparse."""
    name, _, path = text.partition("=")
    if not name or not path:
        raise argparse.ArgumentTypeError(f"{text}: it is NAME=FILE")
    try:
        return name, authority_in(Path(path).read_bytes())
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text}: {error.strerror}") from error
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from error


def _once(option: str, given: Sequence[tuple[str, _Given]]) -> dict[str, _Given]:
    """Return what was given by name.

    Raises:
        StationError: CFG-004 where a name was given twice.
    """
    found = dict(given)
    if len(found) < len(given):
        raise StationError("CFG-004", why=f"{option} gives the same name twice")
    return found


def settings_of(arguments: Namespace) -> ServiceSettings:
    """Return what the arguments ask for.

    Raises:
        StationError: CFG-004 where they contradict one another.
    """
    shares = _once("--fault", arguments.fault)
    if sum(shares.values()) > 1:
        raise StationError("CFG-004", why="the shares of all --fault together are more than 1")
    return ServiceSettings(
        host=host_of(arguments.host, arguments.listen),
        port=arguments.port,
        mqtt_port=None if arguments.no_mqtt else arguments.mqtt_port,
        listen=arguments.listen,
        names=more_names(arguments.host, arguments.listen),
        scope=ID_SCOPE,
        hubs=tuple(arguments.hub) or _USUAL.hubs,
        a_minute=arguments.operations_per_minute,
        registrations_a_minute=arguments.registrations_per_minute,
        bulk_cost=arguments.bulk_cost,
        tells_successes=not arguments.no_bulk_successes,
        says_when=not arguments.no_retry_after,
        assigning_s=arguments.assigning,
        latency_s=arguments.latency / 1_000,
        faults={FAULTS[kind]: share for kind, share in shares.items() if share},
        authorities=_once("--ca", arguments.ca),
        logs_requests=not arguments.no_request_log,
    )


def _serve(arguments: Namespace, console: Console) -> int:
    settings = settings_of(arguments)
    data = Data.made(data_of(arguments).root)
    with cancelled_by_signals(console) as cancel:
        console.say("Starting the practice service ...")
        with StandingService(data, settings) as standing:
            if not cancel.is_set():
                _tell(standing, console)
                cancel.wait()
    console.say("The practice service has ended; the same command brings it back as it was.")
    return ALL_WELL


def _tell(standing: StandingService, console: Console) -> None:
    service = standing.service
    names = ", ".join(standing.names)
    console.say(f"Ready at https://{service.address}")
    if service.mqtt_port:
        console.say(f"  MQTT over TLS        {service.settings.host}:{service.mqtt_port}")
    console.say(f"  its names            {names}")
    console.say(f"  ID scope             {service.settings.scope}")
    console.say(f"  CA certificate       {standing.ca}")
    console.say(f"  connection string    {standing.connection_string}")
    if standing.request_log is not None:
        console.say(f"  log of requests      {standing.request_log}")
    console.say(f"  it knows             {_known(standing)}")
    if standing.has_new_ca:
        console.prose("Its CA's certificate is a new one: give it to devices and tools once more.")
    console.prose(
        "Devices and tools have to trust that CA certificate. The connection string lets a tool do "
        "everything, so only you can read its file: hand the file on, don't show it. The help page "
        "practice-service.md says how to connect. Ctrl-C ends it."
    )
    console.answer(
        {
            "data": str(standing.folder.parent),
            "address": service.address,
            "port": service.port,
            "mqtt_port": service.mqtt_port or None,
            "listen": service.settings.listen,
            "names": list(standing.names),
            "id_scope": service.settings.scope,
            "ca": str(standing.ca),
            "has_new_ca": standing.has_new_ca,
            "connection_string_file": str(standing.connection_string),
            "request_log": None if standing.request_log is None else str(standing.request_log),
            "enrollments": standing.enrollments,
            "groups": standing.groups,
        }
    )


def _known(standing: StandingService) -> str:
    if not standing.enrollments and not standing.groups:
        return "nothing yet"
    return f"{_counted(standing.enrollments, 'enrollment')}, {_counted(standing.groups, 'group')}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
