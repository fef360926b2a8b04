"""How bytes reach a device: the kinds of link, by name."""

from collections.abc import Mapping
from typing import Final

from station.links.bench_tpm import BenchTpmKind
from station.links.commands import CommandsKind
from station.links.console import ConsoleKind
from station.links.link import LinkKind
from station.links.smp import SmpKind

_KINDS: Final[tuple[LinkKind, ...]] = (SmpKind(), ConsoleKind(), CommandsKind(), BenchTpmKind())

LINKS: Final[Mapping[str, LinkKind]] = {kind.name: kind for kind in _KINDS}
