"""The one error family. Whoever raises one has already written the sentence that a person reads.

`BadInput` is for what the user can mend (a file, a value): one clear sentence that names the thing,
says what is wrong and what to do. The command line turns it into exit code 2, the window into a bar.
"""

from __future__ import annotations


class UndertoneError(Exception):
    """Anything that this program reports on purpose; `str(error)` is fit for a person."""


class BadInput(UndertoneError):
    """A file, value or request from outside that can't be used; the text names it and the remedy."""


class AlreadyOpen(BadInput):
    """Another instance uses the home folder."""


class ModelError(UndertoneError):
    """A model failed while it worked (not finite, wrong shape): our fault or the model's."""


def brief(value: object, limit: int = 60) -> str:
    """A value from outside as it may stand in a sentence: Python's writing of it, printable, at most `limit` characters."""
    if isinstance(value, str):
        value = value[: limit + 1]  # a megabyte need not be written out first
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # an integer of more digits than Python writes, a nest of lists
        text = f"a {type(value).__name__}"
    return text if len(text) <= limit else f"{text[: limit - 3]}..."


def printable(text: str, limit: int = 10_000) -> str:
    """A text from outside for a terminal: what is not printable (line ends, escape sequences) becomes '?', the rest is cut."""
    return "".join(c if c.isprintable() else "?" for c in text[:limit]) + ("..." if len(text) > limit else "")
