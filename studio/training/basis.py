"""Fits the latent space behind the sliders to any trained one-shot network: class Gaussians, audible axes, macros (numpy and torch).

A family hands itself over as a `Sounding`: codes of sounds, and sounds of codes. Runs when a model is published.

Audible axes are the eigenvectors of the expected J^T J, with J the derivative of the log-mel image by whitened latents: the first
slider is what changes most for the ear. For the macros a small network learns what the sound of each code measures like; studio/models/
latent.py turns it round. (Straight directions from a joint linear model were tried first, but what makes one kick brighter makes
another noisier.)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import torch

from studio.audio.descriptors import batch_descriptors
from studio.models.features import audible_image
from studio.models.latent import LatentSpace

MEASURES = ("brightness", "noisiness", "decay", "attack", "boominess", "pitch")  # what macros move or hold still
SYNTHETIC_WEIGHT = 0.1  # of a synthetic code beside a recorded one
ENOUGH = 30  # recorded sounds of a class below which synthetic codes help out
MAX_SYNTHETIC = 60
SHRINK = 30.0  # counts of pooled covariance mixed into each class's
HIDDEN = 192  # width of the network that the macros steer by


@dataclass(frozen=True)
class Fit:
    """The space and what was measured of it: effect (Z,) dB a sigma; r2 (M,) held out; names (Z,) of axes that one descriptor explains."""

    space: LatentSpace
    effect: np.ndarray
    r2: np.ndarray
    names: tuple[str, ...]
    measures: tuple[str, ...] = MEASURES

    def without_poor(self, least: float, among: tuple[str, ...] = MEASURES) -> Fit:
        """Of these only the measures whose R2 is `least` or more: to move or hold still what can't be foretold would only make noise."""
        kept = np.flatnonzero((np.nan_to_num(self.r2, nan=-1.0) >= least) & np.isin(self.measures, among))
        changed = {name: np.ascontiguousarray(getattr(self.space, name)[..., kept]) for name in ("weight3", "bias3", "direct")}
        names = tuple(self.measures[i] for i in kept)
        return replace(self, space=replace(self.space, **changed), r2=self.r2[kept], measures=names)


@dataclass(frozen=True)
class Codes:
    """What the space is fitted to: z (N, Z) float32, labels (N,) class index, real (N,) 1 for recorded and 0 for synthetic sound."""

    z: np.ndarray
    labels: np.ndarray
    real: np.ndarray


class Sounding(Protocol):
    """A trained network of any one-shot family, as the fit needs it. A code is whatever the exported graph calls z."""

    rate: int  # Hz
    classes: tuple[str, ...]
    latents: int  # Z

    def encode_all(self) -> Codes:
        """Codes of the training sounds; of a network without an encoder, codes that it draws itself, every class among them."""
        ...

    def decode_all(self, z: np.ndarray, labels: np.ndarray) -> np.ndarray:
        """Sounds of codes (B, Z) and class indices (B,), all with one noise, onset at ONSET, peaks at 0.9: (B, N) float32."""
        ...


def class_gaussians(codes: np.ndarray, labels: np.ndarray, weight: np.ndarray, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean (C, Z) and symmetric root of the shrunk covariance (C, Z, Z) of each class; one without codes is as all together."""
    size = codes.shape[1]
    members = [labels == c if (labels == c).any() else np.ones(len(labels), bool) for c in range(classes)]
    mean = np.stack([np.average(codes[own], axis=0, weights=weight[own]) for own in members])
    centred = codes - mean[labels]
    pooled = (centred * weight[:, None]).T @ centred / weight.sum()
    roots = []
    for own in members:
        count = weight[own].sum()
        covariance = (centred[own] * weight[own, None]).T @ centred[own] / count
        share = SHRINK / (count + SHRINK)
        values, vectors = np.linalg.eigh((1 - share) * covariance + share * pooled + 1e-4 * np.eye(size))
        roots.append((vectors * np.sqrt(values)) @ vectors.T)
    return mean, np.stack(roots)


def audible_axes(model: Sounding, space: LatentSpace, starts: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Orthogonal axes (Z, Z) by falling audible effect, and that effect (Z,) in rms dB a sigma."""
    size, classes = space.axes.shape[0], len(space.mean)
    step = 0.5
    total = np.zeros((size, size))
    for i in range(starts):
        label = i % classes
        start = space.draw(label, random)
        z = space.to_z(label, np.concatenate([start + step * np.eye(size), start - step * np.eye(size)]))
        image = audible_image(model.decode_all(z, np.full(2 * size, label)), model.rate)
        jacobian = (image[:size] - image[size:]) / (2 * step)  # (Z, cells)
        total += jacobian @ jacobian.T / image.shape[1]
    values, vectors = np.linalg.eigh(total / starts)
    order = values.argsort()[::-1]
    return vectors[:, order], np.sqrt(np.maximum(values[order], 0))


def measured(sounds: np.ndarray, rate: int) -> np.ndarray:
    """The macro descriptors of sounds (B, N): (B, M); decay as log10 of seconds."""
    found = batch_descriptors(sounds, rate)
    found["decay"] = np.log10(np.maximum(found["decay"], 1e-3))
    return np.stack([found[name] for name in MEASURES], 1)


def measure_draws(
    model: Sounding, space: LatentSpace, draws: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Labels (D,), dimensions (D, Z) and descriptors (D, M), these standardised within the class, of draws and what lies around them."""
    labels = np.arange(draws) % len(space.mean)
    size = space.axes.shape[0]
    u = np.stack([space.draw(int(label), random) * random.uniform(0.6, 1.5) for label in labels])
    wide = random.random(draws) < 0.3
    u[wide] = 1.2 * random.standard_normal((int(wide.sum()), size))
    z = np.concatenate([space.to_z(int(label), row[None]) for label, row in zip(labels, u, strict=True)])
    values = np.concatenate(
        [measured(model.decode_all(z[i : i + 256], labels[i : i + 256]), model.rate) for i in range(0, draws, 256)]
    )
    for label in range(len(space.mean)):  # robust against a few wild renders
        own = labels == label
        middle = np.median(values[own], 0)
        spread = np.percentile(values[own], 84, 0) - np.percentile(values[own], 16, 0)
        values[own] = np.clip((values[own] - middle) / np.maximum(spread / 2, 1e-3), -4, 4)
    return labels, u, values


class Measures(torch.nn.Module):
    """Dimensions and class (B, Z + C) -> descriptors (B, M): a straight part and what two hidden layers add to it."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.first, self.second = torch.nn.Linear(inputs, HIDDEN), torch.nn.Linear(HIDDEN, HIDDEN)
        self.third = torch.nn.Linear(HIDDEN, outputs)
        self.direct = torch.nn.Linear(inputs, outputs, bias=False)
        with torch.no_grad():
            self.third.weight.mul_(0.1)  # begins as the straight part

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = torch.tanh(self.second(torch.tanh(self.first(x))))
        return torch.as_tensor(self.direct(x) + self.third(hidden))

    def tensors(self) -> dict[str, np.ndarray]:
        """As LatentSpace names them."""
        found = {"direct": self.direct.weight.detach().numpy().T.copy()}
        for i, layer in enumerate((self.first, self.second, self.third), 1):
            found |= {f"weight{i}": layer.weight.detach().numpy().T.copy(), f"bias{i}": layer.bias.detach().numpy().copy()}
        return found


def fit_measures(
    labels: np.ndarray, u: np.ndarray, values: np.ndarray, classes: int, epochs: int = 60
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """The small network from dimensions and class to descriptors: its tensors, and held-out R2 (M,).

    Noise on the dimensions and weight decay are what four thousand draws need: without them R2 falls by 0.05.
    """
    torch.manual_seed(0)
    held = torch.rand(len(u)) < 0.2  # tests what the rest was fitted to
    x = torch.cat([torch.from_numpy(u), torch.eye(classes, dtype=torch.float64)[torch.from_numpy(labels)]], 1).float()
    y = torch.from_numpy(values).float()
    network = Measures(x.shape[1], y.shape[1])
    optimiser = torch.optim.AdamW(network.parameters(), 3e-3, weight_decay=0.3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    training = torch.nonzero(~held)[:, 0]
    for _ in range(epochs):
        for batch in training[torch.randperm(len(training))].split(256):
            noisy = x[batch]
            noisy[:, : u.shape[1]] += 0.2 * torch.randn(len(batch), u.shape[1])
            loss = torch.nn.functional.smooth_l1_loss(network(noisy), y[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
    with torch.no_grad():
        r2 = 1 - (network(x[held]) - y[held]).square().sum(0) / y[held].square().sum(0).clamp(min=1e-6)
    return network.tensors(), r2.numpy()


def axis_names(u: np.ndarray, values: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """For each axis the one descriptor that explains it ('' where none does so clearly), and its sign (Z,)."""
    standard = lambda a: (a - a.mean(0)) / np.maximum(a.std(0), 1e-6)  # noqa: E731 (a descriptor may be the same for all)
    correlation = standard(u).T @ standard(values) / len(u)  # (Z, M)
    names, signs = [], []
    for row in correlation:
        first, second = np.argsort(-np.abs(row))[:2]
        clear = abs(row[first]) >= 0.5 and abs(row[first]) >= 1.5 * abs(row[second])
        names.append(MEASURES[first] if clear else "")
        signs.append(np.sign(row[first]) or 1.0)
    return tuple(names), np.array(signs)


def fit(model: Sounding, starts: int = 40, draws: int = 4_000, seed: int = 0) -> Fit:
    """The whole fit, from `starts` sounds whose neighbourhood is rendered and from `draws` sounds that are measured."""
    random = np.random.default_rng(seed)
    classes, size = len(model.classes), model.latents
    found = model.encode_all()
    codes, labels = found.z, found.labels
    mean, root = class_gaussians(codes, labels, np.where(found.real == 1, 1.0, SYNTHETIC_WEIGHT), classes)
    kept = _codes_to_draw_from(labels, found.real, classes, random)
    whitened = np.stack([np.linalg.solve(root[labels[i]], codes[i] - mean[labels[i]]) for i in kept])
    none = {f"{kind}{i}": np.zeros(0, np.float32) for kind in ("weight", "bias") for i in (1, 2, 3)} | {"direct": np.zeros(0, np.float32)}
    anywhere, straight, chosen = np.array([1e9], np.float32), np.eye(size, dtype=np.float32), labels[kept].astype(np.int64)
    space = LatentSpace(_f32(mean), _f32(root), straight, _f32(whitened), chosen, anywhere, **none)
    space = replace(space, far=_far(space))
    axes, effect = audible_axes(model, space, starts, random)
    space = replace(space, axes=_f32(axes), codes=_f32(space.codes @ axes))
    drawn, u, values = measure_draws(model, space, draws, random)
    names, signs = axis_names(u, values)
    tensors, r2 = fit_measures(drawn, u * signs, values, classes)
    return Fit(replace(space, axes=_f32(axes * signs), codes=_f32(space.codes * signs), **tensors), effect, r2, names)


def _f32(array: np.ndarray) -> np.ndarray:
    return array.astype(np.float32)


def _codes_to_draw_from(labels: np.ndarray, real: np.ndarray, classes: int, random: np.random.Generator) -> np.ndarray:
    chosen = []
    for label in range(classes):
        recorded, synthetic = np.flatnonzero((labels == label) & (real == 1)), np.flatnonzero((labels == label) & (real == 0))
        chosen.append(recorded)
        if len(recorded) < ENOUGH and len(synthetic):
            chosen.append(random.choice(synthetic, min(MAX_SYNTHETIC, len(synthetic)), replace=False))
    return np.concatenate(chosen)


def _far(space: LatentSpace) -> np.ndarray:
    """95th percentile of the distance from a training code to its nearest neighbour of the same class."""
    nearest = []
    for label in np.unique(space.labels):
        own = space.codes[space.labels == label]
        if len(own) < 2:
            continue
        distance = np.sqrt(((own[:, None] - own[None]) ** 2).sum(-1))
        np.fill_diagonal(distance, np.inf)
        nearest.append(distance.min(1))
    return np.array([np.percentile(np.concatenate(nearest), 95) if nearest else 1e9], np.float32)
