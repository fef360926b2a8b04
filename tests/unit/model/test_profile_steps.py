"""Time-outs, tries and samples, as a profile says them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.model.profile import Profile
from station.model.profile_steps import SamplingSettings, StepSettings
from station.model.run import Step

BOARD = {"schema": 1, "name": "board", "title": "Board", "mechanism": "tpm", "tpm": {}}
KEEPER = {
    **BOARD,
    "mechanism": "x509-device",
    "x509": {"proof": "request"},
    "link": {
        "kind": "commands",
        "commands": {
            "identify": [{"send": "id", "answer": "(?P<serial>.*)"}],
            "make_key": [
                {"send": "key", "answer": "(?P<request>.*)", "decode": {"request": "pem"}}
            ],
            "install_certificate": [{"send": "{certificate:pem}"}],
            "certificate": [
                {
                    "send": "digest",
                    "answer": "(?P<digest>.*)",
                    "decode": {"digest": "hex"},
                    "equals": {"digest": "{certificate:sha256}"},
                }
            ],
        },
    },
}
del KEEPER["tpm"]


def refused(profile: dict[str, object], *key: str) -> str:
    """Return why a profile is refused, at that very key."""
    with pytest.raises(ValidationError) as caught:
        Profile.model_validate(profile)
    (error,) = caught.value.errors()
    placed = error.get("ctx", {}).get("key", ())
    assert (*error["loc"], *placed) == key
    return str(error["msg"])


def test_a_step_has_the_time_that_is_given_to_it() -> None:
    profile = Profile.model_validate({**BOARD, "steps": {"prove": {"timeout_s": 60}}})
    assert profile.steps.timeout_s(Step.PROVE) == 60.0
    assert profile.steps.timeout_s(Step.ATTEST) == StepSettings().timeout_s(Step.ATTEST)


@pytest.mark.parametrize("step", ["label", "proof"])
def test_the_label_and_what_is_no_step_have_no_time(step: str) -> None:
    refused({**BOARD, "steps": {step: {"timeout_s": 60}}}, "steps", step)


@pytest.mark.parametrize("seconds", [0, -1, 36_001, float("inf"), "60"])
def test_a_time_is_a_number_within_bounds(seconds: object) -> None:
    with pytest.raises(ValidationError):
        StepSettings.model_validate({"prove": {"timeout_s": seconds}}, strict=True)


def test_tries_are_none_unless_the_profile_says_so() -> None:
    assert Profile.model_validate(BOARD).retries.transient == 0


@pytest.mark.parametrize(("transient", "runs"), [(5, 5), (1, 1), (3, 2)])
def test_a_unit_is_not_tried_into_its_quarantine(transient: int, runs: int) -> None:
    profile = {**BOARD, "retries": {"transient": transient}, "units": {"max_runs": runs}}
    assert f"after {runs} runs" in refused(profile, "retries", "transient")


def test_samples_have_no_meaning_where_every_unit_is_one() -> None:
    sampling = {"every": 10, "prove": "after-restart"}
    refused({**BOARD, "prove": "after-restart", "sampling": sampling}, "sampling")


def test_samples_are_refused_where_none_can_be_proved_again() -> None:
    sampling = {"every": 10, "prove": "after-restart"}
    Profile.model_validate(KEEPER)
    why = refused({**KEEPER, "sampling": sampling}, "sampling", "prove")
    assert why == refused({**KEEPER, "prove": "after-restart"}, "prove")


@given(every=st.integers(2, 1000), number=st.integers(1, 10_000))
def test_the_first_unit_is_a_sample_and_then_one_of_so_many(every: int, number: int) -> None:
    sampling = SamplingSettings(every=every, prove="after-restart")
    numbers = range(number, number + every)
    samples = [one for one in numbers if sampling.takes(one)]
    assert samples == ([1, every] if number == 1 else [-(-number // every) * every])
