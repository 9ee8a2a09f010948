"""The loop: a resumed run is the uninterrupted one, whatever ended it; processes agree; a broken run keeps its last good state."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch

from studio.errors import BadInput
from studio.training import checkpoint, loop, vae_task
from studio.training.dataset import OneShots, Sampler
from studio.training.processes import Crew, find_device
from studio.training.progress import Progress
from tests import tiny
from tests.training.toy_task import CONFIG, ToyTask

pytestmark = pytest.mark.timeout(400)  # real training, slow where the machine is shared
REPOSITORY = Path(__file__).parents[2]
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.make_corpus(tmp_path_factory.mktemp("corpus"))


def same(one: Any, other: Any) -> bool:
    """Whether two checkpoints hold the same tensors and values, bit for bit."""
    if isinstance(one, torch.Tensor):
        return torch.equal(one, other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    return all(map(same, one, other)) if isinstance(one, (list, tuple)) else bool(one == other)


def task_of(run: Path) -> Any:
    return checkpoint.load(run / checkpoint.STATE)["task"]


def run_toy(out: Path, task: ToyTask | None = None, **options: Any) -> list[Progress]:
    out.mkdir(exist_ok=True)
    task = task or ToyTask()
    return list(loop.run(task, task.config, out, **options))


def test_the_vaes_losses_fall_and_the_run_is_told(corpus: Path, tmp_path: Path) -> None:
    preset = replace(tiny.PRESET, training=replace(tiny.QUICK, steps=60, log_every=12, validate_every=30))
    told = list(loop.train(preset, corpus, tmp_path / "run"))
    lines = [p for p in told if "distance" in p.losses]
    assert lines[-1].losses["distance"] < 0.8 * lines[0].losses["distance"]
    assert told[-1].ended == "All 60 steps are done." and told[-1].step == 60
    assert 0 < lines[0].eta_s < 3_600 and lines[0].steps_per_second > 0 and lines[0].rate > lines[-1].rate
    assert {"valid", "seen", "line", "diversity", "memory", "level_db"} <= set(checkpoint.read_log(tmp_path / "run")[2])
    begun, ended = told[0].probes, told[-1].probes
    assert [path.name for path in begun] == [path.name for path in ended] and "0000000" in str(begun[0]) and "0000060" in str(ended[0])
    assert soundfile.info(str(ended[0])).frames == tiny.VAE.length
    assert checkpoint.read_run(tmp_path / "run")[0] == preset


def test_a_resumed_vae_equals_an_uninterrupted_one(corpus: Path, tmp_path: Path) -> None:
    preset = replace(tiny.PRESET, training=replace(tiny.QUICK, steps=12, log_every=4, validate_every=5))
    list(loop.train(preset, corpus, tmp_path / "whole"))
    for progress in loop.train(preset, corpus, tmp_path / "halves"):
        if progress.step == 8 and not progress.ended:
            os.kill(os.getpid(), signal.SIGINT)
    assert task_of(tmp_path / "halves")["step"] in (8, 9)
    again = list(loop.train(preset, corpus, tmp_path / "halves", resume=True))
    assert again[-1].step == 12
    assert same(task_of(tmp_path / "whole"), task_of(tmp_path / "halves"))
    steps = [line["step"] for line in checkpoint.read_log(tmp_path / "halves")]
    assert steps == sorted(steps)


def test_every_way_to_stop_leads_to_the_same_end(tmp_path: Path) -> None:
    run_toy(tmp_path / "whole")
    for progress in loop.run(ToyTask(), CONFIG, tmp_path / "whole"):  # Ctrl-C while it runs: the checkpoint comes first
        assert progress.step <= 20
        if progress.step == 20 and not progress.ended:
            os.kill(os.getpid(), signal.SIGINT)
    assert "--resume" in progress.ended
    ctrl_c = run_toy(tmp_path / "whole", resume=True)
    expected = task_of(tmp_path / "whole")
    assert ctrl_c[-1].step == 60
    minutes = run_toy(tmp_path / "minutes", minutes=0.0)
    assert minutes[-1].step == 0 and "minutes are over" in minutes[-1].ended
    run_toy(tmp_path / "minutes", resume=True)
    assert same(task_of(tmp_path / "minutes"), expected)
    dropped = loop.run(ToyTask(replace(CONFIG, save_minutes=1e-9)), replace(CONFIG, save_minutes=1e-9), tmp_path / "minutes")
    while next(dropped).step < 30:  # a checkpoint before every step
        pass
    dropped.close()
    assert task_of(tmp_path / "minutes")["step"] == 29
    run_toy(tmp_path / "minutes", resume=True)
    assert same(task_of(tmp_path / "minutes"), expected)


def test_kill_9_loses_no_more_than_the_steps_since_the_last_checkpoint(corpus: Path, tmp_path: Path) -> None:
    steps = 14
    training = {"steps": steps, "batch": 2, "log_every": 2, "validate_every": 4, "save_minutes": 0.001, "lengths": [[12, 1.0]]}
    network = {name: value for name, value in tiny.NETWORK.items() if name != "classes"}
    (tmp_path / "tiny.json").write_text(json.dumps({"preset": "drums", "training": training, "network": network}))
    command = [sys.executable, "-m", "studio.training.loop", str(tmp_path / "tiny.json"), "--data", str(corpus), "--out"]
    options: Any = {"cwd": REPOSITORY, "env": os.environ | {"OMP_NUM_THREADS": "1"}, "text": True}  # side by side: a core for each
    whole = subprocess.Popen([*command, str(tmp_path / "whole")], stdout=subprocess.PIPE, **options)
    killed = subprocess.Popen([*command, str(tmp_path / "killed")], stdout=subprocess.DEVNULL, **options)
    until = time.monotonic() + 200
    while len(checkpoint.read_log(tmp_path / "killed")) < 2 and killed.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    killed.kill()
    killed.wait()
    assert 0 < task_of(tmp_path / "killed")["step"] < steps
    done = subprocess.run([*command, str(tmp_path / "killed"), "--resume"], capture_output=True, **options)
    assert done.returncode == 0, done.stderr
    for told in (done.stdout, whole.communicate()[0]):
        assert f"All {steps} steps are done." in told
    assert same(task_of(tmp_path / "killed"), task_of(tmp_path / "whole"))
    left = {path.name for path in (tmp_path / "killed").iterdir()}
    assert left == {checkpoint.STATE, checkpoint.BEST, checkpoint.RUN, checkpoint.LOG, checkpoint.PROBES}


def test_two_processes_hold_the_same_weights_and_learn(corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "tests/training/crew_run.py"]
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run([*command, str(corpus), str(tmp_path), "30"], cwd=REPOSITORY, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    first, second = (torch.load(tmp_path / f"rank{rank}.pt", weights_only=True) for rank in (0, 1))
    assert first["seed"] != second["seed"]  # each draws its own batches
    assert same(first["weights"], second["weights"])
    for found in (first, second):
        assert found["losses"][-1] < 0.9 * found["losses"][0]
    saved = checkpoint.load(tmp_path / checkpoint.STATE)
    assert len(saved["random"]) == 2 and not same(saved["random"][0], saved["random"][1])
    assert same(saved["task"]["model"], first["weights"]["model"])


def test_a_process_that_joins_later_draws_batches_of_its_own(tmp_path: Path) -> None:
    run_toy(tmp_path)
    second = ToyTask(replace(CONFIG, seed=7))
    own = second.random.bit_generator.state
    loop._Run(second, CONFIG, tmp_path, None, 5.0, Crew(1, 2)).resume()
    assert second.step == 60 and same(second.fast.state_dict(), task_of(tmp_path)["fast"])
    assert second.random.bit_generator.state == own


def test_the_best_checkpoint_is_kept_and_a_run_that_gets_worse_ends(tmp_path: Path) -> None:
    task = ToyTask(replace(CONFIG, steps=1_000, patience=3, validate_every=10), worse=True)
    ended = run_toy(tmp_path, task)[-1]
    assert ended.step == 40 and "no better on held-out" in ended.ended
    assert checkpoint.best(tmp_path)["task"]["step"] == 10 and checkpoint.best(tmp_path)["valid"] == 10.0


@pytest.mark.parametrize("spoil", [float("nan"), float("inf")])
def test_steps_without_a_gradient_are_skipped_and_then_the_run_stops(spoil: float, tmp_path: Path) -> None:
    config = replace(CONFIG, steps=100, worst_skips=6, save_minutes=1e-9)
    task = ToyTask(config, spoil=spoil, spoil_from=25)
    last = run_toy(tmp_path, task)[-1]
    assert last.step == 31 and last.health[0].kind == "nan" and last.health[0].grave and "of step 25" in last.ended
    kept = task_of(tmp_path)
    assert kept["step"] == 25 and checkpoint.is_finite(kept)
    assert run_toy(tmp_path, ToyTask(replace(config, steps=40)), resume=True)[-1].step == 40  # the good state goes on


def test_weights_that_are_no_numbers_are_never_written(tmp_path: Path) -> None:
    class Blown(ToyTask):
        def train_step(self) -> dict[str, float]:
            found = super().train_step()
            if self.step == 12:
                with torch.no_grad():
                    self.fast.weight[0, 0] = float("inf")
            return found

    config = replace(CONFIG, save_minutes=1e-9, worst_skips=1_000)
    last = run_toy(tmp_path, Blown(config))[-1]
    assert last.health[0].kind == "nan" and task_of(tmp_path)["step"] == 11


def test_a_run_is_not_begun_over_another(corpus: Path, tmp_path: Path) -> None:
    run_toy(tmp_path / "run")
    with pytest.raises(BadInput, match="holds a run already; give --resume"):
        next(loop.train(tiny.PRESET, corpus, tmp_path / "run"))
    with pytest.raises(BadInput, match="nothing to go on with"):
        run_toy(tmp_path / "none", resume=True)
    (tmp_path / "run" / checkpoint.STATE).write_bytes(b"PK\x03\x04 no checkpoint")
    with pytest.raises(BadInput, match=r"damaged .* copy best\.pt over it"):
        run_toy(tmp_path / "run", resume=True)


def test_a_checkpoint_runs_no_code(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> Any:
            return os.mkdir, (str(tmp_path / "sprung"),)

    torch.save({"task": Trap()}, tmp_path / checkpoint.STATE)
    with pytest.raises(BadInput, match="damaged"):
        checkpoint.load(tmp_path / checkpoint.STATE)
    assert not (tmp_path / "sprung").exists()


def test_a_device_that_is_not_there_is_told() -> None:
    assert find_device("cpu") == CPU and find_device("auto").type in ("cpu", "cuda")
    with pytest.raises(BadInput, match="There is no device 'gpu'; choose cpu"):
        find_device("gpu")
    if not torch.cuda.is_available():
        with pytest.raises(BadInput, match="no NVIDIA GPU"):
            find_device("cuda")


def test_a_base_lends_its_weights(corpus: Path) -> None:
    network = {"classes": ("kick", "pan")}
    begun = vae_task.make(replace(tiny.PRESET, network=network, base="drums"), corpus, CPU)
    plain = vae_task.make(replace(tiny.PRESET, network=network), corpus, CPU)
    assert begun._distance(begun.held) < 0.5 * plain._distance(plain.held)
    with pytest.raises(BadInput, match="nowhere"):
        vae_task.make(replace(tiny.PRESET, base="nowhere"), corpus, CPU)


def test_batches_hold_every_class_and_the_asked_share_of_synthetic_sound(corpus: Path) -> None:
    sounds = OneShots(corpus, ("train",), tiny.VAE.classes, tiny.VAE.length, (0.0, 2.0))
    sampler = Sampler(sounds, len(tiny.VAE.classes), 0)
    batches = [sampler.batch(32, 0.35) for _ in range(12)]
    share = np.mean([float((1 - batch.real.float()).mean()) for batch in batches])
    assert 0.25 < share < 0.45
    assert {int(label) for batch in batches for label in batch.label} == set(range(len(tiny.VAE.classes)))
    assert all(torch.isfinite(batch.sound).all() and batch.sound.abs().amax(1).allclose(torch.tensor(0.9), atol=1e-3) for batch in batches)


def test_a_missing_corpus_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"build the corpus first"):
        OneShots(tmp_path, ("train",), tiny.VAE.classes, 1000, (0.0,))
