"""From a training run to a model folder: rounded weights, graphs, latent space, card and examples.

    python -m studio.training.publish --run RUN --data CORPUS --out resources/models/drums
"""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file

from studio.audio.files import write_clip
from studio.models.catalogue import load
from studio.models.folder import CARD, ENCODER, PLAYER, WEIGHTS, read_card, write_card
from studio.models.vae import VAE, VAEConfig
from studio.recipe import Choice, Control, Latent, Recipe, Spec
from studio.training.basis import MEASURES, Fit, fit
from studio.training.dataset import OneShots
from studio.training.onnx_export import export, round_weights
from studio.training.sounding import VAESounding

AUDIBLE = 0.3  # dB a sigma below which an axis is folded away
# Noisiness and attack were macros too, until the judge found that they turn round on a tenth of the sounds: now they are held still.
MACROS = {
    "brightness": ("Brightness", "More treble to the right, duller to the left."),
    "decay": ("Decay", "Rings longer to the right, shorter to the left."),
    "boominess": ("Boominess", "More weight below 120 Hz to the right."),
    "pitch": ("Pitch", "Higher to the right, lower to the left."),
}
DRUMS_CREDITS = (
    "Fluid (R3) GM SoundFont, (c) 2000-2002, 2008 Frank Wen, MIT",
    "MuseScore_General, (c) 2018-2021 S. Christian Collins, MIT; drumline by Collins and Amir Oosman, marching cymbals from VCSL by "
    "Sam Gossner, CC0; Fluid Mono (c) 2014-2017 Michael Cowgill; drumline cymbals (c) 2016 Michael Schorsch",
    "rumpf_kit_z01, Emanuel Rumpf, CC-BY 3.0",
    "Synthetic drums from Undertone's own seeded synthesis, CC0",
)


def controls(config: VAEConfig, found: Fit) -> tuple[Control, ...]:
    """Class, then macros, then dimensions by audible effect."""
    help = "What kind of hit; the gesture of the sliders is kept."
    made: list[Control] = [Choice("class", "Class", config.classes, config.classes[0], help)]
    for name, (label, text) in MACROS.items():
        r2 = found.r2[MEASURES.index(name)]
        made.append(Latent(name, label, group="macro", descriptor=name, confidence=round(float(np.clip(r2, 0, 1)), 3), help=text))
    for i, (effect, name) in enumerate(zip(found.effect, found.names, strict=True)):
        label = f"Dim {i + 1}" + (f" · {name}" if name else "")
        text = f"Changes the sound by {effect:.1f} dB a sigma."
        made.append(
            Latent(f"d{i + 1}", label, descriptor=name, effect_db=round(float(effect), 2), active=bool(effect >= AUDIBLE), help=text)
        )
    return tuple(made)


def publish(run: Path, data: Path, out: Path, starts: int = 40, draws: int = 4_000) -> None:
    """Writes the folder beside and then puts it in place, so that a broken run leaves the old model whole.

    What a person wrote into the old card (`about`, `training.history`) is kept.
    """
    about, history = _written_by_hand(out)
    saved = torch.load(run / "state.pt", weights_only=True)
    config = VAEConfig.from_json(json.loads(saved["vae"]))
    model = VAE(config)
    model.load_state_dict(saved["ema"])
    model.eval()
    round_weights(model)
    sounds = OneShots(data, ("train",), config.classes, config.length, (0.0,))
    found = fit(VAESounding(model, sounds), starts, draws)
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    weights = {name: tensor.half().contiguous() for name, tensor in model.state_dict().items()}
    latent = {name: torch.from_numpy(array.copy()) for name, array in found.space.tensors().items()}
    save_file({**weights, **latent}, str(part / WEIGHTS))
    export(model, part / PLAYER, part / ENCODER)
    spec = Spec(
        id=out.name, family="vae", title="Drums", summary="Drum hits from ten classes, one second or two, under live latents.",
        licence="CC-BY-3.0", credits=DRUMS_CREDITS, rate=config.rate, channels=1, seconds=config.length / config.rate,
        controls=controls(config, found), abilities=frozenset({"render", "draw", "encode"}),
    )
    settings = json.loads(saved["config"])
    training = settings | {"steps_done": saved["step"], "device": f"cpu, {settings['threads']} thread(s)"}
    measured = {"measures_r2": dict(zip(MEASURES, found.r2.round(3).tolist(), strict=True))}
    notes = {"training": training | history, "data": _counts(sounds), "measured": measured} | about
    write_card(part, spec, {**asdict(config), "length": config.length, "measures": MEASURES}, (WEIGHTS, PLAYER, ENCODER), notes)
    _examples(part)
    shutil.rmtree(out, ignore_errors=True)
    part.replace(out)


def judge_into_card(folder: Path) -> None:
    """Judges the model in the folder and writes what was reached, against each aim, into its card."""
    from studio.training.judge import run

    result = run(folder, progress=print)
    card = read_card(folder)
    write_card(folder, card.spec, card.network, tuple(card.files), {**card.notes, "judge": result["aims"]})


def _written_by_hand(old: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """`about` of the card that is replaced, and `history` of its training, each only if it is there. Raises BadInput."""
    if not (old / CARD).exists():
        return {}, {}
    notes = read_card(old).notes
    training = notes.get("training", {})
    return {key: notes[key] for key in ("about",) if key in notes}, {key: training[key] for key in ("history",) if key in training}


def _counts(data: OneShots) -> dict[str, int]:
    sources = [row["source"] for row in data.rows]
    return {source: sources.count(source) for source in sorted(set(sources))}


def _examples(folder: Path) -> None:
    """One drawn hit of each class as FLAC, so that the model can be heard before it is loaded."""
    model = load(folder)
    card = read_card(folder)
    from studio import __version__

    for i, name in enumerate(model.classes):  # type: ignore[attr-defined]
        base = model.spec.defaults().with_values({"class": name})
        settings = model.draw(100 + i, base, keep=frozenset({"class"}))  # type: ignore[attr-defined]
        recipe = Recipe(card.spec.id, model.sha256, settings, model.runtime, f"undertone {__version__}")
        (folder / "examples").mkdir(exist_ok=True)
        write_clip(folder / "examples" / f"{name}.flac", model.render([settings])[0], format="flac", bits=16, recipe=recipe)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("--run", "--data", "--out"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--starts", type=int, default=40, help="sounds at which the audible axes are measured")
    parser.add_argument("--draws", type=int, default=4_000, help="draws that the macros are fitted to")
    parser.add_argument("--judge", action="store_true", help="judge the model too and write the result into its card")
    arguments = parser.parse_args()
    publish(arguments.run, arguments.data, arguments.out, arguments.starts, arguments.draws)
    if arguments.judge:
        judge_into_card(arguments.out)


if __name__ == "__main__":
    main()
