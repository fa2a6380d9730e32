"""Debian's Chromium, started once and told over a pipe what to open: pages as pictures.

The words are those of the Chrome DevTools protocol, one JSON message after the other, each ended by a zero.
"""

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from kiosk.errors import Broken

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESK, PHONE = (1366, 768), (390, 844)
_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
_PATIENCE_S = 60
_HANDS_OVER = (  # the browser hears on descriptor 3 and speaks on 4
    "import fcntl, os, sys;"
    "a, b = (fcntl.fcntl(int(one), fcntl.F_DUPFD, 10) for one in sys.argv[1:3]);"
    "os.dup2(a, 3); os.dup2(b, 4); os.execv(sys.argv[3], sys.argv[3:])"
)


def browser() -> str | None:
    """Return the browser of this machine, if it has one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Chromium:
    """A browser without a window; `close` ends it."""

    def __init__(self, program: str) -> None:
        self._profile = tempfile.mkdtemp(prefix="kiosk-browser-")
        hears, self._says = os.pipe()
        self._hears, says = os.pipe()
        command = [sys.executable, "-c", _HANDS_OVER, str(hears), str(says), program, *_QUIET]
        self._process = subprocess.Popen(
            [*command, f"--user-data-dir={self._profile}"],
            pass_fds=(hears, says),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(hears)
        os.close(says)
        self._count, self._rest, self._session = 0, b"", ""
        self._heard: list[str] = []

    def _sit_down(self) -> None:
        """Open the one page that shows everything."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def shoot(self, url: str, to: Path, size: tuple[int, int] = DESK, cookies: CookieJar | None = None) -> None:
        """Take a picture of a page as this person sees it; a telephone's is as long as the page."""
        if not self._session:
            self._sit_down()
        wide, tall = size
        phone = size == PHONE
        self._ask("Network.clearBrowserCookies")
        self._ask("Network.setCookies", cookies=[_told(one, url) for one in cookies or ()])
        self._ask(
            "Emulation.setDeviceMetricsOverride", width=wide, height=tall, deviceScaleFactor=1 + phone, mobile=phone
        )
        self._heard.clear()
        self._ask("Page.navigate", url=url)
        while "Page.loadEventFired" not in self._heard:
            self._next()
        self._ask("Runtime.evaluate", expression="document.fonts.ready.then(() => 0)", awaitPromise=True)
        more = {"captureBeyondViewport": True, "clip": self._whole(wide)} if phone else {}
        shot = self._ask("Page.captureScreenshot", format="png", **more)["data"]
        to.write_bytes(base64.b64decode(shot))

    def _whole(self, wide: int) -> dict[str, Any]:
        tall = self._ask("Page.getLayoutMetrics")["cssContentSize"]["height"]
        return {"x": 0, "y": 0, "width": wide, "height": tall, "scale": 1}

    def close(self) -> None:
        """End the browser and take its profile away."""
        with suppress(OSError, Broken):
            self._ask("Browser.close")
        for end in (self._says, self._hears):
            os.close(end)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._profile, ignore_errors=True)

    # ------------------------------------------------------------------ the wire

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._says, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise Broken(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + _PATIENCE_S
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._hears], [], [], max(0.0, end - time.monotonic()))
            chunk = os.read(self._hears, 1 << 20) if ready else b""
            if not chunk:
                raise Broken("the browser says nothing any more")
            self._rest += chunk
        text, _, self._rest = self._rest.partition(b"\0")
        message = dict(json.loads(text))
        self._heard.append(message.get("method", ""))
        return message


def _told(cookie: Any, url: str) -> dict[str, str]:
    return {"name": cookie.name, "value": cookie.value or "", "url": url}
