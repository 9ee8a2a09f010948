"""What a person does with the window, each by mouse, keys and commands. A table of acts for the scripted session. GUI thread of a scene."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt

from studio.bench.actor import Scene
from studio.bench.hand import Hand, Modifier

Act = Callable[[Hand], Scene]
CONTROL, SHIFT, ALT = Modifier.ControlModifier, Modifier.ShiftModifier, Modifier.AltModifier
Keys = Qt.Key


def table(folder: Path) -> dict[str, Act]:
    """Every act by its name, in the order in which they are done. folder: an empty one with foreign.wav, for files."""
    return {
        "a slider is dragged": drag_slider,
        "a slider by keys and wheel": slider_by_keys,
        "generate": generate,
        "loop and play": loop_and_play,
        "a slider while it loops": drag_slider,
        "randomise and nudge": randomise,
        "undo and redo": undo_and_redo,
        "zoom and pan": zoom,
        "a selection": select,
        "snapshots and morph": snapshots,
        "takes in the strip": takes,
        "a take is deleted and comes back": delete_take,
        "compare A and B": compare,
        "sixteen at once": sixteen,
        "browser tabs": browse,
        "search": search,
        "presets": presets,
        "a file of ours is opened": lambda hand: reopen(hand, folder),
        "a foreign sound is opened": lambda hand: foreign(hand, folder),
        "docks": docks,
        "another look of the spectrogram": look,
        "light and dark": theme,
        "dialogs": dialogs,
        "the window's size": resize,
        "back in the history": history,
        "panic": panic,
    }


# ---- sound


def drag_slider(hand: Hand) -> Scene:
    from studio.ui.widgets.value_slider import ValueSlider

    slider = hand.one_of(ValueSlider, hand.window.controls)
    middle, before = slider.rect().center(), slider.value_now
    inwards = -90 if before > 0 else 90  # one that stands at its end can't go further
    yield from hand.drag(slider, middle, middle + QPoint(inwards, 0), steps=60)
    yield from hand.expect(lambda: slider.value_now != before, "another value")
    return {}


def generate(hand: Hand) -> Scene:
    for _ in range(2):
        before = len(hand.session.takes())
        yield from hand.keys(Keys.Key_G)
        yield from hand.expect(lambda before=before: len(hand.session.takes()) > before, "a new take")  # type: ignore[misc]
    return {}


def slider_by_keys(hand: Hand) -> Scene:
    from studio.ui.widgets.value_slider import ValueSlider

    slider = hand.one_of(ValueSlider, hand.window.controls)
    slider.setFocus()
    before = slider.value_now
    yield from hand.keys(Keys.Key_Left if before > 0 else Keys.Key_Right, times=8)
    yield from hand.expect(lambda: slider.value_now != before, "another value")
    yield from hand.wheel(slider, slider.rect().center(), 4)
    yield from hand.keys(Keys.Key_Home, Keys.Key_Delete)
    return {}


def loop_and_play(hand: Hand) -> Scene:
    hand.session.set_loop(True)
    hand.session.play()
    yield from hand.until(lambda: hand.session.status().playing, "playing")
    yield 1.0
    yield from hand.keys(Keys.Key_Space, Keys.Key_Space)
    return {}


def randomise(hand: Hand) -> Scene:
    for modifier in (Modifier.NoModifier, Modifier.NoModifier, SHIFT):
        before = hand.session.settings
        yield from hand.keys(Keys.Key_R, modifier=modifier)
        yield from hand.expect(lambda before=before: hand.session.settings != before, "new values")  # type: ignore[misc]
    return {}


def undo_and_redo(hand: Hand) -> Scene:
    before = hand.session.undo_text, hand.session.settings
    yield from hand.keys(Keys.Key_Z, modifier=CONTROL, times=6)
    yield from hand.expect(lambda: (hand.session.undo_text, hand.session.settings) != before and hand.session.can_redo, "an undone step")
    yield from hand.keys(Keys.Key_Z, modifier=CONTROL | SHIFT, times=4)
    return {}


def snapshots(hand: Hand) -> Scene:
    yield from hand.act("store_1")
    yield from hand.act("randomise")
    yield from hand.act("store_2")
    yield from hand.act("snapshot_1")
    yield from hand.expect(lambda: hand.session.project.snapshots[0].settings == hand.session.settings, "what the snapshot holds")
    for step in range(30):
        hand.session.morph(0, 1, step / 29)
        yield 0.02
    hand.session.end_gesture()
    return {}


def sixteen(hand: Hand) -> Scene:
    before = len(hand.session.takes())
    yield from hand.idle(hand.session.render_many(16))
    yield from hand.until(lambda: len(hand.session.takes()) >= before + 16, "the sixteenth take")
    return {}


def panic(hand: Hand) -> Scene:
    yield from hand.keys(Keys.Key_Escape)
    yield from hand.until(lambda: not hand.session.status().playing, "silence")
    return {}


# ---- viewer


def zoom(hand: Hand) -> Scene:
    wave = hand.window.viewer.wave
    place = QPoint(wave.width() // 3, wave.height() // 2)
    yield from hand.wheel(wave, place, 10)
    view = hand.window.viewer.window_
    yield from hand.expect(lambda: view.end - view.start < 0.5 * view.duration, "a closer view")
    yield from hand.wheel(wave, place, 5, modifier=SHIFT)
    yield from hand.drag(wave, place, place + QPoint(80, 0), button=Qt.MouseButton.MiddleButton)
    yield from hand.wheel(wave, place, -4)
    yield from hand.keys(Keys.Key_F)
    yield from hand.expect(lambda: view.end - view.start == view.duration, "the whole")
    return {}


def select(hand: Hand) -> Scene:
    wave = hand.window.viewer.wave
    at = lambda share: QPoint(round(wave.width() * share), wave.height() // 2)  # noqa: E731
    yield from hand.drag(wave, at(0.2), at(0.5))
    view = hand.window.viewer.window_
    yield from hand.keys(Keys.Key_E, modifier=CONTROL)
    yield from hand.expect(lambda: view.end - view.start < 0.6 * view.duration, "the selection filling the view")
    yield from hand.keys(Keys.Key_F, Keys.Key_Escape, Keys.Key_Escape)
    return {}


def compare(hand: Hand) -> Scene:
    for name in ("set_a", "randomise", "compare", "compare", "difference"):
        yield from hand.act(name)
    yield 0.5
    for name in ("difference", "clear_a"):
        yield from hand.act(name)
    return {}


def look(hand: Hand) -> Scene:
    from studio.audio.spectrum import Look

    before = hand.session.look
    for other in (Look("pitch", "log"), Look("transients", "linear"), before):
        hand.session.set_look(other)
        yield 0.4
    return {}


# ---- takes, presets, files


def takes(hand: Hand) -> Scene:
    hand.window.takes.list.setFocus()
    yield from hand.keys(Keys.Key_Home)
    yield from hand.keys(Keys.Key_Right, times=8)
    starred = lambda: sum(take.starred for take in hand.session.takes())  # noqa: E731
    before = starred()
    yield from hand.keys(Keys.Key_S)
    yield from hand.expect(lambda: starred() != before, "a star")
    yield from hand.keys(Keys.Key_Return)
    yield from hand.wheel(hand.window.takes.list.viewport(), QPoint(50, 20), -10)
    return {}


def delete_take(hand: Hand) -> Scene:
    before = len(hand.session.takes())
    hand.window.takes.list.setFocus()
    yield from hand.keys(Keys.Key_End, Keys.Key_Delete)
    yield from hand.until(lambda: len(hand.session.takes()) == before - 1, "the take being gone")
    yield from hand.keys(Keys.Key_Z, modifier=CONTROL)
    yield from hand.until(lambda: len(hand.session.takes()) == before, "the take being back")
    return {}


def browse(hand: Hand) -> Scene:
    for name in ("models", "presets", "sounds", "takes"):
        hand.window.browser.show_tab(name)
        yield 0.3
    for name in ("back", "forward"):
        yield from hand.act(name)
    return {}


def search(hand: Hand) -> Scene:
    hand.window.browser.show_tab("takes")
    yield from hand.act("search")
    yield from hand.write("snare")
    yield from hand.expect(lambda: hand.window.browser.search.field.text() == "snare", "the text in the search field")
    yield from hand.keys(Keys.Key_A, modifier=CONTROL)
    yield from hand.keys(Keys.Key_Delete, Keys.Key_Escape)
    hand.window.takes.list.setFocus()
    return {}


def presets(hand: Hand) -> Scene:
    hand.count += 1
    hand.session.save_preset(f"Sound {hand.count}", ("bench",))
    yield from hand.expect(lambda: any(one.name == f"Sound {hand.count}" for one in hand.session.presets()), "the preset")
    yield from hand.act("randomise")
    for name in ("next_preset", "previous_preset", "previous_preset"):
        yield from hand.act(name)
    return {}


def reopen(hand: Hand, folder: Path) -> Scene:
    """Export three takes, and open one of the files."""
    hand.count += 1
    place = folder / f"export {hand.count}"
    yield from hand.idle(hand.session.export([take.id for take in hand.session.takes()[:3]], place, "wav", 24, 44_100))
    hand.session.open_sound(min(place.iterdir()))
    yield 0.7
    return {}


def foreign(hand: Hand, folder: Path) -> Scene:
    before = hand.session.settings
    hand.session.open_sound(folder / "foreign.wav")
    yield from hand.until(lambda: hand.session.settings != before, "the sound being encoded", 20.0)
    yield 0.3
    return {}


# ---- window


def docks(hand: Hand) -> Scene:
    for name in ("show_browser", "show_history", "show_takes", "show_controls"):
        yield from hand.act(name)
        yield from hand.act(name)
    return {}


def theme(hand: Hand) -> Scene:
    from studio.ui.theme import is_dark, set_theme

    before = "dark" if is_dark() else "light"
    for name in ("light" if before == "dark" else "dark", before):
        set_theme(name)
        yield 0.4
    return {}


def dialogs(hand: Hand) -> Scene:
    for name in ("preferences", "keys", "about", "export"):
        yield from hand.act(name)
        yield from hand.close_dialogs()
    return {}


def resize(hand: Hand) -> Scene:
    before = hand.window.size()
    for step in range(10):
        hand.window.resize(1280 + 20 * step, 720 + 10 * step)
        yield 0.05
    hand.window.resize(before)
    yield 0.3
    return {}


def history(hand: Hand) -> Scene:
    steps = len(hand.session.history())
    for place in (max(0, steps - 8), steps - 1):
        hand.session.go_to_step(place)
        yield 0.4
    return {}
