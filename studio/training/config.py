"""Every number of a training run, with its reason. The run's folder and the model's card keep a copy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TrainConfig:
    """A run of the one-shot VAE."""

    steps: int = 7_000  # about an hour and a half on one core
    batch: int = 16
    rate: float = 8e-4  # peak learning rate, AdamW
    warmup: int = 200
    final_rate: float = 0.02  # share of the peak that the cosine ends at
    weight_decay: float = 1e-3
    clip: float = 1.0  # gradient norm
    kl: float = 3e-4
    free_nats: float = 0.1  # a dimension, on the batch mean: below it the KL does not push
    kl_warmup: int = 1_000
    low: float = 0.3  # weight of the complex loss below 300 Hz
    phase: float = 0.25  # weight of the phase errors, which let the decoder find partials
    tone: float = 0.5  # weight of the oscillators' frequency and phase
    peak: float = 0.2  # weight of the peak error: without it attacks come out 3 dB too peaky
    ema: float = 0.999
    # seconds of sound that a step computes, and how often: attacks matter most and are cheap
    lengths: tuple[tuple[int, float], ...] = ((56, 0.5), (120, 0.3), (344, 0.2))  # (frames of 256 samples, probability)
    resolutions: int = 2  # of losses.RESOLUTIONS, chosen anew at every step
    synthetic: float = 0.35  # share of a batch
    real_only: float = 0.2  # last part of the run without synthetic sound
    unlabel: float = 0.2  # how often a label is hidden
    adversarial_from: float = 1.0  # share of the run after which discriminators join; 1.0: never
    seed: int = 0
    save_minutes: float = 2.5
    threads: int = 1  # two threads wait for each other when the machine is shared
