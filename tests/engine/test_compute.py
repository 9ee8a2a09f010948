"""Where models play, as the session chooses it: kept, heard without a click, in the recipe, told. torch on a CPU stands in for a GPU."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
import torch

from studio.app import Models
from studio.engine import events as ev
from studio.engine.session import Session, core
from studio.engine.session import machine as machine_module
from studio.errors import BadInput
from studio.models import runtime
from studio.paths import Home
from tests.toy import FakeLibrary, FakePlayer, toy_session

TORCH = f"torch {torch.__version__} cpu"


class Bench:
    def __init__(self, home: Home, **preferences: Any) -> None:
        self.library = FakeLibrary()
        self.session = Session(Models(), FakePlayer(), self.library, home, preferences=preferences)
        self.events: list[Any] = []
        self.session.subscribe(self.events.append)
        self.idle()
        self.session.choose_model("drums-gan")
        self.idle()

    def idle(self) -> None:
        assert self.session.wait_idle(60)

    def take(self) -> Any:
        self.session.generate()
        self.idle()
        return max(self.library.takes(), key=lambda take: take.created)

    def said(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, ev.Message)]

    def known(self) -> ev.MachineKnown:
        self.session.ask_machine()
        self.idle()
        return [event for event in self.events if isinstance(event, ev.MachineKnown)][-1]


def test_a_choice_is_heard_with_the_next_sound_and_stands_in_its_recipe(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "place", partial(runtime.place, device="cpu"))
    bench = Bench(home, compute="cpu")
    try:
        usual = bench.take()
        assert usual.recipe.runtime.startswith("onnxruntime ")
        bench.session.set_compute("gpu")
        other = bench.take()
        assert bench.session.compute == "gpu" and bench.session.preferences["compute"] == "gpu"
        assert other.recipe.runtime == TORCH and other.recipe.sha256 == usual.recipe.sha256
        spec = bench.session.spec
        assert spec is not None and bench.known().playing == ((spec.title, TORCH),)
        bench.session.ask_report()
        bench.idle()
        report = next(event.text for event in bench.events if isinstance(event, ev.ReportReady))
        assert "Models play on 'gpu'" in report and TORCH in report
        assert not bench.said()
    finally:
        bench.session.close()


def test_without_a_gpu_one_sentence_is_told_and_it_plays_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (runtime, machine_module):
        monkeypatch.setattr(module, "gpu_name", lambda: None)
    bench = Bench(home)
    try:
        assert bench.session.compute == "auto" and not bench.said()
        bench.session.set_compute("gpu")
        take = bench.take()
        assert take.recipe.runtime.startswith("onnxruntime ") and np.abs(bench.library.clips[take.id].samples).max() > 0.5
        assert len(bench.said()) == 1 and "no NVIDIA GPU" in bench.said()[0]
        assert bench.known().gpu is None
    finally:
        bench.session.close()


@pytest.mark.parametrize("kept", [None, "warp", 7, [], {}])
def test_a_wrong_preference_is_automatic_and_a_wrong_choice_refused(home: Home, kept: object) -> None:
    session = toy_session(home, preferences={"compute": kept})
    try:
        assert session.compute == "auto"
        with pytest.raises(BadInput, match="auto, cpu, gpu"):
            session.set_compute("warp")
        assert session.preferences["compute"] == kept
    finally:
        session.close()


def test_the_streams_process_is_told_of_the_choice(home: Home) -> None:
    session = toy_session(home)
    try:
        session.set_compute("gpu")
        assert session._streams.output.compute == "gpu"
        session._stream_ready(1, "toy", ("pitch",), 0.01, 0.1, "torch 2 cuda")
        assert session.spec is not None and (session.spec.title, "torch 2 cuda") in session._playing()
    finally:
        session.close()
