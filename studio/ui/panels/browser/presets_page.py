"""The browser's tab of presets: the list, and a line in which the present settings get a name. GUI thread."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.engine.presets import MAX_NAME, Preset
from studio.ui import i18n, theme
from studio.ui.actions import Actions
from studio.ui.bridge import Bridge
from studio.ui.panels.browser.models_page import title_of
from studio.ui.panels.browser.preset_list import PresetList, PresetsModel
from studio.ui.panels.browser.search_bar import FAVOURITES, Query
from studio.ui.widgets.empty_note import EmptyNote
from studio.ui.widgets.escape import EscapeCloses
from studio.ui.widgets.names import named


def typed_tags(text: str) -> tuple[str, ...]:
    """'dark, long' as tags: split at commas (also Chinese ones)."""
    parts = text.replace("，", ",").replace("、", ",").split(",")
    return tuple(part.strip().lstrip("#") for part in parts if part.strip())


class SaveForm(QFrame):
    """Name, tags, author and licence: for what sounds now, or of a preset that is there. Enter saves, Esc closes."""

    saved = Signal(str, str, object, str, str)  # id of the preset, '' for a new one; name, tags, author, licence
    closed = Signal()  # without saving

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("savePresetForm")
        self.setProperty("card", True)
        self.name = named(QLineEdit(), "presetName", self.tr("Name"), self.tr("What the preset is called."))
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setMaxLength(MAX_NAME)
        self.tags = named(QLineEdit(), "presetTags", self.tr("Tags"), self.tr("Words by which it is found, with commas between."))
        self.tags.setPlaceholderText(self.tr("Tags: dark, long"))
        self.author = named(QLineEdit(), "presetAuthor", self.tr("Author"), self.tr("Who made it; kept for the next preset."))
        self.author.setPlaceholderText(self.tr("Author"))
        self.licence = named(QLineEdit(), "presetLicence", self.tr("Licence"),
                             self.tr("What others may do with it, CC0 for instance; kept for the next preset."))  # fmt: skip
        self.licence.setPlaceholderText(self.tr("Licence"))
        self._id = ""
        self.save = named(
            QPushButton(self.tr("Save")), "presetSave", self.tr("Save"), self.tr("Keep the present settings under this name.")
        )
        self.save.setProperty("primary", True)
        self.cancel = named(QPushButton(self.tr("Cancel")), "presetCancel", self.tr("Cancel"), self.tr("Close without saving."))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (8, 8, 8, 8)))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.name)
        layout.addWidget(self.tags)
        signature = QHBoxLayout()
        signature.setSpacing(theme.px(8))
        signature.addWidget(self.author, 3)
        signature.addWidget(self.licence, 2)
        layout.addLayout(signature)
        layout.addLayout(buttons)
        self.name.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        for field in (self.author, self.licence):
            field.setMaxLength(MAX_NAME)
        for field in (self.name, self.tags, self.author, self.licence):
            field.returnPressed.connect(self._save)
            field.installEventFilter(EscapeCloses(self.closed.emit, self))
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.closed)
        self.hide()

    def open_with(self, name: str, tags: tuple[str, ...], author: str, licence: str, id: str = "") -> None:
        """id: of the preset that is described, '' for a new one."""
        self._id = id
        for field, text in ((self.name, name), (self.tags, ", ".join(tags)), (self.author, author), (self.licence, licence)):
            field.setText(text)
        self.save.setEnabled(bool(name.strip()))
        self.show()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _save(self) -> None:
        if self.name.text().strip():
            self.hide()
            self.saved.emit(self._id, self.name.text(), typed_tags(self.tags.text()), self.author.text(), self.licence.text())


class PresetsPage(QWidget):
    """`search` filters; `selected` when a preset was chosen. Presets of the present model come first."""

    selected = Signal(str)
    tags_changed = Signal()
    forgotten = Signal()  # the search hid what was just saved

    def __init__(self, bridge: Bridge, actions: Actions) -> None:
        super().__init__()
        self._bridge, self._session = bridge, bridge.session
        self._query = Query()
        self.model = PresetsModel()
        self.list = named(
            PresetList(self.model), "presetList", self.tr("Presets"),
            self.tr("Click or arrow keys load and play a preset, F2 renames it, Delete deletes it; undo takes any of it back."),
        )  # fmt: skip
        self.list.setToolTip("")
        self.form = SaveForm()
        self.empty = EmptyNote("presetsEmpty", "presets")
        self.save = named(
            QPushButton(self.tr("Save as preset…")), "savePresetButton", self.tr("Save as preset"), actions["save_preset"].statusTip()
        )
        self.save.setIcon(theme.icon("plus", theme.TEXT_SOFT))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (8, 0, 8, 8)))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.form)
        layout.addWidget(self.save)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        call, session = self._bridge.call, self._session
        self.list.loaded.connect(self._load)
        self.list.hearted.connect(lambda id, on: call(session.set_favourite, "presets", id, on))
        self.list.deleted.connect(lambda id: call(session.delete_preset, id))
        self.list.menu_asked.connect(self._menu)
        self.model.renamed.connect(lambda id, name: call(session.rename_preset, id, name))
        self.save.clicked.connect(self.open_form)
        self.form.saved.connect(self._save)
        self.form.closed.connect(self._close_form)
        self.empty.pressed.connect(self.open_form)
        self._bridge.presets_changed.connect(self.refresh)
        self._bridge.model_loaded.connect(self.refresh)
        self._bridge.models_listed.connect(self.refresh)
        self._bridge.project_changed.connect(self._mark)

    # ---- for the browser
    def search(self, query: Query) -> None:
        self._query = query
        self.refresh()

    def tags(self) -> tuple[str, ...]:
        counts = Counter(tag for preset in self._session.presets() for tag in preset.tags)
        return ((FAVOURITES,) if self._session.favourites("presets") else ()) + tuple(tag for tag, _ in counts.most_common())

    def current_id(self) -> str:
        return self.list.current.id if self.list.current is not None else ""

    def select(self, id: str) -> None:
        self.list.select(id)

    def first_focus(self) -> QWidget:
        return self.list if self.model.presets else self.empty.button

    # ---- showing
    def refresh(self, *_: object) -> None:
        session = self._session
        every, favourites, here = session.presets(), session.favourites("presets"), session.project.model
        titles = {preset.model: title_of(session.models(), preset.model) for preset in every}
        found = [preset for preset in every if self._finds(preset, preset.id in favourites, titles[preset.model])]
        found.sort(key=lambda preset: preset.model != here)
        now, changed = session.preset_now()
        self.model.show(found, favourites, (now.id if now is not None else "", changed), here, titles)
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)
        if every:
            self.empty.say(self.tr("No preset is found by this search."))
        else:
            self.empty.say(self.tr("A preset keeps every slider under a name."), self.tr("Save the present sound"))
        self.save.setVisible(bool(every) and self.form.isHidden())
        self.tags_changed.emit()

    def _finds(self, preset: Preset, favourite: bool, title: str) -> bool:
        tags = (*preset.tags, *((FAVOURITES,) if favourite else ()))
        return self._query.finds(" ".join((preset.name, i18n.said(preset.name), title, *preset.tags, preset.author, preset.licence)), tags)

    def _mark(self, *_: object) -> None:
        """The project changed: only the star behind the loaded preset may differ."""
        now, changed = self._session.preset_now()
        state = (now.id if now is not None else "", changed)
        if state != self.model.now:
            self.refresh()

    # ---- acting
    def open_form(self) -> None:
        """Ask for a name for what sounds now."""
        session = self._session
        now, _ = session.preset_now()
        self.form.open_with(now.name if now is not None else "", now.tags if now is not None else (), *session.preset_signature())
        self.save.hide()

    def _describe(self, preset: Preset) -> None:
        self.form.open_with(preset.name, preset.tags, preset.author, preset.licence, preset.id)
        self.save.hide()

    def _close_form(self) -> None:
        self.form.hide()
        self.refresh()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self, old: str, *texts: Any) -> None:
        if old:
            self._bridge.call(self._session.describe_preset, old, *texts)
        id = old or self._bridge.call(self._session.save_preset, *texts)
        self.save.show()
        if id:
            self.refresh()
            if self.model.row_of(id) < 0:
                self.forgotten.emit()
            self.list.select(id)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.selected.emit(id)

    def _load(self, id: str) -> None:
        self._bridge.call(self._session.load_preset, id)
        self.selected.emit(id)

    def _menu(self, place: QPoint) -> None:
        preset = self.list.current
        if preset is None:
            return
        call, session = self._bridge.call, self._session
        favourite = preset.id in self.model.favourites
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries: tuple[tuple[str, str, bool, Any], ...] = (
            ("play", self.tr("Load"), True, lambda: self._load(preset.id)),
            ("heart", self.tr("Not a favourite") if favourite else self.tr("Favourite"), True,
             lambda: call(session.set_favourite, "presets", preset.id, not favourite)),
            ("restore", self.tr("Put the present settings into it"), not preset.shipped, lambda: call(session.update_preset, preset.id)),
            ("rename", self.tr("Rename"), not preset.shipped, lambda: self.list.edit(self.list.currentIndex())),
            ("presets", self.tr("Tags, author and licence…"), not preset.shipped, lambda: self._describe(preset)),
            ("trash", self.tr("Delete"), not preset.shipped, lambda: call(session.delete_preset, preset.id)),
        )  # fmt: skip
        for icon, text, able, act in entries:
            entry = menu.addAction(theme.icon(icon), text)
            entry.setEnabled(able)
            entry.triggered.connect(lambda _on=False, act=act: act())
        menu.popup(place)
