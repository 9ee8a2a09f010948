"""Two decks of streams as the project keeps them: what plays on each and how it is moved. Plain data; see session/streaming.py."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from studio.engine.streaming.wish import SOURCES
from studio.errors import BadInput
from studio.recipe import MAX_TEXT, Number, Settings, is_number

COUNT = 2
NAMES = ("A", "B")
CROSSFADER = "crossfader"
LEAST_GAIN_DB, MOST_GAIN_DB = -60.0, 12.0  # at the lowest a deck is silent

# What can be turned of each deck, by the field's name.
DECK_NUMBERS = (
    Number("gain", "Gain", LEAST_GAIN_DB, MOST_GAIN_DB, 0.0, unit="dB", help="How loud this deck is."),
    Number("drift", "Drift", 0.0, 2.0, 1.0, help="How far the stream moves by itself, where its source is 'drift'."),
    Number("scale", "Scale", 0.0, 2.0, 1.0, help="How far the source moves the latents around the sliders."),
    Number("jitter", "Jitter", 0.0, 2.0, 0.0, help="How much every latent trembles by itself, in sigma."),
)


@dataclass(frozen=True)
class Deck:
    """model: id, '' while the deck is empty; source: see SOURCES; the numbers: see DECK_NUMBERS."""

    model: str = ""
    settings: Settings = field(default_factory=Settings)
    source: str = "hold"
    gain: float = 0.0
    drift: float = 1.0
    scale: float = 1.0
    jitter: float = 0.0

    def to_json(self) -> dict[str, Any]:
        numbers = {number.name: getattr(self, number.name) for number in DECK_NUMBERS}
        return {"model": self.model, "settings": self.settings.to_json(), "source": self.source, **numbers}

    @staticmethod
    def from_json(data: Any) -> Deck:
        data = data if isinstance(data, dict) else {}
        model, source = data.get("model"), data.get("source")
        if not isinstance(model, str) or len(model) > MAX_TEXT:
            return Deck()
        try:
            settings = Settings.from_json(data.get("settings"))
        except BadInput:
            return Deck()
        numbers = {n.name: min(n.high, max(n.low, float(data[n.name]))) for n in DECK_NUMBERS if is_number(data.get(n.name))}
        return Deck(model, settings, source if source in SOURCES else "hold", **numbers)


@dataclass(frozen=True)
class DeckSet:
    """focused: the deck that follows the project's sliders; crossfader: 0 is A alone, 1 is B alone."""

    decks: tuple[Deck, Deck] = (Deck(), Deck())
    focused: int = 0
    crossfader: float = 0.5

    def with_deck(self, number: int, **changes: Any) -> DeckSet:
        changed = replace(self.decks[number], **changes)
        return replace(self, decks=(changed, self.decks[1]) if number == 0 else (self.decks[0], changed))

    def to_json(self) -> dict[str, Any]:
        return {"decks": [deck.to_json() for deck in self.decks], "focused": self.focused, "crossfader": self.crossfader}

    @staticmethod
    def from_json(data: Any) -> DeckSet:
        """Whatever is not there or damaged is as at the first start."""
        data = data if isinstance(data, dict) else {}
        decks, focused, crossfader = data.get("decks"), data.get("focused"), data.get("crossfader")
        made = [Deck.from_json(deck) for deck in decks] if isinstance(decks, list) and len(decks) == COUNT else [Deck(), Deck()]
        place = min(1.0, max(0.0, float(crossfader))) if is_number(crossfader) else 0.5
        return DeckSet((made[0], made[1]), 1 if focused == 1 and focused is not True else 0, place)
