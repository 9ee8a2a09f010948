"""Strangers' files are read or refused with one reason; what is left becomes an aligned corpus, split by source, the same every time."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio.denoise import denoise
from studio.errors import BadInput
from studio.training import config, preflight, prepare, reading
from studio.training.corpora.hits import ONSET, RATE
from studio.training.dataset import OneShots, affordable
from studio.training.folder import Sound, look
from studio.training.segments import Cut, at_rate, onsets, pieces
from studio.training.splits import plan


def hit(seed: int, seconds: float = 0.4, hz: float = 0.0, rate: int = RATE) -> np.ndarray:
    """A decaying tone of its own pitch and overtones."""
    random = np.random.default_rng(seed)
    t = np.arange(int(seconds * rate)) / rate
    hz = hz or float(random.uniform(80, 2_000))
    tone = sum(a * np.sin(2 * np.pi * hz * k * t) for k, a in enumerate(random.random(5) + 0.05, 1))
    noise = random.uniform(0, 0.5) * random.standard_normal(t.size)
    sound = (tone + noise) * np.exp(-t / random.uniform(0.02, 0.3))
    return np.asarray(0.7 * sound / np.abs(sound).max())


def make(root: Path, classes: dict[str, int]) -> Path:
    for c, (name, count) in enumerate(classes.items()):
        (root / name).mkdir(parents=True, exist_ok=True)
        for i in range(count):
            soundfile.write(root / name / f"{i}.wav", hit(100 * c + i), RATE)
    return root


def examined(root: Path, cut: Cut | None = None) -> preflight.Report:
    return preflight.examine(look(root), cut or Cut())


def rows_of(corpus: Path) -> list[dict[str, str]]:
    with (corpus / "index.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


# ---------------------------------------------------------------- reading


def test_formats_rates_and_channels(tmp_path: Path) -> None:
    sound = hit(1, rate=22_050)
    wide = np.stack([sound, 0.5 * sound, 0 * sound, 0 * sound], 1)
    files = (("a.flac", sound, 22_050), ("b.ogg", wide[:, :2], 44_100), ("c.aiff", wide, 96_000), ("d.mp3", sound, 48_000))
    for name, samples, rate in files:
        soundfile.write(tmp_path / name, samples, rate)
        found = reading.read(tmp_path / name)
        assert (found.rate, found.channels) == (rate, 1 if samples.ndim == 1 else samples.shape[1])
        assert abs(found.mono.size - len(sound)) < 3_000 and 0.05 < np.abs(found.mono).max() <= 1


def test_a_mix_that_cancels_keeps_the_louder_channel(tmp_path: Path) -> None:
    sound = hit(2)
    soundfile.write(tmp_path / "a.wav", np.stack([sound, -0.9 * sound], 1), RATE)
    np.testing.assert_allclose(reading.read(tmp_path / "a.wav").mono, sound, atol=1e-3)


def test_formats_of_phones_are_read_where_pyav_is_installed(tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="PyAV is not installed")
    sound = hit(3).astype(np.float32)
    with av.open(str(tmp_path / "a.m4a"), "w") as container:
        stream = container.add_stream("aac", rate=RATE, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.stack([sound, sound]), format="fltp", layout="stereo")
        frame.sample_rate = RATE
        container.mux([*stream.encode(frame), *stream.encode(None)])
    found = reading.read(tmp_path / "a.m4a")
    assert (found.rate, found.channels) == (RATE, 2) and abs(found.mono.size - sound.size) < 4_000
    (tmp_path / "b.m4a").write_bytes((tmp_path / "a.m4a").read_bytes()[:600])
    with pytest.raises(BadInput, match="damaged"):
        reading.read(tmp_path / "b.m4a")


def test_clipping_and_dc_are_measured(tmp_path: Path) -> None:
    tone = np.clip(3 * np.sin(np.arange(RATE) * 0.05), -1, 1)
    soundfile.write(tmp_path / "clipped.wav", tone, RATE)
    soundfile.write(tmp_path / "dc.wav", 0.2 + 0.1 * tone, RATE)
    assert reading.read(tmp_path / "clipped.wav").flat > 0.3
    shifted = reading.read(tmp_path / "dc.wav")
    assert shifted.dc == pytest.approx(0.2, abs=0.01) and shifted.flat == 0


def _broken(root: Path) -> dict[str, str]:
    """Files that nothing can be learnt from, each with a word of the reason that must be given."""
    root.mkdir()
    good = root / "good.wav"
    soundfile.write(good, hit(3), RATE)
    data = good.read_bytes()
    good.unlink()
    (root / "empty.wav").write_bytes(b"")
    (root / "head.wav").write_bytes(data[:44])
    (root / "text.wav").write_text("hello")
    (root / "flac.flac").write_bytes(b"fLaC" + bytes(400))
    soundfile.write(root / "nan.wav", np.full(9_000, np.nan), RATE, subtype="FLOAT")
    soundfile.write(root / "huge.wav", np.full(9_000, 1e30), RATE, subtype="FLOAT")
    soundfile.write(root / "silent.wav", np.zeros(RATE), RATE)
    soundfile.write(root / "dc.wav", np.full(RATE, 0.5), RATE)
    soundfile.write(root / "short.wav", hit(4)[:200], RATE)
    soundfile.write(root / "slow.wav", hit(5), 1_000)
    soundfile.write(root / "many.wav", np.zeros((900, 40)), RATE)
    return {
        "empty.wav": "empty", "head.wav": "0 samples", "text.wav": "no sound file", "flac.flac": "no sound file", "nan.wav": "NaN",
        "huge.wav": "NaN or infinity", "silent.wav": "silent", "dc.wav": "silence", "short.wav": "shorter", "slow.wav": "rate of 1000",
        "many.wav": "40 channels",
    }  # fmt: skip


def test_every_broken_file_has_one_clear_reason(tmp_path: Path) -> None:
    reasons = _broken(tmp_path / "bad")
    report = examined(tmp_path / "bad")
    assert {one.name for one in report.facts} == set(reasons)
    for one in report.facts:
        assert reasons[one.name] in one.problem and "\n" not in one.problem, one
    assert report.refusals and not report.plan
    assert json.loads(json.dumps(preflight.to_json(report), allow_nan=False))["usable"] == 0
    assert any("can be used" in line for line in preflight.in_words(report))


def test_a_truncated_file_gives_what_it_holds(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", hit(6, seconds=1.0), RATE)
    data = (tmp_path / "a.wav").read_bytes()
    (tmp_path / "a.wav").write_bytes(data[: len(data) // 2])
    assert 0.3 * RATE < reading.read(tmp_path / "a.wav").mono.size < 0.6 * RATE


def test_a_header_that_promises_days_takes_no_memory(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", hit(7), RATE)
    data = bytearray((tmp_path / "a.wav").read_bytes())
    data[40:44] = (0xFFFFFFF0).to_bytes(4, "little")
    (tmp_path / "a.wav").write_bytes(data)
    assert reading.read(tmp_path / "a.wav").mono.size < RATE


# ---------------------------------------------------------------- pieces


def test_a_long_recording_is_cut_where_sounds_begin(tmp_path: Path) -> None:
    begins = [0.5, 1.4, 2.0, 3.1, 4.5]
    whole = 1e-4 * np.random.default_rng(0).standard_normal(6 * RATE)
    for i, begin in enumerate(begins):
        one = hit(i, 0.5)
        whole[int(begin * RATE) : int(begin * RATE) + one.size] += one
    assert np.allclose(np.array(onsets(whole)) / RATE, begins, atol=0.03)
    found = list(pieces(whole, RATE, Cut()))
    assert len(found) == 5
    for piece in found:
        assert np.abs(piece[: ONSET - 200]).max() < 0.02 and np.abs(piece[ONSET : ONSET + 2_000]).max() > 0.3
        assert np.abs(piece).max() == pytest.approx(0.9)


def test_one_held_note_with_vibrato_stays_whole() -> None:
    t = np.arange(5 * RATE) / RATE
    note = (1 + 0.6 * np.sin(2 * np.pi * 6 * t)) * np.sin(2 * np.pi * 65 * t) * np.minimum(1, t / 0.1)
    found = list(pieces(note, RATE, Cut()))
    assert len(found) == 1 and found[0].size <= 2 * RATE
    assert np.abs(found[0][-RATE // 20 :]).max() < 0.1 * np.abs(found[0][-RATE // 2 : -RATE // 4]).max()  # it dies away


def test_every_rate_of_a_file_and_of_a_model_meets_at_the_onset() -> None:
    for rate in (11_025, 48_000, 96_000):
        (piece,) = pieces(np.concatenate([np.zeros(rate // 7), hit(8, rate=rate, hz=300)]), rate, Cut())
        assert np.abs(piece[ONSET : ONSET + 400]).max() > 0.2 > 10 * np.abs(piece[: ONSET - 150]).max()
    low = at_rate(piece, 16_000)
    assert abs(low.size - ONSET - (piece.size - ONSET) * 16_000 / RATE) < 3
    assert np.abs(low[ONSET : ONSET + 200]).max() > 0.2 > 5 * np.abs(low[: ONSET - 60]).max()


def test_denoise_takes_steady_hiss_and_leaves_the_sound() -> None:
    random = np.random.default_rng(0)
    t = np.arange(2 * RATE) / RATE
    sound = np.where(t > 1, 0.5 * np.sin(2 * np.pi * 440 * t), 0)
    hiss = 0.01 * random.standard_normal(t.size)
    clean = denoise(sound + hiss, RATE)
    level = lambda x: 20 * np.log10(np.sqrt(np.square(x).mean()))  # noqa: E731
    assert level(clean[: RATE // 2]) < level(hiss) - 12
    assert level(clean[RATE + 5_000 :] - sound[RATE + 5_000 :]) < level(hiss) - 3
    assert abs(level(clean[RATE + 5_000 :]) - level(sound[RATE + 5_000 :])) < 0.2


# ---------------------------------------------------------------- splits


def test_takes_of_a_source_stay_on_one_side_and_every_class_is_watched() -> None:
    sounds = [Sound(Path("x"), f"{c}/{s} take{t}.wav", c, f"{c}/{s}") for c in ("low", "high") for s in range(12) for t in range(3)]
    planned = plan([(sound, (0,)) for sound in sounds], seed=5)
    sides: dict[str, set[str]] = {}
    for piece in planned:
        sides.setdefault(piece.sound.source, set()).add(piece.split)
    assert all(len(each) == 1 for each in sides.values())
    for label in ("low", "high"):
        assert {piece.split for piece in planned if piece.label == label} == {"train", "valid", "test"}
    assert planned == plan([(sound, (0,)) for sound in reversed(sounds)], seed=5)
    assert planned != plan([(sound, (0,)) for sound in sounds], seed=6)


def test_small_classes_lose_their_label_and_a_single_recording_is_shared_out() -> None:
    sounds = [Sound(Path("x"), f"{i}.wav", "rare" if i < 2 else "usual", str(i)) for i in range(20)]
    labels = {piece.label for piece in plan([(sound, (0,)) for sound in sounds])}
    assert labels == {"", "usual"}
    one = Sound(Path("x"), "long.wav", "sound", "long")
    splits = [piece.split for piece in plan([(one, tuple(range(40)))])]
    assert splits.count("train") >= 30 and splits.count("valid") >= 2


def test_a_folder_that_says_its_splits_is_believed() -> None:
    sounds = [Sound(Path("x"), f"{i}.wav", "a", str(i), split="test" if i >= 15 else "train") for i in range(20)]
    splits = [piece.split for piece in plan([(sound, (0,)) for sound in sounds])]
    assert splits.count("train") == 15 and splits.count("valid") == 3 and splits.count("test") == 2


# ---------------------------------------------------------------- the report and the corpus


def test_a_good_folder_is_prepared_once_and_read_by_training(tmp_path: Path) -> None:
    root = make(tmp_path / "sounds", {"low": 8, "high": 10})
    soundfile.write(root / "low" / "copy.wav", 0.5 * hit(0), RATE)  # quieter
    report = examined(root)
    assert report.classes == {"high": 10, "low": 8} and not report.refusals
    assert any("near-duplicate" in sentence for sentence in report.advice)
    assert preflight.to_json(report)["repeats"] == {"low/copy.wav": "low/0.wav"}
    key = prepare.key(report.listing, Cut(), 0)
    out = prepare.prepare(report.plan, Cut(), tmp_path / key)
    rows = rows_of(out)
    assert len(rows) == 18 and {row["label"] for row in rows} == {"low", "high"}
    for row in rows:
        samples, rate = soundfile.read(out / row["file"])
        assert rate == RATE and np.abs(samples).max() == pytest.approx(0.9, abs=1e-3)
        assert np.abs(samples[: ONSET - 150]).max() < 0.02
    assert len(OneShots(out, ("train",), ("low", "high"), 20_000, (0.0, 1.0))) == report.splits["train"]
    before = (out / "index.csv").stat().st_mtime_ns
    assert prepare.prepare(report.plan, Cut(), out) == out and (out / "index.csv").stat().st_mtime_ns == before
    assert prepare.key(look(root), Cut(), 0) == key
    soundfile.write(root / "low" / "0.wav", hit(55), RATE)
    assert len({key, prepare.key(look(root), Cut(), 0), prepare.key(look(root), Cut(denoise=True), 0)}) == 3


def test_what_was_found_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make(tmp_path / "sounds", {"low": 9})
    listing, cache = look(root), tmp_path / "cache" / "k.json"
    first = preflight.examine(listing, Cut(), cache=cache)
    monkeypatch.setattr(preflight, "read", lambda path: pytest.fail("read again"))
    assert preflight.examine(listing, Cut(), cache=cache) == first


def test_an_interrupted_preparation_leaves_nothing_half_done(tmp_path: Path) -> None:
    root = make(tmp_path / "sounds", {"low": 9})
    report = examined(root)

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare.prepare(report.plan, Cut(), tmp_path / "out", stop)
    assert not (tmp_path / "out").exists() and not list(tmp_path.glob("*.part"))
    assert len(rows_of(prepare.prepare(report.plan, Cut(), tmp_path / "out"))) == 9


def test_a_file_that_changes_meanwhile_is_said(tmp_path: Path) -> None:
    root = make(tmp_path / "sounds", {"low": 9})
    report = examined(root)
    soundfile.write(root / "low" / "3.wav", np.zeros(RATE), RATE)
    with pytest.raises(BadInput, match=r"'3\.wav' was changed"):
        prepare.prepare(report.plan, Cut(), tmp_path / "out")


def test_too_few_and_all_silent_are_refused_with_reasons(tmp_path: Path) -> None:
    few = examined(make(tmp_path / "few", {"low": 3}))
    assert "3 sounds" in few.refusals[0] and "at least 8" in few.refusals[0]
    (tmp_path / "mute").mkdir()
    for i in range(12):
        soundfile.write(tmp_path / "mute" / f"{i}.wav", np.zeros(RATE), RATE)
    assert any("All files are silent" in sentence for sentence in examined(tmp_path / "mute").refusals)
    (tmp_path / "same").mkdir()
    for i in range(12):
        soundfile.write(tmp_path / "same" / f"{i}.wav", hit(1) * (1 - 0.05 * i), RATE)
    assert any("repeat one another" in sentence for sentence in examined(tmp_path / "same").refusals)


def test_notes_a_semitone_apart_are_no_copies(tmp_path: Path) -> None:
    for i, name in enumerate(("C4", "Cs4", "D4", "Ds4", "E4", "F4", "Fs4", "G4", "Gs4")):
        t = np.arange(RATE) / RATE
        soundfile.write(tmp_path / f"{name}.wav", 0.5 * np.sin(2 * np.pi * 261.63 * 2 ** (i / 12) * t) * np.exp(-3 * t), RATE)
    assert len(examined(tmp_path).plan) == 9


def test_what_a_name_says_of_pitch_is_measured() -> None:
    t = np.arange(RATE) / RATE
    tone = np.sin(2 * np.pi * 440 * 2 ** (0.3 / 12) * t) + 0.5 * np.sin(4 * np.pi * 440 * 2 ** (0.3 / 12) * t)
    sound = np.concatenate([np.zeros(ONSET), tone]).astype(np.float32)
    assert prepare.measured(sound, 69.0) == pytest.approx(69.3, abs=0.02)
    assert prepare.measured(sound, 64.0) == 64.0  # nothing near it
    assert prepare.measured(np.random.default_rng(0).standard_normal(RATE).astype(np.float32), 60.0) == 60.0
    assert prepare.measured(sound, None) is None


def test_memory_bounds_the_variants() -> None:
    assert affordable((0.0, 1.0, 2.0), 400, 3_000, 88_064) == 3
    assert affordable((0.0, 1.0, 2.0), 4_000, 4_000, 88_064) == 2
    assert affordable((0.0, 1.0, 2.0), 90_000, 90_000, 88_064) == 1


def test_the_preset_says_the_rate() -> None:
    assert prepare.cut_for(config.read("oneshot")) == Cut(44_100, 2.0, False)
