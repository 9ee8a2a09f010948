"""What plays: the model, its preset with ◀ ▶ to walk through them, and the heart. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from studio.ui import i18n, theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.browser.preset_list import preset_name
from studio.ui.widgets.buttons import action_button, icon_size, tiny_button
from studio.ui.widgets.names import literal, named, plain

MOST = 60  # presets in the menu; the browser has them all


class ModelButton(QToolButton):
    """The model's name; its menu offers the others, with a reason beside those that can't be loaded."""

    titled = Signal()  # it may be wider now, or narrower

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._title = ""
        self.setIcon(theme.icon("model", theme.ACCENT))
        self.setIconSize(icon_size(self, 1.2))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self)
        named(menu, "modelMenu", self.tr("Models"), self.tr("Choose the model that makes the sound."))
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        self.show_title(self.tr("Loading…"))

    def show_title(self, title: str) -> None:
        short = QFontMetrics(self.font()).elidedText(title, Qt.TextElideMode.ElideRight, theme.px(140))
        self.setText(f" {literal(short)}  ▾")
        self.titled.emit()

    def fill(self) -> None:
        menu, session = self.menu(), self._bridge.session
        menu.clear()
        cards = session.models()
        for card in cards:
            remark = i18n.said(card.error or card.summary)
            title = i18n.said(card.title)
            text = f"{title} — {remark}" if remark else title
            action = menu.addAction(literal(QFontMetrics(self.font()).elidedText(text, Qt.TextElideMode.ElideRight, theme.px(640))))
            action.setCheckable(True)
            action.setChecked(card.id == session.project.model)
            action.setToolTip(plain(remark))
            action.setEnabled(not (card.error or getattr(card, "trying", False)))
            action.triggered.connect(lambda _on, model=card.id: self._bridge.call(session.choose_model, model))
        if not cards:
            menu.addAction(self.tr("No model was found")).setEnabled(False)


class StepButton(QToolButton):
    """◀ or ▶: a middle click goes anywhere."""

    random_asked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton and self.rect().contains(event.position().toPoint()):
            self.random_asked.emit()
        super().mouseReleaseEvent(event)


class PatchBar(QWidget):
    """`show_project` after anything changed; the person's acts go to the session."""

    all_asked = Signal()  # show every preset

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session, self._actions = bridge, bridge.session, actions
        named(self, "patchBar", self.tr("Model and preset"), self.tr("What plays."))
        self.setToolTip("")
        self.model = named(ModelButton(bridge), "modelButton", self.tr("Model"), self.tr("Choose the model that makes the sound."))
        self.preset = named(
            QToolButton(), "presetButton", self.tr("Preset"), self.tr("Load one of the model's presets; * says that it was changed.")
        )
        self.preset.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.preset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.preset.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = named(QMenu(self.preset), "presetMenu", self.tr("Presets"), self.tr("The model's presets."))
        menu.aboutToShow.connect(self._fill)
        self.preset.setMenu(menu)
        self.heart = tiny_button("heart", "heartButton", self.tr("Favourite"), self.tr("Mark this preset, or the model, as a favourite."),
                                 checkable=True, on="heart-on")  # fmt: skip
        self.heart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heart.clicked.connect(self._heart)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(self.model)
        before, after = self.steps = [self._step(name) for name in ("previous_preset", "next_preset")]
        for widget in (before, self.preset, after):
            layout.addWidget(widget)
        layout.addWidget(self.heart)
        self._width = theme.px(120)
        self._shown: tuple[object, ...] = ()
        bridge.presets_changed.connect(self.refresh)
        bridge.model_loaded.connect(self.refresh)
        self.refresh()

    def _step(self, name: str) -> QToolButton:
        button = StepButton()
        action_button(self._actions[name], f"{name}Button", button=button)
        button.setProperty("tiny", True)
        button.setIconSize(QSize(theme.px(18), theme.px(18)))
        button.setFixedSize(theme.px(24), theme.px(28))
        button.random_asked.connect(lambda: self._bridge.call(self._session.step_preset, 0))
        return button

    def set_room(self, width: int, heart: bool = True, steps: bool = True) -> None:
        """width: px for the preset's name; is there room for the heart, and for ◀ and ▶?"""
        for button, room in ((self.heart, heart), *((one, steps) for one in self.steps)):
            button.setVisible(room)
        if width != self._width:
            self._width = width
            self.refresh()
        self._row.invalidate()
        self.updateGeometry()

    def refresh(self, *_: object) -> None:
        """The preset's name (with * where the sliders moved since) and the heart."""
        preset, changed = self._session.preset_now()
        kind, id = self._hearted
        favourite = id in self._session.favourites(kind)
        shown = (preset, changed, self._width, favourite)
        if shown == self._shown:
            return
        self._shown = shown
        name = preset_name(preset) if preset is not None else self.tr("No preset")
        text = f"{name}*" if changed else name
        metrics = QFontMetrics(theme.medium(self.font()))
        self.preset.setText(literal(metrics.elidedText(text, Qt.TextElideMode.ElideRight, self._width - theme.px(20))))
        self.preset.setFixedWidth(self._width)
        self.preset.setProperty("quiet", preset is None)
        self.preset.setAccessibleDescription(text)
        self.preset.setToolTip(plain(text))
        self.heart.setChecked(favourite)

    def show_project(self) -> None:
        self.refresh()

    @property
    def _hearted(self) -> tuple[str, str]:
        """What the heart stands for: the preset, else the model."""
        preset, _ = self._session.preset_now()
        return ("presets", preset.id) if preset is not None else ("models", self._session.project.model)

    def _heart(self, on: bool) -> None:
        self._bridge.call(self._session.set_favourite, *self._hearted, on)

    def _fill(self) -> None:
        session, call, menu = self._session, self._bridge.call, self.preset.menu()
        menu.clear()
        now, changed = session.preset_now()
        here = [one for one in session.presets() if one.model == session.project.model]
        for preset in here[:MOST]:
            action = menu.addAction(literal(preset_name(preset)))
            action.setCheckable(True)
            action.setChecked(now is not None and preset.id == now.id)
            action.triggered.connect(lambda _on, id=preset.id: call(session.load_preset, id))
        if here:
            menu.addSeparator()
        if now is not None and changed and not now.shipped:
            text = self.tr("Put the present settings into '{name}'").format(name=now.name)
            menu.addAction(literal(text)).triggered.connect(lambda _on, id=now.id: call(session.update_preset, id))
        menu.addAction(self._actions["save_preset"])
        menu.addAction(self.tr("All presets")).triggered.connect(lambda _on: self.all_asked.emit())
