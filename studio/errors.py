"""The one error family. Whoever raises one has already written the sentence that a person reads.

`BadInput` is for what the user can mend (a file, a value): one clear sentence that names the thing,
says what is wrong and what to do. The command line turns it into exit code 2, the window into a bar.
"""


class UndertoneError(Exception):
    """Anything that this program reports on purpose; `str(error)` is fit for a person."""


class BadInput(UndertoneError):
    """A file, value or request from outside that can't be used; the text names it and the remedy."""


class ModelError(UndertoneError):
    """A model failed while it worked (not finite, wrong shape): our fault or the model's."""
