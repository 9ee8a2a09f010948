"""The house rules that no single room can check: who may import whom, exact pins, and no torch between start and sound."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the import contracts over the package in `folder`."""
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", LINT, "--no-cache"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=100)


@pytest.fixture
def copy(tmp_path):
    """A copy of the package and its contracts, to break."""
    shutil.copytree(ROOT / "studio", tmp_path / "studio", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_import_contracts_are_kept():
    ended = lint(ROOT)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(("file", "line"), [
    ("audio/files.py", "import studio.models.generator"),
    ("models/generator.py", "import studio.audio.files"),
    ("engine/jobs.py", "import studio.ui"),
    ("ui/theme.py", "import torch"),
    ("ui/theme.py", "import studio.training"),
    ("engine/session/door.py", "import sounddevice"),
    ("engine/session/door.py", "from PySide6 import QtCore"),
    ("clip.py", "import studio.audio"),
    ("cli.py", "import torch"),
])
def test_a_broken_contract_is_seen(copy, file, line):
    path = copy / "studio" / file
    path.write_text(f"{path.read_text(encoding='utf-8')}\n\ndef _late():\n    {line}\n", encoding="utf-8")
    ended = lint(copy)
    assert ended.returncode != 0 and "BROKEN" in ended.stdout, ended.stdout


def test_a_new_top_level_module_needs_a_place(copy):
    (copy / "studio" / "misc.py").write_text('"""Homeless."""\n')
    assert lint(copy).returncode != 0


def requirements() -> list[str]:
    project = PYPROJECT["project"]
    extras = [pin for group in project["optional-dependencies"].values() for pin in group]
    return project["dependencies"] + extras + PYPROJECT["tool"]["undertone"]["constraints"] + PYPROJECT["build-system"]["requires"]


def test_every_version_is_pinned_exactly_and_once():
    pins = requirements()
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][0-9a-z.]*", pin) for pin in pins)
    names = [pin.split("==")[0].lower().replace("_", "-") for pin in pins]
    assert sorted(names) == sorted(set(names))


def test_the_tested_versions_are_the_pinned_ones():
    wrong = []
    for pin in requirements():
        name, wanted = pin.split("==")
        if name == "setuptools":
            continue  # only builds, in an environment of its own
        try:
            found = importlib.metadata.version(name).partition("+")[0]
        except importlib.metadata.PackageNotFoundError:
            found = "missing"
        if found not in (wanted, "missing"):
            wrong.append(f"{name}: {found} instead of {wanted}")
    assert not wrong


def test_files_stay_small():
    made = {"studio/ui/engine_texts.py"}  # a list of sentences that studio.commands.texts writes
    lines = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in (ROOT / "studio").rglob("*.py")}
    assert {name: count for name, count in lines.items() if count > 500 and name not in made} == {}


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "studio").rglob("*.py")
        if (text := path.read_text("utf-8").lstrip()) and not text.startswith(('"""', 'r"""'))
    ]
    assert not silent


START_AND_SOUND = '''
"""Build the real program, move a control, let it sound; print what this process and its children have loaded."""
import json, sys, time
from pathlib import Path
import psutil
from studio.app import build
from studio.models import catalogue
from studio.recipe import Latent
from tests.toy import ToyCatalogue


def loaded_libraries(process):
    return {Path(line.split()[-1]).name for line in Path(f"/proc/{process.pid}/maps").read_text().splitlines() if ".so" in line}


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited too long"
        studio.qt.processEvents()
        time.sleep(0.01)


studio = build(home=sys.argv[1], models=None if catalogue.list_models() else ToyCatalogue())
try:
    studio.window.show()
    session = studio.session
    wait_for(lambda: session.spec is not None)
    latent = next(control for control in session.spec.controls if isinstance(control, Latent))
    session.set(latent.name, 1.0)
    session.end_gesture()
    wait_for(lambda: session.wait_idle(0))
    wait_for(lambda: session.status().clip_seconds > 0)
    children = {child.pid: sorted(loaded_libraries(child)) for child in psutil.Process().children(recursive=True)}
    print(json.dumps({"main": sorted(name for name in sys.modules if "." not in name), "children": children}))
finally:
    studio.close()
'''


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux: /proc says what a process has loaded")
def test_starting_and_sounding_imports_no_torch(screen, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", START_AND_SOUND, str(tmp_path / "home")]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert "PySide6" in told["main"]
    assert not {"torch", "onnx", "sounddevice"} & set(told["main"])
    players = [libraries for libraries in told["children"].values() if any(name.startswith("libportaudio") for name in libraries)]
    assert len(players) == 1  # the audio process
    for libraries in told["children"].values():
        assert not [name for name in libraries if name.startswith(("libtorch", "libQt6", "onnxruntime"))]
