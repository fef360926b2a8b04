"""People for a record: two supervisors, a worker and a mender, with PINs that everybody knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from station.model.people import Credential, Person, Role
from station.model.rights import RULES, Approval, Right
from station.records import pins
from station.records.store import Records
from station.secret import Secret

ANNE: Final = Person("S-1", "Anne", Role.SUPERVISOR)
BERT: Final = Person("S-2", "Bert", Role.SUPERVISOR)
WIM: Final = Person("W-1", "Wim", Role.WORKER)
MIA: Final = Person("M-1", "Mia", Role.MAINTENANCE)


def credential(person: Person) -> Credential:
    """Return what this person gives: the PIN is `pin-` and the badge."""
    return Credential(person.badge, Secret(f"pin-{person.badge}".encode()))


@contextmanager
def quick_hashing() -> Iterator[None]:
    """Hash with little memory: what is tested is not argon2."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pins, "_MEMORY_KIB", 64)
        patch.setattr(pins, "_PASSES", 1)
        yield


def staff(records: Records) -> None:
    """Add the two supervisors as the first, and have them add the others."""
    with quick_hashing():
        for person in (ANNE, BERT):
            records.add_person(person, credential(person).pin)
        for person in (WIM, MIA):
            approval = agreed(records, Right.PEOPLE)
            records.add_person(person, credential(person).pin, approval)


def accept_software(records: Records) -> None:
    """Have Anne and Bert accept that the factory's keys are in software."""
    records.custody.accept(agreed(records, Right.SOFTWARE_HSM))


def agreed(records: Records, right: Right, reason: str = "a test") -> Approval:
    """Have as many supervisors agree as the right demands."""
    who = (ANNE, BERT)[: RULES[right].people]
    with quick_hashing():
        return records.approve(right, [credential(person) for person in who], reason)
