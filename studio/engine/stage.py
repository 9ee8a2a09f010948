"""What is played and performed beside the model's own settings: it stays when another model is chosen. Plain data.

Each part is a frozen value with `to_json` and a tolerant `from_json`: whatever is damaged there is left out, never refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from studio.engine.pattern import Pattern


@dataclass(frozen=True)
class Stage:
    """Belongs to `Project`; undo and redo take it back and forth as the rest."""

    pattern: Pattern = field(default_factory=Pattern)

    def to_json(self) -> dict[str, Any]:
        return {"pattern": self.pattern.to_json()}

    @staticmethod
    def from_json(data: Any) -> Stage:
        """Whatever is not there or damaged is as at the first start."""
        data = data if isinstance(data, dict) else {}
        return Stage(pattern=Pattern.from_json(data.get("pattern")))
