"""Set Undertone up, run it, or test it, with nothing but Python 3.11 or newer.

    python3 packaging/bootstrap.py run            set up what is missing, then open the window
    python3 packaging/bootstrap.py test           set up what is missing, then run the tests (pytest's own exit code)
    python3 packaging/bootstrap.py setup          only set up; --train adds what trains models, --dev what tests need

Arguments after `run` go to `studio`, those after `test` to pytest (`run -- --help` and `test -- --help` show theirs).
Without a display `run` writes the demonstration sounds into undertone-demo/ instead.

Standard library only, one process. Everything goes into .venv inside the project; on Debian and Ubuntu missing system
packages are installed with apt-get (through sudo when not root), elsewhere they are named. A second run finds its stamp
and starts at once; an interrupted one goes on where it stopped. What goes wrong is said in one sentence, exit code 1.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this may have an older Python
    sys.exit("Undertone needs Python 3.11 or newer; this is Python %d.%d. Install a newer one and use that." % sys.version_info[:2])  # noqa: UP031

import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
STAMP = VENV / "undertone-installed.json"
LOG = VENV / "undertone-install.log"
DEMO = "undertone-demo"
EXTRAS = {"setup": (), "run": (), "test": ("dev", "train")}
HELP = {"-h", "--help"}

# Run inside the environment: packages that a killed pip left half written, as name==version.
FIND_BROKEN = """
import importlib.metadata as m, json, pathlib, shutil, sysconfig
site = pathlib.Path(sysconfig.get_paths()["purelib"])
for half in site.glob("~*"):
    shutil.rmtree(half, ignore_errors=True)
for info in site.glob("*.dist-info"):
    if not (info / "METADATA").is_file() or not (info / "RECORD").is_file():
        shutil.rmtree(info)
broken = []
for dist in m.distributions(path=[str(site)]):
    for file in dist.files or ():
        path = pathlib.Path(dist.locate_file(file))
        if path.suffix != ".pyc" and (not path.is_file() or (file.size is not None and path.stat().st_size != file.size)):
            broken.append(f"{dist.name}=={dist.version}")
            break
print(json.dumps(broken))
"""


class Stop(Exception):
    """Setting up can't go on; the text is the sentence a person reads."""


def say(text: str) -> None:
    print(text, flush=True)


def load_needs():
    """studio/needs.py, the table of system parts (standard library only), without importing the package."""
    spec = importlib.util.spec_from_file_location("undertone_needs", PROJECT / "studio" / "needs.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---------------------------------------------------------------- system packages


def has_apt() -> bool:
    return shutil.which("apt-get") is not None and shutil.which("dpkg-query") is not None


def installed_packages() -> set[str]:
    """Names of installed Debian packages and of what they provide (Ubuntu's libglib2.0-0t64 provides libglib2.0-0)."""
    command = ["dpkg-query", "-W", "-f", "${db:Status-Abbrev}\t${Package}\t${Provides}\n"]
    answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    names: set[str] = set()
    for line in answer.splitlines():
        status, _, rest = line.partition("\t")
        if status.strip() != "ii":
            continue
        package, _, provides = rest.partition("\t")
        names.add(package.strip())
        names.update(part.split("(")[0].strip().split(":")[0] for part in provides.split(",") if part.strip())
    return names


def is_present(part) -> bool:
    """Whether the shared library loads or the program is found (where there is no dpkg to ask)."""
    if not part.file:
        return True
    if part.kind == "program":
        return shutil.which(part.file) is not None
    try:
        ctypes.CDLL(part.file)
    except OSError:
        return False
    return True


def as_root(command: Sequence[str]) -> list[str] | None:
    """The command as root: as it is, through sudo, or None where neither is possible."""
    if os.geteuid() == 0:
        return list(command)
    if shutil.which("sudo") is None:
        return None
    return ["sudo", *([] if sys.stdin is not None and sys.stdin.isatty() else ["-n"]), *command]


def apt_get(*arguments: str) -> tuple[bool, str]:
    """Run apt-get as root; returns (done, last line that says why not)."""
    command = as_root(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120", *arguments])
    if command is None:
        return False, "you are not root and there is no sudo"
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    lines = [line.strip() for line in ended.stdout.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("E:", "sudo:"))] or lines or ["apt-get said nothing"]
    return ended.returncode == 0, errors[0]


def apt_install(packages: Sequence[str]) -> str | None:
    """Install Debian packages; None when done, else why not. The package lists are renewed once, only if needed."""
    how = "" if os.geteuid() == 0 else " (through sudo)"
    say(f"Installing system packages with apt-get{how}: {' '.join(packages)}")
    install = ("install", "-y", "--no-install-recommends", *packages)
    done, why = apt_get(*install)
    if not done and "dpkg was interrupted" in why:
        say("Finishing an interrupted installation (dpkg --configure -a)")
        subprocess.run(as_root(["dpkg", "--configure", "-a"]) or ["true"], stdout=subprocess.DEVNULL, check=False)
        done, why = apt_get(*install)
    if not done and "root" not in why and not why.startswith("sudo:"):
        say("Renewing the list of packages (apt-get update) and trying again")
        apt_get("update")
        done, why = apt_get(*install)
    return None if done else why


def install_command(packages: Iterable[str]) -> str:
    prefix = "" if os.name == "posix" and os.geteuid() == 0 else "sudo "
    return f"{prefix}apt-get install -y --no-install-recommends {' '.join(packages)}"


def missing_parts(parts) -> list:
    if has_apt():
        present = installed_packages()
        return [part for part in parts if not present.intersection((part.package, *part.instead))]
    return [part for part in parts if not is_present(part)]


def system_packages(command: str) -> None:
    """Install or name what the machine lacks. Goes on either way: the program says again what then doesn't work."""
    if not sys.platform.startswith("linux"):
        return  # the wheels for macOS and Windows bring everything
    needs = load_needs()
    missing = missing_parts(needs.SOUND + needs.WINDOW + needs.FONTS + (needs.TESTS if command == "test" else ()))
    if not missing:
        return
    if not has_apt():
        say("Please install with your package manager: " + ", ".join(f"{part.file} (for {part.why})" for part in missing))
        return
    packages = [part.package for part in missing]
    why = apt_install(packages)
    if why is not None:
        say(f"These system packages could not be installed ({why}). Please run: {install_command(packages)}")


def require_ensurepip() -> None:
    """Debian splits venv and pip off Python: install them, or stop with the command."""
    if importlib.util.find_spec("ensurepip") is not None and importlib.util.find_spec("venv") is not None:
        return
    package = f"python3.{sys.version_info.minor}-venv"
    if not has_apt():
        raise Stop("This Python lacks the modules venv and ensurepip: install them with your package manager and start again.")
    why = apt_install([package])
    importlib.invalidate_caches()
    if why is not None or importlib.util.find_spec("ensurepip") is None:
        reason = why or "it is not part of this Python"
        raise Stop(f"This Python lacks the module ensurepip ({reason}). Please run: {install_command([package])}")


# ---------------------------------------------------------------- the environment


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def clean_environment() -> dict[str, str]:
    """Our environment without what would lead Python or pip to other packages."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def venv_works() -> bool:
    if not venv_python().exists():
        return False
    code = "import sys, pip; print(sys.version_info >= (3, 11))"
    answer = subprocess.run([venv_python(), "-c", code], capture_output=True, text=True, env=clean_environment(), check=False)
    return answer.returncode == 0 and answer.stdout.strip() == "True"


def make_venv() -> None:
    if venv_works():
        return
    require_ensurepip()
    say("Making the environment .venv")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=clean_environment(), check=False)
    if ended.returncode != 0 or not venv_works():
        last = (ended.stdout.strip().splitlines() or ["no reason was given"])[-1]
        raise Stop(f"The environment {VENV} could not be made ({last}). Is the folder writable, and has the disk room?")


def fingerprint() -> str:
    """Changes with the pinned set, the entry points, the version, the place of the project and the Python in .venv."""
    data = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = {
        "build": data["build-system"],
        "project": data["project"],
        "constraints": data["tool"]["undertone"],
        "version": (PROJECT / "studio" / "__init__.py").read_text(encoding="utf-8"),
        "place": str(PROJECT),
        "python": (VENV / "pyvenv.cfg").read_text(encoding="utf-8") if (VENV / "pyvenv.cfg").exists() else "",
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read_stamp() -> tuple[str, set[str]]:
    """(fingerprint, extras) of the last finished install; ('', empty) where there is none or it is damaged."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        return str(stamp["fingerprint"]), set(stamp["extras"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", set()


def explain(log: str) -> str:
    """One sentence from pip's output."""
    if "No space left on device" in log or "There is not enough space" in log:
        return f"the disk that holds {PROJECT} is full: make room and start again"
    missing = re.search(r"No matching distribution found for (\S+)", log)
    if "NewConnectionError" in log or "name resolution" in log or "ConnectTimeout" in log or "ReadTimeout" in log:
        return "the package index did not answer: check the connection and start again"
    if missing:
        version = f"Python {sys.version_info.major}.{sys.version_info.minor} on {sys.platform}"
        return f"the package index has no {missing[1]} for {version}: check the connection, or use another Python"
    errors = [line.strip() for line in log.splitlines() if line.strip().startswith(("ERROR:", "error:", "OSError"))]
    return errors[-1] if errors else "pip gave no reason"


def describe_progress(line: str) -> str:
    """What a line of pip's output means for a person; '' for most."""
    download = re.match(r"\s*Downloading (?:\S*/)?([^\s/]+?)-([^-\s]+)-\S+ \(([^)]+)\)", line)
    if download and ".metadata" not in line:
        return f"  downloading {download[1]} {download[2]} ({download[3]})"
    if line.startswith("Installing collected packages:"):
        return f"  installing {line.count(',') + 1} packages"
    return ""


def pip(*arguments: str) -> None:
    """Run pip in .venv with a line a person understands for each download. Raises Stop with pip's reason."""
    command = [str(venv_python()), "-m", "pip", *arguments]
    seen: list[str] = []
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
    process = subprocess.Popen(command, env=clean_environment(), cwd=PROJECT, **streams)
    with LOG.open("a", encoding="utf-8") as log, process:
        for line in process.stdout:
            log.write(line)
            seen.append(line)
            progress = describe_progress(line)
            if progress:
                say(progress)
    if process.returncode != 0:
        raise Stop(f"Installing the packages failed: {explain(''.join(seen))}. The whole output is in {LOG}")


def broken_packages() -> list[str]:
    answer = subprocess.run([venv_python(), "-c", FIND_BROKEN], capture_output=True, text=True, env=clean_environment(), check=False)
    return json.loads(answer.stdout) if answer.returncode == 0 else []


def install(extras: Iterable[str]) -> None:
    """Bring .venv to the pinned set; at once where the stamp of the last finished install still holds."""
    wanted = set(extras)
    done_for, have = read_stamp()
    if done_for == fingerprint() and wanted <= have and venv_python().exists():
        return
    STAMP.unlink(missing_ok=True)
    make_venv()
    wanted |= have
    data = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    constraints = VENV / "constraints.txt"
    constraints.write_text("\n".join(data["tool"]["undertone"]["constraints"]) + "\n", encoding="utf-8")
    target = str(PROJECT) + (f"[{','.join(sorted(wanted))}]" if wanted else "")
    common = ("install", "--no-input", "--progress-bar", "off")
    say("Installing the Python packages (the first time this takes some minutes)")
    broken_packages()  # clears what a killed install left without a name
    pip(*common, "-c", str(constraints), "-e", target)
    broken = [name for name in broken_packages() if not name.startswith("undertone==")]
    if broken:
        say(f"  repairing {', '.join(broken)}")
        pip(*common, "--force-reinstall", "--no-deps", *broken)
    STAMP.write_text(json.dumps({"fingerprint": fingerprint(), "extras": sorted(wanted)}), encoding="utf-8")
    say("Everything is installed")


# ---------------------------------------------------------------- commands


def has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def hand_over(arguments: Sequence[str], folder: Path) -> int:
    """Run Python from .venv in our place (its exit code and signals are its own); on Windows wait for it."""
    command = [str(venv_python()), *arguments]
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call(command, cwd=folder, env=clean_environment())
    os.chdir(folder)
    os.execve(command[0], command, clean_environment())


def run(arguments: Sequence[str]) -> int:
    if not arguments and not has_display():
        say(f"There is no display here, so instead of opening the window Undertone writes its demonstration sounds into {DEMO}/")
        arguments = ["demo", "--out", DEMO]
    return hand_over(["-m", "studio", *arguments], Path.cwd())


def explain_use() -> int:
    say((__doc__ or "").strip())
    return 0


def start(argv: Sequence[str]) -> int:
    if not argv or argv[0] in HELP | {"help"}:
        return explain_use()
    command, rest = argv[0], [word for index, word in enumerate(argv[1:]) if index or word != "--"]
    if command not in EXTRAS:
        raise Stop(f"There is no command '{command}'; use setup, run or test.")
    if HELP.intersection(rest if command == "setup" else argv[1:2]):  # further on, it is a question to what is started
        return explain_use()
    extras = set(EXTRAS[command])
    if command == "setup":
        unknown = set(rest) - {"--train", "--dev"}
        if unknown:
            raise Stop(f"'setup' knows --train and --dev, not {' '.join(sorted(unknown))}.")
        extras |= {word.removeprefix("--") for word in rest}
    system_packages("test" if "dev" in extras else command)
    install(extras)
    if command == "run":
        return run(rest)
    if command == "test":
        return hand_over(["-m", "pytest", *rest], PROJECT)
    say("Undertone is set up. Start it with: python3 packaging/bootstrap.py run")
    return 0


def main(argv: Sequence[str]) -> int:
    try:
        return start(argv)
    except Stop as reason:
        print(reason, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped. The next start goes on from here.", file=sys.stderr)
        return 130
    except Exception as error:  # a person gets a sentence, never a traceback
        print(f"Setting Undertone up failed ({type(error).__name__}: {error}).", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
