"""Whether keys in memory can get onto a disk, told from made-up trees of /proc and /sys."""

from pathlib import Path

import pytest

from station.folders import Data
from station.operations.doctor_finding import Finding, Health
from station.operations.doctor_memory import findings

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
PRODUCTION = 'station = "line-7"\npractice = false\nlibrary = "x"\nlabel = "f"\n[environment]\n'


@pytest.fixture
def data(tmp_path: Path) -> Data:
    data = Data.made(tmp_path / "data")
    data.factory.write_text(PRODUCTION)
    return data


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "root"
    put(root, "proc/swaps", HEAD)
    put(root, "proc/self/limits", limits("0"))
    return root


def limits(soft: str) -> str:
    return f"Limit  Soft Limit  Hard Limit  Units\nMax core file size        {soft}   0   bytes\n"


def put(root: Path, name: str, text: str = "") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def block(root: Path, name: str, uuid: str = "", below: tuple[str, ...] = ()) -> None:
    """Add a block device: a plain one, or one that device mapper makes of others."""
    (root / "sys/class/block" / name).mkdir(parents=True)
    if uuid:
        put(root, f"sys/class/block/{name}/dm/uuid", f"{uuid}\n")
    for one in below:
        put(root, f"sys/class/block/{name}/slaves/{one}")


def swap(root: Path, *lines: str) -> None:
    put(root, "proc/swaps", HEAD + "".join(f"{line}\t8388604\t0\t-2\n" for line in lines))


def found(data: Data, root: Path, what: str = "swap") -> Finding:
    (one,) = (one for one in findings(data, root) if one.what == what)
    return one


def test_without_swap_nothing_gets_out(data: Data, root: Path) -> None:
    assert found(data, root) == Finding("swap", Health.GOOD, "none")


def test_a_plain_partition_is_a_fault_with_a_remedy(data: Data, root: Path) -> None:
    block(root, "sda2")
    swap(root, "/dev/sda2 partition")
    one = found(data, root)
    assert (one.health, one.detail) == (Health.WARNING, "/dev/sda2: not encrypted")
    assert "swapoff" in one.remedy


def test_in_practice_it_is_a_note_alone(data: Data, root: Path) -> None:
    data.factory.write_text(PRODUCTION.replace("false", "true"))
    block(root, "sda2")
    swap(root, "/dev/sda2 partition")
    assert found(data, root).health is Health.PRACTICE_ONLY


@pytest.mark.parametrize(
    "uuid", ["CRYPT-PLAIN-swap", "CRYPT-LUKS2-0123456789abcdef0123456789abcdef-swap"]
)
def test_an_encrypted_device_is_well(data: Data, root: Path, uuid: str) -> None:
    block(root, "dm-1", uuid, ("sda2",))
    block(root, "sda2")
    swap(root, "/dev/dm-1 partition")
    one = found(data, root)
    assert (one.health, one.detail) == (Health.GOOD, "/dev/dm-1: encrypted")


def test_a_volume_on_an_encrypted_disk_is_well(data: Data, root: Path) -> None:
    block(root, "dm-2", "LVM-abc", ("dm-0",))
    block(root, "dm-0", "CRYPT-LUKS2-x", ("sda3",))
    block(root, "sda3")
    swap(root, "/dev/dm-2 partition")
    assert found(data, root).health is Health.GOOD


def test_a_volume_of_which_one_part_is_plain_is_plain(data: Data, root: Path) -> None:
    block(root, "dm-2", "LVM-abc", ("dm-0", "sdb1"))
    block(root, "dm-0", "CRYPT-LUKS2-x", ("sda3",))
    block(root, "sdb1")
    swap(root, "/dev/dm-2 partition")
    assert found(data, root).detail.endswith(": not encrypted")


def test_a_name_that_leads_to_the_device_is_followed(data: Data, root: Path) -> None:
    block(root, "dm-1", "CRYPT-PLAIN-swap")
    (root / "dev/mapper").mkdir(parents=True)
    (root / "dev/mapper/swap").symlink_to("../dm-1")
    swap(root, "/dev/mapper/swap partition")
    assert found(data, root).health is Health.GOOD


def test_compressed_memory_is_well_unless_it_is_written_out(data: Data, root: Path) -> None:
    put(root, "sys/class/block/zram0/disksize", "1\n")
    put(root, "sys/class/block/zram0/backing_dev", "none\n")
    swap(root, "/dev/zram0 partition")
    assert found(data, root).detail == "/dev/zram0: only in memory"
    put(root, "sys/class/block/zram0/backing_dev", "/dev/sda5\n")
    block(root, "sda5")
    assert found(data, root).health is Health.WARNING


@pytest.mark.parametrize(("uuid", "well"), [("CRYPT-LUKS2-x", True), ("LVM-x", False)])
def test_a_swap_file_is_as_the_disk_that_it_is_on(
    data: Data, root: Path, uuid: str, well: bool
) -> None:
    block(root, "dm-0", uuid, ("sda3",))
    block(root, "sda3")
    mounts = (
        "22 1 8:1 / / rw - ext4 /dev/sdz1 rw\n"
        r"30 22 253:0 / /my\040data rw,noatime shared:1 - ext4 /dev/mapper/data rw" + "\n"
    )
    put(root, "proc/self/mountinfo", mounts)
    (root / "dev/mapper").mkdir(parents=True)
    (root / "dev/mapper/data").symlink_to("../dm-0")
    swap(root, r"/my\040data/swapfile file")
    one = found(data, root)
    assert (one.health is Health.GOOD) is well
    assert "/my data/swapfile" in one.detail


def test_what_nobody_can_know_is_said_to_be_unknown(data: Data, root: Path) -> None:
    put(root, "proc/self/mountinfo", "22 1 0:30 / / rw - zfs tank/root rw\n")
    swap(root, "/swapfile file", "/dev/gone partition")
    one = found(data, root)
    assert one.health is Health.WARNING
    assert one.detail.count("not known whether encrypted") == 2
    assert "swapoff" not in one.remedy
    (root / "proc/swaps").unlink()
    assert found(data, root).detail.startswith("not known")


def test_devices_that_lead_in_a_circle_end(data: Data, root: Path) -> None:
    block(root, "dm-0", "LVM-a", ("dm-1",))
    block(root, "dm-1", "LVM-b", ("dm-0",))
    swap(root, "/dev/dm-0 partition")
    assert found(data, root).detail == "/dev/dm-0: not known whether encrypted"


def test_hibernation_to_a_plain_disk_is_told(data: Data, root: Path) -> None:
    assert found(data, root, "hibernation").health is Health.GOOD
    put(root, "sys/power/state", "freeze mem disk\n")
    put(root, "sys/power/disk", "[platform] shutdown\n")
    put(root, "sys/power/resume", "0:0\n")
    assert found(data, root, "hibernation").detail == "nothing is set up for it"
    put(root, "proc/cmdline", "quiet resume=/dev/sda2 ro\n")
    block(root, "sda2")
    one = found(data, root, "hibernation")
    assert (one.health, one.detail) == (Health.WARNING, "set up, not encrypted")
    put(root, "sys/power/disk", "[disabled]\n")
    assert found(data, root, "hibernation").health is Health.GOOD


def test_hibernation_to_an_encrypted_disk_is_well(data: Data, root: Path) -> None:
    put(root, "sys/power/state", "mem disk\n")
    put(root, "sys/power/resume", "253:1\n")
    block(root, "dm-1", "CRYPT-LUKS2-x")
    (root / "sys/dev/block").mkdir(parents=True)
    (root / "sys/dev/block/253:1").symlink_to("../../class/block/dm-1")
    assert found(data, root, "hibernation").detail == "set up, encrypted"


def test_dumps_of_a_crash_are_told_where_they_are_on(data: Data, root: Path) -> None:
    assert found(data, root, "core dumps").health is Health.GOOD
    put(root, "proc/self/limits", limits("unlimited"))
    assert found(data, root, "core dumps").health is Health.WARNING
