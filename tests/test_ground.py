"""The ground under the other tests: the screen is real, the home is not the user's."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel

from studio.paths import Home


def test_the_screen_is_a_real_one(qtbot, qapp):
    assert qapp.platformName() in ("xcb", "cocoa", "windows")
    label = QLabel("Undertone")
    qtbot.addWidget(label)
    label.show()
    qtbot.waitExposed(label)
    shot = qapp.primaryScreen().grabWindow(0)
    assert shot.width() >= 1280 and shot.height() >= 720


def test_no_test_sees_the_users_home(home, tmp_path):
    assert Home.default() == home
    assert Path(home.root).is_relative_to(tmp_path)
    assert not Path.home().joinpath(".local").exists()
