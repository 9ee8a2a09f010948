"""Fits the latent space behind the sliders to a trained one-shot VAE: class Gaussians, audible axes, macros (numpy and torch).

Audible axes are the eigenvectors of the expected J^T J, with J the derivative of the log-mel image by whitened latents: the first
slider is what changes most for the ear. Macros are directions of a joint linear model from latents to measured descriptors, each
made so that the other descriptors hold still; they differ by class, since what makes a kick brighter is not what makes a hat brighter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from studio.audio.descriptors import batch_descriptors
from studio.models.features import mel_image
from studio.models.latent import LatentSpace
from studio.models.vae import VAE
from studio.training.dataset import OneShots
from studio.training.loop import mel_images, noise_frames

MACROS = ("brightness", "noisiness", "decay", "attack", "boominess", "pitch")
SYNTHETIC_WEIGHT = 0.1  # of a synthetic code beside a recorded one
ENOUGH = 30  # recorded sounds of a class below which synthetic codes help out
MAX_SYNTHETIC = 60
SHRINK = 30.0  # counts of pooled covariance mixed into each class's
DB = 20.0 / np.log(10.0) * 2.5  # one unit of the normalised log-mel image in dB


@dataclass(frozen=True)
class Fit:
    """The space and what was measured of it: effect (Z,) dB a sigma; r2 (M,) held out; names (Z,) of axes that one descriptor explains."""

    space: LatentSpace
    effect: np.ndarray
    r2: np.ndarray
    names: tuple[str, ...]


@torch.no_grad()
def encode_all(model: VAE, data: OneShots) -> np.ndarray:
    """Mean codes of the unaltered sounds: (N, Z)."""
    batches = [np.arange(start, min(start + 64, len(data))) for start in range(0, len(data), 64)]
    parts = [model.encoder(mel_images(data.clean(batch), model.config.rate))[0] for batch in batches]
    return torch.cat(parts).numpy()


@torch.no_grad()
def decode_all(model: VAE, z: np.ndarray, labels: np.ndarray, seed: int = 0) -> np.ndarray:
    """Sounds of codes (B, Z), all with one noise, peaks at 0.9: (B, N)."""
    c = model.config
    generator = torch.Generator().manual_seed(seed)
    body = noise_frames(1, c.frames, c.n_fft, c.hop, generator)
    attack = noise_frames(1, c.attack_frames, c.attack_fft, c.attack_hop, generator)
    sounds = []
    for i in range(0, len(z), 32):
        part, label = torch.from_numpy(z[i : i + 32].astype(np.float32)), torch.from_numpy(labels[i : i + 32])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            condition = model.decoder.condition(part, label, torch.ones_like(label))
            parts = model.decoder.partials(condition, c.frames)
        tone, _ = model.decoder.tone.sound(*model.decoder.tone.tones(condition.float(), c.frames))
        y = tone + model.decoder.sound(parts, body, attack)
        sounds.append((y * (0.9 / y.abs().amax(1, keepdim=True).clamp(min=1e-4))).numpy())
    return np.concatenate(sounds)


def class_gaussians(codes: np.ndarray, labels: np.ndarray, weight: np.ndarray, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Weighted mean (C, Z) and symmetric root of the shrunk covariance (C, Z, Z) of each class."""
    size = codes.shape[1]
    mean = np.stack([np.average(codes[labels == c], axis=0, weights=weight[labels == c]) for c in range(classes)])
    centred = codes - mean[labels]
    pooled = (centred * weight[:, None]).T @ centred / weight.sum()
    roots = []
    for c in range(classes):
        own = labels == c
        count = weight[own].sum()
        covariance = (centred[own] * weight[own, None]).T @ centred[own] / count
        share = SHRINK / (count + SHRINK)
        values, vectors = np.linalg.eigh((1 - share) * covariance + share * pooled + 1e-4 * np.eye(size))
        roots.append((vectors * np.sqrt(values)) @ vectors.T)
    return mean, np.stack(roots)


def audible_image(sounds: np.ndarray, rate: int) -> np.ndarray:
    """Log-mel images in dB, floored 80 dB under full scale: (B, cells)."""
    floor = (np.log(1e-4) + 7.0) / 2.5
    return np.maximum(mel_image(sounds, rate), floor).reshape(len(sounds), -1) * DB


def audible_axes(model: VAE, space: LatentSpace, starts: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Orthogonal axes (Z, Z) by falling audible effect, and that effect (Z,) in rms dB a sigma."""
    size, classes = space.axes.shape[0], len(space.mean)
    labels = np.arange(starts) % classes
    s = np.stack([space.draw(int(label), random) for label in labels])
    step = 0.5
    total = np.zeros((size, size))
    for label, start in zip(labels, s, strict=True):
        moved = np.concatenate([start + step * np.eye(size), start - step * np.eye(size)])
        z = space.to_z(np.full(2 * size, label), moved, np.zeros((2 * size, space.macros.shape[1])))
        image = audible_image(decode_all(model, z, np.full(2 * size, label)), model.config.rate)
        jacobian = (image[:size] - image[size:]) / (2 * step)  # (Z, cells)
        total += jacobian @ jacobian.T / image.shape[1]
    values, vectors = np.linalg.eigh(total / starts)
    order = values.argsort()[::-1]
    return vectors[:, order], np.sqrt(np.maximum(values[order], 0))


def _ridge(x: np.ndarray, y: np.ndarray, strength: float) -> np.ndarray:
    return np.linalg.solve(x.T @ x + strength * np.eye(x.shape[1]), x.T @ y)  # (Z, M)


def measured(sounds: np.ndarray, rate: int) -> np.ndarray:
    """The macro descriptors of sounds (B, N): (B, M); decay as log10 of seconds."""
    found = batch_descriptors(sounds, rate)
    found["decay"] = np.log10(np.maximum(found["decay"], 1e-3))
    return np.stack([found[name] for name in MACROS], 1)


def fit_macros(
    model: VAE, space: LatentSpace, draws: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Macro directions (C, M, Z), held-out R2 (M,), and the draws u (D, Z) with their standardised descriptors (D, M)."""
    classes = len(space.mean)
    labels = np.arange(draws) % classes
    u = np.stack([space.draw(int(label), random) * random.uniform(0.6, 1.3) for label in labels])
    z = space.to_z(labels, u, np.zeros((draws, space.macros.shape[1])))
    values = np.concatenate(
        [measured(decode_all(model, z[i : i + 256], labels[i : i + 256]), model.config.rate) for i in range(0, draws, 256)]
    )
    for label in range(classes):  # standardised within the class, robust against a few wild renders
        own = labels == label
        middle = np.median(values[own], 0)
        spread = np.percentile(values[own], 84, 0) - np.percentile(values[own], 16, 0)
        values[own] = np.clip((values[own] - middle) / np.maximum(spread / 2, 1e-3), -4, 4)
    held = random.permutation(np.arange(draws) % 5 == 4)  # a fifth tests what the rest was fitted to
    shared = _ridge(u[~held], values[~held], 10.0)
    directions = np.zeros((classes, len(MACROS), u.shape[1]))
    residual = np.zeros(len(MACROS))
    for label in range(classes):
        own, test = (labels == label) & ~held, (labels == label) & held
        weights = shared + _ridge(u[own], values[own] - u[own] @ shared, 40.0)  # (Z, M)
        residual += ((values[test] - u[test] @ weights) ** 2).sum(0)
        joint = weights.T @ weights
        direction = np.linalg.solve(joint + 0.02 * np.trace(joint) / len(joint) * np.eye(len(joint)), weights.T)
        directions[label] = direction / np.linalg.norm(direction, axis=1, keepdims=True)
    r2 = 1 - residual / np.maximum((values[held] ** 2).sum(0), 1e-6)
    return directions, r2, u, values


def axis_names(u: np.ndarray, values: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """For each axis the one descriptor that explains it ('' where none does so clearly), and its sign (Z,)."""
    standard = lambda a: (a - a.mean(0)) / np.maximum(a.std(0), 1e-6)  # noqa: E731 (a descriptor may be the same for all)
    correlation = standard(u).T @ standard(values) / len(u)  # (Z, M)
    names, signs = [], []
    for row in correlation:
        first, second = np.argsort(-np.abs(row))[:2]
        clear = abs(row[first]) >= 0.5 and abs(row[first]) >= 1.5 * abs(row[second])
        names.append(MACROS[first] if clear else "")
        signs.append(np.sign(row[first]) or 1.0)
    return tuple(names), np.array(signs)


def fit(model: VAE, data: OneShots, starts: int = 40, draws: int = 4_000, seed: int = 0) -> Fit:
    """The whole fit from the training sounds."""
    random = np.random.default_rng(seed)
    classes, size = len(model.config.classes), model.config.latents
    codes, labels = encode_all(model, data), data.labels
    mean, root = class_gaussians(codes, labels, np.where(data.real == 1, 1.0, SYNTHETIC_WEIGHT), classes)
    kept = _codes_to_draw_from(labels, data.real, classes, random)
    whitened = np.stack([np.linalg.solve(root[labels[i]], codes[i] - mean[labels[i]]) for i in kept])
    f32 = np.float32
    space = LatentSpace(
        mean.astype(f32), root.astype(f32), np.eye(size, dtype=f32), np.zeros((classes, len(MACROS), size), f32),
        whitened.astype(f32), labels[kept].astype(np.int64), np.array([1e9], f32),
    )
    space = LatentSpace(**{**space.__dict__, "far": _far(space)})
    axes, effect = audible_axes(model, space, starts, random)
    space = LatentSpace(**{**space.__dict__, "axes": axes.astype(f32), "codes": (space.codes @ axes).astype(f32)})
    directions, r2, u, values = fit_macros(model, space, draws, random)
    names, signs = axis_names(u, values)
    space = LatentSpace(**{
        **space.__dict__, "axes": (axes * signs).astype(f32), "codes": (space.codes * signs).astype(f32),
        "macros": (directions * signs).astype(f32),
    })
    return Fit(space, effect, r2, names)


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
        distance = np.sqrt(((own[:, None] - own[None]) ** 2).sum(-1))
        np.fill_diagonal(distance, np.inf)
        nearest.append(distance.min(1))
    return np.array([np.percentile(np.concatenate(nearest), 95)], np.float32)
