"""The bar above the viewer that says what went wrong, and the one line that says what can be done. GUI thread; never blocks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from studio.engine.events import Message
from studio.ui import i18n, theme
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import named

INFO_MS = 8_000
MOST = 1_000  # characters of a message; the rest would be read by nobody


class MessageBar(QFrame):
    """The newest message; details on demand; stays until dismissed (an 'info' goes by itself)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "messageBar", self.tr("Message"), self.tr("What happened."))
        self.picture = QLabel()
        self.text = named(QLabel(), "messageText", self.tr("Message"), self.tr("What happened."))
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = named(QPushButton(self.tr("Details")), "messageDetails", self.tr("Details"), self.tr("Show the technical details."))
        self.more.setCheckable(True)
        hint = self.tr("Show the file in its folder.")
        self.reveal = named(QPushButton(self.tr("Show in folder")), "messageReveal", self.tr("Show in folder"), hint)
        hint = self.tr("Write the takes that are in memory only, now that there is room for them.")
        self.again = named(QPushButton(self.tr("Write again")), "messageAgain", self.tr("Write again"), hint)
        self._file: Path | None = None
        self.copy = tiny_button("copy", "messageCopy", self.tr("Copy"), self.tr("Copy the message and its details."))
        self.dismiss = tiny_button("close", "messageDismiss", self.tr("Dismiss"), self.tr("Close this message."))
        self.detail = named(QPlainTextEdit(), "messageDetailText", self.tr("Details"), self.tr("Technical details of the message."))
        self.detail.setReadOnly(True)
        self.detail.setMaximumHeight(theme.px(140))
        self.detail.setTabChangesFocus(True)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        for widget in (self.picture, self.text, self.again, self.reveal, self.more, self.copy, self.dismiss):
            line.addWidget(widget, 1 if widget is self.text else 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (12, 4, 8, 4)))
        layout.addLayout(line)
        layout.addWidget(self.detail)
        self._away = QTimer(self, interval=INFO_MS, singleShot=True)
        self._away.timeout.connect(self.hide)
        self.more.toggled.connect(self.detail.setVisible)
        self.dismiss.clicked.connect(self.hide)
        self.reveal.clicked.connect(self._reveal)
        self.copy.clicked.connect(self._copy)
        self.hide()

    def show_message(self, message: Message) -> None:
        error = message.level == "error"
        self.setProperty("level", message.level)
        self.style().unpolish(self)
        self.style().polish(self)
        name, tint = ("warning", theme.ERROR) if error else ("info", theme.TEXT_SOFT)
        self.picture.setPixmap(theme.icon(name, tint).pixmap(QSize(theme.px(18), theme.px(18))))
        text = i18n.said(message.text[:MOST]) + ("…" if len(message.text) > MOST else "")  # laying out a megabyte takes seconds
        self.text.setText(text)
        self.setAccessibleDescription(text)
        self.detail.setPlainText(message.detail)
        self.more.setChecked(False)
        self.more.setVisible(bool(message.detail))
        self.copy.setVisible(error)
        self.again.setVisible(message.unsaved)
        self._file = message.file
        self.reveal.setVisible(message.file is not None)
        self.detail.hide()
        self.show()
        self._away.stop()
        if not error:
            self._away.start()

    def _reveal(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file.absolute().parent)))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.text.text()}\n{self.detail.toPlainText()}".strip())


class HintBar(QFrame):
    """'Space plays · drag a slider · drag a take to your DAW', until dismissed for good: by its cross, or by `dismiss`."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = self.tr("<b>Space</b> plays  ·  drag a slider  ·  drag a take to your DAW")
        named(self, "hintBar", self.tr("Hint"), self.tr("Space plays, drag a slider, drag a take to your DAW."))
        label = named(QLabel(text), "hintText", self.tr("Hint"), self.tr("Space plays, drag a slider, drag a take to your DAW."))
        label.setTextFormat(Qt.TextFormat.RichText)  # our own words
        label.setProperty("soft", True)
        close = tiny_button("close", "hintDismiss", self.tr("Dismiss the hint"), self.tr("Don't show this line again."))
        close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(4), 0, 0, 0)
        layout.addWidget(label, 1)
        layout.addWidget(close)

    def dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()
