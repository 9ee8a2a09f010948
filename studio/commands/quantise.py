"""`studio quantise`: a model's graph in 8-bit whole numbers, checked against the full one. What is computed lies in studio/training."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from studio.commands.about import needs_training
from studio.commands.render import load_model, model_name
from studio.errors import printable
from studio.models import catalogue
from studio.models.folder import PLAYER
from studio.paths import Home


def quantise(model: str, out: Path | None, as_json: bool) -> None:
    """Makes the small model and says how far it is from the full one. Raises BadInput, OSError."""
    try:
        from studio.training import quantise as small
    except ModuleNotFoundError as error:
        raise needs_training(error) from error
    home = Home.default()
    spec, source = load_model(model).spec, model_name(model)
    if isinstance(source, str):
        source = next(card.folder for card in catalogue.list_models(home) if card.id == model and not card.error)
    target = out or home.models / f"{spec.id}-small"
    target.parent.mkdir(parents=True, exist_ok=True)
    before = (source / PLAYER).stat().st_size
    found = small.quantise(source, target)
    after = (target / PLAYER).stat().st_size
    if as_json:
        print(json.dumps({"model": str(target), "bytes_before": before, "bytes": after, "error": asdict(found)}))
        return
    print(printable(f"{target}: its graph takes {after / 1e6:.1f} MB, before {before / 1e6:.1f} MB."))
    print(
        f"{found.draws} drawn sounds differ by {found.mel_db:.2f} dB where they are heard (95 of 100: under {found.mel_db_p95:.2f} dB); "
        f"what differs is {-found.sample_db:.0f} dB under the sound (95 of 100: at least {-found.sample_db_p95:.0f} dB)."
    )
