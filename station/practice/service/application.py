"""Both interfaces as one ASGI application: what is refused is told as the service tells it."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from station.practice.service.device_side import DeviceSide
from station.practice.service.faults import Faults, Faulty
from station.practice.service.problems import Refused, refused_answer
from station.practice.service.service_side import ServiceSide


def application(service: ServiceSide, device: DeviceSide, faults: Faults) -> Faulty:
    """Return the application."""
    app = Starlette(
        routes=[*service.routes(), *device.routes()],
        exception_handlers={Refused: _answered, HTTPException: _answered, Exception: _answered},
    )
    app.router.redirect_slashes = False  # the service knows no other spelling of an address
    return Faulty(app, faults)


async def _answered(request: Request, error: Exception) -> Response:
    del request
    match error:
        case Refused():
            refused = error
        case HTTPException(status_code=status, detail=detail, headers=headers):
            refused = Refused(status, status * 1_000, detail, headers=headers or {})
        case _:  # a fault of ours, which the server logs
            # It closes the connection, too, which a client would learn when it asks the next time.
            refused = Refused(500, 500_000, "Internal error", headers={"connection": "close"})
    return refused_answer(refused)
