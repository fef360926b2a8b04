"""A machine's folders of ports, as sysfs and udev keep them."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station.links.port_names import PortTree


@dataclass(frozen=True)
class Machine:
    """A machine's folders, with USB adapters plugged in."""

    root: Path

    @property
    def tree(self) -> PortTree:
        return PortTree(self.root / "sys", self.root / "dev")

    def plug(self, place: str, ids: str, serial: bytes | None, nodes: Sequence[str]) -> None:
        """Plug a USB device in; `ids` as `0403:6001`."""
        usb = self.root / "sys/devices/pci0000:00/usb1" / place
        usb.mkdir(parents=True)
        vendor, product = ids.split(":")
        (usb / "idVendor").write_text(f"{vendor}\n")
        (usb / "idProduct").write_text(f"{product}\n")
        if serial is not None:
            (usb / "serial").write_bytes(serial + b"\n")
        for number, node in enumerate(nodes):
            port = usb / f"{place}:1.{number}" / "tty" / node
            port.mkdir(parents=True)
            (port / "device").symlink_to("../..")
            classes = self.root / "sys/class/tty"
            classes.mkdir(parents=True, exist_ok=True)
            (classes / node).symlink_to(port)
            (self.root / "dev").mkdir(exist_ok=True)
            (self.root / "dev" / node).touch()
            self.link("by-path", f"pci-0000:00:14.0-usb-0:{place[2:]}:1.{number}", node)

    def link(self, kind: str, name: str, node: str) -> None:
        folder = self.root / "dev/serial" / kind
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(f"../../{node}")

    def unplug(self, place: str) -> None:
        """Take out what is plugged in at a place."""
        usb = self.root / "sys/devices/pci0000:00/usb1" / place
        for node in [tty.name for tty in usb.glob("*/tty/*")]:
            (self.root / "sys/class/tty" / node).unlink()
            (self.root / "dev" / node).unlink()
            for link in (self.root / "dev/serial").glob("*/*"):
                if link.is_symlink() and not link.exists():
                    link.unlink()
        shutil.rmtree(usb)
