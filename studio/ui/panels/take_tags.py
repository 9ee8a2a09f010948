"""The small window in which takes are tagged. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from studio.ui import theme
from studio.ui.widgets.names import named

MOST_OFFERED = 12


class TagsDialog(QDialog):
    """One line of tags between commas. `chosen` tells which to add and which to take away, so that others of the takes stay."""

    chosen = Signal(object, object)  # tuples of tags: add, remove

    def __init__(self, tags: Sequence[tuple[str, ...]], known: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "tagsDialog", self.tr("Tags"), self.tr("Tag the selected takes."))
        self.setToolTip("")
        self.setWindowTitle(self.tr("Tags"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._common = tuple(tag for tag in tags[0] if all(tag in one for one in tags))
        count = len(tags)
        text = self.tr("Tags of 1 take") if count == 1 else self.tr("Tags that {count} takes share").format(count=count)
        title = named(QLabel(text), "tagsTitle", self.tr("Tags"), text)
        title.setFont(theme.medium(self.font()))
        self.field = named(QLineEdit(", ".join(self._common)), "tagsField", self.tr("Tags"), self.tr("Tags between commas."))
        self.field.setPlaceholderText(self.tr("dark, for the bridge"))
        self.field.setMinimumWidth(theme.grid(self.fontMetrics().averageCharWidth() * 44))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*map(theme.px, (16, 12, 16, 12)))
        layout.setSpacing(theme.px(8))
        layout.addWidget(title)
        layout.addWidget(self.field)
        if offered := [tag for tag in known if tag not in self._common][:MOST_OFFERED]:
            layout.addLayout(self._offers(offered))
        layout.addLayout(self._buttons())
        self.field.returnPressed.connect(self.accept)
        self.field.setFocus()

    def _offers(self, tags: list[str]) -> QVBoxLayout:
        """Buttons that add a known tag, four in a row."""
        rows = QVBoxLayout()
        rows.setSpacing(theme.px(4))
        for start in range(0, len(tags), 4):
            row = QHBoxLayout()
            row.setSpacing(theme.px(4))
            for tag in tags[start : start + 4]:
                shown = self.fontMetrics().elidedText(tag, Qt.TextElideMode.ElideRight, theme.px(120))
                button = named(QPushButton(shown.replace("&", "&&")), "tagOffer", tag, self.tr("Add the tag '{tag}'.").format(tag=tag))
                button.setProperty("option", True)
                button.setAutoDefault(False)
                button.clicked.connect(lambda _on=False, tag=tag: self._add(tag))
                row.addWidget(button)
            row.addStretch(1)
            rows.addLayout(row)
        return rows

    def _buttons(self) -> QHBoxLayout:
        cancel = named(QPushButton(self.tr("Cancel")), "tagsCancel", self.tr("Cancel"), self.tr("Leave the tags as they are."))
        apply = named(QPushButton(self.tr("Tag")), "tagsApply", self.tr("Tag"), self.tr("Give the takes these tags."))
        apply.setProperty("primary", True)
        apply.setDefault(True)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        apply.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(apply)
        return row

    def _add(self, tag: str) -> None:
        self.field.setText(", ".join(dict.fromkeys([*self._typed(), tag])))
        self.field.setFocus()

    def _typed(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(tag for part in self.field.text().replace("，", ",").split(",") if (tag := part.strip())))

    def accept(self) -> None:
        typed = self._typed()
        add = tuple(tag for tag in typed if tag not in self._common)
        remove = tuple(tag for tag in self._common if tag not in typed)
        if add or remove:
            self.chosen.emit(add, remove)
        super().accept()
