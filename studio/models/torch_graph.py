"""Computes a model's halves with torch on a device, in place of onnxruntime's graphs (torch). As those, called by any thread.

`TorchGraph` has the `run` of an onnxruntime session, so that no player knows of it: arrays go in and come out, a stream's state too.
Weights are those of model.safetensors, in 32 bit, with TF32 off: within 1e-4 of the graphs that were exported from them. So are
the samples, but for gliding effects, in whose phases the rounding of two seconds adds up (some 1e-4).
Only runtime.py imports this, late, where there is a device: playing on a CPU imports no torch.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from studio.errors import BadInput
from studio.models.effects import EffectsConfig, EffectsVAE
from studio.models.folder import ENCODER, WEIGHTS, Card, read_tensors
from studio.models.gan import GAN, GANConfig
from studio.models.graphs import THREADS, open_graph
from studio.models.notes import NotesConfig, NotesVAE
from studio.models.runtime import Movable, Say
from studio.models.stream import StreamConfig, StreamVAE
from studio.models.vae import VAE, VAEConfig
from studio.models.wavegan import WaveGANConfig, WaveGenerator

log = logging.getLogger(__name__)

Half = Callable[..., tuple[Tensor, ...]]  # takes the graph's inputs by their names, gives its outputs in their order
UNUSED = "probe."  # of notes: what only training needs is not saved
MOST, MOST_LAYERS = 1 << 17, 64  # what a card may say of sizes, and of blocks and layers


def _hits(model: VAE) -> Half:
    decoder = model.decoder

    def play(z: Tensor, label: Tensor, numbers: Tensor | None = None) -> tuple[Tensor, ...]:
        condition = decoder.condition(z, label, torch.ones_like(label), numbers)
        return tuple(said for part in (decoder.body, decoder.attack, decoder.tone) for said in part.heads(condition))

    return play


def _effects(model: EffectsVAE) -> Half:
    return lambda z, label: model.decoder(z, label, torch.ones_like(label))


def _wave(model: WaveGenerator) -> Half:
    return lambda **inputs: (model(**inputs),)


def _decoder(model: Any) -> Half:
    half: Half = model.decoder
    return half


def _mean(encoder: nn.Module) -> Half:
    """Encoders say mean, log variance and, where they have one, their state: all but the log variance."""

    def hear(**inputs: Tensor) -> tuple[Tensor, ...]:
        mean, _, *state = encoder(**inputs)
        return mean, *state

    return hear


FAMILIES: dict[str, tuple[Any, Callable[[Any], nn.Module], Callable[[Any], Half]]] = {  # what rebuilds it, and what plays
    "vae": (VAEConfig, VAE, _hits),
    "gan": (GANConfig, GAN, _hits),
    "notes": (NotesConfig, NotesVAE, _decoder),
    "effects": (EffectsConfig, EffectsVAE, _effects),
    "wavegan": (WaveGANConfig, WaveGenerator, _wave),
    "stream": (StreamConfig, StreamVAE, _decoder),
}


def network(card: Card) -> nn.Module:
    """The module that a card describes, with its weights, on the CPU. Raises BadInput where card and weights don't fit together."""
    config, make, _ = FAMILIES[card.spec.family]
    fields = {field.name: card.network[field.name] for field in dataclasses.fields(config) if field.name in card.network}
    weights = {
        name: torch.from_numpy(array).float()
        for name, array in read_tensors(card.folder / WEIGHTS, "").items()
        if not name.startswith(("latent.", "walk."))
    }
    try:
        for name, value in fields.items():
            most = MOST_LAYERS if name.endswith(("blocks", "layers")) else MOST
            if isinstance(value, int) and not 0 <= value <= most:
                raise ValueError(name)
        with torch.device("meta"):  # takes no memory, whatever sizes a stranger's card asks for
            wanted = {name: tensor.shape for name, tensor in make(config.from_json(fields)).state_dict().items()}
        if {name: wanted.get(name) for name in weights} != {name: tensor.shape for name, tensor in weights.items()}:
            raise ValueError("shapes")
        model = make(config.from_json(fields))
        if any(not name.startswith(UNUSED) for name in model.load_state_dict(weights, strict=False).missing_keys):
            raise ValueError("weights")
    except (ValueError, TypeError, RuntimeError, OverflowError, KeyError, IndexError, ZeroDivisionError, AssertionError) as error:
        raise BadInput(f"The weights of '{card.spec.id}' don't fit its card.") from error
    return model.eval().requires_grad_(False)


class TorchGraph:
    """Half of a model on a device. instead: told of an error, gives the onnxruntime session that takes over."""

    def __init__(self, half: Half, device: str, instead: Callable[[Exception], Any]) -> None:
        self._half, self._device, self._instead = half, device, instead

    def run(self, names: None, inputs: dict[str, np.ndarray], options: object = None) -> list[np.ndarray]:
        """All outputs for named inputs, as InferenceSession.run. Never raises for want of memory: a CPU answers then."""
        try:
            with torch.inference_mode():
                found = self._half(**{name: torch.tensor(array, device=self._device) for name, array in inputs.items()})
                return [part.cpu().numpy() for part in found]
        except RuntimeError as error:  # out of memory, or a driver that is gone
            answer: list[np.ndarray] = self._instead(error).run(names, inputs, options)
            return answer


def move(model: Movable, device: str, say: Say) -> Callable[[], None]:
    """Let a model compute on a device ('cuda', 'cpu') from now on; gives what puts it back onto onnxruntime.

    say: told in one sentence when the device fails later and the CPU takes over. Raises BadInput, RuntimeError (torch's own).
    """
    if device.startswith("cuda") and not torch.cuda.is_available():
        raise BadInput(f"The PyTorch that is installed ({torch.__version__}) can't use this GPU.")
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.deterministic = True
    torch.set_num_threads(THREADS)
    card, title = model.card, model.spec.title
    whole = network(card).to(device)
    encoder = getattr(whole, "encoder", None) if ENCODER in card.files else None
    before: list[Any] = []  # empty again once it is back

    def back() -> None:
        if before:
            model.exchange(*before)
            before.clear()

    def instead(place: int) -> Callable[[Exception], Any]:
        def take_over(error: Exception) -> Any:
            log.warning("%s failed for %s", device, card.spec.id, exc_info=error)
            if before:
                say(failure(title, error))
            back()
            return spares[place]

        return take_over

    play = TorchGraph(FAMILIES[card.spec.family][2](whole), device, instead(0))
    hear = TorchGraph(_mean(encoder), device, instead(1)) if encoder is not None else None
    before += model.exchange(play, hear, f"torch {torch.__version__} {device}")
    spares = [before[0], before[1] or (open_graph(str(card.folder / ENCODER), "encoder file") if hear is not None else None)]
    return back


def failure(title: str, error: Exception) -> str:
    """Why a model is not computed on the GPU, in one sentence."""
    if isinstance(error, torch.OutOfMemoryError):
        return f"The GPU has no memory left for '{title}', so it plays on the processor."
    if isinstance(error, BadInput):
        return f"{str(error).rstrip('.')}, so '{title}' plays on the processor."
    return f"The GPU can't be used for '{title}', so it plays on the processor ({type(error).__name__})."
