"""Near variants: settings around a point of the latent space. Plain arithmetic on numpy; no threads."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from studio.engine.positions import place_of, value_at
from studio.recipe import Latent, Number, Settings, Spec, Value

SIGMAS = 6.0  # a plain number's whole range counts as so many


def near(spec: Spec, settings: Settings, keep: Iterable[str], radius: float, seed: int, count: int,
         extended: frozenset[str] = frozenset()) -> tuple[Settings, ...]:
    """`count` settings at `radius` sigma from these (which must have passed spec.check), as different from each other as can be.

    What moves: the active raw dimensions that aren't in `keep`; where there are none the other latents, else the numbers. Everything
    else stays, the seed of the noise too. In pairs they go opposite ways, and the pairs at right angles while there are dimensions left.
    A step that would leave a range goes the other way. () where nothing may move.
    """
    axes = _axes(spec, frozenset(keep))
    if not axes:
        return ()
    rng = np.random.Generator(np.random.Philox(seed))
    made = []
    for step in radius * directions(len(axes), count, rng):
        values: dict[str, Value] = {c.name: _moved(c, settings, float(d), c.name in extended) for c, d in zip(axes, step, strict=True)}
        made.append(settings.with_values(values))
    return tuple(made)


def directions(size: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """(count, size) rows of length 1."""
    half = -(-count // 2)
    rows: list[np.ndarray] = []
    while len(rows) < half:
        basis, _ = np.linalg.qr(rng.standard_normal((size, size)))
        rows += [sign * column for column, sign in zip(basis.T, rng.choice([-1.0, 1.0], size), strict=True)]
    pairs = np.stack(rows[:half])  # (half, size)
    return np.stack([pairs, -pairs], axis=1).reshape(-1, size)[:count]


def _axes(spec: Spec, keep: frozenset[str]) -> list[Latent | Number]:
    free = [c for c in spec.controls if isinstance(c, (Latent, Number)) and c.name not in keep]
    latents = [c for c in free if isinstance(c, Latent) and c.active]
    raw: list[Latent | Number] = [c for c in latents if c.group == "dimension"]
    return raw or list(latents) or [c for c in free if isinstance(c, Number)]


def _moved(control: Latent | Number, settings: Settings, sigma: float, wide: bool) -> float:
    now = settings.get(control.name)
    assert isinstance(now, (int, float))
    if isinstance(control, Number):
        place = place_of(control, now) + sigma / SIGMAS
        return value_at(control, place if 0.0 <= place <= 1.0 else place - 2 * sigma / SIGMAS)
    reach = 2.0 if wide else 1.0
    low, high = min(now, reach * control.low), max(now, reach * control.high)
    value = now + sigma if low <= now + sigma <= high else now - sigma
    return round(min(high, max(low, value)), 4)
