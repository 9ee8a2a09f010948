"""A musician at work, with the real window, the shipped models and a captured output: beat, re-roll, guitar, XY pad, crossfade, record,
edit the latent lane, export. What came out is compared with the tape, sample for sample: no gap, no click, no jitter.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from studio.app import Studio, build
from studio.audio.files import read_clip
from studio.bench.stillness import Watch
from studio.engine.player import Player
from studio.engine.player.mixer import CEILING
from studio.engine.player.nullsink import Capture, NullSink
from studio.paths import Home

RATE = 44_100
SNARE = 1  # the pad
STREAMS = ("guitar", "pad")
ROUNDS = 3
ALIKE = RATE // 10  # frames by which a capture is laid over the tape


@pytest.fixture
def studio(qtbot: QtBot, home: Home, sink: NullSink) -> Iterator[Studio]:
    made = build(home=home, player=Player(block=512))
    with made:
        made.window.resize(1440, 880)
        made.window.show()
        made.session.set_volume_db(0.0)
        qtbot.waitUntil(lambda: made.session.spec is not None, timeout=30_000)
        qtbot.waitUntil(lambda: made.session.status().state == "ok", timeout=30_000)
        yield made


def laid_over(captured: np.ndarray, tape: np.ndarray) -> int:
    """The frame of the capture at which the tape begins: where its first loud tenth of a second is found bit for bit."""
    loud = int(np.flatnonzero(np.abs(tape).max(axis=1) > 0.05)[0])
    wanted = tape[loud : loud + ALIKE]
    for place in np.flatnonzero((captured[:-ALIKE] == wanted[0]).all(axis=1)):
        if np.array_equal(captured[place : place + ALIKE], wanted):
            return int(place) - loud
    raise AssertionError("what was heard is not on the tape")


def departures(captured: np.ndarray, tape: np.ndarray) -> list[int]:
    """Frames of the capture where it stops following the tape; where it left out or put in frames it is followed on from there."""
    tape = np.clip(tape, -CEILING, CEILING)
    found, offset = [], laid_over(captured, tape)
    at = max(0, -offset)
    while at < len(tape):
        part = captured[at + offset :][: len(tape) - at]
        wrong = np.flatnonzero((part != tape[at : at + len(part)]).any(axis=1))
        if not len(wrong):
            break
        at += int(wrong[0])
        found.append(at + offset)
        later = tape[at + RATE // 2 :]
        if len(later) < RATE or not np.abs(later).max() > 0.05:
            break
        offset = laid_over(captured[found[-1] :], later) + found[-1] - at - RATE // 2
        at += RATE // 2
    return found


def drag(qtbot: QtBot, widget: Any, places: list[tuple[float, float]]) -> None:
    """Press at the first place (shares of width and height), go through the others, let go."""
    points = [QPoint(round(x * (widget.width() - 1)), round(y * (widget.height() - 1))) for x, y in places]
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(widget, point)
        qtbot.wait(25)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=points[-1])


def start_beat(session: Any, qtbot: QtBot) -> None:
    session.demo_beat()
    qtbot.waitUntil(lambda: session.pads_heard().running and session.pads_ready(), timeout=60_000)
    qtbot.waitUntil(lambda: sum(session.pads_heard().hits) > 12, timeout=20_000)


def reroll_the_snare(session: Any, qtbot: QtBot) -> None:
    """Another snare takes over while the pattern goes on, never standing still."""
    before, hits = session.pad_sound(SNARE), sum(session.pads_heard().hits)
    session.reroll_pad(SNARE)
    qtbot.waitUntil(lambda: session.pad_sound(SNARE) != before and session.pads_ready(), timeout=30_000)
    qtbot.waitUntil(lambda: sum(session.pads_heard().hits) > hits + 12, timeout=20_000)
    assert session.pads_heard().running and session.pads_heard().starts == 1


def start_streams(session: Any, qtbot: QtBot) -> None:
    session.choose_model(STREAMS[0])
    qtbot.waitUntil(lambda: session.spec is not None and session.spec.id == STREAMS[0], timeout=30_000)
    session.put_on_deck(0)
    session.put_on_deck(1, STREAMS[1])
    qtbot.waitUntil(lambda: session.decks()[1].model == STREAMS[1], timeout=30_000)
    for deck in (0, 1):
        session.start_deck(deck)
    qtbot.waitUntil(lambda: all(deck.running and not deck.loading for deck in session.stream_status().decks), timeout=30_000)
    qtbot.waitUntil(lambda: session.stream_status().decks[0].level > 0.001, timeout=20_000)


def play_with_hands(window: Any, session: Any, qtbot: QtBot) -> None:
    """The XY pad under the mouse, then the crossfader from the guitar to the other timbre, beat and window going on."""
    window.live.show_page("xy")
    pad = window.live.page_named("xy").pad
    qtbot.waitUntil(lambda: pad.isVisible() and pad.width() > 50, timeout=5_000)
    place, before = session.xy_place(), session.stream_status().decks[0].latents.copy()
    circle = [(0.5 + 0.35 * np.cos(a), 0.5 + 0.35 * np.sin(a)) for a in np.linspace(0, 4 * np.pi, 60)]
    drag(qtbot, pad, [(0.5, 0.5), *circle])
    assert session.xy_place() != place and not np.allclose(session.stream_status().decks[0].latents, before, atol=0.05)
    for share in np.linspace(0.0, 1.0, 40):
        session.turn("stream/crossfader", float(share))
        qtbot.wait(20)
    session.end_gesture()
    qtbot.waitUntil(lambda: session.stream_status().decks[0].level < 1e-4 < session.stream_status().decks[1].level, timeout=5_000)
    session.turn("stream/crossfader", 0.4)
    session.end_gesture()


def record(session: Any, qtbot: QtBot) -> Any:
    known = {take.id for take in session.takes()}
    session.start_recording(before=2.0)
    qtbot.wait(1_500)
    session.stop_recording()
    qtbot.waitUntil(lambda: any(session.trajectory(t.id) for t in session.takes() if t.id not in known), timeout=30_000)
    return next(take for take in session.takes() if take.id not in known and session.trajectory(take.id))


def edit_the_lane(session: Any, take: Any, qtbot: QtBot) -> None:
    """Half of the first latent goes up by a sigma; it is rendered again as a take of its own, which sounds different."""
    track = session.curves_of(take.id).tracks[0]
    half = len(track.frames) // 2
    session.edit_curve(take.id, 0, 0, half, track.frames[half:, 0] + 1.0, "Shift")
    known = {one.id for one in session.takes()}
    session.render_curves(take.id)
    qtbot.waitUntil(lambda: any(one.id not in known for one in session.takes()), timeout=60_000)
    again = next(one for one in session.takes() if one.id not in known)
    edited = session.trajectory(again.id).tracks[0].frames
    assert np.allclose(edited[half + 50 : -1, 0], track.frames[half + 50 : -1, 0] + 1.0, atol=1e-3)
    assert session.can_undo and abs(again.seconds - take.seconds) < 0.1


def export(session: Any, folder: Path, qtbot: QtBot) -> list[Path]:
    session.export_pattern(folder, ("loop", "stems", "midi"), bits=32, rounds=ROUNDS, tails="cut")
    qtbot.waitUntil(lambda: all(job.over for job in session.jobs()) and any(folder.glob("*.mid")), timeout=60_000)
    return sorted(folder.iterdir())


def test_a_musician_plays_records_edits_and_exports(
    studio: Studio, capture: Capture, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session: Any = studio.session
    studio.window.workspace.open("liveDock")
    with Watch() as watch:
        start_beat(session, qtbot)
        beat_from = session.tape_at()
        qtbot.wait(5_000)
        beat_until = session.tape_at()
        written = export(session, tmp_path / "out", qtbot)
        reroll_the_snare(session, qtbot)
        start_streams(session, qtbot)
        play_with_hands(studio.window, session, qtbot)
        take = record(session, qtbot)
        edit_the_lane(session, take, qtbot)
        session.stop_pattern()
        session.stop()
        qtbot.wait(600)
        end = session.tape_at()
    still = watch.stop()
    assert end < 58 * RATE, "longer than the tape: nothing could be compared"
    heard, captured = session.taped(0, end), capture.samples()

    wrong = departures(captured, heard)
    stalls = [still.before(capture.heard_ns(frame), 8.0) for frame in wrong]
    excused = sum(one is not None for one in stalls) if still.proof else 0
    assert len(wrong) == excused, f"{len(wrong)} breaks at {wrong[:8]}, the machine stood still at {excused} of them only"
    if wrong:
        with capsys.disabled():
            print(f"\n{len(wrong)} breaks, at each of which the machine itself stood still.")

    loops = [file for file in written if file.suffix == ".wav"]
    assert len(loops) > 4 and any(file.suffix == ".mid" for file in written)
    loop = read_clip(min(loops, key=lambda file: len(file.name))).samples.T
    a_round = len(loop) // ROUNDS
    assert len(loop) == round(ROUNDS * 16 * 15.0 / session.project.bpm * RATE)
    with_tails, played = loop[a_round:], heard[beat_from + RATE // 2 : beat_until][:a_round]  # its first round has none before it
    start = laid_over(with_tails, played)  # raises where the beat that was heard is not the beat that was written
    assert np.array_equal(with_tails[start : start + a_round], played)
    assert 2.5 < take.seconds < 5.0
