r"""One door: prepare this machine, then run, test, check or measure the project.

    python3 installer/bootstrap.py run | test | check | bench | lock

Needs Python 3.11 and nothing else. On Debian and Ubuntu missing system packages are installed when
there is a right to; everything else lives in `.venv/`. What follows the word is passed on:
`test -k numbering`, `test --tier long`, `run --out day/`, `bench --peers`.

On Windows 10 and later: `py installer\bootstrap.py run` (written for it, not yet tried on it).
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTALLER = ROOT / "installer"
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
STAMP = VENV / "complete.json"
BENCH_STAMP = VENV / "bench.json"
WORDS = ("run", "test", "check", "bench", "lock")
MOST_CORES = 4  # a test brings processes of its own: a printer, a centre, a browser
TIERS = {"push": [], "long": ["-m", "not release"], "release": ["-m", ""]}

# System packages, by Debian's names. A bar parts the names of one thing in different releases;
# the first is asked for.
APT_QT = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libfontconfig1",
    "libfreetype6",
    "libx11-6",
    "libglib2.0-0|libglib2.0-0t64",
    "libdbus-1-3",
)
APT_WINDOW = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-util1",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
APT_TESTS = ("poppler-utils",)  # the tests read our PDFs with somebody else's eyes
APT_LONG = ("libreoffice-calc-nogui",)  # and our spreadsheets, in the longer tiers


class CannotPrepare(Exception):
    """The machine lacks something that a person has to add; the message says what."""


# ------------------------------------------------------------------------- what to do, pure


def has_display(platform: str, env: Mapping[str, str]) -> bool:
    """Say whether a window can be shown. On Linux that takes DISPLAY or WAYLAND_DISPLAY."""
    if not platform.startswith("linux"):
        return True
    return bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def wanted_packages(
    word: str, *, display: bool, ensurepip: bool, python: tuple[int, int], tier: str = "push"
) -> list[str]:
    """List the system packages that `word`, with the tests of a tier, needs."""
    wanted = [] if ensurepip else [f"python{python[0]}.{python[1]}-venv"]
    if word in ("run", "test", "bench"):
        wanted += APT_QT
    if word in ("run", "bench") and display:
        wanted += APT_WINDOW
    if word == "test":
        wanted += APT_TESTS if tier == "push" else APT_TESTS + APT_LONG
    return wanted


def missing_packages(wanted: Sequence[str], dpkg_lines: str) -> list[str]:
    """Return the names to install, given the lines `name status` of dpkg-query."""
    rows = (line.split() for line in dpkg_lines.splitlines())
    there = {row[0].split(":")[0] for row in rows if len(row) == 2 and row[1] == "installed"}
    groups = [entry.split("|") for entry in wanted]
    return [group[0] for group in groups if there.isdisjoint(group)]


def demo_arguments(extra: Sequence[str], *, display: bool) -> list[str]:
    """Return the arguments of `kiosk` for the word `run`."""
    headless = [] if display or "--headless" in extra else ["--headless"]
    return ["demo", *headless, *extra]


def split_arguments(argv: Sequence[str]) -> tuple[str, str, list[str]]:
    """Return word, tier and what is passed on. Exits 2 on wrong usage, as argparse does."""
    parser = argparse.ArgumentParser(
        prog="bootstrap.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("word", choices=WORDS)
    word: str = parser.parse_args(argv[:1]).word
    tiers = argparse.ArgumentParser(prog="bootstrap.py test", add_help=False, allow_abbrev=False)
    tiers.add_argument("--tier", choices=list(TIERS), default="push")
    if word != "test":
        return word, "push", list(argv[1:])
    known, extra = tiers.parse_known_args(argv[1:])
    return word, known.tier, extra


def pinned(lock_text: str) -> dict[str, str]:
    """Return version by name of a lock file; where a pin depends on the Python, the last one."""
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;]+)", lock_text, re.MULTILINE))


def in_step(hooks: str, pins: Mapping[str, str]) -> str:
    """Return the pre-commit configuration with the versions of the lock."""
    return re.sub(r"\b([A-Za-z0-9_.-]+)==([\w.]+)", lambda m: f"{m[1]}=={pins[m[1]]}", hooks)


def fingerprint(*texts: str) -> str:
    """Return a short digest of `texts`, in order."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Outcome:
    """One step of `check` or `test`, done."""

    name: str
    code: int
    seconds: float


def summary(outcomes: Sequence[Outcome]) -> str:
    """Return the closing lines: a row a step, and the verdict last."""
    rows = [f"  {o.name:<12}{'ok' if o.code == 0 else 'FAILED':<8}{o.seconds:7.1f} s" for o in outcomes]
    failed = [o.name for o in outcomes if o.code]
    verdict = f"Failed: {', '.join(failed)}." if failed else "All is well."
    return "\n".join(["", *rows, "", verdict])


# ------------------------------------------------------------------------- the machine


def say(text: str) -> None:
    """Tell the person who waits; before anything a child prints."""
    print(f"-- {text}", flush=True)


def child_env() -> dict[str, str]:
    """Return the environment for what runs inside `.venv/`."""
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = os.pathsep.join([str(BIN), env.get("PATH", "")])
    env["PYTHONUTF8"] = "1"
    return env


def call(command: Sequence[str | Path]) -> int:
    """Run a command of the environment from the checkout's root; return its exit code."""
    # close_fds: pip holds our turn with us, so that killing only us does not let another start in.
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=child_env(), close_fds=False, check=False
    ).returncode


def prepare_system(word: str, tier: str = "push") -> None:
    """Install what Debian or Ubuntu lacks; elsewhere trust the machine."""
    if not (sys.platform.startswith("linux") and shutil.which("apt-get") and shutil.which("dpkg-query")):
        return
    missing = _missing(word, tier)
    if missing:
        _apt_install(missing)


def _missing(word: str, tier: str) -> list[str]:
    wanted = wanted_packages(
        word,
        display=has_display(sys.platform, os.environ),
        ensurepip=importlib.util.find_spec("ensurepip") is not None,
        python=sys.version_info[:2],
        tier=tier,
    )
    names = [name for entry in wanted for name in entry.split("|")]
    if not names:
        return []
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\\n", *names]
    return missing_packages(wanted, subprocess.run(query, capture_output=True, text=True, check=False).stdout)


def _apt_install(missing: Sequence[str]) -> None:
    install = ["apt-get", "install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *missing]
    sudo = _sudo()
    if sudo is not None:
        say(f"installing system packages: {' '.join(missing)}")
        as_root = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive"]
        subprocess.run([*as_root, "apt-get", "update"], stdin=_stdin(), check=False)
        if subprocess.run([*as_root, *install], stdin=_stdin(), check=False).returncode == 0:
            return
    line = f"sudo apt-get install -y --no-install-recommends {' '.join(missing)}"
    raise CannotPrepare(f"System packages are missing. Please run this line, then start again:\n\n{line}\n")


def _sudo() -> list[str] | None:
    """Return the prefix that makes a command root's, or None without the right to."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin and sys.stdin.isatty() else None


def _stdin() -> int | None:
    return None if sys.stdin and sys.stdin.isatty() else subprocess.DEVNULL


# ------------------------------------------------------------------------- the environment


def wanted_stamp() -> dict[str, str]:
    """Return what a complete environment would say of itself."""
    import tomllib  # an old Python must reach the sentence that asks for a newer one

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {
        "lock": fingerprint((INSTALLER / "dev.lock").read_text("utf-8"), json.dumps(project, sort_keys=True)),
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "place": str(VENV),
    }


def read_stamp(path: Path) -> dict[str, str]:
    """Return what the environment says of itself; nothing, if it was never finished."""
    try:
        stamp = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def must_rebuild(stamp: Mapping[str, str], wanted: Mapping[str, str], *, python_there: bool) -> bool:
    """Say whether `.venv/` starts from nothing: unfinished, moved, or another Python's."""
    return not python_there or any(stamp.get(key) != wanted[key] for key in ("python", "place"))


def prepare_environment() -> None:
    """Make `.venv/` complete. A second start only compares the stamp; two at once take turns."""
    wanted = wanted_stamp()
    if PYTHON.exists() and read_stamp(STAMP) == wanted:
        return
    with turn():
        stamp = read_stamp(STAMP)
        if PYTHON.exists() and stamp == wanted:
            return
        STAMP.unlink(missing_ok=True)
        BENCH_STAMP.unlink(missing_ok=True)
        if must_rebuild(stamp, wanted, python_there=PYTHON.exists()):
            _make_venv()
        _pip(f"installing {_pins('dev.lock')} pinned packages", "--require-hashes", "-r", "installer/dev.lock")
        _pip(
            "installing the project itself",
            *("--no-deps", "--no-index", "--no-build-isolation"),
            *("--config-settings", "editable_mode=compat", "--editable", "."),
        )
        _write_stamp(STAMP, wanted)


def prepare_bench() -> None:
    """Add what only the benchmarks need."""
    wanted = {"lock": fingerprint((INSTALLER / "bench.lock").read_text("utf-8"))}
    if read_stamp(BENCH_STAMP) == wanted:
        return
    with turn():
        _pip(
            f"installing {_pins('bench.lock')} more for the benchmarks",
            "--require-hashes",
            "-r",
            "installer/bench.lock",
        )
        _write_stamp(BENCH_STAMP, wanted)


def _make_venv() -> None:
    say("making .venv/")
    base = getattr(sys, "_base_executable", "") or sys.executable
    if subprocess.run([base, "-m", "venv", "--clear", str(VENV)], check=False).returncode:
        raise CannotPrepare("The virtual environment could not be made; the lines above say why.")


def _pip(what: str, *arguments: str) -> None:
    say(what)
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    if call([*pip, *arguments]):
        raise CannotPrepare("Installing failed; the lines above say why. Nothing is half done: simply start again.")


def _pins(name: str) -> int:
    return len(pinned((INSTALLER / name).read_text("utf-8")))


def _write_stamp(path: Path, stamp: Mapping[str, str]) -> None:
    new = path.with_suffix(".new")
    new.write_text(json.dumps(stamp), "utf-8")
    new.replace(path)


@contextlib.contextmanager
def turn() -> Iterator[None]:
    """Hold this checkout's lock; another start waits for its turn."""
    with (ROOT / ".venv.lock").open("a+b") as file:
        os.set_inheritable(file.fileno(), True)
        if not _try_lock(file.fileno()):
            say("another start is preparing this checkout; waiting for it")
            while not _try_lock(file.fileno()):
                time.sleep(0.2)
        yield  # closing the file gives the lock back, also when we are killed


def _try_lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# ------------------------------------------------------------------------- the words


def run(extra: Sequence[str]) -> int:
    """Show the whole line at work on this machine."""
    arguments = demo_arguments(extra, display=has_display(sys.platform, os.environ))
    command = [str(PYTHON), "-m", "kiosk", *arguments]
    say("kiosk " + " ".join(arguments))
    if not WINDOWS:
        os.execve(PYTHON, command, child_env())  # noqa: S606  signals go straight to the program
    return call(command)


def check_steps() -> dict[str, list[str | Path]]:
    """Return what `check` runs, in order, by name."""
    return {
        "lint": [PYTHON, "-m", "ruff", "check", "."],
        "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
        "types": [PYTHON, "-m", "mypy"],
        "contracts": [BIN / ("lint-imports.exe" if WINDOWS else "lint-imports")],
        "catalogues": [PYTHON, "installer/catalogue.py", "check"],
    }


def run_steps(steps: Mapping[str, Sequence[str | Path]]) -> int:
    """Run every step, whatever the others said; 1 if any failed."""
    outcomes = []
    for name, command in steps.items():
        say(name)
        began = time.monotonic()
        code = call(command)
        outcomes.append(Outcome(name, code, time.monotonic() - began))
    print(summary(outcomes), flush=True)
    return 1 if any(outcome.code for outcome in outcomes) else 0


def check() -> int:
    """Run lint, types, contracts and catalogues."""
    return run_steps(check_steps())


def test(tier: str, extra: Sequence[str]) -> int:
    """Run all of `check`, then the tests of a tier, file by file on every core."""
    cores = min(os.cpu_count() or 1, MOST_CORES)
    beside = ["-n", str(cores), "--dist", "loadfile"] if cores > 1 else []
    return run_steps({**check_steps(), "tests": [PYTHON, "-m", "pytest", *beside, *TIERS[tier], *extra]})


def bench(extra: Sequence[str]) -> int:
    """Measure ourselves beside the floors, and the peers when asked for."""
    prepare_bench()
    return call([PYTHON, "-m", "tests.bench", *extra])


def lock() -> int:
    """Refresh the pins, and what follows them. The files name no registry."""
    switches = "--universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade"
    compile_: list[str | Path] = [PYTHON, "-m", "uv", "pip", "compile", *switches.split()]
    compile_ += ["--no-emit-index-url", "--no-emit-find-links"]
    runtime, dev, more = (f"installer/{name}.lock" for name in ("runtime", "dev", "bench"))
    code = (
        call([*compile_, "pyproject.toml", "-o", runtime])
        or call([*compile_, "pyproject.toml", "--group", "dev", "-c", runtime, "-o", dev])
        or call([*compile_, "--group", "bench", "-c", dev, "-o", more])
    )
    if code == 0:
        hooks = ROOT / ".pre-commit-config.yaml"
        hooks.write_text(in_step(hooks.read_text("utf-8"), pinned((ROOT / dev).read_text("utf-8"))), "utf-8")
    return code


def main(argv: Sequence[str]) -> int:
    """Prepare the machine and do the word; return the exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  this file may meet any Python
        print(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    word, tier, extra = split_arguments(argv)
    try:
        prepare_system(word, tier)
        prepare_environment()
        if word == "test":
            return test(tier, extra)
        if word in ("run", "bench"):
            return run(extra) if word == "run" else bench(extra)
        return check() if word == "check" else lock()
    except CannotPrepare as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
