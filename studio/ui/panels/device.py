"""The device chip of the top bar and its popup: output, block size, rescan, latency and gaps. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.ui import theme
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
        self.setText(QFontMetrics(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, 140))
        self.setAccessibleDescription(text)
        self.style().unpolish(self)
        self.style().polish(self)
        return True

    def show_status(self, status: Any) -> bool:
        """The player's state; True where the chip changed."""
        if self.popup.isVisible():
            self.popup.show_status(status)
        if status.state == "ok":
            return self._say("ok", status.device or self.tr("Output"))
        if status.state == "restarting":
            return self._say("restarting", self.tr("Restarting…"))
        return self._say(status.state, self.tr("No output"))

    def _open(self) -> None:
        self.popup.refresh()
        self.popup.adjustSize()
        place = self.mapToGlobal(QPoint(self.width() - self.popup.width(), self.height() + 4))
        self.popup.move(place)
        self.popup.show()


class DevicePopup(QFrame):
    """Each choice applies at once."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._bridge, self._session = bridge, bridge.session
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        named(self, "devicePopup", self.tr("Output"), self.tr("Where the sound goes."))
        self.output = named(QComboBox(), "outputBox", self.tr("Output device"), self.tr("The device that you hear the sound on."))
        self.output.setMinimumWidth(260)
        self.block = named(QComboBox(), "blockBox", self.tr("Block size"), self.tr("Smaller answers faster, larger is safer against gaps."))
        for size in BLOCKS:
            self.block.addItem(self.tr("{frames} frames").format(frames=size), size)
        self.block.setCurrentIndex(BLOCKS.index(512))
        self.rescan = named(
            QPushButton(self.tr("Rescan devices")), "rescanButton", self.tr("Rescan"), self.tr("Look for devices that were plugged in.")
        )
        self.facts = named(QLabel(), "deviceFacts", self.tr("Latency and gaps"), self.tr("What the output measures."))
        self.facts.setProperty("small", True)
        self.facts.setWordWrap(True)
        self.facts.setMinimumHeight(QFontMetrics(self.font()).height() * 2 + 4)
        form = QFormLayout()
        form.setSpacing(8)
        form.addRow(self.tr("Output"), self.output)
        form.addRow(self.tr("Block"), self.block)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 14, 14, 14)
        layout.setSpacing(10)
        layout.addLayout(form)
        layout.addWidget(self.facts)
        layout.addWidget(self.rescan)
        self.output.activated.connect(self._chosen)
        self.block.activated.connect(self._chosen)
        self.rescan.clicked.connect(lambda: self._bridge.call(self._session.rescan))
        bridge.devices_changed.connect(lambda event: self.show_devices(event.devices))
        self.show_devices(())

    def refresh(self) -> None:
        """Ask for the list (it comes as an event) and show what is known now."""
        self._bridge.call(self._session.devices)
        status = self._session.status()
        if status.block in BLOCKS:
            self.block.setCurrentIndex(BLOCKS.index(status.block))
        self.show_status(status)

    def show_devices(self, devices: tuple[Any, ...]) -> None:
        current = self.output.currentData()
        self.output.clear()
        self.output.addItem(self.tr("System default"), (None, None))
        for device in devices:
            mark = self.tr(" (default)") if device.is_default else ""
            self.output.addItem(f"{device.name} — {device.host_api}{mark}", (device.name, device.host_api))
        places = [self.output.itemData(index) for index in range(self.output.count())]
        self.output.setCurrentIndex(places.index(current) if current in places else 0)

    def show_status(self, status: Any) -> None:
        if status.state != "ok":
            self.facts.setText(status.message or self.tr("No output: the sound is played silently. Everything else works."))
            return
        number = QLocale().toString(status.latency_seconds * 1000, "f", 1)
        rate = QLocale().toString(status.rate / 1000, "g", 4)
        text = self.tr("{rate} kHz · {ms} ms latency · {gaps} gaps since the start")
        self.facts.setText(text.format(rate=rate, ms=number, gaps=status.gaps) + (f"\n{status.message}" if status.message else ""))

    def _chosen(self) -> None:
        name, host_api = self.output.currentData() or (None, None)
        self._bridge.call(self._session.set_output, name, host_api, self.block.currentData())
