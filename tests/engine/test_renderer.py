"""The renderer thread: precedence, the mailbox of one, the cache, errors, loops."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from typing import Any

import numpy as np
import pytest

from studio.clip import Clip
from studio.engine.renderer import ClipCache, Listener, Renderer, Request, to_period
from studio.engine.work import Pending
from studio.errors import BadInput, ModelError
from studio.recipe import Settings
from tests.toy import FakePlayer, ToyGenerator
from tests.waiting import wait_until

DEFAULTS = ToyGenerator().spec.defaults()


class Bench:
    """A renderer whose toy waits at `gate` (open at first), and what it told."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.at_gate = threading.Event()
        self.trouble: Any = lambda settings: None
        self.generator = ToyGenerator(trouble=self._wait)
        self.player, self.pending = FakePlayer(), Pending()
        self.rendered: list[Request] = []
        self.seconds: list[float] = []
        self.pictured: list[int] = []
        self.failed: list[tuple[int, Exception]] = []
        self.busy: list[bool] = []
        self.loads: list[str] = []
        listener = Listener(
            self._rendered, lambda request, *_: self.pictured.append(request.number),
            lambda request, error: self.failed.append((request.number, error)), self.busy.append,
        )  # fmt: skip
        self.renderer = Renderer(self._load, self.player, listener, self.pending)
        self.number = 0

    def _rendered(self, request: Request, clip: Clip, seconds: float, generator: Any) -> None:
        self.rendered.append(request)
        self.seconds.append(seconds)

    def _load(self, model: str) -> ToyGenerator:
        self.loads.append(model)
        return self.generator

    def _wait(self, settings: Settings) -> Any:
        self.at_gate.set()
        assert self.gate.wait(10)
        return self.trouble(settings)

    def post(self, seed: int = 0, **more: Any) -> int:
        self.number += 1
        self.renderer.post(Request(self.number, "toy", DEFAULTS.with_values({}, seed=seed), **more))
        return self.number

    def block(self) -> None:
        """Have the renderer wait inside a render."""
        self.at_gate.clear()
        self.gate.clear()
        self.post(seed=10_000 + self.number)
        assert self.at_gate.wait(5)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.gate.set()
    made.renderer.close()
    assert made.pending.wait(1), "the renderer lost count of its work"


def test_a_request_sounds_is_told_and_pictured(bench: Bench) -> None:
    number = bench.post(loop=True, period=0.25)
    assert bench.pending.wait(10)
    played = bench.player.played[0]
    assert (played.request, played.loop, played.clip.frames) == (number, True, 11_025)
    assert [request.number for request in bench.rendered] == bench.pictured == [number]
    assert bench.seconds[0] > 0 and bench.loads == ["toy"]


def test_the_newest_replaces_what_waits(bench: Bench) -> None:
    bench.block()
    for seed in range(1, 200):
        bench.post(seed)
    assert bench.pending.count == 2  # the one being rendered and one in the mailbox
    bench.gate.set()
    assert bench.pending.wait(10)
    assert len(bench.rendered) == 2 and bench.rendered[-1].settings.seed == 199
    assert bench.player.played[-1].request == bench.number
    assert bench.pictured[-1] == bench.number


def test_an_older_request_never_replaces_a_newer(bench: Bench) -> None:
    bench.block()
    old = Request(bench.number, "toy", DEFAULTS)
    newest = bench.post(seed=5)
    bench.renderer.post(old)
    bench.gate.set()
    assert bench.pending.wait(10)
    assert bench.rendered[-1].number == newest


def test_order_of_precedence(bench: Bench) -> None:
    bench.block()
    ran: list[str] = []
    batch = [bench.renderer.batch(lambda: ran.append("batch")) for _ in range(2)]
    bench.post(seed=3)
    bench.player.play = lambda clip, **_: ran.append("request")  # type: ignore[method-assign]
    bench.renderer.call(lambda: ran.append("call"), busy=True)
    bench.gate.set()
    assert bench.pending.wait(10)
    assert ran == ["request", "call", "request", "batch", "batch"]  # the first is the one that was blocked
    assert bench.busy == [True, False] and all(one.done() for one in batch)


def test_a_cached_clip_is_not_rendered_again(bench: Bench) -> None:
    for seed in (1, 2, 1):
        bench.post(seed)
        assert bench.pending.wait(10)
    assert bench.generator.renders == 2 and bench.seconds[2] == 0.0
    assert bench.player.played[0].clip is bench.player.played[2].clip


def test_any_error_names_its_request_and_the_thread_lives(bench: Bench) -> None:
    errors = [BadInput("no"), ModelError("no"), KeyError("no"), MemoryError(), "nan"]
    for error in errors:
        def trouble(settings: Settings, error: Any = error) -> Any:
            if isinstance(error, Exception):
                raise error
            return error

        bench.trouble = trouble
        number = bench.post(seed=bench.number)
        assert bench.pending.wait(10)
        assert bench.failed[-1][0] == number
    assert isinstance(bench.failed[-1][1], ModelError)
    assert not bench.player.playing and not bench.player.played
    bench.trouble = lambda settings: None
    bench.post(seed=99)
    assert bench.pending.wait(10)
    assert len(bench.rendered) == 1 and bench.player.playing


def test_output_that_is_not_finite_is_a_model_error(bench: Bench) -> None:
    def render(settings: Any) -> list[Clip]:
        return [Clip(np.full((1, 100), np.nan, np.float32), 44_100)]

    bench.generator.render = render  # type: ignore[method-assign]
    bench.post()
    assert bench.pending.wait(10)
    assert isinstance(bench.failed[0][1], ModelError) and not bench.player.playing


def test_a_model_that_does_not_load(bench: Bench) -> None:
    def load(model: str) -> Any:
        raise BadInput("The model 'toy' is damaged.")

    bench.renderer._load = load  # type: ignore[method-assign]
    bench.post()
    assert bench.pending.wait(10)
    assert str(bench.failed[0][1]) == "The model 'toy' is damaged."


def test_a_listener_that_fails_does_not_end_it(bench: Bench) -> None:
    bench.pictured = None  # type: ignore[assignment]
    bench.post()
    assert bench.pending.wait(10)
    bench.pictured = []
    number = bench.post(seed=1)
    assert bench.pending.wait(10)
    assert bench.pictured == [number]


def test_hushed_requests_are_rendered_but_silent(bench: Bench) -> None:
    bench.block()
    number = bench.post(seed=1)
    bench.renderer.hush(number)
    bench.gate.set()
    assert bench.pending.wait(10)
    assert bench.rendered[-1].number == number
    assert all(played.request != number for played in bench.player.played)
    bench.post(seed=1)
    assert bench.pending.wait(10)
    assert bench.player.played[-1].request == number + 1


def test_stop_during_the_hand_over_wins(bench: Bench) -> None:
    real = bench.player.play

    def play(clip: Clip, **more: Any) -> None:
        bench.renderer.hush(more["request"])
        bench.player.stop()
        real(clip, **more)

    bench.player.play = play  # type: ignore[method-assign]
    bench.post()
    assert bench.pending.wait(10)
    assert not bench.player.playing


def test_call_gives_results_and_errors(bench: Bench) -> None:
    assert bench.renderer.call(lambda: threading.current_thread().name).result(5) == "undertone-renderer"
    with pytest.raises(KeyError):
        bench.renderer.call(lambda: {}["x"]).result(5)


def test_close_cancels_what_waits(bench: Bench) -> None:
    bench.block()
    waiting = bench.renderer.batch(lambda: None)
    bench.post(seed=4)
    threading.Timer(0.05, bench.gate.set).start()
    bench.renderer.close()
    bench.renderer.close()
    with pytest.raises(CancelledError):
        waiting.result(1)
    assert bench.renderer.call(lambda: None).cancelled()
    bench.post(seed=5)
    wait_until(lambda: bench.pending.count == 0)


def test_pictures_keep_coming_in_a_fast_drag(bench: Bench) -> None:
    for seed in range(150):
        bench.post(seed)
        bench.gate.wait()
        wait_until(lambda: not bench.renderer._waiting)
    assert bench.pending.wait(10)
    assert bench.pictured[-1] == bench.number
    assert len(bench.pictured) <= len(bench.rendered)


def test_the_cache_is_bounded_in_bytes() -> None:
    clip = Clip(np.zeros((1, 1000), np.float32), 44_100)
    cache = ClipCache(limit=10_000)
    keys = [("toy", "", Settings(seed)) for seed in range(5)]
    for key in keys[:2]:
        cache.put(key, clip)
    assert cache.get(keys[0]) is clip  # now the newer of the two
    cache.put(keys[2], clip)
    assert cache.get(keys[1]) is None and cache.get(keys[0]) is clip and cache.bytes == 8000
    cache.put(keys[0], clip)
    assert cache.bytes == 8000
    cache.put(keys[3], Clip(np.zeros((1, 5000), np.float32), 44_100))
    assert cache.bytes <= 10_000


@pytest.mark.parametrize("seconds", [0.1, 0.5, 0.9022556, 2.0])
def test_a_clip_fits_its_period(seconds: float) -> None:
    clip = Clip(np.ones((2, 22_050), np.float32), 44_100)
    fitted = to_period(clip, seconds).samples
    assert fitted.shape == (2, round(seconds * 44_100))
    if seconds < clip.seconds:
        fade = round(0.003 * 44_100)
        assert (fitted[:, :-fade] == 1).all() and fitted[0, -1] == 0
        assert np.abs(np.diff(fitted[0])).max() <= 1.01 / fade  # no step
    else:
        assert (fitted[:, :22_050] == 1).all() and not fitted[:, 22_050:].any()
