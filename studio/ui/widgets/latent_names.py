"""What the latents of a stream are called: as their sliders are, where the model is loaded. GUI thread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from studio.recipe import Latent, Spec
from studio.ui.i18n import said
from studio.ui.widgets.choice_field import readable

RAW = re.compile(r"d(\d+)")  # a dimension that has no name of its own


def latent_titles(spec: Spec | None, model: str, names: Sequence[str]) -> tuple[str, ...]:
    """spec: of the present model; model: whose latents these are; names: as the engine knows them."""
    controls = spec.controls if spec is not None and spec.id == model else ()
    labels = {c.name: said(c.label) for c in controls if isinstance(c, Latent)}
    return tuple(labels.get(name) or _plain(name) for name in names)


def _plain(name: str) -> str:
    raw = RAW.fullmatch(name)
    if raw is None:
        return said(readable(name))
    return QCoreApplication.translate("LatentNames", "Dimension {number}").format(number=raw[1])
