"""Makes the typeface of Chinese letters that ships with Station: a part of Noto Sans CJK.

`packaging/typeface` runs it. It holds the characters of GB 2312, with which Simplified Chinese is
written, and no others. The SIL Open Font License lets a part be passed on; its Reserved Font Name,
"Source", is no part of the new name.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FONTS = Path(__file__).parents[2] / "resources/fonts"
NAME = "Station Han"
FILE = "StationHan.otf"
# Where apt's fonts-noto-cjk puts it.
ORIGINAL = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FACE = "Noto Sans CJK SC"
# The names that a program asks for; copyright and licence stay as they are.
FAMILY, WHOLE, SCRIPT = (1, 16), (3, 4), 6


def characters() -> Iterator[str]:
    """Yield the characters of GB 2312: those that its encoding has, and ASCII."""
    yield from map(chr, range(0x20, 0x7F))
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue


def made(original: Path) -> TTFont:
    """Return the part of the collection that ships."""
    options = subset.Options(
        layout_features=["kern", "locl", "vert"],
        hinting=False,
        desubroutinize=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
    )
    faces = TTCollection(str(original)).fonts
    font = next(one for one in faces if one["name"].getDebugName(1) == FACE)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(one) for one in characters()])
    subsetter.subset(font)
    names = font["name"]
    for record in list(names.names):
        if record.nameID in FAMILY:
            record.string = NAME
        elif record.nameID in WHOLE:
            record.string = f"{NAME} Regular"
        elif record.nameID == SCRIPT:
            record.string = f"{NAME.replace(' ', '')}-Regular"
    top = font["CFF "].cff
    top.fontNames = [f"{NAME.replace(' ', '')}-Regular"]
    top[0].FullName, top[0].FamilyName = f"{NAME} Regular", NAME
    # The same bytes whenever it is made.
    font.recalcTimestamp = False
    return font


def main(given: Sequence[str] | None = None) -> int:
    """Make it; return the exit status."""
    parser = argparse.ArgumentParser(prog="packaging/typeface", description=__doc__)
    parser.add_argument("--original", type=Path, default=ORIGINAL, help="apt: fonts-noto-cjk")
    parser.add_argument("--out", type=Path, default=FONTS / FILE)
    wanted = parser.parse_args(given)
    made(wanted.original).save(wanted.out)
    sys.stdout.write(f"{wanted.out}: {wanted.out.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
