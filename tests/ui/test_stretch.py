"""The dialog of pitch and length, from the menu and from a take; and effects in the export dialog."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.audio import files
from studio.engine.automation import Automation, Lane
from studio.engine.edits import rack_of
from studio.ui.dialogs.export import ExportDialog
from tests.ui.conftest import Hands


def test_the_shown_sound_becomes_a_take_of_another_pitch(hands: Hands) -> None:
    hands.session.generate()
    hands.settle()
    (old,) = hands.session.takes()
    hands.window.actions_["stretch"].trigger()
    dialog = hands.child("stretchDialog")
    dialog.pitch.field.typed.emit("-5")
    dialog.length.field.typed.emit("50")
    dialog.go.click()
    hands.until(lambda: len(hands.session.takes()) == 2, 60)
    hands.settle()
    new = hands.session.takes()[0]
    assert new.recipe.edits[-1]["semitones"] == -5.0 and new.recipe.edits[-1]["seconds"] == 0.5
    assert new.seconds == old.seconds / 2


def test_a_take_is_stretched_from_its_menu(hands: Hands) -> None:
    hands.session.generate()
    hands.settle()
    (old,) = hands.session.takes()
    desk: Any = hands.window.takes.desk
    desk.stretch(old.id, old.title, hands.window)
    dialog = hands.child("stretchDialog")
    assert not dialog.pitch.dice.isVisible() and not dialog.pitch.lock.isVisible()
    dialog.length.field.typed.emit("200")
    dialog.length.reset_asked.emit("stretch_length")
    assert dialog.length.slider.value_now == 100.0
    dialog.length.field.typed.emit("200")
    dialog.go.click()
    hands.until(lambda: len(hands.session.takes()) == 2, 60)
    assert hands.session.takes()[0].parent == old.id


def test_an_export_asks_for_effects_where_there_are_some(hands: Hands, tmp_path: Path) -> None:
    hands.session.generate()
    hands.settle()
    (take,) = hands.session.takes()
    hands.window.export([take.id])
    dry = hands.child("exportDialog")
    assert not dry.effects.isEnabled() and not dry.effects.isChecked()
    dry.close()
    hands.settle()
    hands.session.add_effect("reverb")
    hands.settle()
    dialog = ExportDialog(hands.window.bridge, [take.id], hands.window)
    assert dialog.effects.isEnabled() and dialog.effects.isChecked()
    dialog.folder.setText(str(tmp_path / "out"))
    dialog._export()
    hands.until(lambda: list((tmp_path / "out").glob("*.wav")) if (tmp_path / "out").is_dir() else [], 30)
    hands.settle()
    (path,) = (tmp_path / "out").glob("*.wav")
    info = files.describe(path)
    assert info.recipe is not None and rack_of(info.recipe.edits) is not None
    assert files.read_clip(path).seconds > take.seconds


def test_an_export_says_that_movement_is_not_in_it(hands: Hands) -> None:
    hands.session.generate()
    hands.settle()
    (take,) = hands.session.takes()
    still = ExportDialog(hands.window.bridge, [take.id], hands.window)
    assert still.still.isHidden()
    curve = Lane("brightness", ((0.0, -1.0), (1.0, 1.0), (2.0, -1.0)))
    hands.session.set_automation(Automation((curve,), 2.0), "Lane")
    moves = ExportDialog(hands.window.bridge, [take.id], hands.window)
    assert not moves.still.isHidden() and "automation" in moves.still.text()
    hands.session.play_automation(False)
    off = ExportDialog(hands.window.bridge, [take.id], hands.window)
    assert off.still.isHidden()
    for dialog in (still, moves, off):
        dialog.close()
