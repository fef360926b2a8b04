"""What `packaging/screenshots` runs: a picture of every screen and state, in several sizes."""

import argparse
import logging
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from station.folders import Data
from station.operations.start import Start
from station.window import theme
from station.window.app import Application
from station.window.bridge import Bridge
from station.window.language_change import speak
from station.window.languages import LANGUAGES, SOURCE, speech
from station.window.lasting import keep_constants
from station.window.palettes import Look
from station.window.shell import Shell
from tests.support.picture_bench import at_eight, at_four
from tests.support.picture_ceremony import at_ceremony, new_user, no_library
from tests.support.picture_desk import at_desk
from tests.support.picture_entrance import at_entrance
from tests.support.picture_people import at_nobody, at_people, production
from tests.support.picture_records import at_records
from tests.support.picture_stage import Camera, Stage
from tests.support.pseudo import CODE, Pseudo
from tests.unit.records.staffed import quick_hashing

CHECKOUT = Path(__file__).parents[2]
SIZES = ("1280x800", "1366x768", "1920x1080")
README = CHECKOUT / "resources/help/pictures"
README_SIZE = "1366x768"
# What the README shows, by the name that it has there.
OF_README = {
    "log-in": "log-in",
    "bench": "bench-4-mixed",
    "orders": "orders",
    "enrollments": "enrollments",
    "details": "details-tpm",
    "export": "export-result",
}
COLOURS = 64


def size(text: str) -> QSize:
    """Return the size that is written as WxH."""
    width, _, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal() and int(width) and int(height)):
        raise argparse.ArgumentTypeError(f"{text} is no size such as {SIZES[0]}")
    return QSize(int(width), int(height))


def arguments(given: Sequence[str] | None) -> argparse.Namespace:
    """Return what is wanted."""
    parser = argparse.ArgumentParser(prog="packaging/screenshots", description=__doc__)
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=CHECKOUT / "build/pictures", help="where to"
    )
    parser.add_argument(
        "--size",
        metavar="WxH",
        type=size,
        action="append",
        help=f"of the window; more than once for several; by default {', '.join(SIZES)}",
    )
    parser.add_argument(
        "--language",
        choices=[*LANGUAGES, CODE],
        default=SOURCE,
        help=f"of the window; {CODE} is English, accented and 40 %% longer",
    )
    parser.add_argument(
        "--readme", action="store_true", help=f"renew the README's own, which are {README_SIZE}"
    )
    parser.add_argument(
        "--look",
        type=Look,
        choices=list(Look)[1:],
        default=Look.LIGHT,
        metavar="LOOK",
        help="light, dark, contrast-light or contrast-dark",
    )
    parser.add_argument(
        "--check", action="store_true", help="end with 1 where a picture has a fault"
    )
    return parser.parse_args(given)


@contextmanager
def stage(camera: Camera, root: Path, positions: int, data: Data | None = None) -> Iterator[Stage]:
    """Run the application, as yet without a page, and close it in good order afterwards.

    Args:
        camera: before its window.
        root: a folder for the practice bench.
        positions: of the practice bench.
        data: a production station's folder, where there is one.
    """
    shell, bridge = Shell(camera.memory), Bridge()
    none = Data(root / "none")
    start = Start(data or none, root / "practice", practice=False, positions=positions)
    running = Stage(Application(start, shell, bridge), camera)
    shell.resize(camera.sizes[0])
    shell.show()
    shell.activateWindow()
    running.wait(shell.isActiveWindow)
    try:
        yield running
    finally:
        running.application.leave()
        running.wait(shell.isHidden)
        bridge.close()
        shell.deleteLater()


def for_readme(made: Path) -> None:
    """Copy what the README shows, with few colours, which keeps the repository small."""
    README.mkdir(exist_ok=True)
    for name, taken in OF_README.items():
        image = QImage(str(made / README_SIZE / f"{taken}.png"))
        few = reduced(image)
        if not few.save(str(README / f"{name}.png"), quality=0):
            raise OSError(f"{name}.png can't be written")


def reduced(image: QImage) -> QImage:
    """Return the image with its commonest colours alone, each other becoming the nearest."""
    counted: dict[int, int] = {}
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    for y in range(image.height()):
        for x in range(image.width()):
            colour = image.pixel(x, y)
            counted[colour] = counted.get(colour, 0) + 1
    table = sorted(counted, key=lambda colour: -counted[colour])[:COLOURS]
    return image.convertToFormat(QImage.Format.Format_Indexed8, table)


def speak_as(code: str) -> None:
    """Have the window speak a language, or the one that nobody speaks."""
    if code == CODE:
        speech.say_through([Pseudo()])
    else:
        speak(LANGUAGES[code])


def _of_ceremony(camera: Camera, root: Path) -> None:
    """Picture how a station is set up from nothing."""
    root.mkdir()
    with (
        quick_hashing(),
        new_user(root / "home"),
        no_library(),
        stage(camera, root, 4, Data(root / "data")) as running,
    ):
        at_ceremony(running, root)


def _of_production(camera: Camera, root: Path) -> None:
    """Picture a production station: without people first, then with some."""
    with quick_hashing():
        for name, at in (("new", at_nobody), ("staffed", at_people)):
            station = production(root / name, staffed=at is at_people)
            with stage(camera, root, 4, station.data) as running:
                at(running)


def main(given: Sequence[str] | None = None) -> int:
    """Make the pictures; return the exit status."""
    wanted = arguments(given)
    sizes = wanted.size or [size(text) for text in SIZES]
    if wanted.readme and size(README_SIZE) not in sizes:
        sizes.append(size(README_SIZE))
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    keep_constants()
    qt = QApplication(["station"])
    qt.setQuitOnLastWindowClosed(False)
    theme.dress(qt, wanted.look)
    speak_as(wanted.language)
    camera = Camera(wanted.out.absolute(), sizes)
    camera.memory.put("look", wanted.look.value)
    with tempfile.TemporaryDirectory(prefix="station-") as scratch:
        with stage(camera, Path(scratch), 4) as running:
            at_entrance(running)
            at_four(running)
        with stage(camera, Path(scratch), 8) as running:
            at_eight(running)
            at_desk(running)
            at_records(running)
        _of_ceremony(camera, Path(scratch) / "set-up")
        _of_production(camera, Path(scratch))
    if wanted.readme:
        for_readme(camera.out)
    sys.stdout.write(f"{camera.taken} pictures in {camera.out}\n")
    sys.stdout.write(f"{camera.faults} faults\n")
    return 1 if wanted.check and camera.faults else 0


if __name__ == "__main__":
    sys.exit(main())
