"""Back and forward: the places in the browser that a person was at. Plain data, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

DEPTH = 200


@dataclass(frozen=True)
class Place:
    """A tab, what is searched there, and what is selected ('' for nothing)."""

    tab: str
    text: str = ""
    tags: tuple[str, ...] = ()
    chosen: str = ""


class Navigator:
    """`go` to a place that a person chose; `back` and `forward` give the place to show, None at an end."""

    def __init__(self, start: Place) -> None:
        self._places = [start]
        self._here = 0

    @property
    def here(self) -> Place:
        return self._places[self._here]

    @property
    def can_go_back(self) -> bool:
        return self._here > 0

    @property
    def can_go_forward(self) -> bool:
        return self._here < len(self._places) - 1

    def go(self, place: Place, *, typing: bool = False) -> None:
        """A new place; what lay ahead is forgotten. typing: it goes on from the search here, letter by letter, and replaces it."""
        if place == self.here:
            return
        del self._places[self._here + 1 :]
        if typing and self._here and self._only_text_differs(place):
            self._places[self._here] = place
            return
        self._places = [*self._places, place][-DEPTH:]
        self._here = len(self._places) - 1

    def back(self) -> Place | None:
        return self._move(-1)

    def forward(self) -> Place | None:
        return self._move(1)

    def _move(self, step: int) -> Place | None:
        if not 0 <= self._here + step < len(self._places):
            return None
        self._here += step
        return self.here

    def _only_text_differs(self, place: Place) -> bool:
        """Is it the same search with other letters? Its beginning, an empty search, stays a place of its own."""
        return bool(self.here.text and place.text) and replace(place, text="", chosen="") == replace(self.here, text="", chosen="")
