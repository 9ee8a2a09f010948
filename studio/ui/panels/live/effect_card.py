"""One effect as a card: a head to drag it by, its power, its meter, and a row for each of its numbers. GUI thread."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from math import log10
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from studio.audio.effect_presets import PRESETS
from studio.audio.effects import KINDS, ON, Slot
from studio.recipe import Number
from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.i18n import said
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import named
from studio.ui.widgets.plain_row import PlainRow

WIDTH = 276  # px at a scale of 1, as the next
LABEL, VALUE = 66, 66
METER = 4
LOWEST_DB = -54.0
MOST_REDUCTION = 24.0  # dB that fill the meter
MOST_ROWS = 24  # of a plug-in with many parameters; the others are reached by MIDI and modulators


class EffectMeter(QWidget):
    """How loud it is behind the effect, from the left; how far the effect turns it down, from the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(METER))
        self.level = self.reduction = 0.0  # shares of the width

    def show_numbers(self, peak: float, reduction_db: float) -> None:
        level = 0.0
        if peak > 0.0:
            level = min(1.0, max(0.0, 1.0 - 20.0 * log10(peak) / LOWEST_DB))
        level = max(level, self.level - 0.08)  # falls, and doesn't flicker
        reduction = max(min(1.0, reduction_db / MOST_REDUCTION), self.reduction - 0.12)
        if abs(level - self.level) > 0.004 or abs(reduction - self.reduction) > 0.004 or (level < 0.004 < self.level):
            self.level, self.reduction = level, max(0.0, reduction)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        width, height = float(self.width()), float(self.height())
        bars = ((0.0, 1.0, theme.HOVER), (0.0, self.level, theme.GOOD), (1.0 - self.reduction, self.reduction, theme.WARNING))
        for left, size, colour in bars:
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(left * width, 0.0, size * width, height), height / 2, height / 2)
        painter.end()


class EffectCard(QFrame):
    """Told by `show_slot` what it shows. move_asked: by so many places; dragged, dropped: the pointer, in global places."""

    move_asked = Signal(int, int)  # id, by how many places
    dragged = Signal(int, QPoint)
    dropped = Signal(int, QPoint)
    given_up = Signal(int)
    left = Signal()  # it was removed by key: the focus goes on

    def __init__(self, bridge: Bridge, slot: Slot) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self.id, self.slot = slot.id, slot
        title = said(slot.title)
        hint = self.tr("{title}: drag its head to another place, or move its handle with the arrow keys. Delete takes it out.")
        named(self, f"effect_{slot.id}", title, hint.format(title=title))
        self.setToolTip("")
        self.setProperty("card", True)
        self.setFixedWidth(theme.px(WIDTH))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._press: QPoint | None = None
        self._drags = False
        self.rows: dict[str, PlainRow] = {}
        self._build(title)
        self.show_slot(slot)

    def _build(self, title: str) -> None:
        what = said(KINDS[self.slot.kind].help) if self.slot.plugin is None else self.slot.plugin.maker
        hint = self.tr("Drag to another place; arrow keys move it, Delete takes it out.")
        self.handle = tiny_button("handle", f"effectHandle_{self.id}", self.tr("Move {title}").format(title=title), hint)
        self.handle.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.handle.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.handle.installEventFilter(self)
        self.title = named(QLabel(title), f"effectTitle_{self.id}", title, f"{what}\n{hint}")
        self.title.setProperty("strong", True)
        self.power = tiny_button("power", f"effectPower_{self.id}", self.tr("{title} on").format(title=title),
                                 self.tr("Bypass the effect, or let it work again."), checkable=True, on="power")  # fmt: skip
        self.more = tiny_button("more", f"effectMore_{self.id}", self.tr("More for {title}").format(title=title),
                                self.tr("Presets, reset, move, take out."))  # fmt: skip
        for button in (self.power, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.meter = named(EffectMeter(), f"effectMeter_{self.id}", self.tr("Level behind {title}").format(title=title),
                           self.tr("How loud it is behind the effect; from the right: how far the effect turns it down."))  # fmt: skip
        head = QHBoxLayout()
        head.setSpacing(theme.px(2))
        head.addWidget(self.handle)
        head.addWidget(self.title, 1)
        head.addWidget(self.more)
        head.addWidget(self.power)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(*map(theme.px, (10, 6, 8, 8)))
        self._layout.setSpacing(theme.px(2))
        self._layout.addLayout(head)
        self._layout.addWidget(self.meter)
        self._layout.addSpacing(theme.px(2))
        controls = [control for control in self.slot.all_controls() if control is not ON][-MOST_ROWS:]
        if len(self.slot.controls) >= MOST_ROWS:
            controls = [*self.slot.controls[: MOST_ROWS - 1], controls[-1]]
        for control in controls:
            self._layout.addWidget(self._row(control))
        self._layout.addStretch(1)
        self.power.clicked.connect(lambda on: self._call(self._session.switch_effect, self.id, on))
        self.more.clicked.connect(lambda: self.open_menu(self.more.mapToGlobal(QPoint(0, self.more.height()))))

    def _row(self, control: Number) -> PlainRow:
        row = PlainRow(replace(control, name=f"{self.id}.{control.name}"), theme.px(LABEL), theme.px(VALUE))
        address = f"rack/{self.id}.{control.name}"
        row.changed.connect(lambda _, value: self._turn(address, value))
        row.finished.connect(lambda: self._call(self._session.end_gesture))
        row.cancelled.connect(lambda: self._call(self._session.cancel_gesture))
        row.reset_asked.connect(lambda _: self._reset(address, control.default))
        row.menu_opened.connect(lambda menu, _: _offer(menu, self._bridge, address))
        _mark(self._bridge, address, row)
        self.rows[control.name] = row
        return row

    def _call(self, act: Any, *arguments: Any) -> None:
        self._bridge.call(act, *arguments)

    def _turn(self, address: str, value: float) -> None:
        self._call(self._session.turn, address, float(value))

    def _reset(self, address: str, value: float) -> None:
        self._turn(address, value)
        self._call(self._session.end_gesture)

    # ---- what is shown
    def show_slot(self, slot: Slot) -> None:
        self.slot = slot
        for name, row in self.rows.items():
            if not row.slider.dragging or row.slider.value_now != slot.get(name):
                row.show_value(slot.get(name))
            row.setEnabled(slot.on)
        if self.power.isChecked() != slot.on:
            self.power.setChecked(slot.on)
        self.title.setEnabled(slot.on)

    def show_problem(self, text: str) -> None:
        """'' where it works."""
        if self.title.property("warn") != bool(text):
            self.title.setProperty("warn", bool(text))
            self.title.style().polish(self.title)
            self.title.setToolTip(text or said(self.slot.title))

    # ---- the menu
    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(f"effectMenu_{self.id}")
        menu.setAccessibleName(said(self.slot.title))
        for title, values in PRESETS.get(self.slot.kind, ()):
            menu.addAction(theme.icon("presets"), said(title)).triggered.connect(partial(self._take_preset, title, values))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(theme.icon("reset"), self.tr("As at first")).triggered.connect(partial(self._take_preset, "", {}))
        menu.addAction(self.tr("Further to the left")).triggered.connect(lambda: self.move_asked.emit(self.id, -1))
        menu.addAction(self.tr("Further to the right")).triggered.connect(lambda: self.move_asked.emit(self.id, 1))
        menu.addSeparator()
        menu.addAction(theme.icon("trash"), self.tr("Take out")).triggered.connect(lambda: self._call(self._session.remove_effect, self.id))
        return menu

    def _take_preset(self, title: str, values: dict[str, float], *_: object) -> None:
        first = {control.name: control.default for control in self.slot.all_controls() if control is not ON}
        self._call(self._session.set_effect, self.id, {**first, **values}, title)

    def open_menu(self, place: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    # ---- dragging, and the same by keys
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys on a button would move the focus: on the handle they move the card."""
        pressed = watched is self.handle and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and (key := event.key()) in (Qt.Key.Key_Left, Qt.Key.Key_Right):  # type: ignore[attr-defined]
            self.move_asked.emit(self.id, -1 if key == Qt.Key.Key_Left else 1)
            return True
        return super().eventFilter(watched, event)

    def _in_head(self, place: QPoint) -> bool:
        return place.y() <= self.meter.geometry().top()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._in_head(event.position().toPoint()):
            self._press = event.position().toPoint()
            self.handle.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press is None:
            return
        if not self._drags and (event.position().toPoint() - self._press).manhattanLength() >= QApplication.startDragDistance():
            self._drags = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._drags:
            self.dragged.emit(self.id, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drags, self._press, self._drags = self._drags, None, False
        self.unsetCursor()
        if drags:
            self.dropped.emit(self.id, event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._in_head(event.position().toPoint()):
            self.power.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no row took."""
        key = event.key()
        if key == Qt.Key.Key_Escape and self._drags:
            self._press, self._drags = None, False
            self.unsetCursor()
            self.given_up.emit(self.id)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.handle.hasFocus():
            self._call(self._session.remove_effect, self.id)
            self.left.emit()
        elif key == Qt.Key.Key_Menu:
            self.open_menu(self.mapToGlobal(QPoint(theme.px(20), theme.px(20))))
        else:
            super().keyPressEvent(event)


def _offer(menu: QMenu, bridge: Bridge, address: str) -> None:
    """What others offer for a knob; imported when it is first asked for."""
    from studio.ui.panels.live.midi_menu import offer_midi
    from studio.ui.panels.live.modulate_menu import offer_modulation

    offer_modulation(menu, bridge, address)
    offer_midi(menu, bridge, address)


def _mark(bridge: Bridge, address: str, row: PlainRow) -> None:
    from studio.ui.midi_marks import mark_midi
    from studio.ui.mod_marks import mark_moves

    mark_moves(bridge, address, row.slider)
    mark_midi(bridge, address, row.slider)
