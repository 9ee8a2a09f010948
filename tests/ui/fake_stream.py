"""Curves for tests of the lane: a trajectory over the toy's half second, given to a session as if its newest take had been recorded."""

from __future__ import annotations

from typing import Any

import numpy as np

from studio.engine.streaming.trajectory import Track, Trajectory

RATE = 172.0  # frames a second
FRAMES = 86


def curves(frames: int = FRAMES, dims: int = 3, deck: int = 0) -> Track:
    """Slow waves, each latent at a height of its own."""
    t = np.arange(frames) / RATE
    waves = [np.sin(2 * np.pi * (1.0 + 0.5 * i) * t) * 0.5 + (i - (dims - 1) / 2) * 1.2 for i in range(dims)]
    names = ("brightness", "decay", *(f"d{i}" for i in range(1, dims - 1)))[:dims]
    made = np.stack(waves, 1).astype(np.float32)
    return Track(deck, "toy", "", 0, names, made, RATE, 0.0, made[:0], {}, 0, 0, 44_032 * frames // 172, 256, 44_032)


def whole(*tracks: Track, seconds: float = FRAMES / RATE) -> Trajectory:
    return Trajectory(tracks, seconds, 44_032, np.array([[0.0, 1.0, 1.0]]))


def with_trajectory(session: Any, trajectory: Trajectory | None) -> list[Any]:
    """Give the newest take this trajectory; what is rendered again lies in the list that comes back."""
    rendered: list[Any] = []
    take = session.takes()[0].id
    session.trajectory = lambda id: trajectory if id == take else None
    session.render_trajectory = lambda id, whole: rendered.append((id, whole))
    return rendered
