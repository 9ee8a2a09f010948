"""One deck of streams: its model, start and stop, what moves it, its numbers, its latents now, and how it keeps time. GUI thread."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.actions import tr
from studio.ui.bridge import Bridge
from studio.ui.i18n import said
from studio.ui.panels.live.deck_parts import BudgetMeter, DeckLevel, LatentScope
from studio.ui.widgets.buttons import tiny_button
from studio.ui.widgets.fitting_label import FittingLabel
from studio.ui.widgets.knob_row import KnobRow
from studio.ui.widgets.latent_names import latent_titles
from studio.ui.widgets.names import literal, named

DECKS = "AB"
WITH_SCOPE = 480  # px across at a scale of 1, under which the latents are not drawn
KNOBS = ("gain", "drift", "scale", "jitter")


def sources() -> tuple[tuple[str, str, str], ...]:
    """(id, name, what it does) of what may move a stream."""
    return (
        ("hold", tr("Hold"), tr("Only the sliders move it: a held sound that stays alive.")),
        ("drift", tr("Drift"), tr("It wanders by itself, as the recordings did, around the sliders.")),
        ("clip", tr("Follow sound"), tr("It follows the sound in the viewer, round and round, in its own timbre.")),
        ("input", tr("Live input"), tr("It follows what comes in at the microphone or line, in its own timbre.")),
    )


def knob_titles() -> dict[str, str]:
    return {"gain": tr("Gain"), "drift": tr("Drift"), "scale": tr("Scale"), "jitter": tr("Jitter")}


class DeckView(QWidget):
    """deck: 0 is A, 1 is B. `show_state` when something was changed, `show_now` at frame rate."""

    def __init__(self, bridge: Bridge, deck: int) -> None:
        super().__init__()
        self._bridge, self._session, self.deck = bridge, bridge.session, deck
        self.letter = DECKS[deck]
        self._low = self.letter.lower()
        self._state: Any = None
        self._titles: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # names of latents, and what they are called
        self._wide = False
        self._offer = ""  # the model that the empty deck's button brings, '' for the present one
        title = self.tr("Deck {letter}").format(letter=self.letter)
        named(self, f"deck{self.letter}", title, self.tr("A stream that runs on while you move it."))
        self.setToolTip("")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._make_empty(title))
        self.stack.addWidget(self._make_full())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addLayout(self._make_head(title))
        layout.addWidget(self.stack, 1)

    # ---- building
    def _make_head(self, title: str) -> QHBoxLayout:
        letter = self.letter
        badge = named(QLabel(letter), f"deck{letter}Letter", title, title)
        badge.setProperty("key", True)
        badge.setFont(theme.medium(self.font()))
        self.model = named(FittingLabel(), f"deck{letter}Model", self.tr("Model on deck {letter}").format(letter=letter),
                           self.tr("The model that runs on this deck."))  # fmt: skip
        self.model.setProperty("strong", True)
        self.put = named(QToolButton(), f"deck{letter}Put", self.tr("Put on deck {letter}").format(letter=letter), "-")
        self.put.setProperty("tiny", True)
        self.put.setProperty("words", True)
        self.put.setIcon(theme.icon("model", theme.TEXT_SOFT))
        self.put.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.focus = tiny_button(
            "controls", f"deck{letter}Focus", self.tr("Controls here: deck {letter}").format(letter=letter),
            self.tr("The sliders of the controls panel move this deck."), checkable=True, on="controls",
        )  # fmt: skip
        self.focus.setText(self.tr("Controls here"))
        self.focus.setProperty("words", True)
        self.clear = tiny_button("close", f"deck{letter}Clear", self.tr("Clear deck {letter}").format(letter=letter),
                                 self.tr("Stop this deck and take its model away; undo brings it back."))  # fmt: skip
        self.start = named(QToolButton(), f"deck{letter}Start", self.tr("Start deck {letter}").format(letter=letter),
                           self.tr("Let the stream of this deck run, or let it fade."))  # fmt: skip
        self.start.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.start.setIconSize(QSize(theme.px(18), theme.px(18)))
        words = (self.tr("Start"), self.tr("Stop"))
        self.start.setMinimumWidth(max(QFontMetrics(self.font()).horizontalAdvance(word) for word in words) + theme.px(52))
        for button in (self.put, self.focus, self.clear, self.start):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        call, session, deck = self._bridge.call, self._session, self.deck
        self.put.clicked.connect(lambda: call(session.put_on_deck, deck))
        self.focus.clicked.connect(self._focus)
        self.clear.clicked.connect(lambda: call(session.clear_deck, deck))
        self.start.clicked.connect(lambda: call(session.toggle_deck, deck))
        row = QHBoxLayout()
        row.setSpacing(theme.px(6))
        row.addStrut(theme.row_height(theme.base_font()))  # as high where there is no button yet
        row.addWidget(badge)
        row.addWidget(self.model, 1)
        for widget in (self.put, self.focus, self.clear, self.start):
            row.addWidget(widget)
        return row

    def _make_empty(self, title: str) -> QWidget:
        page = QWidget()
        self.note = named(QLabel(), f"deck{self.letter}Note", title, self.tr("Says what can run on this deck."))
        self.note.setToolTip("")
        self.note.setProperty("soft", True)
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bring = named(QPushButton(), f"deck{self.letter}Bring", title, "-")
        self.bring.clicked.connect(lambda: self._bridge.call(self._session.put_on_deck, self.deck, self._offer))
        layout = QVBoxLayout(page)
        layout.addStretch(1)
        layout.addWidget(self.note)
        layout.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        return page

    def _make_full(self) -> QWidget:
        page, letter = QWidget(), self.letter
        self.sources: dict[str, QPushButton] = {}
        group, row = QButtonGroup(self), QHBoxLayout()
        row.setSpacing(theme.px(4))
        for name, title, hint in sources():
            full = self.tr("Source of deck {letter}: {source}").format(letter=letter, source=title)
            button = named(QPushButton(title), f"deck{letter}_{name}", full, hint)
            button.setCheckable(True)
            button.setProperty("option", True)
            button.setMinimumWidth(theme.px(24))
            button.clicked.connect(lambda _checked=False, name=name: self._bridge.call(self._session.set_source, self.deck, name))
            group.addButton(button)
            self.sources[name] = button
            row.addWidget(button, 1)
        self.does = named(FittingLabel(), f"deck{letter}Does", self.tr("What moves it"), self.tr("Says what moves this stream."))
        self.does.setProperty("small", True)
        labels = knob_titles()
        wide = max(QFontMetrics(self.font()).horizontalAdvance(label) for label in labels.values()) + theme.px(6)
        self.knobs = {name: KnobRow(self._bridge, f"stream/{self._low}.{name}", labels[name], label_width=wide) for name in KNOBS}
        column = QGridLayout()
        column.setVerticalSpacing(0)
        column.setHorizontalSpacing(theme.px(8))
        for index, knob in enumerate(self.knobs.values()):
            for widget in (knob, knob.slider, knob.field, knob.reset):
                widget.setAccessibleName(f"{widget.accessibleName()} {letter}")
            column.addWidget(knob, index // 2, index % 2)
        column.setRowStretch(2, 1)
        self.scope = LatentScope(f"deck{letter}Latents", self.tr("Latents of deck {letter}").format(letter=letter))
        middle = QHBoxLayout()
        middle.setSpacing(theme.px(12))
        middle.addLayout(column, 3)
        middle.addWidget(self.scope, 1)
        self.budget = BudgetMeter(f"deck{letter}Budget")
        self.delay = named(FittingLabel(), f"deck{letter}Latency", self.tr("Latency"),
                           self.tr("From a slider to the ear: what is made ahead, the model's own delay, and the output's."))  # fmt: skip
        self.gaps = named(FittingLabel(), f"deck{letter}Underruns", self.tr("Dropouts"),
                          self.tr("How often the model was too late and the sound faded out; make the streams further ahead."))  # fmt: skip
        for label in (self.delay, self.gaps):
            label.setProperty("small", True)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        foot.addWidget(self.budget)
        foot.addWidget(self.delay)
        foot.addWidget(self.gaps)
        foot.addStretch(1)
        self.level = DeckLevel(f"deck{letter}Level", self.tr("Level of deck {letter}").format(letter=letter))
        foot.addWidget(self.level)
        layout = self._full = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addLayout(row)
        layout.addWidget(self.does)
        layout.addLayout(middle, 1)
        layout.addLayout(foot)
        return page

    # ---- what is shown
    def show_state(self, state: Any) -> None:
        """A DeckState; and what the session's model is now."""
        self._state, self._titles = state, ((), ())
        self._show_head(state)
        self.stack.setCurrentIndex(1 if state.model else 0)
        if not state.model:
            self._show_empty()
            return
        self.sources[state.source].setChecked(True)
        does = next(hint for name, _, hint in sources() if name == state.source)
        if state.error:
            does = said(state.error)
        self.does.setProperty("warn", bool(state.error))
        self.does.show_texts(does)
        self.does.setToolTip(does)
        for knob in self.knobs.values():
            knob.show_kept()

    def _show_head(self, state: Any) -> None:
        spec, letter = self._session.spec, self.letter
        title = said(state.title) if state.model else self.tr("empty")
        self.model.show_texts(title)
        here = spec is not None and "stream" in spec.abilities and spec.id != state.model and bool(state.model)
        self.put.setVisible(here)
        if here and spec is not None:
            own = said(spec.title)
            self.put.setText(self.tr("Put {model} here").format(model=literal(own)))
            hint = self.tr("Let {model} run on deck {letter} instead, as the sliders are now.").format(model=own, letter=letter)
            named(self.put, self.put.objectName(), self.put.accessibleName(), hint)
        self.focus.setVisible(bool(state.model))
        self.focus.setChecked(state.focused and spec is not None and spec.id == state.model)
        both, bare = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        said_so = self._wide and not here and not self.focus.isChecked()  # else the sliders move it already, or there is no room
        self.focus.setToolButtonStyle(both if said_so else bare)
        self.focus.setMaximumWidth(16_777_215 if said_so else theme.px(24))
        self.clear.setVisible(bool(state.model))
        self.start.setVisible(bool(state.model))
        running = state.running
        self.start.setText(self.tr("Stop") if running else self.tr("Start"))
        self.start.setIcon(theme.icon("stop" if running else "play", theme.TEXT if running else theme.ON_ACCENT))
        texts = (self.tr("Stop deck {letter}"), self.tr("Start deck {letter}"))
        self.start.setAccessibleName(texts[0 if running else 1].format(letter=letter))
        if self.start.property("primary") is not (not running):
            self.start.setProperty("primary", not running)
            self.start.style().unpolish(self.start)
            self.start.style().polish(self.start)

    def _show_empty(self) -> None:
        """What to do: the present model where it can run on, else a sentence why not, and one that can."""
        spec = self._session.spec
        if spec is not None and "stream" in spec.abilities:
            self._offer = ""
            self._say(self.tr("Nothing runs here yet."), said(spec.title))
            return
        able = self._session.stream_models()
        why = self.tr("'{model}' makes sounds that end; it can't run on.").format(model=said(spec.title)) if spec is not None else ""
        if not able:
            none = self.tr("There is no model here that can.")
            self._say(f"{why} {none}".strip(), "")
            return
        self._offer, title = able[0] if self.deck == 0 or len(able) == 1 else able[1]
        title = said(title)
        able_one = self.tr("{model} can.").format(model=title)
        self._say(f"{why} {able_one}".strip(), title)

    def _say(self, text: str, model: str) -> None:
        self.note.setText(text)
        self.note.setAccessibleDescription(text)
        self.bring.setVisible(bool(model))
        words = self.tr("Put {model} here").format(model=model)
        self.bring.setText(literal(words))
        hint = self.tr("Load {model} and put it on deck {letter}.").format(model=model, letter=self.letter)
        named(self.bring, self.bring.objectName(), f"{words}: {self.letter}", hint)

    def show_now(self, status: Any) -> None:
        """A DeckStatus, at frame rate."""
        if self._state is None or not self._state.model:
            return
        locale = QLocale()
        self.scope.show_latents(status.latents, self._names(tuple(status.names)))
        self.level.show_level(status.level if status.running else 0.0)
        self.budget.show_shares(status.share_median, status.share_p95, status.running)
        if status.loading:
            self.delay.show_texts(self.tr("loading…"))
        elif status.running and status.latency_ms > 0:
            milliseconds = locale.toString(round(status.latency_ms))
            self.delay.show_texts(self.tr("{ms} ms to the ear").format(ms=milliseconds), self.tr("{ms} ms").format(ms=milliseconds))
        else:
            self.delay.show_texts("")
        count = locale.toString(status.underruns)
        dropouts = self.tr("1 dropout") if status.underruns == 1 else self.tr("{count} dropouts").format(count=count)
        self.gaps.show_texts(dropouts if status.running or status.underruns else "", count)
        if self.gaps.property("warn") is not bool(status.underruns):
            self.gaps.setProperty("warn", bool(status.underruns))
            self.gaps.style().unpolish(self.gaps)
            self.gaps.style().polish(self.gaps)

    def _names(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """What latents are called: as their sliders are, where the deck's model is the present one."""
        if self._titles[0] != names:
            self._titles = (names, latent_titles(self._session.spec, self._state.model, names))
        return self._titles[1]

    def show_room(self, width: int, height: int) -> None:
        """px that this deck has across, and that it has to spare below: what there is no room for is hidden."""
        if self.scope.isHidden() is (width >= theme.px(WITH_SCOPE)):
            self.scope.setVisible(self.scope.isHidden())
            self._full.invalidate()  # while the deck is empty nothing else tells that it needs less or more
            self._full.activate()
            self.stack.updateGeometry()
        self._wide = width >= theme.px(WITH_SCOPE)
        if self._state is not None:
            self._show_head(self._state)
            self.does.setVisible(bool(self._state.error) or height >= self.does.fontMetrics().height() + theme.px(8))

    def _focus(self) -> None:
        self.focus.setChecked(True)  # it is left by choosing the other deck
        self._bridge.call(self._session.focus_deck, self.deck)
