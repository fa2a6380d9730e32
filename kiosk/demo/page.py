"""Opens the public page as an applicant would, with a browser when this machine has one."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=2",
    "--window-size=390,844",
    "--virtual-time-budget=8000",
)


def ask(base: str, number: str, proof: str) -> str:
    """Send number and second fact as the page's form does; return the page that answers."""
    form = urlencode({"number": number, "proof": proof}).encode()
    with urlopen(Request(f"{base}/status", data=form), timeout=30) as answer:  # noqa: S310 - loopback, our own server
        return str(answer.read().decode("utf-8"))


def browser() -> str | None:
    """Return the browser of this machine, if it has one."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def scan(base: str, number: str, secret: str, to: Path) -> bool:
    """Take a telephone's picture of what the slip's QR opens; False without a browser."""
    program = browser()
    if program is None:
        return False
    with tempfile.TemporaryDirectory() as profile:
        shot = [f"--user-data-dir={profile}", f"--screenshot={to}", f"{base}/t/{number}#{secret}"]
        subprocess.run([program, *_QUIET, *shot], check=False, capture_output=True, timeout=60)
    return to.exists()
