"""Who decides a conflict signs in for it where the service is opened by a person."""

from threading import Event
from unittest.mock import create_autospec

import pytest

from station.errors import StationError
from station.line.work import Tools
from station.model.push import PushFate, PushState
from station.model.sign_in import SignIn, by_entra
from station.operations import push_deciding
from station.operations.push_conflicts import Undecided
from station.operations.push_deciding import Deciding, replace_shown
from station.records.pushes import KeptFate
from station.service.entra import Attended


@pytest.mark.parametrize("attended", [None, Attended(print, Event())])
def test_who_can_be_asked_is_told_to_the_way_to_the_service(
    attended: Attended | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def client_of(_: object, __: object, whom: object = None) -> None:
        asked.append(whom)
        raise StationError("SVC-076", name="main")

    # The way itself is tested with Entra ID; here it is who it is told may be asked.
    monkeypatch.setattr(push_deciding, "client_of", client_of)
    service = by_entra("main", "dps.example", SignIn.PERSON, ("tenant", "client"))
    fate = PushFate(1, "unit-1", PushState.CONFLICT, etag="1")
    row = Undecided(KeptFate(fate, service.host, "lamps", "L-1", "2026-01-01T00:00:00Z"))
    work = Deciding(create_autospec(Tools), service, Event(), attended=attended)
    with pytest.raises(StationError, match="SVC-076"):
        replace_shown(work, [row], lambda _: b"{}")
    assert asked == [attended]
