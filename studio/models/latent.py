"""The latent space behind the sliders: standard deviations in, codes out, and back. numpy, no threads, no files.

A code is z = mean_c + root_c axes u, with u the 'dimensions', in sigma and ordered by what is heard. The class chooses mean and root,
so that a change of class keeps the gesture. Macros move u: a small network has learnt what each u measures like (brightness, decay...),
and the least change of u is looked for that moves the measures as the macros ask and holds the others still. New settings are drawn
from the aggregate posterior and never from N(0, I), which the decoder has not been trained on.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

STEPS = 8  # of the search for macros: after four little changes
SOFT = 0.05  # how soon the search gives up on what the network says can't be had; measures have deviation 1
FURTHEST = 1.0  # sigma a step


def direction(more: np.ndarray, less: np.ndarray) -> np.ndarray:
    """The way from some sounds to others: (Z,) float64 of length 1, so that a step of 1 along it is a sigma.

    more, less: dimensions u, (A, Z) and (B, Z) in sigma, at least one sound each. It is the difference of their means: with a handful of
    sounds in many dimensions a covariance
    would be mostly chance.
    Raises ValueError where the means are the same.
    """
    apart = more.astype(np.float64).mean(0) - less.astype(np.float64).mean(0)
    length = float(np.linalg.norm(apart))
    if not length > 1e-6:
        raise ValueError("these sounds differ in nothing")
    return np.asarray(apart / length)


@dataclass(frozen=True)
class LatentSpace:
    """C classes, Z latents, M macros, N codes of training sounds; all float32 but `labels`."""

    mean: np.ndarray  # (C, Z)
    root: np.ndarray  # (C, Z, Z) square root of each class's covariance
    axes: np.ndarray  # (Z, Z) orthogonal; column i is dimension i in whitened units
    codes: np.ndarray  # (N, Z) training sounds as dimensions u of their own class
    labels: np.ndarray  # (N,) int64 class of each code
    far: np.ndarray  # (1,) distance to the nearest code that 95 % of training codes stay under
    weight1: np.ndarray  # (Z + C, H) of the network from u and the class to the measures of a sound
    bias1: np.ndarray  # (H,)
    weight2: np.ndarray  # (H, H)
    bias2: np.ndarray  # (H,)
    weight3: np.ndarray  # (H, M)
    bias3: np.ndarray  # (M,)
    direct: np.ndarray  # (Z + C, M) past the hidden layers

    @staticmethod
    def from_tensors(tensors: dict[str, np.ndarray]) -> LatentSpace:
        """From a safetensors dictionary with the prefix 'latent.'."""
        return LatentSpace(**{f.name: tensors[f"latent.{f.name}"] for f in fields(LatentSpace)})

    def tensors(self) -> dict[str, np.ndarray]:
        """What `from_tensors` takes."""
        return {f"latent.{f.name}": np.ascontiguousarray(getattr(self, f.name)) for f in fields(self)}

    def check(self, classes: int, macros: int, size: int) -> None:
        """Raises ValueError where an array has another shape or type than the controls ask for, or is not finite."""
        count, hidden = len(self.labels), self.bias1.size
        shapes = {
            "mean": (classes, size), "root": (classes, size, size), "axes": (size, size),
            "codes": (count, size), "labels": (count,), "far": (1,),
            "weight1": (size + classes, hidden), "bias1": (hidden,), "weight2": (hidden, hidden), "bias2": (hidden,),
            "weight3": (hidden, macros), "bias3": (macros,), "direct": (size + classes, macros),
        }  # fmt: skip
        for name, shape in shapes.items():
            array = getattr(self, name)
            if array.shape != shape or array.dtype != (np.int64 if name == "labels" else np.float32) or not np.isfinite(array).all():
                raise ValueError(name)
        if count and not 0 <= self.labels.min() <= self.labels.max() < classes:
            raise ValueError("labels")

    def to_z(self, label: int, u: np.ndarray) -> np.ndarray:
        """Dimensions (B, Z) in sigma -> codes (B, Z) float32."""
        return (self.mean[label] + u @ self.axes.T @ self.root[label].T).astype(np.float32)

    def measures(self, label: int, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What the sound of dimensions u (Z,) will measure like, (M,) in within-class deviations, and its Jacobian (M, Z)."""
        size = len(u)
        first = np.tanh(u @ self.weight1[:size] + self.weight1[size + label] + self.bias1)
        second = np.tanh(first @ self.weight2 + self.bias2)
        slope = ((self.weight3.T * (1 - second**2)) @ self.weight2.T * (1 - first**2)) @ self.weight1[:size].T + self.direct[:size].T
        return second @ self.weight3 + self.bias3 + u @ self.direct[:size] + self.direct[size + label], slope

    def steer(self, label: int, u: np.ndarray, macros: np.ndarray) -> np.ndarray:
        """Dimensions u (Z,) moved as little as possible so that the measures change by macros (M,), in within-class deviations."""
        if not macros.any():
            return u
        moved = u.astype(np.float64)
        wanted = self.measures(label, moved)[0] + macros
        for _ in range(STEPS):
            measures, slope = self.measures(label, moved)
            step = slope.T @ np.linalg.solve(slope @ slope.T + SOFT * np.eye(len(macros)), wanted - measures)
            moved = moved + step * min(1.0, FURTHEST / max(float(np.linalg.norm(step)), 1e-9))
        return moved

    def to_dimensions(self, label: int, z: np.ndarray) -> np.ndarray:
        """Codes (B, Z) seen from a class -> dimensions u (B, Z) in sigma, macros at zero."""
        s = np.linalg.solve(self.root[label].astype(np.float64), (z - self.mean[label]).T.astype(np.float64)).T
        return (s @ self.axes).astype(np.float32)

    def likeliest_class(self, z: np.ndarray) -> int:
        """The class under whose Gaussian the code z (Z,) is likeliest."""
        scores = []
        for label in range(len(self.mean)):
            u = self.to_dimensions(label, z[None])[0]
            scores.append(-0.5 * float(u @ u) - float(np.linalg.slogdet(self.root[label].astype(np.float64))[1]))
        return int(np.argmax(scores))

    def distance(self, label: int, u: np.ndarray) -> float:
        """Distance in sigma from dimensions u (Z,) to the nearest training sound of the class."""
        codes = self.codes[self.labels == label]
        return float(np.sqrt(((codes - u) ** 2).sum(1).min())) if len(codes) else 0.0

    def nearest(self) -> np.ndarray:
        """The distance from every training sound to the nearest other one of its class, sorted: (N,)."""
        from scipy.spatial import cKDTree

        groups = [self.codes[self.labels == label] for label in np.unique(self.labels)]
        found = [cKDTree(own).query(own, 2)[0][:, 1] for own in groups if len(own) > 1]
        return np.sort(np.concatenate(found)) if found else np.zeros(0)

    def draw(self, label: int, random: np.random.Generator) -> np.ndarray:
        """Dimensions (Z,) between two training sounds of a class plus a little noise; redrawn where it is unlike all of them."""
        codes = self.codes[self.labels == label]
        u: np.ndarray = np.zeros(self.axes.shape[0])
        for _ in range(20):
            if len(codes) >= 2:
                first, second = codes[random.choice(len(codes), 2, replace=False)]
                share = random.uniform(0.05, 0.95)
                # the mix of two independent codes is shorter than either: give it its length back
                mixed = (share * first + (1 - share) * second) / np.sqrt(share**2 + (1 - share) ** 2)
                u = mixed + 0.3 * random.standard_normal(len(u))
            else:
                u = 0.7 * random.standard_normal(len(u))
            u = np.clip(u, -2.5, 2.5)
            if self.distance(label, u) <= float(self.far[0]):
                break
        return u.astype(np.float32)
