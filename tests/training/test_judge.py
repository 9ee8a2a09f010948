"""The judge ranks known generators rightly, on made-up kits: fresh hits before spoilt ones before noise, copies caught."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from studio.errors import BadInput
from studio.training.judge import artefacts, features, format_table, judging, macros, nearest, reconstruction, scores, spoilers
from studio.training.judge.__main__ import main
from studio.training.judge.build import build
from studio.training.judge.reference import Reference, load
from studio.training.judge.spaces import SoundSet
from tests.training import judge_sounds as made

pytestmark = pytest.mark.timeout(900)  # the features are built once, on however busy a machine


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.write_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def folder(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("judge")
    build(corpus, out=out, epochs=12, known=False, progress=lambda text: None)
    return out


@pytest.fixture(scope="module")
def reference(folder: Path) -> Reference:
    return load("drums", folder)


def place(reference: Reference, sounds: list[np.ndarray], labels: list[str]) -> SoundSet:
    return reference.basis.place(features.collect(sounds, labels), reference.ear)


def g(reference: Reference, drawn: SoundSet) -> dict[str, float]:
    found = scores.closeness(drawn, reference.sets["train"], reference.spoilers, reference.held_out)
    return {"worse": found["median"], **{space: found["spaces"][space]["median"] for space in found["spaces"]}}


# ---------------------------------------------------------------- features


def test_a_hit_is_measured_alike_wherever_it_starts_and_however_loud_it_is() -> None:
    sounds, _ = made.hits(2, 1)
    moved = np.concatenate([np.zeros(3_000, dtype=np.float32), 0.1 * sounds[2][400:]])
    assert np.abs(features.image(features.canonical(sounds[2])) - features.image(features.canonical(moved))).max() < 0.05


def test_silence_and_very_short_sounds_have_finite_features() -> None:
    for sound in (np.zeros(0, np.float32), np.zeros(5_000, np.float32), np.array([0.5], np.float32)):
        assert all(np.isfinite(part).all() for part in features.measure(sound))


def test_a_pitch_shift_moves_the_sound_by_its_semitones() -> None:
    tone = np.sin(2 * np.pi * 1_000 * np.arange(44_100) / 44_100).astype(np.float32)
    up = features.pitched(tone, 2.0)
    peak = np.argmax(np.abs(np.fft.rfft(up * np.hanning(up.size)))) * 44_100 / up.size
    assert peak == pytest.approx(1_000 * 2 ** (2 / 12), abs=2)


def test_lines_at_the_frame_rate_stand_out_of_noise_and_real_hits_pass() -> None:
    random = np.random.default_rng(0)
    noise = random.standard_normal(44_100).astype(np.float32)
    buzz = np.tile(random.standard_normal(features.HOP), 180)[:44_100].astype(np.float32)
    clean, faint, loud = (features.line_level(s) for s in (noise, noise + 0.5 * buzz, buzz))
    assert clean < 4 < faint < loud and loud > 20


def test_spoilers_do_what_they_say() -> None:
    sounds, _ = made.hits(1, 3)
    snare = features.canonical(sounds[2])
    low = np.abs(np.fft.rfft(spoilers.low_pass(snare))) ** 2
    assert low[int(6_200 * snare.size / 44_100) :].sum() < 1e-4 * low.sum()
    blurred = spoilers.time_blur(snare)
    attack = slice(features.LEAD, features.LEAD + 220)
    assert (blurred[attack] ** 2).sum() / (blurred**2).sum() < 0.5 * (snare[attack] ** 2).sum() / (snare**2).sum()
    hissed = spoilers.hiss(snare, np.random.default_rng(0))
    loudest = np.sqrt(max((snare[i : i + 882] ** 2).mean() for i in range(0, 20_000, 100)))
    assert 20 * np.log10(np.std(hissed[60_000:]) / loudest) == pytest.approx(-20, abs=1)


# ---------------------------------------------------------------- the sets are told apart


def test_fresh_hits_are_nearer_than_spoilt_ones_and_noise_is_far(reference: Reference) -> None:
    fresh = place(reference, *made.hits(16, 5))
    spoilt = reference.spoilers["low-pass 6 kHz"]
    noise = place(reference, spoilers.white_noise(24), list(made.CLASSES) * 8)
    near, middle, far = g(reference, fresh), g(reference, spoilt), g(reference, noise)
    assert near["worse"] < 0.7
    assert middle["worse"] >= 0.9  # a spoiler is at least as far as the mildest
    assert min(far["ear"], far["spectral"]) > 2


def test_ten_clips_in_turn_are_caught_by_diversity_and_by_memory(reference: Reference, corpus: Path) -> None:
    import soundfile

    paths = [corpus / f"train/{label}_0_{i}.flac" for label in made.CLASSES for i in range(3)]
    sounds = [soundfile.read(path, dtype="float32")[0] for path in paths]
    labels = [path.stem.rsplit("_", 2)[0] for path in paths]
    fresh, repeated = place(reference, *made.hits(16, 5)), place(reference, sounds * 6, labels * 6)
    real = reference.real
    assert scores.diversity(repeated, real)["ratio"] < 0.5 < 0.7 < scores.diversity(fresh, real)["ratio"] < 1.4
    assert g(reference, repeated)["worse"] > g(reference, fresh)["worse"]
    covered = [scores.coverage(drawn, reference.sets["train"], real)["draws"] for drawn in (repeated, fresh)]
    assert covered[0] < covered[1]


def test_copies_are_found_though_they_were_tuned_and_made_quieter(reference: Reference, corpus: Path) -> None:
    import soundfile

    memory = nearest.Memory(reference.memory)
    paths = [corpus / f"train/{label}_1_{i}.flac" for label in made.CLASSES for i in range(4)]
    sounds = [soundfile.read(path, dtype="float32")[0] for path in paths]
    tuned = [0.3 * features.pitched(sound, shift) for sound, shift in zip(sounds, [-1.5, -0.7, 0.8, 1.5] * 3, strict=True)]
    assert judging.memory_of(tuned, memory)["share"] > 0.9
    fresh, _ = made.hits(4, 8)
    assert judging.memory_of(fresh, memory)["share"] < 0.3


def test_wrong_classes_lower_the_accuracy(reference: Reference) -> None:
    sounds, labels = made.hits(10, 6)
    right = scores.accuracy(place(reference, sounds, labels), reference.held_out, reference.sets["train"])
    wrong = scores.accuracy(place(reference, sounds, labels[10:] + labels[:10]), reference.held_out, reference.sets["train"])
    assert right["ratio"] > 0.85 and wrong["ratio"] < 0.4
    assert set(right["by_class"]) == set(made.CLASSES)


def test_gates_pass_real_hits_and_stop_buzz_offset_and_cut_tails(reference: Reference) -> None:
    sounds, labels = made.hits(12, 7)
    real = SoundSet.join(reference.sets["train"], reference.real)
    assert artefacts.gates(place(reference, sounds, labels), real)["lines"]["passed"]
    random = np.random.default_rng(0)
    buzz = np.tile(random.standard_normal(features.HOP), 200)
    bad = [(s + 0.05 + 0.1 * buzz[: s.size]).astype(np.float32) for s in sounds]
    found = artefacts.gates(place(reference, bad, labels), real)
    assert [found[name]["passed"] for name in ("lines", "dc", "end")] == [False, False, False]


def test_the_weighted_quantile_is_that_of_repeated_values() -> None:
    values, counts = np.array([5.0, 1.0, 3.0]), np.array([1, 4, 5])
    expected = np.quantile(np.repeat(values, counts), 0.6, method="inverted_cdf")
    assert artefacts.weighted_quantile(values, counts.astype(float), 0.6) == expected


def test_the_kernel_distance_is_unbiased() -> None:
    """Two draws of one population are at distance zero on average, though each set is small."""
    random = np.random.default_rng(0)
    found = []
    for _ in range(60):
        a, b = random.standard_normal((2, 12, 8))
        one = np.ones((1, 12))
        within = [scores._blocks(scores.kernel(x, x), one, one, True)[0, 0] for x in (a, b)]
        found.append(sum(within) - 2 * scores._blocks(scores.kernel(a, b), one, one, False)[0, 0])
    assert abs(np.mean(found)) < 3 * np.std(found) / np.sqrt(len(found))
    assert np.mean(found) < 0.2 * np.std(found) + 0.05


# ---------------------------------------------------------------- reconstruction and macros


def test_a_perfect_encoder_reconstructs_without_error_and_the_anchor_is_the_nearest_clip(reference: Reference) -> None:
    found = reconstruction.reconstruct(made.FilterGenerator(), reference.test, reference.anchors)
    assert found["error"] < 0.1 and found["attack"] < 0.2 and abs(found["crest"]) < 0.1
    assert found["anchor"] > 0.5 and found["sounds"] == len(reference.test) == 9
    assert reconstruction.reconstruct(made.TableGenerator(*made.hits(1, 1)), reference.test, reference.anchors) == {}


def test_the_anchor_undoes_a_change_of_pitch(reference: Reference, corpus: Path) -> None:
    import soundfile

    train = [soundfile.read(corpus / f"train/kick_0_{i}.flac", dtype="float32")[0] for i in range(6)]
    memory = nearest.Memory(nearest.pack(np.stack([features.image(features.canonical(s)) for s in train])))
    target = features.canonical(features.pitched(train[3], 1.5))
    assert reconstruction.anchor(target, train, memory)[0] < 0.5
    assert nearest.error(reconstruction.full_image(target), reconstruction.full_image(features.canonical(train[3]))) > 0.8


@pytest.mark.parametrize("leaky", [False, True])
def test_a_macro_that_moves_only_its_own_descriptor_is_told_from_a_leaky_one(reference: Reference, leaky: bool) -> None:
    generator = made.FilterGenerator(leaky)
    starts = judging.draw_settings(generator, 3, False)[0]
    unit = np.array([1.0, 3.0, 0.05, 10.0, 30.0, 10.0])
    values = macros.sweep(generator, "brightness", starts)
    found = macros.judge_macro(values, 0, unit)
    assert found["spearman"] > 0.95 and found["span"] > 1
    assert (found["leak"] > 0.4) == leaky
    assert not leaky or found["leaks_into"] == "decay"
    backwards = macros.judge_macro(values[:, ::-1], 0, unit)
    assert backwards["spearman"] < -0.95 and backwards["span"] < -1


# ---------------------------------------------------------------- the whole, its files and doors


def test_a_whole_judgement_is_json_has_a_table_and_a_sheet(reference: Reference, tmp_path: Path) -> None:
    result = judging.judge(made.FilterGenerator(), reference, per_class=8, starts=2, sheet=tmp_path / "sheet.png")
    back = json.loads(json.dumps(result, allow_nan=False))
    assert set(back["draws"]) == {"class fixed", "class free"}
    names = [row["name"] for row in back["aims"]]
    assert len(names) == len(set(names)) == 12
    assert all(len(row["values"]) == len(row["passed"]) for row in back["aims"])
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(format_table(result))
    text = console.export_text()
    assert all(name in text for name in names) and "brightness" in text
    picture = (tmp_path / "sheet.png").read_bytes()
    assert picture.startswith(b"\x89PNG") and len(zlib.decompress(picture[picture.index(b"IDAT") + 4 : -16])) > 1_000_000


def test_a_judgement_of_the_same_model_is_the_same(reference: Reference) -> None:
    generator = made.TableGenerator(*made.hits(6, 9))
    first, second = (judging.judge(generator, reference, per_class=6) for _ in range(2))
    assert first["draws"] == second["draws"]


def test_a_model_that_cannot_draw_is_refused(reference: Reference) -> None:
    generator = made.FilterGenerator()
    generator.spec = made._spec(generator.spec.controls, frozenset({"render"}))  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="can't draw"):
        judging.judge(generator, reference)


def test_choosing_looks_at_validation_kits_only(reference: Reference) -> None:
    choosing = reference.for_choosing()
    seen = set(choosing.held_out.kits.tolist()) | set(choosing.real.kits.tolist())
    assert seen and all(kit.startswith(("made/judge_train", "made/valid")) for kit in seen)
    assert choosing.test == [] and len(choosing.anchors) == 0
    result = judging.judge(made.FilterGenerator(), choosing, per_class=6, starts=1)
    assert result["reconstruction"] == {} and result["draws"]["class fixed"]["g"]["median"] > 0


def test_no_synthetic_sound_is_a_reference_but_all_of_the_training_set_is_searched(reference: Reference) -> None:
    assert not any("synth" in kit for s in reference.sets.values() for kit in s.kits)
    assert len(reference.memory) == len(reference.sets["train"]) + 4


def test_missing_and_damaged_features_are_named(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="build it"):
        load("drums", tmp_path)
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes()[: path.stat().st_size // 2 if path.suffix == ".npz" else None])
    with pytest.raises(BadInput, match="damaged"):
        load("drums", tmp_path)


def test_build_without_a_corpus_ends_with_two_and_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["judge", "build", "--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert main() == 2
    assert "index.csv is missing" in capsys.readouterr().err


def test_the_judge_reads_its_features_without_torch(folder: Path) -> None:
    code = (
        "import sys, pathlib\nfrom studio.training.judge import run\nfrom studio.training.judge.reference import load\n"
        f"load('drums', pathlib.Path({str(folder)!r}))\nassert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
