"""Where a unit may go from where it stands, whatever is done with it in whatever order."""

from hypothesis import given
from hypothesis import strategies as st

from station.model.rights import RULES
from station.model.unit_state import CHANGES, UNMARKED, UnitChange, UnitState, state_after

CHANGE = st.sampled_from(UnitChange)


def test_every_change_has_its_rule_and_people_s_have_a_right_that_asks_why() -> None:
    assert set(CHANGES) == set(UnitChange)
    own = {change for change, rule in CHANGES.items() if rule.right is None}
    assert own == {
        UnitChange.RUNS,
        UnitChange.ADMITTED,
        UnitChange.FAILED_AGAIN,
        UnitChange.UNSETTLED,
    }
    rights = [rule.right for rule in CHANGES.values() if rule.right]
    assert len(set(rights)) == len(rights)
    assert all(RULES[right].reason for right in rights)


@given(CHANGE, st.booleans())
def test_nothing_is_done_with_a_scrapped_unit(change: UnitChange, live: bool) -> None:
    assert state_after(change, UnitState.SCRAPPED, live=live) is None


@given(st.sampled_from(UnitState), st.booleans())
def test_whatever_is_not_scrapped_can_be_quarantined_or_scrapped(
    state: UnitState,
    live: bool,
) -> None:
    ends = {state_after(c, state, live=live) for c in (UnitChange.QUARANTINE, UnitChange.SCRAP)}
    aside = None if state is UnitState.QUARANTINED else UnitState.QUARANTINED
    if state is not UnitState.SCRAPPED:
        assert ends == {aside, UnitState.SCRAPPED}


@given(st.lists(CHANGE, max_size=30), st.booleans())
def test_out_of_quarantine_leads_a_release_or_the_scrap_heap(
    changes: list[UnitChange],
    live: bool,
) -> None:
    state = UnitState.PASSED if live else UnitState.IN_PROCESS
    for change in changes:
        after = state_after(change, state, live=live)
        if after is None:
            continue
        if state is UnitState.QUARANTINED:
            assert change in {UnitChange.RELEASE, UnitChange.SCRAP}
        live = live and change not in {UnitChange.SCRAP, UnitChange.SWAP, UnitChange.RENEW}
        assert after not in UNMARKED or (after is UnitState.PASSED) is live
        assert after is not state
        state = after
