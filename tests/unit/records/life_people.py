"""The life of a record, people's half: they come and go, and agree to what they may or not."""

import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from station.errors import StationError
from station.model.people import Credential, Person, Role
from station.model.rights import RULES, SECURITY_OFFICER, Approval, Right
from station.model.settings import Settings
from station.records.rights import right_of
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.life_model import Floor, House, Member
from tests.unit.records.software import Clock, SoftwareGuard
from tests.unit.records.staffed import ANNE, BERT, MIA, WIM, credential, staff

SAM, WES = Person("S-3", "Sam", Role.SUPERVISOR), Person("W-2", "Wes", Role.WORKER)
PEOPLE = {person.badge: person for person in (ANNE, BERT, WIM, MIA, SAM, WES)}
BADGES = st.sampled_from([*PEOPLE, "X-9"])
PINS = st.sampled_from([b"1111", b"2222"])
T = TypeVar("T")


@dataclass(frozen=True)
class Ask:
    """Who is asked to agree, and how.

    Attributes:
        badges: whose.
        wrong: whether the last of them gives a wrong PIN.
        reason: why, or empty.
        other: the right that they are asked for instead of the one it takes.
        here: whether the first is asked as somebody who is logged in.
        sensible: whether all is as it should be; the rest counts for nothing then.
    """

    badges: tuple[str, ...] = ()
    wrong: bool = False
    reason: str = ""
    other: Right | None = None
    here: bool = False
    sensible: bool = False


_ANY = st.builds(
    Ask,
    badges=st.lists(BADGES, max_size=3).map(tuple),
    wrong=st.sampled_from([False, False, True]),
    reason=st.sampled_from(["", "a test"]),
    other=st.none() | st.none() | st.sampled_from(Right),
    here=st.booleans(),
)
# Most ask those who may: else hardly anything would ever come of the orders.
ASKS = st.sampled_from([True, True, True, False]).flatmap(
    lambda sensible: st.just(Ask(sensible=True)) if sensible else _ANY
)


def proves() -> None:
    """Stand for a security officer's PIN that is right."""


class PeopleMachine(RuleBasedStateMachine):
    """The record beside a model of its people."""

    def __init__(self) -> None:
        super().__init__()
        self.folder, self.guard = Path(tempfile.mkdtemp()), SoftwareGuard()
        self.clock = Clock(step=timedelta(milliseconds=1))
        path = self.folder / "station.db"
        self.records = Records.create(path, self.guard, station="s", practice=False, now=self.clock)
        self.hurry()
        staff(self.records)
        self.house, self.floor = House(), Floor()
        for person in (ANNE, BERT, WIM, MIA):
            with credential(person).pin.reveal() as pin:
                self.house.members[person.badge] = Member(person, bytes(pin))
        self.releases: dict[int, tuple[str, bool]] = {}
        self.agreed: tuple[str, ...] = ()
        self.seen = self.house.entries = self.records.head().sequence
        self.could = self.abilities()

    def hurry(self) -> None:
        """Don't wait for the disk: what is durable is tested elsewhere."""
        self.records._ledger.writer._connection.execute("PRAGMA synchronous = OFF")

    def abilities(self) -> dict[str, Role]:
        """Return the roles of those who are switched on."""
        return {badge: m.person.role for badge, m in self.house.members.items() if m.active}

    def tried(self, codes: Collection[str], action: Callable[[], T]) -> T | None:
        """Do something that is refused with one of these codes, or not where there are none."""
        try:
            done = action()
        except StationError as error:
            assert error.code in codes, (error.code, error.detail, codes)  # noqa: PT017
            return None
        assert not codes, f"not refused with {codes}"
        return done

    def agree(self, right: Right, ask: Ask, about: str = "") -> tuple[Approval | None, set[str]]:
        """Ask people to agree; return what they gave, and the codes by which it won't do."""
        asked = ask.other or right
        badges, reason, here = ask.badges, ask.reason, ask.here
        if ask.sensible:
            able = [badge for badge in self.house.able(right) if badge != about]
            badges, reason, here = tuple(able[: RULES[right].people]), "a test", False
            asked = right
        self.agreed = ()
        if not badges:
            return None, {"REC-025"}
        approval = self._asked(
            asked, badges, reason, wrong=ask.wrong and not ask.sensible, here=here
        )
        if approval is None:
            return None, {"REC-025"}
        self.agreed = approval.by
        fits = asked is right and about not in approval.by
        return approval, set() if fits else {"REC-025"}

    def _asked(
        self, right: Right, badges: tuple[str, ...], reason: str, *, wrong: bool, here: bool
    ) -> Approval | None:
        if here and badges[0] in PEOPLE:
            expected = self.house.agreeing_here(right, badges[0], reason)
            person = PEOPLE[badges[0]]

            def action() -> Approval:
                return self.records.approve_here(right, person, reason)
        else:
            given = [(badge, self.pin_of(badge)) for badge in badges]
            if wrong:
                given[-1] = (badges[-1], b"wrong")
            expected = self.house.agreeing(right, given, reason)

            def action() -> Approval:
                them = [Credential(badge, Secret(pin)) for badge, pin in given]
                return self.records.approve(right, them, reason)

        return self.tried({expected} - {""}, action)

    def changed(self, codes: set[str], action: Callable[[], object], entries: int = 1) -> bool:
        """Try a change; where nothing is against it, it adds entries to the chain."""
        self.tried(codes, action)
        self.house.entries += 0 if codes else entries
        return not codes

    def near(self, name: str, wanted: list[str], ask: Ask) -> str:
        """Return one that something may come of, for those who may; else the one drawn."""
        return wanted[int(name[1:]) % len(wanted)] if wanted and ask.sensible else name

    def pin_of(self, badge: str) -> bytes:
        """Return somebody's PIN, or one where nobody has the badge."""
        return self.house.members[badge].pin if badge in self.house.members else b"1111"

    # --- people -----------------------------------------------------------------------------

    @rule(badge=st.sampled_from(sorted(PEOPLE)), pin=PINS, temporary=st.booleans(), ask=ASKS)
    def add(self, badge: str, pin: bytes, temporary: bool, ask: Ask) -> None:
        """Add somebody."""
        person = PEOPLE[badge]
        approval, codes = self.agree(_right_to(person), ask)
        codes |= {"REC-021"} if badge in self.house.members else set()
        secret = Secret(pin)
        self.tried(
            codes,
            lambda: self.records.add_person(person, secret, approval, temporary=temporary),
        )
        if not codes:
            self.house.members[badge] = Member(person, pin, temporary)
            self.house.entries += 1

    def _changing(self, badge: str, ask: Ask) -> tuple[Approval | None, set[str]]:
        person = PEOPLE.get(badge, WES)
        approval, codes = self.agree(_right_to(person), ask, badge)
        return approval, codes | (set() if badge in self.house.members else {"REC-029"})

    @rule(badge=BADGES, active=st.booleans(), ask=ASKS)
    def switch(self, badge: str, active: bool, ask: Ask) -> None:
        """Switch somebody off or on."""
        approval, codes = self._changing(badge, ask)
        self._switched(badge, approval, codes, active=active)

    @rule(badge=st.sampled_from(["S-1", "S-2", "S-3", "W-1"]), active=st.booleans())
    def stand_in(self, badge: str, active: bool) -> None:
        """Have the security officer do so."""
        approval = self.records.approve_by_token(proves, "they are gone")
        self.agreed = (SECURITY_OFFICER,)
        enough = len(self.house.supervisors()) >= RULES[Right.SUPERVISORS].people
        codes = set() if badge in self.house.members else {"REC-029"}
        if (active and enough) or PEOPLE[badge].role is not Role.SUPERVISOR:
            codes.add("REC-025")
        self._switched(badge, approval, codes, active=active)

    def _switched(
        self, badge: str, approval: Approval | None, codes: set[str], *, active: bool
    ) -> None:
        if not active and self.house.supervisors() == [badge]:
            codes.add("REC-030")
        self.tried(codes, lambda: self.records.set_person_active(badge, approval, active=active))
        if codes:
            return
        self.house.members[badge].active = active
        self.house.entries += 1
        if not active:
            self.house.gone(badge)

    @rule(badge=BADGES, pin=PINS, ask=ASKS)
    def reset(self, badge: str, pin: bytes, ask: Ask) -> None:
        """Give somebody another PIN."""
        approval, codes = self._changing(badge, ask)
        secret = Secret(pin)
        self.tried(codes, lambda: self.records.reset_pin(badge, secret, approval))
        if codes:
            return
        one = self.house.members[badge]
        one.pin, one.temporary, one.wrong, one.told = pin, True, 0, 0
        self.house.entries += 1

    @rule(badge=BADGES, pin=PINS, right=st.booleans())
    def change_pin(self, badge: str, pin: bytes, right: bool) -> None:
        """Change one's own PIN."""
        old = self.pin_of(badge) if right else b"wrong"
        refused = self.house.proved(badge, old)
        codes = {refused or ("REC-055" if old == pin else "")} - {""}
        given, new = Credential(badge, Secret(old)), Secret(pin)
        self.agreed = (badge,)
        self.tried(codes, lambda: self.records.change_own_pin(given, new))
        if not codes:
            one = self.house.members[badge]
            one.pin, one.temporary = pin, False
            self.house.entries += 1

    @rule(badge=BADGES, right=st.sampled_from([True, True, False]))
    def log_in(self, badge: str, right: bool) -> None:
        """Come, or try to."""
        pin = self.pin_of(badge) if right else b"wrong"
        refused = self.house.let_in(badge, pin)
        secret = Secret(pin)
        self.tried({refused} - {""}, lambda: self.records.log_in(badge, secret))
        if refused:
            return
        one = self.house.members[badge]
        one.wrong = one.told = 0
        self.house.entries += 1
        self.house.here.add(badge)
        self.house.duty = self.house.duty or badge

    @rule(badge=st.sampled_from(sorted(PEOPLE)))
    def log_out(self, badge: str) -> None:
        """Leave."""
        self.records.log_out(PEOPLE[badge])
        self.house.entries += 1
        self.house.gone(badge)

    @rule(badge=st.sampled_from(sorted(PEOPLE)))
    def take_over(self, badge: str) -> None:
        """Answer for the bench from now on, and for what is at work there."""
        codes = set() if badge in self.house.here else {"REC-025"}
        before = self.house.duty
        self.tried(codes, lambda: self.records.take_over(PEOPLE[badge], before, 0))
        if codes:
            return
        self.house.entries += 1
        self.house.duty = badge
        for work in self.floor.works:
            work.workers += [badge] * (badge not in work.workers)

    @rule(minutes=st.integers(1, 30), ask=ASKS)
    def settle(self, minutes: int, ask: Ask) -> None:
        """Change the rules of the house."""
        approval, codes = self.agree(Right.SETTINGS, ask)
        settings = Settings(idle_minutes=minutes)
        self.tried(codes, lambda: self.records.set_settings(settings, approval))
        self.house.entries += not codes

    @rule(version=st.integers(1, 2), content=st.sampled_from(["aa" * 32, "bb" * 32]), ask=ASKS)
    def release(self, version: int, content: str, ask: Ask) -> None:
        """Release a version of a profile."""
        approval, codes = self.agree(Right.RELEASE_PROFILE, ask)
        kept, standing = self.releases.get(version, ("", False))
        codes |= {"PRF-007"} if kept not in {"", content} else set()
        release = self.records.releases.release
        if standing and kept == content:
            release("box", version, content, approval)
        elif self.changed(codes, lambda: release("box", version, content, approval)):
            self.releases[version] = (content, True)

    @rule(ask=ASKS)
    def withdraw(self, ask: Ask) -> None:
        """Withdraw all versions of a profile."""
        approval, codes = self.agree(Right.RELEASE_PROFILE, ask)
        standing = [version for version, (_, stands) in self.releases.items() if stands]
        codes |= set() if standing else {"PRF-009"}
        withdraw = self.records.releases.withdraw
        if self.changed(codes, lambda: withdraw("box", None, approval), len(standing)):
            self.releases |= {v: (self.releases[v][0], False) for v in standing}

    # --- what holds -------------------------------------------------------------------------

    def assert_everybody_might(self) -> None:
        """Check that each new entry that takes a right names those who agreed, who might."""
        for entry in self.records.entries(self.seen):
            self.seen = entry.sequence
            right = right_of(entry.kind, entry.data)
            if right is None:
                continue
            assert entry.data["by"] == [*self.agreed]
            if self.agreed != (SECURITY_OFFICER,):
                assert all(self.could.get(b) in RULES[right].roles for b in self.agreed)
                assert len(set(self.agreed)) >= RULES[right].people
        assert self.seen == self.house.entries
        self.could = self.abilities()

    def teardown(self) -> None:
        """Look at the whole record once more."""
        try:
            self.records.verify()
            roles = {person.badge: person.active for person in self.records.people()}
            assert roles == {badge: one.active for badge, one in self.house.members.items()}
        finally:
            self.records.close()
            shutil.rmtree(self.folder)


def _right_to(person: Person) -> Right:
    return Right.SUPERVISORS if person.role is Role.SUPERVISOR else Right.PEOPLE
