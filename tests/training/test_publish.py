"""From a run to a model folder: it plays what torch computed, says how it came about, and harms nothing that lay there."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from studio.errors import BadInput
from studio.models import features
from studio.models.catalogue import open_folder
from studio.models.features import ONSET
from studio.models.folder import read_card, write_card
from studio.models.one_shot import OneShotModel
from studio.models.vae import VAE as Network
from studio.recipe import Choice
from studio.training import basis, checkpoint, families, loop, publish
from studio.training.publish import About
from tests import tiny

pytestmark = pytest.mark.timeout(400)  # real training, slow where the machine is shared
ABOUT = About("tiny", "Tiny", "Tiny drums.", "CC0-1.0", ("Made by a test",))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("runs") / "run"
    list(loop.train(replace(tiny.PRESET, training=replace(tiny.QUICK, steps=40, log_every=8, validate_every=20)), corpus, out))
    return out


@pytest.fixture(scope="module")
def folder(run: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published") / "tiny"
    families.publish(run, corpus, out, ABOUT)
    return out


def test_the_folder_plays_what_torch_computed(folder: Path, run: Path) -> None:
    model = open_folder(folder)
    assert isinstance(model, OneShotModel)
    network = Network(tiny.VAE)
    weights = load_file(folder / "model.safetensors")
    network.load_state_dict({name: weights[name].float() for name in network.state_dict()})
    network.eval()
    slow = checkpoint.best(run)["task"]["slow"]  # what was trained, but for the rounding to 16 bit
    assert all(torch.allclose(tensor, slow[name], rtol=1e-3, atol=1e-6) for name, tensor in network.state_dict().items())
    assert read_card(folder).network["latents"] == asdict(tiny.VAE)["latents"]
    random = np.random.default_rng(0)
    for seed, frames in enumerate((121, 60, 121)):
        z = random.standard_normal(tiny.VAE.latents).astype(np.float32)
        n = tiny.VAE
        body = torch.from_numpy(features.noise_stft(seed, n.frames, n.n_fft, n.hop))[None, :, :frames]
        attack = torch.from_numpy(features.noise_stft(seed ^ 0x5EED, n.attack_frames, n.attack_fft, n.attack_hop))[None]
        with torch.no_grad():
            expected = network.decoder(torch.from_numpy(z)[None], torch.tensor([seed]), body, attack)[0].numpy()
        np.testing.assert_allclose(model.decode(z, seed, seed, frames), expected, atol=1e-4)


def test_the_card_says_how_the_model_came_about(folder: Path) -> None:
    card = read_card(folder)
    spec, notes = card.spec, card.notes
    assert (spec.id, spec.title, spec.licence, spec.credits) == ("tiny", "Tiny", "CC0-1.0", ("Made by a test",))
    assert notes["training"]["steps_done"] == 40 and notes["training"]["device"] == "cpu, 1 thread(s)" and notes["training"]["minutes"] > 0
    assert notes["training"]["training"]["batch"] == tiny.QUICK.batch and notes["training"]["network"]["latents"] == 6
    assert notes["data"]["sounds"] == 40 and notes["data"]["sources"] == {"made": 30, "synth": 10} and notes["data"]["labels"]["kick"] == 4
    assert [step for step, _ in notes["curves"]["valid"]] == [20, 40] and len(notes["curves"]["loss"]) >= 5
    assert isinstance(notes["health"], list) and {"text", "advice", "kind"} <= {*notes["health"][0]} if notes["health"] else True
    assert sorted(path.stem for path in (folder / "examples").iterdir()) == sorted(tiny.VAE.classes)


def test_curves_are_a_few_dozen_points_with_both_ends() -> None:
    lines = [{"step": i, "loss": 1 / i} for i in range(1, 5_001)]
    found = publish.curves(lines)["loss"]
    assert 24 <= len(found) <= 48 and found[0][0] == 1 and found[-1][0] == 5_000


def test_publishing_again_keeps_a_persons_words_and_doubles_nothing(folder: Path, run: Path, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "tiny"
    shutil.copytree(folder, out)
    card = read_card(out)
    assert "about" not in card.notes and "history" not in card.notes["training"]
    training = card.notes["training"] | {"history": "Resumed twice.", "steps_done": 1}
    write_card(out, card.spec, card.network, tuple(card.files), card.notes | {"about": "Small drums.", "training": training})
    names = sorted(path.name for path in out.rglob("*"))
    families.publish(run, corpus, out, ABOUT)
    again = read_card(out).notes
    assert again["about"] == "Small drums." and again["training"]["history"] == "Resumed twice."
    assert again["training"]["steps_done"] == 40 and again["data"] == card.notes["data"]
    assert sorted(path.name for path in out.rglob("*")) == names and [path.name for path in tmp_path.iterdir()] == ["tiny"]


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "music").mkdir()
    (tmp_path / "music" / "song.txt").write_text("mine")
    with pytest.raises(BadInput, match=r"music holds other things than a model; name a new folder"), publish.placed(tmp_path / "music"):
        pass
    assert (tmp_path / "music" / "song.txt").read_text() == "mine"


def test_a_failure_leaves_the_old_model_whole(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "tiny")
    with pytest.raises(RuntimeError, match="half-way"), publish.placed(tmp_path / "tiny") as part:
        (part / "model.json").write_text("{}")
        raise RuntimeError("half-way")
    assert open_folder(tmp_path / "tiny").spec.id == "tiny" and [path.name for path in tmp_path.iterdir()] == ["tiny"]


def keep(corpus: Path, out: Path, wanted: Callable[[dict[str, str]], bool], rename: Callable[[str], str]) -> Path:
    """A corpus of some of the rows, their labels changed."""
    shutil.copytree(corpus, out)
    with (out / "index.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if wanted(row)]
    with (out / "index.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"label": rename(row["label"])} for row in rows)
    return out


@pytest.mark.parametrize("label", ["Topf & Deckel / groß", ""])
def test_one_class_of_a_few_sounds_makes_a_model_that_can_do_everything(label: str, corpus: Path, tmp_path: Path) -> None:
    """As a person's own folder comes: no class of the drums among them, two sounds to learn from, one held out."""
    few = ("train-snare-0.flac", "train-snare-1.flac", "valid-snare-0.flac")
    own = keep(corpus, tmp_path / "own", lambda row: row["file"] in few, lambda _: label)
    network = {name: value for name, value in tiny.NETWORK.items() if name != "classes"}
    preset = replace(tiny.PRESET, network=network, training=replace(tiny.QUICK, steps=4, validate_every=2))
    list(loop.train(preset, own, tmp_path / "run"))
    families.publish(tmp_path / "run", own, tmp_path / "pots", replace(ABOUT, id="pots"))
    model = open_folder(tmp_path / "pots")
    assert isinstance(model, OneShotModel)
    assert model.classes == (label or "other",) and model.network["catch_all"] is not bool(label)
    drawn = [model.draw(seed, model.spec.defaults()) for seed in range(3)]
    clips = model.render(drawn)
    assert all(0.1 < clip.peak <= 1 for clip in clips) and len({clip.samples.tobytes() for clip in clips}) == 3
    assert model.encode(clips[0]).get("class") == model.classes[0]
    assert 0 <= model.typical(drawn[0]) <= 1 and model.histograms()
    assert len(list((tmp_path / "pots" / "examples").iterdir())) == 1


class Machine:
    """A made 'network' of two latents, for the fit: the first is how long it rings, the second moves a tone without any order."""

    rate, classes, latents = 44_100, ("a", "b", "never seen"), 2

    def encode_all(self) -> basis.Codes:
        z = np.random.default_rng(0).standard_normal((40, 2)).astype(np.float32)
        return basis.Codes(z, np.arange(40) % 2, np.ones(40, np.int64))

    def decode_all(self, z: np.ndarray, labels: np.ndarray) -> np.ndarray:
        t = np.maximum(np.arange(20_480) - ONSET, 0) / self.rate
        noise = np.random.default_rng(1).standard_normal(len(t))
        hz = 300.0 * 2.0 ** np.sin(1e5 * z[:, 1:])
        sound = (noise + 9 * np.sin(2 * np.pi * hz * t)) * np.exp(-t / (0.05 * np.exp(0.8 * z[:, :1]))) * (t > 0)
        return (0.9 * sound / np.abs(sound).max(1, keepdims=True)).astype(np.float32)


def test_what_cannot_be_foretold_is_no_macro() -> None:
    found = basis.fit(Machine(), starts=4, draws=200)
    trusted = found.without_poor(publish.TRUSTED)
    assert "decay" in trusted.measures and "pitch" not in trusted.measures
    trusted.space.check(3, len(trusted.measures), 2)
    names = [control.name for control in publish.controls(Machine.classes, trusted)]
    assert names[0] == "class" and "decay" in names and "pitch" not in names and names[-2:] == ["d1", "d2"]
    choice = publish.controls(Machine.classes, trusted)[0]
    assert isinstance(choice, Choice) and choice.options == Machine.classes
    moved = trusted.space.steer(0, np.zeros(2), np.eye(len(trusted.measures))[trusted.measures.index("decay")])
    sounds = Machine().decode_all(trusted.space.to_z(0, np.stack([np.zeros(2), moved])), np.zeros(2))
    as_it_was, longer = basis.measured(sounds, 44_100)[:, basis.MEASURES.index("decay")]
    assert longer > as_it_was + 0.1


def test_about_is_read_and_checked(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text('{"id": "pans", "title": "Pans", "credits": ["me"]}')
    assert publish.read_about(tmp_path / "about.json") == About("pans", "Pans", "", "not said", ("me",))
    (tmp_path / "about.json").write_text('{"name": "pans"}')
    with pytest.raises(BadInput, match="there is no field 'name'; there are: id, title"):
        publish.read_about(tmp_path / "about.json")
