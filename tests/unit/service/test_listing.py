"""The list of an export's files comes back as it was put in, however long it is."""

from pathlib import Path

import pytest

from station.service.exports.listing import Listing


@pytest.mark.parametrize("count", [0, 1, 2, 5_000])
def test_entries_come_back_with_commas_between_them(count: int, tmp_path: Path) -> None:
    listing, entries = Listing(tmp_path), [b'{"name":"%d.pem"}' % number for number in range(count)]
    sizes = [listing.add(entry) for entry in entries]
    assert list(tmp_path.iterdir()) == [], "what is kept meanwhile has no name"
    content = b"".join(listing.pieces())
    listing.close()
    assert content == b",".join(entries)
    assert sizes[-1:] == ([len(content)] if entries else [])
