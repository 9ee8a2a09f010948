"""What the actions of the pads do, wherever they are asked for: keys, menu, buttons. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from studio.engine.pattern import PADS
from studio.ui import theme
from studio.ui.actions import tr


def slots(window: Any) -> dict[str, Callable[[], object]]:
    """For Actions.connect_all. window: the main window."""
    call, session = window.bridge.call, window.session

    def act(function: Callable[..., object], *arguments: object) -> None:
        call(function, *arguments)
        window.poller.wake()

    def export() -> None:
        from studio.ui.dialogs.export_pattern import ExportPatternDialog

        dialog = ExportPatternDialog(window.bridge, window)
        dialog.show()
        dialog.raise_()

    return {
        "pads_play": partial(act, session.toggle_pattern), "tap_tempo": partial(act, session.tap_tempo),
        "demo_beat": partial(act, session.demo_beat), "fill_with_drums": partial(act, session.fill_with_drums), "export_pattern": export,
        **{f"pad_{pad + 1}": partial(act, session.hit_pad, pad) for pad in range(PADS)},
    }  # fmt: skip


def show_running(window: Any, runs: bool) -> None:
    """At each poll: 'play' or 'stop' on whatever shows the action. runs: does the sequencer play?"""
    action = window.actions_["pads_play"]
    if action.property("running") != runs:
        action.setProperty("running", runs)
        action.setIcon(theme.icon("stop" if runs else "play", theme.ACCENT))
        action.setIconText(tr("Stop pattern") if runs else tr("Play pattern"))
