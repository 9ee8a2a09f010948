"""Edits after the model: stretched takes and exports through effects, each made again from its recipe; work in a process of its own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.apart import Ended, Late, Stopped, run_apart
from studio.audio import files
from studio.audio.effects import Rack
from studio.clip import Clip
from studio.engine.edits import apply, rack_edit, rack_of, stretch_edit, stretched, through_rack
from studio.engine.export import export
from studio.engine.library import Library
from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from tests.audio.sounds import a_recipe
from tests.toy import toy_session

RATE = 44_100


def tone(seconds: float = 0.5, hz: float = 440.0, channels: int = 1) -> Clip:
    t = np.arange(round(seconds * RATE)) / RATE
    return Clip(np.repeat((0.4 * np.sin(2 * np.pi * hz * t) * np.exp(-3 * t)).astype(np.float32)[None], channels, axis=0), RATE)


def pitch(clip: Clip) -> float:
    spectrum = np.abs(np.fft.rfft(clip.samples[0] * np.hanning(clip.frames)))
    return float(np.argmax(spectrum)) * clip.rate / clip.frames


def a_rack() -> Rack:
    return Rack().added("eq").added("delay").added("reverb").added("limiter")


# ---- a process of its own


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _hang() -> None:
    time.sleep(60)


def _refuse() -> None:
    raise ValueError("not like this")


def _add(a: int, b: int) -> int:
    return a + b


def test_work_apart_answers_or_says_why_not() -> None:
    assert run_apart(_add, 2, 3, seconds=60) == 5
    with pytest.raises(BadInput, match="not like this"):
        run_apart(_refuse, seconds=60)
    with pytest.raises(Ended):
        run_apart(_die, seconds=60)
    with pytest.raises(Late):
        run_apart(_hang, seconds=0.5)
    with pytest.raises(Stopped):
        run_apart(_hang, seconds=60, cancelled=lambda: True)


# ---- stretching


@pytest.mark.parametrize("channels", [1, 2])
def test_pitch_and_length_are_apart(channels: int) -> None:
    clip = tone(channels=channels)
    higher = stretched(clip, 1.0, 12.0)
    assert higher.samples.shape == clip.samples.shape and pitch(higher) == pytest.approx(880, rel=0.01)
    longer = stretched(clip, 1.5, 0.0)
    assert longer.frames == round(1.5 * clip.frames) and pitch(longer) == pytest.approx(440, rel=0.01)
    assert np.array_equal(stretched(clip, 1.5, 0.0).samples, longer.samples)


def test_a_long_one_is_the_same_from_another_process_and_can_be_stopped() -> None:
    clip = tone(1.2)
    again = stretched(clip, 1.0, -3.0)  # in a process of its own
    from studio.engine.edits import _stretch

    assert np.array_equal(again.samples, _stretch(clip.samples, RATE, 1.0, -3.0))
    with pytest.raises(Stopped):
        stretched(clip, 2.0, 0.0, lambda: True)


@pytest.mark.parametrize(("times", "semitones"), [(0.1, 0), (5.0, 0), (1.0, 25), (float("nan"), 0), ("2", 0), (1.0, True)])
def test_what_cannot_be_stretched_is_refused(times: Any, semitones: Any) -> None:
    with pytest.raises(BadInput):
        stretch_edit(times, semitones)


def test_too_long_is_said() -> None:
    with pytest.raises(BadInput, match="at most 60 s"):
        stretched(Clip(np.zeros((1, 40 * 8_000), np.float32), 8_000), 2.0, 0.0)


# ---- recipes


def test_edits_are_done_again_in_their_order() -> None:
    clip = tone()
    edits = (stretch_edit(0.8, 5.0), rack_edit(a_rack(), 97.0))
    made = apply(clip, edits)
    assert np.array_equal(made.samples, through_rack(stretched(clip, 0.8, 5.0), a_rack(), 97.0).samples)
    assert made.channels == 2 and made.frames > clip.frames
    assert rack_of(edits) == (a_rack(), 97.0)


def test_edits_survive_the_recipe_text() -> None:
    edits = (stretch_edit(0.8, 5.0), rack_edit(a_rack(), 97.0))
    recipe = replace(a_recipe(), edits=edits)
    again = type(recipe).from_text(recipe.to_text())
    assert np.array_equal(apply(tone(), again.edits).samples, apply(tone(), edits).samples)


@pytest.mark.parametrize("edit", [
    None, 3, {}, {"stretch": 2}, {"rack": 9}, {"rack": 1, "slots": [{"id": 1, "kind": "tomorrow"}]}, {"cut": [2, 1]}, {"cut": "x"},
    {"stretch": 1, "seconds": "long"}, {"rack": 1, "slots": 5}, {"rack": 1, "slots": True}, {"cut": [1e307, 1e308]}, {"cut": [900, 901]},
])  # fmt: skip
def test_an_edit_that_is_not_known_is_said(edit: Any) -> None:
    with pytest.raises(BadInput):
        apply(tone(), (edit,))


def test_an_export_with_effects_holds_the_tail_and_its_recipe_makes_it_again(home: Home, tmp_path: Path) -> None:
    library = Library(home)
    try:
        clip = tone()
        take = library.add(clip, a_recipe(), title="Tone").result(20)
        (wet,) = export([take], library, tmp_path, "wav", 32, effects=(a_rack(), 120.0))
        (dry,) = export([take], library, tmp_path, "wav", 32)
        (same,) = export([take], library, tmp_path, "wav", 32, effects=(Rack(), 120.0))
        info = files.describe(wet)
        assert info.recipe is not None and rack_of(info.recipe.edits) == (a_rack(), 120.0)
        assert np.array_equal(files.read_clip(wet).samples, apply(clip, info.recipe.edits).samples)
        assert files.read_clip(wet).frames > clip.frames + RATE // 2
        assert np.array_equal(files.read_clip(dry).samples, clip.samples)
        assert np.array_equal(files.read_clip(same).samples, clip.samples)
        assert library.read(take.id).result(20).samples.tobytes() == clip.samples.tobytes()  # the take stays dry
    finally:
        library.close()


# ---- in the session


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    assert made.wait_idle(10)
    yield made
    made.close()


def test_a_stretched_take_is_new_remembers_and_does_not_touch_the_old(session: Session) -> None:
    session.generate()
    assert session.wait_idle(10)
    (old,) = session.takes()
    before = session._library.clips[old.id]
    assert session.stretch_take(old.id, 2.0, -5.0) > 0
    assert session.wait_idle(60)
    new, there = session.takes()
    assert there.id == old.id and new.parent == old.id and new.title == f"{old.title} −5 st ×2"
    assert session._library.clips[old.id] is before
    assert session._library.clips[new.id].frames == 2 * before.frames
    assert new.recipe.settings == old.recipe.settings and new.recipe.edits[-1]["semitones"] == -5.0
    assert np.array_equal(apply(before, new.recipe.edits).samples, session._library.clips[new.id].samples)
    # hearing it is hearing it, and its settings still make the plain sound
    session.audition(new.id)
    assert session.wait_idle(10)
    assert session._player.played[-1].clip.frames == 2 * before.frames
    session.audition(old.id)
    assert session.wait_idle(10)
    assert session._player.played[-1].clip.frames == before.frames


def test_what_is_shown_can_be_stretched(session: Session) -> None:
    session.generate()
    assert session.wait_idle(10)
    assert session.stretch_shown(1.0, 7.0) > 0
    assert session.wait_idle(60)
    assert session.takes()[0].recipe.edits[-1]["semitones"] == 7.0


def test_undo_puts_a_stretched_take_into_the_trash_and_shows_the_old_one(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    session.generate()
    assert session.wait_idle(10)
    (old,) = session.takes()
    assert session.stretch_take(old.id, 2.0, -5.0) > 0
    assert session.wait_idle(60)
    new = session.takes()[0]
    assert session.undo_text == f"Pitch and length of {old.title}" and session.shown_take == new.id
    session.undo()
    assert session.wait_idle(10)
    assert [take.id for take in session.takes()] == [old.id] and session.shown_take == old.id
    unfinished: list[int] = []
    audition = session.audition
    monkeypatch.setattr(session, "audition", lambda *a, **k: (unfinished.append(session._pending.count), audition(*a, **k)))
    session.redo()
    assert session.wait_idle(10)
    assert session.takes()[0].id == new.id and session.shown_take == new.id
    assert unfinished and unfinished[0] > 0  # at no moment it looked as if all were done


def test_what_was_stretched_is_stretched_on_and_says_both(session: Session) -> None:
    session.generate()
    assert session.wait_idle(10)
    first = session.takes()[0]
    for semitones in (7.0, -2.0):
        assert session.stretch_shown(1.0, semitones) > 0
        assert session.wait_idle(60)
    newest, middle, _ = session.takes()
    assert [edit["semitones"] for edit in newest.recipe.edits] == [7.0, -2.0]
    assert newest.parent == middle.id and middle.parent == first.id
    made = apply(session._library.clips[first.id], newest.recipe.edits).samples
    assert np.array_equal(made, session._library.clips[newest.id].samples)


def test_nothing_to_do_and_nonsense_are_said(session: Session) -> None:
    told: list[str] = []
    session.subscribe(lambda event: told.append(getattr(event, "text", "")))
    session.generate()
    assert session.wait_idle(10)
    take = session.takes()[0]
    assert session.stretch_take(take.id) == 0
    assert session.stretch_take(take.id, 99.0) == 0
    assert session.stretch_take("nobody", 2.0) == 0
    assert sum("Nothing is changed" in text or "times as long" in text or "not in the library" in text for text in told) == 3


def test_a_recipe_with_effects_brings_them_back(session: Session) -> None:
    session.generate()
    assert session.wait_idle(10)
    recipe = replace(session.takes()[0].recipe, edits=(rack_edit(a_rack(), 120.0),))
    session._call(lambda: session._restore(recipe, "Open it"), "")
    assert session.wait_idle(10)
    assert session.rack == a_rack()
    session.undo()
    assert session.rack == Rack()


def test_render_like_a_file_with_effects_gives_the_same_samples_again(home: Home, tmp_path: Path) -> None:
    from studio.__main__ import run

    assert run(["render", "drums", "--seed", "7", "--out", str(tmp_path / "dry.wav")]) == 0
    info = files.describe(tmp_path / "dry.wav")
    assert info.recipe is not None
    edits = (stretch_edit(1.0, 2.0), rack_edit(a_rack(), 104.0))
    wet = apply(files.read_clip(tmp_path / "dry.wav"), edits)
    files.write_clip(tmp_path / "wet.wav", wet, format="wav", bits=32, recipe=replace(info.recipe, edits=edits))
    assert run(["render", "drums", "--like", str(tmp_path / "wet.wav"), "--out", str(tmp_path / "again.wav")]) == 0
    again = files.describe(tmp_path / "again.wav").recipe
    assert again is not None and rack_of(again.edits) == (a_rack(), 104.0)
    assert np.array_equal(files.read_clip(tmp_path / "again.wav").samples, files.read_clip(tmp_path / "wet.wav").samples)
