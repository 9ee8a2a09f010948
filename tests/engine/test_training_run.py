"""Training from the session: a child process that speaks in lines of JSON, here one that only plays the part, and once the real command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.engine import events as ev
from studio.engine import training_run
from studio.engine.session import Session
from studio.paths import Home
from tests.toy import Recorder, toy_session
from tests.waiting import wait_until

PART = '''
import json, os, signal, sys, time
def say(event, **fields):
    print(json.dumps({"event": event, **fields}), flush=True)
arguments = sys.argv[1:]
assert arguments[0] == "train" and arguments[-2:] == ["--json", "--yes"], arguments
assert os.environ["UNDERTONE_HOME"].endswith("home")
folder = arguments[arguments.index("--data") + 1]
if folder.endswith("bad"):
    print("There is no sound in this folder; choose another.", file=sys.stderr)
    sys.exit(2)
print("no JSON at all")
print('["a list"]')
say("folder", files=12, usable=11, minutes=0.5, classes={"kick": 6, "snare": 5}, advice=["More sounds would help."], refused=[])
say("estimate", steps=40, seconds_per_step=0.5, minutes=0.4, classes=["kick", "snare"])
if "--dry-run" in arguments:
    sys.exit(0)
def stopped(*_):
    print("What was learnt is kept.", file=sys.stderr)
    sys.exit(130)
signal.signal(signal.SIGINT, stopped)
say("phase", name="learning")
for step in range(0, 41, 10):
    say("progress", step=step, steps=40, losses={"loss": 2.0 - step / 40, "valid": "damaged" if step == 10 else 2.2},
        eta_s=None if step else 9.5, probes=[f"/tmp/{step}.flac"])
    if step == 20:
        say("health", kind="buzz", text="It buzzes.", advice="Wait.", grave=False)
        if folder.endswith("slow"):
            time.sleep(60)
        if folder.endswith("crash"):
            os._exit(7)
say("phase", name=["what", "else"])
say("phase", name="publishing")
say("model", id="mine", folder="/somewhere")
'''


@pytest.fixture
def session(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    part = tmp_path / "part.py"
    part.write_text(PART)
    monkeypatch.setattr(training_run, "_program", lambda: [sys.executable, str(part)])
    made = toy_session(home)
    assert made.wait_idle(10)
    yield made
    made.close()


def over(session: Session) -> ev.TrainingState:
    wait_until(lambda: not session.training.running, 30, "the end of the training")
    return session.training


def job_of(session: Session) -> ev.Job:
    return next(job for job in session.jobs() if job.id == session.training.job)


def test_a_folder_is_looked_at_before_anything_is_trained(session: Session, tmp_path: Path) -> None:
    heard = Recorder(session)
    session.look_at_folder(tmp_path / "kit", "oneshot", 20)
    wait_until(lambda: len(heard.of(ev.TrainingLooked)) == 2, 30, "the pre-flight")
    assert heard.of(ev.TrainingLooked)[0].report is not None and heard.of(ev.TrainingLooked)[0].estimate is None
    looked = heard.of(ev.TrainingLooked)[-1]
    assert looked.problem == "" and looked.report is not None and looked.report["usable"] == 11
    assert looked.estimate is not None and looked.estimate["minutes"] == 0.4 and not session.training.running
    session.look_at_folder(tmp_path / "bad", "oneshot", 20)
    wait_until(lambda: len(heard.of(ev.TrainingLooked)) == 3, 30, "the refusal")
    assert heard.of(ev.TrainingLooked)[-1].problem == "There is no sound in this folder; choose another."


def test_a_training_is_a_job_that_tells_how_it_goes(session: Session, tmp_path: Path) -> None:
    heard = Recorder(session)
    number = session.train(tmp_path / "kit", "oneshot", "Mine", 20)
    state = over(session)
    wait_until(lambda: job_of(session).over, 10)
    assert number == state.job and job_of(session).state == "done" and "Mine" in job_of(session).message
    assert (state.step, state.steps, state.model, state.phase, state.problem) == (40, 40, "mine", "done", "")
    assert [point[0] for point in state.curve] == [0, 10, 20, 30, 40] and state.curve[0][1:] == (2.0, 2.2)
    assert state.curve[1][2] != state.curve[1][2], "what is no number is not known"
    assert state.findings == (ev.Finding("It buzzes.", "Wait."),) and state.probe == Path("/tmp/40.flac")
    assert session.wait_idle(10)
    assert heard.of(ev.ModelsListed), "the list was read again"
    assert any(0 < event.job.done < 100 for event in heard.of(ev.JobChanged))


def test_it_is_stopped_and_keeps_others_waiting_for_nothing(session: Session, tmp_path: Path) -> None:
    heard = Recorder(session)
    session.train(tmp_path / "slow", "oneshot", "Mine", 20)
    wait_until(lambda: bool(session.training.findings), 30, "half of the training")
    assert session.train(tmp_path / "kit", "oneshot", "Other", 20) == 0 and "already" in heard.of(ev.Message)[-1].text
    session.generate()
    assert session.wait_idle(10), "the session is at rest though it trains"
    session.render_many(2)
    wait_until(lambda: any(job.title == "Render 2" and job.state == "done" for job in session.jobs()), 20, "another job")
    session.stop_training()
    state = over(session)
    assert state.stopped and state.problem == "" and state.step == 20
    wait_until(lambda: job_of(session).state == "cancelled", 10)


@pytest.mark.parametrize(("folder", "problem"), [("bad", "no sound in this folder"), ("crash", "code 7")])
def test_what_goes_wrong_is_said(session: Session, tmp_path: Path, folder: str, problem: str) -> None:
    session.train(tmp_path / folder, "oneshot", "Mine", 20)
    assert problem in over(session).problem
    wait_until(lambda: job_of(session).state == "failed", 10)
    assert problem in job_of(session).message
    assert session.train(tmp_path / "kit", "oneshot", "Mine", 20) > 0
    assert over(session).model == "mine"


def test_where_no_process_can_be_started(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Recorder(session)
    monkeypatch.setattr(training_run, "_program", lambda: [str(tmp_path / "nothing here")])
    session.look_at_folder(tmp_path, "oneshot", 5)
    assert "No training can be started" in heard.of(ev.TrainingLooked)[-1].problem
    session.train(tmp_path, "oneshot", "Mine", 5)
    assert "No training can be started" in over(session).problem


def test_closing_ends_it_kindly(session: Session, tmp_path: Path) -> None:
    session.train(tmp_path / "slow", "oneshot", "Mine", 20)
    wait_until(lambda: bool(session.training.findings), 30, "half of the training")
    run = session._train_run
    assert run is not None and run.running
    session.close()
    assert not run.running and run._child.poll() == training_run.STOPPED


def test_the_real_command_refuses_an_empty_folder_in_words(home: Home, tmp_path: Path) -> None:
    made = toy_session(home)
    heard = Recorder(made)
    try:
        (tmp_path / "empty").mkdir()
        made.look_at_folder(tmp_path / "empty", made.training_presets()[0][0], 5)
        wait_until(lambda: heard.of(ev.TrainingLooked), 120, "the refusal")
        looked = heard.of(ev.TrainingLooked)[-1]
        assert looked.problem and "Traceback" not in looked.problem and looked.estimate is None
    finally:
        made.close()
