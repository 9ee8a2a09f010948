"""Models of strangers on a deck: whatever they do there, the other deck plays on, and the person is told in one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper, save

from studio.engine.player.live_link import LiveLink
from studio.engine.player.live_memory import AHEAD, READ, WRITTEN
from studio.engine.streaming.host import StreamHost
from studio.engine.streaming.wish import DeckWish, OutputWish
from studio.errors import ModelError
from studio.models.catalogue import load as load_any
from studio.models.catalogue import open_folder
from studio.models.folder import CARD, ENCODER, PLAYER, WEIGHTS, file_sha256
from studio.models.graphs import limit_runs, run_graph
from studio.models.stream_sound import HEADS
from studio.paths import RESOURCES, Home
from studio.recipe import Settings
from tests import toy_stream
from tests.waiting import wait_until

RATE = 48_000
LATENTS = json.loads((RESOURCES / "models" / "guitar" / CARD).read_text("utf-8"))["network"]["latents"]
STEPS = 60.0  # after which a stranger shows what it is: more than loading and trying it takes


class Turncoat(toy_stream.Hum):
    """A hum that behaves until it is asked for its stream the second time, by the deck, and fails in its first step there."""

    def __init__(self) -> None:
        super().__init__("turncoat")
        self.streams = 0

    def stream(self, seed: int = 0) -> Any:
        self.streams += 1
        made = super().stream(seed)
        if self.streams > 1:
            made.step = lambda latents: 1 / 0  # type: ignore[method-assign, assignment, return-value]
        return made


def load(model: str, home: Home) -> Any:
    """hum and turncoat; all else from the home's folder of models."""
    if model == "turncoat":
        return Turncoat()
    return toy_stream.load(model) if model == "hum" else load_any(model, home)


def stranger(home: Home, nodes: list[Any], **constants: np.ndarray) -> None:
    """The guitar with another player in it: its nodes make 'heads' from 'quiet' heads; the state counts its steps as 'count'.

    It is not tried here (models/trial.py): what gets through a trial may yet go wrong.
    """
    folder = home.models / "stranger"
    folder.mkdir(parents=True)
    source = RESOURCES / "models" / "guitar"
    for name in (CARD, WEIGHTS, ENCODER):
        (folder / name).write_bytes((source / name).read_bytes())
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in
              (("z", [1, "frames", LATENTS]), ("pitch", [1, "frames", 1]), ("state", [4, 1, 4, 160]))]  # fmt: skip
    common = [
        helper.make_node("Mul", ["pitch", "nought"], ["still"]), helper.make_node("Add", ["still", "low"], ["one"]),
        helper.make_node("Expand", ["one", "wide"], ["quiet"]), helper.make_node("Add", ["state", "step"], ["after"]),
        helper.make_node("ReduceMax", ["state"], ["count"], keepdims=0), helper.make_node("Greater", ["count", "most"], ["late"]),
    ]  # fmt: skip
    known = {"nought": np.float32([0]), "low": np.float32([-5]), "wide": np.array([1, 1, HEADS], np.int64), "step": np.float32([1]),
             "most": np.array(STEPS, np.float32)}  # fmt: skip
    given = [numpy_helper.from_array(array, name) for name, array in {**known, **constants}.items()]
    answers = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in ("heads", "after")]
    graph = helper.make_graph([*common, *nodes], "stranger", inputs, answers, given)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), folder / PLAYER)
    card = json.loads((folder / CARD).read_text())
    card["spec"]["id"] = "stranger"
    card["files"] = {name: file_sha256(folder / name) for name in (WEIGHTS, PLAYER, ENCODER)}
    (folder / CARD).write_text(json.dumps(card))


def goes_round_for_ever() -> list[Any]:
    """From STEPS on."""
    flag, number = (helper.make_tensor_value_info(name, kind, []) for name, kind in (("go", TensorProto.BOOL), ("i", TensorProto.INT64)))
    body = helper.make_graph(
        [helper.make_node("Identity", ["go"], ["on"]), helper.make_node("Identity", ["x"], ["y"])], "body",
        [number, flag, helper.make_tensor_value_info("x", TensorProto.FLOAT, None)],
        [helper.make_tensor_value_info("on", TensorProto.BOOL, []), helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
    )  # fmt: skip
    return [
        helper.make_node("Where", ["late", "ever", "once"], ["rounds"]),
        helper.make_node("Loop", ["rounds", "true", "quiet"], ["heads"], body=body),
    ]


def wants_fifty_gigabytes() -> list[Any]:
    return [
        helper.make_node("Where", ["late", "vast", "small"], ["size"]), helper.make_node("Expand", ["quiet", "size"], ["much"]),
        helper.make_node("ReduceMax", ["much"], ["heads"], axes=[0], keepdims=1),
    ]  # fmt: skip


def answers_in_another_shape() -> list[Any]:
    return [
        helper.make_node("Where", ["late", "few", "all"], ["until"]),
        helper.make_node("Slice", ["quiet", "first", "until", "axis"], ["heads"]),
    ]


CONSTANTS = {
    "ever": np.array(2**62, np.int64), "once": np.array(1, np.int64), "true": np.array(True), "few": np.array([3], np.int64),
    "vast": np.array([1 << 24, 1, 1], np.int64), "small": np.array([1, 1, 1], np.int64), "all": np.array([HEADS], np.int64),
    "first": np.array([0], np.int64), "axis": np.array([2], np.int64),
}  # fmt: skip


class Rig:
    """Two decks, read as the audio process would: what waits in their rings is taken away at once."""

    def __init__(self, home: Home) -> None:
        self.live = LiveLink(lambda *_: None)
        self.ready: list[tuple[Any, ...]] = []
        self.failed: list[tuple[Any, ...]] = []
        self.crashed: list[bool] = []
        self.host = StreamHost(
            self.live, "tests.engine.test_hostile_streams:load", str(home.root), on_ready=lambda *a: self.ready.append(a),
            on_failed=lambda *a: self.failed.append(a), on_crash=self.crashed.append,
        )  # fmt: skip
        self.host.set_output(OutputWish(RATE, 512, 4))

    def drain(self) -> np.ndarray:
        """Take what was made; frames that each deck has made so far."""

        def take(board: Any) -> np.ndarray:
            board.decks[:, READ] = board.decks[:, WRITTEN]
            return np.array(board.decks[:, WRITTEN])

        return np.asarray(self.live.board(take))

    def close(self) -> None:
        self.host.close()
        self.live.close()


@pytest.fixture
def rig(home: Home) -> Iterator[Rig]:
    made = Rig(home)
    yield made
    made.close()


def goes_on(rig: Rig) -> None:
    """Deck A makes another second, in the same process."""
    at = rig.drain()[0]
    wait_until(lambda: rig.drain()[0] > at + RATE, 20, "another second of deck A")
    assert not rig.crashed


@pytest.mark.parametrize("deed", [goes_round_for_ever, wants_fifty_gigabytes, answers_in_another_shape])
def test_a_stranger_that_goes_wrong_after_a_while_leaves_its_deck_and_the_other_plays_on(rig: Rig, home: Home, deed: Any) -> None:
    used = {name for node in deed() for name in node.input}
    stranger(home, deed(), **{name: value for name, value in CONSTANTS.items() if name in used})
    rig.host.wish(0, DeckWish("hum", toy_stream.load("hum").spec.defaults(5), running=True))
    rig.host.wish(1, DeckWish("stranger", open_folder(home.models / "stranger").spec.defaults(3), running=True))
    wait_until(lambda: [one for one in rig.ready if one[0] == 1] or rig.failed, 40, "the stranger's loading")
    assert not rig.failed, rig.failed
    wait_until(lambda: rig.drain()[1] > 0 and rig.failed, 15, "word of the stranger")
    number, model, text = rig.failed[0]
    assert (number, model) == (1, "stranger") and "could not be computed" in text and text.isprintable() and len(text) < 200
    goes_on(rig)
    assert rig.live.board(lambda board: int(board.decks[1, AHEAD])) == 0
    rig.host.wish(1, DeckWish("hum", toy_stream.load("hum").spec.defaults(7), running=True))  # the deck itself is as before
    wait_until(lambda: [one for one in rig.ready if one[:2] == (1, "hum")], 20, "another model on its deck")


def test_a_model_that_fails_as_it_takes_over_leaves_its_deck(rig: Rig) -> None:
    hum = toy_stream.load("hum").spec.defaults(5)
    for number in (0, 1):
        rig.host.wish(number, DeckWish("hum", hum, running=True))
    wait_until(lambda: len(rig.ready) == 2 and rig.drain().min() > 0, 30, "both decks")
    rig.host.wish(1, DeckWish("turncoat", Settings(5, hum.values), running=True))
    wait_until(lambda: rig.failed, 20, "word of it")
    assert rig.failed[0][:2] == (1, "turncoat") and "ZeroDivisionError" in rig.failed[0][2]
    goes_on(rig)


def test_a_thread_that_can_wait_is_not_limited_by_one_that_cannot(home: Home) -> None:
    import threading

    stranger(home, goes_round_for_ever(), **{name: CONSTANTS[name] for name in ("ever", "once", "true")})
    model = open_folder(home.models / "stranger")
    said: list[str] = []

    def work() -> None:
        limit_runs(0.1)
        stream = model.stream(1)
        try:
            while True:
                stream.step(np.zeros((1, model.dims), np.float32))
        except ModelError as error:
            said.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(15)
    assert not thread.is_alive() and "could not be computed" in said[0]
    shapes = {"z": (1, 1, LATENTS), "pitch": (1, 1, 1), "state": (4, 1, 4, 160)}
    inputs = {name: np.zeros(shape, np.float32) for name, shape in shapes.items()}
    assert run_graph(model._player, inputs)[0].shape == (1, 1, HEADS)  # type: ignore[attr-defined]
