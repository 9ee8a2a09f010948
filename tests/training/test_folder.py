"""Any folder becomes a list of sounds with labels, pitches and sources, whoever laid it out and whatever else lies in it."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.errors import BadInput
from studio.training import naming
from studio.training.folder import Listing, look
from studio.training.reading import read


def touch(root: Path, *names: str, text: str = "x") -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def labels(listing: Listing) -> dict[str, int]:
    return dict(Counter(sound.label for sound in listing.sounds))


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("stem", "midi"),
    [("A4", 69), ("C#3", 49), ("Fs2", 42), ("Bb1", 34), ("F2 v2", 41), ("piano-C4-ff", 60), ("c5", 72), ("note_64", 64), ("MIDI 60", 60),
     ("bass_018-022-100", 22), ("E11", None), ("Amen", None), ("take 3", None), ("808", None), ("", None), ("G10", None)],
)  # fmt: skip
def test_pitch_in_a_name(stem: str, midi: float | None) -> None:
    assert naming.pitch_of(stem) == midi


def test_numbers_are_pitches_only_where_they_can_not_be_takes() -> None:
    assert naming.pitches(["pad 40", "pad 52", "pad 64", "pad 76"]) == [40, 52, 64, 76]
    assert naming.pitches([f"hit {i:02}" for i in range(1, 30)]) == [None] * 29
    assert naming.pitches(["kick_808", "kick_909", "a4 kick", "boom"]) == [None] * 4


@pytest.mark.parametrize(
    ("stem", "source"),
    [("F2 v2", "F2"), ("snare_take03_L", "snare"), ("kick (2)", "kick"), ("hat rr4", "hat"), ("v2", "v2"), ("Solo", "Solo")],
)
def test_takes_share_their_source(stem: str, source: str) -> None:
    assert naming.source_of(stem) == source


# ---------------------------------------------------------------- labels


def test_labels_from_folders_that_come_again_in_every_kit(tmp_path: Path) -> None:
    for kit in ("808", "909", "606"):
        touch(tmp_path, *(f"{kit}/{kind}/{i}.wav" for kind in ("low", "high") for i in range(2)))
    listing = look(tmp_path)
    assert labels(listing) == {"low": 6, "high": 6} and listing.labels_from == "the folders' names"


def test_labels_from_names_where_folders_are_kits(tmp_path: Path) -> None:
    for kit in ("808", "909", "606"):
        touch(tmp_path, *(f"{kit}/{name}.wav" for name in ("kick 1", "Snare_2", "HiHat closed", "clap")))
    assert labels(look(tmp_path)) == {"kick": 3, "snare": 3, "closed_hat": 3, "clap": 3}


def test_labels_from_how_names_begin_and_from_nothing(tmp_path: Path) -> None:
    touch(tmp_path / "a", *(f"{animal}_{i}.wav" for animal in ("dog bark", "cat", "crow") for i in range(4)))
    assert labels(look(tmp_path / "a")) == {"dog bark": 4, "cat": 4, "crow": 4}
    touch(tmp_path / "b", *(f"{i:03}.wav" for i in range(9)))
    assert labels(look(tmp_path / "b")) == {"sound": 9}


def test_instruments_with_notes(tmp_path: Path) -> None:
    touch(tmp_path, *(f"{name}/{note}.wav" for name in ("cello", "flute") for note in ("A2", "As3", "C4", "C4 v2")))
    listing = look(tmp_path)
    assert labels(listing) == {"cello": 4, "flute": 4}
    assert [sound.pitch for sound in listing.sounds[:4]] == [45, 58, 60, 60]
    assert listing.sounds[2].source == listing.sounds[3].source != listing.sounds[1].source


# ---------------------------------------------------------------- layouts of others


def test_nsynth(tmp_path: Path) -> None:
    notes = {
        f"{family}_{i:03}-060-100": {"pitch": 60 + i, "velocity": 100, "instrument_family_str": family, "instrument_str": f"{family}_{i}"}
        for family in ("bass", "organ")
        for i in range(3)
    }
    touch(tmp_path, *(f"audio/{key}.wav" for key in notes))
    (tmp_path / "examples.json").write_text(json.dumps(notes))
    listing = look(tmp_path)
    assert "NSynth" in listing.layout and labels(listing) == {"bass": 3, "organ": 3}
    assert {(sound.pitch, sound.velocity, sound.source) for sound in listing.sounds} >= {(62, 100, "organ_2")}


def test_ljspeech(tmp_path: Path) -> None:
    touch(tmp_path, *(f"wavs/LJ00{c}-{i:04}.wav" for c in (1, 2) for i in range(3)))
    lines = "".join(f"LJ00{c}-{i:04}|Said, {i}.|said {i}\n" for c in (1, 2) for i in range(3))
    (tmp_path / "metadata.csv").write_text(lines)
    listing = look(tmp_path)
    assert "LJSpeech" in listing.layout and labels(listing) == {"speech": 6}
    assert {sound.source for sound in listing.sounds} == {"LJ001", "LJ002"}


def test_timit(tmp_path: Path) -> None:
    touch(tmp_path, *(f"TIMIT/{part}/DR1/{who}0/SA{i}.WAV" for part in ("TRAIN", "TEST") for who in ("FCJF", "MDAB") for i in (1, 2)))
    listing = look(tmp_path)
    assert "TIMIT" in listing.layout and labels(listing) == {"female": 4, "male": 4}
    assert Counter(sound.split for sound in listing.sounds) == {"train": 4, "test": 4}


def test_tables_in_csv_and_json(tmp_path: Path) -> None:
    names = [f"{i}.wav" for i in range(4)]
    for folder, file, text in (
        ("a", "index.csv", "\ufefffilename;Category;fold\n" + "".join(f"{name};rain;1\n" for name in names)),
        ("b", "metadata.jsonl", "".join(json.dumps({"file_name": f"clips/{name}", "label": "rain"}) + "\n" for name in names)),
        ("c", "metadata.json", json.dumps({"sounds": [{"path": f"./clips/{name}", "tag": ["rain", "wet"]} for name in names]})),
        ("d", "index.json", json.dumps({f"clips/{name}": "rain" for name in names})),
    ):
        touch(tmp_path / folder, *(f"clips/{name}" for name in names))
        (tmp_path / folder / file).write_text(text, "utf-8")
        listing = look(tmp_path / folder)
        assert labels(listing) == {"rain": 4}, folder
        assert listing.labels_from == "the index" and file in listing.layout


@pytest.mark.parametrize(
    "text",
    ["", "\0\0\0", "[[[[", "file,label\n../../etc/passwd,x\n/etc/passwd,y\n", "a,b\n1,2\n", "[" * 100_000, 'file,label\n"' + "x" * 200_000],
)
def test_an_odd_index_is_passed_over_and_said(tmp_path: Path, text: str) -> None:
    touch(tmp_path, *(f"{kind}/{i}.wav" for kind in ("low", "high") for i in range(3)))
    for name in ("index.csv", "metadata.json", "examples.json"):
        (tmp_path / name).write_text(text)
    listing = look(tmp_path)
    assert labels(listing) == {"low": 3, "high": 3}
    assert len(listing.notes) == 3 and all("index" in note or "names no sound" in note for note in listing.notes)


# ---------------------------------------------------------------- walking


def test_hidden_files_shadow_copies_and_circles_are_harmless(tmp_path: Path) -> None:
    touch(tmp_path, "a/1.wav", "b/2.WAV", "notes.txt", "cover.jpg", "mix.wav~")
    touch(tmp_path, ".hidden.wav", "a/._1.wav", "__MACOSX/a/1.wav", ".git/x.wav")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    (tmp_path / "broken.wav").symlink_to(tmp_path / "nowhere.wav")
    (tmp_path / "self.wav").symlink_to(tmp_path / "self.wav")
    os.mkfifo(tmp_path / "pipe.wav")
    listing = look(tmp_path)
    assert [sound.name for sound in listing.sounds] == ["a/1.wav", "b/2.WAV"]
    assert listing.others[".txt"] == 1


def test_names_that_are_no_text(tmp_path: Path) -> None:
    odd = os.fsdecode(b"kick \xff\xfe 1.wav")
    samples = np.sin(np.arange(4_000) / 10)
    soundfile.write(os.fsencode(tmp_path / odd), samples, 44_100, format="WAV")
    soundfile.write(os.fsencode(tmp_path / "snare \u202e\n2.wav"), samples, 44_100, format="WAV")
    listing = look(tmp_path)
    assert sorted(sound.label for sound in listing.sounds) == ["kick", "snare"]
    assert all(read(sound.path).mono.size == 4_000 for sound in listing.sounds)


def test_no_folder_no_sound_and_formats_that_nothing_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput, match="can't be opened"):
        look(tmp_path / "missing")
    with pytest.raises(BadInput, match="is a file"):
        look(touch(tmp_path, "a.wav") / "a.wav")
    with pytest.raises(BadInput, match="no sound file"):
        look(touch(tmp_path / "texts", "a.txt"))
    monkeypatch.setattr("studio.training.folder.av_is_there", lambda: False)
    with pytest.raises(BadInput, match=r"\.m4a.*'av'"):
        look(touch(tmp_path / "phone", "a.m4a"))
    assert look(touch(tmp_path / "both", "a.m4a", "b.wav")).unread == ("a.m4a",)
