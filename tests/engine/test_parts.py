"""A selection as a piece of its own: of a clip and of a sound too long for memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from studio.audio.files import describe
from studio.audio.long_sound import LongSound
from studio.clip import Clip
from studio.engine.events import Message, PartSaved
from studio.engine.session.parts import cut
from studio.errors import BadInput
from studio.paths import Home
from tests.toy import Recorder, toy_session

RATE = 8_000


def test_edges_within_a_sound_fade_and_those_of_the_sound_do_not() -> None:
    clip = Clip(np.ones((2, RATE), np.float32), RATE)
    piece = cut(clip, 0.25, 0.5)
    assert piece.samples.shape == (2, RATE // 4)
    assert piece.samples[0, 0] < 0.02 and piece.samples[1, -1] < 0.02 and (piece.samples[:, 16:-16] == 1.0).all()
    assert np.array_equal(cut(clip, 0.0, 9.0).samples, clip.samples)


def test_a_long_sound_is_cut_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    ramp = (np.arange(70 * RATE) % RATE / RATE * 0.5).astype(np.float32)
    soundfile.write(path, ramp, RATE, subtype="FLOAT")
    sound = LongSound(path, RATE, 1, len(ramp))
    piece = cut(sound, 65.0, 66.0)
    assert np.array_equal(piece.samples[0, 16:-16], ramp[65 * RATE + 16 : 66 * RATE - 16])
    with pytest.raises(BadInput, match="too long"):
        cut(sound, 0.0, 61.0)


def test_a_part_is_saved_with_its_recipe_and_the_places_of_the_cut(home: Home) -> None:
    session = toy_session(home)
    try:
        recorder = Recorder(session)
        with pytest.raises(BadInput):
            session.save_part(0.2, 0.1)
        session.generate()
        assert session.wait_idle(10)
        session.save_part(0.1, 0.2)
        assert session.wait_idle(10)
        saved = recorder.of(PartSaved)[-1]
        recipe = describe(saved.file).recipe
        assert recipe is not None and recipe.settings == session.settings and recipe.edits == ({"cut": [0.1, 0.2]},)
        session.save_part(0.1, 0.2)
        assert session.wait_idle(10)
        assert recorder.of(PartSaved)[-1].file == saved.file
        assert not [event for event in recorder.of(Message) if event.level == "error"]
    finally:
        session.close()


def test_a_part_of_a_sound_with_a_long_title_is_saved(home: Home) -> None:
    session = toy_session(home)
    try:
        recorder = Recorder(session)
        session.generate()
        assert session.wait_idle(10)
        session.rename(session.takes()[0].id, "👍漢" * 90)
        assert session.wait_idle(10)
        session.audition(session.takes()[0].id)
        assert session.wait_idle(10)
        session.save_part(0.1, 0.2)
        assert session.wait_idle(10)
        assert recorder.of(PartSaved)[-1].file.name.startswith("_漢_漢")
    finally:
        session.close()
