"""Effects: their synthesis, the WAD reader against damaged bytes, bandwidth as a condition from training to the player."""

from __future__ import annotations

import csv
import struct
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from studio.errors import BadInput
from studio.models import catalogue
from studio.models.vae import VAE, VAEConfig
from studio.training import bandwidth, config, vae_publish, vae_task
from studio.training.checkpoint import BEST, begin, read_run, save
from studio.training.corpora import effects, sfx, wad
from studio.training.corpora.effect_sources import ENDLESS_SKY, FREEDOOM, KENTA_CHO, OPENARENA, by_beginning, names
from studio.training.corpora.hits import ONSET, RATE, prepare
from studio.training.judge.effects import hiss_db, rounded, treble_db
from studio.training.publish import About, restored

pytestmark = pytest.mark.timeout(900)  # a network is trained, on however busy a machine

TINY = VAEConfig(
    classes=("zap", "texture"), catch_all=False, numbers=("bandwidth",), n_fft=256, hop=64, frames=50, thin=(24,), latents=4,
    width=16, blocks=1, condition=16, attack_fft=128, attack_hop=32, attack_frames=40, attack_width=8, attack_blocks=1,
    tone_edges=(60.0, 500.0, 2_000.0), tone_width=8, tone_blocks=1, encoder_width=8,
)  # fmt: skip


# ---------------------------------------------------------------- synthesis


@pytest.mark.parametrize("label", sfx.CLASSES)
def test_an_effect_is_the_same_for_a_seed_and_another_for_another(label: str) -> None:
    one, again, other = sfx.effect(label, 5), sfx.effect(label, 5), sfx.effect(label, 6)
    assert np.array_equal(one, again)
    assert one.size != other.size or not np.allclose(one, other)
    for sound in (one, other):
        assert np.isfinite(sound).all() and abs(np.abs(sound).max() - 1) < 1e-9 and 0.02 * RATE < sound.size <= 2.6 * RATE
        assert prepare(sound, RATE, steady=True).size > ONSET


def test_classes_differ_as_their_names_say() -> None:
    length = {label: np.median([sfx.effect(label, i).size / RATE for i in range(12)]) for label in sfx.CLASSES}
    assert length["blip"] < 0.3 < length["explosion"] and length["blip"] < length["zap"] < length["alarm"]

    def flatness(label: str) -> float:
        power = [np.abs(np.fft.rfft(sfx.effect(label, i)[:8192], 8192)) ** 2 + 1e-9 for i in range(12)]
        return float(np.median([np.exp(np.log(p).mean()) / p.mean() for p in power]))

    assert flatness("alarm") < 0.3 * flatness("explosion")


def test_oscillators_keep_under_half_the_rate() -> None:
    """A saw at 5 kHz has partials at 5, 10, 15 and 20 kHz; whatever else sounds was folded back."""
    wave = sfx.oscillator(np.full(8192, 5_000.0), "saw") * np.hanning(8192)
    power = np.abs(np.fft.rfft(wave)) ** 2
    hertz = np.fft.rfftfreq(8192, 1 / RATE)
    partial = (np.abs(hertz[:, None] - np.arange(1, 5) * 5_000) < 40).any(1)
    assert 10 * np.log10(power[~partial].sum() / power[partial].sum()) < -38


# ---------------------------------------------------------------- WAD


def dmx(rate: int = 11_025, count: int = 200, kind: int = 3) -> bytes:
    return struct.pack("<HHI", kind, rate, count) + bytes(range(200))


def write_wad(path: Path, lumps: list[tuple[str, bytes]]) -> Path:
    body, directory = b"", b""
    for name, data in lumps:
        directory += struct.pack("<ii8s", 12 + len(body), len(data), name.encode())
        body += data
    path.write_bytes(b"PWAD" + struct.pack("<ii", len(lumps), 12 + len(body)) + body + directory)
    return path


def test_sounds_of_a_wad_are_read_without_their_padding(tmp_path: Path) -> None:
    path = write_wad(tmp_path / "a.wad", [("DSPISTOL", dmx()), ("MAP01", b""), ("DSEMPTY", b"")])
    ((name, rate, samples),) = wad.sounds(path)
    assert (name, rate, samples.size) == ("PISTOL", 11_025, 168)
    assert samples[0] == np.float32((16 - 128) / 128)


@pytest.mark.parametrize("lump", [dmx(kind=1), dmx(rate=0), dmx(count=10_000), dmx(count=20), dmx()[:7], dmx()[:100], b"\xff" * 64])
def test_damaged_lumps_are_left_out(tmp_path: Path, lump: bytes) -> None:
    assert not list(wad.sounds(write_wad(tmp_path / "a.wad", [("DSX", lump)])))


@pytest.mark.parametrize(
    "data",
    [b"", b"PWAD", b"RIFF" + bytes(100), b"PWAD" + struct.pack("<ii", -1, 12), b"PWAD" + struct.pack("<ii", 9, 12) + bytes(32),
     b"IWAD" + struct.pack("<ii", 2**31 - 1, 12) + bytes(64), b"IWAD" + struct.pack("<ii", 1, -20) + bytes(64)],
)  # fmt: skip
def test_what_is_no_wad_is_said_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.wad"
    path.write_bytes(data)
    with pytest.raises(BadInput, match=r"a\.wad"):
        list(wad.sounds(path))


def test_lumps_that_lie_outside_the_file_are_left_out(tmp_path: Path) -> None:
    path = write_wad(tmp_path / "a.wad", [("DSX", dmx()), ("DSY", dmx())])
    data = bytearray(path.read_bytes())
    struct.pack_into("<i", data, len(data) - 16, 2**31 - 5)
    struct.pack_into("<i", data, len(data) - 28, -7)  # the first one's size
    path.write_bytes(bytes(data))
    assert not list(wad.sounds(path))


def test_rounding_noise_is_taken_away_and_the_sound_stays() -> None:
    time = np.arange(22_050) / 22_050
    clean = (0.8 * np.sin(2 * np.pi * 440 * time) * np.exp(-4 * time)).astype(np.float32)
    found = wad.without_hiss(rounded(clean))
    noise, left = rounded(clean) - clean, found - clean
    assert np.square(left[2_000:]).mean() < 0.3 * np.square(noise[2_000:]).mean()


# ---------------------------------------------------------------- corpus


def test_every_class_has_recordings_and_no_name_two_classes() -> None:
    for table in (FREEDOOM, KENTA_CHO, OPENARENA):
        said = [name for row in table.values() for name in row.split()]
        assert len(said) == len(set(said))
    assert set(FREEDOOM) | set(ENDLESS_SKY) | set(KENTA_CHO) == set(sfx.CLASSES)
    assert by_beginning(OPENARENA, "weapons/lightning/lg_hit2") == "impact" and by_beginning(OPENARENA, "announcer/one") is None
    assert names({"zap": "a b"}) == {"a": "zap", "b": "zap"}


def test_the_bandwidth_of_a_sound_is_where_it_falls_off_or_half_its_rate() -> None:
    noise = np.random.default_rng(0).standard_normal(RATE).astype(np.float32)
    spectrum = np.fft.rfft(noise)
    spectrum[np.fft.rfftfreq(RATE, 1 / RATE) > 7_000] = 0
    assert effects.bandwidth(noise, RATE) == RATE / 2 and effects.bandwidth(noise, 11_025) == 11_025 / 2
    assert 5_800 < effects.bandwidth(np.fft.irfft(spectrum).astype(np.float32), RATE) < 7_800


# ---------------------------------------------------------------- bandwidth as a condition


def test_numbers_are_thirds_of_octaves_and_come_back() -> None:
    hertz = np.array([2_756.25, 5_512.5, 11_025, 22_050])
    assert np.allclose(bandwidth.number(hertz, RATE), [0, 1 / 3, 2 / 3, 1])
    assert np.allclose(bandwidth.hertz(bandwidth.number(hertz, RATE), RATE), hertz)
    assert bandwidth.number(np.array([np.inf, 10.0]), RATE).tolist() == [1.0, 0.0]


def test_batches_are_narrowed_to_what_they_are_said_to_be() -> None:
    random = np.random.default_rng(0)
    sound = torch.from_numpy(np.random.default_rng(1).standard_normal((64, 8192)).astype(np.float32))
    target, heard, numbers = bandwidth.blind(sound, np.full(64, 22_050.0), RATE, random)
    for one, number in zip(target.numpy(), numbers[:, 0].numpy(), strict=True):
        edge = float(bandwidth.hertz(np.array(number), RATE))
        assert number == 1 or treble_db(one, 1.15 * edge) < -40
    assert 15 < int((numbers < 1).sum()) < 40
    apart = [not torch.allclose(a, b) for a, b in zip(target, heard, strict=True)]
    assert 10 < sum(apart) < 45
    assert torch.isfinite(target).all() and torch.isfinite(heard).all()


def test_a_low_sound_is_not_narrowed_away() -> None:
    high = torch.sin(torch.arange(8192) * 2 * np.pi * 9_000 / RATE)[None].repeat(32, 1)
    target, _, numbers = bandwidth.blind(high, np.full(32, 22_050.0), RATE, np.random.default_rng(0))
    assert torch.allclose(target.abs().amax(1), torch.tensor(0.9), atol=1e-3)
    assert all(treble_db(one.numpy(), 8_000) > -3 for one in target) and (bandwidth.hertz(numbers.numpy(), RATE) > 8_000).all()


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[vae_task.VAETask, Path]:
    """A tiny network after some seconds on bursts of noise, and its corpus."""
    data = tmp_path_factory.mktemp("corpus")
    random = np.random.default_rng(0)
    with (data / "index.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("file", "label", "split", "source", "real", "licence", "bandwidth_hz"))
        for i in range(24):
            sound = np.zeros(ONSET + 2_400, np.float32)
            sound[ONSET:] = random.standard_normal(2_400) * np.exp(-np.arange(2_400) / 1_500) * 0.2
            soundfile.write(data / f"{i}.flac", sound, RATE)
            rows.writerow((f"{i}.flac", TINY.classes[i % 2], "valid" if i >= 20 else "train", "made", 1, "CC0", 22_050))
    training = config.VAETraining(steps=40, batch=8, rate=6e-3, warmup=5, lengths=((48, 1.0),), ema=0.9, resolutions=1, rehearsals=1)
    network = {name: value for name, value in asdict(TINY).items() if name != "rate"}
    preset = replace(config.PRESETS["drums"], base=None, network=network, training=training, starts=2, draws=60)
    task = vae_task.make(preset, data, torch.device("cpu"))
    lost = [task.train_step()["loss"] for _ in range(training.steps)]
    first, last = lost[:6], lost[-6:]
    assert np.mean(last) < 0.9 * np.mean(first)
    run = tmp_path_factory.mktemp("run")
    begin(run, preset, data, "cpu", 1)
    save(run / BEST, {"task": task.state(), "seconds": 1.0})
    return task, run


def test_training_reaches_the_number(trained: tuple[vae_task.VAETask, Path]) -> None:
    """What it teaches in seconds is little; the shipped model is asked for more (tests/models/test_effects_model.py)."""
    task, _ = trained
    torch.manual_seed(task.config.seed)
    begun, inputs = VAE(TINY).decoder.enter[0].weight, -9
    assert (task.model.decoder.enter[0].weight - begun)[:, inputs:].abs().max() > 1e-2
    with torch.no_grad():
        z, label = torch.zeros(1, TINY.latents), torch.zeros(1, dtype=torch.int64)
        decoder = task.slow.decoder
        narrow, wide = (decoder.body.heads(decoder.condition(z, label, label, torch.tensor([[n]])))[0] for n in (0.0, 1.0))
    assert (narrow - wide).abs().max() > 1e-2


def test_the_number_goes_from_the_control_to_the_graph(trained: tuple[vae_task.VAETask, Path], tmp_path: Path) -> None:
    """Published, loaded by onnxruntime: within 1e-4 of torch, the control changes the sound, full is the default."""
    _, run = trained
    out = tmp_path / "model"
    vae_publish.publish(run, Path(read_run(run)[1]["data"]), out, About("tiny", "Tiny", "A test.", "CC0"))
    model = catalogue.open_folder(out)
    defaults = model.spec.defaults()
    assert defaults.as_dict()["bandwidth"] == 22_050.0
    assert model.told(defaults).tolist() == [1.0]  # type: ignore[attr-defined]
    assert abs(model.told(defaults.with_values({"bandwidth": 5_512.5}))[0] - 1 / 3) < 1e-3  # type: ignore[attr-defined]
    network = restored(run, VAE, VAEConfig)
    for value in (1.0, 0.4):
        z = np.random.default_rng(3).standard_normal(TINY.latents).astype(np.float32)
        heads = model._heads(z, 1, np.array([value], np.float32))  # type: ignore[attr-defined]
        with torch.no_grad():
            label = torch.ones(1, dtype=torch.int64)
            condition = network.decoder.condition(torch.from_numpy(z)[None], label, label, torch.tensor([[value]]))
            decoder = network.decoder
            theirs = [head for part in (decoder.body, decoder.attack, decoder.tone) for head in part.heads(condition)]
        assert all(np.abs(mine - his[0].numpy()).max() < 1e-4 for mine, his in zip(heads, theirs, strict=True))
    wide, narrow = model.render([defaults, defaults.with_values({"bandwidth": 2_757.0})])
    assert wide.samples.shape != narrow.samples.shape or np.abs(wide.samples - narrow.samples).max() > 1e-3


def test_a_drums_network_has_no_numbers_and_its_weights_are_as_ever() -> None:
    plain = VAE(VAEConfig(classes=("a", "b")))
    assert plain.decoder.enter[0].weight.shape[1] == 24 + 40


# ---------------------------------------------------------------- what the judge hears


def test_hiss_is_heard_in_what_was_rounded_to_8_bits() -> None:
    time = np.arange(RATE) / RATE
    clean = (np.sin(2 * np.pi * 330 * time) * np.exp(-9 * time)).astype(np.float32)
    assert hiss_db(clean) < -60 and hiss_db(rounded(clean)) > hiss_db(clean) + 40
    assert np.isnan(hiss_db(np.sin(2 * np.pi * 330 * time).astype(np.float32)))
