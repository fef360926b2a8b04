"""One position of the bench: what to do next, how far the unit is, and PASS or FAIL."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from station.line.fixture import FixtureState
from station.model.people import Role
from station.model.profile import StartBy
from station.model.stops import STANDING_STILL
from station.operations.bench_view import Notice, Phase, PositionView
from station.window import metres, theme
from station.window.batch_words import mates_words, stays_in
from station.window.big_words import BigWords
from station.window.engine_words import what_happened, what_to_do
from station.window.label_words import sticker_button, sticker_hint
from station.window.languages import number
from station.window.prompt import PromptPanel
from station.window.run_progress import RunProgress
from station.window.said import Said
from station.window.tile_looks import failure_picture, look_of
from station.window.words import fixture_words, step_words
from station.window.work_button import WorkButton

_PICTURE_SIZES: Final = {"large": 72, "small": 48}
_CARD_SIZES: Final = {"large": 64, "small": 36}
# How high the capitals of the large words are: to be read from three metres, or from two.
_WORDS_MM: Final = {"large": metres.STATE_MM, "small": 7.0}
_LINES: Final = 2
_BUTTON_SHARE: Final = 0.25  # of the tile's height, at most
# Eight positions on a small screen: with less room than this, everything is smaller.
_NARROW: Final = 400
# A flat tile has its buttons beside its text, not below.
_FLAT: Final = 420
_USUAL, _WIDE, _BELOW = (3, 2), (1, 2), (1, 0)  # the shares of text and buttons
_REALLY_MS: Final = 4_000
_MARGIN: Final = 8


class Tile(QFrame):
    """A position's tile. It shows what it is given and says what was pressed.

    Args:
        position: its name.
        key: what jumps there.
        role: of who is at work: a position that is blocked goes on by a supervisor.
    """

    start_pressed = Signal(str)
    take_back_pressed = Signal(str)
    cancel_pressed = Signal(str)
    next_pressed = Signal(str)
    pressed = Signal(str)

    def __init__(self, position: str, key: str, role: Role) -> None:
        super().__init__()
        self.setObjectName(f"tile-{position}")
        self._view = PositionView(position)
        self._key = key
        self._role = role
        self._size = "large"
        self._below = 0  # what stands there takes so much of the height
        self._doubt = QTimer(self, singleShot=True, interval=_REALLY_MS)
        self._doubt.timeout.connect(self._calm)
        self._make_parts()
        self._lay_out()
        self._take_size()
        self.main.clicked.connect(self._main_pressed)
        self.side.clicked.connect(self._side_pressed)
        self.show_view(self._view, chosen=False)

    @property
    def position(self) -> str:
        """The position's name."""
        return self._view.position

    @property
    def view(self) -> PositionView:
        """What is shown."""
        return self._view

    def _make_parts(self) -> None:
        name = self._view.position
        self._number = _label("number", name)
        self._product = _label("product")
        self._left = _label("left")
        self._picture = QLabel()
        self._words = BigWords(f"words-{name}")
        self._serial = _label("serial")
        self._serial.setObjectName(f"serial-{name}")
        self.progress = RunProgress(name)
        self._said = Said(f"said-{name}")
        self.prompt = PromptPanel(name)
        self._about = QLabel()
        self._about.setObjectName(f"about-{name}")
        self.main, self.side = WorkButton(f"main-{name}"), WorkButton(f"side-{name}")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._number)
        head.addWidget(self._product, 1)
        head.addWidget(self._left)
        what = QHBoxLayout()
        what.setSpacing(12)
        what.addWidget(self._picture)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._words)
        words.addWidget(self._serial)
        what.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.main, 3)
        buttons.addWidget(self.side, 2)
        self.body = QVBoxLayout(self)
        self.body.addLayout(head)
        self.body.addLayout(what)
        self.body.addWidget(self.progress)
        self._lower = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        card = QHBoxLayout()
        card.setSpacing(12)
        card.addWidget(self._about)
        card.addWidget(self._said, 1)
        self._lower.addLayout(card, 1)
        self._lower.addLayout(buttons, 0)
        self.body.addWidget(self.prompt, 1)
        self.body.addLayout(self._lower, 1)

    def add_strip(self, strip: QWidget) -> None:
        """Put something below everything else, as practice does."""
        strip.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.body.addWidget(strip)
        self._below = strip.sizeHint().height() + _MARGIN

    def show_view(self, view: PositionView, *, chosen: bool) -> None:
        """Show a position as it is now; `chosen` where the next scan goes there."""
        if view.phase is not self._view.phase:
            self._doubt.stop()
        self._view = view
        state, *self._pictured, words = look_of(view)
        self._about_what = failure_picture(view)
        self._show_state(state, chosen="yes" if chosen else "no")
        self._words.say(words, 1 if self._about_what else _LINES)
        self.setAccessibleName(f"{view.position}: {words} {view.serial}")
        self.setAccessibleDescription("\n".join(self._sentences(view)))
        self._show_text(view)
        self._show_question(view)
        self._show_buttons(view)

    def be_next(self, *, now: bool) -> None:
        """Show whether what is to be done next is to be done here."""
        theme.mark(self, next="yes" if now else "no")

    def _show_question(self, view: PositionView) -> None:
        """Give what is asked all the room there is."""
        for part in (self._picture, self._words, self._said):
            part.setVisible(view.question is None)
        self._about.setVisible(view.question is None and bool(self._about_what))
        wrong = view.notice if view.question is not None else None
        self.prompt.show_question(view.question, "" if wrong is None else "\n".join(_told(wrong)))

    def _show_state(self, state: str, *, chosen: str) -> None:
        theme.mark(self, state=state, chosen=chosen)
        labels = (self._number, self._product, self._left, self._words, self._serial, self._said)
        # The buttons too: how they look depends on the tile's state, and they are drawn anew by it.
        for part in (*labels, self.main, self.side):
            theme.mark(part, state=state)
        self._show_pictures()

    def _show_pictures(self) -> None:
        name, colour = self._pictured
        shown = [(self._picture, name, _PICTURE_SIZES)]
        if self._about_what:
            shown.append((self._about, self._about_what, _CARD_SIZES))
        for label, picture, sizes in shown:
            edge = sizes[self._size]
            label.setFixedSize(edge, edge)
            label.setPixmap(theme.picture(picture, colour, edge, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        """Have the picture in the colours of another look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._show_pictures()

    def _take_size(self) -> None:
        """Be as large as there is room for."""
        small = self._size == "small"
        self.body.setContentsMargins(*((10, 4, 10, 6) if small else (12, 8, 12, 10)))
        self.body.setSpacing(4 if small else 6)
        for part in (self._number, self._product, self._serial, self._said, self.main, self.side):
            theme.mark(part, room=self._size)
        self._words.be_as_high(_WORDS_MM[self._size])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Become smaller or larger with the window."""
        super().resizeEvent(event)
        for button in (self.main, self.side):
            button.have_room(round((self.height() - self._below) * _BUTTON_SHARE))
        self._place_buttons()
        size = "small" if self.width() < _NARROW else "large"
        if size != self._size:
            self._size = size
            self._take_size()
            self._show_pictures()
            self._show_text(self._view)

    def _place_buttons(self) -> None:
        """Have the buttons beside the text or below it, by the tile's shape."""
        flat = self.width() >= _NARROW and self.height() < _FLAT
        way = QBoxLayout.Direction.LeftToRight if flat else QBoxLayout.Direction.TopToBottom
        self._lower.setDirection(way)
        wide = _WIDE if self.side.isVisibleTo(self) else _USUAL
        for place, share in enumerate(wide if flat else _BELOW):
            self._lower.setStretch(place, share)

    def _show_text(self, view: PositionView) -> None:
        self._product.setText(view.product or view.order)
        small = self._size == "small"  # the product's name needs the room beside it
        short = small or not view.quantity
        left = self.tr("{count} left") if short else self.tr("{count} of {all} left")
        left = left.format(count=number(view.left), all=number(view.quantity))
        fixture = [] if view.fixture is None else [fixture_words(view.fixture)]
        between = "\n" if small else " · "
        self._left.setText(between.join([*fixture, *([left] if view.order else [])]))
        self._serial.setText(view.serial)
        self._serial.setVisible(bool(view.serial))
        self.progress.show_run(view)
        # A refusal beside a running position or a verdict must not look like part of it.
        beside = view.notice is not None and view.phase not in {Phase.STOPPED, Phase.NO_ORDER}
        theme.mark(self._said, notice="yes" if beside else "no")
        self._said.setMargin(_MARGIN if beside else 0)
        upright = Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignTop
        self._said.setAlignment(Qt.AlignmentFlag.AlignLeft | upright)
        self._said.say("\n".join(self._sentences(view)))
        self._said.fit()

    def _sentences(self, view: PositionView) -> list[str]:
        mates = mates_words(view)
        if view.notice is not None:
            return [*mates, *_told(view.notice)]
        if view.verdict is not None:
            if view.verdict.notice is not None:
                return [*mates, *_told(view.verdict.notice)]
            kept = [self.tr("It has its key still.")] if view.verdict.again else []
            return [
                *sticker_hint(view),
                *kept,
                *(mates or [self.tr("Take the unit out.")]),
                self.tr("{seconds} s").format(seconds=f"{view.verdict.seconds:.1f}"),
            ]
        if view.phase is Phase.RUNNING:
            at, count = len(view.done), len(view.steps)
            counted = self.tr("Step {at} of {all}").format(at=min(at + 1, count), all=count)
            return [counted, step_words(view.step) if view.step is not None else ""]
        due = [] if view.due is None else _told(view.due)
        hints = [what_to_do(view.check)] if view.check is not None else self._hints(view)
        return [*mates, *hints, *due]

    def _hints(self, view: PositionView) -> list[str]:
        """Return what the large words leave open."""
        by_itself = view.start in {StartBy.PLUGGED, StartBy.PROMPT}
        if view.label.awaited:
            return [self.tr("Still to scan: {codes}").format(codes=", ".join(view.label.awaited))]
        if view.phase is Phase.READY and not view.seated:
            return [self.tr("Put the unit in.")]
        if view.phase is Phase.READY and by_itself:
            is_open = view.fixture is FixtureState.OPEN
            close = [self.tr("Close the fixture.")] if is_open else []
            start = self.tr("START works on the unit that is in.")
            return [*close, *([] if view.mates is not None else [start])]
        if view.phase is Phase.SEAT and by_itself:
            return [self.tr("It starts by itself.")]
        if view.phase is Phase.REMOVE:
            return [self.tr("It has passed.")]
        return []

    def _show_buttons(self, view: PositionView) -> None:
        main, side, kind = "", self._taking_back(view), "primary"
        match view.phase:
            case Phase.READY:
                main = self.tr("START") if view.mates is None else self.tr("LOAD")
            case Phase.RUNNING:
                main, kind = self.tr("Cancel"), ""
                if self._doubt.isActive():
                    main, kind = self.tr("Really cancel?"), "danger"
            case Phase.ENDED:
                main = "" if stays_in(view) else self.tr("Next unit")
                if view.sticker is not None:
                    main = sticker_button(view, self._role)
            case Phase.STOPPED:
                main = self._going_on(view)
            case _:
                pass
        for button, text in ((self.main, main), (self.side, side)):
            button.setText(text)
            # Alike at all positions, which somebody who doesn't see them must tell apart.
            button.setAccessibleName(f"{view.position}: {text}")
            button.setVisible(bool(text))
        self.main.setToolTip(self._key)
        theme.mark(self.main, kind=kind)
        self._place_buttons()

    def _going_on(self, view: PositionView) -> str:
        if view.blocked is None:
            return self.tr("Try again")
        if view.blocked.code in STANDING_STILL:  # whoever is logged in: it is asked who says so
            return self.tr("Let it go on …")
        return self.tr("Go on") if self._role is not Role.WORKER else ""

    def _taking_back(self, view: PositionView) -> str:
        return self.tr("Take back") if _is_scan_open(view) else ""

    def _main_pressed(self) -> None:
        match self._view.phase:
            case Phase.READY:
                self.start_pressed.emit(self.position)
            case Phase.RUNNING:
                self._cancel()
            case Phase.ENDED | Phase.STOPPED:
                self.next_pressed.emit(self.position)
            case _:
                pass

    def _cancel(self) -> None:
        """Cancel, but only at the second time: a glove touches much."""
        if self._doubt.isActive():
            self._doubt.stop()
            self.cancel_pressed.emit(self.position)
        else:
            self._doubt.start()
        self._show_buttons(self._view)

    def _calm(self) -> None:
        self._show_buttons(self._view)

    def _side_pressed(self) -> None:
        if _is_scan_open(self._view):
            self.take_back_pressed.emit(self.position)

    def mousePressEvent(self, event: object) -> None:
        """Choose the position that was touched."""
        del event
        self.pressed.emit(self.position)


def _is_scan_open(view: PositionView) -> bool:
    """Return whether a unit was scanned, or some of its label, or is loaded, and isn't started."""
    scanned = view.phase is Phase.READY and view.start is StartBy.SCAN
    return scanned or view.phase is Phase.LOADED or bool(view.label.awaited)


def _told(notice: Notice) -> list[str]:
    return [what_happened(notice), f"{what_to_do(notice)} ({notice.code})"]


def _label(kind: str, text: str = "") -> QLabel:
    label = QLabel(text)
    theme.plain_text(label)
    label.setWordWrap(kind == "product")
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
    theme.mark(label, kind=kind)
    return label
