"""Changes of a record that take a right and more than one call."""

from station.model.rights import Approval
from station.records.roots import RootKind
from station.records.store import Records


def removed(records: Records, by: Approval | None) -> None:
    """Take away the only root."""
    (root,) = records.root_certificates()
    records.remove_root(root.fingerprint, RootKind.ROOT, by)


def reprinted(records: Records, by: Approval | None) -> None:
    """Have another label for the unit S1."""
    live = records.labels.live("S1")
    assert live is not None
    records.labels.again(live, "1", by)
