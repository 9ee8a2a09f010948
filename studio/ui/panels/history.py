"""The history: every step with what it did, the present one marked; a click goes there. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.i18n import said
from studio.ui.widgets.calm import Calm
from studio.ui.widgets.names import named

STEP = Qt.ItemDataRole.UserRole + 1
REFRESH_MS = 100
Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """The steps of the session, oldest first; row 0 is where everything began."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: tuple[Any, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.steps):
            return None
        step = self.steps[index.row()]
        if role == STEP:
            return step
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(step)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("here") if step.current else self.tr("done") if step.done else self.tr("taken back")
            return f"{self.text(step)}, {state}"
        return None

    def text(self, step: Any) -> str:
        return said(step.text) if step.text else self.tr("Beginning")

    def update(self, steps: tuple[Any, ...]) -> None:
        if steps == self.steps:
            return
        added = len(steps) - len(self.steps)
        if added > 0 and [s.text for s in steps[: len(self.steps)]] == [s.text for s in self.steps]:
            self.beginInsertRows(QModelIndex(), len(self.steps), len(steps) - 1)
            self.steps = steps
            self.endInsertRows()
        elif added == 0:
            self.steps = steps
        else:
            self.beginResetModel()
            self.steps = steps
            self.endResetModel()
        self.dataChanged.emit(self.index(0), self.index(len(steps) - 1))

    @property
    def here(self) -> int:
        return next((row for row, step in enumerate(self.steps) if step.current), -1)


class StepRow(QStyledItemDelegate):
    """A dot on a line, filled up to where one is, and the step's text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(120), max(theme.px(28), theme.grid(QFontMetrics(theme.base_font()).height() + theme.px(8))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        step = index.data(STEP)
        if step is None:
            return
        area: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if focused or step.current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(QColor(theme.ACCENT if focused else theme.HOVER), 1.5))
            painter.setBrush(QColor(theme.HOVER))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), theme.px(6), theme.px(6))
        self._paint_dot(painter, area, step, index.row() == 0, index.row() == index.model().rowCount() - 1)
        font = theme.medium(option.font) if step.current else option.font
        painter.setFont(font)
        painter.setPen(QColor(theme.TEXT if step.current else theme.TEXT_SOFT if step.done else theme.TEXT_FAINT))
        text = area.adjusted(theme.px(28), 0, -theme.px(8), 0)
        shown = QFontMetrics(font).elidedText(index.data(), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()

    def _paint_dot(self, painter: QPainter, area: QRect, step: Any, first: bool, last: bool) -> None:
        x, y, reach = area.left() + theme.px(14), area.center().y() + 1, theme.px(4)
        painter.setPen(QPen(QColor(theme.EDGE), 1.0))
        painter.drawLine(QPoint(x, y if first else area.top()), QPoint(x, y if last else area.bottom() + 1))
        tint = QColor(theme.ACCENT if step.current else theme.TEXT_SOFT if step.done else theme.EDGE)
        painter.setPen(QPen(tint, 1.5))
        painter.setBrush(tint if step.done else QColor(theme.PANEL))
        painter.drawEllipse(QPoint(x, y), reach, reach)


class HistoryPanel(QWidget):
    """Keeps itself up to date; `first_focus` is its list."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        hint = self.tr("Every change that you made. Click a step to go there; nothing is lost on the way.")
        named(self, "historyPanel", self.tr("History"), hint)
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = HistoryModel()
        self.list = named(_Steps(), "historyList", self.tr("History"), hint)
        self.list.setToolTip("")
        self.list.setModel(self.model)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (4, 4, 4, 4)))
        layout.addWidget(self.list)
        self.list.clicked.connect(self._go)
        self.list.asked.connect(self._go)
        self._calmly = Calm(self.refresh, REFRESH_MS, self)
        bridge.history_changed.connect(self._changed)
        theme.changed.connect(self._redress)
        self.refresh()

    def _changed(self, *_: object) -> None:
        """At every step of a drag: a list that no one sees waits until it is shown."""
        if self.isVisible():
            self._calmly.ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """The steps as the session has them now; the present one is in view."""
        self.model.update(self._session.history())
        if self.model.here >= 0:
            self.list.setCurrentIndex(self.model.index(self.model.here))
            self.list.scrollTo(self.list.currentIndex())

    def first_focus(self) -> QWidget:
        return self.list

    def _go(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() != self.model.here:
            self._bridge.call(self._session.go_to_step, index.row())

    def _redress(self) -> None:
        self.list.viewport().update()


class _Steps(QListView):
    """Up and down look, Enter goes."""

    asked = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(StepRow(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.Key
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self.asked.emit(self.currentIndex())
        elif event.key() in (keys.Key_Up, keys.Key_Down, keys.Key_Home, keys.Key_End, keys.Key_PageUp, keys.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()  # letters belong to the window's shortcuts
