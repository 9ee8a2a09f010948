"""Training a model from the window: the folder in words, the run as it goes, the model at the end. The child only plays the part."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from studio.engine import training_run
from studio.ui.widgets.loss_curve import LossCurve
from tests.engine.test_training_run import PART
from tests.ui.conftest import Hands

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    script = tmp_path / "part.py"
    script.write_text(PART)
    monkeypatch.setattr(training_run, "_program", lambda: [sys.executable, str(script)])
    return tmp_path


def opened(hands: Hands) -> Any:
    hands.window.actions_["train"].trigger()
    hands.until(lambda: hands.window.findChild(object, "trainDialog") is not None)
    return hands.child("trainDialog")


def test_from_a_folder_to_a_model(hands: Hands, part: Path) -> None:
    dialog = opened(hands)
    plan, run = dialog.plan, dialog.run
    assert not plan.begin.isEnabled() and plan.preset.currentData() == "oneshot"
    plan.choose(str(part / "kit"))
    assert plan.name.text() == "kit"
    hands.until(plan.begin.isEnabled, 30)
    words = plan.found.text()
    assert "11 of 12" in words and "kick 6, snare 5" in words and "More sounds would help." in words and "It will take" in words
    plan.name.setText("My kit")
    QTest.mouseClick(plan.begin, LEFT)
    hands.until(lambda: dialog.stack.currentWidget() is run)
    hands.until(lambda: run.play.isVisible(), 30)
    assert run.title.text() == "My kit" and "in the list" in run.how.text() and "It buzzes." in run.health.text()
    assert len(run.curve.points) == 5 and "Loss" in run.curve.accessibleDescription()
    assert not run.stop.isVisible() and not run.go_on.isVisible() and run.again.isVisible() and run.hear.isVisible()
    QTest.mouseClick(run.again, LEFT)
    assert dialog.stack.currentWidget() is plan


def test_it_goes_on_while_the_dialog_is_closed_and_is_stopped(hands: Hands, part: Path) -> None:
    dialog = opened(hands)
    dialog.plan.choose(str(part / "slow"))
    hands.until(dialog.plan.begin.isEnabled, 30)
    QTest.mouseClick(dialog.plan.begin, LEFT)
    hands.until(lambda: bool(hands.session.training.findings), 30)
    hands.until(lambda: bool(hands.window.status_line.chips))
    QTest.mouseClick(dialog.run.hide_it, LEFT)
    hands.until(lambda: hands.window.findChild(object, "trainDialog") is None)
    assert hands.session.training.running
    again = opened(hands)
    assert again.stack.currentWidget() is again.run and again.run.bar.value() == 50 and again.run.stop.isVisible()
    QTest.mouseClick(again.run.stop, LEFT)
    hands.until(lambda: again.run.go_on.isVisible(), 30)
    assert "what was learnt is kept" in again.run.how.text() and not again.run.stop.isVisible()
    hands.until(lambda: not hands.window.status_line.chips)


def test_a_refusal_is_said_and_nothing_can_begin(hands: Hands, part: Path) -> None:
    dialog = opened(hands)
    dialog.plan.choose(str(part / "bad"))
    hands.until(lambda: "choose another" in dialog.plan.found.text(), 30)
    assert not dialog.plan.begin.isEnabled()


def test_a_crash_of_the_training_is_said_and_can_be_gone_on_with(hands: Hands, part: Path) -> None:
    hands.session.train(part / "crash", "oneshot", "Mine", 5)
    hands.until(lambda: bool(hands.session.training.problem), 30)
    dialog = opened(hands)
    assert "code 7" in dialog.run.how.text() and dialog.run.go_on.isVisible() and not dialog.run.play.isVisible()


@pytest.mark.parametrize("points", [(), ((0, float("nan"), float("nan")),), ((0, 1.0, float("nan")),), ((0, 9.0, 8.0), (5, 1.0, 2.0)),
                                    tuple((n, 1e30 if n == 0 else 1.0, float("inf")) for n in range(3000))])  # fmt: skip
def test_the_curve_is_painted_whatever_was_measured(qtbot: Any, points: Any) -> None:
    curve = LossCurve()
    qtbot.addWidget(curve)
    curve.resize(400, 160)
    empty = QImage(curve.grab().toImage())
    curve.show_points(points, 10)
    picture = curve.grab().toImage()
    finite = [value for point in points for value in point[1:] if abs(value) < float("inf")]
    assert (picture != empty) == (len(finite) > 1) or len(finite) == 1
    assert curve.accessibleDescription()
