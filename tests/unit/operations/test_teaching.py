"""Positions taught by plugging in: in a tree of ports as sysfs and udev have it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from station.errors import StationError
from station.line.bench import Bench, Position, TokenSlot
from station.operations.bench_check import check_ports
from station.operations.teaching import Lesson, Waits
from tests.support.port_machine import Machine

SOON_S = 0.3


@dataclass
class Answers:
    """A supervisor who does something at each word, and agrees or doesn't."""

    machine: Machine
    on_ask: Callable[[], None] = lambda: None
    on_several: Callable[[], None] = lambda: None
    choice: int | None = None
    agrees: bool = True
    said: list[str] = field(default_factory=list)

    def asked_to_plug(self, position: str) -> None:
        self.said.append(f"plug {position}")
        self.on_ask()

    def told_to_unplug(self, ports: Sequence[str]) -> None:
        self.said.append(f"several {len(ports)}")
        self.on_several()

    def told_taken(self, port: str, position: str) -> None:
        self.said.append(f"taken {position}")
        self.on_several()

    def chosen(self, ports: Sequence[str]) -> int | None:
        self.said.append(f"which of {len(ports)}")
        return self.choice

    def agreed(self, position: str, port: str) -> bool:
        self.said.append(f"right {position}")
        return self.agrees


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def learnt(answers: Answers, position: str = "1", bench: Bench | None = None) -> Bench | None:
    lesson = Lesson(
        position, bench, answers, Event(), tree=answers.machine.tree, waits=Waits(SOON_S, 0.02)
    )
    return lesson.learn()


def by_path(machine: Machine, place: str, interface: int = 0) -> str:
    return str(machine.root / f"dev/serial/by-path/pci-0000:00:14.0-usb-0:{place}:1.{interface}")


def test_the_position_gets_the_name_of_the_place_where_a_port_appeared(machine: Machine) -> None:
    machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])
    answers = Answers(machine, lambda: machine.plug("1-3", "0403:6001", b"B2", ["ttyUSB1"]))
    token = TokenSlot(library="/usr/lib/softhsm/libsofthsm2.so")
    before = Bench(
        name="Line 3",
        position=(Position(name="1", port="/dev/ttyUSB9", token=token), other(machine)),
    )
    after = learnt(answers, "1", before)
    assert after is not None
    assert [p.port for p in after.position] == [by_path(machine, "3"), before.position[1].port]
    assert (after.name, after.position[0].token) == ("Line 3", token)
    assert answers.said == ["plug 1", "right 1"]


def other(machine: Machine, name: str = "2", place: str = "2") -> Position:
    return Position(name=name, port=by_path(machine, place))


def test_the_first_position_makes_a_bench_and_a_new_one_is_added(machine: Machine) -> None:
    first = learnt(
        Answers(machine, lambda: machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])), "1"
    )
    assert first is not None
    second = learnt(
        Answers(machine, lambda: machine.plug("1-3", "0403:6001", b"B2", ["ttyUSB1"])), "2", first
    )
    assert second is not None
    assert [p.name for p in second.position] == ["1", "2"]


def test_a_unit_that_was_in_is_taken_out_and_put_in_again(machine: Machine) -> None:
    machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])

    def again() -> None:
        machine.unplug("1-2")
        Thread(target=later, args=(machine,)).start()

    def later(machine: Machine) -> None:
        Event().wait(SOON_S / 2)
        machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])

    after = learnt(Answers(machine, again))
    assert after is not None
    assert after.position[0].port == by_path(machine, "2")


def test_two_that_come_at_once_are_asked_for_again(machine: Machine) -> None:
    def both() -> None:
        machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])
        machine.plug("1-3", "0403:6001", b"B2", ["ttyUSB1"])

    def one() -> None:
        machine.unplug("1-2")
        machine.unplug("1-3")
        machine.plug("1-4", "0403:6001", b"B2", ["ttyUSB5"])

    answers = Answers(machine, both, one)
    after = learnt(answers)
    assert after is not None
    assert after.position[0].port == by_path(machine, "4")
    assert answers.said == ["plug 1", "several 2", "right 1"]


def test_a_unit_with_several_ports_is_asked_about(machine: Machine) -> None:
    answers = Answers(
        machine,
        lambda: machine.plug("1-2", "0403:6011", b"A1", ["ttyUSB0", "ttyUSB1"]),
        choice=1,
    )
    after = learnt(answers)
    assert after is not None
    assert after.position[0].port == by_path(machine, "2", 1)
    machine.unplug("1-2")
    answers.choice = None
    assert learnt(answers) is None


def test_a_port_that_is_another_positions_is_refused(machine: Machine) -> None:
    def elsewhere() -> None:
        machine.unplug("1-2")
        machine.plug("1-3", "0403:6001", b"B2", ["ttyUSB1"])

    bench = Bench(name="b", position=(Position(name="1", port="/dev/one"), other(machine)))
    answers = Answers(
        machine, lambda: machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"]), elsewhere
    )
    after = learnt(answers, "1", bench)
    assert after is not None
    assert after.position[0].port == by_path(machine, "3")
    assert answers.said == ["plug 1", "taken 2", "right 1"]


def test_what_is_not_agreed_stays_as_it_was(machine: Machine) -> None:
    plug = partial(machine.plug, "1-2", "0403:6001", b"A1", ["ttyUSB0"])
    assert learnt(Answers(machine, plug, agrees=False)) is None


def test_nobody_is_waited_for_without_end(machine: Machine) -> None:
    with pytest.raises(StationError, match="LIN-032"):
        learnt(Answers(machine))


def test_a_lesson_can_be_cancelled(machine: Machine) -> None:
    cancel = Event()
    answers = Answers(machine, cancel.set)
    with pytest.raises(StationError, match="LIN-003"):
        Lesson("1", None, answers, cancel, tree=machine.tree).learn()


def test_a_port_without_a_stable_name_is_refused(machine: Machine) -> None:
    def plug() -> None:
        machine.plug("1-2", "0403:6011", b"A1", ["ttyUSB0", "ttyUSB1"])
        for link in (machine.root / "dev/serial/by-path").iterdir():
            link.unlink()

    with pytest.raises(StationError, match="LIN-033"):
        learnt(Answers(machine, plug, choice=0))


def test_the_check_names_the_stable_name_of_a_number(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])
    node = str(machine.root / "dev/ttyUSB0")
    monkeypatch.setattr("station.operations.bench_check.is_numbered", lambda port: port == node)
    bench = Bench(name="b", position=(Position(name="1", port=node),))
    (finding,) = check_ports(bench, machine.tree)
    assert finding.leads_to == node
    (remark,) = finding.remarks
    assert by_path(machine, "2") in remark.remedy


def test_the_check_sees_two_names_of_one_port_and_names_that_mean_several(
    machine: Machine,
) -> None:
    machine.plug("1-2", "0403:6001", b"A1", ["ttyUSB0"])
    bench = Bench(
        name="b",
        position=(
            Position(name="1", port=by_path(machine, "2")),
            Position(name="2", port="usb:0403:6001:A1"),
            Position(name="3", port="usb:1a86:7523"),
            Position(name="4", port="socket://a:1"),
        ),
    )
    first, second, third, fourth = check_ports(bench, machine.tree)
    assert ["Position 2" in r.what for r in first.remarks] == [True]
    assert ["Position 1" in r.what for r in second.remarks] == [True]
    assert (third.leads_to, third.remarks) == ("", ()), "nothing is plugged in"
    assert fourth.remarks == ()
    machine.plug("1-3", "1a86:7523", None, ["ttyUSB1"])
    machine.plug("1-4", "1a86:7523", None, ["ttyUSB2"])
    assert "Several ports" in check_ports(bench, machine.tree)[2].remarks[0].what
