"""Where things lie on disk. Plain data; makes folders only when asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


@dataclass(frozen=True)
class Home:
    """The user's own folder. `Home.default()` follows the platform; tests and `build(home=...)` pass their own.

    The environment variable UNDERTONE_HOME moves it (portable installs).
    """

    root: Path

    @staticmethod
    def default() -> Home:
        moved = os.environ.get("UNDERTONE_HOME")
        if moved:
            return Home(Path(moved).expanduser().absolute())
        import platformdirs

        return Home(Path(platformdirs.user_data_dir("Undertone", appauthor=False)))

    @property
    def takes(self) -> Path:
        return self.root / "takes"

    @property
    def sounds(self) -> Path:
        return self.root / "sounds"

    @property
    def trash(self) -> Path:
        return self.root / "trash"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def tried(self) -> Path:
        """An empty file for each model of the user's that was tried and did no harm; see models/trial.py."""
        return self.root / "tried"

    @property
    def training(self) -> Path:
        """Training runs by the id of their model, and the sounds that were prepared for them."""
        return self.root / "training"

    @property
    def parts(self) -> Path:
        """Selections that were dragged out; other programs point at them."""
        return self.root / "parts"

    @property
    def presets(self) -> Path:
        return self.root / "presets"

    @property
    def sliders(self) -> Path:
        """Sliders that a person made, a file for each model."""
        return self.root / "sliders"

    @property
    def midi(self) -> Path:
        """What MIDI controllers turn, a file for each mapping."""
        return self.root / "midi"

    @property
    def settings_file(self) -> Path:
        return self.root / "settings.json"

    @property
    def database(self) -> Path:
        return self.root / "takes.sqlite3"

    @property
    def log_file(self) -> Path:
        return self.root / "undertone.log"

    @property
    def lock_file(self) -> Path:
        return self.root / "undertone.lock"

    def make(self) -> Home:
        """Make the folders. Raises OSError where the disk refuses."""
        for folder in (self.root, self.takes, self.trash, self.models, self.presets, self.sounds):
            folder.mkdir(parents=True, exist_ok=True)
        return self
