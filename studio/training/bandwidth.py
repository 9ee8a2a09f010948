"""Sources of many rates in one model: each sound's bandwidth as a number, and sounds that are narrowed on purpose so that it is learnt.

The number is 0 at an eighth of half the rate (2.8 kHz of 44.1), 1 at half the rate: a third an octave. What the encoder hears and what the
decoder should say are narrowed apart from each other, so that the code says nothing of the bandwidth and any code can be played at full
bandwidth, that of an old recording too. Runs in the training process.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

NAME = "bandwidth"  # in VAEConfig.numbers
OCTAVES = 3.0
NARROWED = 0.4  # share of targets that are narrower than their source
APART = 0.45  # share of sounds that the encoder hears at a bandwidth of its own
AUDIBLE = 0.02  # share of a sound's energy that must be left
PAD = 2_048  # samples of silence, for what a filter rings on


def number(hertz: np.ndarray, rate: int) -> np.ndarray:
    """Bandwidth in Hz -> 0..1."""
    return np.asarray(np.clip(1 + np.log2(np.maximum(hertz, 1.0) / (rate / 2)) / OCTAVES, 0.0, 1.0))


def hertz(number: np.ndarray, rate: int) -> np.ndarray:
    """0..1 -> bandwidth in Hz."""
    return np.asarray(rate / 2 * 2.0 ** (OCTAVES * (number - 1)))


def narrowed(spectrum: Tensor, length: int, cutoff: np.ndarray, rate: int) -> tuple[Tensor, np.ndarray]:
    """What lies under the cutoffs (B,) Hz of sounds given by their spectra, (B, length), peaks at 0.9.

    And which (B,) were left whole, as little would remain of them.
    """
    axis = torch.linspace(0, rate / 2, spectrum.shape[1], device=spectrum.device)[None]
    top = torch.from_numpy(cutoff).float().to(spectrum.device)[:, None]
    gain = ((1.06 - axis / top) / 0.06).clamp(0, 1)
    power = torch.view_as_real(spectrum).square().sum(-1)
    kept = (power * gain).sum(1) / power.sum(1).clamp(min=1e-9)
    whole = (kept < AUDIBLE) | (top[:, 0] >= 0.999 * rate / 2)
    low = torch.fft.irfft(spectrum * torch.where(whole[:, None], torch.ones_like(gain), gain), 2 * (spectrum.shape[1] - 1))[:, :length]
    return low * (0.9 / low.abs().amax(1, keepdim=True).clamp(min=1e-4)), whole.cpu().numpy()


def blind(sound: Tensor, source: np.ndarray, rate: int, random: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Sounds (B, N) of sources that could hold `source` (B,) Hz -> what the decoder should say, what the encoder hears, numbers (B, 1)."""
    count, length = sound.shape
    own = number(source, rate)
    wanted = np.where(random.random(count) < NARROWED, own * random.random(count), own)
    spectrum = torch.fft.rfft(sound, length + PAD)
    target, whole = narrowed(spectrum, length, hertz(wanted, rate), rate)
    wanted = np.where(whole, own, wanted)
    other = np.where(random.random(count) < 0.5, own, own * random.random(count))
    apart = np.flatnonzero(random.random(count) < APART)
    heard = target.clone()
    if apart.size:
        heard[apart] = narrowed(spectrum[apart], length, hertz(other[apart], rate), rate)[0]
    return target, heard, torch.from_numpy(wanted).float()[:, None]
