"""People at a browser: cookies kept, forms sent with their token, over real HTTP."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import insert, select

from kiosk.central.centre import Centre
from kiosk.central.people.person import person_of
from kiosk.central.people.sealing import unseal_secret
from kiosk.central.people.totp import STEP_S, code_at
from kiosk.central.store.tables import User, UserBranch
from kiosk.central.users import add_user
from tests.integration.central.machine import OFFICE, Reply, ask

PASSWORD = "a long enough passphrase"
_HASHER = Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)


def quick_verifier(password: str) -> str:
    """Return a verifier that costs next to nothing: a test hires and signs in many."""
    return _HASHER.hash(password)


_FORM = "application/x-www-form-urlencoded"


@dataclass
class Browser:
    """Keeps cookies and remembers the last page's token."""

    url: str
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str, **headers: str) -> Reply:
        return self._kept(ask(self.url, "GET", path, b"", {**self._cookies(), **headers}))

    def post(self, path: str, token: str | None = None, **values: object) -> Reply:
        pairs = {"form_token": self.token if token is None else token, **values}
        body = urlencode(pairs, doseq=True).encode()
        return self._kept(ask(self.url, "POST", path, body, {"Content-Type": _FORM, **self._cookies()}))

    def follow(self, reply: Reply) -> Reply:
        assert reply.status == 303, (reply.status, reply.text[:400])
        return self.get(reply.headers["location"])

    def _cookies(self) -> dict[str, str]:
        kept = {"kiosk-language": self.language, **self.cookies}
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in kept.items())}

    def _kept(self, reply: Reply) -> Reply:
        for header in reply.cookies:
            name, _, value = header.partition(";")[0].partition("=")
            if "Max-Age=0" in header or not value:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        if found := re.search(r'name="form_token" value="([^"]*)"', reply.text if _is_text(reply) else ""):
            self.token = found.group(1)
        return reply


def _is_text(reply: Reply) -> bool:
    return reply.headers.get("content-type", "").startswith("text/")


def hire(
    centre: Centre, login: str, role: str, *, office: int = OFFICE, branches: tuple[str, ...] = (), post: str = ""
) -> str:
    """Add a person and return the login."""
    add_user(centre, office, login=login, name=f"জনাব {login}", role=role, password=PASSWORD, post_bn=post)
    with centre.database.write() as connection:
        for branch in branches:
            connection.execute(insert(UserBranch).values(office=office, login=login, branch=branch))
    return login


def signed_in(centre: Centre, url: str, login: str, language: str = "en") -> Browser:
    """Return a browser at which somebody went through both steps."""
    browser = Browser(url, language)
    browser.get("/desk/sign-in")
    reply = browser.post("/desk/sign-in", login=login, password=PASSWORD)
    assert reply.status == 303, reply.text
    if reply.headers["location"] == "/desk/second-factor":
        browser.follow(reply)
        secret = secret_of(centre, login)
        code = code_at(secret, int(centre.clock().timestamp()) // STEP_S)
        reply = browser.post("/desk/second-factor", code=code)
        assert reply.status == 303, reply.text
    browser.follow(reply)
    return browser


def secret_of(centre: Centre, login: str) -> str:
    """Return the secret of somebody's second factor."""
    name, _, office = login.partition("@")
    number = int(office or OFFICE)
    with centre.database.read() as connection:
        who = person_of(connection, number, name, centre.clock().date())
        mine = (User.login == name) & (User.office == number)
        return unseal_secret(centre, who, connection.execute(select(User.totp).where(mine)).scalar_one())


def secret_on(page: Reply) -> str:
    """Return the secret that a page shows to who sets up the second factor."""
    return re.search(r'class="secret">([A-Z2-7 ]+)<', page.text).group(1).replace(" ", "")
