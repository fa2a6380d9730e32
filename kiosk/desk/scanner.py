"""One page from a scanner, through the system's own helper: SANE's `scanimage`, or WIA on Windows (untried)."""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kiosk.desk.context import Desk
from kiosk.desk.scans import take_bytes
from kiosk.domain.scans import DPI, MAX_BYTES, Scan
from kiosk.errors import Unavailable

LOOK_S, SCAN_S = 20.0, 90.0
SANE, POWERSHELL = "scanimage", "powershell"
_NAME = "scan.png"
_WIA = """
$ErrorActionPreference = 'Stop'
$devices = (New-Object -ComObject WIA.DeviceManager).DeviceInfos
foreach ($info in $devices) { if ($info.Type -eq 1) { $found = $info; break } }
if (-not $found) { exit 3 }
$item = $found.Connect().Items(1)
$image = $item.Transfer('{B96B3CAF-0728-11D3-9D7B-0000F81EF32E}')
$image.SaveFile($args[0])
"""
_NO_SCANNER = 3


@dataclass(frozen=True, slots=True)
class Helper:
    """The program that knows scanners; `is_wia` on Windows."""

    program: str
    is_wia: bool = False


def find_helper() -> Helper:
    """Return this system's helper.  Raises Unavailable `scanner.none` when there is none."""
    is_wia = sys.platform == "win32"
    program = shutil.which(POWERSHELL if is_wia else SANE)
    if program is None:
        raise Unavailable("scanner.none", "no helper program")
    return Helper(program, is_wia)


def scan_page(desk: Desk, *, already: int = 0, helper: Helper | None = None) -> tuple[Scan, ...]:
    """Return the page on the scanner's glass, taken as any other file.

    Raises Unavailable `scanner.none|scanner.failed|scanner.slow`, and as `take_bytes`.
    """
    chosen = helper or find_helper()
    content = _by_wia(chosen) if chosen.is_wia else _by_sane(chosen)
    if not content:
        raise Unavailable("scanner.failed", "nothing came")
    return take_bytes(desk, content, _NAME, already=already)


def _by_sane(helper: Helper) -> bytes:
    devices = _run([helper.program, "--formatted-device-list=%d%n"], LOOK_S).split(b"\n")
    device = devices[0].decode("utf-8", "replace").strip()
    if not device:
        raise Unavailable("scanner.none", "no device")
    how = ["--format=png", f"--resolution={DPI}", "--mode=Gray"]
    return _run([helper.program, f"--device-name={device}", *how], SCAN_S)


def _by_wia(helper: Helper) -> bytes:
    with tempfile.TemporaryDirectory(prefix="kiosk-scan-") as folder:
        target = Path(folder) / _NAME
        _run([helper.program, "-NoProfile", "-NonInteractive", "-Command", f"& {{{_WIA}}} '{target}'"], SCAN_S)
        return target.read_bytes() if target.exists() else b""


def _run(command: list[str], patience_s: float) -> bytes:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=patience_s,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise Unavailable("scanner.slow") from error
    except OSError as error:
        raise Unavailable("scanner.none", str(error)) from error
    if done.returncode == _NO_SCANNER:
        raise Unavailable("scanner.none", "no device")
    if done.returncode or len(done.stdout) > MAX_BYTES:
        raise Unavailable("scanner.failed", done.stderr[-200:].decode("utf-8", "replace"))
    return done.stdout
