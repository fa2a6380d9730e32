"""Asks the public page as an applicant would."""

from urllib.parse import urlencode
from urllib.request import Request, urlopen


def ask(base: str, number: str, proof: str) -> str:
    """Send number and second fact as the page's form does; return the page that answers."""
    form = urlencode({"number": number, "proof": proof}).encode()
    with urlopen(Request(f"{base}/status", data=form), timeout=30) as answer:  # noqa: S310 - loopback, our own server
        return str(answer.read().decode("utf-8"))
