"""`python -m studio.commands.first_clip [--model drums] [--out FILE]`: make the sound that the window draws before a model is loaded.

It is what the model makes of its defaults, that is what a first start shows a second later anyway: the picture stays where it is.
To be run again whenever the model is published anew (a test says so). Torch is not needed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from studio.audio import atomic
from studio.audio.files import encode
from studio.commands.render import load_model, recipe_for
from studio.errors import UndertoneError
from studio.paths import RESOURCES

FIRST_CLIP = RESOURCES / "demo" / "first.flac"


def make(model: str, out: Path) -> Path:
    """Render the model's defaults into `out`, a 24 bit FLAC with its recipe inside; an older one is replaced. Raises BadInput, OSError."""
    generator = load_model(model)
    settings = generator.spec.defaults()
    clip = generator.render([settings])[0]
    out.parent.mkdir(parents=True, exist_ok=True)
    atomic.replace(out, encode(clip, format="flac", bits=24, recipe=recipe_for(generator, settings)).data)
    return out


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="studio.commands.first_clip", description="Make the sound that the first start draws.")
    parser.add_argument("--model", default="drums")
    parser.add_argument("--out", type=Path, default=FIRST_CLIP)
    options = parser.parse_args(argv)
    try:
        print(make(options.model, options.out))
    except (UndertoneError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
