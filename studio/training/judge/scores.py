"""How near a set of drawn sounds is to real ones: G, class accuracy, diversity, coverage and memory. Numpy only, no state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from studio.training.judge.spaces import SPACES, SoundSet
from studio.training.judge.spoilers import REPEATED

ROUNDS = 400  # bootstrap over kits
LEAST_PER_CLASS = 20  # real clips that a class needs to count for accuracy and diversity
NEIGHBOURS = 5
REPEATS = 16  # choices of the ten clips that are repeated: one choice alone may by luck lie as near as all of them together
Scores = dict[str, Any]


def kernel(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """KID's cubic kernel (Binkowski and others 2018) with every feature softly limited, so that one freak can't decide."""
    a, b = (np.tanh(x.astype(np.float64) / 3) * 3 for x in (a, b))
    return np.asarray((a @ b.T / a.shape[1] + 1) ** 3)


def class_mix(sets: Sequence[SoundSet], cap: int = 48) -> dict[str, int]:
    """Clips per class that every set can give (at least two), so that all are compared at one mix."""
    counts = [dict(zip(*np.unique(s.labels, return_counts=True), strict=True)) for s in sets]
    common = {str(name): min(cap, *(int(c.get(name, 0)) for c in counts)) for name in counts[0]}
    return {name: n for name, n in common.items() if n >= 2}


def _blocks(k: np.ndarray, rows: np.ndarray, columns: np.ndarray, own: bool) -> np.ndarray:
    """(C, C) mean kernel between classes; rows (C, N) and columns (C, M) are weights. own: leave out the diagonal (unbiased)."""
    total = rows @ k @ columns.T
    weight = np.outer(rows.sum(axis=1), columns.sum(axis=1))
    if own:
        total = total - (rows * np.diag(k)) @ columns.T
        weight = weight - rows @ columns.T
    return np.asarray(total / np.maximum(weight, 1e-9))


def _members(s: SoundSet, mix: dict[str, int]) -> np.ndarray:
    return np.stack([s.labels == name for name in mix]).astype(np.float64)


class _Against:
    """Kernel distances of sets to one reference, up to the reference's own term (the same for all, so it cancels in G)."""

    def __init__(self, reference: SoundSet, mix: dict[str, int], space: str) -> None:
        self.reference, self.mix, self.space = reference, mix, space
        self.shares = np.array([mix[name] for name in mix], dtype=np.float64)
        self.members = _members(reference, mix)
        own = kernel(reference.space(space), reference.space(space))
        self.own = float(self._mean(_blocks(own, self.members, self.members, True)))

    def _mean(self, blocks: np.ndarray, shares: np.ndarray | None = None) -> float:
        m = self.shares if shares is None else shares
        return float(m @ blocks @ m / m.sum() ** 2)

    def distances(self, s: SoundSet, weights: np.ndarray) -> np.ndarray:
        """(R,) distances for R weightings (R, N) of the reference's clips; the last is the plain one in practice."""
        members = _members(s, self.mix)
        features = s.space(self.space)
        inner = _blocks(kernel(features, features), members, members, True)
        between = kernel(self.reference.space(self.space), features) @ members.T / np.maximum(members.sum(axis=1), 1)
        out = np.empty(len(weights))
        for i, weight in enumerate(weights):
            rows = self.members * weight
            present = rows.sum(axis=1) > 0
            shares = self.shares * present
            cross = rows @ between / np.maximum(rows.sum(axis=1, keepdims=True), 1e-9)
            out[i] = self._mean(inner, shares) - 2 * self._mean(cross, shares) + self.own
        return out


def _repeated(train: SoundSet, mix: dict[str, int], random: np.random.Generator) -> SoundSet:
    """Ten clips in turn, their classes dealt as the mix has them; every class keeps at least one."""
    names = sorted(mix, key=lambda name: -mix[name])
    chosen: list[int] = []
    for i in range(max(REPEATED, len(names))):
        pool = np.flatnonzero(train.labels == names[i % len(names)])
        chosen += [int(random.choice(pool))] * 12
    return train.take(np.array(chosen))


def closeness(draws: SoundSet, train: SoundSet, spoilers: dict[str, SoundSet], reference: SoundSet, *, seed: int = 0) -> Scores:
    """G = (K(draws) - K(train)) / (min over spoilers K - K(train)) in both spaces: 0 as near as real training hits, 1 as far
    as the mildest spoiler. Bootstrapped over the reference's kits; 'median' and 'bound' (90 %) of the worse space come first."""
    random = np.random.default_rng(seed)
    mix = class_mix([reference, train, draws])
    if not mix:
        raise ValueError("no class is in the draws, the training set and the reference alike")
    kits = sorted(set(reference.kits.tolist()))
    membership = np.stack([reference.kits == kit for kit in kits]).astype(np.float64)
    picks = random.multinomial(len(kits), np.full(len(kits), 1 / len(kits)), size=ROUNDS).astype(np.float64)
    weights = np.concatenate([picks @ membership, np.ones((1, len(reference)))])
    repeated = [_repeated(train, mix, random) for _ in range(REPEATS)]
    out: Scores = {"classes": mix, "spaces": {}}
    for space in SPACES:
        against = _Against(reference, mix, space)
        base, drawn = against.distances(train, weights), against.distances(draws, weights)
        spoilt = {name: against.distances(s, weights) for name, s in spoilers.items()}
        spoilt["ten repeated"] = np.mean([against.distances(s, weights) for s in repeated], axis=0)
        unit = np.min(np.stack(list(spoilt.values())), axis=0) - base
        g = (drawn - base) / np.maximum(unit, 1e-4)
        out["spaces"][space] = {
            "median": float(np.median(g[:-1])), "bound": float(np.quantile(g[:-1], 0.9)), "plain": float(g[-1]),
            "draws": float(drawn[-1]), "train": float(base[-1]),
            "spoilers": {name: float(values[-1] - base[-1]) for name, values in spoilt.items()},
        }
    out["median"] = max(s["median"] for s in out["spaces"].values())
    out["bound"] = max(s["bound"] for s in out["spaces"].values())
    return out


def balanced_accuracy(s: SoundSet, classes: Sequence[str]) -> float:
    """Mean over classes of the share that the ear names rightly; NaN where no class is present."""
    shares = [float((s.heard[s.labels == name] == name).mean()) for name in classes if (s.labels == name).any()]
    return float(np.mean(shares)) if shares else float("nan")


def accuracy(draws: SoundSet, real: SoundSet, train: SoundSet) -> Scores:
    """BA(draws) / BA(real) over classes with at least 20 real judge clips; by class too, and what the recorded training hits reach."""
    names = [str(n) for n, count in zip(*np.unique(real.labels, return_counts=True), strict=True) if count >= LEAST_PER_CLASS]
    names = [name for name in names if (draws.labels == name).sum() >= 8]
    mine, theirs = balanced_accuracy(draws, names), balanced_accuracy(real, names)
    by_class = {name: [balanced_accuracy(draws, [name]), balanced_accuracy(real, [name])] for name in names}
    ratio = mine / theirs if names and theirs > 0 else float("nan")
    return {"draws": mine, "real": theirs, "train": balanced_accuracy(train, names), "ratio": ratio, "by_class": by_class}


def vendi(features: np.ndarray, width: float) -> float:
    """Effective number of different sounds (Friedman and Dieng 2023), Gaussian similarity of the given width."""
    distance = _squared(features, features)
    values = np.linalg.eigvalsh(np.exp(-distance / (2 * width**2)) / len(features))
    values = values[values > 1e-12]
    return float(np.exp(-(values * np.log(values)).sum()))


def _squared(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    a, b = a.astype(np.float64), b.astype(np.float64)
    return np.asarray(np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T, 0))


def diversity(draws: SoundSet, real: SoundSet, *, seed: int = 0) -> Scores:
    """Mean over classes of Vendi(draws) / Vendi(real) at equal n (spectral space)."""
    random = np.random.default_rng(seed)
    ratios: dict[str, float] = {}
    for name, count in zip(*np.unique(real.labels, return_counts=True), strict=True):
        theirs, mine = real.spectral[real.labels == name], draws.spectral[draws.labels == name]
        size = min(count, len(mine), 48)
        if count < LEAST_PER_CLASS or size < 8:
            continue
        distances = np.sqrt(_squared(theirs, theirs))
        width = float(np.median(distances[np.triu_indices(len(theirs), 1)])) / 2
        pairs = [
            (vendi(mine[random.permutation(len(mine))[:size]], width), vendi(theirs[random.permutation(count)[:size]], width))
            for _ in range(10)
        ]
        ratios[str(name)] = float(np.mean([a for a, _ in pairs]) / np.mean([b for _, b in pairs]))
    return {"ratio": float(np.mean(list(ratios.values()))) if ratios else float("nan"), "by_class": ratios}


def coverage(draws: SoundSet, train: SoundSet, real: SoundSet, *, seed: int = 0) -> Scores:
    """Share of real hits that have a draw nearer than their fifth real neighbour (Naeem and others 2020), draws and train at
    the class mix and size that both can give."""
    random = np.random.default_rng(seed)
    mix = class_mix([real, train, draws])
    real = real.take(np.isin(real.labels, list(mix)))
    near = np.sort(_squared(real.spectral, real.spectral), axis=1)[:, min(NEIGHBOURS, len(real) - 1)]
    shares: list[list[float]] = []
    for _ in range(10):
        row = []
        for s in (draws, train):
            index = np.concatenate([random.permutation(np.flatnonzero(s.labels == name))[:n] for name, n in mix.items()])
            row.append(float((_squared(real.spectral, s.spectral[index]).min(axis=1) <= near).mean()))
        shares.append(row)
    mine, theirs = np.mean(shares, axis=0)
    return {"draws": float(mine), "train": float(theirs), "ratio": float(mine / max(theirs, 1e-9))}
