"""The browser's tab of models: a card for each, which can be heard before it is loaded. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from studio.engine.events import ExamplesRead
from studio.ui import i18n, theme
from studio.ui.bridge import Bridge
from studio.ui.panels.browser.model_card import ModelCard
from studio.ui.panels.browser.search_bar import FAVOURITES, Query
from studio.ui.widgets.empty_note import EmptyNote
from studio.ui.widgets.names import named

LIT_MS = 150  # after the sound of an example has ended


class ModelsPage(QWidget):
    """`search` filters; `selected` when a model was heard or chosen."""

    selected = Signal(str)
    tags_changed = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self.cards: dict[str, ModelCard] = {}
        self._asked: set[str] = set()  # models whose examples were looked at
        self._query = Query()
        self._chosen = self._loading = ""
        self._body = QWidget()
        self._body.setObjectName("modelsBody")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(*map(theme.px, (12, 4, 12, 12)))
        self._column.setSpacing(theme.px(8))
        self._column.addStretch(1)
        scroll = named(
            QScrollArea(), "modelsScroll", self.tr("Models"), self.tr("What makes the sound; each can be heard before it is loaded.")
        )
        scroll.setToolTip("")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self._body)
        self._scroll = scroll
        self.empty = EmptyNote("modelsEmpty", "model")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.empty, 1)
        self._dim = QTimer(self, singleShot=True)
        self._dim.timeout.connect(self._light_none)
        bridge.models_listed.connect(self._list)
        bridge.examples_read.connect(self._show_examples)
        bridge.presets_changed.connect(self._show_states)
        bridge.model_loaded.connect(self._show_states)
        bridge.busy.connect(self._busy)
        self._list()

    # ---- for the browser
    def search(self, query: Query) -> None:
        self._query = query
        favourites = self._session.favourites("models")
        seen = 0
        for id, card in self.cards.items():
            tags = (*self._tags_of(card.card), *((FAVOURITES,) if id in favourites else ()))
            found = query.finds(" ".join((card.card.title, card.card.summary, *tags)), tags)
            card.setVisible(found)
            seen += found
        self._scroll.setVisible(bool(seen))
        self.empty.setVisible(not seen)
        if self.cards:
            self.empty.say(self.tr("No model is found by this search."))
        else:
            self.empty.say(self.tr("Models are folders. Put one into the folder of models and start again."))

    def tags(self) -> tuple[str, ...]:
        found = dict.fromkeys(tag for card in self.cards.values() for tag in self._tags_of(card.card))
        return ((FAVOURITES,) if self._session.favourites("models") else ()) + (tuple(found) if len(self.cards) > 1 else ())

    def current_id(self) -> str:
        return self._chosen

    def select(self, id: str) -> None:
        """Bring a card into view; nothing sounds."""
        self._chosen = id
        if id in self.cards:
            self._scroll.ensureWidgetVisible(self.cards[id])

    def first_focus(self) -> QWidget:
        for card in self.cards.values():
            if not card.isHidden():
                return next(iter(card.pads.pads.values()), card.heart)
        return self._scroll

    @staticmethod
    def _tags_of(card: Any) -> tuple[str, ...]:
        return tuple(tag for tag in (getattr(card, "family", "").upper(),) if tag)

    # ---- from the session
    def _list(self, *_: object) -> None:
        cards = self._session.models()
        if [_lasting(card) for card in cards] == [_lasting(one.card) for one in self.cards.values()]:
            for card, one in zip(cards, self.cards.values(), strict=True):
                one.show_card(card)
            self._show_states()
            return
        for card in self.cards.values():
            card.deleteLater()
        self.cards, self._asked = {}, set()
        for place, one in enumerate(cards):
            card = self.cards[one.id] = ModelCard(one)
            card.load_asked.connect(self._load)
            card.example_asked.connect(self._play)
            card.favourite_asked.connect(self._favourite)
            self._column.insertWidget(place, card)
        self._show_states()
        self.search(self._query)
        self._look_at_examples()
        self.tags_changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_at_examples()

    def _look_at_examples(self) -> None:
        """Ask for the pads of cards that are seen: files are read only for who looks."""
        if not self.isVisible():
            return
        for id, card in self.cards.items():
            if id not in self._asked and not card.card.error:
                self._asked.add(id)
                self._bridge.call(self._session.look_at_examples, id)

    def _show_examples(self, event: ExamplesRead) -> None:
        card = self.cards.get(event.model)
        if card is not None:
            card.show_examples(event.examples)

    def _show_states(self, *_: object) -> None:
        session = self._session
        used = session.project.model if session.spec is not None else ""
        favourites = session.favourites("models")
        if used == self._loading:
            self._loading = ""
        for id, card in self.cards.items():
            card.show_state(in_use=id == used, loading=id == self._loading)
            card.show_favourite(id in favourites)
        if FAVOURITES in self._query.tags:
            self.search(self._query)
        self.tags_changed.emit()

    def _busy(self, event: Any) -> None:
        if not event.busy and self._loading:
            self._loading = ""
            self._show_states()

    # ---- acting
    def _load(self, id: str) -> None:
        self._loading = id
        self._bridge.call(self._session.choose_model, id)
        self._choose(id)
        self._show_states()

    def _play(self, id: str, name: str) -> None:
        self._bridge.call(self._session.audition_example, id, name)
        for other, card in self.cards.items():
            card.show_sounding(name if other == id else "")
        example = self.cards[id].pads.pads[name].example
        self._dim.start(round(example.seconds * 1000) + LIT_MS)
        self._choose(id)

    def _light_none(self) -> None:
        for card in self.cards.values():
            card.show_sounding("")

    def _favourite(self, id: str, on: bool) -> None:
        self._bridge.call(self._session.set_favourite, "models", id, on)

    def _choose(self, id: str) -> None:
        if id != self._chosen:
            self._chosen = id
            self.selected.emit(id)


def _lasting(card: Any) -> dict[str, Any]:
    """What a card says but for what may change while it is listed."""
    return {name: value for name, value in vars(card).items() if name not in ("error", "trying")}


def title_of(cards: Any, id: str) -> str:
    """What a model is called, its id where it is not there."""
    return next((i18n.said(card.title) for card in cards if card.id == id), id)
