"""The style sheet of a window, with the colours of both themes in it. Pure text.

Qt gives a new sheet to every widget of a window in one go, a tenth of a second in which nothing answers. A widget that only asks
its sheet again takes a tenth of a millisecond (restyle.py). So one sheet says both: its rules are dark, and rules that count below
a window whose property `theme` is 'light' say again, more strongly, whatever has a colour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from studio.ui.palettes import DARK, LIGHT, Palette

PROPERTY = "theme"  # of a dressed window: the name of a palette
_RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
_NAME = re.compile(r"@([A-Z_]+)(?:/(\d+))?@")
_WINDOWS = ("*", "QMainWindow", "QDialog")  # what begins a rule that a dressed window itself may answer to


def for_both(text: str, names: Mapping[str, str]) -> str:
    """text: the sheet with `@NAME@` for names and colours, `@NAME/16@` for a colour at 16 %; `@THEME@` is the theme's own name."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return _filled(text, DARK, names) + "\n" + _filled(_over(text, LIGHT.name), LIGHT, names)


def _filled(text: str, palette: Palette, names: Mapping[str, str]) -> str:
    known = {**names, "THEME": palette.name}

    def fill(found: re.Match[str]) -> str:
        name, percent = found[1], found[2]
        value = known.get(name) or str(getattr(palette, name))
        return faint(value, int(percent)) if percent else value

    return _NAME.sub(fill, text)


def faint(colour: str, percent: int) -> str:
    """'#rrggbb' at so many percent: '#aarrggbb'."""
    return f"#{255 * percent // 100:02x}{colour[1:]}"


def _over(text: str, theme: str) -> str:
    """The rules once more, for below a window of that theme: only what may be coloured (`border` also where it says 'none')."""
    rules = [(found[1].strip(), found[2]) for found in _RULE.finditer(text)]
    coloured = {name for _, body in rules for name, value in _declarations(body) if "@" in value}
    made = []
    for selectors, body in rules:
        kept = [f"{name}: {value}" for name, value in _declarations(body) if name in coloured]
        if kept:
            made.append(f"{', '.join(_below(one.strip(), theme) for one in selectors.split(','))} {{ {'; '.join(kept)} }}")
    return "\n".join(made)


def _declarations(body: str) -> list[tuple[str, str]]:
    pairs = [one.partition(":") for one in body.split(";") if one.strip()]
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _below(selector: str, theme: str) -> str:
    """'QLabel:hover' -> '[theme="light"] QLabel:hover'; what the window may be itself counts there too."""
    mark = f'[{PROPERTY}="{theme}"]'
    below = f"{mark} {selector}"
    for kind in _WINDOWS:
        if selector.startswith(kind):
            rest = selector[len(kind) :]
            return f"{'' if kind == '*' else kind}{mark}{rest}, {below}"
    return below
