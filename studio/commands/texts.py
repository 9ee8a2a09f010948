"""`python -m studio.commands.texts [--check]`: renew the lists of texts that are translated, and compile the translations.

1. studio/ui/engine_texts.py: every sentence that engine, models and audio can say, found in their source, and the words of the
   shipped models' cards. 2. resources/translations/*.ts: these and all of the window's tr() texts (pyside6-lupdate).
3. resources/translations/*.qm (pyside6-lrelease). --check changes nothing and says what is not up to date or not translated.
Needs no Qt itself. Runs on the main thread.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from itertools import product
from pathlib import Path

from studio.paths import RESOURCES
from studio.training.config import PRESETS

STUDIO = Path(__file__).resolve().parent.parent
WORDS = STUDIO / "ui" / "engine_texts.py"
TRANSLATIONS = RESOURCES / "translations"
LANGUAGES = ("zh_CN",)
ROOMS = ("engine/**/*.py", "models/*.py", "audio/*.py", "recipe.py", "clip.py", "errors.py",
         *(f"training/{name}.py" for name in ("health", "preflight", "segments", "folder")))  # what the window says of a training
REFUSING = ("commands/train.py",)  # of these only what they refuse: the rest speaks to a terminal
# What carries a text to a person, however short: errors, messages, undo steps and jobs.
SAYING = {
    "BadInput", "ModelError", "UndertoneError", "DeviceError", "Message", "Change", "Act", "_tell", "_tell_error", "_call", "_errand",
    "_follow", "_commit", "_new_sound", "_draw", "_drag", "_act", "_step", "_set_slot", "_restore", "_say", "_change", "add", "_undoable",
    "Number", "_rack_step", "_commit_rack", "_set_pattern", "_change_pad", "fill_pads", "open_pattern", "_set_keys", "_set_decks",
    "_map_step", "_push_map",
    "_put_modulators", "_one_gesture", "set_automation", "edit_automation_lane", "_sound_act", "_slider_step", "_preset_step",
}  # fmt: skip
# What speaks to the log, to SQL, to Python or to another program.
NOT_SAYING = {
    "debug", "info", "warning", "error", "exception", "ValueError", "OSError", "FileExistsError", "FileNotFoundError", "DatabaseError",
    "TypeError", "RuntimeError", "KeyError", "execute", "executemany", "executescript", "compile", "sub", "write_text", "Thread",
    "getLogger",
}  # fmt: skip
NOT_OURS = ("nullsink.py",)  # speaks to PulseAudio, for tests and bench
SQL = re.compile(r"(CREATE|ALTER|SELECT|INSERT|DELETE|PRAGMA|BEGIN|UPDATE) [A-Za-z_*(]")
MOST_FORMS = 16
PUT_IN = "{title}"  # the rack replaces it by an effect's title
# Words that stand within sentences: where a stream's latents come from, how names are joined; units.
WITHIN = ("hold", "drift", "clip", "input", "automation", "{0} and {1}", "semitones", "beats")
# What a model's axes may be named after (studio.training.basis and UX's vocabulary): a newly trained model needs no new translation.
DESCRIPTORS = ("brightness", "noisiness", "attack", "decay", "pitch", "loudness", "roughness", "warmth", "hardness", "depth", "boominess",
               "movement", "length")  # fmt: skip
HEADER = '''"""Every sentence that the engine can say and every word of the shipped models' cards, for translation. Plain data.

Made by `python -m studio.commands.texts` from their source: edit there, not here.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

# ruff: noqa: E501
'''


# ---------------------------------------------------------------- sentences in the source


def forms(node: ast.expr) -> list[str]:
    """The texts that an expression may give, values as {}; [] where it isn't a text written here."""
    if isinstance(node, ast.Constant):
        return [node.value.replace(PUT_IN, "{}")] if isinstance(node.value, str) else []
    if isinstance(node, ast.IfExp):
        return [*forms(node.body), *forms(node.orelse)]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [a + b for a, b in product(forms(node.left) or ["{}"], forms(node.right) or ["{}"])]
    if isinstance(node, ast.BoolOp):
        return [form for value in node.values for form in forms(value)]
    if isinstance(node, ast.JoinedStr):
        parts = [[piece.value] if isinstance(piece, ast.Constant) else _value(piece) for piece in node.values]
        return ["".join(map(str, choice)).replace(PUT_IN, "{}") for choice in product(*parts)]
    return []


def _value(piece: ast.expr) -> list[str]:
    """What stands for a value in an f-string: itself where it chooses between words, else {}."""
    inner = piece.value if isinstance(piece, ast.FormattedValue) else piece
    chosen = forms(inner) if isinstance(inner, ast.IfExp) else []
    return chosen or ["{}"]


def is_sentence(text: str, short: bool) -> bool:
    """Words for a person, not a name in the program or a bare list of values; `short`: also of one or two words."""
    bare = text.replace("{}", "")
    if sum(character.isalpha() for character in bare) < 3 or SQL.match(text) or text.startswith("  "):  # a line of a terminal's table
        return False
    if text[:1].islower():  # a key under which steps merge, or the middle of a sentence
        return len(text.split()) > 3
    return short or len(text.split()) > 1


def numbered(text: str) -> str:
    """'{} to {}' -> '{0} to {1}'."""
    first, *rest = text.split("{}")
    return first + "".join(f"{{{number}}}{piece}" for number, piece in enumerate(rest))


def sentences(source: str) -> set[str]:
    """Every sentence of a module, and every text that is given to one of SAYING; no docstrings, nothing for the log."""
    tree = ast.parse(source)
    kept: set[str] = set()
    silent: set[int] = set()  # the nodes whose texts are for nobody
    for node in ast.walk(tree):  # outer nodes come before inner ones
        name = _called(node)
        is_key = isinstance(node, ast.keyword) and node.arg == "key"
        if id(node) in silent or name in NOT_SAYING or is_key or _is_docstring(node):
            silent |= {id(inner) for inner in ast.iter_child_nodes(node)}
            continue
        if isinstance(node, (ast.JoinedStr, ast.BinOp)):  # its pieces are no sentences
            pieces = node.values if isinstance(node, ast.JoinedStr) else [node.left, node.right]
            silent |= {id(piece) for piece in pieces if isinstance(piece, ast.Constant)}
        found = forms(node)[:MOST_FORMS] if isinstance(node, (ast.Constant, ast.JoinedStr, ast.BinOp)) else []
        kept |= {form for form in found if is_sentence(form, short=False)}
        if name == "of_takes" and isinstance(node, ast.Call):  # 'Star Kick 014', 'Star 3 takes'
            kept |= {f"{act} {what}" for act in forms(node.args[0]) for what in ("{}", "{} takes")}
        if isinstance(node, ast.ClassDef):  # what a room of knobs is called
            titles = [line.value for line in node.body if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "title"]
            kept |= {form for title in titles for form in forms(title)}
        if name in SAYING and isinstance(node, ast.Call):
            given = [*node.args, *(word.value for word in node.keywords if word.arg != "key")]
            kept |= {form for one in given for form in forms(one)[:MOST_FORMS] if is_sentence(form, short=True)}
    return {numbered(form) for form in kept}


def refusals(source: str) -> set[str]:
    """The sentences that a module gives to BadInput."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and _called(node) == "BadInput" and node.args]
    return {numbered(form) for node in calls for form in forms(node.args[0])[:MOST_FORMS] if is_sentence(form, short=False)}


def _called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def engine_texts() -> list[str]:
    files = sorted({file for pattern in ROOMS for file in STUDIO.glob(pattern) if file.name not in NOT_OURS})
    found = {text for file in files for text in sentences(file.read_text(encoding="utf-8"))}
    for name in REFUSING:
        found |= refusals((STUDIO / name).read_text(encoding="utf-8"))
    return sorted(found)


def model_texts() -> list[str]:
    """Words of the shipped models and presets that the window shows: titles, summaries, labels, help, options, tags; numbers as {0}."""
    texts = {word for name in DESCRIPTORS for word in (name, name.capitalize())}
    texts |= {preset.title for preset in PRESETS.values()}  # what can be trained
    for preset in sorted((RESOURCES / "presets").glob("*.json")):
        data = json.loads(preset.read_text(encoding="utf-8"))
        texts |= {data["name"], *data["tags"]}
    for card in sorted((RESOURCES / "models").glob("*/model.json")):
        data = json.loads(card.read_text(encoding="utf-8"))
        spec, about = data["spec"], data.get("about")
        texts |= {spec["title"], spec["summary"], about if isinstance(about, str) else ""}
        for control in spec["controls"]:
            texts |= {re.sub(" · .*", " · {}", control.get("label", "")), control.get("help", "")}  # 'Dim 3 · decay'
            texts |= {option.replace("_", " ").strip().capitalize() for option in control.get("options", ())}
    return sorted({numbered(re.sub(r"\d+(\.\d+)?", "{}", text)) for text in texts if text})


def effect_texts() -> list[str]:
    """The words of the effects: their names, numbers, helps and presets."""
    from studio.audio.effect_presets import PRESETS
    from studio.audio.effects import KINDS, ON, WET

    words = {preset[0] for presets in PRESETS.values() for preset in presets}
    for kind in KINDS.values():
        words |= {kind.title, kind.help, *(text for control in kind.controls for text in (control.label, control.help))}
    words |= {text for control in (WET, ON) for text in (control.label, control.help)}
    return sorted(text for text in words if text)


def words_module() -> str:
    """The text of studio/ui/engine_texts.py."""
    texts = sorted({*engine_texts(), *model_texts(), *effect_texts(), *WITHIN})
    lines = [f'    QT_TRANSLATE_NOOP("Engine", {json.dumps(text, ensure_ascii=False)}),\n' for text in texts]
    return f"{HEADER}TEMPLATES = (\n{''.join(lines)})\n"


# ---------------------------------------------------------------- Qt's tools


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def update(ts: Path) -> None:
    """Bring one .ts up to date with the source; what is no longer said goes. Raises CalledProcessError."""
    sources = [str(file) for file in sorted((STUDIO / "ui").rglob("*.py"))]
    language = ts.stem.removeprefix("undertone_")
    command = [tool("pyside6-lupdate"), *sources, "-ts", str(ts), "-no-obsolete", "-locations", "none", "-source-language", "en",
               "-target-language", language]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, text=True, cwd=STUDIO.parent)


def release(ts: Path, qm: Path) -> None:
    """Compile a .ts. The .qm is replaced and never written over: a window that runs has it mapped into memory, and would end with it."""
    part = qm.with_suffix(".part")
    subprocess.run([tool("pyside6-lrelease"), "-silent", str(ts), "-qm", str(part)], check=True, capture_output=True, text=True)
    part.replace(qm)


def messages(ts: Path) -> dict[tuple[str, str], str]:
    """(context, source) -> translation, '' where it is unfinished."""
    found = {}
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            done = translation is not None and translation.get("type") is None
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = (translation.text or "") if done and translation is not None else ""
    return found


def faults() -> list[str]:
    """What is not up to date or not translated, one line each."""
    found = [] if WORDS.read_text(encoding="utf-8") == words_module() else [f"{WORDS.name} is not what the source says"]
    with tempfile.TemporaryDirectory() as folder:
        for language in LANGUAGES:
            ts = TRANSLATIONS / f"undertone_{language}.ts"
            fresh = Path(folder) / ts.name
            fresh.write_bytes(ts.read_bytes())
            update(fresh)
            known, wanted = messages(ts), messages(fresh)
            found += [f"{ts.name}: new text {text!r} ({context})" for context, text in wanted.keys() - known.keys()]
            found += [f"{ts.name}: {text!r} ({context}) is said no more" for context, text in known.keys() - wanted.keys()]
            found += [f"{ts.name}: {text!r} ({context}) is not translated" for (context, text), done in known.items() if not done]
            compiled = Path(folder) / f"{ts.stem}.qm"
            release(ts, compiled)
            if compiled.read_bytes() != ts.with_suffix(".qm").read_bytes():
                found.append(f"{ts.stem}.qm is not compiled from its .ts")
    return found


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="studio.commands.texts", description="Renew and compile the translations.")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is not up to date")
    if parser.parse_args(argv).check:
        wrong = faults()
        print("\n".join(wrong) or "All texts are translated.")
        return 1 if wrong else 0
    WORDS.write_text(words_module(), encoding="utf-8")
    for language in LANGUAGES:
        ts = TRANSLATIONS / f"undertone_{language}.ts"
        update(ts)
        release(ts, ts.with_suffix(".qm"))
        left = sum(not done for done in messages(ts).values())
        print(f"{ts.name}: {len(messages(ts))} texts, {left} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
