"""Which language a page speaks, and its small words: days, numbers, a refusal's sentence."""

from litestar.datastructures import Cookie

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.web.guard import LANGUAGE, Asked, cookie
from kiosk.central.web.render import language_of
from kiosk.errors import Refused

_YEAR_S = 365 * 24 * 3600


def language_for(request: Asked) -> str:
    """Return the language of somebody's pages: asked for now, or chosen before, else Bangla."""
    return language_of(request.query_params.get("lang") or request.cookies.get(LANGUAGE))


def keep_language(centre: Centre, request: Asked) -> list[Cookie]:
    """Return the cookie that remembers a language which was asked for just now."""
    asked = request.query_params.get("lang")
    if not asked:
        return []
    return [cookie(centre, request, LANGUAGE, language_of(asked), max_age_s=_YEAR_S)]


def sentence_of(refused: Refused, language: str) -> str:
    """Return what a refusal says to a person."""
    problem = refused.problems[0]
    return i18n.sentence(problem.code, language, **problem.params)
