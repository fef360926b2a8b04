"""How the service refuses: a status, a six-digit code, and a body that says them.

The codes that are known are of public logs and SDKs; where none is published (409, 412, 429), it is
the status and three zeros.
"""

import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pydantic import JsonValue
from starlette.responses import JSONResponse, Response

BAD_REQUEST = 400_000
INVALID = 400_004
UNAUTHORIZED = 401_000
UNPROVED = 401_002
NOT_FOUND = 404_201


@dataclass
class Refused(Exception):  # noqa: N818 - it is an answer, not a fault
    """An answer that refuses.

    Attributes:
        status: HTTP's.
        code: six digits, of which the first three are a status.
        message: in words.
        headers: what else is told.
        info: what else stands in the body.
    """

    status: int
    code: int
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)
    info: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, JsonValue]:
        """The answer's body, a ProvisioningServiceErrorDetails."""
        body: dict[str, JsonValue] = {
            "errorCode": self.code,
            "trackingId": str(uuid.UUID(bytes=secrets.token_bytes(16), version=4)),
            "message": self.message,
            "timestampUtc": told(datetime.now(UTC)),
        }
        if self.info:
            body["info"] = dict(self.info)
        return body


def refused_answer(refused: Refused) -> Response:
    """Return a refusal as HTTP has it."""
    headers = {"x-ms-error-code": str(refused.code), **refused.headers}
    return JSONResponse(refused.body, status_code=refused.status, headers=headers)


def told(when: datetime) -> str:
    """Return a time as the service writes it, UTC."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def bad_request(message: str, **info: str) -> Refused:
    """Return the answer to what doesn't follow the interface."""
    return Refused(400, BAD_REQUEST, message, info=info)


def invalid(message: str) -> Refused:
    """Return the answer to a registration ID or an endorsement key that can't be."""
    return Refused(400, INVALID, message)


def unauthorized(message: str = "Unauthorized") -> Refused:
    """Return the answer to a token that isn't good for what is asked."""
    return Refused(401, UNAUTHORIZED, message)


def unproved(message: str = "Unauthorized") -> Refused:
    """Return the answer to a device that doesn't prove to be an enrolled one."""
    return Refused(401, UNPROVED, message)


def not_found(what: str) -> Refused:
    """Return the answer to what isn't there."""
    return Refused(404, NOT_FOUND, f"{what} not found")


def conflict(what: str) -> Refused:
    """Return the answer to making what is there already."""
    return Refused(409, 409_000, f"{what} already exists")


def mismatch() -> Refused:
    """Return the answer to a change of what was changed since."""
    return Refused(412, 412_000, "Precondition failed: the ETag doesn't match")
