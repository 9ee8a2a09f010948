"""The corpus builder: synthesis, alignment of hits, near-duplicates, labels, SoundFont headers and refusals. No network."""

from __future__ import annotations

import csv
import struct
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from typer.testing import CliRunner

from studio.errors import BadInput
from studio.training import corpus
from studio.training.corpora import drums, labels, near, soundfont, sources, synth
from studio.training.corpora.__main__ import app
from studio.training.corpora.hits import MAX_FRAMES, ONSET, PEAK, RATE, BadHit, find_onset, prepare

SYNTHESISED = sorted(synth.COUNTS)


def thump(seed: int = 0, hertz: float = 90.0, seconds: float = 0.5) -> np.ndarray:
    """A made-up drum that starts at once: a falling sine, two overtones and a little noise."""
    rng = np.random.default_rng(seed)
    time = np.arange(int(seconds * RATE)) / RATE
    body = np.sin(2 * np.pi * hertz * time) + 0.5 * np.sin(2 * np.pi * hertz * 2.3 * time) + 0.2 * np.sin(2 * np.pi * hertz * 17.1 * time)
    return body * np.exp(-time * 12) + 0.05 * rng.standard_normal(time.size) * np.exp(-time * 40)


def low_share(hit: np.ndarray) -> float:
    """The share of a hit's energy below 30 Hz."""
    power = np.abs(np.fft.rfft(hit, 1 << 17)) ** 2
    return float(power[: int(30 / RATE * (1 << 17))].sum() / power.sum())


@pytest.mark.parametrize("label", SYNTHESISED)
def test_synthesis_is_deterministic_finite_and_varied(label: str) -> None:
    first, again, other = synth.drum(label, 5), synth.drum(label, 5), synth.drum(label, 6)
    assert np.array_equal(first, again)
    assert np.isfinite(first).all()
    assert first.size != other.size or not np.allclose(first, other)


@pytest.mark.parametrize("label", SYNTHESISED)
def test_synthesised_hits_begin_at_the_onset_sample(label: str) -> None:
    for seed in range(4):
        hit = prepare(synth.drum(label, seed), RATE)
        assert hit.dtype == np.float32
        assert ONSET < hit.size <= MAX_FRAMES
        assert np.abs(hit[: ONSET - 128]).max() == 0
        assert np.abs(hit[:ONSET]).max() < 0.06 * PEAK
        assert abs(find_onset(hit.astype(np.float64)) - ONSET) <= 132
        assert np.abs(hit).max() == pytest.approx(PEAK, abs=1e-4)
        assert low_share(hit) < (0.25 if label in ("kick", "tom") else 0.05)


def test_every_class_but_perc_is_synthesised_and_the_plan_covers_the_counts() -> None:
    assert set(synth.COUNTS) == set(labels.CLASSES) - {"perc"}
    planned = [label for label, _, _ in synth.plan(0)]
    assert {label: planned.count(label) * synth.BATCH for label in SYNTHESISED} == {label: synth.COUNTS[label] for label in SYNTHESISED}


@pytest.mark.parametrize("lead", [0, 3, 511, 5000])
@pytest.mark.parametrize("gain", [-0.7, 0.01, 1.0])
def test_level_polarity_offset_and_leading_silence_make_no_difference(lead: int, gain: float) -> None:
    sound = thump()
    expected = prepare(sound, RATE)
    hit = prepare(np.concatenate([np.zeros(lead), gain * sound, np.zeros(3000)]), RATE)
    count = min(hit.size, expected.size) - 3000
    assert np.abs(hit[:count] - expected[:count]).max() < 0.02


def test_a_constant_offset_is_removed() -> None:
    hit = prepare(np.concatenate([np.zeros(900), thump(), np.zeros(9000)]) * 0.5 + 0.2, RATE)
    assert abs(float(hit[-500:].mean())) < 1e-3
    assert np.abs(hit[:ONSET]).max() < 0.05


def test_stereo_that_cancels_in_the_middle_keeps_its_louder_side() -> None:
    sound = thump()
    hit = prepare(np.stack([sound, -0.9 * sound], axis=1), RATE)
    assert np.abs(hit - prepare(sound, RATE)).max() < 1e-5


def test_long_sounds_are_cut_to_two_seconds_and_end_in_silence() -> None:
    time = np.arange(4 * RATE) / RATE
    hit = prepare(np.sin(2 * np.pi * 300 * time) * np.exp(-time), RATE)
    assert hit.size == MAX_FRAMES
    assert np.abs(hit[-20:]).max() < 1e-3


@pytest.mark.parametrize(
    ("audio", "reason"),
    [
        (np.zeros(5000), "silent"),
        (np.full(5000, np.nan), "not finite"),
        (np.zeros(0), "not finite or empty"),
        (np.clip(8 * thump(), -1, 1), "clipped"),
        (np.linspace(0, 1, RATE) ** 2 * np.random.default_rng(0).standard_normal(RATE) * 0.2, "slow swell"),
        (np.random.default_rng(0).standard_normal(3 * RATE) * 0.2, "slow swell|does not decay"),
    ],
)
def test_bad_recordings_are_refused_with_their_reason(audio: np.ndarray, reason: str) -> None:
    with pytest.raises(BadHit, match=reason):
        prepare(audio, RATE)


def repeats(hits: Sequence[np.ndarray]) -> list[int]:
    """For each hit: -1 where it is new, else the number of the earlier one."""
    search = near.NearIndex()
    return [search.add(near.views(hit)) for hit in hits]


@pytest.mark.parametrize("semitones", [-2.0, -1.3, 0.0, 0.8, 2.0])
def test_a_tuned_and_quieter_copy_is_found(semitones: float) -> None:
    original = prepare(synth.drum("snare", 3), RATE)
    tuned = soxr.resample(synth.drum("snare", 3), RATE * 2 ** (semitones / 12), RATE) * 0.2
    copy = prepare(tuned, RATE)
    others = [prepare(synth.drum("snare", seed), RATE) for seed in (4, 5)]
    assert repeats([others[0], original, others[1], copy]) == [-1, -1, -1, 1]


def test_different_hits_of_one_class_are_kept() -> None:
    for label in ("kick", "clap", "closed_hat"):
        assert repeats([prepare(synth.drum(label, seed), RATE) for seed in range(6)]) == [-1] * 6


def made_hit(audio: np.ndarray, split: str, *, real: bool = True, title: str = "x") -> drums.Hit:
    hit = prepare(audio, RATE)
    return drums.Hit(hit, "snare", "made", "kit", "CC0", split, title, near.views(hit), real)


def test_a_train_hit_that_repeats_a_test_hit_is_dropped_as_a_leak() -> None:
    sound, other = synth.drum("snare", 3), synth.drum("snare", 4)
    report = drums.Report()
    tuned = soxr.resample(sound, RATE * 1.05, RATE)
    hits = [made_hit(sound, "test", title="held out"), made_hit(tuned, "train", title="leak"), made_hit(other, "train")]
    drums.choose([*hits, made_hit(sound * 0.5, "train", real=False, title="made leak"), made_hit(other, "train", real=False)], report)
    assert report.leaks == [("leak", "held out"), ("made leak", "held out")]
    assert [(hit.split, hit.real) for hit in report.kept] == [("test", True), ("train", True), ("train", False)]


def test_the_index_says_what_lies_on_disk_and_marks_the_judges_pool(tmp_path: Path) -> None:
    hits = [made_hit(synth.drum("snare", 1), "train", title="a, b"), made_hit(synth.drum("snare", 2), "judge_test")]
    drums.write(hits, tmp_path)
    with (tmp_path / "index.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == list(drums.COLUMNS)
    assert rows[0]["title"] == "a, b"
    assert "never train" in rows[1]["licence"] and "never train" not in rows[0]["licence"]
    for row, hit in zip(rows, hits, strict=True):
        audio, rate = soundfile.read(tmp_path / row["file"], dtype="float32")
        assert rate == RATE
        assert float(row["seconds"]) == pytest.approx(audio.size / RATE, abs=1e-4)
        assert np.abs(audio - hit.audio).max() < 1e-6


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("HiHatSemiopen-2", "open_hat"),
        ("hhclosed_01", "closed_hat"),
        ("SabianHatPedal-Soft", "closed_hat"),
        ("bassdrum-4mics-br-stereo-normal3", "kick"),
        ("bass drum 2", "kick"),
        ("PearlSideStick-Med", "rim"),
        ("RimClick-0", "rim"),
        ("PearlSnareRimshot-Hard", "snare"),
        ("HandClap-Hard", "clap"),
        ("Maraca-Soft", "shaker"),
        ("crash20i__ride-cup1", "cymbal"),
        ("VP Tom Low", "tom"),
        ("Djembe1 Slap", "perc"),
        ("Cowbell-Hard", "perc"),
        ("something", "perc"),
    ],
)
def test_names_tell_the_class(name: str, label: str) -> None:
    assert labels.by_name(name) == label


def test_general_midi_keys_tell_the_class() -> None:
    assert [labels.by_key(key, "Standard") for key in (36, 38, 37, 39, 45, 42, 46, 49, 70, 56)] == list(labels.CLASSES)
    assert labels.by_key(88, "Orchestra Kit") is None
    assert labels.by_key(46, "Orchestra Kit") == "perc"  # a timpano there


def test_judge_kits_never_reach_training() -> None:
    for kit, split in sources._SPLITS.items():
        assert (split in ("train", "valid")) == (sources._LICENCES.get(kit, "GPL-2") in ("CC0", "CC-BY-3.0")), kit


def tiny_soundfont(path: Path) -> Path:
    """Headers only: drum presets 0 and 1 share one sample on keys 36-37; preset 1 has another on 38; a melodic preset beside."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body

    def generators(*pairs: tuple[int, int]) -> bytes:
        return b"".join(struct.pack("<HH", *pair) for pair in pairs)

    headers = [(b"Kit", 0, 128, 0), (b"Kit 1", 1, 128, 1), (b"Piano", 0, 0, 3), (b"EOP", 0, 0, 4)]
    phdr = b"".join(struct.pack("<20sHHHIII", name, program, bank, bag, 0, 0, 0) for name, program, bank, bag in headers)
    pbag = b"".join(struct.pack("<HH", at, 0) for at in range(5))
    pgen = generators((41, 0), (41, 0), (41, 1), (41, 0), (0, 0))
    inst = b"".join(struct.pack("<20sH", name, bag) for name, bag in ((b"a", 0), (b"b", 1), (b"EOI", 2)))
    ibag = struct.pack("<HHHHHH", 0, 0, 2, 0, 4, 0)
    igen = generators((43, 36 | 37 << 8), (53, 0), (43, 38 | 38 << 8), (53, 1), (0, 0))
    pairs = ((b"phdr", phdr), (b"pbag", pbag), (b"pgen", pgen), (b"inst", inst), (b"ibag", ibag), (b"igen", igen))
    tables = b"pdta" + b"".join(chunk(name, body) for name, body in pairs)
    path.write_bytes(chunk(b"RIFF", b"sfbk" + chunk(b"LIST", tables)))
    return path


def test_only_drum_keys_that_differ_are_struck(tmp_path: Path) -> None:
    found = soundfont.strikes(tiny_soundfont(tmp_path / "tiny.sf2"), (120,))
    assert [(strike.preset, strike.key) for strike in found] == [("Kit", 36), ("Kit", 37), ("Kit 1", 38)]


def test_a_file_that_is_no_soundfont_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "no.sf2"
    path.write_bytes(b"RIFF" + bytes(60))
    with pytest.raises(BadInput, match="is not a SoundFont"):
        soundfont.strikes(path, (120,))


def test_a_missing_package_cache_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x" / "fluid-soundfont-gm").mkdir(parents=True)
    result = CliRunner().invoke(app, ["drums", "--out", str(tmp_path / "out"), "--cache", str(tmp_path), "--offline"])
    assert result.exit_code == 2
    assert "lacks musescore-general-soundfont-small, hydrogen-drumkits" in result.output
    assert "fluid-soundfont-gm" not in result.output
    assert len(result.output.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_package_that_was_cut_short_while_unpacking_is_unpacked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = tmp_path / "kit-1.tgz"
    (tmp_path / "hit.wav").write_bytes(np.random.default_rng(0).bytes(100_000))
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(tmp_path / "hit.wav", "package/hit.wav")
    whole = archive.read_bytes()
    archive.write_bytes(whole[:50_000])
    monkeypatch.setattr(sources, "_archive", lambda *_: archive)
    with pytest.raises((EOFError, tarfile.TarError)):
        sources.fetch(tmp_path, debs=(), npms={"kit": "kit"})
    assert not (tmp_path / "x" / "kit").exists()
    archive.write_bytes(whole)
    sources.fetch(tmp_path, debs=(), npms={"kit": "kit"})
    assert (tmp_path / "x" / "kit" / "package" / "hit.wav").stat().st_size == 100_000
    assert [entry.name for entry in (tmp_path / "x").iterdir()] == ["kit"]


@pytest.mark.parametrize(("index", "said"), [
    (None, "is missing; build the corpus first: python -m studio.training.corpora drums"),
    (b"file,split\n\xff\xfe,train\n", "can't be read"),
    (b"name,kind\na.flac,train\n", "needs the columns file and split"),
    (b"file,split\na.flac,test\n", "has no sound in split train or valid"),
])
def test_an_index_that_is_none_is_refused_in_one_sentence(tmp_path: Path, index: bytes | None, said: str) -> None:
    if index is not None:
        (tmp_path / "index.csv").write_bytes(index)
    with pytest.raises(BadInput, match=said):
        corpus.rows_of(tmp_path, "drums", ("train", "valid"))


def test_what_was_computed_of_a_corpus_is_computed_once(tmp_path: Path) -> None:
    path, made = tmp_path / "kept" / "x.npz", []

    def make() -> dict[str, np.ndarray]:
        made.append(1)
        return {"doubled": np.array(corpus.each(np.negative, [1, 2, 3], workers=1))}

    first, second = corpus.kept(path, make), corpus.kept(path, make)
    assert first["doubled"].tolist() == second["doubled"].tolist() == [-1, -2, -3] and len(made) == 1
    assert [one.name for one in path.parent.iterdir()] == ["x.npz"]
