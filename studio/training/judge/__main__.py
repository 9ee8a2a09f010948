"""`python -m studio.training.judge build --data DIR [--out DIR]`: make the judge's features from a corpus."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from studio.errors import BadInput
from studio.training.judge import effects, notes, stream
from studio.training.judge.reference import FOLDER


def main() -> int:
    """0 done, 2 bad input."""
    parser = argparse.ArgumentParser(prog="python -m studio.training.judge")
    build_command = parser.add_subparsers(dest="command", required=True).add_parser("build", help="make the judge's features from a corpus")
    build_command.add_argument("--data", type=Path, required=True, help="the corpus: a folder with index.csv")
    build_command.add_argument("--out", type=Path, default=FOLDER)
    build_command.add_argument("--name", default="drums")
    build_command.add_argument("--keep-ear", action="store_true", help="keep the classifier (the judge's kits are the same)")
    arguments = parser.parse_args()
    from studio.training.judge.build import build

    try:
        if arguments.name == effects.NAME:
            paths = effects.build(arguments.data, arguments.out, keep_ear=arguments.keep_ear)
        elif arguments.name == notes.NAME:
            paths = notes.build(arguments.data, arguments.out)
        elif arguments.name in stream.NAMES:
            paths = stream.build(arguments.data, arguments.name, arguments.out)
        else:
            paths = build(arguments.data, name=arguments.name, out=arguments.out, keep_ear=arguments.keep_ear)
        for path in paths:
            print(f"{path} {path.stat().st_size / 1e6:.2f} MB")
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
