"""Everything that can be turned has an address: the model's controls, and what rooms add."""

from collections.abc import Iterator

import pytest

from studio.engine.session import Session
from studio.errors import BadInput
from studio.paths import Home
from studio.recipe import Number
from tests.toy import toy_session


class Mixer:
    title = "Mixer"

    def __init__(self) -> None:
        self.level = -6.0
        self.heard: list[float | None] = []

    def controls(self) -> tuple[Number, ...]:
        return (Number("level", "Level", -60.0, 0.0, -6.0, unit="dB"),)

    def get(self, name: str) -> float:
        return self.level

    def turn(self, name: str, value: float) -> None:
        self.level = value

    def sound(self, name: str, value: float | None) -> None:
        self.heard.append(value)


@pytest.fixture
def session(home: Home) -> Iterator[Session]:
    made = toy_session(home)
    assert made.wait_idle(10)
    yield made
    made.close()


def test_the_models_controls_and_those_of_rooms_are_turned_alike(session: Session) -> None:
    mixer = Mixer()
    session.enter_room("mixer", mixer)
    addresses = [knob.address for knob in session.knobs()]
    assert "brightness" in addresses and "class" not in addresses and addresses[-1] == "mixer/level"
    session.turn("mixer/level", -12.0)
    session.turn("brightness", 1.5)
    session.end_gesture()
    assert session.knob_value("mixer/level") == mixer.level == -12.0
    assert session.knob_value("brightness") == 1.5 == session.settings.as_dict()["brightness"]
    session.sound_knob("mixer/level", -3.0)
    session.sound_knob("mixer/level", None)
    assert mixer.heard == [-3.0, None] and mixer.level == -12.0
    session.undo()
    assert session.knob_value("brightness") == 0.0


@pytest.mark.parametrize("address", ["nobody/level", "mixer", "warmth", ""])
def test_what_is_not_there_is_named(session: Session, address: str) -> None:
    with pytest.raises(BadInput, match=r"nothing called"):
        session.knob(address)
