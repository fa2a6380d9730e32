"""Secrets of second factors lie in the database sealed: a copy of a table opens no account."""

import base64
import hmac

from kiosk.central.centre import Centre
from kiosk.central.people.person import Person
from kiosk.errors import Unavailable

_MARK, _NONCE = "1:", 12


def seal_secret(centre: Centre, who: Person, secret: str) -> str:
    """Return what is kept of a secret; only this centre reads it, and only for this person."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = centre.rng(_NONCE)
    sealed = nonce + AESGCM(_key(centre)).encrypt(nonce, secret.encode(), _owner(who))
    return _MARK + base64.b64encode(sealed).decode()


def unseal_secret(centre: Centre, who: Person, kept: str) -> str:
    """Return a secret; one that was kept plain before secrets were sealed is returned as it is.

    Raises Unavailable `secret.lost` for one that was sealed elsewhere or for somebody else.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not kept.startswith(_MARK):
        return kept
    sealed = base64.b64decode(kept.removeprefix(_MARK))
    try:
        return AESGCM(_key(centre)).decrypt(sealed[:_NONCE], sealed[_NONCE:], _owner(who)).decode()
    except InvalidTag as error:
        raise Unavailable("secret.lost", who.login) from error


def _key(centre: Centre) -> bytes:
    return hmac.digest(centre.secret, b"second factor", "sha256")


def _owner(who: Person) -> bytes:
    return f"{who.office}:{who.login}".encode()
