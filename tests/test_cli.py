"""The commands: what they write, what they print, how they end. Most run in this process on a toy model; the shipped ones at the end."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import studio.models
from studio import doctor
from studio.__main__ import run
from studio.audio.files import describe, encode, read_clip
from studio.audio.recipe_chunk import append_info
from studio.cli import app
from studio.clip import Clip
from studio.commands import about
from studio.commands.render import _demo_items
from studio.errors import BadInput
from studio.models import catalogue as shipped
from studio.paths import Home
from studio.recipe import MAX_SEED, Choice
from tests.toy import ToyCatalogue, ToyGenerator

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def toys(monkeypatch, home, tmp_path):
    """The toy catalogue in place of the shipped one, an empty home, and an empty folder to work in."""
    catalogue = ToyCatalogue()
    monkeypatch.setattr(studio.models, "catalogue", catalogue, raising=False)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return catalogue


def refused(capsys, *arguments: str) -> str:
    """Run a command that must be refused: exit 2, one sentence on stderr, nothing on stdout; returns the sentence."""
    capsys.readouterr()
    assert run(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1 and 20 < len(err) < 700, err
    assert "Traceback" not in err
    return err


# ---------------------------------------------------------------- help


@pytest.mark.parametrize("name", [command.name or command.callback.__name__ for command in app.registered_commands])
def test_every_command_has_an_example_in_its_help(name, capsys):
    assert run([name, "--help"]) == 0
    assert f"studio {name}" in " ".join(capsys.readouterr().out.split("Example:")[1].split())


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"undertone {studio.__version__}\n"


# ---------------------------------------------------------------- render


def test_render_writes_what_the_model_makes_bit_for_bit_with_its_recipe(toys, capsys):
    assert run(["render", "toy", "--seed", "7", "--set", "class=snare", "--set", "level=-12.5", "--out", "a.wav", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    found = describe("a.wav")
    assert found.subtype == "FLOAT" and found.rate == 44_100
    assert found.recipe.settings.seed == 7
    assert found.recipe.settings.get("class") == "snare" and found.recipe.settings.get("level") == -12.5
    expected = ToyGenerator().render([found.recipe.settings])[0]
    assert np.array_equal(read_clip("a.wav").samples, expected.samples)
    assert told[0]["path"] == "a.wav" and told[0]["recipe"] == json.loads(found.recipe.to_text())


def test_a_seed_draws_and_the_same_seed_draws_the_same(toys):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert run(["render", "toy", "--seed", str(seed), "--out", f"{name}.wav"]) == 0
    a, b, c = (describe(f"{name}.wav").recipe.settings for name in "abc")
    assert a == b and a.values != c.values
    assert np.array_equal(read_clip("a.wav").samples, read_clip("b.wav").samples)
    assert a.values != ToyGenerator().spec.defaults(1).values


def test_nothing_is_overwritten(toys, capsys):
    assert run(["render", "toy", "--out", "a.wav"]) == 0
    before = Path("a.wav").read_bytes()
    capsys.readouterr()
    assert run(["render", "toy", "--seed", "5", "--out", "a.wav"]) == 0
    second = capsys.readouterr().out.strip()
    assert second != "a.wav" and Path(second).is_file()
    assert Path("a.wav").read_bytes() == before


def test_many_sounds_go_into_a_folder_that_is_made(toys, capsys):
    assert run(["render", "toy", "--seed", "10", "--count", "3", "--out", "new/kit", "--format", "flac", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [entry["recipe"]["settings"]["seed"] for entry in told] == [10, 11, 12]
    assert sorted(path.name for path in Path("new/kit").iterdir()) == ["toy-10.flac", "toy-11.flac", "toy-12.flac"]
    assert all(describe(entry["path"]).format == "FLAC" for entry in told)


def test_the_recipe_in_a_file_makes_the_same_sound_again(toys):
    assert run(["render", "toy", "--seed", "3", "--set", "decay=1.25", "--out", "a.wav"]) == 0
    assert run(["render", "toy", "--like", "a.wav", "--out", "b.wav"]) == 0
    assert describe("a.wav").recipe == describe("b.wav").recipe
    assert np.array_equal(read_clip("a.wav").samples, read_clip("b.wav").samples)


@pytest.mark.parametrize(("options", "subtype", "rate"), [
    (["--out", "a.wav", "--bits", "16"], "PCM_16", 44_100),
    (["--out", "a.wav", "--bits", "24", "--rate", "48000"], "PCM_24", 48_000),
    (["--out", "a.flac"], "PCM_24", 44_100),
    (["--out", "a.FLAC", "--bits", "16"], "PCM_16", 44_100),
])
def test_formats(toys, options, subtype, rate):
    assert run(["render", "toy", *options]) == 0
    found = describe(options[1])
    assert (found.subtype, found.rate) == (subtype, rate)


@pytest.mark.parametrize("arguments", [
    ["nothing-like-this", "--out", "a.wav"],
    ["../../etc", "--out", "a.wav"],
    ["", "--out", "a.wav"],
    ["toy"],
    ["toy", "--out", ""],
    ["toy", "--out", "a"],
    ["toy", "--out", "a.mp3"],
    ["toy", "--out", "."],
    ["toy", "--out", "folder.wav"],
    ["toy", "--out", "missing/a.wav"],
    ["toy", "--out", "file/a.wav"],
    ["toy", "--out", "x" * 300 + ".wav"],
    ["toy", "--out", "a\0b.wav"],
    ["toy", "--out", "file", "--count", "2"],
    ["toy", "--out", "file/deep", "--count", "2"],
    ["toy", "--out", "a.wav", "--format", "flac"],
    ["toy", "--out", "a.wav", "--format", "ogg"],
    ["toy", "--out", "a.wav", "--bits", "8"],
    ["toy", "--out", "a.flac", "--bits", "32"],
    ["toy", "--out", "a.wav", "--rate", "1"],
    ["toy", "--out", "a.wav", "--rate", "768000"],
    ["toy", "--out", "many", "--count", "0"],
    ["toy", "--out", "many", "--count", "-3"],
    ["toy", "--out", "many", "--count", "10000"],
    ["toy", "--out", "a.wav", "--count", "1.5"],
    ["toy", "--out", "a.wav", "--seed", "-1"],
    ["toy", "--out", "a.wav", "--seed", str(MAX_SEED + 1)],
    ["toy", "--out", "many", "--seed", str(MAX_SEED), "--count", "2"],
    ["toy", "--out", "a.wav", "--set", "decay"],
    ["toy", "--out", "a.wav", "--set", "=1"],
    ["toy", "--out", "a.wav", "--set", "y" * 5000],
    ["toy", "--out", "a.wav", "--set", "decay=" + "y" * 5000],
    ["toy", "--out", "a.wav", "--set", "y" * 5000 + "=1"],
    ["toy", "--out", "a.wav", "--set", "colour=1"],
    ["toy", "--out", "a.wav", "--set", "decay=much"],
    ["toy", "--out", "a.wav", "--set", "decay=1,5"],
    ["toy", "--out", "a.wav", "--set", "decay=nan"],
    ["toy", "--out", "a.wav", "--set", "decay=1e9"],
    ["toy", "--out", "a.wav", "--set", "class=Snare drum"],
    ["toy", "--out", "a.wav", "--set", "word=" + "x" * 1000],
    ["toy", "--out", "a.wav", "--set", "melody=[[0,1]]"],
    ["toy", "--out", "a.wav", "--set", "melody=" + "[" * 100_000],
    ["toy", "--out", "a.wav", "--like", "file"],
    ["toy", "--out", "a.wav", "--like", "missing.wav"],
    ["toy", "--out", "a.wav", "--like", "."],
    ["toy", "--out", "a.wav", "--colour", "red"],
], ids=lambda arguments: " ".join(arguments)[:60].replace("\0", "NUL"))
def test_render_refuses_with_one_sentence_and_writes_nothing(toys, capsys, arguments):
    Path("file").write_text("not a sound")
    Path("folder.wav").mkdir()
    before = sorted(Path.cwd().rglob("*"))
    refused(capsys, "render", *arguments)
    assert sorted(Path.cwd().rglob("*")) == before


def test_a_file_in_place_of_a_folder_is_called_one(toys, capsys):
    Path("file").write_text("not a folder")
    assert "is a file" in refused(capsys, "render", "toy", "--out", "file/a.wav")


def test_a_sound_of_another_model_or_other_weights_is_refused_as_a_recipe(toys, capsys, monkeypatch):
    assert run(["render", "toy", "--out", "a.wav"]) == 0
    made = toys.load("toy")
    made.sha256 = "f" * 64
    monkeypatch.setattr(toys, "load", lambda model, home=None: made)
    assert "other weights" in refused(capsys, "render", "toy", "--like", "a.wav", "--out", "b.wav")


def test_a_place_without_permission_is_refused(toys, capsys, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write anywhere, so the answer is forced
    assert "written" in refused(capsys, "render", "toy", "--out", "a.wav")


# ---------------------------------------------------------------- how commands end


def test_our_fault_is_one_sentence_and_a_log_with_the_traceback(toys, capsys, monkeypatch, home):
    def broken(model, home=None):
        raise ZeroDivisionError("the moon\nis in the wrong place")

    monkeypatch.setattr(toys, "load", broken)
    assert run(["render", "toy", "--out", "a.wav"]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "ZeroDivisionError" in err and str(home.log_file) in err
    log = home.log_file.read_text()
    assert "Traceback" in log and "in broken" in log


def test_a_model_that_fails_is_our_fault(toys, capsys, monkeypatch):
    monkeypatch.setattr(ToyGenerator, "render", lambda self, settings: [1 / 0])
    assert run(["render", "toy", "--out", "a.wav"]) == 1
    assert not Path("a.wav").exists()
    assert capsys.readouterr().err.count("\n") == 1


def test_the_log_goes_elsewhere_where_the_home_can_not_be_written(toys, capsys, monkeypatch, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the home should be")
    monkeypatch.setenv("UNDERTONE_HOME", str(blocked))
    monkeypatch.setattr(toys, "load", lambda model, home=None: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run(["render", "toy", "--out", "a.wav"]) == 1
    assert str(tmp_path / "undertone.log") in capsys.readouterr().err
    assert "ZeroDivisionError" in (tmp_path / "undertone.log").read_text()


def test_ctrl_c_is_one_word(toys, capsys, monkeypatch):
    def stopped(model, home=None):
        raise KeyboardInterrupt

    monkeypatch.setattr(toys, "load", stopped)
    assert run(["render", "toy", "--out", "a.wav"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_a_full_disk_is_bad_input_and_earlier_sounds_stay(toys, capsys, monkeypatch):
    import studio.audio.files as files

    real, calls = files.write_clip, []

    def full(path, *arguments, **options):
        calls.append(path)
        if len(calls) > 2:
            raise BadInput("The disk is full; make room and try again.")
        return real(path, *arguments, **options)

    monkeypatch.setattr(files, "write_clip", full)
    assert "full" in refused(capsys, "render", "toy", "--count", "5", "--out", "kit")
    assert len(list(Path("kit").iterdir())) == 2


# ---------------------------------------------------------------- models, info, doctor, demo


def test_models_lists_what_there_is(toys, capsys):
    assert run(["models", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in listed] == [card.id for card in toys.list_models()]
    assert run(["models"]) == 0
    text = capsys.readouterr().out
    assert all(entry["id"] in text for entry in listed)


def test_info_tells_format_levels_and_recipe(toys, capsys):
    run(["render", "toy", "--seed", "4", "--out", "a [red].wav"])
    capsys.readouterr()
    assert run(["info", "a [red].wav", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["rate"] == 44_100 and told["channels"] == 1 and told["recipe"]["settings"]["seed"] == 4
    assert told["peak_db"] == pytest.approx(20 * np.log10(read_clip("a [red].wav").peak), abs=0.01)
    assert run(["info", "a [red].wav"]) == 0
    text = capsys.readouterr().out
    assert "a [red].wav" in text and "seed 4" in text and "44100 Hz" in text


@pytest.mark.parametrize("name", ["missing.wav", "folder", "empty.wav", "text.wav", "cut.wav", "x" * 300])
def test_info_refuses_what_is_no_sound(toys, capsys, name):
    Path("folder").mkdir()
    Path("empty.wav").touch()
    Path("text.wav").write_text("RIFF? no, a text named .wav")
    run(["render", "toy", "--out", "whole.wav"])
    Path("cut.wav").write_bytes(Path("whole.wav").read_bytes()[:20])
    refused(capsys, "info", name)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux: file names that are no text")
def test_a_name_that_is_no_text_is_printed_all_the_same(toys, capfd):
    run(["render", "toy", "--out", "a.wav"])
    name = os.fsdecode(b"caf\xe9.wav")
    os.rename("a.wav", name)
    assert run(["info", name]) == 0
    assert run(["info", name, "--json"]) == 0
    assert "caf" in capfd.readouterr().out

HOSTILE = {"undertone_recipe": 1, "sha256": "0" * 64, "runtime": "r", "program": "p", "edits": []}


def a_sound_with(path: Path, recipe: dict) -> str:
    data = encode(Clip(np.full((1, 50), 0.1, np.float32), 44100)).data
    path.write_bytes(append_info(data, {"ICMT": json.dumps({**HOSTILE, **recipe})}))
    return str(path)


@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400, [1, 2], [[{}]], {}, None])
def test_a_damaged_recipe_is_told_and_the_sound_described(toys, capsys, value):
    path = a_sound_with(Path("odd.wav"), {"model": "toy", "settings": {"seed": 1, "values": {"size": value}}})
    assert run(["info", path]) == 0
    assert "damaged" in capsys.readouterr().out
    assert run(["info", path, "--json"]) == 0
    assert "damaged" in json.loads(capsys.readouterr().out)["recipe_error"]
    assert "damaged" in refused(capsys, "render", "toy", "--like", path, "--out", "again.wav")
    assert not Path("again.wav").exists()


def test_texts_from_strangers_do_not_steer_the_terminal(toys, capsys):
    path = a_sound_with(Path("odd.wav"), {"model": "\x1b]0;a\x07\nb", "settings": {"seed": 1, "values": {"c": "\x1b[31m"}}})
    assert run(["info", path]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert "\x1b" not in refused(capsys, "render", "toy", "--like", path, "--out", "again.wav")


def test_a_models_own_words_stay_inside_the_folder():
    names = [name for name, _, _ in _demo_items(replace(ToyGenerator().spec, controls=(Choice("c", "C", ("../../up", "a b"), "a b"),)))]
    assert sorted(set(names)) == ["______up", "a b"]


def test_the_doctor_does_not_call_complete_what_it_marked(capsys, monkeypatch):
    monkeypatch.setattr(doctor, "examine", lambda home: [doctor.Finding("sound", "warning", "there is no sound output")])
    assert run(["doctor"]) == 0
    assert "does less" in capsys.readouterr().out
    monkeypatch.setattr(doctor, "examine", lambda home: [doctor.Finding("Python", "ok", "3")])
    assert run(["doctor"]) == 0
    assert "Nothing is missing." in capsys.readouterr().out


def test_demo_writes_each_class_with_a_listing_and_a_second_time_nothing_new(toys, capsys):
    assert run(["demo", "--out", "show"]) == 0
    listing = json.loads(Path("show/listing.json").read_text())["sounds"]
    files = {str(path.relative_to("show")) for path in Path("show").rglob("*.wav")}
    assert {entry["path"] for entry in listing} == files
    usable = [card for card in toys.list_models() if not card.error]
    assert len(files) == 9 * len(usable)  # three classes, three sounds each
    snares = [entry for entry in listing if entry["name"] == "snare"]
    assert snares and all(entry["recipe"]["settings"]["values"]["class"] == "snare" for entry in snares)
    text = Path("show/listing.txt").read_text()
    assert all(name in text for name in files)
    stamps = {path: path.stat().st_mtime_ns for path in Path("show").rglob("*.wav")}
    assert run(["demo", "--out", "show"]) == 0
    assert {path: path.stat().st_mtime_ns for path in Path("show").rglob("*.wav")} == stamps


def test_demo_into_a_file_is_refused(toys, capsys):
    Path("file").touch()
    refused(capsys, "demo", "--out", "file")


# ---------------------------------------------------------------- the real program


def studio_process(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "studio", *arguments], capture_output=True, text=True, timeout=100, cwd=ROOT, **options)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only on Linux: a machine without a display")
@pytest.mark.parametrize("display", [None, ":4711"])
def test_the_window_without_a_display_says_so(display):
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    if display:
        environment["DISPLAY"] = display
    ended = studio_process(env=environment)
    assert ended.returncode == 2
    assert "display" in ended.stderr and ended.stderr.count("\n") == 1


def test_asking_for_help_imports_nothing_heavy():
    code = (
        "import sys; from studio.__main__ import run; assert run(['render', '--help']) == 0; "
        "heavy = ('torch', 'PySide6', 'onnxruntime', 'sounddevice', 'numpy', 'scipy'); "
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, cwd=ROOT)
    assert ended.returncode == 0 and ended.stderr.strip() == "[]"


def test_a_reader_that_leaves_early_is_no_error():
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        ended = subprocess.run([sys.executable, "-m", "studio", "--help"], stdout=write_end, stderr=subprocess.PIPE, timeout=100, cwd=ROOT)
    finally:
        os.close(write_end)
    assert b"Traceback" not in ended.stderr and ended.returncode in (0, 1)


# ---------------------------------------------------------------- the shipped models

_shipped = [card.id for card in shipped.list_models()]
SHIPPED = _shipped or [pytest.param("", marks=pytest.mark.skip(reason="no model is shipped yet"))]


@pytest.mark.parametrize("model", SHIPPED)
def test_a_shipped_model_renders_the_same_sound_in_two_processes(model, home, tmp_path):
    sounds = []
    for name in ("a", "b"):
        ended = studio_process("render", model, "--seed", "11", "--out", str(tmp_path / f"{name}.wav"), "--json")
        assert ended.returncode == 0, ended.stderr
        assert json.loads(ended.stdout)[0]["recipe"]["model"] == model
        sounds.append(read_clip(tmp_path / f"{name}.wav").samples)
    assert np.array_equal(*sounds) and np.abs(sounds[0]).max() > 0.01
    again = studio_process("render", model, "--like", str(tmp_path / "a.wav"), "--out", str(tmp_path / "c.wav"))
    assert again.returncode == 0, again.stderr
    assert np.array_equal(sounds[0], read_clip(tmp_path / "c.wav").samples)


@pytest.mark.parametrize("model", SHIPPED)
def test_rendering_on_a_cpu_imports_no_torch(model, home, tmp_path):
    code = (
        "import sys; from studio.__main__ import run; "
        f"assert run(['render', {model!r}, '--out', {str(tmp_path / 'a.wav')!r}]) == 0; "
        "print([name for name in ('torch', 'PySide6', 'sounddevice') if name in sys.modules], file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, cwd=ROOT)
    assert ended.returncode == 0 and ended.stderr.strip() == "[]"


# ---------------------------------------------------------------- the machine


def test_devices_come_from_the_audio_process(home, capsys, monkeypatch):
    assert run(["devices", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert all({"name", "host_api", "channels", "default_rate", "is_default"} <= set(device) for device in found)
    assert "sounddevice" not in sys.modules


def test_doctor_examines_everything(toys, home, capsys):
    assert run(["doctor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    subjects = {finding["subject"] for finding in told["findings"]}
    assert {"Python", "packages", "system libraries", "display", "sound", "GPU", "models", "home"} <= subjects
    broken = [finding for finding in told["findings"] if finding["state"] == "problem"]
    assert [finding["subject"] for finding in broken] == ["models"]  # the toy that can't be loaded
    assert all(finding["mend"] for finding in broken) and not told["ok"]


def test_doctor_says_what_plays_where(toys, home, monkeypatch):
    findings = doctor._models(home)
    assert any(found.state == "ok" and "plays through numpy" in found.text for found in findings)
    for gpu, torch, choice, state, words in (
        (None, True, "auto", "ok", "play on the CPU"), (None, True, "gpu", "warning", "preferences choose the GPU"),
        ("A GPU", True, "auto", "ok", "where it is faster"), ("A GPU", True, "gpu", "ok", "models play there"),
        ("A GPU", True, "cpu", "ok", "not used"), ("A GPU", False, "gpu", "warning", "PyTorch is not installed"),
        ("A GPU", False, "auto", "ok", "PyTorch is not installed"),
    ):
        monkeypatch.setattr(doctor, "gpu_name", lambda gpu=gpu: gpu)
        monkeypatch.setattr(doctor, "has_torch", lambda torch=torch: torch)
        home.settings_file.write_text(json.dumps({"compute": choice}))
        (found,) = doctor._gpu(doctor.choice(home))
        assert found.state == state and words in found.text


def test_doctor_names_the_package_of_a_library_that_does_not_load(toys, monkeypatch):
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    monkeypatch.setattr(doctor, "_loads", lambda library: library != "libportaudio.so.2")
    monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/usr/bin/{name}")
    (found,) = doctor._libraries()
    assert found.state == "problem" and found.mend.endswith("apt-get install -y --no-install-recommends libportaudio2")


def test_doctor_sees_a_home_that_can_not_be_written(tmp_path):
    (tmp_path / "file").touch()
    (found,) = doctor._home(Home(tmp_path / "file" / "home"))
    assert found.state == "problem" and "UNDERTONE_HOME" in found.mend


def test_doctor_goes_on_where_a_check_fails(toys, home, monkeypatch):
    monkeypatch.setattr(doctor, "_sound", lambda: 1 / 0)
    findings = {finding.subject: finding for finding in doctor.examine(home)}
    assert findings["sound"].state == "problem" and "ZeroDivisionError" in findings["sound"].text
    assert findings["home"].state in ("ok", "warning")


# ---------------------------------------------------------------- judge


def test_judging_without_the_training_packages_says_how_to_get_them(toys, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "studio.training.judge", None)
    real = about.needs_training
    monkeypatch.setattr(about, "needs_training", lambda error: real(ModuleNotFoundError("no", name="torch")))
    assert "setup --train" in refused(capsys, "judge", "toy")


@pytest.mark.parametrize("arguments", [
    ["nothing-like-this"],
    ["toy", "--sheet", "a.jpg"],
    ["toy", "--sheet", "missing/a.png"],
    ["toy", "--sheet", "folder.png"],
])
def test_judge_refuses_before_it_measures(toys, capsys, arguments):
    Path("folder.png").mkdir()
    refused(capsys, "judge", *arguments)


@pytest.mark.parametrize("out", ["file.txt/small", "loop", "loop/small", "x" * 300 + "/small"])
def test_a_place_that_the_system_refuses_is_bad_input(capsys, monkeypatch, tmp_path, out):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file.txt").write_text("x")
    (tmp_path / "loop").symlink_to("loop")
    err = refused(capsys, "quantise", "wavegan", "--out", out)
    assert "Undertone itself" not in err and err.strip().isprintable()
