"""A row for anything that can be turned (`session.knobs()`): name, slider, typed value, reset; the same manners as a model's sliders.

GUI thread. `show()` reads the value as it is kept; the row tells the session what a hand does, and where its gesture ends.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from studio.ui import theme
from studio.ui.bridge import Bridge
from studio.ui.i18n import said
from studio.ui.midi_marks import mark_midi
from studio.ui.mod_marks import mark_moves
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.names import named
from studio.ui.widgets.scale import Scale
from studio.ui.widgets.slider_row import width_of_values
from studio.ui.widgets.value_field import ValueField
from studio.ui.widgets.value_slider import ValueSlider


class KnobRow(QWidget):
    """address: 'room/name'; raises BadInput where it is not there. title: what it is called here, '' for its own label.

    label_width: px, so that rows align; 0 for as wide as the name, below 0 for no name.
    """

    def __init__(self, bridge: Bridge, address: str, title: str = "", hint: str = "", label_width: int = 0) -> None:
        super().__init__()
        self._bridge, self._session, self.address = bridge, bridge.session, address
        control = self._session.knob(address).control
        self.title = title or said(control.label)
        self.hint = hint or said(control.help) or self.tr("Changes {label} of the sound.").format(label=self.title.lower())
        name = address.replace("/", "_").replace(".", "_")
        named(self, f"knob_{name}", self.title, self.hint)
        self.setToolTip("")
        self.label = named(QLabel(self.title), f"knobLabel_{name}", self.title, self.hint)
        self.label.setProperty("soft", True)
        self.slider = named(ValueSlider(Scale.of(control)), f"knobSlider_{name}", self.title, self.hint)
        typed = self.tr("Type a value for {label}: a number, or a percentage of the range.").format(label=self.title)
        self.field = named(ValueField(), f"knobValue_{name}", self.tr("{label}, value").format(label=self.title), typed)
        self.field.setFixedWidth(width_of_values(control, QFontMetrics(self.font())))
        again = self.tr("Put {label} back to its default.").format(label=self.title)
        self.reset = tiny_button("reset", f"knobReset_{name}", self.tr("Reset {label}").format(label=self.title), again)
        policy = self.reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(policy)
        self.reset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if label_width:
            self.label.setVisible(label_width > 0)
            self.label.setFixedWidth(max(0, label_width))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(self.label)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.field)
        layout.addWidget(self.reset)
        self.setFixedHeight(max(theme.px(24), QFontMetrics(self.font()).height() + theme.px(7)))
        self.setFocusProxy(self.slider)
        self.slider.moved.connect(self._turn)
        self.slider.finished.connect(lambda: bridge.call(self._session.end_gesture))
        self.slider.cancelled.connect(lambda: bridge.call(self._session.cancel_gesture))
        self.slider.asked_to_type.connect(lambda: self.field.setFocus(Qt.FocusReason.OtherFocusReason))
        self.field.typed.connect(self._typed)
        self.field.left.connect(self._leave_field)
        self.reset.clicked.connect(self.slider.set_default)
        mark_moves(bridge, address, self.slider)
        mark_midi(bridge, address, self.slider)
        self.show_kept()

    def show_kept(self) -> None:
        """The value as the session keeps it; what a hand just holds is left alone."""
        if not self.slider.dragging:
            value = self._bridge.call(self._session.knob_value, self.address)
            if value is not None:
                self.slider.show_value(float(value))
        self._show_text()

    def _show_text(self) -> None:
        slider = self.slider
        text = slider.scale.text(slider.value_now)
        self.field.show_text(text)
        self.reset.setVisible(abs(slider.value_now - slider.scale.default) > 1e-9)
        slider.setAccessibleDescription(f"{text}. {self.hint}")

    def _turn(self, value: float) -> None:
        self._bridge.call(self._session.turn, self.address, value)
        self._show_text()

    def _typed(self, text: str) -> None:
        value = self.slider.scale.parse(text)
        if value is not None and value != self.slider.value_now:
            self.slider.show_value(value)
            self._turn(value)
            self._bridge.call(self._session.end_gesture)
        self._show_text()

    def _leave_field(self) -> None:
        self._show_text()
        self.slider.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- menu
    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(f"{self.objectName()}Menu")
        menu.setAccessibleName(self.title)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(theme.icon("reset"), self.tr("Default")).triggered.connect(self.slider.set_default)
        menu.addAction(theme.icon("rename"), self.tr("Type a value…")).triggered.connect(self.slider.asked_to_type)
        from studio.ui.panels.live.midi_menu import offer_midi  # late: a menu is seldom asked for
        from studio.ui.panels.live.modulate_menu import offer_modulation

        offer_modulation(menu, self._bridge, self.address)
        offer_midi(menu, self._bridge, self.address)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        below = self.mapToGlobal(QPoint(self.slider.x(), self.height()))
        self.menu().popup(below if event.reason() == QContextMenuEvent.Reason.Keyboard else event.globalPos())
