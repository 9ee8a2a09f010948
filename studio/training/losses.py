"""Losses between sounds (torch).

`energy_distance` is a proper scoring rule for sounds that hold noise: it asks for the right spread and not for the mean, so that
hats stay alive where a bin-wise error would freeze them (Gritsenko and others 2020, 'A Spectral Energy Distance for Parallel Speech
Synthesis').
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor

RESOLUTIONS = (2048, 1024, 512, 256, 128, 64, 32)  # the two shortest keep attacks from becoming clicks
FLOOR = 1e-4  # of a full-scale sine: -80 dB


@lru_cache(maxsize=32)
def _window(n: int, device: torch.device) -> Tensor:
    return torch.hann_window(n, device=device)


def magnitude(x: Tensor, n: int, hop: int, offset: int = 0) -> Tensor:
    """(B, N) -> (B, T, n // 2 + 1), 1.0 is a full-scale sine; frames start at `offset`."""
    pad = n // 2
    frames = F.pad(x, (pad, pad))[:, offset:].unfold(1, n, hop) * _window(n, x.device)
    spectrum = torch.view_as_real(torch.fft.rfft(frames))
    power = spectrum.square().sum(-1)
    return torch.sqrt(power + (1e-5 * n / 4) ** 2) / (n / 4)


@lru_cache(maxsize=16)
def _ear_weight(n: int, device: torch.device, rate: int = 44_100) -> Tensor:
    """How much a bin of an FFT of n counts, 1 on average: half evenly, half as mel bands lie (about 4 at the bottom, 0.6 at the top).

    Evenly alone, the three bins that hold a kick's rumble or its silence would be lost among a thousand.
    """
    mel = 1 / (1 + torch.fft.rfftfreq(n, 1 / rate) / 1000)
    return (0.5 + 0.5 * mel / mel.mean()).to(device)


def energy_distance(x: Tensor, y: Tensor, other: Tensor, resolutions: tuple[int, ...], offset: float) -> Tensor:
    """d(x, y) + d(x, y') - d(y, y') averaged over resolutions, for y and y' from one latent and two noises, all (B, N).

    d is the mean |difference of logarithms|, weighted as ears do, plus half the mean |difference| over the target's mean magnitude.
    Frames overlap by half from a random `offset` in [0, 1) of a hop, which costs half as much as a quarter hop and is as fair on average.
    """
    total = x.new_zeros(())
    both = torch.cat([y, other])
    for n in resolutions:
        hop = n // 2
        start = int(offset * hop)
        target = magnitude(x, n, hop, start)
        first, second = magnitude(both, n, hop, start).chunk(2)
        scale = 0.5 / target.mean((1, 2), keepdim=True).clamp(min=1e-4)
        lt, lf, ls = torch.log(target + FLOOR), torch.log(first + FLOOR), torch.log(second + FLOOR)
        logs = (lt - lf).abs() + (lt - ls).abs() - (lf - ls).abs()
        linear = (target - first).abs() + (target - second).abs() - (first - second).abs()
        total = total + (logs * _ear_weight(n, x.device) + scale * linear).mean()
    return total / len(resolutions)


@lru_cache(maxsize=2)
def _low_basis(n: int, bins: int, device: torch.device) -> Tensor:
    angle = 2 * torch.pi * torch.arange(n, dtype=torch.float64)[:, None] * torch.arange(1, bins + 1, dtype=torch.float64) / n
    return (torch.cat([torch.cos(angle), torch.sin(angle)], 1) * torch.hann_window(n, dtype=torch.float64)[:, None]).float().to(device)


def low_complex(x: Tensor, y: Tensor, rate: int) -> Tensor:
    """Mean complex error below 300 Hz over the target's mean level there: phase matters where a kick has its weight. (B, N) each."""
    n, hop = 2048, 512
    basis = _low_basis(n, int(300 * n / rate), x.device)
    a = F.pad(x, (n // 2, n // 2)).unfold(1, n, hop) @ basis
    b = F.pad(y, (n // 2, n // 2)).unfold(1, n, hop) @ basis
    level = a.abs().mean((1, 2), keepdim=True).clamp(min=n / 4 * 1e-3)
    return ((a - b).abs() / level).mean()


def phase_errors(x: Tensor, phase: Tensor, n: int, hop: int) -> Tensor:
    """How far a decoder's phases are from those of the target, without regard to whole turns: 0 is right, about 1.5 is chance.

    x (B, N), phase (B, T, n // 2 + 1) of frames centred on multiples of hop. Three terms, each weighted by the target's magnitude:
    the step from frame to frame (instantaneous frequency), the step from bin to bin (group delay), and below 1 kHz the phase itself.
    A magnitude loss alone never finds partials: a wrong phase makes every level of the deterministic part worse than noise.
    After the anti-wrapping losses of Ai and Ling 2023, 'APNet'.
    """
    with torch.no_grad():
        spectrum = torch.fft.rfft(F.pad(x, (n // 2, n // 2)).unfold(1, n, hop) * _window(n, x.device))[:, : phase.shape[1]]
        target, weight = spectrum.angle(), spectrum.abs()
    wrong = phase - target

    def error(difference: Tensor, strength: Tensor) -> Tensor:
        return ((1 - torch.cos(difference)) * strength).sum() / strength.sum().clamp(min=1e-6)

    drift = error(wrong[:, 1:] - wrong[:, :-1], (weight[:, 1:] * weight[:, :-1]).sqrt())
    delay = error(wrong[:, :, 1:] - wrong[:, :, :-1], (weight[:, :, 1:] * weight[:, :, :-1]).sqrt())
    low = n // 44
    return drift + delay + 0.5 * error(wrong[:, :, :low], weight[:, :, :low])


@dataclass(frozen=True)
class LowTones:
    """What one oscillator a band should do for sounds (B, N): all (B, T, K) but the phase at the onset, (B, K).

    share is each frame's part of the sound's low energy, summing to 1; level is the amplitude of what a gliding sine can
    follow, 1.0 full scale, next to nothing where the band holds noise.
    """

    frequency: Tensor  # Hz
    share: Tensor
    level: Tensor
    start: Tensor


@torch.no_grad()
def low_tones(x: Tensor, rate: int, edges: tuple[float, ...], hop: int, frames: int, onset: int, window: int = 0) -> LowTones:
    """From the analytic signal of each band, at a quarter of the rate; frequencies are averages over about 15 ms.

    window: frames within which a band must agree with one gliding sine to count as a tone; 0 for the whole sound, which melodies and
    sweeps that leave the band and come back don't.
    """
    count, length = x.shape
    spectrum = torch.fft.rfft(x)
    octaves = torch.log2(torch.fft.rfftfreq(length, 1 / rate, device=x.device).clamp(min=1e-3))
    kept = length // 4
    bins = min(kept, len(octaves))
    bands = []
    for low, high in pairwise(edges):
        # a slope of a quarter octave on both sides
        mask = ((octaves - math.log2(low)) * 4 + 1).clamp(0, 1) * ((math.log2(high) - octaves) * 4 + 1).clamp(0, 1)
        band = torch.zeros(count, kept, dtype=torch.complex64, device=x.device)
        band[:, :bins] = (2 * spectrum * mask)[:, :bins]
        bands.append(torch.fft.ifft(band) * kept / length)
    analytic = torch.stack(bands, 1)  # (B, K, N / 4)
    turn = torch.view_as_real(F.pad(analytic[..., 1:] * analytic[..., :-1].conj(), (0, 1))).permute(0, 1, 3, 2)  # (B, K, 2, N / 4)
    small = hop // 4
    pooled = F.avg_pool1d(turn.flatten(0, 1), 3 * small, small, 3 * small // 2, count_include_pad=False)
    pooled = pooled.unflatten(0, turn.shape[:2])[..., :frames]  # (B, K, 2, T)
    frequency = torch.atan2(pooled[:, :, 1], pooled[:, :, 0]) * rate / (4 * 2 * torch.pi)
    limits = torch.tensor(edges, device=x.device)
    frequency = torch.minimum(torch.maximum(frequency, limits[:-1, None]), limits[1:, None])
    centre = analytic[..., (torch.arange(frames, device=x.device) * small).clamp(max=kept - 1)]  # (B, K, T)
    energy = centre.abs().square()
    energy = energy / energy.sum((1, 2), keepdim=True).clamp(min=1e-9)
    steps = frequency * (2 * torch.pi * hop / rate)
    run = torch.cumsum(steps, -1) - steps / 2 - steps[..., :1] / 2  # trapezoids between frames, from frame 0
    run = run - run[..., onset // hop : onset // hop + 1]
    led = centre * centre.abs() * torch.exp(-1j * run)
    follows = led.sum(-1) / centre.abs().square().sum(-1).clamp(min=1e-9)  # (B, K)
    agrees = follows.abs()[..., None]
    if window:
        pool = lambda a: F.avg_pool1d(a, window, 1, window // 2)[..., :frames]  # noqa: E731
        agrees = torch.hypot(pool(led.real), pool(led.imag)) / pool(centre.abs().square()).clamp(min=1e-9)
    tonal = ((agrees - 0.5) / 0.4).clamp(0, 1)  # a decaying sine has 0.95 and more, noise 0.2 to 0.6
    level = centre.abs() * tonal
    return LowTones(frequency.transpose(1, 2), energy.transpose(1, 2), level.transpose(1, 2), follows.angle())


def tone_error(wanted: LowTones, level: Tensor, frequency: Tensor, start: Tensor) -> Tensor:
    """How far oscillators are from the tones they should play: octaves and levels off (natural log, floor -60 dB), phase at the onset."""
    octaves = ((torch.log2(frequency) - torch.log2(wanted.frequency)).abs() * wanted.share).sum((1, 2)).mean()
    turned = ((1 - torch.cos(start - wanted.start)) * wanted.share.sum(1)).sum(1).mean()
    weight = wanted.share.sqrt()  # tails count too
    weight = weight / weight.sum((1, 2), keepdim=True).clamp(min=1e-6)
    levels = ((torch.log(level) - torch.log(wanted.level.clamp(min=1e-3))).abs() * weight).sum((1, 2)).mean()
    return 3.0 * octaves + 0.25 * turned + 0.3 * levels


def peak_error(x: Tensor, y: Tensor) -> Tensor:
    """Mean |log ratio| of the 16-norms, which stand for the peaks of (B, N) sounds but pull on more than one sample, and of the rms."""
    norm = lambda s, p: torch.log((s.abs() + 1e-4).pow(p).mean(1) + 1e-30) / p  # noqa: E731
    return (norm(x, 16) - norm(y, 16)).abs().mean() + (norm(x, 2) - norm(y, 2)).abs().mean()


def free_kl(mean: Tensor, log_var: Tensor, free: float) -> tuple[Tensor, Tensor]:
    """KL to N(0, I) in nats, each dimension's batch mean floored at `free`: (loss, KL of each dimension (Z,))."""
    each = 0.5 * (mean.square() + log_var.exp() - 1.0 - log_var).mean(0)
    return each.clamp(min=free).sum(), each.detach()
