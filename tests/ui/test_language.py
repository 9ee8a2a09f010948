"""Every text is translated, the engine's sentences too, and nothing is cut when words are longer."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.app import Studio, build
from studio.commands import texts
from studio.engine.pattern import Step
from studio.paths import Home
from studio.ui import i18n, theme
from studio.ui.engine_texts import TEMPLATES
from studio.ui.panels.live.modulate_menu import open_popup
from tests.toy import FakePlayer, ToyCatalogue

UI = Path(theme.__file__).parent
CHINESE = re.compile(r"[\u3400-\u9fff]")
PLACES = re.compile(r"\{[^}]*\}")
# Words that are the same in Chinese: names, formats, units, keys.
SAME = re.compile(
    r"Undertone|WAV|FLAC|AIFF|OGG|MP3|DAW|JSON|MIDI|CPU|GPU|Mel|English|VAE|CC0|CC-BY[-\d.]*|GPL[-\d.]*|Magma|Viridis|Cividis|toy\w*"
    r"|BPM|[kmM]?Hz|dB(FS)?|σ|ms|GB|Ctrl|Shift|Alt|Esc|Enter|Return|Space|Home|End|Delete|Del|Tab|PgUp|PgDown|Left|Right|F\d+|[A-Z]\b"
)


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    i18n.install(qapp, "en")


@pytest.fixture
def spoken(qtbot: QtBot, home: Home) -> Iterator[Any]:
    """`spoken(language)` is the whole program in that language."""
    made: list[Studio] = []

    def start(language: str, **more: object) -> Studio:
        home.settings_file.write_text(json.dumps({"language": language, **more}))
        studio = build(home=home, models=ToyCatalogue(), player=FakePlayer())
        made.append(studio)
        studio.window.resize(1280, 720)
        studio.window.show()
        qtbot.waitUntil(lambda: bool(studio.window.controls.rows), timeout=10_000)
        assert studio.session.wait_idle(10)
        qtbot.wait(50)
        return studio

    yield start
    for studio in made:
        studio.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# ---------------------------------------------------------------- the words


def test_every_text_is_collected_translated_and_compiled() -> None:
    """What fails here is mended by `python -m studio.commands.texts` and by translating what it names."""
    assert texts.faults() == []


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_a_translation_keeps_placeholders_and_mnemonics(language: str) -> None:
    ts = texts.TRANSLATIONS / f"undertone_{language}.ts"
    for (context, source), translated in texts.messages(ts).items():
        assert sorted(PLACES.findall(source)) == sorted(PLACES.findall(translated)), (context, source, translated)
        assert source.count("&") == translated.count("&"), (context, source, translated)
        assert source.count("<b>") == translated.count("<b>"), (context, source, translated)


def test_no_text_hides_where_the_collector_can_not_see_it() -> None:
    """tr() takes a literal, and not within an f-string: pyside6-lupdate reads no others."""
    wrong = []
    for file in UI.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = [node for node in ast.walk(tree) if _is_tr(node)]
        inside = {id(node) for outer in ast.walk(tree) if isinstance(outer, ast.JoinedStr) for node in ast.walk(outer) if _is_tr(node)}
        for call in calls:
            first = call.args[0] if call.args else None
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if file.name not in ("i18n.py", "actions.py") and not literal:
                wrong.append(f"{file.name}:{call.lineno} no literal")
            bare = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            if bare and file.name != "actions.py" and "from studio.ui.actions import" not in file.read_text(encoding="utf-8"):
                wrong.append(f"{file.name}:{call.lineno} a tr of its own: self.tr() or that of studio.ui.actions")
            if id(call) in inside:
                wrong.append(f"{file.name}:{call.lineno} in an f-string")
    assert wrong == []


def _is_tr(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "tr"


def test_sentences_are_found_in_a_source() -> None:
    source = '''
"""Not this docstring."""
def work(self, name, on, count):
    """Nor this one."""
    log.warning("nor what goes into the log")
    self._tell(f"The sound '{name}' is gone.")
    self._commit(f"{'Lock' if on else 'Unlock'} {name}", key=f"lock {name} for good")
    text = "One of two" if on else "Two of two"
    self._act(of_takes("Star", takes), self.a, self.b)
    raise BadInput("It failed: " + name)
'''
    assert texts.sentences(source) == {
        "The sound '{0}' is gone.", "Lock {0}", "Unlock {0}", "One of two", "Two of two", "Star {0}", "Star {0} takes", "It failed: {0}",
    }  # fmt: skip


# ---------------------------------------------------------------- what the engine says


def test_the_engines_sentences_are_found_again(qapp: QApplication) -> None:
    i18n.install(qapp, "zh_CN")
    for template in map(str, TEMPLATES):
        values = ["X1", "X2", "X3", "X4", "X5", "X6"]
        said = i18n.said(template.format(*values))
        wanted = QCoreApplication.translate("Engine", template)
        assert said == wanted.format(*values) or said.count("X") == template.count("{"), (template, said)


def test_a_sentence_within_a_sentence_is_translated_too(qapp: QApplication) -> None:
    i18n.install(qapp, "zh_CN")
    said = i18n.said("'kick.wav' can't be opened: 'kick.wav' holds no sound (0 samples); export it again from where it came from.")
    assert "kick.wav" in said and not re.search(r"[a-z]{4,}", said.replace("kick.wav", ""))


def test_names_that_people_gave_are_left_alone(qapp: QApplication) -> None:
    i18n.install(qapp, "zh_CN")
    for name in ("My {0} sound", "100 % wool", "", "{}", "x" * 5000, "a: b", "<b>bold</b>", "\u202eevil"):
        assert i18n.said(name).replace("：", ": ") == name


def test_english_is_left_as_it_is(qapp: QApplication) -> None:
    i18n.install(qapp, "en")
    assert i18n.said("Lock Brightness") == "Lock Brightness"


def test_an_unknown_language_is_the_desktops(qapp: QApplication) -> None:
    assert i18n.install(qapp, "klingon") in i18n.LANGUAGES


# ---------------------------------------------------------------- the window in other languages


def shown_texts(window: QWidget) -> Iterator[tuple[str, str]]:
    """(whose, text) of everything a person or a screen reader is told."""
    for widget in window.findChildren(QWidget):
        name = f"{type(widget).__name__} {widget.objectName()}"
        for what in ("toolTip", "accessibleName", "accessibleDescription"):
            yield f"{what} of {name}", getattr(widget, what)()
        if isinstance(widget, (QLabel, QAbstractButton, QGroupBox)):
            yield f"text of {name}", widget.text() if not isinstance(widget, QGroupBox) else widget.title()
        if isinstance(widget, QLineEdit):
            yield f"placeholder of {name}", widget.placeholderText()
        if isinstance(widget, QMenu):
            yield f"title of {name}", widget.title()
    for action in window.findChildren(QAction):
        yield f"action {action.objectName()}", action.text()


def test_the_chinese_window_has_no_english_left(spoken: Any) -> None:
    studio = spoken("zh_CN")
    for page in ("look", "sound", "files", "keys"):
        studio.window.show_preferences(page)
    studio.session.generate()
    assert studio.session.wait_idle(10)
    for act in ("keys", "about"):
        studio.window.actions_[act].trigger()
    own = {word for control in studio.session.spec.controls for word in (control.label, control.help, control.name)}
    own |= {word for card in studio.session.models() for word in (card.title, card.summary, card.error, card.id) if word}
    left = []
    for whose, text in shown_texts(studio.window):
        bare = re.sub(r"<[^>]*>|&", "", text)
        for word in sorted(own, key=len, reverse=True):
            bare = bare.replace(word, "") if word else bare
        if not CHINESE.search(bare) and re.search(r"[A-Za-z]{3,}", SAME.sub("", bare)) and "aboutParts" not in whose:
            left.append(f"{whose}: {text}")
    assert left == [], "\n".join(left)


LIVE = ("pads", "streams", "effects", "keys", "xy", "automation")


def with_live(studio: Studio, qtbot: QtBot, page: str) -> QWidget:
    """The Live part at a page, with what is played in it: two effects, a modulator, a pad."""
    session = studio.session
    session.add_effect("reverb")
    session.add_effect("delay")
    session.add_modulator(next(knob.address for knob in session.knobs()))
    session.pad_from_sliders(0)
    assert session.wait_idle(10)
    studio.window.workspace.open("liveDock")
    studio.window.live.show_page(page)
    qtbot.wait(150)
    return studio.window.live


@pytest.mark.parametrize("page", LIVE)
def test_a_chinese_page_of_live_has_no_english_left(spoken: Any, page: str, qtbot: QtBot) -> None:
    studio = spoken("zh_CN")
    live = with_live(studio, qtbot, page)
    own = {word for control in studio.session.spec.controls for word in (control.label, control.help, control.name)}
    own |= {word for card in studio.session.models() for word in (card.title, card.id) if word}
    left = []
    for whose, text in shown_texts(live):
        bare = re.sub(r"<[^>]*>|&", "", text)
        for word in sorted(own, key=len, reverse=True):
            bare = bare.replace(word, "") if word else bare
        if not CHINESE.search(bare) and re.search(r"[A-Za-z]{3,}", SAME.sub("", bare)):
            left.append(f"{whose}: {text}")
    assert left == [], "\n".join(left)


@pytest.mark.parametrize("language", ["en", "zh_CN", i18n.PSEUDO])
@pytest.mark.parametrize("page", LIVE)
def test_no_label_of_live_is_cut(spoken: Any, language: str, page: str, qtbot: QtBot) -> None:
    live = with_live(spoken(language), qtbot, page)
    assert cut_labels(live) == []


@pytest.mark.parametrize("language", ["zh_CN", i18n.PSEUDO])
def test_no_label_of_lives_dialogs_is_cut(spoken: Any, language: str, qtbot: QtBot) -> None:
    studio = spoken(language)
    with_live(studio, qtbot, "pads")
    studio.session.generate()
    studio.session.set_step(0, 0, Step())
    assert studio.session.wait_idle(10)
    for act in ("export_pattern", "stretch"):
        studio.window.actions_[act].trigger()
    popup = open_popup(studio.window.bridge, studio.session.modulators()[0].target, studio.window.live)
    qtbot.wait(150)
    dialogs = [studio.window.findChild(QWidget, name) for name in ("exportPatternDialog", "stretchDialog")]
    assert [cut_labels(dialog) for dialog in (*dialogs, popup)] == [[], [], []]


def test_chinese_has_a_font(qapp: QApplication) -> None:
    """On a bare Debian the bootstrap installs one."""
    assert theme.chinese_families()
    metrics = QFontMetrics(theme.base_font())
    assert metrics.inFont("A") and metrics.horizontalAdvance("中文") > metrics.horizontalAdvance("i") * 2


# ---------------------------------------------------------------- longer words


def test_longer_words_keep_what_is_not_a_word() -> None:
    assert i18n.lengthened("Lock {label}").count("{label}") == 1
    assert "&" in i18n.lengthened("&File") and "<b>" in i18n.lengthened("<b>Space</b> plays")
    assert len(i18n.lengthened("Everything that you did")) >= 1.4 * len("Everything that you did")


def cut_labels(window: QWidget) -> list[str]:
    """Labels, buttons and number boxes whose text has less room than it takes."""
    boxes = [box for box in window.findChildren(QAbstractSpinBox) if box.isVisible()]
    cut = [f"{box.objectName()} '{box.text()}'" for box in boxes
           if box.fontMetrics().horizontalAdvance(box.text()) > box.lineEdit().width()]  # fmt: skip
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, (QLabel, QAbstractButton)) or not widget.text():
            continue
        bare = isinstance(widget, QToolButton) and widget.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        if bare and not widget.icon().isNull():
            continue
        if isinstance(widget, QLabel) and (widget.wordWrap() or "<" in widget.text()):
            need = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.minimumSizeHint().height()
            room = widget.height()
        else:
            text = widget.text().replace("&&", "\0").replace("&", "")
            need = max(widget.fontMetrics().horizontalAdvance(line) for line in text.split("\n"))
            room = widget.width() - (0 if isinstance(widget, QLabel) else _taken(widget))
        if need > room + 1:
            cut.append(f"{type(widget).__name__} {widget.objectName()} '{widget.text()}': {need} in {room} px")
    return cut


def _taken(button: QAbstractButton) -> int:
    """px of a button that its icon or box takes."""
    alone = isinstance(button, QToolButton) and button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextOnly
    beside = isinstance(button, QCheckBox) or not (alone or button.icon().isNull())
    return button.iconSize().width() + 4 if beside else 0


@pytest.mark.parametrize("language", ["en", "zh_CN", i18n.PSEUDO])
@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)])
def test_no_label_is_cut(spoken: Any, language: str, size: tuple[int, int], qtbot: QtBot) -> None:
    studio = spoken(language)
    studio.window.resize(*size)
    studio.session.generate()  # a take, then a selection and an A: their fields and buttons come only with them
    assert studio.session.wait_idle(10)
    studio.window.actions_["select_all"].trigger()
    studio.session.set_a(None)
    assert studio.session.wait_idle(10)
    qtbot.wait(100)
    assert cut_labels(studio.window) == []


@pytest.mark.parametrize("page", ["look", "sound", "files", "keys"])
def test_no_label_of_the_preferences_is_cut(spoken: Any, page: str, qtbot: QtBot) -> None:
    studio = spoken(i18n.PSEUDO)
    studio.window.show_preferences(page)
    qtbot.wait(100)
    assert cut_labels(studio.window.findChild(QWidget, "preferencesDialog")) == []


def test_a_text_from_outside_that_repeats_a_sentence_is_read_once(qapp: QApplication) -> None:
    """With groups that backtrack this takes hours: a model's card may say it."""
    i18n.install(qapp, "zh_CN")
    try:
        text = "Output: a" + ", a Hz, block a gaps, a" * 80
        assert i18n.said(text) == text
        assert i18n.said("'a' can't be opened (b (c)); choose another file.") != "'a' can't be opened (b (c)); choose another file."
    finally:
        i18n.install(qapp, "en")
