"""Every mechanism's units can rehearse, or it is said in words why not."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from station.errors import StationError
from station.line.mechanisms import MECHANISMS
from station.model.enrollment import Enrollment
from station.model.profile_rehearsal import NO_REHEARSAL
from station.operations.registering import WAYS, Place, register


def test_every_mechanism_has_a_way_or_a_reason() -> None:
    assert set(WAYS) | set(NO_REHEARSAL) == set(MECHANISMS)
    assert not set(WAYS) & set(NO_REHEARSAL)


@pytest.mark.parametrize("name", NO_REHEARSAL)
def test_one_that_can_t_is_refused_before_anything_is_asked(name: str) -> None:
    work: Any = SimpleNamespace(job=SimpleNamespace(profile=SimpleNamespace(mechanism=name)))
    with pytest.raises(StationError) as caught:
        register(work, cast("Enrollment", None), cast("Place", None))
    assert caught.value.code == "SVC-048"
    assert NO_REHEARSAL[name] in caught.value.message
