"""What an empty list says: what belongs there, and a button that brings it. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named


class EmptyNote(QWidget):
    """`pressed` when the button was."""

    pressed = Signal()

    def __init__(self, name: str, icon: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._icon = icon
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = named(QLabel(), f"{name}Text", self.tr("Nothing here yet"), self.tr("Says what belongs here."))
        self.text.setToolTip("")
        self.text.setProperty("soft", True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        self.button = QPushButton()
        self.button.clicked.connect(self.pressed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (16, 24, 16, 16)))
        layout.setSpacing(theme.px(12))
        layout.addStretch(1)
        layout.addWidget(self.picture)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(2)
        theme.changed.connect(self._tint)
        self._tint()

    def say(self, text: str, button: str = "", hint: str = "") -> None:
        """button: '' for none."""
        self.text.setText(text)
        self.text.setAccessibleDescription(text)
        self.button.setText(button)
        named(self.button, f"{self.objectName()}Button", button or self.tr("Button"), hint or text)
        self.button.setVisible(bool(button))

    def be_low(self) -> None:
        """Without the picture and the room around it, for strips that are not high."""
        self.picture.hide()
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(*map(theme.px, (16, 0, 16, 0)))

    def _tint(self) -> None:
        self.picture.setPixmap(theme.icon(self._icon, theme.TEXT_FAINT).pixmap(QSize(theme.px(32), theme.px(32))))
