"""The session's pads with the real sequencer behind them, run by hand: what an edit makes heard, and what undo brings back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from studio.audio import recipe_chunk
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine.jobs import Jobs
from studio.engine.pad_sounds import prepare
from studio.engine.pattern import NOBODY, PADS, Step
from studio.engine.player.desk import WISH_PADS_GAIN
from studio.engine.player.sequencer import Sequencer
from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Recipe
from tests.toy import FakeLive, FakePlayer, Recorder, ToyCatalogue, toy_session
from tests.waiting import wait_until

RATE = 48_000


class Live(FakeLive):
    """With a sequencer instead of a process; `run` is its callback."""

    def __init__(self) -> None:
        super().__init__(RATE)
        self.part = Sequencer(self.memory, RATE)

    def send(self, part: str, *message: Any) -> None:
        super().send(part, *message)
        if part == "pads":
            self.part.take(message)

    def run(self, frames: int = 512) -> np.ndarray:
        made = []
        for start in range(0, frames, 512):
            out = np.zeros((min(512, frames - start), 2), np.float32)
            self.part.process(out)
            made.append(out)
        return np.concatenate(made)


@pytest.fixture
def live() -> Live:
    return Live()


@pytest.fixture
def session(home: Home, live: Live) -> Iterator[Session]:
    player = FakePlayer()
    player.live = live
    made = toy_session(home, player=player)
    yield made
    made.close()


def rest(session: Session) -> None:
    assert session.wait_idle(10)


def hit(session: Session, live: Live, pad: int = 0) -> np.ndarray:
    live.run(60_000)
    session.hit_pad(pad)
    return live.run(30_000)


def test_a_pad_plays_what_the_sliders_said_in_the_next_block(session: Session, live: Live) -> None:
    session.pad_from_sliders(0)
    rest(session)
    assert session.pads_ready() and session.pattern.pads[0].name == "Kick"
    sound = hit(session, live)
    clip = session.pad_clip(0)
    assert clip is not None
    expected = prepare(clip, RATE)[:, 0] * np.float32(10 ** (-6 / 20))
    assert np.allclose(sound[: len(expected), 0], expected, atol=1e-6) and np.abs(expected).max() > 0.1
    session.hit_pad(5)  # has none
    assert not live.run(60_000)[30_000:].any()


def test_a_reroll_takes_over_at_the_next_hit_and_undo_brings_the_old_sound_back(session: Session, live: Live) -> None:
    session.pad_from_sliders(0)
    session.set_step(0, 0, Step(1.0))
    rest(session)
    session.start_pattern()
    one_round = 16 * 6000
    first = live.run(one_round)
    live.run(3000)  # the second round's hit sounds
    session.reroll_pad(0)
    rest(session)
    second = np.concatenate([np.zeros((3000, 2), np.float32), live.run(one_round - 3000)])
    assert np.array_equal(second[3000:], first[3000:])  # the old one rings out
    third = live.run(one_round)
    assert third.any() and not np.array_equal(third, first)
    assert session.pattern.pads[0].sound is not None
    assert session.pattern.pads[0].sound.settings.get("class") == "kick" and session.undo_text == "Re-roll pad 1"
    session.undo()
    rest(session)
    assert np.array_equal(live.run(one_round), first)
    session.redo()
    rest(session)
    assert np.array_equal(live.run(one_round), third)


def test_every_edit_is_a_step_and_a_drag_over_steps_is_one(session: Session) -> None:
    for index in range(4):
        session.set_step(2, index, Step(), drag=True)
    session.end_gesture()
    session.set_step(2, 9, Step())
    assert [index for index, _ in session.pattern.pads[2].steps] == [0, 1, 2, 3, 9]
    session.undo()
    assert [index for index, _ in session.pattern.pads[2].steps] == [0, 1, 2, 3]
    session.undo()
    assert session.pattern.empty
    session.redo()
    session.set_step(2, 0, None)
    session.double_pattern()
    assert session.pattern.length == 32 and [index for index, _ in session.pattern.pads[2].steps] == [1, 2, 3, 17, 18, 19]
    session.clear_steps(2)
    assert session.pattern.empty
    with pytest.raises(BadInput, match="4 to 64"):
        session.set_pattern_length(65)


def test_a_step_may_hold_an_offset_that_is_rendered_ahead(session: Session, live: Live) -> None:
    session.pad_from_sliders(0)
    session.set_pad_control(0, "brightness")
    session.set_step(0, 0, Step(1.0))
    session.set_step(0, 8, Step(1.0, offset=2.0))
    rest(session)
    session.start_pattern()
    sound = live.run(16 * 6000)
    assert not np.array_equal(sound[:20_000], sound[48_000:68_000]) and sound[48_000:68_000].any()
    assert session.pads_ready() and len(session._pads_wanted) == 2
    session.set_step(0, 8, Step(1.0))
    rest(session)
    sound = live.run(16 * 6000)
    assert np.array_equal(sound[:20_000], sound[48_000:68_000])


def test_a_take_on_a_pad_and_what_becomes_of_it_when_it_is_gone(session: Session, live: Live) -> None:
    session.set("brightness", 2.0)
    session.end_gesture()
    rest(session)
    take = session.takes()[0]
    session.pad_from_take(3, take.id)
    rest(session)
    assert session.pattern.pads[3].name == take.title
    assert np.array_equal(session.pad_clip(3).samples, session._library.clips[take.id].samples)  # type: ignore[union-attr]
    before = hit(session, live, 3)
    session.delete(take.id)
    rest(session)
    session._pads_opened(RATE)
    rest(session)
    assert np.array_equal(hit(session, live, 3), before)
    session.pad_from_take(4, take.id)
    assert session.pattern.pads[4].sound is None


def test_a_minute_on_a_pad_is_heard_whole(session: Session, live: Live) -> None:
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, 59 * RATE).astype(np.float32)
    recipe = Recipe("toy", "f" * 64, session.project.settings, "numpy", "undertone")
    session._library.add(Clip(np.stack([noise, noise]), RATE), recipe, title="Long").result(10)
    rest(session)
    session.pad_from_take(0, session.takes()[0].id)
    rest(session)
    session.hit_pad(0)
    heard = live.run(60 * RATE)
    assert np.allclose(heard[: len(noise)], (noise * np.float32(10 ** (-6 / 20)))[:, None], atol=1e-6)
    assert not heard[len(noise) :].any()
    stereo = Clip(np.stack([noise, -noise]), RATE)
    assert prepare(stereo, RATE).shape == (len(noise), 2) and prepare(Clip(stereo.samples[[0, 0]], RATE), RATE).shape == (len(noise), 1)


def test_several_takes_fill_the_pads_from_one_on(session: Session) -> None:
    for seed in (5, 6, 7):
        session.set_seed(seed)
        rest(session)
    ids = [take.id for take in session.takes()]
    session.pads_from_takes(ids, 6)
    assert [pad.sound.take if pad.sound else "" for pad in session.pattern.pads] == [""] * 6 + ids[:2]
    session.undo()
    assert session.pattern.empty


def test_a_pad_follows_the_sliders_and_stays_as_it_is(session: Session, live: Live) -> None:
    session.pad_from_sliders(1)
    session.set("brightness", 2.5)  # the sliders go on elsewhere
    session.end_gesture()
    session.follow_sliders(1)
    rest(session)
    assert session.settings.get("brightness") == 0.0 and session.pattern.following == 1
    before = hit(session, live, 1)
    session.set("brightness", -2.0)
    session.set("decay", 1.0)
    session.end_gesture()
    rest(session)
    after = hit(session, live, 1)
    assert not np.array_equal(before, after)
    session.choose_model("other")
    rest(session)
    assert np.array_equal(hit(session, live, 1), after)  # the pad's model was left, and its sound with it
    session.choose_model("toy")
    session.follow_sliders(1, False)
    rest(session)
    assert session.pattern.following == NOBODY and session.pattern.pads[1].sound.settings.get("brightness") == -2.0  # type: ignore[union-attr]
    session.set("brightness", 3.0)
    rest(session)
    assert np.array_equal(hit(session, live, 1), after)


def test_sliders_that_a_pad_follows_are_heard_in_the_pattern_alone(session: Session, live: Live) -> None:
    session.pad_from_sliders(0)
    session.follow_sliders(0)
    rest(session)
    session.start_pattern()
    played = len(session._player.played)
    session.set("brightness", 1.0)
    rest(session)
    assert len(session._player.played) == played
    session.stop_pattern()
    session.set("brightness", 2.0)
    rest(session)
    assert len(session._player.played) == played + 1


def test_variants_fill_the_pads_in_one_step(session: Session) -> None:
    rest(session)
    generator = session._models.generators["toy"]
    sounds = []
    for number in range(10):
        settings = generator.spec.defaults(number)
        recipe = Recipe("toy", generator.sha256, settings, "numpy", "undertone")
        sounds.append((f"Near {number}", generator.render([settings])[0], recipe))
    renders = generator.renders
    session.fill_pads(sounds)
    rest(session)
    assert [pad.name for pad in session.pattern.pads] == [f"Near {number}" for number in range(PADS)]
    assert generator.renders == renders and session.pads_ready()  # they were made already
    session.undo()
    assert session.pattern.empty
    with pytest.raises(BadInput, match="no sounds"):
        session.fill_pads([])


def test_a_beat_from_nothing_in_one_act(session: Session, live: Live) -> None:
    session.demo_beat()
    rest(session)
    pattern = session.pattern
    assert all(pad.sound for pad in pattern.pads) and pattern.pads[0].steps and pattern.swing > 0.5
    sound = live.run(16 * 6000)
    assert session.pads_heard().running and np.abs(sound).max() > 0.1
    steps = len(session.history())
    session.undo()
    assert session.pattern.empty and len(session.history()) == steps
    session.redo()
    kit = session.pattern.pads
    session.fill_with_drums()
    rest(session)
    assert [pad.steps for pad in session.pattern.pads] == [pad.steps for pad in kit]
    assert [pad.sound for pad in session.pattern.pads] != [pad.sound for pad in kit]


def test_mute_solo_levels_and_swing_are_heard_and_turned_by_address(session: Session, live: Live) -> None:
    session.pad_from_sliders(0)
    session.set_step(0, 0, Step(1.0))
    rest(session)
    session.start_pattern()
    full = live.run(16 * 6000)
    session.turn("pads/level_1", -26.0)
    session.end_gesture()
    quieter = live.run(16 * 6000)
    assert np.abs(quieter).max() == pytest.approx(np.abs(full).max() / 10, rel=1e-3)
    session.solo_pad(3, True)
    assert not live.run(16 * 6000)[12_000:].any()
    session.solo_pad(3, False)
    session.turn("pads/swing", 66.0)
    session.turn("pads/level", -6.0)
    session.end_gesture()
    assert session.pattern.swing == 0.66 and live.memory.wishes[WISH_PADS_GAIN] == pytest.approx(10 ** (-6 / 20))
    session.sound_knob("pads/level", 0.0)
    assert live.memory.wishes[WISH_PADS_GAIN] == 1.0 and session.knob_value("pads/level") == -6.0
    session.sound_knob("pads/level", None)
    assert live.memory.wishes[WISH_PADS_GAIN] < 1.0
    with pytest.raises(BadInput):
        session.turn("pads/level_9", 0.0)
    with pytest.raises(BadInput):
        session.turn("pads/swing", 80.0)


def test_the_tempo_of_the_loop_is_the_patterns_and_panic_stops_it(session: Session, live: Live) -> None:
    session.set_bpm(90.0)
    session.start_pattern()
    live.run()
    heard = session.pads_heard()
    assert heard.running and heard.bpm == 90.0 and heard.index == 0 and heard.starts == 1
    session.set_bpm(20.0)
    live.run()
    assert session.pads_heard().bpm == 30.0
    session.panic()
    live.part.panic()
    live.run()
    assert not session.pads_heard().running
    session._pads_opened(RATE)
    live.run()
    assert not session.pads_heard().running


def test_pads_come_back_after_a_restart_and_after_a_new_audio_process(home: Home, session: Session, live: Live) -> None:
    session.set("brightness", 2.0)
    session.end_gesture()
    session.pad_from_sliders(0)
    session.set_step(0, 3, Step(0.5, 0.5, 0.4, 2))
    rest(session)
    before = hit(session, live)
    live.part = Sequencer(live.memory, RATE)  # another process
    live.memory.clear()
    session._pads_opened(RATE)
    rest(session)
    assert np.array_equal(hit(session, live), before)
    session.close()
    saved = session._library.preferences
    again_live = Live()
    player = FakePlayer()
    player.live = again_live
    again = toy_session(home, player=player, preferences=saved)
    try:
        rest(again)
        assert again.pattern == session.pattern and again.pads_ready()
        assert np.array_equal(hit(again, again_live), before)
    finally:
        again.close()


def test_a_model_that_is_gone_is_said_once_and_the_rest_plays(home: Home) -> None:
    live, player = Live(), FakePlayer()
    player.live = live
    made = toy_session(home, player=player)
    rest(made)
    made.pad_from_sliders(0)
    made.choose_model("other")
    rest(made)
    made.pad_from_sliders(1)
    rest(made)
    made.close()
    models = ToyCatalogue()
    del models.generators["other"]
    live, player = Live(), FakePlayer()
    player.live = live
    again = Session(models, player, type(made._library)(), home, preferences=made._library.preferences)
    recorder = Recorder(again)
    try:
        rest(again)
        told = [event.text for event in recorder.of(ev.Message) if "pad 2" in event.text]
        assert len(told) == 1 and hit(again, live, 0).any() and not hit(again, live, 1).any()
    finally:
        again.close()


def test_a_loop_that_is_exported_is_what_is_heard_and_brings_its_pattern_back(session: Session, live: Live, tmp_path: Path) -> None:
    session.demo_beat()
    rest(session)
    session.stop_pattern()
    session.set_bpm(133.7)
    live.run(60_000)
    session.start_pattern()
    length = round(16 * RATE * 15 / 133.7)
    heard = live.run(length)
    session.export_pattern(tmp_path, ("loop", "stems", "midi"), "wav", 32, tails="cut")
    rest(session)
    loop = tmp_path / "Beat 133.7 BPM.wav"
    samples, rate = soundfile.read(loop, dtype="float32")
    assert rate == RATE and len(samples) == length and np.array_equal(samples, heard)
    stems = sorted(tmp_path.glob("Beat 133.7 BPM ? *.wav"))
    total = sum(soundfile.read(stem, dtype="float32")[0] for stem in stems)
    assert len(stems) >= 3 and np.allclose(total, heard, atol=1e-5)
    assert (tmp_path / "Beat 133.7 BPM.mid").read_bytes()[:4] == b"MThd"
    pattern = session.pattern
    recipe = recipe_chunk.read(loop)
    assert recipe is not None and recipe.edits[0]["bpm"] == 133.7
    session.clear_steps()
    session.open_sound(loop)
    rest(session)
    assert session.pattern == pattern


def test_a_minute_on_a_pad_rings_on_in_an_export_and_ends_without_a_click(session: Session, live: Live, tmp_path: Path) -> None:
    tone = (0.5 * np.sin(np.arange(59 * RATE) * 2 * np.pi * 100 / RATE)).astype(np.float32)
    recipe = Recipe("toy", "f" * 64, session.project.settings, "numpy", "undertone")
    session._library.add(Clip(tone[None], RATE), recipe, title="Long").result(10)
    session.pad_from_take(0, session.takes()[0].id)
    session.set_step(0, 15, Step())
    session.add_effect("reverb")
    rest(session)
    for effects in (False, True):
        session.export_pattern(tmp_path / str(effects), ("loop",), "wav", 32, RATE, tails="ring", effects=effects)
    assert session.wait_idle(60)
    dry, wet = (soundfile.read(tmp_path / name / "Beat 120 BPM.wav", dtype="float32")[0] for name in ("False", "True"))
    assert len(dry) == 60 * RATE and np.abs(dry[-RATE : -RATE // 2]).max() > 0.15 and np.abs(dry[-1]).max() < 1e-3
    assert len(wet) == 60 * RATE and np.abs(wet[-RATE : -RATE // 2]).max() > 0.05


def test_a_pad_that_its_chances_leave_out_has_no_stem(session: Session, tmp_path: Path) -> None:
    for pad, step in ((0, Step()), (1, Step(chance=1e-6))):
        session.pad_from_sliders(pad)
        session.rename_pad(pad, f"Pad {pad + 1}")
        session.set_step(pad, 4, step)
    rest(session)
    recorder = Recorder(session)
    session.export_pattern(tmp_path, ("stems",))
    rest(session)
    (stem,) = tmp_path.glob("*.wav")
    assert stem.name == "Beat 120 BPM 1 Pad 1.wav" and soundfile.read(stem)[0].any()
    (told,) = recorder.of(ev.Message)
    assert told.text.endswith("without a stem: Pad 2.") and told.file == stem, "the window offers to show where it is"
    session.set_step(0, 4, None)
    number = session.export_pattern(tmp_path / "none", ("stems",))
    rest(session)
    assert session._jobs.get(number).state == "done" and not list((tmp_path / "none").iterdir())
    assert session._jobs.get(number).message == "Not heard in these rounds, so without a stem: Pad 2."


def test_tails_are_folded_or_ring_on(session: Session, tmp_path: Path) -> None:
    session.pad_from_sliders(0)
    session.set_step(0, 15, Step(1.0))
    rest(session)
    for tails in ("fold", "ring"):
        session.export_pattern(tmp_path / tails, ("loop",), "flac", 24, 44_100, tails=tails)
    rest(session)
    (folded,), (ringing,) = (list((tmp_path / tails).glob("*.flac")) for tails in ("fold", "ring"))
    loop, _ = soundfile.read(folded, dtype="float32")
    longer, _ = soundfile.read(ringing, dtype="float32")
    assert len(loop) == 88_200 < len(longer)
    assert np.allclose(loop[: len(longer) - 88_200], longer[88_200:], atol=1e-5) and loop[:1000].any()
    for wrong in ({"kinds": ("video",)}, {"tails": "swell"}, {"rounds": 0}, {"rounds": 64}):
        with pytest.raises(BadInput):
            session.export_pattern(tmp_path, **wrong)
    session.clear_steps()
    with pytest.raises(BadInput, match="no step"):
        session.export_pattern(tmp_path)


def test_an_export_makes_what_is_not_there_and_says_where_it_went(session: Session, tmp_path: Path) -> None:
    session.pad_from_sliders(0)
    session.set_step(0, 0, Step())
    rest(session)
    session._pad_sounds._cache.clear()
    recorder = Recorder(session)
    number = session.export_pattern(tmp_path)
    rest(session)
    jobs: Jobs = session._jobs
    assert jobs.get(number).state == "done"
    assert [(event.level, event.file) for event in recorder.of(ev.Message)] == [("info", tmp_path / "Beat 120 BPM.wav")]


def test_a_full_bank_is_said_and_not_fatal(session: Session, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    from studio.engine import pad_sounds

    monkeypatch.setattr(pad_sounds, "MOST_TRIES", 2)
    monkeypatch.setattr(pad_sounds, "ROOM_SECONDS", 0.01)
    monkeypatch.setattr(live, "place", lambda samples: None)
    recorder = Recorder(session)
    session.pad_from_sliders(0)
    wait_until(lambda: any("does not fit" in event.text for event in recorder.of(ev.Message)))
    assert isinstance(session.pad_clip(0), Clip)


def test_steps_are_filled_and_shifted_round(session: Session) -> None:
    session.set_step(1, 40, Step())  # beyond the pattern: it stays
    session.fill_steps(1, 4)
    session.shift_steps(1, -1)
    assert [index for index, _ in session.pattern.pads[1].steps] == [3, 7, 11, 15, 40]
    session.shift_steps(1, 2)
    assert [index for index, _ in session.pattern.pads[1].steps] == [1, 5, 9, 13, 40]
    seed = session.pattern.seed
    session.draw_chances()
    assert session.pattern.seed != seed
    session.undo()
    assert session.pattern.seed == seed


def test_hits_are_written_on_the_nearest_step_once_it_is_over(session: Session, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    session.pad_from_sliders(0)
    rest(session)
    session.set_pattern_length(8)
    session.hit_pad(0, 0.5)
    session.record_hits(True)
    session.hit_pad(0, 0.5)  # nothing plays
    session.start_pattern()
    live.run(6000 * 9 + 5000)  # in the second round, a good part of the way from its step 2 to step 3
    heard = session.pads_heard()
    later: list[tuple[float, Any]] = []
    monkeypatch.setattr(session._timers, "set", lambda key, seconds, act, keep=False: later.append((seconds, act)))
    session._record_hit(0, 0.5, heard.seconds)
    session._record_hit(0, 0.7, heard.seconds - 0.1)
    monkeypatch.undo()
    (early, one), (late, other) = later
    assert early == pytest.approx(0.05 + (10 - heard.step) * 0.125) and 0.0 < late < 0.05
    one()
    other()
    assert dict(session.pattern.pads[0].steps) == {2: Step(0.5), 1: Step(0.7)}


def test_what_is_played_on_the_pads_comes_into_the_pattern(session: Session, live: Live) -> None:
    session.pad_from_sliders(0)
    rest(session)
    session.record_hits(True)
    session.start_pattern()
    live.run(512)
    session.hit_pad(0, 0.5)
    wait_until(lambda: session.pattern.pads[0].steps)
    (written,) = session.pattern.pads[0].steps
    assert written[1] == Step(0.5)
    session.record_hits(False)
    session.hit_pad(0)
    assert len(session.pattern.pads[0].steps) == 1


def test_a_reroll_of_the_pad_that_follows_moves_the_sliders_too(session: Session, live: Live) -> None:
    session.pad_from_sliders(2)
    session.follow_sliders(2)
    rest(session)
    before = session.settings
    session.reroll_pad(2)
    rest(session)
    assert session.settings != before and session.pattern.following == 2
    sound = session.pad_sound(2)
    assert sound is not None and sound.settings == session.settings
    assert hit(session, live, 2).any()
    session.undo()
    assert session.settings == before and session.undo_text == "Pad 3 follows the sliders"


def test_stop_ends_the_pattern_with_a_short_fade(session: Session, live: Live) -> None:
    session.pad_from_sliders(0)
    session.set_step(0, 0, Step())
    rest(session)
    session.start_pattern()
    assert np.abs(live.run(2048)[-256:]).max() > 0.01
    session.stop()
    live.run(512)
    assert not live.run(512).any() and not session.pads_heard().running


def test_a_loop_goes_through_the_effects_where_it_is_asked_to_and_stems_do_not(session: Session, tmp_path: Path) -> None:
    session.pad_from_sliders(0)
    session.set_step(0, 15, Step(1.0))
    session.add_effect("delay")
    rest(session)
    for effects in (False, True):
        session.export_pattern(tmp_path / str(effects), ("loop", "stems"), "wav", 32, 44_100, effects=effects)
    rest(session)
    dry, wet = (soundfile.read(tmp_path / str(effects) / "Beat 120 BPM.wav", dtype="float32")[0] for effects in (False, True))
    assert len(dry) == len(wet) == 88_200
    assert not np.allclose(dry[:44_100], wet[:44_100], atol=1e-3), "no echo lies over the start"
    (plain,), (also,) = (list((tmp_path / str(effects)).glob("Beat 120 BPM 1 *.wav")) for effects in (False, True))
    assert np.array_equal(soundfile.read(plain)[0], soundfile.read(also)[0])
    recipe = recipe_chunk.read(tmp_path / "True" / "Beat 120 BPM.wav")
    assert recipe is not None and ["pattern" in edit or "rack" in edit for edit in recipe.edits] == [True, True]
    pattern = session.pattern
    session.clear_steps()
    session.open_sound(tmp_path / "True" / "Beat 120 BPM.wav")
    rest(session)
    assert session.pattern == pattern
