"""packaging/bootstrap.py: what it asks of the system, when it installs, and that a person only ever reads sentences.

The machine's package tools are played by small scripts on PATH; the real installation is what starts these tests in CI.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parent.parent / "packaging" / "bootstrap.py"


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """The module, with its .venv in an empty folder."""
    spec = importlib.util.spec_from_file_location("undertone_bootstrap", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / "venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / "venv" / "stamp.json")
    monkeypatch.setattr(module, "LOG", tmp_path / "venv" / "install.log")
    return module


class FakeDebian:
    """dpkg-query, apt-get and sudo as scripts: `installed` lines are dpkg's answer, every call is written down."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        folder.mkdir()
        self.answer, self.calls_file, self.lists = folder / "dpkg.txt", folder / "calls.txt", folder / "lists-are-fresh"
        self._script("dpkg-query", f'cat "{self.answer}"')
        self._script("dpkg", f'echo "dpkg $*" >> "{self.calls_file}"; rm -f "{folder}/interrupted"')
        self._script("sudo", f'echo "sudo $*" >> "{self.calls_file}"; while [ "$1" = -n ]; do shift; done; exec "$@"')
        self._script(
            "apt-get",
            f'echo "apt-get $*" >> "{self.calls_file}"\n'
            f'if [ -e "{folder}/interrupted" ]; then echo "E: dpkg was interrupted, you must run dpkg --configure -a"; exit 100; fi\n'
            f'case "$*" in *update*) touch "{self.lists}"; exit 0;; esac\n'
            f'if [ ! -e "{folder}/offline" ] && [ -e "{self.lists}" ]; then exit 0; fi\n'
            'echo Reading...; echo "E: Unable to locate package x"; exit 100\n',
        )
        for tool in ("cat", "echo", "touch", "rm", "env", "sh"):
            (folder / tool).symlink_to(f"/usr/bin/{tool}" if Path(f"/usr/bin/{tool}").exists() else f"/bin/{tool}")
        self.has("bash")
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setattr(os, "geteuid", lambda: 0)

    def _script(self, name: str, text: str) -> None:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)

    def has(self, *packages: str, provides: str = "", status: str = "ii ") -> None:
        old = self.answer.read_text() if self.answer.exists() else ""
        self.answer.write_text(old + "".join(f"{status}\t{package}\t{provides}\n" for package in packages))

    def calls(self, word: str) -> list[str]:
        lines = self.calls_file.read_text().splitlines() if self.calls_file.exists() else []
        return [line for line in lines if line.startswith(word)]


@pytest.fixture
def debian(tmp_path, monkeypatch):
    if not sys.platform.startswith("linux"):
        pytest.skip("only on Linux: Debian's package tools")
    return FakeDebian(tmp_path / "bin", monkeypatch)


# ---------------------------------------------------------------- system packages


def test_an_older_python_can_read_the_file_and_is_told_what_it_lacks():
    tree = ast.parse(FILE.read_text(encoding="utf-8"), feature_version=(3, 7))
    _docstring, _future, only_import, check = tree.body[:4]
    assert ast.unparse(only_import) == "import sys"  # nothing that an older Python lacks comes before the check
    assert isinstance(check, ast.If) and "sys.version_info < (3, 11)" in ast.unparse(check.test)


def test_only_what_is_missing_is_installed_and_update_only_if_needed(bootstrap, debian, capsys):
    needs = bootstrap.load_needs()
    present = [part.package for part in needs.SOUND + needs.WINDOW if part.package not in ("libportaudio2", "libegl1", "libglib2.0-0")]
    debian.has(*present, "fonts-noto-cjk")  # serves as well as the font that would be installed
    debian.has("libglib2.0-0t64", provides="libglib2.0-0 (= 2.80.0), libglib2.0-0:amd64")
    debian.has("libegl1", status="rc ")  # removed, configuration left: not installed
    debian.lists.touch()
    bootstrap.system_packages("run")
    installs = debian.calls("apt-get")
    assert len(installs) == 1 and installs[0].endswith("--no-install-recommends libportaudio2 libegl1")
    assert "libportaudio2 libegl1" in capsys.readouterr().out


def test_the_tests_need_more(bootstrap, debian):
    needs = bootstrap.load_needs()
    debian.has(*[part.package for part in needs.SOUND + needs.WINDOW + needs.FONTS])
    debian.lists.touch()
    bootstrap.system_packages("run")
    assert debian.calls("apt-get") == []
    bootstrap.system_packages("test")
    assert debian.calls("apt-get")[0].split("recommends ")[1].split() == [part.package for part in needs.TESTS]


def test_stale_lists_are_renewed_once(bootstrap, debian):
    bootstrap.system_packages("run")
    calls = debian.calls("apt-get")
    assert ["update" in call for call in calls] == [False, True, False]


def test_an_interrupted_dpkg_is_finished_first(bootstrap, debian):
    debian.lists.touch()
    (debian.folder / "interrupted").touch()
    bootstrap.system_packages("run")
    assert debian.calls("dpkg") == ["dpkg --configure -a"]
    assert len(debian.calls("apt-get")) == 2


def test_what_can_not_be_installed_is_named_with_the_command(bootstrap, debian, capsys):
    (debian.folder / "offline").touch()
    bootstrap.system_packages("run")
    said = capsys.readouterr().out.splitlines()[-1]
    assert "Unable to locate package" in said and "apt-get install -y --no-install-recommends libportaudio2" in said


def test_who_is_not_root_goes_through_sudo_and_is_told(bootstrap, debian, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    debian.lists.touch()
    bootstrap.system_packages("run")
    assert len(debian.calls("sudo")) == 1
    assert "through sudo" in capsys.readouterr().out


def test_who_is_not_root_and_has_no_sudo_gets_the_command(bootstrap, debian, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    (debian.folder / "sudo").unlink()
    bootstrap.system_packages("run")
    assert debian.calls("apt-get") == []
    assert "sudo apt-get install" in capsys.readouterr().out


def test_elsewhere_the_missing_libraries_are_named(bootstrap, debian, monkeypatch, capsys):
    (debian.folder / "apt-get").unlink()
    monkeypatch.setattr(bootstrap, "is_present", lambda part: part.file not in ("libportaudio.so.2", "Xvfb"))
    bootstrap.system_packages("test")
    said = capsys.readouterr().out
    assert "libportaudio.so.2" in said and "Xvfb" in said and "libEGL" not in said


def test_a_python_without_ensurepip_gets_it_or_the_command(bootstrap, debian, monkeypatch):
    real, lacking = importlib.util.find_spec, {"ensurepip"}
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name in lacking else real(name))
    debian.lists.touch()
    package = f"python3.{sys.version_info.minor}-venv"
    with pytest.raises(bootstrap.Stop, match=f"apt-get install -y --no-install-recommends {package}"):
        bootstrap.require_ensurepip()
    monkeypatch.setattr(bootstrap, "apt_install", lambda packages: lacking.clear())
    bootstrap.require_ensurepip()


# ---------------------------------------------------------------- the environment


@pytest.fixture
def pip_calls(bootstrap, monkeypatch):
    """The environment is there (this one's Python), pip only writes down what it was asked."""
    calls: list[tuple[str, ...]] = []
    bootstrap.VENV.mkdir()
    (bootstrap.VENV / "pyvenv.cfg").write_text("home = here\n")
    monkeypatch.setattr(bootstrap, "venv_python", lambda: Path(sys.executable))
    monkeypatch.setattr(bootstrap, "pip", lambda *arguments: calls.append(arguments))
    monkeypatch.setattr(bootstrap, "broken_packages", lambda: [])
    return calls


def test_the_second_run_installs_nothing(bootstrap, pip_calls):
    bootstrap.install(["dev", "train"])
    assert len(pip_calls) == 1 and pip_calls[0][-1].endswith("[dev,train]")
    bootstrap.install(["dev", "train"])
    bootstrap.install([])
    assert len(pip_calls) == 1


def test_pins_are_handed_to_pip(bootstrap, pip_calls):
    bootstrap.install([])
    constraints = Path(pip_calls[0][pip_calls[0].index("-c") + 1]).read_text().split()
    assert "cffi==2.1.1" in constraints and all("==" in line for line in constraints)


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"fingerprint": 1}', '{"fingerprint": "old", "extras": []}'])
def test_a_damaged_or_old_stamp_installs_again(bootstrap, pip_calls, damage):
    bootstrap.install([])
    bootstrap.STAMP.write_text(damage)
    bootstrap.install([])
    assert len(pip_calls) == 2


def test_more_extras_are_added_and_kept(bootstrap, pip_calls):
    bootstrap.install(["dev"])
    bootstrap.install(["train"])
    assert pip_calls[1][-1].endswith("[dev,train]")


def test_a_killed_install_leaves_no_stamp(bootstrap, pip_calls, monkeypatch):
    bootstrap.install([])

    def killed(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "pip", killed)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.install(["dev"])
    assert not bootstrap.STAMP.exists()


def test_half_written_packages_are_found(bootstrap):
    """What a killed pip leaves: a missing file, a cut file, a package without its record, a folder ~amed."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bootstrap.VENV)], check=True)
    code = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    site = Path(subprocess.run([bootstrap.venv_python(), "-c", code], capture_output=True, text=True, check=True).stdout.strip())
    for name, state in (("whole", "whole"), ("cut", "cut"), ("gone", "gone"), ("norecord", "norecord")):
        info = site / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (site / f"{name}.py").write_text("x = 1\n" if state != "cut" else "x")
        if state == "gone":
            (site / f"{name}.py").unlink()
        if state != "norecord":
            (info / "RECORD").write_text(f"{name}.py,sha256=x,6\n{name}-1.0.dist-info/RECORD,,\n")
    (site / "~umpy").mkdir()
    assert sorted(bootstrap.broken_packages()) == ["cut==1.0", "gone==1.0"]
    assert not (site / "~umpy").exists() and not (site / "norecord-1.0.dist-info").exists()


def test_broken_packages_are_installed_again(bootstrap, pip_calls, monkeypatch):
    monkeypatch.setattr(bootstrap, "broken_packages", lambda: ["scipy==1.17.1", "undertone==0.1.0"])
    bootstrap.install([])
    assert pip_calls[-1][-3:] == ("--force-reinstall", "--no-deps", "scipy==1.17.1")


@pytest.mark.parametrize(("log", "expected"), [
    ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "full"),
    ("WARNING: Retrying: NewConnectionError\nERROR: No matching distribution found for numpy==2.4.6", "did not answer"),
    ("ERROR: No matching distribution found for torch==2.13.0", "no torch==2.13.0 for"),
    ("something\nERROR: it broke\n", "ERROR: it broke"),
    ("", "no reason"),
])
def test_pips_output_becomes_a_sentence(bootstrap, log, expected):
    assert expected in bootstrap.explain(log)


def test_progress_is_readable(bootstrap):
    line = "  Downloading numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl (16.9 MB)\n"
    assert bootstrap.describe_progress(line) == "  downloading numpy 2.4.6 (16.9 MB)"
    assert bootstrap.describe_progress("  Downloading numpy-2.4.6-cp311.whl.metadata (6.6 kB)\n") == ""
    assert bootstrap.describe_progress("Installing collected packages: a, b, c\n") == "  installing 3 packages"


# ---------------------------------------------------------------- commands


@pytest.fixture
def handed(bootstrap, monkeypatch):
    """What would be started, with setting up left out."""
    calls: list[tuple[list[str], Path]] = []
    monkeypatch.setattr(bootstrap, "system_packages", lambda command: None)
    monkeypatch.setattr(bootstrap, "install", lambda extras: None)
    monkeypatch.setattr(bootstrap, "hand_over", lambda arguments, folder: calls.append((list(arguments), folder)) or 0)
    return calls


def test_run_opens_the_window_where_there_is_a_display(bootstrap, handed, monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    assert bootstrap.main(["run"]) == 0
    assert handed[0][0] == ["-m", "studio"]


def test_run_without_a_display_writes_the_demonstration_and_says_so(bootstrap, handed, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert bootstrap.main(["run"]) == 0
    assert handed[0][0] == ["-m", "studio", "demo", "--out", "undertone-demo"]
    assert "no display" in capsys.readouterr().out


def test_further_arguments_pass_through(bootstrap, handed, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    bootstrap.main(["run", "--", "models", "--json"])
    bootstrap.main(["test", "-k", "clip", "--", "x"])
    assert handed[0][0] == ["-m", "studio", "models", "--json"]
    assert handed[1] == (["-m", "pytest", "-k", "clip", "--", "x"], bootstrap.PROJECT)


def test_what_was_started_gives_its_own_exit_code():
    code = (
        f"import importlib.util as u, sys; s = u.spec_from_file_location('b', {str(FILE)!r}); "
        "b = u.module_from_spec(s); s.loader.exec_module(b); "
        f"b.venv_python = lambda: {sys.executable!r}; sys.exit(b.hand_over(['-c', 'raise SystemExit(7)'], b.PROJECT))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 7


@pytest.mark.parametrize("arguments", [[], ["--help"], ["setup", "--help"], ["setup", "--dev", "-h"], ["run", "-h"], ["test", "--help"]])
def test_help_is_shown_and_nothing_is_installed(bootstrap, monkeypatch, capsys, arguments):
    monkeypatch.setattr(bootstrap, "system_packages", lambda command: pytest.fail("it looked for system packages"))
    monkeypatch.setattr(bootstrap, "install", lambda extras: pytest.fail("it installed"))
    assert bootstrap.main(arguments) == 0
    assert "bootstrap.py setup" in capsys.readouterr().out


def test_the_help_of_what_is_started_is_reached_too(bootstrap, handed):
    assert bootstrap.main(["run", "render", "--help"]) == bootstrap.main(["test", "--", "--help"]) == 0
    assert [call[0] for call in handed] == [["-m", "studio", "render", "--help"], ["-m", "pytest", "--help"]]


@pytest.mark.parametrize("arguments", [["walk"], ["setup", "--everything"]])
def test_wrong_use_is_one_sentence(bootstrap, handed, capsys, arguments):
    assert bootstrap.main(arguments) == 1
    out, err = capsys.readouterr()
    assert err.count("\n") == 1 and "Traceback" not in out + err


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("odd"), PermissionError(13, "no")])
def test_never_a_traceback(bootstrap, handed, monkeypatch, capsys, error):
    def fail(extras):
        raise error

    monkeypatch.setattr(bootstrap, "install", fail)
    assert bootstrap.main(["run"]) == 1
    out, err = capsys.readouterr()
    assert err.count("\n") == 1 and "Traceback" not in out + err


def test_the_stamp_is_json_a_person_can_read(bootstrap, pip_calls):
    bootstrap.install(["dev"])
    assert json.loads(bootstrap.STAMP.read_text())["extras"] == ["dev"]
