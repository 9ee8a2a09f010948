"""Texts of models, takes and files from strangers are shown as they are written: Qt takes none of them for HTML."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from studio.app import Studio, build
from studio.engine.events import Job, Message
from studio.paths import Home
from studio.ui.dialogs.export import PREFERENCE, ExportDialog
from studio.ui.panels.message_bar import MessageBar
from studio.ui.widgets.names import plain
from tests.toy import FakePlayer, ToyCatalogue
from tests.ui.conftest import Hands

MARKUP = '<img src="file:///outside.png"> <b>bold</b>'


def marked(catalogue: ToyCatalogue) -> ToyCatalogue:
    toy = catalogue.generators["toy"]
    controls = tuple(replace(control, label=f"{MARKUP} {control.name}", help=MARKUP) for control in toy.spec.controls)
    toy.spec = replace(toy.spec, title=MARKUP, summary=MARKUP, licence=MARKUP, controls=controls)
    return catalogue


def as_html(text: str) -> bool:
    """Would Qt's 'auto' format take it for HTML that is not merely an escaped text?"""
    return QtText.mightBeRichText(text) and any(tag in text for tag in ("<img", "<b>"))


def faults(window: QWidget) -> list[str]:
    labels = [x for x in window.findChildren(QLabel) if x.textFormat() != Qt.TextFormat.PlainText and x.objectName() != "hintText"]
    found = [f"label {label.objectName()}: {label.text()}" for label in labels if as_html(label.text())]
    found += [f"tooltip of {one.objectName()}: {one.toolTip()}" for one in window.findChildren(QWidget) if as_html(one.toolTip())]
    found += [f"tooltip of action {one.text()}: {one.toolTip()}" for one in window.findChildren(QAction) if as_html(one.toolTip())]
    return found


def test_nothing_that_a_model_or_a_take_says_is_html(qtbot: QtBot, home: Home) -> None:
    studio: Studio = build(home=home, models=marked(ToyCatalogue()), player=FakePlayer())
    try:
        window: Any = studio.window
        studio.window.show()
        qtbot.waitUntil(lambda: bool(window.controls.rows), timeout=10_000)
        hands = Hands(studio, qtbot)
        hands.session.generate()
        hands.settle()
        (take,) = hands.session.takes()
        hands.session.rename(take.id, MARKUP)
        hands.settle()
        hands.session.restore(take.id)
        hands.settle()
        window.messages.show_message(Message("error", f"'{MARKUP}' can't be read.", MARKUP))
        window.status_line.show_job(Job(1, f"Export {MARKUP}", 0, 3, "running", ""))
        window.top.model.fill()
        QCoreApplication.processEvents()
        assert window.messages.text.text() == f"'{MARKUP}' can't be read."
        tip = window.takes.list.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
        assert not as_html(tip) and "outside.png" in tip
        assert "outside.png" in window.findChild(QWidget, "slider_decay").toolTip()
        assert faults(studio.window) == []
    finally:
        studio.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_plain_leaves_ordinary_texts_alone() -> None:
    assert plain("Louder & a < b") == "Louder & a < b"
    assert "<b>" not in plain("<b>x</b>") and "&lt;b&gt;" in plain("<b>x</b>")


def test_a_megabyte_of_message_is_cut(qtbot: QtBot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    bar.show_message(Message("error", "x" * 10**6))
    assert bar.text.text() == "x" * 1000 + "…"


@pytest.mark.parametrize("value", [10**250, -1, True, None, "x", [], {"a": 1}])
def test_a_remembered_export_that_can_not_be_is_forgotten(studio: Studio, value: object) -> None:
    window: Any = studio.window
    studio.session.set_preference(PREFERENCE, {"format": value, "bits": value, "rate": value, "folder": value})
    dialog = ExportDialog(window.bridge, [], window)
    assert dialog.format.currentData() == "wav" and dialog.bits.currentData() == 24 and dialog.rate.currentData() is None
    dialog.close()
