"""The XY pad's state: two controls, or four snapshots at its corners. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from studio.engine.snapshots import SLOTS
from studio.recipe import MAX_TEXT, is_number

SLIDERS, CORNERS = "sliders", "corners"
Place = tuple[float, float]


@dataclass(frozen=True)
class XY:
    """mode: SLIDERS (x and y are addresses, '' for the first two latents) or CORNERS (of four slots).

    corners: top left, top right, bottom left, bottom right.
    place: where the puck lies between the corners, 0 to 1 from left to right and from bottom to top. throw: does it run on when let go?
    """

    mode: str = SLIDERS
    x: str = ""
    y: str = ""
    corners: tuple[int, int, int, int] = (0, 1, 2, 3)
    place: Place = (0.5, 0.5)
    throw: bool = False

    def to_json(self) -> dict[str, Any]:
        return {"mode": self.mode, "x": self.x, "y": self.y, "corners": list(self.corners), "place": list(self.place), "throw": self.throw}

    @staticmethod
    def from_json(data: Any) -> XY:
        """What is damaged is as at first."""
        data = data if isinstance(data, dict) else {}
        x, y, corners, place = data.get("x"), data.get("y"), data.get("corners"), data.get("place")
        slots = isinstance(corners, list) and len(corners) == 4 and all(type(slot) is int and 0 <= slot < SLOTS for slot in corners)
        places = isinstance(place, list) and len(place) == 2 and all(is_number(part) and 0 <= part <= 1 for part in place)
        return XY(
            CORNERS if data.get("mode") == CORNERS else SLIDERS, x if _text(x) else "", y if _text(y) else "",
            (corners[0], corners[1], corners[2], corners[3]) if slots and isinstance(corners, list) else XY.corners,
            (float(place[0]), float(place[1])) if places and isinstance(place, list) else XY.place, data.get("throw") is True,
        )  # fmt: skip


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT
