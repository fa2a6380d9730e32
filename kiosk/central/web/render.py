"""Templates become pages, escaped, in the reader's language."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import MediaType, Response
from markupsafe import Markup

from kiosk import __version__, resources
from kiosk.i18n import LANGUAGES, translator

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
}


def language_of(asked: str | None) -> str:
    """Return the language of a page: Bangla unless another one of ours is asked for."""
    return asked if asked in LANGUAGES else "bn"


def render(template: str, language: str, **values: Any) -> str:
    """Return a page as HTML."""
    words = translator(language)
    return (
        _environment()
        .get_template(template)
        .render(_=words.gettext, ngettext=words.ngettext, lang=language, version=__version__, **values)
    )


def page(html: str, status_code: int = 200, headers: Mapping[str, str] | None = None) -> Response[str]:
    """Return HTML with the headers that every page has."""
    given = {**HEADERS, **(headers or {})}
    return Response(html, status_code=status_code, media_type=MediaType.HTML, headers=given)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("kiosk.central", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["icon"] = _icon
    return environment


@cache
def _icon(name: str) -> Markup:
    """Return one of our own drawings, to stand in the page itself."""
    drawing = resources.read_text(f"icons/{name}.svg").replace("<svg ", '<svg class="i" aria-hidden="true" ', 1)
    return Markup(drawing.strip())  # noqa: S704 - a file of ours
