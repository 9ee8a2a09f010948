"""What is played and performed beside the model's own settings: it stays when another model is chosen. Plain data.

Each part is a frozen value with `to_json` and a tolerant `from_json`: whatever is damaged there is left out, never refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Stage:
    """Belongs to `Project`; undo and redo take it back and forth as the rest."""

    def to_json(self) -> dict[str, Any]:
        return {}

    @staticmethod
    def from_json(data: Any) -> Stage:
        """Whatever is not there or damaged is as at the first start."""
        return Stage()
