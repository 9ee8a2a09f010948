"""The rack as a value, in the session and in the audio process's part: nothing clicks, no NaN stays, tails end."""

import json
import pickle
from collections.abc import Iterator

import numpy as np
import pytest

from studio.audio.effects import KINDS, MAX_SLOTS, PLUGIN, Plugin, Rack, Slot, fresh
from studio.engine.player import mixer as mix
from studio.engine.player.desk import Desk
from studio.engine.player.live_memory import HEARD, LIVE_BYTES, LiveBoard
from studio.engine.player.rack import AT, LOAD, LOADS, METERS, WORKS, LiveRack
from studio.engine.player.shared import TOTAL_BYTES, Board
from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Number
from tests.toy import toy_session

RATE = 48_000


def rack_of(*kinds: str) -> Rack:
    rack = Rack()
    for kind in kinds:
        rack = rack.added(kind)
    return rack


def sine(frames: int, hz: float = 220.0, level: float = 0.3) -> np.ndarray:
    one = level * np.sin(2 * np.pi * hz * np.arange(frames) / RATE)
    return np.repeat(one[:, None].astype(np.float32), 2, axis=1)


class Stage:
    """A desk whose only part plays `sound`, block by block."""

    silent = False

    def __init__(self, sound: np.ndarray, block: int = 512) -> None:
        self.board = LiveBoard(np.zeros(LIVE_BYTES, np.uint8))
        self.desk = Desk(self.board, RATE, {"sound": self})
        self.sound, self.block, self.at = sound, block, 0
        self.heard: list[np.ndarray] = []

    def take(self, message: tuple[object, ...]) -> None:
        pass

    def panic(self) -> None:
        self.sound = self.sound[: self.at]

    def process(self, out: np.ndarray) -> None:
        part = self.sound[self.at : self.at + len(out)]
        out[: len(part)] += part
        self.at += len(out)
        self.silent = self.at >= len(self.sound)

    def run(self, blocks: int) -> np.ndarray:
        for _ in range(blocks):
            out = np.zeros((self.block, 2), np.float32)
            self.desk.process(out)
            self.heard.append(out)
        return np.concatenate(self.heard)


def roughness(sound: np.ndarray) -> float:
    """The largest third difference: a step of height h gives 3 h, a smooth sine next to nothing."""
    return float(np.abs(np.diff(sound[:, 0].astype(np.float64), 3)).max())


# ---- the value


def test_a_rack_survives_json_and_pickle() -> None:
    rack = rack_of(*KINDS)
    rack = rack.with_slot(rack.slot(3).turned("cutoff", 431.5).turned("wet", 40.0).turned("on", 0.0))
    plugin = Plugin("/x/Y.vst3", "Y", "Z", (Number("mix", "Mix", 0.0, 1.0, 0.5), Number("mode", "Mode", 0.0, 1.0, 0.0, step=0.5)))
    rack = rack.added(PLUGIN, 0, plugin)
    assert Rack.from_json(json.loads(json.dumps(rack.to_json()))) == rack
    assert pickle.loads(pickle.dumps(rack)) == rack
    assert not rack.slot(3).on and rack.slot(3).get("wet") == 40.0


@pytest.mark.parametrize("data", [
    None, 5, "x", {}, [None, 7, []], [{"id": 0, "kind": "gain"}], [{"id": True, "kind": "gain"}], [{"id": 1, "kind": "nobody"}],
    [{"id": 1, "kind": ["gain"]}], [{"id": 1, "kind": "plugin"}], [{"id": 1, "kind": "plugin", "plugin": {"path": "x", "controls": [[1]]}}],
])  # fmt: skip
def test_a_damaged_rack_is_empty(data: object) -> None:
    assert len(Rack.from_json(data).slots) == (1 if data == [{"id": True, "kind": "gain"}] else 0)


def test_a_damaged_number_is_its_default_and_effects_are_not_doubled() -> None:
    data = [{"id": 4, "kind": "gain", "values": {"gain": float(10**9)}, "wet": "much", "on": 0}, {"id": 4, "kind": "reverb"}]
    rack = Rack.from_json(data)
    assert rack == Rack((fresh(4, "gain"),))


def test_a_rack_is_changed_by_values() -> None:
    rack = rack_of("gain", "reverb", "delay")
    assert [slot.kind for slot in rack.moved(1, 2).slots] == ["reverb", "delay", "gain"]
    assert [slot.kind for slot in rack.without(2).added("eq", 0).slots] == ["eq", "gain", "delay"]
    assert rack.without(2).added("eq").slots[-1].id == 4
    with pytest.raises(BadInput, match="not in the rack"):
        rack.without(9)
    with pytest.raises(BadInput, match="no effect called"):
        rack.added("nobody")
    with pytest.raises(BadInput, match="goes from"):
        rack.slot(1).turned("gain", 300.0)
    with pytest.raises(BadInput, match="at most"):
        rack_of(*["gain"] * (MAX_SLOTS + 1))


# ---- in the audio process


def test_an_empty_rack_passes_bit_for_bit_and_is_silent() -> None:
    stage = Stage(sine(4096))
    assert np.array_equal(stage.run(8), stage.sound)
    assert stage.desk.rack.silent


@pytest.mark.parametrize("kind", KINDS)
def test_coming_going_bypassing_and_moving_an_effect_never_steps(kind: str) -> None:
    stage = Stage(sine(60 * 512))
    tell = stage.desk.take
    rack = rack_of("gain", kind)
    tell(("rack", "rack", rack, 120.0, 1))
    stage.run(4)
    tell(("rack", "turn", 2, "on", 0.0))
    stage.run(6)
    tell(("rack", "turn", 2, "on", 1.0))
    stage.run(6)
    tell(("rack", "rack", rack.moved(2, 0), 120.0, 2))
    stage.run(6)
    tell(("rack", "turn", 2, "wet", 0.0))
    stage.run(6)
    tell(("rack", "turn", 2, "wet", 100.0))
    stage.run(6)
    tell(("rack", "rack", Rack(), 120.0, 3))
    sound = stage.run(20)
    assert roughness(sound) < 0.009  # as of a step of -50 dB
    assert np.array_equal(sound[-512:], stage.sound[len(sound) - 512 : len(sound)])  # all is gone


@pytest.mark.parametrize(("kind", "name"), [(kind, control.name) for kind in KINDS.values() for control in kind.controls])
def test_no_number_clicks_when_it_jumps_from_end_to_end(kind: object, name: str) -> None:
    assert hasattr(kind, "name")
    stage = Stage(sine(100 * 512))
    rack = rack_of(kind.name)
    rack = rack.with_slot(rack.slots[0].turned("wet", 100.0))
    control = rack.slots[0].control(name)
    stage.desk.take(("rack", "rack", rack, 120.0, 1))
    stage.run(4)
    steady: list[float] = []
    for value in (control.low, control.high, control.low):
        stage.desk.take(("rack", "turn", 1, name, value))
        stage.run(20)
        steady.append(roughness(np.concatenate(stage.heard[-6:])))
    jumps = roughness(np.concatenate(stage.heard[4:]))
    # a threshold that jumps by 60 dB in 60 ms is heard as such; drive and gain make overtones that don't go away
    assert jumps < max(4.0 * max(steady), 0.02 if name == "threshold" else 0.009), (jumps, steady)


def test_moves_that_come_faster_than_they_fade_end_as_they_were_asked_for() -> None:
    rng = np.random.default_rng(2)
    stage = Stage(sine(400 * 512))
    rack = rack_of("gain", "eq", "delay", "reverb")
    stage.desk.take(("rack", "rack", rack, 120.0, 0))
    stage.run(2)
    for number in range(1, 60):
        rack = rack.moved(int(rng.integers(1, 5)), int(rng.integers(0, 4)))
        stage.desk.take(("rack", "rack", rack, 120.0, number))
        if rng.random() < 0.5:
            stage.run(1)
    assert roughness(stage.run(10)) < 0.009
    assert isinstance(stage.desk.rack, LiveRack)
    assert [place.id for place in stage.desk.rack._chain.places if not place.gone] == [slot.id for slot in rack.slots]
    assert not any(place.leaves for place in stage.desk.rack._chain.places if not place.gone)


def test_an_effect_that_is_moved_there_and_back_at_once_is_still_there() -> None:
    stage = Stage(sine(100 * 512))
    rack = rack_of("gain", "eq", "lowpass")
    for number, order in enumerate((rack, rack.moved(1, 2), rack)):
        stage.desk.take(("rack", "rack", order, 120.0, number))
        stage.run(1)
    stage.run(10)
    assert isinstance(stage.desk.rack, LiveRack)
    assert [place.id for place in stage.desk.rack._chain.places if not place.gone] == [1, 2, 3]


def test_the_first_effects_fade_in_where_something_sounds_and_are_there_at_once_where_nothing_does() -> None:
    rack = rack_of("delay", "chorus", "reverb")
    stage = Stage(sine(40 * 512))
    stage.run(6)
    stage.desk.take(("rack", "rack", rack, 120.0, 1))
    assert roughness(stage.run(20)) < 0.009
    dry = Stage(np.concatenate([np.zeros((2048, 2), np.float32), np.full((64, 2), 0.5, np.float32), np.zeros((4096, 2), np.float32)]))
    dry.run(2)
    gain = rack_of("gain")
    dry.desk.take(("rack", "rack", gain.with_slot(gain.slot(1).turned("gain", -6.0)), 120.0, 1))
    sound = dry.run(4)
    assert np.allclose(sound[2048:2112], 0.5 * 10 ** (-6 / 20))


def test_a_nan_never_gets_in_or_stays() -> None:
    stage = Stage(sine(40 * 512))
    stage.sound[3000:3050] = np.nan
    stage.sound[3100] = np.inf
    stage.desk.take(("rack", "rack", rack_of("chorus", "reverb", "delay", "compressor", "ladder", "eq"), 120.0, 1))
    sound = stage.run(40)
    assert np.isfinite(sound).all() and np.abs(sound).max() < 70
    assert np.abs(sound[-2048:]).max() > 0.05  # and it plays on


class Broken:
    """A unit that gives what is no number from its third block on until it is reset."""

    reduction = lag = 0.0
    late = 0

    def __init__(self) -> None:
        self.blocks = self.resets = 0

    def set(self, values: object) -> None:
        pass

    def process(self, x: np.ndarray) -> np.ndarray:
        self.blocks += 1
        return x * np.nan if self.blocks % 3 == 0 else x.copy()

    def reset(self) -> None:
        self.resets += 1


def test_an_effect_that_breaks_is_reset_and_the_others_hear_nothing_of_it() -> None:
    from studio.audio.effect_chain import build

    unit = Broken()
    chain = build(rack_of("gain"), RATE, 120.0, lambda slot, rate, values: unit)
    for _ in range(9):
        block = np.full((2, 64), 0.5, np.float32)
        chain.process(block)
        assert np.isfinite(block).all()
    assert unit.resets == 3


def test_a_tail_rings_after_the_sound_and_then_the_rack_is_silent() -> None:
    stage = Stage(sine(2048))
    stage.desk.take(("rack", "rack", rack_of("reverb"), 120.0, 1))
    stage.run(8)
    assert not stage.desk.rack.silent
    assert np.abs(stage.heard[-1]).max() > 1e-3
    blocks = 8
    while not stage.desk.rack.silent:
        stage.run(50)
        blocks += 50
        assert blocks < 2000
    stage.run(1)
    assert not stage.heard[-1].any()


def test_a_slow_echo_is_waited_for() -> None:
    stage = Stage(sine(1024))
    rack = rack_of("delay")
    rack = rack.with_slot(rack.slots[0].turned("beats", 4.0).turned("feedback", 0.0).turned("wet", 50.0))
    stage.desk.take(("rack", "rack", rack, 60.0, 1))  # four seconds
    sound = stage.run(420)
    echo = sound[4 * RATE - 512 : 4 * RATE + 2048]
    assert np.abs(echo).max() > 0.1
    assert np.abs(sound[2048 : 4 * RATE - 512]).max() == 0.0


def test_panic_brings_tails_down_in_two_milliseconds() -> None:
    stage = Stage(sine(100 * 512))
    mixer = mix.Mixer(Board(np.zeros(TOTAL_BYTES, np.uint8)), RATE, stage.desk)
    mixer._board.gain[0] = 1.0
    mixer.settle_gain()
    stage.desk.take(("rack", "rack", rack_of("delay", "reverb"), 120.0, 1))
    out = np.zeros((512, 2), np.float32)
    for _ in range(30):
        mixer.process(out)
    mixer.commands.append(mix.Panic())
    mixer.process(out)
    assert np.abs(np.diff(out[:, 0])).max() < 0.05
    assert not out[96:].any() and out[:48].any()
    assert stage.desk.rack.silent and mixer.silent


def test_a_limiter_holds_its_ceiling() -> None:
    stage = Stage(sine(20 * 512, level=0.9))
    rack = rack_of("limiter")
    rack = rack.with_slot(rack.slots[0].turned("gain", 24.0).turned("ceiling", -6.0))
    stage.desk.take(("rack", "rack", rack, 120.0, 1))
    sound = stage.run(20)
    assert np.abs(sound[1024:]).max() <= 10 ** (-6 / 20) + 1e-6
    assert np.abs(sound[4096:]).max() > 0.45


def test_echoes_come_in_time_with_the_tempo_and_follow_it() -> None:
    stage = Stage(np.zeros((RATE * 4, 2), np.float32))
    stage.sound[:64] = stage.sound[2 * RATE : 2 * RATE + 64] = 0.5
    rack = rack_of("delay")
    rack = rack.with_slot(rack.slots[0].turned("beats", 1.0).turned("feedback", 0.0).turned("tone", 20_000.0).turned("wet", 100.0))
    stage.desk.take(("rack", "rack", rack, 120.0, 1))
    stage.run(150)
    stage.desk.take(("rack", "bpm", 60.0))
    sound = np.abs(stage.run(200)[:, 0])
    first = int(np.argmax(sound[: RATE * 3 // 2] > 0.1))
    second = int(np.argmax(sound[2 * RATE :] > 0.1))
    assert abs(first - RATE // 2) <= 2 and abs(second - RATE) <= 2


def test_meters_say_what_each_effect_does() -> None:
    stage = Stage(sine(40 * 512, level=0.8))
    rack = rack_of("gain", "compressor")
    rack = rack.with_slot(rack.slot(2).turned("threshold", -30.0))
    stage.desk.take(("rack", "rack", rack, 120.0, 7))
    stage.run(30)
    heard = stage.board.heard[AT:]
    assert heard[0] == 7 and 0 < heard[LOAD] < 10
    assert heard[METERS] == pytest.approx(0.8, abs=0.01)
    assert heard[METERS + 3] > 6.0  # dB turned down
    assert heard[METERS + 1] == 0.0


def test_a_plug_in_that_cannot_load_is_left_out_and_named() -> None:
    stage = Stage(sine(4096))
    rack = rack_of("gain").added(PLUGIN, None, Plugin("/nowhere/Gone.vst3", "Gone"))
    stage.desk.take(("rack", "rack", rack, 120.0, 1))
    assert stage.board.heard[AT + 2] == 2
    assert np.array_equal(stage.run(4), stage.sound[:2048])
    assert isinstance(stage.desk.rack, LiveRack)


def test_the_plug_in_that_loads_is_named_while_another_works(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should it take the process down, it is the one that is bypassed: blocks go on meanwhile."""
    from studio.audio import effect_chain

    stage = Stage(sine(1 << 16))
    named: list[list[float]] = []

    def place_for(slot: Slot, rate: int, bpm: float, *, enters: bool) -> effect_chain.Place:
        stage.run(2)
        named.append(stage.board.heard[AT + LOADS : AT + WORKS + 1].tolist())
        return effect_chain.Place(slot, Broken(), rate, bpm, enters=enters)

    monkeypatch.setattr(effect_chain, "place_for", place_for)
    rack = Rack()
    for version, name in enumerate(("First", "Second"), 1):
        rack = rack.added(PLUGIN, None, Plugin(f"/x/{name}.vst3", name))
        stage.desk.take(("rack", "rack", rack, 120.0, version))
        stage.run(2)
    assert named == [[1.0, 0.0], [2.0, 0.0]]
    assert stage.board.heard[AT + LOADS] == 0.0


# ---- in the session


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    assert made.wait_idle(10)
    yield made
    made.close()


def sent(session: Session) -> list[tuple[object, ...]]:
    return [one for one in session._player.live.sent if one[0] == "rack"]


def test_effects_are_added_turned_and_undone(session: Session) -> None:
    reverb, gain = session.add_effect("reverb"), session.add_effect("gain", 0)
    assert [slot.kind for slot in session.rack.slots] == ["gain", "reverb"]
    for value in (60.0, 70.0, 80.0):
        session.turn(f"rack/{reverb}.size", value)
    session.end_gesture()
    assert session.knob_value(f"rack/{reverb}.size") == 80.0
    assert sent(session)[-1] == ("rack", "turn", reverb, "size", 80.0)
    session.undo()
    assert session.knob_value(f"rack/{reverb}.size") == 55.0
    assert sent(session)[-1] == ("rack", "turn", reverb, "size", 55.0)
    session.move_effect(gain, 1)
    assert sent(session)[-1][1] == "rack" and sent(session)[-1][2] == session.rack
    session.undo()
    session.undo()
    assert [slot.kind for slot in session.rack.slots] == ["reverb"]
    session.remove_effect(reverb)
    assert session.rack == Rack()
    session.undo()
    assert [slot.kind for slot in session.rack.slots] == ["reverb"]


def test_every_number_of_an_effect_is_a_knob_with_its_unit(session: Session) -> None:
    id = session.add_effect("delay")
    knobs = {knob.address: knob for knob in session.knobs() if knob.room == "Effects"}
    assert set(knobs) == {f"rack/{id}.{name}" for name in ("beats", "feedback", "tone", "spread", "wet", "on")}
    assert knobs[f"rack/{id}.tone"].control.unit == "Hz"
    session.turn(f"rack/{id}.on", 0.0)
    assert not session.rack.slot(id).on
    with pytest.raises(BadInput):
        session.turn(f"rack/{id}.nothing", 0.0)
    with pytest.raises(BadInput):
        session.knob_value("rack/x.wet")


def test_a_modulator_is_heard_and_not_kept(session: Session) -> None:
    id = session.add_effect("lowpass")
    before = session.project
    session.sound_knob(f"rack/{id}.cutoff", 500.0)
    assert sent(session)[-1] == ("rack", "turn", id, "cutoff", 500.0)
    session.sound_knob(f"rack/{id}.cutoff", None)
    assert sent(session)[-1] == ("rack", "turn", id, "cutoff", 2000.0)
    assert session.project is before


def test_what_cannot_be_is_a_message_and_changes_nothing(session: Session) -> None:
    told: list[str] = []
    session.subscribe(lambda event: told.append(getattr(event, "text", "")))
    assert session.add_effect("nobody") == 0
    session.move_effect(99, 0)
    assert session.rack == Rack()
    assert any("nobody" in text for text in told) and any("not in the rack" in text for text in told)


def test_a_new_process_gets_the_rack_and_a_guilty_plug_in_is_bypassed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    session.subscribe(lambda event: told.append(getattr(event, "text", "")))
    session._add_effect(PLUGIN, None, Plugin("/x/Crashes.vst3", "Crashes"))
    session.add_effect("reverb")
    live = session._player.live
    live.sent.clear()
    session._rack_opened(RATE)
    assert sent(session)[-1][2] == session.rack and session.rack.slots[0].on
    monkeypatch.setattr(live, "heard_last", lambda start, count: np.eye(1, HEARD, AT + WORKS)[0, start : start + count])
    session._rack_opened(RATE)
    assert not session.rack.slots[0].on and session.rack.slots[1].on
    assert sent(session)[-1][2] == session.rack
    assert any("'Crashes' is bypassed" in text for text in told)


def test_the_tempo_is_told_while_there_are_effects(session: Session) -> None:
    session.add_effect("delay")
    session.set_bpm(90.0)
    assert ("rack", "bpm", 90.0) in sent(session)
