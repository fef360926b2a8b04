"""Lines over one another in panels, as one SVG: what a campaign's figures do over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _GAP = 960, 150, 46
_LEFT, _RIGHT = 78, 190
_WIDE, _KEY = _WIDTH - _LEFT - _RIGHT, _WIDTH - _RIGHT + 10
_FRAME = 'fill="none" stroke="#999"'
_COLOURS = ("#1f5fa8", "#c0392b", "#2e8b57", "#8e44ad", "#b9770e")


@dataclass(frozen=True)
class Line:
    """One line of a panel; a gap where a value is None."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Panel:
    """Lines with one scale, which begins at 0.

    Attributes:
        title: what they are, with their unit.
        across: each value's place from left to right.
        lines: of as many values as `across` has.
        unit: what `across` counts.
    """

    title: str
    across: Sequence[float]
    lines: Sequence[Line]
    unit: str = "runs"

    def drawn(self, top: int) -> str:
        """Return the panel as SVG, its upper edge at `top`."""
        known = [v for line in self.lines for v in line.values if v is not None]
        highest = max([*known, 1e-9]) * 1.05
        first, last = min(self.across, default=0.0), max(self.across, default=1.0)
        wide = _WIDE / ((last - first) or 1.0)

        def place(x: float, y: float) -> str:
            return f"{_LEFT + (x - first) * wide:.1f},{top + _HEIGHT * (1 - y / highest):.1f}"

        parts = [
            f'<text x="{_LEFT}" y="{top - 8}" font-weight="bold">{escape(self.title)}</text>',
            f'<rect x="{_LEFT}" y="{top}" width="{_WIDE}" height="{_HEIGHT}" {_FRAME}/>',
            _text(_LEFT - 6, top + 10, f"{highest:.4g}", "end"),
            _text(_LEFT - 6, top + _HEIGHT, "0", "end"),
            _text(_LEFT, top + _HEIGHT + 14, f"{first:,.0f}", "start"),
            _text(_WIDTH - _RIGHT, top + _HEIGHT + 14, f"{last:,.0f} {self.unit}", "end"),
        ]
        for number, line in enumerate(self.lines):
            colour = _COLOURS[number % len(_COLOURS)]
            pairs = [(x, y) for x, y in zip(self.across, line.values, strict=True) if y is not None]
            points = " ".join(place(x, y) for x, y in pairs)
            newest = f"{pairs[-1][1]:,.4g}" if pairs else "-"
            y = top + 14 + 18 * number
            parts += [
                f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>',
                f'<text x="{_KEY}" y="{y}" fill="{colour}">{escape(line.name)}: {newest}</text>',
            ]
        return "\n".join(parts)


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="11">{escape(text)}</text>'


def write_chart(path: Path, title: str, panels: Sequence[Panel]) -> None:
    """Write a chart of panels, one below the other."""
    height = 60 + len(panels) * (_HEIGHT + _GAP)
    drawn = [panel.drawn(60 + at * (_HEIGHT + _GAP)) for at, panel in enumerate(panels)]
    path.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}"'
        ' font-family="sans-serif" font-size="13">\n'
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>\n'
        f'<text x="{_LEFT}" y="26" font-size="17">{escape(title)}</text>\n'
        + "\n".join(drawn)
        + "\n</svg>\n",
        encoding="utf-8",
    )
