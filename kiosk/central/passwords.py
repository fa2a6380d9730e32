"""What is kept of a password: its argon2 verifier, which names what it cost."""

from kiosk.errors import Refused

SHORTEST, LONGEST = 12, 128


def check_password(password: str) -> None:
    """Raise Refused `password.short|password.long`."""
    if len(password) < SHORTEST:
        raise Refused.because("password.short", "password")
    if len(password) > LONGEST:
        raise Refused.because("password.long", "password")


def verifier_of(password: str) -> str:
    """Return what is kept of a password; slow on purpose, about a tenth of a second."""
    from pwdlib.hashers.argon2 import Argon2Hasher  # only where somebody needs it

    return Argon2Hasher().hash(password)


def fits(verifier: str, password: str) -> bool:
    """Tell whether a password is the one that was kept; as slow as keeping it was."""
    from pwdlib.hashers.argon2 import Argon2Hasher

    return len(password) <= LONGEST and Argon2Hasher().verify(password, verifier)
