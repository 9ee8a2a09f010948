"""What this machine lacks and the command that mends it. Runs in the main process, on no thread of its own; imports no torch on a CPU.

Every check answers with findings and never raises: a doctor that fails is the last thing a person in trouble needs.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio import needs
from studio.errors import BadInput, UndertoneError
from studio.models.runtime import GPU, PROCESSOR, choice_of, gpu_name, has_torch, place
from studio.paths import RESOURCES, Home

if TYPE_CHECKING:
    from studio.engine.player import Device

SETUP = "python3 packaging/bootstrap.py setup"
LOW_DISK, FULL_DISK = 1 << 30, 100 << 20  # bytes


@dataclass(frozen=True)
class Finding:
    """state 'ok', 'warning' (works, with less) or 'problem'; text is one sentence; mend a command or advice, '' where none is needed."""

    subject: str
    state: str
    text: str
    mend: str = ""


def examine(home: Home) -> list[Finding]:
    """Every check, in the order in which a person would mend things."""
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("Python", _python),
        ("packages", _packages),
        ("system libraries", _libraries),
        ("display", _display),
        ("sound", _sound),
        ("MIDI", _midi),
        ("shared memory", _shared_memory),
        ("GPU", lambda: _gpu(choice(home))),
        ("models", lambda: _models(home)),
        ("home", lambda: _home(home)),
    ]
    findings: list[Finding] = []
    for subject, check in checks:
        try:
            findings += check()
        except Exception as error:
            findings.append(Finding(subject, "problem", f"this could not be checked ({type(error).__name__}: {error})", SETUP))
    return findings


# ---------------------------------------------------------------- Python and its packages


def _python() -> list[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    return [Finding("Python", "ok", f"{version} at {sys.executable}")]


def _packages() -> list[Finding]:
    import importlib.metadata

    try:
        requirements = importlib.metadata.requires("undertone") or []
    except importlib.metadata.PackageNotFoundError:
        return [Finding("packages", "warning", "Undertone runs from its folder without being installed", SETUP)]
    findings, right, training = [], 0, []
    for requirement in requirements:
        pin, _, marker = requirement.partition(";")
        name, _, wanted = pin.strip().partition("==")
        if "dev" in marker:
            continue
        try:
            found = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if marker:
                training.append(name)
            else:
                findings.append(Finding("packages", "problem", f"{name} is not installed", SETUP))
            continue
        if found.partition("+")[0] == wanted:
            right += 1
        else:
            findings.append(Finding("packages", "warning", f"{name} is {found}; {wanted} was tested", SETUP))
    if not findings:
        findings.append(Finding("packages", "ok", f"{right} packages are installed in the tested versions"))
    if training:
        text = f"{', '.join(training)} not installed; only training and judging need them ({SETUP} --train)"
        findings.append(Finding("packages", "ok", text))
    return findings


# ---------------------------------------------------------------- the system


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _libraries() -> list[Finding]:
    if not sys.platform.startswith("linux"):
        return [Finding("system libraries", "ok", "the Python packages bring their own on this system")]
    parts = needs.SOUND + needs.WINDOW
    missing = [part for part in parts if not _loads(part.file)]
    if not missing:
        return [Finding("system libraries", "ok", f"all {len(parts)} load")]
    return [
        Finding("system libraries", "problem", f"{part.file} does not load; it serves {part.why}", _install_command([part.package]))
        for part in missing
    ]


def _install_command(packages: list[str]) -> str:
    if shutil.which("apt-get"):
        prefix = "" if os.geteuid() == 0 else "sudo "
        return f"{prefix}apt-get install -y --no-install-recommends {' '.join(packages)}"
    return f"install what your system calls {' '.join(packages)} with its package manager"


def display_problem() -> str:
    """Why no window can open here, as a sentence; '' where one can. Only Linux can lack a display."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    display = os.environ.get("DISPLAY")
    if not display:
        return "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open."
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return ""  # Qt says what it lacks
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return f"The display {display!r} does not answer, so no window can open." if refused else ""


def _display() -> list[Finding]:
    problem = display_problem()
    if problem:
        advice = "start it from a desktop session, or without a window: studio demo --out undertone-demo"
        return [Finding("display", "warning", problem.rstrip("."), advice)]
    return [Finding("display", "ok", "a window can open")]


def sound_outputs() -> tuple[Device, ...]:
    """The output devices, asked in the audio process as the program itself does. Takes a second or so."""
    from studio.engine.player import Player

    player = Player(null=True)
    try:
        return tuple(player.devices())
    finally:
        player.close()


def _sound() -> list[Finding]:
    found = sound_outputs()
    if not found:
        text = "there is no sound output: the window works, meters and playhead run, nothing is heard"
        return [Finding("sound", "warning", text, "connect a device, or start the sound server, and press Rescan")]
    default = next((device for device in found if device.is_default), found[0])
    return [Finding("sound", "ok", f"{len(found)} outputs; the default is '{default.name}' ({default.host_api})")]


def _midi() -> list[Finding]:
    from studio.engine.midi.ports import midi_system

    system = midi_system()
    return [Finding("MIDI", "ok", f"ports through {system}" if system else "no MIDI system here; keys and mouse play all the same")]


def _shared_memory() -> list[Finding]:
    from studio.engine.player import memory
    from studio.engine.player.live_memory import LIVE_BYTES
    from studio.engine.player.shared import TOTAL_BYTES

    size = TOTAL_BYTES + LIVE_BYTES
    try:
        block = memory.create(size)
    except UndertoneError as error:
        return [Finding("shared memory", "problem", str(error).rstrip("."), "close other programs")]
    beside = " beside /dev/shm, which is too small or missing" if isinstance(block, memory.AnonymousMemory) else ""
    block.close()
    block.unlink()
    return [Finding("shared memory", "ok", f"the {size >> 20} MB for the audio process are there{beside}")]


def choice(home: Home) -> str:
    """Where the preferences let models play: 'auto', 'cpu' or 'gpu'."""
    from studio.engine.preferences import read_preferences

    return choice_of(read_preferences(home))


def _gpu(wished: str) -> list[Finding]:
    name = gpu_name()
    if name is None:
        if wished == GPU:
            text = "none from NVIDIA; models play on the CPU, though the preferences choose the GPU"
            return [Finding("GPU", "warning", text, "choose 'Automatic' in Preferences > Sound")]
        return [Finding("GPU", "ok", "none from NVIDIA; models play on the CPU, which is fast enough")]
    if wished == PROCESSOR:
        return [Finding("GPU", "ok", f"{name}; not used, as the preferences say")]
    if not has_torch():
        state = "warning" if wished == GPU else "ok"
        return [Finding("GPU", state, f"{name}; not used: PyTorch is not installed", f"{SETUP} --train")]
    return [Finding("GPU", "ok", f"{name}; {'models play there' if wished == GPU else 'a model plays there where it is faster'}")]


# ---------------------------------------------------------------- models and files


def _models(home: Home) -> list[Finding]:
    from studio.models import catalogue

    if not RESOURCES.is_dir():
        text = f"the folder {RESOURCES} is missing: this installation is not complete"
        return [Finding("models", "problem", text, "get the whole project and run: python3 packaging/bootstrap.py run")]
    findings, wished = [], choice(home)
    for card in catalogue.list_models(home):
        problem, said = card.error, list[str]()
        if not problem:
            try:
                model = catalogue.load(card.id, home)  # checks the hash of the weights
                place(model, wished, said.append)
            except BadInput as error:
                problem = str(error)
        if problem:
            findings.append(Finding("models", "problem", problem.rstrip("."), f"put the folder {card.folder} back as it was shipped"))
        else:
            why = "".join(f"; {text.rstrip('.')}" for text in said if gpu_name())  # else the finding above says so once
            findings.append(Finding("models", "ok", f"'{card.id}' ({card.title}) is complete and plays through {model.runtime}{why}"))
    return findings or [Finding("models", "problem", "no model is installed", "get the project again with its resources folder")]


def _home(home: Home) -> list[Finding]:
    try:
        home.make()
        with tempfile.TemporaryFile(dir=home.root) as file:
            file.write(b"x")
    except OSError as error:
        advice = "give yourself permission to write there, or set UNDERTONE_HOME to another folder"
        return [Finding("home", "problem", f"{home.root} can't be written ({error.strerror or error}): takes can't be kept", advice)]
    free = shutil.disk_usage(home.root).free
    if free < FULL_DISK:
        return [Finding("home", "problem", f"the disk of {home.root} has only {free >> 20} MB free", "free some space")]
    if free < LOW_DISK:
        return [Finding("home", "warning", f"the disk of {home.root} has only {free >> 20} MB free", "free some space")]
    return [Finding("home", "ok", f"{home.root} can be written, {free / (1 << 30):.0f} GB free")]
