"""The set-up page: what a new station still needs, and the way to where it is done."""

import pytest

from tests.unit.records.staffed import ANNE
from tests.window.people_floor import Hands

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


def test_the_next_step_has_the_focus_and_leads_to_where_it_is_done(at_window: Hands) -> None:
    at_window.log_in(ANNE)
    at_window.press("go-set-up")
    at_window.wait(lambda: "Next:" in at_window.text("set-up-heading"))
    assert at_window.text("set-up-people-state") == "Done"
    assert at_window.text("set-up-bench-state") == "Done"
    assert at_window.text("set-up-profile-state") == "To do"
    assert at_window.text("set-up-service-state") == "Can wait"
    assert "profile" in at_window.text("set-up-heading")
    at_window.press("set-up-profile-go")
    at_window.see("profiles-table")
    at_window.press("go-set-up")
    at_window.press("set-up-people-go")
    at_window.see("people-table")
