"""What a batch of one-shot sounds goes through before it is learnt from (torch, in the training process).

Noise injection is not here: it goes into the encoder's input only, never into the sound that is to be matched (see the families' tasks).
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from studio.models.features import ONSET


def augment(sound: Tensor, labels: np.ndarray, unlabelled: int, random: np.random.Generator) -> Tensor:
    """(B, N) -> (B, N), peak 0.9 again. Each change touches a share of the batch only, so that the originals stay common."""
    count, length = sound.shape
    # two hits of one class together
    for i in np.flatnonzero(random.random(count) < 0.08):
        same = np.flatnonzero((labels == labels[i]) & (np.arange(count) != i))
        if labels[i] != unlabelled and len(same):
            sound[i] += float(random.uniform(0.2, 0.6)) * sound[int(random.choice(same))]
    # a shelf of up to 6 dB at a random corner
    chosen = torch.from_numpy(np.flatnonzero(random.random(count) < 0.35))
    if len(chosen):
        gain = torch.from_numpy(random.uniform(-6, 6, (len(chosen), 1)))
        corner = torch.from_numpy(np.exp(random.uniform(np.log(150), np.log(8000), (len(chosen), 1))))
        hz = torch.fft.rfftfreq(2 * length, 1 / 44_100).double()[None]
        shape = 1 / (1 + (hz / corner) ** 2)
        response = 10 ** (gain * shape / 20)
        sound[chosen] = torch.fft.irfft(torch.fft.rfft(sound[chosen], n=2 * length) * response.float())[:, :length]
    # a faster decay after the onset
    time = torch.clamp(torch.arange(length) - ONSET, min=0) / 44_100
    for i in np.flatnonzero(random.random(count) < 0.25):
        sound[i] *= torch.exp(-time / float(np.exp(random.uniform(np.log(0.05), np.log(1.5)))))
    for i in np.flatnonzero(random.random(count) < 0.05):
        drive = float(random.uniform(1.5, 4.0))
        sound[i] = torch.tanh(drive * sound[i])
    return sound * (0.9 / sound.abs().amax(1, keepdim=True).clamp(min=1e-4))
