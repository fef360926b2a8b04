"""What is right and wrong with the ports that the bench file names, without opening any."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from station.errors import StationError
from station.line.bench import Bench, Position
from station.links.port_holders import holders, owning_group
from station.links.port_names import SYSTEM, PortTree, is_network, is_numbered


@dataclass(frozen=True)
class Remark:
    """Something that isn't right.

    Attributes:
        what: a sentence.
        remedy: what to do.
    """

    what: str
    remedy: str


@dataclass(frozen=True)
class PortFinding:
    """How a position's port is.

    Attributes:
        position: the position's name.
        port: as the bench file names it.
        leads_to: the device that it is now; empty where nothing is there or nobody can tell.
        remarks: what isn't right.
        forbidden: whether this user may not open it, so that nothing can be made there.
    """

    position: str
    port: str
    leads_to: str
    remarks: tuple[Remark, ...]
    forbidden: bool = False


def check_ports(bench: Bench, tree: PortTree = SYSTEM) -> list[PortFinding]:
    """Look at every position's port; that nothing is plugged in is nothing wrong."""
    return [_checked(position, bench, tree) for position in bench.position]


def _checked(position: Position, bench: Bench, tree: PortTree) -> PortFinding:
    port = position.port
    if is_network(port):
        return PortFinding(position.name, port, "", ())
    remarks = list(_name_remarks(position, tree))
    node = ""
    if tree.is_there(port):
        try:
            node = tree.real(port)
            remarks += _node_remarks(position, node, bench, tree)
        except StationError as error:
            remarks.append(Remark(f"{error.message} ({error.detail})", error.remedy))
    forbidden = bool(node) and not os.access(node, os.R_OK | os.W_OK)
    return PortFinding(position.name, port, node, tuple(remarks), forbidden)


def _name_remarks(position: Position, tree: PortTree) -> Iterator[Remark]:
    if not is_numbered(position.port):
        return
    names = tree.stable_names(position.port) if tree.is_there(position.port) else ()
    what = f"{position.port} is a number that changes with the order of plugging in."
    if names:
        yield Remark(what, f'Write port = "{names[0]}" instead.')
    else:
        yield Remark(what, f"Run 'station bench teach --position {position.name}'.")


def others_at(node: str, position: str, bench: Bench, tree: PortTree) -> Iterator[str]:
    """Yield the other positions whose port is the device `node`, whatever they call it."""
    for other in bench.position:
        with suppress(StationError):  # a USB name that nothing, or several, go by now
            if other.name != position and tree.real(other.port) == node:
                yield other.name


def _node_remarks(position: Position, node: str, bench: Bench, tree: PortTree) -> Iterator[Remark]:
    for other in others_at(node, position.name, bench, tree):
        yield Remark(f"Position {other} has the same port.", "Teach one of them anew.")
    if not os.access(node, os.R_OK | os.W_OK):
        group = owning_group(node)
        error = StationError("LNK-041", port=position.port, name=group)
        yield Remark(error.message, error.remedy)
    elif not node.startswith("/dev/pts/"):
        # A pty is open at its other end by nature.
        for holder in holders(node):
            error = StationError("LNK-008", port=position.port, program=str(holder))
            yield Remark(error.message, error.remedy)
