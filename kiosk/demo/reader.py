"""Somebody at a browser, without pictures: pages in, forms out, cookies kept."""

import re
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from kiosk.demo.office import PASSWORD

_HIDDEN = re.compile(r'name="(form_token|version)" value="([^"]*)"')
_PATIENCE_S = 60


def in_language(path: str, language: str) -> str:
    """Return the address of a page in this language."""
    parts = urlsplit(path)
    query = "&".join(filter(None, (parts.query, f"lang={language}")))
    return parts._replace(query=query).geturl()


class Reader:
    """One person's browser on the centre at `base`; every answer is the page that followed."""

    def __init__(self, base: str) -> None:
        self._base = base
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))
        self._hidden: dict[str, str] = {}
        self.at = "/"

    def sign_in(self, login: str) -> "Reader":
        """Sign in at the desk."""
        self.get("/desk/sign-in")
        self.post("/desk/sign-in", login=login, password=PASSWORD)
        return self

    def get(self, path: str) -> str:
        """Open a page.  Raises OSError where it is refused."""
        return self._read(path, None).decode("utf-8")

    def document(self, path: str) -> bytes:
        """Fetch a file."""
        return self._read(path, None)

    def post(self, path: str, **values: str) -> str:
        """Send a form of the page that is open, with what that page keeps hidden in it."""
        sent = urlencode({**self._hidden, **values}).encode()
        return self._read(path, sent).decode("utf-8")

    def act(self, page: str, name: str, **values: str) -> str:
        """Open a page and send its form of this name."""
        self.get(page)
        return self.post(f"{page}/{name}", **values)

    def link(self, page: str, words: str) -> str:
        """Return where the last link of a page leads that has these words in its address; without words the page."""
        if not words:
            return page
        return unescape(re.findall(rf'href="([^"]*{words}[^"]*)"', self.get(page))[-1])

    def _read(self, path: str, sent: bytes | None) -> bytes:
        with self._opener.open(self._base + path, sent, timeout=_PATIENCE_S) as answer:  # our own server on loopback
            body = bytes(answer.read())
            self.at = str(answer.url).removeprefix(self._base)
            if "html" in answer.headers.get("content-type", ""):
                self._hidden = dict(_HIDDEN.findall(body.decode("utf-8")))
        return body
