"""The preferences' page of keys: every action with its keys, a field that takes a new one, conflicts named. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.widgets.names import named

PREFERENCE = "shortcuts"
NAME = Qt.ItemDataRole.UserRole


def native(keys: tuple[str, ...]) -> str:
    """'Ctrl+Y / Ctrl+Shift+Z' in the desktop's own writing."""
    return " / ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


class ShortcutsPage(QWidget):
    """Choose an action, press its new keys, 'Use'. A key that belongs to another action is taken from it only when asked again."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session, self._actions = bridge, bridge.session, actions
        self.search = named(QLineEdit(), "keysSearch", self.tr("Search keys"), self.tr("Type a part of an action's name or of a key."))
        self.search.setPlaceholderText(self.tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.table = named(QTableWidget(0, 2), "keysTable", self.tr("Keys"), self.tr("Every action and its keys."))
        self.table.setToolTip("")
        self.table.setHorizontalHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.grid(self.fontMetrics().height() + theme.px(8)))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.field = named(QKeySequenceEdit(), "keyField", self.tr("New key"), self.tr("Press the new key here."))
        self.field.setMaximumSequenceLength(1)
        self.field.installEventFilter(self)
        self.use = self._button("keyUse", self.tr("Use"), self.tr("Give this key to the action."), self._use)
        self.add = self._button("keyAdd", self.tr("Add"), self.tr("Give the action this key besides those that it has."), self._add)
        self.none = self._button("keyNone", self.tr("No key"), self.tr("Take all keys from the action."), lambda: self._set(()))
        self.reset = self._button("keyReset", self.tr("Default"), self.tr("Give the action its first keys back."), self._reset)
        hint = self.tr("Give every action its first keys back.")
        self.reset_all = self._button("keyResetAll", self.tr("All defaults"), hint, self._reset_all)
        self.word = named(QLabel(), "keyWord", self.tr("Conflict"), self.tr("Whether the key belongs to another action."))
        self.word.setToolTip("")
        self.word.setProperty("small", True)
        self.word.setWordWrap(True)
        self._build()
        self.search.textChanged.connect(self._filter)
        self.table.itemSelectionChanged.connect(self._chosen)
        self.field.keySequenceChanged.connect(self._say)
        actions.destroyed.connect(self._silence)
        self._fill()
        self.table.selectRow(0)

    def _button(self, name: str, text: str, hint: str, act: Any) -> QPushButton:
        button = named(QPushButton(text), name, text, hint)
        button.clicked.connect(act)
        return button

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.field, 1)
        for button in (self.use, self.add, self.none, self.reset):
            line.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self.word, 1)
        below.addWidget(self.reset_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addLayout(line)
        layout.addLayout(below)

    def _fill(self) -> None:
        self.table.setRowCount(len(self._actions.acts))
        for row, act in enumerate(self._actions.acts):
            title = QTableWidgetItem(act.short)
            title.setData(NAME, act.name)
            title.setToolTip(act.hint)
            self.table.setItem(row, 0, title)
            self.table.setItem(row, 1, QTableWidgetItem(native(self._actions.keys(act.name))))
        self._filter(self.search.text())

    def _filter(self, text: str) -> None:
        wanted = text.strip().casefold()
        for row in range(self.table.rowCount()):
            words = " ".join(item.text() for column in (0, 1) if (item := self.table.item(row, column)) is not None)
            self.table.setRowHidden(row, wanted not in words.casefold())

    @property
    def name(self) -> str:
        """Of the chosen action, '' where none is."""
        item = self.table.item(self.table.currentRow(), 0)
        return str(item.data(NAME)) if item is not None else ""

    def _chosen(self) -> None:
        self.field.clear()
        self._say()

    def _say(self, *_: object) -> None:
        """Whose the pressed key is."""
        key = self.field.keySequence()
        others = self._others(key)
        for button in (self.use, self.add):
            button.setEnabled(bool(self.name) and not key.isEmpty())
        if others:
            text = self.tr("{key} belongs to '{action}': 'Use' takes it from there.")
            self.word.setText(text.format(key=key.toString(QKeySequence.SequenceFormat.NativeText), action=", ".join(others.values())))
        else:
            self.word.setText("")

    def _others(self, key: QKeySequence) -> dict[str, str]:
        """{name: title} of the other actions that have this key."""
        users = self._actions.users_of(key) if not key.isEmpty() else ()
        return {name: self._actions.act(name).short for name in users if name != self.name}

    def _use(self) -> None:
        self._give((self._pressed(),))

    def _add(self) -> None:
        self._give((*self._actions.keys(self.name), self._pressed()))

    def _pressed(self) -> str:
        return self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _give(self, keys: tuple[str, ...]) -> None:
        pressed = self.field.keySequence()
        for other in self._others(pressed):
            self._keep(other, tuple(key for key in self._actions.keys(other) if QKeySequence(key) != pressed))
        self._set(tuple(dict.fromkeys(keys)))

    def _set(self, keys: tuple[str, ...]) -> None:
        if self.name:
            self._keep(self.name, keys)
            self.field.clear()
            self._fill()

    def _reset(self) -> None:
        if self.name:
            self._set(self._actions.act(self.name).keys)

    def _reset_all(self) -> None:
        for act in self._actions.acts:
            self._actions.set_keys(act.name, act.keys)
        self._bridge.call(self._session.set_preference, PREFERENCE, {})
        self._fill()

    def _keep(self, name: str, keys: tuple[str, ...]) -> None:
        """Apply at once; only what differs from the first keys is kept."""
        self._actions.set_keys(name, keys)
        saved = self._session.preferences.get(PREFERENCE)
        own = {**(saved if isinstance(saved, dict) else {}), name: list(keys)}
        if keys == self._actions.act(name).keys:
            del own[name]
        self._bridge.call(self._session.set_preference, PREFERENCE, own)

    def _silence(self) -> None:
        """The field speaks up to a second after a key; the window's actions are gone by then."""
        self.field.blockSignals(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the field every key is the new key, except Tab and Escape, by which one leaves it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return super().eventFilter(watched, event)
