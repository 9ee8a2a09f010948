"""Choose one of a few: a grid of option buttons that fits its width, or a list where there are many. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.i18n import said
from studio.ui.widgets.names import named

MOST_BUTTONS = 12
SPACING = 4


def readable(option: str) -> str:
    """'closed_hat' -> 'Closed hat'."""
    text = option.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


class CalmCombo(QComboBox):
    """A list that the wheel only changes while it has the focus, never while the panel scrolls under the pointer."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceField(QWidget):
    """`chosen` comes when the person picks an option; `show_option` shows one and tells nobody."""

    chosen = Signal(str)

    def __init__(self, name: str, title: str, options: tuple[str, ...], hint: str) -> None:
        super().__init__()
        named(self, f"choice_{name}", title, hint)
        self.options = options
        self.buttons: list[QPushButton] = []
        self.combo: QComboBox | None = None
        self._columns = 0
        if len(options) > MOST_BUTTONS:
            self._make_combo(name, title, hint)
        else:
            self._make_buttons(name, title, hint)

    def _make_combo(self, name: str, title: str, hint: str) -> None:
        self.combo = named(CalmCombo(), f"combo_{name}", title, hint)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for option in self.options:
            self.combo.addItem(said(readable(option)), option)
        self.combo.activated.connect(lambda index: self.chosen.emit(self.options[index]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)
        self.setFocusProxy(self.combo)

    def _make_buttons(self, name: str, title: str, hint: str) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACING)
        self._group = QButtonGroup(self)
        for option in self.options:
            text = said(readable(option))
            button = named(QPushButton(text), f"option_{name}_{option}", f"{title}: {text}", f"{title}: {text}. {hint}")
            button.setCheckable(True)
            button.setProperty("option", True)
            button.setMinimumWidth(24)
            button.installEventFilter(self)
            button.clicked.connect(lambda _checked, option=option: self.chosen.emit(option))
            self._group.addButton(button)
            self.buttons.append(button)
        if self.buttons:
            self.setFocusProxy(self.buttons[0])
        self._arrange()

    def show_option(self, option: str) -> None:
        if self.combo is not None:
            self.combo.setCurrentIndex(self.options.index(option) if option in self.options else -1)
            return
        for button, known in zip(self.buttons, self.options, strict=True):
            if known == option:
                button.setChecked(True)
                self.setFocusProxy(button)
            # Tab stops once at the group: at the option that is chosen
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if known == option else Qt.FocusPolicy.ClickFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.buttons:
            self._arrange()

    def _widest(self) -> int:
        metrics = QFontMetrics(self.font())
        return max(metrics.horizontalAdvance(button.text()) for button in self.buttons) + theme.px(18)

    def minimumSizeHint(self) -> QSize:
        """Two columns, whatever it has now: it makes more rows where it gets narrower."""
        now = super().minimumSizeHint()
        return QSize(min(now.width(), 2 * self._widest() + SPACING), now.height()) if self.buttons else now

    def _arrange(self) -> None:
        """As many equal columns as the longest word allows, rows filled evenly."""
        widest = self._widest()
        fitting = max(1, (max(self.width(), widest) + SPACING) // (widest + SPACING))
        rows = -(-len(self.buttons) // min(fitting, len(self.buttons)))
        columns = -(-len(self.buttons) // rows)
        if columns == self._columns:
            return
        self._columns = columns
        for index, button in enumerate(self.buttons):
            self._grid.addWidget(button, index // columns, index % columns)
        for column in range(MOST_BUTTONS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move through the options and choose, as in any group of radio buttons."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or watched not in self.buttons:
            return super().eventFilter(watched, event)
        keys = Qt.Key
        moves = {keys.Key_Left: -1, keys.Key_Right: 1, keys.Key_Up: -self._columns, keys.Key_Down: self._columns}
        move = moves.get(keys(event.key()))
        if move is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return super().eventFilter(watched, event)
        place = self.buttons.index(watched) + move
        if 0 <= place < len(self.buttons):
            self.buttons[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self.buttons[place].click()
        return True
