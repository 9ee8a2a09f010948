"""Keys through a real PortAudio stream: held loops bit for bit, sixteen voices, thieves and releases without a click; a model that is
played while its sliders move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from studio.audio.sustain import sustain
from studio.engine.player import Player
from studio.engine.player.desk import HEARD_KEYS, WISH_KEYS_GAIN
from studio.engine.player.keys import NOTES_HEARD, Tuning
from studio.engine.player.keys import Keys as KeysPart
from studio.engine.player.live_memory import BANK_BYTES, BANK_SLOTS, LIVE_BYTES, LiveBoard
from studio.engine.player.nullsink import Capture
from studio.engine.player.shared import Slots
from studio.engine.session import Session
from studio.models import catalogue
from studio.models.pitch import pitch
from studio.paths import Home
from tests.sound.test_playback import RATE, Once, differences, player, silent_at_the_end, unbroken
from tests.toy import toy_session
from tests.waiting import wait_until

__all__ = ["player", "unbroken"]  # fixtures

LEVEL = 0.05


def tone(key: float, decay: float = 0.0, level: float = LEVEL) -> np.ndarray:
    """(frames, 1): three partials of a note."""
    t = np.arange(2 * RATE) / RATE
    hertz = 440.0 * 2 ** ((key - 69) / 12)
    wave = sum(np.sin(2 * np.pi * n * hertz * t) / n for n in (1, 2, 3)) * np.exp(-decay * t)
    return (level * wave).astype(np.float32)[:, None]


def put(player: Player, key: float, samples: np.ndarray, number: int = 1) -> None:
    found = sustain(samples, RATE)
    assert found is not None
    place = player.live.place(found.samples)
    assert place is not None
    player.live.send("keys", "put", number, float(key), 127.0, place, found.loop, found.fade)


def begin(player: Player, attack: float = 0.005, release: float = 0.05) -> None:
    player.live.wish(WISH_KEYS_GAIN, 1.0)
    player.live.send("keys", "tune", Tuning(attack, release))
    player.live.send("keys", "sets", (2, 1))


def voices(player: Player) -> int:
    return int(player.live.heard(HEARD_KEYS, 1)[0])


def begun(player: Player) -> int:
    return int(player.live.heard(HEARD_KEYS + NOTES_HEARD, 1)[0])


def clicks(sound: np.ndarray, most: float, start: int) -> list[int]:
    """Frames at which the sound (frames, 2) bends more than notes do."""
    return [start + int(frame) for frame in np.flatnonzero(np.abs(np.diff(sound, 2, axis=0)).max(1) > most)]


def bends(samples: np.ndarray) -> float:
    return float(np.abs(np.diff(samples, 2, axis=0)).max())


def gaps(sound: np.ndarray, start: int) -> list[int]:
    """Where 64 frames or more are silent between the first sound and the last."""
    there = np.flatnonzero(sound.any(axis=1))
    holes = np.flatnonzero(np.diff(there) > 64)
    return [start + int(there[hole]) for hole in holes]


@pytest.mark.parametrize(("key", "decay"), [(60, 0.0), (60, 0.8), (61, 0.0), (72, 0.0)])
def test_a_held_note_is_heard_as_computed_bit_for_bit(
    player: Player, capture: Capture, unbroken: Callable[[Once], None], key: int, decay: float
) -> None:
    """At its own pitch and at others, over several rounds of its loop."""
    begin(player)
    put(player, 60.0, tone(60, decay))
    board = LiveBoard(np.zeros(LIVE_BYTES, np.uint8))
    board.wishes[WISH_KEYS_GAIN] = 1.0
    part = KeysPart(board, RATE)
    found = sustain(tone(60, decay), RATE)
    place = Slots(board, BANK_SLOTS, BANK_BYTES).place(found.samples) if found is not None else None
    assert found is not None and place is not None
    part.take(("tune", Tuning(0.005, 0.05)))
    part.take(("sets", (2, 1)))
    part.take(("put", 1, 60.0, 127.0, place, found.loop, found.fade))
    part.take(("on", key, 127))
    expected = np.zeros((3 * RATE // 512 * 512, 2), np.float32)  # the loop begins and ends in the first two
    for start in range(0, len(expected), 512):
        part.process(expected[start : start + 512])

    def once(number: int) -> list[int]:
        start = len(capture.samples())
        player.live.send("keys", "on", key, 127)
        wait_until(lambda: capture.samples()[start:].any())
        first = start + int(np.flatnonzero(capture.samples()[start:].any(axis=1))[0])
        wait_until(lambda: len(capture.samples()) > first + len(expected), 20)
        player.live.send("keys", "off", key)
        wait_until(lambda: silent_at_the_end(capture))
        sounding = np.flatnonzero(expected.any(axis=1))[0]
        return differences(capture, start, expected[sounding:])

    unbroken(once)


def test_sixteen_voices_one_more_and_all_let_go_without_a_click(
    player: Player, capture: Capture, unbroken: Callable[[Once], None]
) -> None:
    keys = range(48, 65)
    begin(player)
    for key in keys:
        put(player, float(key), tone(key, level=0.02))
    most = 1.5 * sum(bends(tone(key, level=0.02)) for key in keys)

    def once(number: int) -> list[int]:
        start, notes = len(capture.samples()), begun(player)
        for key in keys[:-1]:
            player.live.send("keys", "on", key, 60 if key == 50 else 127)
        wait_until(lambda: begun(player) == notes + 16 and voices(player) == 16)
        held = len(capture.samples())
        wait_until(lambda: len(capture.samples()) > held + RATE // 2)
        player.live.send("keys", "on", keys[-1], 127)
        wait_until(lambda: begun(player) == notes + 17 and voices(player) == 16)
        stolen = len(capture.samples())
        wait_until(lambda: len(capture.samples()) > stolen + RATE)
        sound = capture.samples()[stolen + RATE // 4 : stolen + RATE]
        size = np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound))))
        lines = {key: size[round(440 * 2 ** ((key - 69) / 12) * len(sound) / RATE)] for key in keys}
        assert lines.pop(50) < 0.2 * min(lines.values()), "the softest of them gave way, and all others sound"
        for key in keys:
            player.live.send("keys", "off", key)
        wait_until(lambda: voices(player) == 0 and silent_at_the_end(capture))
        heard = capture.samples()[start:]
        return clicks(heard, most, start) + gaps(heard, start)

    unbroken(once)


def test_a_held_note_becomes_another_sound_without_a_click(
    player: Player, capture: Capture, unbroken: Callable[[Once], None]
) -> None:
    begin(player)
    soft, loud = tone(60), tone(60, level=2 * LEVEL)
    put(player, 60.0, soft)
    most = 1.5 * bends(loud)

    def once(number: int) -> list[int]:
        start = len(capture.samples())
        player.live.send("keys", "on", 60, 127)
        wait_until(lambda: len(capture.samples()) > start + RATE)
        for step in range(8):
            put(player, 60.0, soft if step % 2 else loud, number=2)
            wait = len(capture.samples())
            wait_until(lambda wait=wait: len(capture.samples()) > wait + RATE // 8)
        player.live.send("keys", "off", 60)
        player.live.send("keys", "drop", 2, 60.0, 127.0)
        wait_until(lambda: silent_at_the_end(capture))
        heard = capture.samples()[start:]
        return clicks(heard, most, start) + gaps(heard, start)

    unbroken(once)


def test_panic_silences_held_notes_and_their_pedal(player: Player, capture: Capture) -> None:
    begin(player)
    put(player, 60.0, tone(60))
    player.live.send("keys", "pedal", True)
    player.live.send("keys", "on", 60, 127)
    wait_until(lambda: voices(player) == 1)
    player.panic()
    wait_until(lambda: voices(player) == 0 and silent_at_the_end(capture))


class Shipped:
    """The catalogue as it is."""

    def list_models(self, home: object = None) -> list[catalogue.ModelCard]:
        return [card for card in catalogue.list_models(None) if card.id == "notes"]

    def load(self, model: str, home: object = None) -> object:
        return catalogue.load(model, None)


@pytest.fixture
def session(home: Home, player: Player) -> Iterator[Session]:
    made = toy_session(home, player=player, models=Shipped())
    made.set_volume_db(0.0)
    yield made
    made.close()


def test_a_model_is_played_in_tune_while_its_sliders_move(
    session: Session, player: Player, capture: Capture, unbroken: Callable[[Once], None]
) -> None:
    """A string is held for four seconds, and twice as bright from the second on; a fifth comes in between."""
    session.set("class", "strings")
    session.end_gesture()
    session.note_on(57, 1)
    session.note_off(57)
    wait_until(lambda: (57.0, 100.0) in session._key_sounds.notes(), 60)

    def once(number: int) -> list[int]:
        session.stop()
        wait_until(lambda: voices(player) == 0 and silent_at_the_end(capture), 20)
        start = len(capture.samples())
        session.note_on(57, 100)
        wait_until(lambda: capture.samples()[start:].any())
        first = start + int(np.flatnonzero(capture.samples()[start:].any(axis=1))[0])
        wait_until(lambda: len(capture.samples()) > first + RATE)
        for step in range(10):
            session.turn("brightness", 0.1 * (step + 1) if number % 2 == 0 else 1.0 - 0.1 * step)
            session.stop()  # what the slider itself lets sound
            moved = len(capture.samples())
            wait_until(lambda moved=moved: len(capture.samples()) > moved + RATE // 10)
        session.end_gesture()
        changed = len(capture.samples())
        wait_until(lambda: len(capture.samples()) > changed + RATE)
        sound = capture.samples()[:, 0]
        for part in (sound[first + RATE // 4 : first + RATE], sound[changed + RATE // 4 : changed + RATE]):
            assert abs(pitch(part, RATE, 54.0, 60.0)[0] - 57.0) < 0.05, "in tune to five cents"
        session.note_on(64, 100)
        wait_until(lambda: voices(player) == 2)
        session.note_off(57)
        session.note_off(64)
        wait_until(lambda: voices(player) == 0 and silent_at_the_end(capture))
        return gaps(capture.samples()[first:], first)

    unbroken(once)
