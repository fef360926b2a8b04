"""What a device asks over MQTT, which is in its user name and in the topics of its messages.

The forms are of Azure's "Communicate with DPS using the MQTT protocol".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from station.practice.service.device_side import VERSIONS
from station.practice.service.enrollments import check_name
from station.practice.service.mqtt_packets import Connect, Refusal
from station.practice.service.problems import Refused
from station.practice.service.sas import Token

ANSWERS: Final = "$dps/registrations/res/#"
"""The filter of topics by which a device is answered; there is nothing else to subscribe to."""
_REGISTER: Final = "$dps/registrations/PUT/iotdps-register/?"
_OPERATION: Final = "$dps/registrations/GET/iotdps-get-operationstatus/?"
# So that an answer's topic can always be made of it.
_RID_MOST: Final = 1_024


@dataclass(frozen=True)
class Caller:
    """A device that is connected; whether it is the one is asked when it registers.

    Attributes:
        name: its registration ID, to the letter.
        version: the interface's, as it asks for it.
        token: its shared access signature; empty without one.
    """

    name: str
    version: str
    token: str = field(default="", repr=False)


@dataclass(frozen=True)
class Request:
    """What a message asks.

    Attributes:
        rid: by which the device knows the answer, as it came.
        operation: which registration's end is asked for; None to register.
    """

    rid: str
    operation: str | None = None

    @property
    def words(self) -> tuple[str, str]:
        """What it asks, as over HTTPS: the method, and what stands last in the path."""
        if self.operation is None:
            return "PUT", "register"
        return "GET", f"operations/{self.operation}"

    def answer_topic(self, status: int, retry_after: str = "") -> str:
        """Return the topic of the answer.

        Args:
            status: as over HTTPS.
            retry_after: seconds until the device may ask again, where it is told.
        """
        after = f"&retry-after={retry_after}" if retry_after else ""
        return f"$dps/registrations/res/{status}/?$rid={self.rid}{after}"


def request_of(topic: str) -> Request | None:
    """Return what a message's topic asks; None where it is no topic of the service."""
    for start in (_REGISTER, _OPERATION):
        if not topic.startswith(start):
            continue
        said = _parts(topic[len(start) :])
        rid = said.get("$rid", "")
        if not 0 < len(rid) <= _RID_MOST:
            return None
        operation = unquote(said.get("operationId", "")) if start == _OPERATION else None
        return Request(rid, operation)
    return None


def caller(connect: Connect, scope: str, *, showed: bool) -> Caller | Refusal:
    """Return who connects, or why it can't.

    As with the service itself, a signature that isn't the device's own may connect, and is refused
    when it registers.

    Args:
        connect: the client's first packet.
        scope: the service's ID scope.
        showed: whether it showed a certificate.
    """
    parts = (connect.user or "").split("/", 3)
    if len(parts) != 4 or parts[1] != "registrations":
        return Refusal.MALFORMED
    version = _parts(parts[3]).get("api-version", "")
    if version not in VERSIONS:
        return Refusal.MALFORMED
    if connect.client != parts[2] or not _can_be_name(connect.client):
        return Refusal.CLIENT
    if parts[0] != scope:
        return Refusal.NOT_AUTHORIZED
    return _with_token(connect, version, showed=showed)


def _with_token(connect: Connect, version: str, *, showed: bool) -> Caller | Refusal:
    if not connect.password:
        return Caller(connect.client, version) if showed else Refusal.NOT_AUTHORIZED
    try:
        token = connect.password.decode()
        Token.parse(token)
    except (UnicodeDecodeError, Refused):
        return Refusal.MALFORMED
    return Caller(connect.client, version, token)


def _can_be_name(text: str) -> bool:
    try:
        check_name(text)
    except Refused:
        return False
    return True


def _parts(query: str) -> Mapping[str, str]:
    return dict(part.partition("=")[::2] for part in query.split("&"))
