"""The menu of a step: velocity, chance, hits, offset, clear. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from studio.engine.pattern import MOST_RATCHETS, Pad, Step
from studio.recipe import Latent, Number, Spec
from studio.ui.actions import tr
from studio.ui.views.step_grid import signed
from studio.ui.widgets.menu_parts import entry, made_menu, submenu, tick
from studio.ui.widgets.names import literal

VELOCITIES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.45, 0.3, 0.15)
CHANCES = (1.0, 0.9, 0.75, 0.5, 0.33, 0.25, 0.1)
OFFSETS = (2.0, 1.5, 1.0, 0.8, 0.4, 0.0, -0.4, -0.8, -1.0, -1.5, -2.0)


def step_menu(parent: QWidget, title: str, pad: Pad, index: int, spec: Spec | None, put: Callable[[Step | None], object],
              choose: Callable[[str], object]) -> QMenu:
    """put(step or None): what is chosen; choose(name): the control that this pad's offsets move; spec: of the pad's model."""
    menu = made_menu(parent, "stepMenu", title)
    step = pad.step(index)
    if step is None:
        entry(menu, tr("Set this step"), partial(put, Step()), "plus")
    now = step or Step()
    velocities = submenu(menu, "stepVelocity", tr("Velocity"))
    for value in VELOCITIES:
        tick(entry(velocities, f"{100 * value:.0f} %", partial(put, replace(now, velocity=value))), now.velocity == value)
    chances = submenu(menu, "stepChance", tr("Chance"))
    for value in CHANCES:
        tick(entry(chances, f"{100 * value:.0f} %", partial(put, replace(now, chance=value))), now.chance == value)
    hits = submenu(menu, "stepHits", tr("Hits in this step"))
    for count in range(1, MOST_RATCHETS + 1):
        tick(entry(hits, str(count), partial(put, replace(now, ratchets=count))), now.ratchets == count)
    controls = spec.controls if spec is not None else ()
    sliders: list[Latent | Number] = [c for c in controls if isinstance(c, Latent)]
    sliders = sliders or [c for c in controls if isinstance(c, Number)]
    if sliders:
        from studio.engine.pad_sounds import offset_control

        moved = offset_control(spec, pad.control)  # type: ignore[arg-type]
        label = moved.label if moved is not None else ""
        offsets = submenu(menu, "stepOffset", tr("Offset of {control}").format(control=literal(label)))
        for value in OFFSETS:
            text = signed(value) if value else tr("None")
            tick(entry(offsets, text, partial(put, replace(now, offset=value))), now.offset == value)
        others = submenu(menu, "stepControl", tr("Offsets move"))
        for control in sliders[:24]:
            tick(entry(others, literal(control.label), partial(choose, control.name)), moved is control)
    menu.addSeparator()
    entry(menu, tr("Clear this step"), partial(put, None), "trash").setEnabled(step is not None)
    return menu
