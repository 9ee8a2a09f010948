"""The session over a toy model, a fake player and a fake library: what each gesture changes, sounds and keeps."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from studio.audio.files import write_clip
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine.session import Session
from studio.errors import ModelError
from studio.paths import Home
from studio.recipe import Recipe, Settings
from tests.toy import FakeLibrary, FakePlayer, Recorder, ToyCatalogue, ToyGenerator, toy_session
from tests.waiting import wait_until


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    yield made
    made.close()


@pytest.fixture
def heard(session: Session) -> Recorder:
    return Recorder(session)


def idle(session: Session) -> None:
    assert session.wait_idle(10)


def played(session: Session) -> list[Any]:
    return session._player.played  # type: ignore[no-any-return]


def titles(session: Session) -> list[str]:
    return [take.title for take in session.takes()]


# --- starting ---


def test_it_starts_silent_with_the_model_drawn(home: Home) -> None:
    made = Session(ToyCatalogue(), FakePlayer(), FakeLibrary(), home)
    heard = Recorder(made)
    try:
        assert made.spec is None and made.models() == ()
        made.set("brightness", 1.0)
        assert heard.of(ev.Message)[0].level == "info"
        idle(made)
        assert [type(event) for event in heard.events if isinstance(event, (ev.ModelsListed, ev.ModelLoaded, ev.ProjectChanged))] == [
            ev.ModelsListed, ev.ModelLoaded, ev.ProjectChanged,
        ]  # fmt: skip
        assert len(heard.of(ev.Rendered)) == len(heard.of(ev.Pictured)) == 1
        assert not played(made) and not made.takes() and not made.can_undo
        assert made.spec is not None and [card.id for card in made.models()] == ["toy", "other", "broken"]
    finally:
        made.close()


def test_listeners_learn_how_typical_a_sound_is_and_where_the_training_lies(home: Home) -> None:
    made = Session(ToyCatalogue(), FakePlayer(), FakeLibrary(), home)
    heard = Recorder(made)
    try:
        idle(made)
        (loaded,) = heard.of(ev.ModelLoaded)
        assert set(made.histograms) == set(loaded.histograms) == {"brightness", "decay", "d1", "d2", "d3"}
        made.set("d1", 1.5)
        idle(made)
        assert heard.of(ev.Rendered)[-1].typical == 0.5
    finally:
        made.close()


def test_the_bundled_clip_is_shown_and_played_before_the_model_is_there(home: Home, tmp_path: Path) -> None:
    gate = threading.Event()
    catalogue = ToyCatalogue()
    quick = catalogue.load
    catalogue.load = lambda model, home=None: (gate.wait(10), quick(model, home))[1]  # type: ignore[method-assign]
    first = write_clip(tmp_path / "first.flac", Clip(np.full((1, 4410), 0.25, np.float32), 44_100), format="flac", bits=24)
    made = Session(catalogue, FakePlayer(), FakeLibrary(), home, first_clip=first)
    heard = Recorder(made)
    try:
        made.start()
        wait_until(lambda: heard.of(ev.Pictured), what="the picture of the bundled clip")
        assert heard.of(ev.Rendered)[0].request == 0 and not played(made)
        made.play()
        wait_until(lambda: played(made))
        assert played(made)[0].request == 0 and played(made)[0].clip.frames == 4410
        gate.set()
        idle(made)
        made.play()
        idle(made)
        assert played(made)[1].request > 0
    finally:
        gate.set()
        made.close()


@pytest.mark.parametrize("stopped", [False, True])
def test_space_while_the_model_loads_is_not_forgotten(home: Home, tmp_path: Path, stopped: bool) -> None:
    """The model may be there before the errands thread comes to it: then its sound is played; unless Stop came after it."""
    gate = threading.Event()
    first = write_clip(tmp_path / "first.flac", Clip(np.full((1, 4410), 0.25, np.float32), 44_100), format="flac", bits=24)
    made = Session(ToyCatalogue(), FakePlayer(), FakeLibrary(), home, first_clip=first)
    heard = Recorder(made)
    try:
        made._errands.add(lambda: gate.wait(10))
        made.start()
        made.play()
        if stopped:
            made.stop()
        wait_until(lambda: heard.of(ev.Pictured), what="the picture of the model's own sound")
        gate.set()
        idle(made)
        assert [one.request > 0 for one in played(made)] == ([] if stopped else [True])
    finally:
        gate.set()
        made.close()


def test_models_that_do_not_load_give_way_to_one_that_does(home: Home) -> None:
    catalogue = ToyCatalogue()
    catalogue.list_models = lambda home=None: [  # type: ignore[method-assign]
        type("Card", (), {"id": "gone", "error": None, "title": "", "summary": ""})(), *ToyCatalogue().list_models()
    ]
    made = Session(catalogue, FakePlayer(), FakeLibrary(), home)
    heard = Recorder(made)
    idle(made)
    try:
        assert made.project.model == "toy"
        assert "'gone' can't be loaded" in heard.of(ev.Message)[0].text
    finally:
        made.close()


def test_without_any_model_it_says_so(home: Home) -> None:
    catalogue = ToyCatalogue()
    catalogue.generators.clear()
    made = Session(catalogue, FakePlayer(), FakeLibrary(), home)
    heard = Recorder(made)
    idle(made)
    for act in (made.generate, made.randomise, made.play, made.undo, made.end_gesture, made.stop):
        act()
    idle(made)
    assert heard.of(ev.Message)[0].text.startswith("There is no model to play")
    made.close()


def test_a_model_that_cannot_be_loaded_says_why_last(home: Home) -> None:
    """The window shows the newest message: that must be the reason, not that a model is missing."""
    catalogue = ToyCatalogue()
    cards = catalogue.list_models()[:1]
    catalogue.list_models = lambda home=None: cards  # type: ignore[method-assign]
    catalogue.generators.clear()
    made = Session(catalogue, FakePlayer(), FakeLibrary(), home)
    heard = Recorder(made)
    idle(made)
    made.close()
    assert "has no model.json" in heard.of(ev.Message)[-1].text


# --- sliders ---


def test_a_drag_sounds_is_one_undo_step_and_one_take(session: Session, heard: Recorder) -> None:
    for n in range(1, 21):
        session.set("brightness", n / 10)
    session.end_gesture()
    idle(session)
    assert session.settings.get("brightness") == 2.0
    assert played(session)[-1].request == heard.of(ev.Rendered)[-1].request
    assert heard.of(ev.Rendered)[-1].settings == session.settings
    assert titles(session) == ["Kick 001"] and session.takes()[0].recipe.settings == session.settings
    assert session.undo_text == "Brightness"
    session.undo()
    idle(session)
    assert session.settings.get("brightness") == 0.0 and not session.can_undo
    session.redo()
    idle(session)
    assert session.settings.get("brightness") == 2.0
    assert titles(session) == ["Kick 001"]


def test_undo_plays_the_cached_clip(session: Session) -> None:
    toy: ToyGenerator = session._models.generators["toy"]
    session.set("d1", 1.0)
    session.end_gesture()
    idle(session)
    renders, sounded = toy.renders, len(played(session))
    session.undo()
    idle(session)
    session.redo()
    idle(session)
    assert toy.renders == renders and len(played(session)) == sounded + 2
    assert played(session)[-1].clip is played(session)[sounded - 1].clip


def test_what_follows_an_undo_comes_from_the_take_that_is_heard_then(session: Session) -> None:
    for _ in range(3):
        session.generate()
        idle(session)
    third, second, first = session.takes()
    assert (third.parent, second.parent) == (second.id, first.id)
    session.undo()
    idle(session)
    session.nudge()
    idle(session)
    assert session.takes()[0].parent == second.id


def test_a_long_drag_does_not_push_out_what_undo_needs(session: Session) -> None:
    toy: ToyGenerator = session._models.generators["toy"]
    for n in range(50):
        session.set("d1", n / 20)
        idle(session)
    session.end_gesture()
    idle(session)
    clip = toy.render([session.settings])[0]
    assert session._renderer.cache.bytes <= (1 + len(session.takes())) * clip.samples.nbytes  # the start and what became a take
    renders = toy.renders
    session.undo()
    idle(session)
    assert toy.renders == renders


def test_a_drag_that_rests_becomes_a_take_once(session: Session) -> None:
    session.set("decay", 1.0)
    wait_until(lambda: titles(session) == ["Kick 001"], what="the take of a rested drag")
    session.end_gesture()
    idle(session)
    assert titles(session) == ["Kick 001"]
    session.set("decay", 1.5)
    session.end_gesture()
    idle(session)
    assert titles(session) == ["Kick 002", "Kick 001"]


def test_a_click_that_moves_nothing_is_nothing(session: Session, heard: Recorder) -> None:
    session.set("brightness", 0.0)
    session.end_gesture()
    idle(session)
    assert not heard.of(ev.ProjectChanged) and not session.takes() and not session.can_undo


@pytest.mark.parametrize(
    ("name", "value"), [("brightness", 99.0), ("brightness", float("nan")), ("class", "gong"), ("nothing", 1.0), ("word", 3.0)]
)
def test_a_bad_value_is_a_message_and_changes_nothing(session: Session, heard: Recorder, name: str, value: Any) -> None:
    before = session.project
    session.set(name, value)
    idle(session)
    assert session.project is before and len(heard.of(ev.Message)) == 1
    assert name in heard.of(ev.Message)[0].text


def test_every_kind_of_control_can_be_set(session: Session) -> None:
    values: dict[str, Any] = {
        "class": "snare", "brightness": -1.0, "d3": 0.5, "level": -3.5, "cutoff": 500.0, "partials": 5.0, "word": "ha",
        "melody": ((0.0, 0.5, 72.0, 1.0),),
    }  # fmt: skip
    for name, value in values.items():
        session.set(name, value)
        session.end_gesture()
        idle(session)
    assert {name: session.settings.get(name) for name in values} == values
    assert len(session.takes()) == len(values) and titles(session)[0] == "Snare 008"


def test_reset(session: Session) -> None:
    session.set("cutoff", 500.0)
    session.end_gesture()
    session.reset("cutoff")
    idle(session)
    assert session.settings.get("cutoff") == 8000.0 and len(session.takes()) == 2
    session.undo()
    assert session.settings.get("cutoff") == 500.0


def test_generate_randomise_nudge_each_make_a_take_with_its_parent(session: Session) -> None:
    seeds = {session.settings.seed}
    for act in (session.generate, session.randomise, session.nudge):
        act()
        idle(session)
        seeds.add(session.settings.seed)
    takes = session.takes()
    assert len(takes) == 3 and len(seeds) == 4
    assert [take.parent for take in takes] == [takes[1].id, takes[2].id, None]
    assert session.undo_text == "Nudge"
    for _ in range(3):
        session.undo()
    assert session.settings.seed == 0 and len(session.takes()) == 3


def test_locked_controls_stay(session: Session) -> None:
    session.set("brightness", 2.5)
    session.set_lock("brightness", True)
    session.set_lock("class", True)
    for _ in range(5):
        session.randomise()
        session.nudge()
    idle(session)
    assert (session.settings.get("brightness"), session.settings.get("class")) == (2.5, "kick")
    session.set_lock("class", False)
    assert session.project.locks == {"brightness"} and session.undo_text == "Unlock Class"


def test_a_seed_can_be_chosen(session: Session, heard: Recorder) -> None:
    session.set_seed(7)
    session.set_seed(-1)
    idle(session)
    assert session.settings.seed == 7 and len(session.takes()) == 1 and len(heard.of(ev.Message)) == 1


def test_gestures_faster_than_the_renderer_lose_no_take(home: Home) -> None:
    gate, entered = threading.Event(), threading.Event()

    def trouble(settings: Settings) -> None:
        if settings.get("d2") == 2.0:
            entered.set()
            assert gate.wait(10)

    made = toy_session(home, trouble)
    try:
        made.set("d2", 2.0)
        assert entered.wait(5)
        for seed in range(1, 6):
            made.set_seed(seed)
        gate.set()
        idle(made)
        seeds = [take.recipe.settings.seed for take in made.takes()]
        assert seeds == [5, 4, 3, 2, 1, 0], "the newest take is the newest gesture's, however late the others are rendered"
        assert titles(made) == [f"Kick {number:03d}" for number in range(6, 0, -1)]
        assert played(made)[-1].request == made._number and len(played(made)) == 2  # the newest sounds, those between don't
    finally:
        gate.set()
        made.close()


# --- transport ---


def test_a_loop_lasts_its_beats(session: Session) -> None:
    session.set_bpm(150)
    session.set_beats(1)
    session.set_loop(True)
    session.set("d1", 0.5)
    idle(session)
    assert (played(session)[-1].loop, played(session)[-1].clip.frames) == (True, round(0.4 * 44_100))
    session.set_bpm(75)  # while it plays: at once
    idle(session)
    assert played(session)[-1].clip.frames == round(0.8 * 44_100)
    assert not session.can_undo or session.undo_text == "Dimension 1"
    session.undo()
    assert session.project.loop and session.project.bpm == 75


def test_tempo_while_silent_makes_no_sound(session: Session, heard: Recorder) -> None:
    session.set_loop(True)
    session.set_bpm(90)
    for bad in (5.0, 1e9, float("nan")):
        session.set_bpm(bad)
    session.set_beats(0)
    idle(session)
    assert not played(session) and len(heard.of(ev.Message)) == 4
    assert (session.project.bpm, session.project.beats, len(heard.of(ev.ProjectChanged))) == (90, 2, 2)


def test_play_stop_toggle_panic(session: Session) -> None:
    session.play()
    idle(session)
    assert played(session)[-1].restart and session.status().playing
    session.toggle_play()
    assert not session.status().playing
    session.toggle_play()
    idle(session)
    assert session.status().playing
    session.panic()
    assert session._player.calls[-1] == ("panic",)


def test_play_does_not_lose_the_take_of_a_gesture(session: Session) -> None:
    for n in range(20):
        session.generate()
        session.play()  # may take the place of what waits in the mailbox
        idle(session)
        assert len(session.takes()) == n + 1


def test_stop_silences_what_still_waits(home: Home) -> None:
    gate, entered = threading.Event(), threading.Event()

    def trouble(settings: Settings) -> None:
        if settings.get("d2") != 0.0:
            entered.set()
            assert gate.wait(10)

    made = toy_session(home, trouble)
    try:
        made.set("d2", 1.0)
        assert entered.wait(5)
        made.set("d2", 2.0)
        made.panic()
        gate.set()
        idle(made)
        assert not played(made) and not made.status().playing
    finally:
        gate.set()
        made.close()


def test_volume(session: Session) -> None:
    assert session.volume_db == -12
    session.set_volume_db(-30.5)
    session.set_volume_db(99)
    assert session._player.calls == [("gain", -12), ("gain", -30.5), ("gain", 12)] and session.volume_db == 12


# --- takes ---


def make_takes(session: Session, count: int) -> list[str]:
    for n in range(count):
        session.set("brightness", 0.5 + n / 10)
        session.end_gesture()
        idle(session)
    return [take.id for take in session.takes()]


@pytest.mark.parametrize("cached", [True, False])
def test_audition_plays_and_changes_nothing(session: Session, heard: Recorder, cached: bool) -> None:
    ids = make_takes(session, 3)
    project = session.project
    if not cached:
        session._renderer.cache._clips.clear()
    session.audition(ids[2])
    idle(session)
    first = session._library.clips[ids[2]].samples
    assert np.array_equal(played(session)[-1].clip.samples, first)
    assert session.project is project and len(session.takes()) == 3
    assert heard.of(ev.Pictured)[-1].clip.samples is heard.of(ev.Rendered)[-1].clip.samples
    session.play()  # Space repeats what was auditioned
    idle(session)
    assert np.array_equal(played(session)[-1].clip.samples, first)
    session.generate()
    idle(session)
    assert session.takes()[0].parent == ids[2]


def test_a_slow_file_does_not_interrupt_what_came_later(session: Session) -> None:
    ids = make_takes(session, 2)
    session._renderer.cache._clips.clear()
    gate = threading.Event()
    read = session._library.read
    session._library.read = lambda id: session._library._thread.submit(lambda: (gate.wait(5), session._library.clips[id])[1])
    session.audition(ids[1])
    session.set("d1", 1.0)
    gate.set()
    idle(session)
    session._library.read = read
    assert np.array_equal(played(session)[-1].clip.samples, ToyGenerator().render([session.settings])[0].samples)


def test_restore_brings_settings_back(session: Session) -> None:
    ids = make_takes(session, 3)
    session.restore(ids[2])
    idle(session)
    assert session.settings.get("brightness") == 0.5 and len(session.takes()) == 3
    assert session.undo_text == "Restore Kick 001"
    session.undo()
    assert session.settings.get("brightness") == 0.7
    session.restore(ids[1])
    session.nudge()
    idle(session)
    assert session.takes()[0].parent == ids[1]


def test_restore_of_another_version_says_so(session: Session, heard: Recorder) -> None:
    settings = session.settings.with_values({"brightness": 1.25})
    recipe = Recipe("toy", "f" * 64, settings, "numpy", "undertone 0.0")
    take = session._library.add(ToyGenerator().render([settings])[0], recipe, title="Old").result(5)
    session.restore(take.id)
    idle(session)
    assert session.settings == settings and "another version" in heard.of(ev.Message)[0].text


def test_restore_into_another_model(session: Session, heard: Recorder) -> None:
    session.choose_model("other")
    idle(session)
    session.generate()
    idle(session)
    session.choose_model("toy")
    idle(session)
    session.restore(session.takes()[0].id)
    idle(session)
    assert session.project.model == "other" and session.spec is not None and session.spec.id == "other"
    assert [event.spec.id for event in heard.of(ev.ModelLoaded)] == ["other", "toy", "other"]


def test_acts_on_the_library_are_undone_in_order(session: Session) -> None:
    first = make_takes(session, 1)[0]
    session.star(first, True)
    session.rename(first, "  Boom ")
    idle(session)
    session.delete(first)
    idle(session)
    assert session.takes() == () and session.undo_text == "Delete Boom"
    session.undo()
    idle(session)
    assert session.takes()[0].starred and titles(session) == ["Boom"]
    session.undo()
    idle(session)
    assert titles(session) == ["Kick 001"]
    session.undo()
    idle(session)
    assert not session.takes()[0].starred
    session.redo()
    session.redo()
    session.redo()
    idle(session)
    assert session.takes() == ()
    session.star(first, True)
    idle(session)
    for _ in range(4):
        session.undo()
    idle(session)
    assert session.settings.get("brightness") == 0.0


def test_an_unknown_take_is_a_message(session: Session, heard: Recorder) -> None:
    for act in (session.audition, session.restore, session.delete):
        act("nothing")
    idle(session)
    assert len(heard.of(ev.Message)) == 1  # the same sentence is told once
    assert not session.can_undo


def test_a_full_disk_is_a_message_and_the_work_goes_on(session: Session, heard: Recorder) -> None:
    session._library.full = True
    session.generate()
    idle(session)
    assert "disk is full" in heard.of(ev.Message)[0].text and not session.takes()
    assert session._library.unsaved
    session.retry_unsaved()
    session.generate()
    idle(session)
    assert len(session.takes()) == 1 and session.takes()[0].parent is None


def test_titles_go_on_where_the_library_stands(home: Home) -> None:
    library = FakeLibrary()
    toy = ToyGenerator()
    recipe = Recipe("toy", toy.sha256, toy.spec.defaults(), "numpy", "undertone")
    for title in ("Kick 041", "Kick seven", "Kick 1234567", "Snare 100"):
        library.add(toy.render([recipe.settings])[0], recipe, title=title).result(5)
    made = toy_session(home, library=library)
    made.generate()
    idle(made)
    made.set("class", "closed_hat")
    made.end_gesture()
    idle(made)
    assert titles(made)[:1] == ["Closed hat 001"] and "Kick 042" in titles(made)
    made.close()


# --- models ---


def test_models_keep_the_settings_they_were_left_with(session: Session, heard: Recorder) -> None:
    session.set("brightness", 1.0)
    session.end_gesture()
    session.choose_model("other")
    idle(session)
    assert session.project.model == "other" and session.settings.get("brightness") == 0.0
    session.choose_model("toy")
    idle(session)
    assert session.settings.get("brightness") == 1.0
    session.undo()
    session.undo()
    idle(session)
    assert session.project.model == "toy" and session.undo_text == "Brightness"
    assert session._models.loads == ["toy", "other"]
    assert [event.busy for event in heard.of(ev.Busy)] == [True, False] * 2


def test_the_model_chosen_last_wins(session: Session, heard: Recorder) -> None:
    gate = threading.Event()
    session._renderer.call(lambda: gate.wait(10))
    session.choose_model("other")
    session.choose_model("toy")
    gate.set()
    idle(session)
    assert session.project.model == "toy" and not heard.of(ev.ModelLoaded) and not session.can_undo


def test_a_model_that_can_not_be_loaded(session: Session, heard: Recorder) -> None:
    session.choose_model("broken")
    idle(session)
    assert session.project.model == "toy" and "model.json" in heard.of(ev.Message)[0].text
    session.generate()
    idle(session)
    assert len(session.takes()) == 1


def test_one_thread_calls_the_models(session: Session) -> None:
    make_takes(session, 2)
    session.randomise()
    session.render_many(3)
    idle(session)
    assert session._models.generators["toy"].threads == {"undertone-renderer"}


# --- trouble ---


def test_a_model_that_raises_on_some_settings(home: Home) -> None:
    def trouble(settings: Settings) -> Any:
        d1 = settings.get("d1")
        if d1 == 1.0:
            raise RuntimeError("kernel failed")
        return "nan" if d1 == 2.0 else None

    made = toy_session(home, trouble)
    heard = Recorder(made)
    try:
        for value in (0.5, 1.0, 2.0):
            made.set("d1", value)
            made.end_gesture()
            idle(made)
        messages = heard.of(ev.Message)
        assert len(messages) == 2 and all(message.level == "error" for message in messages)
        assert "Dimension 1 1.00" in messages[0].text and "kernel failed" in messages[0].text and "Traceback" in messages[0].detail
        assert "not finite" in messages[1].text
        assert not made.status().playing, "what can't be rendered is silence"
        assert len(made.takes()) == 1
        made.set("d1", 0.25)
        made.end_gesture()
        idle(made)
        assert made.status().playing and len(made.takes()) == 2
    finally:
        made.close()


def test_a_listener_that_raises_harms_no_one(session: Session, heard: Recorder) -> None:
    def broken(event: Any) -> None:
        raise ModelError("listener")

    ends = session.subscribe(broken)
    later = Recorder(session)
    session.generate()
    idle(session)
    assert later.of(ev.Rendered) and heard.of(ev.TakeMade)
    ends()


# --- jobs ---


def test_render_many_makes_takes_around_the_locks_and_the_first_is_heard(session: Session, heard: Recorder) -> None:
    session.set_lock("class", True)
    sounded = len(played(session))
    job = session.render_many(8)
    idle(session)
    assert len(session.takes()) == 8 and len(played(session)) == sounded + 1
    first = session.takes()[-1]
    assert played(session)[-1].clip is session._library.read(first.id).result()
    assert session.settings != first.recipe.settings  # the sliders stay
    assert len({take.recipe.settings for take in session.takes()}) == 8
    assert {take.recipe.settings.get("class") for take in session.takes()} == {"kick"}
    last = heard.of(ev.JobChanged)[-1].job
    assert (last.id, last.state, last.done, last.total) == (job, "done", 8, 8)


def test_cancelled_renders_keep_what_is_done_and_sliders_go_first(session: Session, heard: Recorder) -> None:
    job = session.render_many(1000)
    wait_until(lambda: len(session.takes()) >= 3)
    sounded = len(played(session))
    session.set("brightness", 1.5)
    wait_until(lambda: len(played(session)) > sounded, 5, "a slider's sound during a long job")
    start = time.monotonic()
    session.cancel(job)
    wait_until(lambda: session.jobs()[0].state == "cancelled")
    took = time.monotonic() - start
    session.end_gesture()
    idle(session)
    assert 3 <= session.jobs()[0].done < 1000 and took < 5
    assert len(session.takes()) >= session.jobs()[0].done + 1


def test_the_first_of_many_does_not_interrupt_what_came_later(session: Session) -> None:
    session.render_many(2)
    session.set("brightness", 1.5)
    session.end_gesture()
    idle(session)
    assert played(session)[-1].clip is session._heard[1]  # type: ignore[index]


def test_a_model_that_fails_fails_the_job(home: Home) -> None:
    def trouble(settings: Settings) -> None:
        if settings.seed:
            raise RuntimeError("no")

    made = toy_session(home, trouble)
    made.render_many(4)
    idle(made)
    assert made.jobs()[0].state == "failed" and "RuntimeError: no" in made.jobs()[0].message
    made.close()


# --- what is kept ---


def test_the_project_is_saved_and_taken_up_again(home: Home) -> None:
    library = FakeLibrary()
    made = toy_session(home, library=library)
    made.set("brightness", 1.0)
    made.set_lock("d1", True)
    made.set_bpm(99)
    made.set_loop(True)
    made.set_volume_db(-20)
    made.set_preference("zoom", [1, 2])
    wait_until(lambda: library.preferences is not None, what="the saving within a second")
    project = made.project
    made.close()
    assert library.preferences is not None and library.preferences["zoom"] == [1, 2]
    again = toy_session(home, preferences=library.preferences)
    assert again.project == project and again.volume_db == -20 and not again.can_undo
    again.close()


@pytest.mark.parametrize(
    "saved",
    [
        None, 3, {}, {"model": 3}, {"model": "toy", "settings": {"seed": -1, "values": {}}},
        {"model": "gone", "settings": {"values": {}}}, {"model": "toy", "settings": {"seed": 0, "values": {"brightness": 1e9}}},
        {"model": "toy", "settings": {"seed": 0, "values": {"a": {}}}}, {"model": "toy", "settings": {"values": {}}, "bpm": "fast"},
        {"model": "toy", "settings": {"values": {}}, "beats": 10**9},
    ],
)  # fmt: skip
def test_a_damaged_project_starts_anew(home: Home, saved: Any) -> None:
    made = toy_session(home, preferences={"project": saved, "volume_db": "loud", "output": 3})
    assert made.spec is not None and made.settings == made.spec.defaults() and made.volume_db == -12
    made.close()


def test_close_is_idempotent_and_loses_no_take(home: Home) -> None:
    library = FakeLibrary()
    made = toy_session(home, library=library)
    made.render_many(500)
    made.set("brightness", 2.0)  # no end_gesture: the window was closed in the middle of a drag
    made.close()
    made.close()
    assert library.closed == 1 and made._player.closed == 1
    assert any(take.recipe.settings.get("brightness") == 2.0 for take in library.takes())
    assert library.preferences is not None and library.preferences["project"]["settings"]["values"]["brightness"] == 2.0
    for act in (made.generate, made.play, made.undo, made.end_gesture, made.stop, made.start, made.devices):
        act()
    mine = (made._renderer._thread, made._errands._thread, made._timers._thread, made._jobs._thread)
    assert not [thread.name for thread in mine if thread is not None and thread.is_alive()]
    assert made.wait_idle(1)


# --- sounds from outside ---


def test_a_file_of_ours_brings_its_settings_back(session: Session, tmp_path: Path) -> None:
    settings = session.settings.with_values({"brightness": 1.75, "word": "ä♫"}, seed=9)
    toy = session._models.generators["toy"]
    recipe = Recipe("toy", toy.sha256, settings, "numpy", "undertone 0.1")
    path = write_clip(tmp_path / "ours.wav", toy.render([settings])[0], bits=16, recipe=recipe)
    session.open_sound(path)
    idle(session)
    assert session.settings == settings and session.undo_text == "Open ours.wav"
    assert np.array_equal(played(session)[-1].clip.samples, toy.render([settings])[0].samples)
    assert not session.takes()


def test_another_sound_is_encoded(session: Session, heard: Recorder, tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-0.5, 0.5, (2, 8000)).astype(np.float32)
    session.open_sound(write_clip(tmp_path / "noise.wav", Clip(noise, 22_050)))
    idle(session)
    assert session.settings.get("brightness") != 0.0 and len(session.takes()) == 1
    assert [event.busy for event in heard.of(ev.Busy)] == [True, False]
    assert session.undo_text == "Open noise.wav"


def test_a_search_that_is_cancelled_before_it_began_holds_nobody_up(session: Session, tmp_path: Path) -> None:
    stop = session.subscribe(lambda event: session.cancel(event.job.id) if isinstance(event, ev.JobChanged) else None)
    session.open_sound(write_clip(tmp_path / "noise.wav", Clip(np.full((1, 9000), 0.1, np.float32), 44_100)))
    idle(session)
    stop()
    assert [job.state for job in session.jobs()] == ["cancelled"] and session.settings == session.spec.defaults()


def test_the_search_for_a_sound_tells_how_far_it_is_and_can_be_cut_short(session: Session, heard: Recorder, tmp_path: Path) -> None:
    path = write_clip(tmp_path / "foreign.wav", Clip(np.random.default_rng(0).normal(0, 0.1, (1, 9000)).astype(np.float32), 44_100))

    def cancel(event: Any) -> None:
        if isinstance(event, ev.JobChanged) and event.job.done >= 50:
            session.cancel(event.job.id)

    session.open_sound(path)
    idle(session)
    wait_until(lambda: any(job.title == "Open foreign.wav" and job.state == "done" for job in session.jobs()))
    assert {event.job.done for event in heard.of(ev.JobChanged)} >= {10, 50, 90} and session.settings.get("decay") == 0.0
    stop = session.subscribe(cancel)
    session.open_sound(path)
    idle(session)
    wait_until(lambda: [job.state for job in session.jobs() if job.title == "Open foreign.wav"][-1] == "cancelled")
    stop()
    assert session.settings.get("decay") == 1.0, "what was found by then"


def test_a_recipe_of_an_unknown_model_is_encoded_and_said(session: Session, heard: Recorder, tmp_path: Path) -> None:
    recipe = Recipe("elsewhere", "0" * 64, Settings(), "numpy", "undertone 0.1")
    session.open_sound(write_clip(tmp_path / "x.flac", ToyGenerator().render([session.settings])[0], format="flac", recipe=recipe))
    idle(session)
    assert "'elsewhere'" in heard.of(ev.Message)[0].text and session.undo_text == "Open x.flac"


def test_hostile_files_are_one_sentence(session: Session, heard: Recorder, tmp_path: Path) -> None:
    hostile = {"empty.wav": b"", "text.wav": b"hello" * 100, "cut.wav": b"RIFF\xff\xff\xff\xffWAVEfmt ", "cut.flac": b"fLaC\0\0"}
    paths = [tmp_path / "folder.wav", tmp_path / "missing.wav"]
    paths[0].mkdir()
    for name, data in hostile.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    silent = write_clip(tmp_path / "silent.wav", Clip(np.zeros((1, 4410), np.float32), 44_100))
    before = session.project
    for path in [*paths, silent]:
        told = len(heard.of(ev.Message))
        session.open_sound(path)
        idle(session)
        messages = heard.of(ev.Message)[told:]
        assert len(messages) == 1 and path.name in messages[0].text and messages[0].level == "error", (path, messages)
    assert session.project is before and not session.takes()


# --- never in the way ---


def test_no_method_waits_for_a_busy_renderer_or_disk(home: Home) -> None:
    """Model, disk and device all hang; every command still returns."""
    gate, entered = threading.Event(), threading.Event()

    def trouble(settings: Settings) -> None:
        if settings.get("d2") != 0.0:
            entered.set()
            assert gate.wait(20)

    made = toy_session(home, trouble)
    first = make_takes(made, 1)[0]
    made._library._thread.submit(gate.wait, 20)
    made._player.rescan = lambda: gate.wait(20)
    done = threading.Event()

    def everything() -> None:
        made.rescan()
        made.set("d2", 1.0)
        assert entered.wait(5)
        for act in (
            made.end_gesture, made.generate, made.randomise, made.nudge, made.undo, made.redo, made.play, made.stop,
            made.toggle_play, made.panic, made.devices, made.takes, made.jobs, made.models, made.status, lambda: made.reset("d2"),
            lambda: made.set_lock("d1", True),
            lambda: made.set_loop(True), lambda: made.set_bpm(100), lambda: made.set_beats(3), lambda: made.set_volume_db(-3),
            lambda: made.choose_model("other"), lambda: made.open_sound("/nothing.wav"), lambda: made.audition(first),
            lambda: made.restore(first), lambda: made.star(first, True), lambda: made.rename(first, "x"), lambda: made.tag(first, ["a"]),
            lambda: made.delete(first), lambda: made.take_file(first), lambda: made.export([first], home.root, "wav", 24, None),
            lambda: made.cancel(made.render_many(2)), lambda: made.set_output(None, None, 256), lambda: made.set_preference("a", 1),
            lambda: made.set_seed(3), made.retry_unsaved,
        ):  # fmt: skip
            act()
        done.set()

    thread = threading.Thread(target=everything)
    thread.start()
    finished = done.wait(10)
    gate.set()
    thread.join(20)
    idle(made)
    made.close()
    assert finished


def test_an_output_that_is_back_is_told(session: Session, heard: Recorder) -> None:
    """The error of the lost output would otherwise stay in the window for ever."""
    idle(session)
    player = session._player
    quiet = player.status()
    told = len(heard.of(ev.Message))
    for state, message in (("ok", ""), ("lost", "The output is gone."), ("ok", ""), ("ok", "")):
        player.status = lambda state=state, message=message: SimpleNamespace(**{**vars(quiet), "state": state, "message": message})
        player.on_change()
    idle(session)
    first, second = heard.of(ev.Message)[told:]
    assert (first.level, first.text) == ("error", "The output is gone.")
    assert second.level == "info" and "again" in second.text
