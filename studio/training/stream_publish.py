"""From a run of a stream to a model folder: rounded weights, two graphs, sliders by what is heard, trajectories to drift along (torch)."""

from __future__ import annotations

import shutil
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from studio import __version__
from studio.audio.files import write_clip
from studio.clip import Clip
from studio.models.catalogue import open_folder
from studio.models.features import mel_of
from studio.models.folder import ENCODER, PLAYER, WEIGHTS, write_card
from studio.models.harmonic import band_matrix
from studio.models.latent import LatentSpace
from studio.models.pitch import to_hz
from studio.models.stream import StreamConfig, StreamVAE
from studio.models.stream_ear import HOP, RATE, SEEN
from studio.models.stream_player import PITCH, StreamModel, stream_controls
from studio.models.stream_sound import BANDS, LEVELS, PARTIALS, partials
from studio.models.stream_walk import STEP, Walk
from studio.recipe import Control, Latent, Recipe, Spec
from studio.training import checkpoint
from studio.training.basis import fit_measures
from studio.training.onnx_export import OPSET, halve
from studio.training.publish import AUDIBLE, NOTICE, TRUSTED, About, Counts, notes, placed, restored
from studio.training.stream_data import Pieces

SEMITONES = 6.0  # of the pitch, a sigma: two are an octave
HOLD = 48  # frames after which a held sound has settled
CODES = 3_000  # frames to draw from
FAINT_DB = -40.0  # of what lies between the multiples, under the multiples: an instrument without chords has no slider for them
SILENT = 4.5  # nepers under what is loud: nothing sounds there
SLIP, SLIPPED = 21, 4.0  # frames around one, and semitones by which its pitch may differ from theirs
PAUSE, SHORTEST = 10, 48  # frames around sound that still belong to it; of a stretch to drift along
MELS = 64  # bands of what is heard of a held frame
MEASURES = (PITCH, "loudness", "brightness", "noisiness", "chord")
MACROS = {
    "loudness": ("Loudness", "Louder to the right, softer to the left."),
    "brightness": ("Brightness", "More treble to the right, duller to the left."),
    "noisiness": ("Noise", "More noise to the right, purer to the left."),
    "chord": ("Power chord", "A fifth and an octave below join in to the right, a single note to the left."),
}


@dataclass(frozen=True)
class Fit:
    """What lies behind the sliders. effect (dims,) dB a sigma, names (dims,) '' where no measure explains an axis, r2 (M,) of measures."""

    space: LatentSpace
    walk: Walk
    effect: np.ndarray
    names: tuple[str, ...]
    measures: tuple[str, ...]
    r2: np.ndarray
    default: np.ndarray  # (dims,) a training frame from the middle


def heard(heads: np.ndarray, hz: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Power of partials and of noise in MELS bands of frames (T, HEADS), each (T, MELS)."""
    edges = np.linspace(0.0, float(mel_of(np.array([20_000.0]))[0]), MELS + 1)
    frequency = 0.5 * hz[:, None] * np.arange(1, PARTIALS + 1)
    band = np.clip(np.searchsorted(edges, mel_of(frequency)) - 1, 0, MELS - 1)
    tone = np.zeros((len(heads), MELS))
    np.add.at(tone, (np.arange(len(heads))[:, None], band), 0.5 * np.abs(partials(heads, hz)) ** 2)
    bins = np.arange(513) * (RATE / 1024)
    power = np.exp(2 * np.maximum(heads[:, LEVELS - BANDS : LEVELS] @ band_matrix(1024, BANDS), -11.5)) / 512
    place = np.clip(np.searchsorted(edges, mel_of(bins)) - 1, 0, MELS - 1)
    return tone, power @ np.eye(MELS)[place]


def measured(heads: np.ndarray, hz: np.ndarray, u: np.ndarray) -> np.ndarray:
    """MEASURES of held frames: (T, M)."""
    tone, noise = heard(heads, hz)
    total = tone + noise + 1e-12
    octaves = np.log2(np.linspace(0.5, MELS, MELS))
    odd = (0.5 * np.abs(partials(heads, hz)) ** 2)[:, ::2].sum(1)
    db = lambda p: 10 * np.log10(p + 1e-10)  # noqa: E731
    bright = (total**0.5 * octaves).sum(1) / (total**0.5).sum(1)
    return np.stack([u[:, 0], db(total.sum(1)), bright, db(noise.sum(1)) - db(total.sum(1)), db(odd) - db(tone.sum(1))], 1)


class _Held:
    """The decoder on held latents."""

    def __init__(self, model: StreamVAE, space: LatentSpace) -> None:
        self.model, self.space = model, space

    @torch.no_grad()
    def __call__(self, u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Dimensions (B, dims) -> heads (B, HEADS) once they have settled, hz (B,)."""
        found = []
        code = self.space.to_z(0, u)
        for part in np.array_split(code, max(1, len(code) // 128)):
            c = torch.from_numpy(part)[:, None].expand(-1, HOLD, -1)
            found.append(self.model.decoder(c[..., 1:], c[..., :1], self.model.decoder.net.begin(len(part)))[0][:, -1].numpy())
        return np.concatenate(found), np.asarray(to_hz(code[:, 0].astype(np.float64)))


@torch.no_grad()
def codes_of(model: StreamVAE, data: Pieces) -> np.ndarray:
    """Semitones and z of every frame of the recordings as they are: (N, 1 + Z)."""
    found = []
    for number in range(len(data.rows)):
        batch = data.piece(number)
        mean = model.encoder(batch.seen, batch.pitch, model.encoder.net.begin(1))[0]
        found.append(torch.cat([batch.pitch, mean], -1)[0].numpy())
    return np.concatenate(found)


def fit(model: StreamVAE, data: Pieces, starts: int = 40, draws: int = 4_000, seed: int = 0) -> Fit:
    """Axes by what is heard around `starts` frames, macros from `draws` of them, codes to draw from, trajectories."""
    random = np.random.default_rng(seed)
    codes, clear, level = codes_of(model, data), data.clear[: data.own].astype(np.float32), data.heads[: data.own, :LEVELS].max(1)
    sounding = level > np.quantile(level, 0.9) - 4.0
    z = codes[sounding, 1:]
    values, vectors = np.linalg.eigh(np.cov(z.T) + 1e-4 * np.eye(z.shape[1]))
    size = codes.shape[1]
    mean, root, axes = np.zeros(size), np.eye(size), np.eye(size)
    mean[0], root[0, 0] = np.round(np.median(codes[sounding & (clear > 0.7), 0])), SEMITONES
    mean[1:], root[1:, 1:] = z.mean(0), (vectors * np.sqrt(values)) @ vectors.T
    none = {f"{kind}{i}": np.zeros(0, np.float32) for kind in ("weight", "bias") for i in (1, 2, 3)} | {"direct": np.zeros(0, np.float32)}
    f32 = lambda a: np.ascontiguousarray(a, np.float32)  # noqa: E731

    def space_of(axes: np.ndarray, kept: np.ndarray, **tensors: np.ndarray) -> LatentSpace:
        labels, anywhere = np.zeros(len(kept), np.int64), np.array([1e9], np.float32)
        return LatentSpace(f32(mean)[None], f32(root)[None], f32(axes), f32(kept), labels, anywhere, **tensors)

    flat = space_of(axes, np.zeros((0, size)), **none)
    steady = _steady(flat.to_dimensions(0, codes), data.ends[: len(data.rows)])
    good = np.flatnonzero(sounding & (clear > 0.75) & (steady < np.median(steady[sounding])))
    kept = good[np.unique(np.linspace(0, len(good) - 1, CODES).astype(int))]
    axes[1:, 1:], effect = _audible(_Held(model, flat), flat.to_dimensions(0, codes[random.choice(kept, starts)]))
    space = space_of(axes, np.zeros((0, size)), **none)
    u = space.to_dimensions(0, codes)
    drawn = u[random.choice(kept, draws)] * random.uniform(0.6, 1.4, (draws, 1)) + 0.4 * random.standard_normal((draws, size))
    found = measured(*_Held(model, space)(drawn), drawn)
    heard_at_all = np.percentile(found, 90, 0) > np.where(np.array(MEASURES) == "chord", FAINT_DB, -np.inf)
    middle, spread = np.median(found, 0), np.maximum(np.percentile(found, 84, 0) - np.percentile(found, 16, 0), 2e-3) / 2
    found = np.clip((found - middle) / spread, -4, 4)
    names, signs = _names(drawn, found)
    axes = axes * signs
    tensors, r2 = fit_measures(np.zeros(draws, np.int64), drawn * signs, found, 1)
    trusted = np.flatnonzero((np.nan_to_num(r2, nan=-1) >= TRUSTED) & heard_at_all)
    tensors |= {name: np.ascontiguousarray(tensors[name][..., trusted]) for name in ("weight3", "bias3", "direct")}
    space = space_of(axes, u[kept] * signs, **{name: f32(tensors[name]) for name in none})
    middle_frame = np.abs(space.codes - np.median(space.codes, 0)).sum(1).argmin()
    points, ends = _points(u * signs, data.ends[: len(data.rows)], level > np.quantile(level, 0.9) - SILENT)
    return Fit(space, Walk(points, ends), effect, names, tuple(MEASURES[i] for i in trusted), r2[trusted], space.codes[middle_frame])


def _steady(u: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """How much each frame's latents move over some frames around it: (N,)."""
    moved = np.abs(np.diff(u, axis=0, prepend=u[:1])).sum(1)
    moved[ends[:-1]] = moved.max()
    return np.convolve(np.pad(moved, 6, "edge"), np.full(13, 1 / 13), "valid")


def _points(u: np.ndarray, ends: np.ndarray, sounding: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every STEP frames of each stretch that sounds: a drift has no need of silence."""
    u = u.copy()
    calm = np.median(np.lib.stride_tricks.sliding_window_view(np.pad(u[:, 0], SLIP // 2, "edge"), SLIP), 1)
    slipped = np.abs(u[:, 0] - calm) > SLIPPED / SEMITONES  # the tracker slipped into another octave for some frames
    u[slipped, 0] = calm[slipped]
    heard = np.convolve(np.pad(sounding, PAUSE, "edge"), np.ones(2 * PAUSE + 1), "valid") > 0.5  # short pauses belong to the playing
    edge = np.zeros(len(u), bool)
    edge[[0, *ends[:-1]]] = True
    edge |= heard != np.concatenate([[False], heard[:-1]])
    starts = np.flatnonzero(edge)
    parts = [u[a:b:STEP] for a, b in zip(starts, [*starts[1:], len(u)], strict=True) if heard[a] and b - a >= SHORTEST]
    return np.concatenate(parts).clip(-8, 8).astype(np.float16), np.cumsum([len(part) for part in parts]).astype(np.int64)


def _audible(held: _Held, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Orthogonal axes of z (Z, Z) by falling audible effect, and dB a sigma of all dimensions (1 + Z,), the pitch's first."""
    size, step = starts.shape[1], 0.5
    total, pitched = np.zeros((size - 1, size - 1)), []
    for start in starts:
        tone, noise = heard(*held(np.concatenate([start + step * np.eye(size), start - step * np.eye(size)])))
        image = 10 * np.log10(tone + noise + 10 ** (-9))
        image = np.maximum(image, image.max() - 60)
        jacobian = (image[:size] - image[size:]) / (2 * step)
        pitched.append(np.mean(jacobian[0] ** 2))
        total += jacobian[1:] @ jacobian[1:].T / image.shape[1]
    values, vectors = np.linalg.eigh(total / len(starts))
    order = values.argsort()[::-1]
    return vectors[:, order], np.sqrt(np.maximum([np.mean(pitched), *values[order]], 0))


def _names(u: np.ndarray, values: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
    """For each axis the one measure that explains it ('' where none does so clearly), and its sign (dims,); the pitch keeps its own."""
    standard = lambda a: (a - a.mean(0)) / np.maximum(a.std(0), 1e-6)  # noqa: E731
    correlation = standard(u).T @ standard(values) / len(u)
    names, signs = [PITCH], [1.0]
    for row in correlation[1:]:
        first, second = np.argsort(-np.abs(row))[:2]
        clear = abs(row[first]) >= 0.45 and abs(row[first]) >= 1.3 * abs(row[second])
        names.append(MEASURES[first] if clear else "")
        signs.append(float(np.sign(row[first])) or 1.0)
    return tuple(names), np.array(signs)


def controls(found: Fit) -> tuple[Control, ...]:
    """Pitch, what a stream has, macros that can be trusted, dimensions by audible effect; defaults are a frame of the recordings."""
    middle = float(found.space.mean[0, 0])
    text = f"{SEMITONES:g} semitones a sigma, {2:g} sigma are an octave; 0 is the note {middle:.0f} (60 is middle C)."
    made: list[Control] = [
        Latent(PITCH, "Pitch", descriptor=PITCH, confidence=1.0, effect_db=round(float(found.effect[0]), 2), help=text), *stream_controls()
    ]
    for name, (label, help) in MACROS.items():
        if name in found.measures:
            r2 = round(float(np.clip(found.r2[found.measures.index(name)], 0, 1)), 3)
            made.append(Latent(name, label, group="macro", descriptor=name, confidence=r2, help=help))
    for i, (effect, name) in enumerate(zip(found.effect[1:], found.names[1:], strict=True), 1):
        label, default = f"Dim {i}" + (f" · {name}" if name else ""), round(float(np.clip(found.default[i], -2, 2)), 2)
        help = f"Changes the sound by {effect:.1f} dB a sigma."
        active = bool(effect >= AUDIBLE)
        made.append(Latent(f"d{i}", label, default=default, descriptor=name, effect_db=round(float(effect), 2), active=active, help=help))
    return tuple(made)


class _Mean(nn.Module):
    """seen (1, T, SEEN), pitch (1, T, 1), state -> mean (1, T, Z), state."""

    def __init__(self, model: StreamVAE) -> None:
        super().__init__()
        self.encoder = model.encoder

    def forward(self, seen: torch.Tensor, pitch: torch.Tensor, state: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        mean, _, state = self.encoder(seen, pitch, state)
        return mean, state


def export(model: StreamVAE, folder: Path) -> tuple[str, ...]:
    """Writes both graphs and returns their names. `model` must already hold rounded weights."""
    c, pitch = model.config, torch.full((1, 3, 1), 60.0)
    for module, first, name, size, said, path in (
        (model.decoder, "z", "heads", c.latents, model.decoder.net, folder / PLAYER),
        (_Mean(model), "seen", "mean", SEEN, model.encoder.net, folder / ENCODER),
    ):
        example = (torch.zeros(1, 3, size), pitch, said.begin(1))
        axes = {first: {1: "frames"}, "pitch": {1: "frames"}, name: {1: "frames"}}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the older exporter calls itself deprecated; its graphs are plainer
            torch.onnx.export(
                module.eval(), example, str(path), input_names=[first, "pitch", "state"], output_names=[name, "after"],
                dynamic_axes=axes, opset_version=OPSET, dynamo=False,
            )  # fmt: skip
        halve(path)
    return PLAYER, ENCODER


def examples(folder: Path) -> None:
    """Two drifts and four held points as FLAC, so that the model can be heard before it is loaded."""
    model = open_folder(folder)
    assert isinstance(model, StreamModel)
    shutil.rmtree(folder / "examples", ignore_errors=True)
    (folder / "examples").mkdir()
    for seed in (1, 2):
        walk = model.drift(seed)
        latents = np.stack([next(walk) for _ in range(10 * RATE // HOP)])
        write_clip(folder / "examples" / f"drift-{seed}.flac", Clip(model.stream(seed).step(latents), RATE), format="flac", bits=16)
    for seed in (1, 2, 3, 4):
        settings = model.draw(seed, model.spec.defaults(seed))
        recipe = Recipe(model.spec.id, model.sha256, settings, model.runtime, f"undertone {__version__}")
        write_clip(folder / "examples" / f"held-{seed}.flac", model.render([settings])[0], format="flac", bits=16, recipe=recipe)


def publish(run: Path, data: Path, out: Path, about: About) -> None:
    """See families.publish."""
    preset, _ = checkpoint.read_run(run)
    model = restored(run, StreamVAE, StreamConfig)
    pieces = Pieces(data, ("train",), model.config)
    found = fit(model, pieces, preset.starts, preset.draws)
    spec = Spec(
        id=about.id, family="stream", title=about.title, summary=about.summary, licence=about.licence, credits=about.credits,
        rate=RATE, channels=1, seconds=20.0, controls=controls(found), abilities=frozenset({"render", "draw", "encode", "stream"}),
    )  # fmt: skip
    weights = {name: tensor.detach().half().contiguous() for name, tensor in model.state_dict().items()}
    latent = {name: torch.from_numpy(array.copy()) for name, array in (found.space.tensors() | found.walk.tensors()).items()}
    measures = {name: round(float(r2), 3) for name, r2 in zip(found.measures, found.r2, strict=True)}
    with placed(out) as part:
        save_file({**weights, **latent}, str(part / WEIGHTS))
        graphs = export(model, part)
        said = notes(run, Counts.of(pieces.rows), out, about) | {"measured": {"measures_r2": measures}}
        write_card(part, spec, {**asdict(model.config), "measures": list(found.measures)}, (WEIGHTS, *graphs), said)
        if about.notice:
            (part / NOTICE).write_text(about.notice, "utf-8")
        examples(part)
