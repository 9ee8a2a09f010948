"""Quick steps on the oscillators alone: what tone each band of a sound holds is measured once and remembered, so that encoder and
oscillators learn from many sounds while the rest of the decoder, which is far dearer, learns from one batch. Runs in the training process.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from studio.models.features import ONSET, node_frames
from studio.models.vae import VAE
from studio.training import optimise
from studio.training.config import VAETraining
from studio.training.dataset import OneShots, Sampler
from studio.training.losses import LowTones, free_kl, low_tones, tone_error
from studio.training.sounding import mel_images, mixed

Remembered = tuple[Tensor, LowTones]  # the mel image (1, BANDS, COLUMNS) and the tones at the network's nodes, of one sound


class Rehearsal:
    """Remembers analyses of the unaltered training sounds and takes steps on them. Holds about 50 kB a sound."""

    def __init__(self, data: OneShots, sampler: Sampler, config: VAETraining) -> None:
        self.data, self.sampler, self.config = data, sampler, config
        self._known: dict[int, Remembered] = {}

    def step(self, model: VAE, optimiser: torch.optim.Optimizer, generator: torch.Generator, synthetic: float) -> float:
        """One step; returns its tone error."""
        c, device = model.config, generator.device
        chosen = self.sampler.indices(self.config.rehearsal_batch, synthetic)
        images, wanted = self._recall(chosen, model, device)
        images = images.to(device) + 0.1 * torch.randn(images.shape, generator=generator, device=device)
        with mixed(device):
            mean, log_var = model.encoder(images)
        mean, log_var = mean.float(), log_var.float()
        z = mean + (0.5 * log_var).exp() * torch.randn(mean.shape, generator=generator, device=device)
        label, real = (torch.from_numpy(values[chosen]).to(device) for values in (self.data.labels, self.data.real))
        numbers = self.data.numbers(chosen, c.numbers, c.rate)
        condition = model.decoder.condition(z, label, real, None if numbers is None else numbers.to(device))
        level, frequency, start = model.decoder.tone.at_nodes(condition)
        error = tone_error(wanted, level, frequency, start)
        kl, _ = free_kl(mean, log_var, self.config.free_nats)
        optimise.step(optimiser, self.config.tone * error + self.config.kl * kl, model.parameters(), self.config.clip)
        return float(error.detach())

    def _recall(self, chosen: np.ndarray, model: VAE, device: torch.device) -> tuple[Tensor, LowTones]:
        found = [self._analysed(int(i), model) for i in chosen]
        tones = [tone for _, tone in found]
        stacked = (torch.stack([getattr(tone, name) for tone in tones]) for name in LowTones.__dataclass_fields__)
        return torch.stack([image for image, _ in found]), LowTones(*(part.to(device) for part in stacked))

    @torch.no_grad()
    def _analysed(self, index: int, model: VAE) -> Remembered:
        if index not in self._known:
            c = model.config
            sound = self.data.clean(np.array([index]))
            tones = low_tones(sound, c.rate, c.tone_edges, c.hop, c.frames, ONSET, self.config.tone_window)
            nodes = torch.from_numpy(node_frames(c.frames, c.thin)).clamp(max=c.frames - 1)
            share = tones.share[0, nodes]
            share = share / share.sum().clamp(min=1e-9)
            kept = LowTones(tones.frequency[0, nodes], share, tones.level[0, nodes], tones.start[0])
            self._known[index] = mel_images(sound, c.rate)[0], kept
        return self._known[index]
