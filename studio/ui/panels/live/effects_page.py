"""The page of effects: cards from left to right in the order in which the sound goes through them. GUI thread."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from studio.audio.effects import KINDS, MAX_SLOTS
from studio.ui import theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.i18n import said
from studio.ui.panels.live.effect_card import EffectCard
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.empty_note import EmptyNote
from studio.ui.widgets.names import literal, named

GAP = 10  # px between cards
VST3_FOLDERS = ("/usr/lib/vst3", "~/.vst3", "/Library/Audio/Plug-Ins/VST3", "C:/Program Files/Common Files/VST3")
MOST_INSTALLED = 200  # plug-ins in the menu
TELL_EVERY = 8  # looks between two looks at the load, so that its number can be read


def installed_plugins() -> list[Path]:
    """The VST3 plug-ins that lie where systems keep them, or one folder further in, by their names."""
    folders = [Path(folder).expanduser() for folder in VST3_FOLDERS]
    found = {path.stem: path for folder in folders for pattern in ("*.vst3", "*/*.vst3") for path in folder.glob(pattern)}
    return [found[name] for name in sorted(found, key=str.lower)][:MOST_INSTALLED]


class Row(QWidget):
    """Where the cards stand; `mark`: where one that is dragged would go, an x in px, -1 for nowhere."""

    mark = -1

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.mark >= 0:
            painter = QPainter(self)
            painter.fillRect(self.mark - 1, theme.px(4), theme.px(3), self.height() - theme.px(8), QColor(theme.ACCENT))
            painter.end()


class EffectsPage(QWidget):
    """See the module. `cards` by the effects' ids."""

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        named(self, "effectsPage", self.tr("Effects"), self.tr("What everything that you hear goes through."))
        self.setToolTip("")
        self.cards: dict[int, EffectCard] = {}
        self._order: tuple[int, ...] = ()
        self._polls = 0
        self.add = named(QPushButton(self.tr("Add effect")), "addEffect", self.tr("Add effect"),
                         self.tr("Put an effect at the end of the row."))  # fmt: skip
        self.add.setIcon(theme.icon("plus"))
        self.load = named(QPushButton(self.tr("Load a plug-in…")), "loadPlugin", self.tr("Load a plug-in"),
                          self.tr("Add a VST3 effect that is installed here. It is opened in a process of its own first."))  # fmt: skip
        self.load.setIcon(theme.icon("plugin"))
        for button in (self.add, self.load):
            button.setProperty("compact", True)
        self.share = named(QLabel(), "effectsLoad", self.tr("Load"),
                           self.tr("How much of the time that a block of sound has the effects take."))  # fmt: skip
        self.share.setProperty("small", True)
        self.clear = tiny_button("trash", "clearEffects", self.tr("Take all out"), self.tr("Take all effects out of the row."))
        self.clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.empty = EmptyNote("effectsEmpty", "effects")
        self.empty.be_low()
        self.empty.say(self.tr("Everything that you hear goes through the effects here:\nfilters, echoes, rooms, in any order."),
                       self.tr("Add a reverb"), self.tr("Begin with a room around the sound."))  # fmt: skip
        self._row = Row()
        self._row.setObjectName("effectsRow")
        self._cards = QHBoxLayout(self._row)
        self._cards.setContentsMargins(theme.px(2), 0, theme.px(2), 0)
        self._cards.setSpacing(theme.px(GAP))
        self._cards.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("effectsScroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._row)
        self._scroll.horizontalScrollBar().valueChanged.connect(self._hold_wheels)
        self._scroll.verticalScrollBar().valueChanged.connect(self._hold_wheels)
        self._build()
        self.add.clicked.connect(self._offer_effects)
        self.load.clicked.connect(self._offer_installed)
        self.clear.clicked.connect(lambda: bridge.call(self._session.clear_rack))
        self.empty.pressed.connect(lambda: self._add("reverb"))
        bridge.project_changed.connect(self.show_rack)
        bridge.plugins_found.connect(self._offer_plugins)
        self.show_rack()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self.add)
        head.addWidget(self.load)
        head.addStretch(1)
        head.addWidget(self.share)
        head.addWidget(self.clear)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.px(2), 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.empty, 1)

    # ---- what is shown
    def show_rack(self, *_: object) -> None:
        rack = self._session.rack
        order = tuple(slot.id for slot in rack.slots)
        known = {slot.id: slot for slot in rack.slots}
        for id, card in list(self.cards.items()):
            slot = known.get(id)
            if slot is None or (slot.kind, slot.controls) != (card.slot.kind, card.slot.controls):
                self._cards.removeWidget(card)
                card.hide()
                card.deleteLater()
                del self.cards[id]
                self._order = ()
        if order != self._order:
            for place, slot in enumerate(rack.slots):
                if slot.id not in self.cards:
                    self.cards[slot.id] = self._card(slot)
                self._cards.insertWidget(place, self.cards[slot.id])
            self._sort_tabs(order)
            self._order = order
        for slot in rack.slots:
            self.cards[slot.id].show_slot(slot)
        self._scroll.setVisible(bool(order))
        self.empty.setVisible(not order)
        self.clear.setEnabled(bool(order))
        self.share.setVisible(bool(order))
        self.add.setEnabled(len(order) < MAX_SLOTS)

    def _sort_tabs(self, order: tuple[int, ...]) -> None:
        """The keyboard goes through the cards as the sound does."""
        before: QWidget = self.load
        for id in order:
            card = self.cards[id]
            fields = [part for row in card.rows.values() for part in (row.slider, row.field, row.reset)]
            for part in (card.handle, card.more, card.power, *fields):
                QWidget.setTabOrder(before, part)
                before = part
        QWidget.setTabOrder(before, self.clear)

    def _card(self, slot: Any) -> EffectCard:
        card = EffectCard(self._bridge, slot)
        card.move_asked.connect(self._move)
        card.dragged.connect(self._mark)
        card.dropped.connect(self._drop)
        card.given_up.connect(lambda _: self._show_mark(-1))
        card.left.connect(self.add.setFocus)
        return card

    def show_status(self, status: Any) -> None:
        """At frame rate while this page is seen."""
        load, meters = self._session.rack_meters()
        for id, card in self.cards.items():
            card.meter.show_numbers(*meters.get(id, (0.0, 0.0)))
        if self._polls % TELL_EVERY == 0:
            self.share.setText(self.tr("{percent} % of the time").format(percent=round(100 * load)) if meters else "")
            lost = self._session.lost_plugin()
            for id, card in self.cards.items():
                card.show_problem(self.tr("This plug-in could not be loaded, so it does nothing.") if id == lost else "")
        self._polls += 1

    def first_focus(self) -> QWidget:
        return self.cards[self._order[0]].handle if self._order else self.empty.button

    def _hold_wheels(self, *_: object) -> None:
        for card in self.cards.values():
            for row in card.rows.values():
                row.slider.hold_wheel()

    # ---- adding
    def _add(self, kind: str) -> None:
        self._bridge.call(self._session.add_effect, kind)
        self.show_rack()
        if self._order:
            card = self.cards[self._order[-1]]
            card.handle.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, card, lambda: self._bring(card))

    def _bring(self, card: EffectCard) -> None:
        """Scroll across to the card; the heads stay in view where a low window cuts the rows."""
        card.show()  # what is new has no place before it is shown and laid out
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._scroll.ensureVisible(card.geometry().center().x(), 0, card.width() // 2 + theme.px(GAP), 0)

    def effects_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("effectsMenu")
        menu.setAccessibleName(self.tr("Add effect"))
        for kind in KINDS.values():
            action = menu.addAction(said(kind.title))
            action.setStatusTip(said(kind.help))
            action.setToolTip(said(kind.help))
            action.triggered.connect(partial(self._add, kind.name))
        menu.setToolTipsVisible(True)
        return menu

    def _offer_effects(self) -> None:
        menu = self.effects_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.add.mapToGlobal(QPoint(0, self.add.height())))

    def _offer_installed(self) -> None:
        """A menu of what is installed; where nothing is, the dialog at once."""
        paths = installed_plugins()
        if not paths:
            self._choose_plugin()
            return
        menu = QMenu(self)
        menu.setObjectName("installedPlugins")
        menu.setAccessibleName(self.tr("Load a plug-in"))
        for path in paths:
            menu.addAction(literal(path.stem)).triggered.connect(partial(self._load, path, ""))
        menu.addSeparator()
        menu.addAction(self.tr("Choose a file…")).triggered.connect(self._choose_plugin)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.load.mapToGlobal(QPoint(0, self.load.height())))

    def _choose_plugin(self, *_: object) -> None:
        folders = (Path(folder).expanduser() for folder in VST3_FOLDERS)
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.HomeLocation)
        start = str(next((folder for folder in folders if folder.is_dir()), Path(home)))
        dialog = QFileDialog(self, self.tr("Choose a VST3 plug-in"), start)
        dialog.setObjectName("pluginDialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)  # a VST3 is a folder on most systems
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, False)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
        dialog.setNameFilter(self.tr("VST3 plug-ins (*.vst3)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._load)
        dialog.open()

    def _load(self, path: Path | str, name: str = "", *_: object) -> None:
        self._bridge.call(self._session.load_plugin, path, name)

    def _offer_plugins(self, event: Any) -> None:
        """A file holds several: which?"""
        if not self.isVisible():
            return
        menu = QMenu(self)
        menu.setObjectName("pluginsMenu")
        menu.setAccessibleName(self.tr("Load a plug-in"))
        for name in event.names:
            menu.addAction(name).triggered.connect(partial(self._load, event.path, name))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.load.mapToGlobal(QPoint(0, self.load.height())))

    # ---- moving
    def _move(self, id: int, by: int) -> None:
        if id in self._order:
            self._bridge.call(self._session.move_effect, id, self._order.index(id) + by)
            self.show_rack()
            card = self.cards[id]
            QTimer.singleShot(0, card, lambda: self._bring(card))

    def place_at(self, id: int, x: int) -> int:
        """Which place an effect gets that is let go at x in the row."""
        return sum(1 for other in self._order if other != id and self.cards[other].geometry().center().x() < x)

    def _mark(self, id: int, place: QPoint) -> None:
        x = self._row.mapFromGlobal(place).x()
        rest = [other for other in self._order if other != id]
        to = self.place_at(id, x)
        if self._order.index(id) == to:
            self._show_mark(-1)
        elif to < len(rest):
            self._show_mark(max(1, self.cards[rest[to]].geometry().left() - theme.px(GAP) // 2))
        else:
            self._show_mark(self.cards[rest[-1]].geometry().right() + theme.px(GAP) // 2)
        self._scroll.ensureVisible(x, 0, theme.px(60), 0)

    def _drop(self, id: int, place: QPoint) -> None:
        self._show_mark(-1)
        to = self.place_at(id, self._row.mapFromGlobal(place).x())
        if self._order.index(id) != to:
            self._bridge.call(self._session.move_effect, id, to)
            self.show_rack()

    def _show_mark(self, x: int) -> None:
        self._row.mark = x
        self._row.update()
