"""How colours are told apart: contrast (WCAG 2.2), difference (CIEDE2000), and red-green blindness.

A colour is `#rrggbb` throughout.
"""

from collections.abc import Sequence
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt
from typing import Final

# What somebody sees who lacks one kind of cone, severity 1.0: Machado, Oliveira and Fernandes, "A
# Physiologically-based Model for Simulation of Color Vision Deficiency", 2009, on linear sRGB.
BLINDNESS: Final = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
_TO_XYZ: Final = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Final = (0.95047, 1.0, 1.08883)  # D65
_FAR: Final = 25.0**7


def _linear(colour: str) -> tuple[float, ...]:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def _times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def luminance(colour: str) -> float:
    """Return the relative luminance."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def seen_in(blindness: str, colour: str) -> str:
    """Return what somebody with a kind of `BLINDNESS` sees in the place of a colour."""
    told = []
    for part in _times(BLINDNESS[blindness], _linear(colour)):
        light = min(max(part, 0.0), 1.0)
        shown = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
        told.append(round(shown * 255))
    return "#" + "".join(f"{part:02x}" for part in told)


def _lab(colour: str) -> tuple[float, float, float]:
    x, y, z = (
        v ** (1 / 3) if v > 216 / 24389 else (v * 24389 / 27 + 16) / 116
        for v in (p / w for p, w in zip(_times(_TO_XYZ, _linear(colour)), _WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str) -> float:
    """Return how far apart two colours look: CIEDE2000, where about 2 can just be told.

    By Sharma, Wu and Dalal, "The CIEDE2000 Color-Difference Formula", 2005.
    """
    return lab_difference(_lab(one), _lab(other))


def lab_difference(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the same of two colours given as L*, a*, b*."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    grey = 1.5 - 0.5 * sqrt(mean**7 / (mean**7 + _FAR))
    c1, c2 = hypot(a1 * grey, b1), hypot(a2 * grey, b2)
    h1, h2 = (degrees(atan2(b, a * grey)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    middle = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360
    t = (
        1
        - 0.17 * cos(radians(middle - 30))
        + 0.24 * cos(radians(2 * middle))
        + 0.32 * cos(radians(3 * middle + 6))
        - 0.20 * cos(radians(4 * middle - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    bend = 30 * exp(-(((middle - 275) / 25) ** 2))
    turned = -2 * sqrt(chroma**7 / (chroma**7 + _FAR)) * sin(radians(2 * bend))
    parts = (l2 - l1) / s_l, (c2 - c1) / s_c, hue / s_h
    return sqrt(sum(p * p for p in parts) + turned * parts[1] * parts[2])
