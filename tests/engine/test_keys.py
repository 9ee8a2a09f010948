"""The session's keys: what reaches the audio process, what is made for them and when, curves, and how they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from studio.audio.sustain import sustain
from studio.clip import Clip
from studio.engine import events as ev
from studio.engine.key_sounds import ANCHORS, KeySet, KeySounds
from studio.engine.keys import NUMBERS, ROOT, KeysState
from studio.engine.player.pool import Pool, Sample
from studio.engine.player.shared import Placement
from studio.engine.session import Session
from studio.errors import BadInput
from studio.models import catalogue as shelf
from studio.paths import Home
from studio.recipe import Latent, Number, Settings, Spec
from tests.toy import FakeLive, Recorder, ToyCatalogue, ToyGenerator, toy_session
from tests.waiting import wait_until

RATE = 44_100


class NotesGenerator(ToyGenerator):
    """A sine at the pitch that is asked for, as long and as loud as it is asked for; `made`: what was."""

    def __init__(self, model: str = "notes") -> None:
        super().__init__(model)
        self.made: list[tuple[float, float]] = []
        self.spec = Spec(
            id=model, family="toy", title="Toy notes", summary="Sines.", licence="CC0-1.0", credits=("Undertone",), rate=RATE, channels=1,
            seconds=2.0, abilities=frozenset({"render"}), controls=(
                Latent("d1", "Dimension 1"), Number("colour", "Colour", 0.0, 1.0, 0.0),
                Number("pitch", "Pitch", 40.0, 80.0, 60.0, "semitones"),
                Number("velocity", "Velocity", 1.0, 127.0, 100.0), Number("length", "Length", 0.1, 4.0, 2.0, "s"),
            ),
        )  # fmt: skip

    def _one(self, settings: Settings) -> Clip:
        values: dict[str, Any] = settings.as_dict()
        self.made.append((values["pitch"], values["velocity"]))
        t = np.arange(round(values["length"] * RATE)) / RATE
        wave = np.sin(2 * np.pi * 440 * 2 ** ((values["pitch"] - 69) / 12) * t) * values["velocity"] / 127
        return Clip(wave[None].astype(np.float32), RATE)


class NotesCatalogue(ToyCatalogue):
    def __init__(self) -> None:
        super().__init__()
        self.notes = NotesGenerator()
        self.generators["notes"] = self.notes


@pytest.fixture
def catalogue() -> NotesCatalogue:
    return NotesCatalogue()


@pytest.fixture
def session(home: Home, catalogue: NotesCatalogue) -> Iterator[Session]:
    made = toy_session(home, models=catalogue)
    yield made
    made.close()


def sent(session: Session, *kinds: str) -> list[tuple[Any, ...]]:
    live: FakeLive = session._player.live
    return [message[1:] for message in list(live.sent) if message[0] == "keys" and (not kinds or message[1] in kinds)]


def put(session: Session) -> set[tuple[float, float]]:
    """(pitch, velocity) of everything in the newest set."""
    newest = sent(session, "sets")[-1][1][0]
    return {(message[2], message[3]) for message in sent(session, "put") if message[1] == newest}


def armed(session: Session, model: str = "notes") -> Session:
    session.choose_model(model)
    assert session.wait_idle(20)
    session.arm_keys()
    assert session.wait_idle(60) and session.keys_ready()
    return session


def test_notes_go_to_the_audio_process_on_the_thread_they_come_from(session: Session) -> None:
    recorder = Recorder(session)
    with session._lock:  # nothing that the window or a model does holds them up
        session.note_on(60, 100)
        session.note_on(64, 127, "keys")
        session.pedal(True)
        session.bend(0.5)
        session.note_off(60)
        session.note_off(60)
        session.pedal(False)
    assert sent(session, "on", "off", "pedal", "bend") == [
        ("on", 60, 100.0), ("on", 64, 127.0), ("pedal", True), ("bend", 0.5), ("off", 60), ("pedal", False)]  # fmt: skip
    assert [event.lit for event in recorder.of(ev.NotesChanged)] == [{60}, {60, 64}, {64}]


def test_a_key_that_two_hold_ends_with_the_second(session: Session) -> None:
    session.note_on(60, 100, "screen")
    session.note_on(60, 100, "Piano")
    session.note_off(60, "screen")
    assert not sent(session, "off") and session.notes_lit == {60}
    session.note_off(60, "Piano")
    assert sent(session, "off") == [("off", 60)]


def test_a_source_that_goes_lets_go_of_what_it_held(session: Session) -> None:
    for key in (60, 64):
        session.note_on(key, 100, "Piano")
    session.note_on(64, 100, "screen")
    session.pedal(True, "Piano")
    session.notes_off("Piano")
    assert sent(session, "off", "pedal")[1:] == [("off", 60), ("pedal", False)]
    assert session.notes_lit == {64}


def test_panic_and_all_notes_off_forget_every_key(session: Session) -> None:
    session.note_on(60)
    session.pedal(True, "Piano")
    session.panic()
    assert ("panic",) in session._player.calls and ("silence",) in sent(session)
    assert not session.notes_lit and not session.pedal_down


@pytest.mark.parametrize("key", [-1, 128, 4000])
def test_keys_beyond_the_keyboard_are_left_out(session: Session, key: int) -> None:
    session.note_on(key)
    session.note_off(key)
    assert not sent(session, "on", "off")


def test_a_model_of_notes_is_made_at_every_key_of_its_range_and_the_played_ones_first(session: Session, catalogue: NotesCatalogue) -> None:
    session.choose_model("notes")
    assert session.wait_idle(20)
    catalogue.notes.made.clear()
    session.note_on(47)
    assert session.wait_idle(60) and session.keys_ready() and session.keys_in_tune()
    assert catalogue.notes.made[0] == (47.0, 100.0)
    there = put(session)
    assert {(float(key), 100.0) for key in range(40, 81)} <= there
    assert (60.0, 52.0) in there and (60.0, 127.0) in there
    loops = {message[5] for message in sent(session, "put")}
    assert None not in loops, "every one can be held"


def test_nothing_is_made_before_somebody_plays(session: Session, catalogue: NotesCatalogue) -> None:
    session.choose_model("notes")
    assert session.wait_idle(20)
    assert len(catalogue.notes.made) == 1 and not sent(session, "put")


def test_keys_follow_the_sliders_and_the_held_key_is_made_at_once(session: Session, catalogue: NotesCatalogue) -> None:
    armed(session)
    session.note_on(53)
    first = sent(session, "sets")[-1][1][0]
    catalogue.notes.made.clear()
    session.set("colour", 0.5)
    session.end_gesture()
    assert session.wait_idle(60) and session.keys_ready()
    newest = sent(session, "sets")[-1][1][0]
    assert newest != first and catalogue.notes.made[1] == (53.0, 100.0), "after the sound itself"
    assert (53.0, 100.0) in put(session)


def test_a_slider_is_heard_through_held_keys_alone(session: Session) -> None:
    armed(session)
    for held, played in ((False, 1), (True, 0), (False, 1)):
        (session.note_on if held else session.note_off)(60)
        before = len(session._player.played)
        session.set("colour", session.knob_value("colour") + 0.1)
        session.end_gesture()
        assert session.wait_idle(60)
        assert len(session._player.played) - before == played
    session.set_loop(True)
    session.note_on(60)
    before = len(session._player.played)
    session.set("colour", 0.9)
    assert session.wait_idle(60)
    assert len(session._player.played) > before, "a loop that goes round follows its sliders"


def test_going_back_costs_nothing_while_the_bank_has_room(session: Session, catalogue: NotesCatalogue) -> None:
    armed(session)
    first = sent(session, "sets")[-1][1][0]
    session.set("colour", 0.5)
    session.end_gesture()
    assert session.wait_idle(60)
    catalogue.notes.made.clear()
    session.undo()
    assert session.wait_idle(60) and session.keys_ready()
    order = sent(session, "sets")[-1][1]
    assert order[0] == first
    assert not [note for note in catalogue.notes.made if note[1] == 100.0], "only other layers are made again"


def test_pitch_velocity_and_length_make_no_new_set(session: Session) -> None:
    armed(session)
    before = sent(session, "sets")[-1]
    for name, value in (("pitch", 70.0), ("velocity", 20.0), ("length", 0.5)):
        session.set(name, value)
        session.end_gesture()
        assert session.wait_idle(60)
    assert sent(session, "sets")[-1] == before


def test_another_models_sound_is_repitched_from_middle_c_and_thinned_upwards(session: Session) -> None:
    armed(session, "toy")
    assert not session.keys_in_tune()
    assert put(session) == {(float(key), 0.0) for key in ANCHORS} and float(ROOT) in {pitch for pitch, _ in put(session)}
    frames = {message[2]: message[4].frames for message in sent(session, "put")}
    assert frames[72.0] == pytest.approx(frames[60.0] / 2, rel=0.01)


def test_keys_can_play_the_shown_note_itself(session: Session) -> None:
    armed(session)
    session.set_keys_play("sound")
    assert session.wait_idle(30) and not session.keys_in_tune()
    session.undo()
    assert session.wait_idle(30) and session.keys_in_tune()


def test_a_full_bank_gives_up_older_sounds_and_never_the_newest(home: Home, catalogue: NotesCatalogue) -> None:
    live = FakeLive(RATE)
    trouble: list[Exception] = []
    queue: list[Any] = []
    sounds = KeySounds(live, lambda model, settings: catalogue.notes.render([settings])[0], queue.append, queue.append,
                       lambda seconds, act: queue.append(act), trouble.append)  # fmt: skip

    def work() -> None:
        """A callback that releases at once what was dropped."""
        while queue:
            queue.pop(0)()
            for _, kind, *rest in live.sent:
                if kind == "drop":
                    place = next((m[5] for m in live.sent if m[1] == "put" and list(m[2:5]) == rest), None)
                    if place is not None:
                        live.memory.released[place.slot] = place.generation

    sounds.arm()
    spec = catalogue.notes.spec
    for colour in range(6):
        settings = spec.defaults().with_values({"colour": colour / 6})
        sounds.heard("notes", spec, settings, catalogue.notes.render([settings])[0])
        work()
        assert sounds.ready() and (60.0, 100.0) in sounds.notes() and len(sounds.notes()) > 40
    assert not trouble
    assert sum(place.frames * 4 for place in live.slots._live.values()) < 40 << 20


def test_a_note_that_cannot_be_made_is_said_and_left_out(session: Session, catalogue: NotesCatalogue) -> None:
    def trouble(settings: Settings) -> None:
        if settings.as_dict()["pitch"] == 72.0:
            raise BadInput("No seventy-two.")

    recorder = Recorder(session)
    catalogue.notes.trouble = trouble
    original = catalogue.notes._one
    catalogue.notes._one = lambda settings: (trouble(settings), original(settings))[1]  # type: ignore[method-assign]
    armed(session)
    assert any("seventy-two" in message.text for message in recorder.of(ev.Message))
    assert (73.0, 100.0) in put(session) and (72.0, 100.0) not in put(session)


def test_a_new_audio_process_is_told_everything_anew(session: Session) -> None:
    armed(session)
    session.note_on(60)
    before = len(sent(session, "put"))
    session._keys_opened(48_000)
    assert session.wait_idle(60) and session.keys_ready()
    assert not session.notes_lit
    assert len(sent(session, "put")) == 2 * before and sent(session, "tune")


def test_the_room_turns_and_undoes_and_modulators_are_not_kept(session: Session) -> None:
    session.turn("keys/release", 1500.0)
    session.turn("keys/release", 2000.0)
    session.end_gesture()
    session.turn("keys/bend", 12.0)
    session.end_gesture()
    assert sent(session, "tune")[-1][1].release == 2.0 and sent(session, "tune")[-1][1].bend == 12.0
    session.undo()
    session.undo()
    assert session.keys_state == KeysState() and sent(session, "tune")[-1][1] == KeysState().tuning()
    session.sound_knob("keys/attack", 500.0)
    assert sent(session, "tune")[-1][1].attack == 0.5 and session.knob_value("keys/attack") == 2.0
    session.sound_knob("keys/attack", None)
    assert sent(session, "tune")[-1][1].attack == 0.002
    for bad in ("keys/dance", "keys/"):
        with pytest.raises(BadInput):
            session.turn(bad, 1.0)


def test_curves_go_through_both_ends_and_bend_between() -> None:
    for curve in (-1.0, -0.4, 0.0, 0.6, 1.0):
        state = KeysState(curve=curve)
        assert state.struck(127) == pytest.approx(127) and state.struck(1) >= 1
        struck = [state.struck(v) for v in range(1, 128)]
        assert struck == sorted(struck)
    assert KeysState(curve=-1).struck(40) > 80 > 40 > KeysState(curve=1).struck(64) and KeysState().struck(64) == pytest.approx(64)
    assert KeysState(fixed=True).struck(3) == 100


def test_state_survives_json_and_damage() -> None:
    state = KeysState(100.0, 2000.0, 12.0, -12.0, 300.0, 0.5, True, False, "sound")
    assert KeysState.from_json(json.loads(json.dumps(state.to_json()))) == state
    assert KeysState.from_json({"attack": "x", "bend": 900, "plays": 3, "ring": 1, "level": None}) == KeysState(bend=24.0)
    assert KeysState.from_json([]) == KeysState()
    assert all(number.low <= getattr(KeysState(), number.name) <= number.high for number in NUMBERS)


@pytest.mark.parametrize("frames", [0, 1, 50, 2000, 30_000])
def test_what_is_too_short_or_silent_is_not_held(frames: int) -> None:
    assert sustain(np.zeros((frames, 1), np.float32), RATE) is None
    if frames < 10_000:
        assert sustain(np.ones((frames, 2), np.float32), RATE) is None


def test_a_loop_ends_where_the_sound_is_as_it_was() -> None:
    t = np.arange(2 * RATE) / RATE
    chord = sum(np.sin(2 * np.pi * hertz * t + hertz) for hertz in (220.0, 331.3, 440.7))[:, None].astype(np.float32)
    found = sustain(chord, RATE)
    assert found is not None and found.fade == 0.0
    start, end = found.loop
    assert len(found.samples) == end
    round_trip = np.concatenate([found.samples[start:end]] * 3)
    assert np.abs(np.diff(round_trip, 2, axis=0)).max() < 1.3 * np.abs(np.diff(chord, 2, axis=0)).max()


def test_the_session_ends_while_notes_are_made(home: Home, catalogue: NotesCatalogue) -> None:
    session = toy_session(home, models=catalogue)
    session.choose_model("notes")
    session.arm_keys()
    wait_until(lambda: sent(session, "put"))
    session.close()


def test_what_is_played_higher_has_no_mirror_tones(session: Session) -> None:
    """15 kHz an octave up is beyond what can be heard; it must not come back as 14.1 kHz."""
    sounds = session._key_sounds
    sine = np.sin(2 * np.pi * 15_000 * np.arange(RATE) / RATE).astype(np.float32)[None]
    session._player.live.rate = RATE
    one = KeySet(1, None, clip=Clip(sine, RATE))
    root, _, _ = sounds._sound(one, (60.0, 0.0))
    octave, _, _ = sounds._sound(one, (72.0, 0.0))
    assert np.abs(root).max() > 0.99 and len(octave) == RATE // 2
    assert np.sqrt(np.square(octave[1000:-1000]).mean()) < 1e-3


def test_a_shipped_note_becomes_a_brighter_one_in_phase() -> None:
    """Held strings that are made brighter don't dip while one becomes the other: both have the same partials in the same phase."""
    model = shelf.load("notes", None)
    base = model.spec.defaults().with_values({"class": "strings", "second": "strings", "pitch": 57.0, "length": 2.0})
    samples = []
    for number, brightness in enumerate((0.0, 0.5)):
        found = sustain(model.render([base.with_values({"brightness": brightness})])[0].samples.T, RATE)
        assert found is not None
        samples.append(Sample(Placement(number, 1, 0, len(found.samples), 1), found.samples, found.loop, found.fade))
    pool = Pool(RATE)
    voice = pool.start(samples[0], 57)
    heard = []
    for block in range(220):
        if block == 180:
            pool.exchange(voice, samples[1], 1.0, 1.0, 0.03)
        out = np.zeros((512, 2), np.float32)
        pool.mix(out)
        heard.append(out[:, 0])
    sound = np.concatenate(heard)[160 * 512 :]
    levels = np.sqrt(np.square(sound[: len(sound) // 512 * 512].reshape(-1, 512)).mean(1))
    assert levels[20:24].min() > 0.9 * min(levels[:20].min(), levels[24:].min())
