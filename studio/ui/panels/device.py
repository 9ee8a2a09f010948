"""The device chip of the top bar and its popup, and the form in it that the preferences show too. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QShowEvent
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.ui import i18n, theme
from studio.ui.bridge import Bridge
from studio.ui.widgets.buttons import icon_size
from studio.ui.widgets.names import named

BLOCKS = (128, 256, 512, 1024, 2048)


class DeviceButton(QToolButton):
    """Where the sound goes. Amber with a crossed speaker where it goes nowhere."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        named(self, "deviceButton", self.tr("Output"), self.tr("Choose the output and its block size; shows latency and gaps."))
        self.popup = DevicePopup(bridge, self)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(icon_size(self, 1.1))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._open)
        self._shown: tuple[str, str] = ("", "")
        self._say("ok", self.tr("Starting…"))

    def _say(self, state: str, text: str) -> bool:
        """Show a state; True where that changed anything."""
        if (state, text) == self._shown:
            return False
        self._shown = (state, text)
        well = state == "ok"
        self.setProperty("state", "ok" if well else "lost")
        self.setIcon(theme.icon("speaker", theme.TEXT_SOFT) if well else theme.icon("speaker-off", theme.WARNING))
        self.setText(QFontMetrics(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, theme.px(140)))
        self.setAccessibleDescription(text)
        self.style().unpolish(self)
        self.style().polish(self)
        return True

    def show_status(self, status: Any) -> bool:
        """The player's state; True where the chip changed."""
        self.popup.form.show_status(status)
        if status.state == "ok":
            return self._say("ok", status.device or self.tr("Output"))
        if status.state == "restarting":
            return self._say("restarting", self.tr("Restarting…"))
        return self._say(status.state, self.tr("No output"))

    def _open(self) -> None:
        self.popup.adjustSize()
        place = self.mapToGlobal(QPoint(self.width() - self.popup.width(), self.height() + 4))
        self.popup.move(place)
        self.popup.show()


class DevicePopup(QFrame):
    """The form under the chip."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        named(self, "devicePopup", self.tr("Output"), self.tr("Where the sound goes."))
        self.form = DeviceForm(bridge)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.px(14)] * 4)
        layout.addWidget(self.form)


class DeviceForm(QWidget):
    """Output, block size, rescan, and what the output measures. Each choice applies at once.

    prefix: of the object names, where a window has a second such form.
    """

    def __init__(self, bridge: Bridge, prefix: str = "") -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self._wanted = self._saved()
        self.output = named(
            QComboBox(), f"{prefix}outputBox", self.tr("Output device"), self.tr("The device that you hear the sound on.")
        )
        self.output.setMinimumWidth(theme.px(260))
        self.block = named(
            QComboBox(), f"{prefix}blockBox", self.tr("Block size"), self.tr("Smaller answers faster, larger is safer against gaps.")
        )
        for size in BLOCKS:
            self.block.addItem(self.tr("{frames} frames").format(frames=size), size)
        self.block.setCurrentIndex(BLOCKS.index(512))
        self.rescan = named(
            QPushButton(self.tr("Rescan devices")),
            f"{prefix}rescanButton",
            self.tr("Rescan"),
            self.tr("Look for devices that were plugged in."),
        )
        self.facts = named(QLabel(), f"{prefix}deviceFacts", self.tr("Latency and gaps"), self.tr("What the output measures."))
        self.facts.setProperty("small", True)
        self.facts.setWordWrap(True)
        self.facts.setMinimumHeight(QFontMetrics(self.font()).height() * 2 + 4)
        self.form = form = QFormLayout()
        form.setSpacing(theme.px(8))
        form.addRow(self.tr("Output"), self.output)
        form.addRow(self.tr("Block"), self.block)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(10))
        layout.addLayout(form)
        layout.addWidget(self.facts)
        layout.addWidget(self.rescan)
        self.output.activated.connect(self._chosen)
        self.block.activated.connect(self._chosen)
        self.rescan.clicked.connect(lambda: self._bridge.call(self._session.rescan))
        bridge.devices_changed.connect(self._devices_changed)
        self.show_devices(())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the list (it comes as an event) and show what is known now."""
        self.show_devices(self._bridge.call(self._session.devices) or ())
        status = self._session.status()
        if status.block in BLOCKS:
            self.block.setCurrentIndex(BLOCKS.index(status.block))
        self.show_status(status)

    def _devices_changed(self, event: Any) -> None:
        self.show_devices(event.devices)

    def show_devices(self, devices: tuple[Any, ...]) -> None:
        """The outputs that there are; what was chosen stays chosen."""
        self.output.clear()
        self.output.addItem(self.tr("System default"), (None, None))
        for device in devices:
            mark = self.tr(" (default)") if device.is_default else ""
            self.output.addItem(f"{device.name} — {device.host_api}{mark}", (device.name, device.host_api))
        places = [self.output.itemData(index) for index in range(self.output.count())]
        self.output.setCurrentIndex(places.index(self._wanted) if self._wanted in places else 0)

    def _saved(self) -> tuple[Any, Any]:
        saved = self._session.preferences.get("output")
        return (saved.get("device"), saved.get("host_api")) if isinstance(saved, dict) else (None, None)

    def show_status(self, status: Any) -> None:
        """What the output measures; nothing is done while it isn't seen."""
        if not self.isVisible():
            return
        message = i18n.said(status.message)
        if status.state != "ok":
            self.facts.setText(message or self.tr("No output: the sound is played silently. Everything else works."))
            return
        number = QLocale().toString(status.latency_seconds * 1000, "f", 1)
        rate = QLocale().toString(status.rate / 1000, "g", 4)
        text = self.tr("{rate} kHz · {ms} ms latency · gaps since the start: {gaps}")
        self.facts.setText(text.format(rate=rate, ms=number, gaps=status.gaps) + (f"\n{message}" if message else ""))

    def _chosen(self) -> None:
        self._wanted = name, host_api = self.output.currentData() or (None, None)
        self._bridge.call(self._session.set_output, name, host_api, self.block.currentData())
