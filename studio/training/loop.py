"""The training loop of the one-shot VAE: seeded, resumable, one process of its own.

    python -m studio.training.loop --data CORPUS --out RUN [--minutes N] [--resume]

RUN/log.jsonl has a line every 50 steps; RUN/state.safetensors and state.json are the last checkpoint (written beside and renamed).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

from studio.models.features import ONSET
from studio.models.vae import VAE, VAEConfig
from studio.training.config import VAETraining
from studio.training.corpora.labels import CLASSES
from studio.training.dataset import VARIANTS, Batch, OneShots, Sampler
from studio.training.losses import (
    RESOLUTIONS,
    energy_distance,
    free_kl,
    low_complex,
    low_tones,
    peak_error,
    phase_errors,
    tone_error,
)
from studio.training.sounding import mel_images, two_takes


@dataclass
class State:
    """All that a resumed run needs."""

    model: VAE
    ema: VAE
    optimiser: torch.optim.AdamW
    sampler: Sampler
    generator: torch.Generator
    step: int = 0


def learning_rate(step: int, config: VAETraining) -> float:
    if step < config.warmup:
        return config.rate * (step + 1) / config.warmup
    done = (step - config.warmup) / max(1, config.steps - config.warmup)
    return config.rate * (config.final_rate + (1 - config.final_rate) * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))


def train_step(state: State, config: VAETraining, batch: Batch) -> dict[str, float]:
    """One whole step, top to bottom. Returns what the log shows."""
    model, vae, random = state.model, state.model.config, state.sampler.random
    frames = int(random.choice([n for n, _ in config.lengths], p=[p for _, p in config.lengths]))
    resolutions = tuple(sorted(random.choice(RESOLUTIONS, config.resolutions, replace=False).tolist()))
    image = mel_images(batch.sound, vae.rate)
    image = image + 0.1 * torch.randn(image.shape, generator=state.generator)  # noise into the encoder only
    hidden = torch.rand(len(batch.label), generator=state.generator) < config.unlabel
    label = torch.where(hidden, len(vae.classes) - 1, batch.label)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        mean, log_var = model.encoder(image)
    mean, log_var = mean.float(), log_var.float()
    z = mean + (0.5 * log_var).exp() * torch.randn(mean.shape, generator=state.generator)
    condition = model.decoder.condition(z, label, batch.real)
    tones = low_tones(batch.sound[:, : frames * vae.hop], vae.rate, vae.tone_edges, vae.hop, frames + 1, ONSET)
    takes = two_takes(model.decoder, condition, frames, state.generator, tones)
    target = batch.sound[:, : takes.first.shape[1]]
    distance = energy_distance(target, takes.first, takes.second, resolutions, float(random.random()))
    low = low_complex(target, takes.first, vae.rate)
    peak = peak_error(target, takes.first)
    turned = phase_errors(target, takes.phase, vae.n_fft, vae.hop)
    tone = tone_error(tones, *takes.tones)
    kl, each = free_kl(mean, log_var, config.free_nats)
    kl_weight = config.kl * min(1.0, state.step / config.kl_warmup)
    shape = config.low * low + config.peak * peak + config.phase * turned + config.tone * tone
    loss = distance + shape + kl_weight * kl
    for group in state.optimiser.param_groups:
        group["lr"] = learning_rate(state.step, config)
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), config.clip)
    if torch.isfinite(norm):
        state.optimiser.step()
    with torch.no_grad():
        keep = min(config.ema, (state.step + 1) / (state.step + 10))
        for slow, fast in zip(state.ema.parameters(), model.parameters(), strict=True):
            slow.lerp_(fast, 1 - keep)
    state.step += 1
    parts = {"loss": loss, "distance": distance, "low": low, "peak": peak, "phase": turned, "tone": tone, "kl": each.sum(), "norm": norm}
    return {name: value.item() for name, value in parts.items()} | {"active": int((each > 0.2).sum()), "frames": frames}


@torch.no_grad()
def validate(state: State, data: OneShots, config: VAETraining) -> dict[str, float]:
    """Energy distance of the slow weights on held-out kits, always the same noise."""
    generator = torch.Generator().manual_seed(1)
    sound = data.clean(np.arange(min(len(data), 27)))
    label = torch.from_numpy(data.labels[: len(sound)])
    mean, _ = state.ema.encoder(mel_images(sound, state.ema.config.rate))
    condition = state.ema.decoder.condition(mean, label, torch.ones_like(label))
    takes = two_takes(state.ema.decoder, condition, 128, generator)
    first, second = takes.first, takes.second
    target = sound[:, : first.shape[1]]
    crest = lambda y: (y.abs().amax(1) / y.square().mean(1).sqrt().clamp(min=1e-6)).median().item()  # noqa: E731
    distance = energy_distance(target, first, second, RESOLUTIONS, 0.0).item()
    return {"valid": distance, "crest": crest(first), "crest_real": crest(target)}


def new_state(config: VAETraining, vae: VAEConfig, data: OneShots) -> State:
    torch.manual_seed(config.seed)
    model, ema = VAE(vae), VAE(vae)
    ema.load_state_dict(model.state_dict())
    optimiser = torch.optim.AdamW(model.parameters(), config.rate, betas=(0.9, 0.99), weight_decay=config.weight_decay)
    return State(model, ema, optimiser, Sampler(data, len(vae.classes), config.seed), torch.Generator().manual_seed(config.seed))


def save(state: State, config: VAETraining, out: Path) -> None:
    """Checkpoint: written beside, flushed, renamed. torch.save of tensors and plain values only; read back with weights_only."""
    temporary = out / "state.pt.part"
    with temporary.open("wb") as file:
        torch.save(
            {
                "step": state.step, "model": state.model.state_dict(), "ema": state.ema.state_dict(),
                "optimiser": state.optimiser.state_dict(), "generator": state.generator.get_state(),
                "sampler": json.dumps(state.sampler.random.bit_generator.state),
                "vae": json.dumps(asdict(state.model.config)), "config": json.dumps(asdict(config)),
            },
            file,
        )
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, out / "state.pt")


def load(state: State, out: Path) -> None:
    """Continue from the checkpoint in `out`."""
    saved = torch.load(out / "state.pt", weights_only=True)
    state.model.load_state_dict(saved["model"])
    state.ema.load_state_dict(saved["ema"])
    state.optimiser.load_state_dict(saved["optimiser"])
    state.generator.set_state(saved["generator"])
    state.sampler.random.bit_generator.state = json.loads(saved["sampler"])
    state.step = saved["step"]


def train(config: VAETraining, vae: VAEConfig, data: Path, out: Path, minutes: float, resume: bool) -> Iterator[dict[str, float]]:
    """Trains until the steps or the minutes are over; yields a line every 50 steps."""
    torch.set_num_threads(config.threads)
    out.mkdir(parents=True, exist_ok=True)
    sounds = OneShots(data, ("train",), vae.classes, vae.length, VARIANTS)
    held_out = OneShots(data, ("valid",), vae.classes, vae.length, (0.0,))
    state = new_state(config, vae, sounds)
    if resume:
        load(state, out)
    began = saved = time.monotonic()
    recent: list[dict[str, float]] = []
    while state.step < config.steps and time.monotonic() - began < minutes * 60:
        synthetic = config.synthetic if state.step < (1 - config.real_only) * config.steps else 0.0
        recent.append(train_step(state, config, state.sampler.batch(config.batch, synthetic)))
        if state.step % 50 == 0 or state.step == config.steps:
            line = {key: float(np.nanmean([r[key] for r in recent])) for key in recent[0]}
            recent = []
            line |= {"step": state.step, "minutes": (time.monotonic() - began) / 60}
            if state.step % 250 == 0:
                line |= validate(state, held_out, config)
            yield line
        if time.monotonic() - saved > config.save_minutes * 60:
            save(state, config, out)
            saved = time.monotonic()
    save(state, config, out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=1e9)
    parser.add_argument("--steps", type=int, default=VAETraining.steps)
    parser.add_argument("--resume", action="store_true")
    arguments = parser.parse_args()
    config = replace(VAETraining(), steps=arguments.steps)
    vae = VAEConfig(classes=CLASSES)
    torch.set_flush_denormal(True)  # for the whole process: decaying tails are full of them, and they are slow
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "log.jsonl").open("a") as log:
        for line in train(config, vae, arguments.data, arguments.out, arguments.minutes, arguments.resume):
            text = json.dumps({key: round(value, 5) for key, value in line.items()})
            print(text, flush=True)
            log.write(text + "\n")
            log.flush()


if __name__ == "__main__":
    main()
