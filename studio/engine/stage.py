"""What is played and performed beside the model's own settings: it stays when another model is chosen. Plain data.

Each part is a frozen value with `to_json` and a tolerant `from_json`: whatever is damaged there is left out, never refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from studio.audio.effects import Rack
from studio.engine.decks import DeckSet
from studio.engine.keys import KeysState
from studio.engine.modulation import Modulators, modulators_from_json
from studio.engine.pattern import Pattern


@dataclass(frozen=True)
class Stage:
    """Belongs to `Project`; undo and redo take it back and forth as the rest.

    modulators: of rooms (the model's own lie in the project); still: none moves, neither these nor the model's.
    """

    pattern: Pattern = field(default_factory=Pattern)
    rack: Rack = field(default_factory=Rack)
    modulators: Modulators = ()
    still: bool = False
    keys: KeysState = field(default_factory=KeysState)
    decks: DeckSet = field(default_factory=DeckSet)

    def to_json(self) -> dict[str, Any]:
        moves = {"modulators": [one.to_json() for one in self.modulators], "still": self.still}
        return {"pattern": self.pattern.to_json(), "rack": self.rack.to_json(), "keys": self.keys.to_json(),
                "decks": self.decks.to_json(), **moves}  # fmt: skip

    @staticmethod
    def from_json(data: Any) -> Stage:
        """Whatever is not there or damaged is as at the first start."""
        data = data if isinstance(data, dict) else {}
        pattern, rack = Pattern.from_json(data.get("pattern")), Rack.from_json(data.get("rack"))
        keys = KeysState.from_json(data.get("keys"))
        return Stage(pattern, rack, modulators_from_json(data.get("modulators")), data.get("still") is True, keys,
                     DeckSet.from_json(data.get("decks")))  # fmt: skip
