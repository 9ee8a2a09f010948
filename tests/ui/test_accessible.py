"""For everybody: names for a screen reader, keys for all, a focus that is seen, targets that are hit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import Shiboken

from studio.recipe import Number
from studio.ui import announcer, tab_order, theme
from studio.ui.widgets.plain_row import PlainRow
from tests.ui.conftest import NONE, SHIFT, Hands

CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)
INNER = ("QKeySequenceEdit", "QComboBoxPrivateContainer", "QToolBar", "QLineEdit", "QMenuBar", "QTabBar", "QTableWidget")
SMALLEST = 24  # px, WCAG 2.5.8
STEPS = 400  # of Tab, more than there are controls


def is_inner(widget: QWidget) -> bool:
    """Qt's own parts of a control: the control speaks for them."""
    parent = widget.parentWidget()
    return (
        isinstance(widget, QScrollBar)
        or widget.objectName().startswith("qt_")
        or isinstance(parent, (QAbstractSpinBox, QComboBox, QAbstractItemView, QLineEdit))
        or (parent is not None and parent.metaObject().className() in INNER)
    )


def controls(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if isinstance(widget, CONTROLS) and not is_inner(widget):
            yield widget


def everything_open(hands: Hands) -> None:
    """Every section unfolded, every dialog open, so that the walk meets all there is."""
    for section in hands.window.controls.sections:
        section.head.setChecked(True)
    for page in ("look", "sound", "files", "keys"):
        hands.window.show_preferences(page)
    for act in ("keys", "about"):
        hands.window.actions_[act].trigger()
    hands.session.generate()
    hands.settle()
    hands.window.export(hands.window.takes.ids_to_export())
    hands.until(lambda: len(hands.window.findChildren(QDialog)) >= 4)


def test_every_control_has_a_name_a_sentence_and_an_object_name(hands: Hands) -> None:
    everything_open(hands)
    nameless = [
        f"{type(one).__name__} '{one.objectName()}' in '{one.parentWidget().objectName()}'"
        for one in controls(hands.window)
        if not (one.objectName() and one.accessibleName() and one.accessibleDescription())
    ]
    assert not nameless, nameless


def test_no_two_controls_share_an_object_name(hands: Hands) -> None:
    everything_open(hands)
    names = [one.objectName() for one in controls(hands.window)]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert not twice, twice


def test_every_menu_and_dialog_has_a_name(hands: Hands) -> None:
    everything_open(hands)
    parts = [*hands.window.findChildren(QMenu), *hands.window.findChildren(QDialog)]
    assert [type(one).__name__ for one in parts if not one.accessibleName() and not is_inner(one)] == []


def test_every_action_is_in_a_menu_and_says_what_it_does(hands: Hands) -> None:
    listed = {action for menu in hands.window.menuBar().findChildren(QMenu) for action in menu.actions()}
    actions = hands.window.actions_
    assert [act.name for act in actions.acts if actions[act.name] not in listed] == []
    assert [act.name for act in actions.acts if not act.hint] == []


def test_no_two_menu_entries_share_a_mnemonic(hands: Hands) -> None:
    for menu in hands.window.menuBar().findChildren(QMenu):
        letters = [text[text.index("&") + 1].lower() for action in menu.actions() if "&" in (text := action.text().replace("&&", ""))]
        assert len(letters) == len(set(letters)), (menu.objectName(), sorted(letters))


def test_targets_can_be_hit(hands: Hands) -> None:
    small = [
        f"{type(one).__name__} {one.objectName()} {one.width()}x{one.height()} in {one.parentWidget().objectName()}"
        for one in controls(hands.window)
        if isinstance(one, QAbstractButton) and one.isVisible() and min(one.width(), one.height()) < SMALLEST
    ]
    assert not small, small


def test_tab_keeps_no_handle_of_a_spacer(qtbot: Any) -> None:
    """It would outlive the spacer, and a layout made later at that place in memory would be taken for it."""
    part = QWidget()
    qtbot.addWidget(part)
    inner = QHBoxLayout()
    rows = QVBoxLayout(part)
    late, first, second, row = QPushButton(part), QPushButton(part), QPushButton(part), PlainRow(Number("d", "D", 0.0, 1.0, 0.5), 50, 50)
    rows.addLayout(inner)
    rows.addStretch(1)
    rows.addWidget(late)
    rows.addWidget(row)
    inner.addWidget(second)
    inner.addSpacing(4)
    inner.addWidget(first)
    outside = QWidget()
    qtbot.addWidget(outside)
    part.setParent(outside)
    outside.show()
    before = spacers()
    assert [one for one in tab_order.stops([part]) if isinstance(one, QPushButton)] == [second, first, late]
    assert spacers() == before and not [one for one in spacers() if row.layout().indexOf(one) >= 0]


def spacers() -> list[QSpacerItem]:
    return [one for one in Shiboken.getAllValidWrappers() if isinstance(one, QSpacerItem)]


def test_tab_reaches_every_part_and_comes_round(hands: Hands) -> None:
    hands.child("playButton").setFocus()
    seen: list[QWidget] = []
    for _ in range(STEPS):
        QTest.keyClick(hands.window.windowHandle(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None, "the focus was lost"
        if focused in seen:
            break
        seen.append(focused)
    for part in (hands.window.top, hands.window.controls, hands.window.takes, hands.window.browser, hands.window.viewer):
        assert any(part.isAncestorOf(one) or part is one for one in seen), f"Tab never comes to {part.objectName()}"
    unreached = [
        one.objectName() for one in controls(hands.window)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one not in seen
        and one.focusProxy() not in seen and one.window() is hands.window
    ]  # fmt: skip
    assert not unreached, unreached


@pytest.mark.parametrize("shift", [False, True])
def test_tab_goes_as_one_reads_whatever_was_made_last(hands: Hands, shift: bool) -> None:
    """The rows of a model are made long after the window, so that Qt's own order would end with them."""
    for section in hands.window.controls.sections:
        section.head.setChecked(True)
    hands.session.generate()
    hands.settle()
    window, docks = hands.window, hands.window.workspace.docks
    parts = {"top": window.top, "browser": docks["browserDock"], "middle": window.workspace.centralWidget(),
             "controls": docks["controlsDock"], "takes": docks["takesDock"], "status": window.status_line}  # fmt: skip
    hands.child("playButton").setFocus()
    seen: list[QWidget] = []
    while (focused := QApplication.focusWidget()) not in seen:
        assert focused is not None, "the focus was lost"
        seen.append(focused)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab, SHIFT if shift else NONE)
        assert len(seen) < STEPS
    if shift:
        seen.reverse()
    where = [next((name for name, part in parts.items() if part.isAncestorOf(one)), one.objectName()) for one in seen]
    round_ = [name for number, name in enumerate(where) if name != where[number - 1]]
    begin = round_.index("browser")
    assert round_[begin:] + round_[:begin] == ["browser", "middle", "controls", "takes", "top"], round_
    panel = window.controls
    rows = [name for one in seen for name, row in panel.rows.items() if row.isAncestorOf(one)]
    assert list(dict.fromkeys(rows)) == list(panel.rows), "every row, in order"
    assert rows == sorted(rows, key=list(panel.rows).index), "a row is left when all of it was visited"
    inside = [part for part in (panel.head, panel._scroll, panel.snapshots) for one in seen if part.isAncestorOf(one)]
    assert list(dict.fromkeys(inside)) == [panel.head, panel._scroll, panel.snapshots]
    cards = [name for one in seen for name, card in window.browser.models.cards.items() if card.isAncestorOf(one)]
    assert list(dict.fromkeys(cards)) == list(window.browser.models.cards), "every card that is seen"


def bring_into_view(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def picture(widget: QWidget) -> QImage:
    return widget.window().grab(widget.rect().translated(widget.mapTo(widget.window(), widget.rect().topLeft()))).toImage()


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_focus_is_seen_on_every_control(hands: Hands, name: str) -> None:
    """Each control looks different with the focus than without it, in both themes."""
    theme.set_theme(name)
    theme.settle()
    unseen = []
    for one in list(controls(hands.window)):
        if not (one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus) or one.window() is not hands.window:
            continue
        bring_into_view(one)
        one.clearFocus()
        hands.window.setFocus()
        before = picture(one)
        one.setFocus(Qt.FocusReason.TabFocusReason)
        if picture(one) == before:
            unseen.append(f"{type(one).__name__} {one.objectName()}")
    theme.set_theme("dark")
    assert not unseen, unseen


def test_a_screen_reader_is_told_what_happens_elsewhere(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(announcer.QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(announcer.QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    hands.session.generate()
    hands.settle()
    hands.until(lambda: said)
    newest = hands.session.takes()[0]
    assert newest.title in said[0]
    for on in (True, False):
        hands.session.star(newest.id, on)
        hands.until(lambda on=on: any(text.startswith("Starred" if on else "Unstarred") for text in said))
    hands.session.set_bpm(1e9)
    hands.until(lambda: any("tempo" in text for text in said))
    hands.session.set_a()
    hands.settle()
    hands.session.toggle_ab()
    hands.until(lambda: "Hearing A" in said)


def test_a_screen_reader_hears_the_value_of_a_slider(hands: Hands) -> None:
    rows: dict[str, Any] = hands.window.controls.rows
    sliders = [row.slider for row in rows.values() if hasattr(row, "slider")]
    assert sliders and all(isinstance(slider, QAbstractSlider) for slider in sliders)
