"""`studio train` from a folder of sounds to a model that plays: what is said, written and refused, and how a stopped run goes on."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.__main__ import run
from studio.commands import train as command
from studio.commands.train import id_of
from studio.models import catalogue
from studio.models.folder import read_card
from studio.paths import Home
from studio.recipe import Choice, Latent
from tests.training.test_prepare import hit, make

pytestmark = pytest.mark.timeout(400)  # real training, slow where the machine is shared

TINY = {
    "preset": "oneshot", "base": None, "starts": 2, "draws": 60,
    "training": {"steps": 6, "batch": 4, "log_every": 2, "validate_every": 4, "lengths": [[56, 1.0]], "threads": 1},
    "network": {
        "frames": 121, "latents": 6, "width": 24, "blocks": 2, "condition": 32, "attack_width": 16, "attack_blocks": 1, "encoder_width": 8,
    },
}  # fmt: skip


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`studio train` with a tiny network and a short probe."""
    file = tmp_path / "tiny.json"
    file.write_text(json.dumps(TINY))
    monkeypatch.setattr(command, "PROBE_SECONDS", 0.0)
    return lambda data, *more: run(["train", str(file), "--data", str(data), *more])


@pytest.fixture
def sounds(tmp_path: Path) -> Path:
    return make(tmp_path / "Böse Klänge", {"low": 7, "high": 8})


def refused(capsys: pytest.CaptureFixture[str], code: int) -> str:
    err = capsys.readouterr().err
    assert code == 2 and err.count("\n") == 1 and "Traceback" not in err, err
    return err


def test_a_folder_becomes_a_model_that_plays(
    tiny: Callable[..., int], sounds: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    (sounds / "low" / "broken.wav").write_bytes(b"RIFF")
    assert tiny(sounds) == 0
    out = capsys.readouterr().out
    assert "15 of 16 sound files can be used" in out and "broken.wav" in out
    assert "6 steps of" in out and "step 6 of 6" in out
    assert out.strip().splitlines()[-1].endswith("studio render bose-klange --out sound.wav")
    card = next(card for card in catalogue.list_models(home) if card.id == "bose-klange")
    assert card.error is None and card.title == "Böse Klänge" and "15 sounds" in card.about
    model = catalogue.load("bose-klange", home)
    choice = next(control for control in model.spec.controls if isinstance(control, Choice))
    assert choice.options == ("high", "low") and any(isinstance(control, Latent) for control in model.spec.controls)
    clip = model.render([model.spec.defaults(seed=3)])[0]
    assert np.isfinite(clip.samples).all() and clip.peak > 0.05
    assert sum(read_card(card.folder).notes["data"]["labels"].values()) > 0
    assert "already" in refused(capsys, tiny(sounds))


def test_a_preset_that_names_classes_learns_the_folders_own(
    tmp_path: Path, sounds: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = {"frames": 97, "latents": 4, "width": 16, "hidden": 16, "blocks": 1, "channels": [8, 8, 8, 8], "encoder_width": 8}
    training = {"steps": 4, "batch": 4, "validate_every": 4}
    file = tmp_path / "few.json"
    file.write_text(json.dumps({"preset": "effects", "starts": 2, "draws": 60, "network": network, "training": training}))
    monkeypatch.setattr(command, "PROBE_SECONDS", 0.0)
    assert run(["train", str(file), "--data", str(sounds), "--name", "Own"]) == 0
    model = catalogue.load("own", home)
    choice = next(control for control in model.spec.controls if isinstance(control, Choice))
    assert model.spec.family == "effects" and choice.options == ("high", "low")


def test_json_is_one_object_a_line_and_dry_run_leaves_no_model(
    tiny: Callable[..., int], sounds: Path, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tiny(sounds, "--dry-run", "--json") == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["event"] for event in events] == ["phase", "folder", "estimate"]
    assert events[1]["classes"] == {"high": 8, "low": 7} and events[2]["seconds_per_step"] > 0
    assert not list(home.models.iterdir()) and not (home.training / "bose-klange").exists()


def test_a_stopped_run_goes_on_and_is_never_overwritten(
    tiny: Callable[..., int], sounds: Path, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from studio.training.vae_task import VAETask

    whole = VAETask.train_step

    def interrupted(task: VAETask) -> dict[str, float]:
        if task.step == 3 and (home.training / "mine").exists():
            signal.raise_signal(signal.SIGINT)
        return whole(task)

    monkeypatch.setattr(VAETask, "train_step", interrupted)
    where = ("--name", "mine", "--out", str(tmp_path / "shelf"))
    assert tiny(sounds, *where) == 130
    err = capsys.readouterr().err
    assert "--resume" in err and "--name mine" in err and not (tmp_path / "shelf" / "mine").exists()
    monkeypatch.setattr(VAETask, "train_step", whole)
    assert "--resume" in refused(capsys, tiny(sounds, *where))
    soundfile.write(sounds / "low" / "new.wav", hit(99), 44_100)  # a folder that changes does not change the run
    assert tiny(sounds, *where, "--resume") == 0
    assert "step 6 of 6" in capsys.readouterr().out
    assert catalogue.load(tmp_path / "shelf" / "mine").spec.title == "mine"


def test_what_can_not_be_meant_is_refused_in_one_sentence(
    tiny: Callable[..., int], sounds: Path, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments, word in (
        ((tmp_path / "nowhere",), "can't be opened"),
        ((make(tmp_path / "few", {"a": 2}),), "at least 8"),
        ((sounds, "--minutes", "0"), "--minutes"),
        ((sounds, "--minutes", "nan"), "--minutes"),
        ((sounds, "--steps", "-3"), "--steps"),
        ((sounds, "--resume"), "no run"),
        ((sounds, "--device", "abacus"), "abacus"),
        ((sounds, "--out", str(tmp_path / "tiny.json")), "is a file"),
    ):
        code = tiny(*arguments)
        assert word in refused(capsys, code), arguments
    assert "no preset" in refused(capsys, run(["train", "nonsense", "--data", str(sounds)]))
    assert not list(home.models.iterdir())


@pytest.mark.parametrize(
    ("name", "made"),
    [("My Pans!", "my-pans"), ("Trommeln über 9000", "trommeln-uber-9000"), ("鼓", "model"), ("..", "model"), ("a" * 99, "a" * 48)],
)
def test_the_id_of_a_name(name: str, made: str) -> None:
    assert id_of(name) == made


def test_a_users_model_never_takes_a_shipped_id(home: Home) -> None:
    assert command.places_for(command.Order("oneshot", Path("x"), name="Drums")).id == "my-drums"
