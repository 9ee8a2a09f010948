"""Plug-ins of others: files that are none, that crash or hang become one sentence; a real audio process is watched."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from studio.audio.effects import KINDS, PLUGIN, Plugin, Rack
from studio.clip import Clip
from studio.engine import plugins
from studio.engine.edits import through_rack
from studio.engine.events import PluginsFound
from studio.engine.player import Player
from studio.engine.player import rack as heard
from studio.engine.plugins import Several, look
from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Number
from tests.engine.test_edits import tone
from tests.toy import toy_session
from tests.waiting import audio_process, wait_until

linux_only = pytest.mark.xfail(not sys.platform.startswith("linux"), reason="looks into /proc", run=False)


def bundle(folder: Path, content: bytes) -> Path:
    """A VST3 folder as Linux has it, with this as its library."""
    place = folder / "Odd.vst3" / "Contents" / "x86_64-linux"
    place.mkdir(parents=True)
    (place / "Odd.so").write_bytes(content)
    return folder / "Odd.vst3"


@pytest.mark.parametrize("content", [b"", b"\x7fELF", b"\x7fELF" + os.urandom(4000), b"just a text"])
def test_a_library_that_is_none_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadInput, match=r"^The plug-in 'Odd\.vst3' (can't be used|crashed)[^\n]*\.$"):
        look(bundle(tmp_path, content))


def test_files_that_are_no_plug_ins_are_refused_before_they_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "run_apart", lambda *_, **__: pytest.fail("it was opened"))
    (tmp_path / "song.wav").write_bytes(b"RIFF")
    for path in (tmp_path / "song.wav", tmp_path / "gone.vst3", Path("")):
        with pytest.raises(BadInput, match="is no VST3 plug-in"):
            look(path)


def test_an_empty_folder_and_a_plain_file(tmp_path: Path) -> None:
    (tmp_path / "Empty.vst3").mkdir()
    (tmp_path / "Text.vst3").write_text("hello")
    for name in ("Empty.vst3", "Text.vst3"):
        with pytest.raises(BadInput, match="can't be used"):
            look(tmp_path / name)


def _crash(path: str, name: str) -> Any:
    os.kill(os.getpid(), signal.SIGSEGV)


def _hang(path: str, name: str) -> Any:
    time.sleep(60)


def _slow(path: str, name: str) -> Any:
    return {"names": ["A"], "name": "A", "maker": "", "controls": [], "seconds": 30.0}


def _several(path: str, name: str) -> Any:
    if not name:
        return {"names": ["A", "B"], "seconds": 0.1}
    return {"names": ["A", "B"], "name": name, "maker": "M", "controls": [("mix", "Mix", 0.0, 1.0, 0.5, 0.0, "", "linear")], "seconds": 0.1}


def test_one_that_crashes_hangs_or_takes_too_long_stays_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bundle(tmp_path, b"")
    cases = ((_crash, "crashed while it was opened", 60.0), (_hang, "did not open within 1 s", 1.0), (_slow, "too long for", 60.0))
    for act, words, limit in cases:
        monkeypatch.setattr(plugins, "_look", act)
        with pytest.raises(BadInput, match=words):
            look(path, limit=limit)


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    assert made.wait_idle(10)
    yield made
    made.close()


def test_of_several_one_is_chosen_and_its_parameters_are_knobs(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugins, "_look", _several)
    path = bundle(tmp_path, b"")
    with pytest.raises(Several):
        look(path)
    found: list[PluginsFound] = []
    session.subscribe(lambda event: found.append(event) if isinstance(event, PluginsFound) else None)
    session.load_plugin(path)
    assert session.wait_idle(30)
    assert found == [PluginsFound(path, ("A", "B"))] and session.rack == Rack()
    session.load_plugin(path, "B")
    assert session.wait_idle(30)
    (slot,) = session.rack.slots
    assert slot.kind == PLUGIN and slot.title == "B" and slot.plugin is not None and slot.plugin.path == str(path)
    session.turn("rack/1.mix", 0.25)
    assert session.knob_value("rack/1.mix") == 0.25
    session.undo()
    session.undo()
    assert session.rack == Rack()


def test_a_bad_one_is_a_message_of_its_job(session: Session, tmp_path: Path) -> None:
    session.load_plugin(tmp_path / "none.vst3")
    assert session.wait_idle(30)
    (job,) = [job for job in session.jobs() if job.title == "Open none.vst3"]
    assert job.state == "failed" and "is no VST3 plug-in" in job.message


def test_an_export_through_a_plug_in_that_is_gone_is_refused(tmp_path: Path) -> None:
    rack = Rack().added(PLUGIN, None, Plugin(str(tmp_path / "Gone.vst3"), "Gone"))
    with pytest.raises(BadInput):
        through_rack(tone(), rack, 120.0)


class Says:
    """As a parameter of pedalboard: what it would say at each place."""

    def __init__(self, say: Any, units: str = "", raw: float = 0.5, steps: int = 2**31 - 1) -> None:
        self.get_text_for_raw_value, self.units, self.raw_value, self.num_steps = say, units, raw, steps


@pytest.mark.parametrize(("parameter", "wanted"), [
    (Says(lambda raw: f"{-60 + 60 * raw:.2f}", "dB"), (-60.0, 0.0, -30.0, 0.0, "dB", "linear")),
    (Says(lambda raw: f"{20 * 1000 ** raw:.1f} Hz"), (20.0, 20_000.0, pytest.approx(632.46, abs=0.1), 0.0, "Hz", "log")),
    (Says(lambda raw: f"{1 + 4 * raw:.0f}", steps=5), (1.0, 5.0, 3.0, 1.0, "", "linear")),
    (Says(lambda raw: f"{raw ** 3:.3f}"), (0.0, 1.0, 0.5, 0.0, "", "linear")),
    (Says(lambda raw: "On" if raw > 0.5 else "Off", raw=1.0, steps=2), (0.0, 1.0, 1.0, 1.0, "", "linear")),
    (Says(lambda raw: "-inf dB" if raw == 0 else f"{raw}"), (0.0, 1.0, 0.5, 0.0, "", "linear")),
    (Says(lambda raw: "1000" * 200), (0.0, 1.0, 0.5, 0.0, "", "linear")),
])  # fmt: skip
def test_a_parameter_has_the_range_that_its_words_say(parameter: Says, wanted: tuple[Any, ...]) -> None:
    assert plugins._range(parameter) == wanted


class Odd:
    """As pedalboard's VST3Plugin: in mono only, 100 frames late, which are missing from its first blocks; one parameter."""

    made = 0

    def __init__(self, path: str, plugin_name: str | None = None) -> None:
        Odd.made += 1
        self.parameters = {"mix": type("Parameter", (), {"raw_value": 0.5})()}
        self.reset()

    def reset(self) -> None:
        self._held, self._line = 100, np.zeros((1, 0), np.float32)

    def process(self, x: np.ndarray, rate: int, size: int, reset: bool) -> np.ndarray:
        if x.shape[0] != 1:
            raise ValueError("mono only")
        drop = min(self._held, x.shape[1])
        self._held -= drop
        self._line = np.concatenate([self._line, x], axis=1)
        out, self._line = self._line[:, : x.shape[1] - drop], self._line[:, x.shape[1] - drop :]
        return out * np.float32(2 * self.parameters["mix"].raw_value)


def test_one_in_mono_works_on_both_sides_and_what_it_holds_back_comes_later(monkeypatch: pytest.MonkeyPatch) -> None:
    import pedalboard

    from studio.audio.effect_chain import build

    monkeypatch.setattr(pedalboard, "VST3Plugin", Odd)
    plugin = Plugin("/x/Odd.vst3", "Odd", "", (Number("mix", "Mix", -10.0, 30.0, 0.0),))  # at a quarter
    chain = build(Rack().added(PLUGIN, None, plugin), 48_000, 120.0)
    assert Odd.made == 2
    sound = np.random.default_rng(1).standard_normal((2, 1024)).astype(np.float32)
    out = np.concatenate([_through(chain, sound[:, n : n + 64]) for n in range(0, 1024, 64)], axis=1)
    assert not out[:, :100].any() and not np.array_equal(out[0], out[1])
    assert np.allclose(out[:, 100:], 0.5 * sound[:, :-100])


def test_what_a_plug_in_holds_back_is_taken_off_an_exported_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    import pedalboard

    from studio.audio.effect_chain import render

    monkeypatch.setattr(pedalboard, "VST3Plugin", Odd)
    monkeypatch.setattr(Odd, "reported_latency_samples", 100, raising=False)
    plugin = Plugin("/x/Odd.vst3", "Odd", "", (Number("mix", "Mix", -10.0, 30.0, 0.0),))
    sound = np.random.default_rng(1).standard_normal((2, 1000)).astype(np.float32)
    rack = Rack().added(PLUGIN, None, plugin)
    wet = render(Clip(sound, 48_000), rack, 120.0).samples
    assert wet.shape[1] >= 1000 and np.allclose(wet[:, :1000], 0.5 * sound, atol=1e-6)  # its last 100 frames are there, too
    half = render(Clip(sound, 48_000), rack.with_slot(rack.slots[0].turned("wet", 50.0)), 120.0).samples  # the dry part is not late
    assert np.allclose(half[:, :100], 0.5 * sound[:, :100], atol=1e-6)


def _through(chain: Any, block: np.ndarray) -> np.ndarray:
    copy = np.ascontiguousarray(block)
    chain.process(copy)
    return copy


# ---- a real audio process


@pytest.fixture
def player() -> Iterator[Player]:
    made = Player(null=True)
    wait_until(lambda: made.live.rate > 0, 20)
    yield made
    made.close()


@linux_only
def test_the_audio_process_imports_the_effects_with_the_first_one_and_no_torch(player: Player) -> None:
    maps = Path(f"/proc/{audio_process().pid}/maps")
    assert "pedalboard" not in maps.read_text()
    rack = Rack()
    for kind in KINDS:
        rack = rack.added(kind)
    player.live.send("rack", "rack", rack, 120.0, 3)
    wait_until(lambda: player.live.heard(heard.AT, 1)[0] == 3, 20)
    text = maps.read_text()
    assert "pedalboard" in text
    for name in ("torch", "PySide6", "scipy", "onnxruntime"):
        assert f"/{name}" not in text


def test_a_process_that_ends_while_a_plug_in_works_is_replaced_and_the_plug_in_named(player: Player) -> None:
    first = audio_process().pid
    player.live.board(lambda board: board.heard.__setitem__(slice(heard.AT + heard.LOADS, heard.AT + heard.LOADS + 2), (7, 1)))
    opened: list[int] = []
    player.live.when_open(opened.append)
    psutil.Process(first).kill()
    wait_until(lambda: len(opened) > 1, 30)
    assert list(player.live.heard_last(heard.AT + heard.LOADS, 2)) == [7, 1], "which one loaded, and whether any worked"
    assert list(player.live.heard(heard.AT + heard.LOADS, 2)) == [0, 0]
    assert np.isfinite(player.live.taped(0, 100)).all()


def test_a_plug_in_that_cannot_load_leaves_the_others_playing(player: Player, tmp_path: Path) -> None:
    rack = Rack().added("gain").added(PLUGIN, None, Plugin(str(bundle(tmp_path, b"nothing")), "Odd"))
    player.live.send("rack", "rack", rack, 120.0, 5)
    wait_until(lambda: player.live.heard(heard.AT, 1)[0] == 5, 20)
    assert player.live.heard(heard.AT + heard.FAILED, 1)[0] == 2
    assert player.status().state == "null"


LIBRARY = """
#include <stdlib.h>
#include <unistd.h>
__attribute__((constructor)) static void begin(void) { %s }
int ModuleEntry(void *module) { return 1; }
int ModuleExit(void) { return 1; }
void *GetPluginFactory(void) { return 0; }
"""


@linux_only
@pytest.mark.xfail(shutil.which("cc") is None, reason="makes libraries with the system's compiler", run=False)
@pytest.mark.parametrize(
    ("deed", "words"),
    [("abort();", "crashed"), ("*(volatile int *)0 = 1;", "crashed"), ("_exit(0);", "crashed"), ("for (;;) sleep(1);", "did not open"),
     ("for (;;) ;", "did not open"), ("if (!fork()) sleep(30); _exit(0);", "crashed"), ("", "can't be used")],
)  # fmt: skip
def test_a_real_library_that_misbehaves_as_it_is_loaded(tmp_path: Path, deed: str, words: str) -> None:
    source = tmp_path / "odd.c"
    source.write_text(LIBRARY % deed)
    path = bundle(tmp_path, b"")
    subprocess.run(["cc", "-shared", "-fPIC", "-w", "-o", str(next(path.rglob("*.so"))), str(source)], check=True)
    with pytest.raises(BadInput, match=rf"^The plug-in 'Odd\.vst3' {words}[^\n]*\.$"):
        look(path, limit=3.0 if words == "did not open" else 60.0)


def test_the_name_of_a_plug_in_is_said_in_one_line(session: Session, tmp_path: Path) -> None:
    for name in ("Line\nbreak\x1b[31m.vst3", f"{'x' * 200}.vst3"):
        (tmp_path / name).mkdir()
        with pytest.raises(BadInput) as problem:
            look(tmp_path / name)
        assert str(problem.value).isprintable() and len(str(problem.value)) < 250
        session.load_plugin(tmp_path / name)
    with pytest.raises(BadInput) as problem:
        look(Path("nul\0.vst3"))
    assert str(problem.value).isprintable()
    assert session.wait_idle(30)
    assert all(job.title.isprintable() and len(job.title) < 100 and job.state == "failed" for job in session.jobs())
