"""Medians, percentiles and aims. Plain data, no threads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

MORE, LESS = "at least", "at most"


def spread(values: Iterable[float], digits: int = 2) -> dict[str, Any]:
    """Median, 95th percentile, extremes and count of some measurements, rounded; of none only the count."""
    found = np.array(list(values), np.float64)
    if not len(found):
        return {"count": 0}
    middle, high = np.percentile(found, (50, 95))
    parts = {"median": middle, "p95": high, "min": found.min(), "max": found.max()}
    return {"count": len(found), **{name: round(float(value), digits) for name, value in parts.items()}}


def aim(name: str, reached: float | None, unit: str, side: str, wanted: float) -> dict[str, Any]:
    """One line of the verdict; `met` is None where nothing was measured."""
    met = None if reached is None else bool(reached <= wanted if side == LESS else reached >= wanted)
    return {"name": name, "reached": reached, "unit": unit, "aim": f"{side} {wanted:g}", "met": met}


def note(name: str, reached: float | None, unit: str) -> dict[str, Any]:
    """A line of the verdict that explains the one above it and has no aim of its own."""
    return {"name": name, "reached": reached, "unit": unit, "aim": "", "met": None}
