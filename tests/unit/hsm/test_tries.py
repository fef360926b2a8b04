"""Wrong PINs of a token are counted across restarts, and the last try is kept back."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.hsm.replies import TokenIdentity
from station.hsm.tries import MOST_WRONG, PinTries

TOKEN = TokenIdentity("factory", "0001", "maker", "model", "1.0", 0)


def tried(
    path: Path, code: str = "", token: TokenIdentity = TOKEN, *, last_try: bool = False
) -> str:
    """Return the code with which a try ends that the token answers with `code`."""
    try:
        with PinTries(path, last_try=last_try).one(token):
            if code:
                raise StationError(code)  # noqa: TRY301 - it plays the token
    except StationError as error:
        return error.code
    return ""


def test_it_stops_before_the_last_try_until_somebody_is_sure(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    assert [tried(path, "HSM-003") for _ in range(MOST_WRONG)] == ["HSM-003"] * MOST_WRONG
    assert tried(path) == "HSM-042"
    assert tried(path, last_try=True) == ""
    assert PinTries(path).wrong(TOKEN) == 0
    assert tried(path) == ""


def test_being_sure_of_it_counts_once_and_for_one_token(tmp_path: Path) -> None:
    path, other = tmp_path / "tries.json", TokenIdentity("root", "0002", "maker", "model", "1.0", 0)
    for token in (TOKEN, other):
        for _ in range(MOST_WRONG):
            tried(path, "HSM-003", token)
    tries = PinTries(path, last_try=True)
    with pytest.raises(StationError, match="HSM-003") as wrong, tries.one(TOKEN):
        raise StationError("HSM-003")
    assert wrong.value.data["label"] == "factory", "people are told which PIN was wrong"
    for token in (TOKEN, other):
        with pytest.raises(StationError, match="HSM-042"), tries.one(token):
            pytest.fail("it was tried once more")
    assert PinTries(path).wrong(TOKEN) == MOST_WRONG + 1


def test_a_token_that_says_so_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    assert tried(path, token=TokenIdentity("a", "1", "m", "m", "1", 0x2_0000)) == "HSM-042"
    locked = TokenIdentity("a", "1", "m", "m", "1", 0x4_0000)
    assert tried(path, token=locked, last_try=True) == "HSM-004"


@pytest.mark.parametrize("code", ["HSM-005", "HSM-008", "HSM-049"])
def test_whatever_a_log_in_ends_with_may_have_been_a_wrong_try(code: str, tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    tried(path, code)
    assert PinTries(path).wrong(TOKEN) == 1
    tried(path, "HSM-002")
    assert PinTries(path).wrong(TOKEN) == 1


def test_a_try_that_was_cut_off_counts_as_wrong(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    with suppress(KeyboardInterrupt), PinTries(path).one(TOKEN):
        raise KeyboardInterrupt
    assert PinTries(path).wrong(TOKEN) == 1


def test_counts_that_cannot_be_read_are_as_high_as_can_be(tmp_path: Path) -> None:
    path = tmp_path / "tries.json"
    path.write_text("[nonsense")
    assert tried(path) == "HSM-042"


@given(codes=st.lists(st.sampled_from(["", "HSM-003", "HSM-002", "HSM-006"]), max_size=12))
def test_never_more_wrong_tries_in_a_row_than_allowed(
    codes: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path, row = tmp_path_factory.mktemp("tries") / "tries.json", 0
    for code in codes:
        if tried(path, code) == "HSM-042":
            assert row == MOST_WRONG
            continue
        row = 0 if not code else row + (code != "HSM-002")
        assert row <= MOST_WRONG
