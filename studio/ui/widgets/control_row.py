"""One row of the controls panel: what the rows of every kind of control have in common. GUI thread; rows know nothing of the session."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip, QWidget

from studio.recipe import Control
from studio.ui import theme
from studio.ui.i18n import said
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import named, plain
from studio.ui.widgets.value_field import ValueField

NAME_WIDTH = 20  # letters that fit where a name is typed


class ControlRow(QWidget):
    """A label, an editor, a lock, a reset and a menu. Values go out by signals and come in by `show_...`, which tell nobody."""

    changed = Signal(str, object)  # the person changed the value
    finished = Signal()  # the gesture ended
    cancelled = Signal()  # the gesture was given up
    lock_changed = Signal(str, bool)
    reset_asked = Signal(str)
    dice_asked = Signal(str)
    range_asked = Signal(str, bool)  # twice as wide, or as the model says
    renamed = Signal(str, str)  # '' for the model's own name
    menu_opened = Signal(QMenu, str)  # before it is seen: others add what they offer for the control of this name

    def __init__(self, control: Control, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.own_title = said(control.label)  # what the model calls it
        self.title = self.own_title  # what the person calls it
        self.label_width = 0  # px; 0 for as wide as it is
        self.label = QLabel()
        self.lock = tiny_button("unlock", "", "", "", checkable=True, on="lock")
        self.reset = tiny_button("reset", "", "", "")
        for button in (self.lock, self.reset):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.lock.toggled.connect(self._locked)
        self.reset.clicked.connect(lambda: self.reset_asked.emit(self.control.name))
        self.label.installEventFilter(self)

    @property
    def hint(self) -> str:
        return said(self.control.help) or self.tr("Changes {label} of the sound.").format(label=self.title.lower())

    def _name_parts(self) -> None:
        """Give every part its name for screen readers, hints and tests: once all are made, and when the person renames the control."""
        name, title = self.control.name, self.title
        named(self, f"row_{name}", title, self.hint)
        named(self.label, f"label_{name}", title, self.hint)
        self._show_title()
        named(self.lock, f"lock_{name}", self.tr("Lock {label}").format(label=title),
              self.tr("Keep {label} as it is when you randomise or nudge.").format(label=title))  # fmt: skip
        named(self.reset, f"reset_{name}", self.tr("Reset {label}").format(label=title),
              self.tr("Put {label} back to its default.").format(label=title))  # fmt: skip

    def _show_title(self) -> None:
        text = self.title
        if self.label_width:
            self.label.setFixedWidth(self.label_width)
            text = QFontMetrics(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, self.label_width)
            self.label.setToolTip(plain(f"{self.title}: {self.hint}"))
        self.label.setText(text)

    # ---- what is shown
    def show_value(self, value: Any) -> None:
        """Show a value of the project."""
        raise NotImplementedError

    def show_locked(self, locked: bool) -> None:
        if locked == self.lock.isChecked():
            return
        blocked = self.lock.blockSignals(True)
        self.lock.setChecked(locked)
        self.lock.blockSignals(blocked)
        self._dim(locked)

    def show_title(self, title: str) -> None:
        """What the person calls the control; '' for the model's own name."""
        if (title or self.own_title) != self.title:
            self.title = title or self.own_title
            self._name_parts()

    def show_wide(self, wide: bool) -> None:
        """A range twice as wide, where the control has one."""

    def show_ghost(self, value: Any) -> None:
        """Mark the value of another sound; None takes the mark away."""

    def _locked(self, locked: bool) -> None:
        self._dim(locked)
        self.lock_changed.emit(self.control.name, locked)

    def _dim(self, locked: bool) -> None:
        """Show the lock on the editor too."""

    def _show_reset(self, value: Any) -> None:
        self.reset.setVisible(value != self.control.default)

    def _send(self, value: Any) -> None:
        self._show_reset(value)
        self.changed.emit(self.control.name, value)

    # ---- menu, help and name
    def menu(self) -> QMenu:
        """The row's context menu."""
        menu, name = QMenu(self), self.control.name
        menu.setObjectName(f"menu_{name}")
        menu.setAccessibleName(self.title)
        self._offer_value(menu)
        menu.addSeparator()
        text = self.tr("Unlock") if self.lock.isChecked() else self.tr("Lock")
        menu.addAction(theme.icon("unlock" if self.lock.isChecked() else "lock"), text).triggered.connect(self.lock.toggle)
        if self.can_draw():
            menu.addAction(theme.icon("randomise"), self.tr("Randomise this")).triggered.connect(lambda: self.dice_asked.emit(name))
        self._offer_range(menu)
        menu.addSeparator()
        menu.addAction(theme.icon("rename"), self.tr("Rename…")).triggered.connect(self.start_rename)
        if self.title != self.own_title:
            own = self.tr("Call it '{label}' again").format(label=self.own_title)
            menu.addAction(own).triggered.connect(lambda: self.renamed.emit(name, ""))
        menu.addAction(theme.icon("info"), self.tr("What does it change?")).triggered.connect(self.show_help)
        self.menu_opened.emit(menu, name)
        return menu

    def _offer_value(self, menu: QMenu) -> None:
        """Ways to a value of one's own."""
        menu.addAction(theme.icon("reset"), self.tr("Default")).triggered.connect(lambda: self.reset_asked.emit(self.control.name))

    def _offer_range(self, menu: QMenu) -> None:
        """What the control can be made to reach."""

    def can_draw(self) -> bool:
        """Can a new value be drawn for it?"""
        return False

    def explanation(self) -> str:
        """What is known of the control, in full."""
        return f"{self.title}: {self.hint}"

    def show_help(self) -> None:
        place = self.mapToGlobal(QPoint(0, self.height()))
        QToolTip.showText(place, plain(self.explanation()), self, self.rect(), 15_000)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._open_menu(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What the editor doesn't take itself: the menu and the name."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and shift):
            self._open_menu(self.mapToGlobal(QPoint(self.width() // 2, self.height())))
        elif event.key() == Qt.Key.Key_F2:
            self.start_rename()
        else:
            super().keyPressEvent(event)

    def _open_menu(self, place: QPoint) -> None:
        if isinstance(QApplication.activePopupWidget(), QMenu):
            return  # a key may ask twice, as itself and as a context menu event
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.label and event.type() == QEvent.Type.MouseButtonDblClick:
            self.start_rename()
            return True
        return super().eventFilter(watched, event)

    def start_rename(self) -> None:
        """Type a name over the label; nothing typed is the model's own name."""
        field = named(
            ValueField(), f"rename_{self.control.name}", self.tr("Name of {label}").format(label=self.title),
            self.tr("Type a name of your own; empty for the model's name."),
        )  # fmt: skip
        field.setProperty("value", False)  # it lies over the label: with a ground of its own
        field.setParent(self)
        field.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        field.setMaxLength(60)
        field.setText(self.title)
        field.setModified(False)
        width = max(self.label.width(), QFontMetrics(self.font()).averageCharWidth() * NAME_WIDTH)
        top = self.label.geometry().center().y() - field.sizeHint().height() // 2
        field.setGeometry(self.label.x() - 2, top, width, field.sizeHint().height())
        field.typed.connect(lambda text: self.renamed.emit(self.control.name, text))
        field.left.connect(self.setFocus)
        field.editingFinished.connect(field.deleteLater)
        field.left.connect(field.deleteLater)
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)
