"""Everything that a key, a menu or a button can ask for, in one table. GUI thread.

A single letter acts only while no text field has the focus: Qt's text fields claim typed keys before shortcuts see them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio.engine.snapshots import SLOTS
from studio.ui import theme

SNAPSHOTS = tuple(f"{what}_{number}" for what in ("snapshot", "store") for number in range(1, SLOTS + 1))  # a menu of their own
PAD_ACTS = ("pads_play", "tap_tempo", "demo_beat", "fill_with_drums", "export_pattern", *(f"pad_{number}" for number in range(1, 9)))  # too
REPEATING = ("undo", "redo", "zoom_in", "zoom_out", "taller", "flatter", "fewer_frequencies", "more_frequencies")  # while a key is held


def tr(text: str) -> str:
    """For texts outside classes; the context is '', as pyside6-lupdate writes it."""
    return QCoreApplication.translate("", text)


@dataclass(frozen=True)
class Act:
    """name: also the object name; short: on a button; hint: what it does; keys: the first is shown; icon: '' for none."""

    name: str
    text: str
    short: str
    hint: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    tint: str = ""  # '' is the colour of text


def table() -> tuple[Act, ...]:
    """The actions, translated."""
    return (
        Act("open", tr("&Open a sound…"), tr("Open"),
            tr("Open a sound file: one of ours brings its settings back, any other becomes the start."),
            ("Ctrl+O",), "folder"),
        Act("export", tr("&Export takes…"), tr("Export"), tr("Write the selected takes as WAV or FLAC with their recipe inside."),
            ("Ctrl+Shift+E",), "export"),
        Act("export_starred", tr("Export s&tarred takes…"), tr("Export starred"), tr("Write every starred take."), (), "star"),
        Act("quit", tr("&Quit"), tr("Quit"), tr("Close Undertone; everything is kept."), ("Ctrl+Q",)),
        Act("undo", tr("&Undo"), tr("Undo"), tr("Take back the last change."), ("Ctrl+Z",), "undo"),
        Act("redo", tr("&Redo"), tr("Redo"), tr("Do the change again."), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
        Act("generate", tr("&Generate"), tr("Generate"), tr("Make the sound anew with a new seed; your sliders stay."),
            ("Ctrl+Return", "Ctrl+Enter", "G"), "generate", tint=theme.ON_ACCENT),
        Act("generate_many", tr("Generate &16"), tr("Generate 16"), tr("Make sixteen new sounds; they appear as takes one by one.")),
        Act("randomise", tr("&Randomise"), tr("Randomise"), tr("Draw new values for every slider that isn't locked."), ("R",), "randomise"),
        Act("nudge", tr("&Nudge"), tr("Nudge"), tr("Move every slider that isn't locked a little."), ("Shift+R",), "nudge"),
        Act("randomise_near", tr("Randomise n&ear"), tr("Randomise near"),
            tr("Go somewhere within the radius of the XY page; locked sliders stay."), ("Alt+R",), "randomise"),
        Act("near_onto_pads", tr("Eight near variants onto pa&ds"), tr("Eight onto pads"),
            tr("Put eight sounds at the radius, as different as can be, onto the pads.")),
        Act("unlock", tr("Un&lock all"), tr("Unlock all"), tr("Unlock every control."), (), "unlock"),
        Act("lock_all", tr("L&ock all"), tr("Lock all"), tr("Lock every control, so that Randomise leaves it alone."), (), "lock"),
        Act("train", tr("&Train a model…"), tr("Train a model"), tr("Train a model on a folder of your own sounds."), (), "model"),
        Act("find_control", tr("Find a &control"), tr("Find a control"), tr("Show only the controls of a name."),
            ("Ctrl+Shift+F",), "search"),
        *_snapshot_acts(),
        Act("play", tr("&Play / stop"), tr("Play"), tr("Play the sound, or stop it."), ("Space",), "play", tint=theme.ACCENT),
        Act("stop", tr("&Stop"), tr("Stop"), tr("Stop the sound with a short fade; when it is silent, forget the selection."),
            ("Esc",), "stop"),
        Act("loop", tr("&Loop"), tr("Loop"),
            tr("Repeat the sound on the beat; it changes in phase while you move sliders."), ("L",), "loop", True),
        Act("play_once", tr("Play &once"), tr("Play once"),
            tr("Play the selection, or from the cursor on, once, even where the loop is on."), ("Shift+Space",), "play"),
        Act("compare", tr("&Compare A and B"), tr("A / B"),
            tr("Hear the other one of A and B, at the same place and equally loud."), ("X",), "compare"),
        Act("set_a", tr("Set as &A"), tr("Set A"), tr("Keep the present sound as A, to hear later ones against it."), ("Shift+X",), "plus"),
        Act("clear_a", tr("&Forget A"), tr("Forget A"), tr("Compare no longer.")),
        Act("difference", tr("&Difference of A and B"), tr("Difference"),
            tr("Show in the spectrogram where B is louder or softer than A."), ("D",), "difference", True),
        Act("record", tr("&Record what is heard"), tr("Record"),
            tr("Record what is heard, with the latents of the streams; press again to keep it as a take."), ("Ctrl+R",), "record", True,
            theme.ERROR),
        Act("arm", tr("Ar&m automation"), tr("Arm"), tr("Record what you turn, whatever it is, while something sounds."),
            ("A",), "record", True),
        Act("panic", tr("Pan&ic: silence at once"), tr("Panic"), tr("Silence at once."), ("Shift+Esc",), "panic"),
        Act("computer_keys", tr("Computer &keys play notes"), tr("Computer keys"),
            tr("Letters play notes: A W S E D …; Z and X change the octave, C and V how hard. Single-letter shortcuts rest meanwhile."),
            ("Ctrl+K",), "keyboard", True),
        *_pad_acts(),
        Act("fit", tr("&Fit"), tr("Fit"), tr("Show the whole sound."), ("F", "Ctrl+2"), "fit"),
        Act("zoom_in", tr("Zoom &in"), tr("Zoom in"), tr("Show a shorter part of the sound."), ("Ctrl+=", "Ctrl++", "Ctrl+1"), "plus"),
        Act("zoom_out", tr("Zoom &out"), tr("Zoom out"), tr("Show a longer part of the sound."), ("Ctrl+-", "Ctrl+3"), "minus"),
        Act("taller", tr("Taller waveform"), tr("Taller"), tr("Enlarge the heights of the waveform; quiet sounds are seen better."),
            ("Alt+Up",)),
        Act("flatter", tr("Flatter waveform"), tr("Flatter"), tr("Shrink the heights of the waveform again."), ("Alt+Down",)),
        Act("fewer_frequencies", tr("Fewer frequencies"), tr("Fewer frequencies"), tr("Show a narrower band of frequencies, larger."),
            ("Alt+Shift+Up",)),
        Act("more_frequencies", tr("More frequencies"), tr("More frequencies"), tr("Show a wider band of frequencies."),
            ("Alt+Shift+Down",)),
        Act("zoom_selection", tr("&Zoom to the selection"), tr("Zoom to selection"), tr("Show the selection alone."), ("Ctrl+E",)),
        Act("select_all", tr("Select &all of the sound"), tr("Select all"), tr("Select the whole sound."), ("Ctrl+A",)),
        Act("copy_reading", tr("Copy the r&eading"), tr("Copy reading"),
            tr("Copy what is said of the place under the pointer, or of the cursor."), ("Ctrl+Shift+C",), "copy"),
        Act("copy_part", tr("Copy the selection as a &file"), tr("Copy selection"),
            tr("Copy the selected part as a sound file, to paste it into a folder or another program."), ("Ctrl+Alt+C",), "copy"),
        Act("star", tr("&Star the take"), tr("Star"), tr("Mark the selected take, or the newest, as a favourite."), ("S",), "star"),
        Act("restore", tr("&Restore its settings"), tr("Restore"),
            tr("Put the sliders back to where the selected take was made."), (), "restore"),
        Act("stretch", tr("Pitch and &length…"), tr("Pitch and length"),
            tr("Make a take from the sound that is shown, at another pitch or length."), ("Ctrl+Shift+L",), "stretch"),
        Act("show_trash", tr("Tras&h"), tr("Trash"), tr("Show the takes that you deleted; they can be put back."), (), "trash"),
        Act("show_browser", tr("&Browser"), tr("Browser"), tr("Show or hide models, presets, takes and sounds."), ("F7",), "browser", True),
        Act("show_controls", tr("&Controls"), tr("Controls"), tr("Show or hide the sliders."), ("F8",), "controls", True),
        Act("show_takes", tr("&Takes strip"), tr("Takes strip"), tr("Show or hide the strip of takes."), ("F9",), "takes", True),
        Act("show_live", tr("&Live"), tr("Live"), tr("Show or hide what you play live: pads, streams, effects, keys and MIDI."),
            ("F10",), "live", True),
        Act("show_history", tr("&History"), tr("History"), tr("Show or hide the list of everything that you did."),
            ("Ctrl+H",), "history", True),
        Act("reset_layout", tr("&Reset layout"), tr("Reset layout"), tr("Put every part of the window back to its first place.")),
        Act("full_screen", tr("F&ull screen"), tr("Full screen"), tr("Fill the whole screen, or go back to a window."), ("F11",)),
        Act("search", tr("&Search"), tr("Search"), tr("Search models, presets, takes and sounds."), ("Ctrl+F",), "search"),
        Act("back", tr("Bac&k"), tr("Back"), tr("Back to the last search or selection in the browser."), ("Alt+Left",), "back"),
        Act("forward", tr("For&ward"), tr("Forward"), tr("Forward again to the next search or selection."), ("Alt+Right",), "right"),
        Act("previous_model", tr("Previous model"), tr("Previous model"), tr("Load the model before this one."), ("Ctrl+Shift+PgUp",)),
        Act("next_model", tr("Next model"), tr("Next model"), tr("Load the model after this one."), ("Ctrl+Shift+PgDown",)),
        Act("previous_preset", tr("Pre&vious preset"), tr("Previous preset"), tr("Load the preset before this one."),
            ("Ctrl+PgUp",), "back"),
        Act("next_preset", tr("Ne&xt preset"), tr("Next preset"), tr("Load the preset after this one."), ("Ctrl+PgDown",), "right"),
        Act("save_preset", tr("&Save as preset…"), tr("Save preset"), tr("Keep these settings under a name."), ("Ctrl+S",), "presets"),
        Act("next_part", tr("&Next part of the window"), tr("Next part"), tr("Move the keyboard to the next part of the window."), ("F6",)),
        Act("preferences", tr("&Preferences…"), tr("Preferences"),
            tr("Sound output, folders, theme, size, language and keys."), ("Ctrl+,",), "preferences"),
        Act("help_here", tr("&Help on this control"), tr("Help"), tr("Say what the control with the focus does."), ("F1",)),
        Act("keys", tr("&Keyboard"), tr("Keyboard"), tr("Show every key."), ("Ctrl+/",)),
        Act("log_file", tr("&Log file"), tr("Log file"), tr("Show the file in which Undertone notes what goes wrong.")),
        Act("copy_report", tr("&Copy report"), tr("Copy report"),
            tr("Copy versions, output and the end of the log, to send with a question.")),
        Act("about", tr("&About Undertone"), tr("About"), tr("Version, licence and credits.")),
    )  # fmt: skip


def _pad_acts() -> tuple[Act, ...]:
    """The pattern, and pad_1 to pad_8."""
    acts = (
        Act("pads_play", tr("Play or stop the &pattern"), tr("Play pattern"),
            tr("Play the pattern of the pads from its first step, or stop it."), ("P",), "play", tint=theme.ACCENT),
        Act("tap_tempo", tr("&Tap the tempo"), tr("Tap"), tr("Tap this on the beat: the tempo follows."), ("B",), "tap"),
        Act("demo_beat", tr("A &beat to begin with"), tr("Beat"),
            tr("Fill empty pads with drums, set a beat where there is none, and play it."), (), "beat"),
        Act("fill_with_drums", tr("&Fill the pads with drums"), tr("New kit"),
            tr("Put a new drum kit on the pads; the steps stay."), (), "drum"),
        Act("export_pattern", tr("&Export the pattern…"), tr("Export"),
            tr("Write the pattern as a loop, as stems and as MIDI."), (), "export"),
    )  # fmt: skip
    made = []
    for number in range(1, 9):
        text = tr("Pad {number}").format(number=number)
        made.append(Act(f"pad_{number}", text, text, tr("Sound this pad."), (f"Alt+{number}",)))
    return (*acts, *made)


def _snapshot_acts() -> tuple[Act, ...]:
    """snapshot_1 to 8 and store_1 to 8."""
    made = []
    for number in range(1, SLOTS + 1):
        text = tr("Snapshot {number}").format(number=number)
        made.append(Act(f"snapshot_{number}", text, text, tr("Go to what was stored in this snapshot."), (str(number),)))
    for number in range(1, SLOTS + 1):
        text = tr("Store snapshot {number}").format(number=number)
        made.append(Act(f"store_{number}", text, text, tr("Put the sliders aside in this snapshot."), (f"Shift+{number}",)))
    return tuple(made)


class Actions(QObject):
    """The table as QActions of a window. `actions["play"].triggered` is what the window connects."""

    def __init__(self, window: QWidget, own_keys: object = None) -> None:
        """own_keys: the keys that a person chose, {name: [key, ...]}; what isn't that counts as nothing chosen."""
        super().__init__(window)
        self.acts = table()
        own = own_keys if isinstance(own_keys, dict) else {}
        self._actions: dict[str, QAction] = {}
        for act in self.acts:
            action = QAction(act.text, window)
            action.setObjectName(f"action_{act.name}")
            action.setIconText(act.short)
            action.setCheckable(act.checkable)
            if act.icon:
                action.setIcon(theme.icon(act.icon, act.tint, on=act.icon if act.checkable else ""))
                action.setIconVisibleInMenu(act.tint != theme.ON_ACCENT)  # that is drawn for its button, and unseen on a menu
            action.setAutoRepeat(act.name in REPEATING)
            window.addAction(action)
            self._actions[act.name] = action
            chosen = own.get(act.name)
            self.set_keys(act.name, chosen if isinstance(chosen, list) else act.keys)

    def set_keys(self, name: str, keys: Sequence[object]) -> None:
        """Give an action these keys ("Ctrl+O"), the first is shown; none takes them away. What is no key is left out."""
        action, hint = self[name], self.act(name).hint
        action.setShortcuts([one for one in (QKeySequence(key) for key in keys if isinstance(key, str)) if not one.isEmpty()])
        shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        text = f"{hint}  ({shown})" if shown else hint
        action.setToolTip(text)
        action.setStatusTip(text)

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of an action as they are kept in preferences."""
        return tuple(one.toString(QKeySequence.SequenceFormat.PortableText) for one in self[name].shortcuts())

    def act(self, name: str) -> Act:
        return next(act for act in self.acts if act.name == name)

    def users_of(self, key: QKeySequence) -> tuple[str, ...]:
        """Names of the actions that a key belongs to."""
        return tuple(act.name for act in self.acts if key in self[act.name].shortcuts())

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def connect_all(self, slots: dict[str, Callable[[], object]]) -> None:
        for name, slot in slots.items():
            self[name].triggered.connect(lambda _checked=False, slot=slot: slot())

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        menus: tuple[tuple[str, str, tuple[str, ...]], ...] = (
            ("menu_file",  tr("&File"), ("open", "save_preset", "", "export", "export_starred", "", "quit")),
            ("menu_edit", tr("&Edit"), ("undo", "redo", "", "select_all", "copy_part", "copy_reading", "",
                                        "lock_all", "unlock", "find_control", "", "preferences")),
            ("menu_sound", tr("&Sound"), ("generate", "randomise", "nudge", "randomise_near", "", "generate_many", "near_onto_pads",
                                           "", "previous_model", "next_model",
                                           "previous_preset", "next_preset", "", "train", "", *SNAPSHOTS)),
            ("menu_play", tr("&Play"), ("play", "play_once", "stop", "loop", "", "compare", "set_a", "clear_a", "difference", "",
                                       "record", "arm", "", "panic", "computer_keys", "", *PAD_ACTS)),
            ("menu_view", tr("&View"), ("fit", "zoom_in", "zoom_out", "zoom_selection", "",
                "taller", "flatter", "fewer_frequencies", "more_frequencies", "",
                                        "show_browser", "show_controls", "show_takes", "show_live", "show_history", "reset_layout", "",
                                                "search", "back", "forward", "next_part", "full_screen")),
            ("menu_takes", tr("&Takes"), ("star", "restore", "stretch", "", "export", "export_starred", "", "show_trash")),
            ("menu_help", tr("&Help"), ("help_here", "keys", "", "log_file", "copy_report", "", "about")),
        )
        for name, title, items in menus:
            menu = QMenu(title, bar)
            menu.setObjectName(name)
            menu.setAccessibleName(title.replace("&", ""))
            menu.setToolTipsVisible(True)
            shown = menu
            for item in items:
                if item in SNAPSHOTS and shown is menu:
                    shown = self._submenu(menu, "menu_snapshots", tr("Sna&pshots"))
                elif item in PAD_ACTS and shown is menu:
                    shown = self._submenu(menu, "menu_pads", tr("&Beat and pads"))
                if item:
                    shown.addAction(self[item])
                else:
                    shown.addSeparator()
            bar.addMenu(menu)

    @staticmethod
    def _submenu(menu: QMenu, name: str, title: str) -> QMenu:
        made = QMenu(title, menu)
        made.setObjectName(name)
        made.setAccessibleName(title.replace("&", ""))
        made.setToolTipsVisible(True)
        menu.addMenu(made)
        return made
