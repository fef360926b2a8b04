"""How a practice service is to be: known without its server, which takes its time to load."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from station.practice.service.faults import Fault

if TYPE_CHECKING:
    from station.practice.service.bearer import TokenAuthority

_LOCALHOST: Final = "localhost"


@dataclass(frozen=True)
class ServiceSettings:
    """How a practice service is to be.

    Attributes:
        host: the name by which it is known, in its certificate and in tokens.
        port: where it listens; 0 for any that is free.
        listen: at which of the computer's addresses, IPv4.
        names: what else it goes by, in its certificate.
        scope: its ID scope.
        hubs: the IoT hubs that it assigns devices to.
        a_minute: operations that it takes; 0 for any number.
        registrations_a_minute: the like.
        bulk_cost: how many operations a bulk call counts.
        tells_successes: whether a bulk answer's list of errors holds what went well, too.
        says_when: whether a 429 says when to ask again.
        assigning_s: how long a registration takes, seconds.
        polled_s: when a device is to ask how its registration goes, at the earliest, seconds.
        latency_s: how long each answer takes at least.
        faults: which share of requests goes wrong how.
        authorities: CA certificates that groups may name, DER.
        mqtt_port: where it speaks MQTT, 0 for any that is free; None for nowhere. Most clients know
            8883 alone.
        logs_requests: whether each request is written down, in the file `requests.log`.
        tokens_of: the token authority whose tokens tools may show; None for nobody's.
    """

    host: str = _LOCALHOST
    port: int = 0
    listen: str = "127.0.0.1"
    names: Sequence[str] = ()
    scope: str = "0nePRACTICE"
    hubs: Sequence[str] = ("practice-hub.invalid",)
    a_minute: int = 1_000
    registrations_a_minute: int = 1_000
    bulk_cost: int = 10
    tells_successes: bool = True
    says_when: bool = True
    assigning_s: float = 0.0
    polled_s: int = 1
    latency_s: float = 0.0
    faults: Mapping[Fault, float] = field(default_factory=dict)
    authorities: Mapping[str, bytes] = field(default_factory=dict)
    mqtt_port: int | None = None
    logs_requests: bool = False
    tokens_of: "TokenAuthority | None" = None
