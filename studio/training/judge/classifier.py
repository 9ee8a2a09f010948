"""The judge's ear: a small CNN that learnt the class and the kit of hits from their 64 x 64 images; its last hidden layer is a
feature space that knows what drums are.

Trained (torch, `train`) on the judge-only kits, never on what a generator learns from; used (`Ear`) through
onnxruntime, so that judging needs no torch. Runs in the caller's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.training.judge.features import FLOOR_DB

if TYPE_CHECKING:
    import torch

WIDTH = 64  # values of the embedding
EPOCHS = 25
BATCH = 64


class Ear:
    """The trained network. `classes` are the names of its outputs."""

    def __init__(self, path: Path, classes: tuple[str, ...]) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self.classes = classes
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def hear(self, images: np.ndarray) -> np.ndarray:
        """Images (N, 64, 64) dB -> embeddings (N, 64), each value between -1 and 1."""
        parts = [np.asarray(images[start : start + 128, None], dtype=np.float32) for start in range(0, len(images), 128)]
        return np.concatenate([self._session.run(["embedding"], {"image": part})[0] for part in parts])


def _network(classes: int, kits: int) -> Any:
    from torch import nn

    def block(inputs: int, outputs: int) -> nn.Sequential:
        return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2))

    class Network(nn.Module):
        """(B, 1, 64, 64) dB -> embedding (B, 64), class logits, kit logits (the kit keeps the ear awake to quality)."""

        def __init__(self) -> None:
            super().__init__()
            self.body = nn.Sequential(block(1, 16), block(16, 24), block(24, 32), block(32, 48))
            self.embed = nn.Sequential(nn.Flatten(), nn.Dropout(0.3), nn.Linear(48 * 16, WIDTH), nn.Tanh())
            self.classes = nn.Linear(WIDTH, classes)
            self.kits = nn.Linear(WIDTH, kits)

        def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
            embedding = self.embed(self.body(1 + image / 40))
            return embedding, self.classes(embedding), self.kits(embedding)

    return Network()


def _augment(images: torch.Tensor, random: torch.Generator) -> torch.Tensor:
    """Random tilt of the spectrum, band shift, faster decay and quieter floor, in the image's dB.

    Mild on purpose: an ear that has learnt to hear past any equaliser hardly notices what a low-pass takes away.
    """
    import torch

    count = len(images)
    tilt = torch.linspace(-1, 1, 64)[None, None, :, None] * (torch.rand(count, 1, 1, 1, generator=random) * 12 - 6)
    decay = torch.linspace(0, 1, 64)[None, None, None, :] * torch.rand(count, 1, 1, 1, generator=random) * -12
    out = images + tilt + decay
    shift = int(torch.randint(-2, 3, (1,), generator=random))
    out = torch.roll(out, shift, dims=2)
    floor = FLOOR_DB + torch.rand(count, 1, 1, 1, generator=random) * 10
    out = torch.maximum(out, floor)
    return torch.clamp(out - out.amax(dim=(2, 3), keepdim=True), FLOOR_DB, 0)


def train(
    images: np.ndarray, labels: np.ndarray, kits: np.ndarray, classes: tuple[str, ...], path: Path, *, seed: int = 0,
    epochs: int = EPOCHS, progress: Callable[[str], None] = lambda text: None,
) -> None:
    """Learn from images (N, 64, 64), class names and kit names; write the network to `path` (.onnx). A few minutes on one core."""
    import torch
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    random = torch.Generator().manual_seed(seed)
    names = sorted(set(kits.tolist()))
    network = _network(len(classes), len(names))
    data = torch.from_numpy(images[:, None].astype(np.float32))
    target = torch.tensor([classes.index(label) for label in labels])
    kit = torch.tensor([names.index(name) for name in kits])
    counts = torch.bincount(target, minlength=len(classes)).float()
    draw = (1 / torch.sqrt(counts.clamp(min=1)))[target]  # between natural and balanced
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    steps = max(len(data) * epochs // BATCH, 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=2e-3, total_steps=steps)
    network.train()
    for step in range(steps):
        chosen = torch.multinomial(draw, min(BATCH, len(data)), replacement=True, generator=random)
        _, class_logits, kit_logits = network(_augment(data[chosen], random))
        loss = functional.cross_entropy(class_logits, target[chosen], label_smoothing=0.05)
        loss = loss + 0.3 * functional.cross_entropy(kit_logits, kit[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 0:
            progress(f"ear: step {step} of {steps}, loss {loss.item():.2f}")
    _export(network.eval(), path)


def _export(network: Any, path: Path) -> None:
    import logging
    import warnings

    import torch

    class Heard(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, image: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            embedding, classes, _ = self.network(image)
            return embedding, classes

    path.parent.mkdir(parents=True, exist_ok=True)
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Heard().eval(), (torch.zeros(1, 1, 64, 64),), str(path), dynamo=False, opset_version=17,
            input_names=["image"], output_names=["embedding", "logits"],
            dynamic_axes={"image": {0: "n"}, "embedding": {0: "n"}, "logits": {0: "n"}},
        )
