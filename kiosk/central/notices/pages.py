"""The administrator's pages: what was sent and what was not, and the words of each step."""

from datetime import timedelta
from typing import Any

from litestar import Response, Router, get, post
from litestar.params import FromPath

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.given import TheCentre
from kiosk.central.notices.hooks import Given
from kiosk.central.notices.listing import PAGE, Notice, counts, list_notices, resend
from kiosk.central.notices.queue import STATES
from kiosk.central.notices.segments import Cost, cost_of
from kiosk.central.notices.settings import NoticeSettings
from kiosk.central.notices.texts import STEPS, check_text, fill, restore_text, set_text, texts, versions
from kiosk.central.notices.words import speaker_for
from kiosk.central.people.person import Person
from kiosk.central.web.desk_page import desk_page
from kiosk.central.web.guard import MAX_FORM_BYTES, Asked, Who, go_to, said
from kiosk.central.web.policy import policy
from kiosk.central.web.words import language_for, sentence_of
from kiosk.domain.application import Applicant, Application, ApplicationDraft, Kind
from kiosk.domain.clock import DHAKA, dhaka_day, stamp, unstamp
from kiosk.domain.workflow import ACTS, FORWARDED, RECEIVED, Step
from kiosk.errors import Refused
from kiosk.i18n import LANGUAGES, translator


def _(message: str) -> str:
    """Mark a message for the catalogue."""
    return message


STATE_NAMES = {
    "queued": _("Waits to be sent"),
    "sending": _("Being sent"),
    "sent": _("Sent"),
    "delivered": _("Delivered"),
    "failed": _("Not reached"),
    "not_known": _("Not known whether it arrived"),
    "test": _("Test: not sent"),
    "left_out": _("Left out"),
}
TONES = {"failed": "bad", "not_known": "warn", "queued": "act", "sending": "act", "test": "warn"}
WHY = {
    "permanent": _("cannot be reached"),
    "temporary": _("was not taken, is tried again"),
    "technical": _("the way out is out of order"),
    "lost": _("no answer came"),
    "again": _("to be sent once more"),
    "notice.stopped": _("wants no messages"),
    "notice.late": _("too long ago"),
    "notice.restored": _("from before the restore, may have been told"),
    "notice.void": _("the application is cancelled"),
    "notice.no_text": _("no text for this step"),
    "notice.gone": _("the application is not here"),
}
ASKED_NAME, WORD_NAME = _("Answer to a question by SMS"), _("Code for a contact")
TOLD = {"again": _("It goes out once more."), "kept": _("Kept."), "undone": _("What was before holds again.")}
SAMPLE = "7926010004177"


@get("/", sync_to_thread=True, opt=policy("administrator"))
def queue_page(request: Asked, centre: TheCentre, who: Who, notice_settings: Given) -> Response[str]:
    """Show the queue."""
    return _queue(request, centre, who, notice_settings)


@post("/again", status_code=200, sync_to_thread=True, opt=policy("administrator"))
def take_again(request: Asked, centre: TheCentre, who: Who, notice_settings: Given) -> Response[Any]:
    """Send a message once more."""
    try:
        with centre.database.write() as connection:
            resend(connection, who.office, said(request, "name"), by=who.login, now=centre.clock())
    except Refused as refused:
        return _queue(request, centre, who, notice_settings, refused)
    return go_to("/desk/notices?done=again")


@get("/texts", sync_to_thread=True, opt=policy("administrator"))
def texts_page(request: Asked, centre: TheCentre, who: Who, notice_settings: Given) -> Response[str]:
    """Show what is said at each step."""
    language = language_for(request)
    with centre.database.read() as connection:
        found = texts(connection, who.office)
    shown = [(step, step_name(step, language), _example(centre, who, notice_settings, step, found)) for step in STEPS]
    return _page(request, centre, who, "desk/notice_texts.html", None, steps=shown)


@get("/texts/{step:str}", sync_to_thread=True, opt=policy("administrator"))
def text_page(
    request: Asked, centre: TheCentre, who: Who, notice_settings: Given, step: FromPath[str]
) -> Response[str]:
    """Show the words of a step, to be changed."""
    return _text(request, centre, who, notice_settings, step)


@post("/texts/{step:str}", status_code=200, sync_to_thread=True, opt=policy("administrator"))
def take_text(
    request: Asked, centre: TheCentre, who: Who, notice_settings: Given, step: FromPath[str]
) -> Response[Any]:
    """Keep the words of a step, or only show how they look."""
    typed = {language: said(request, f"text_{language}").replace("\r\n", "\n") for language in LANGUAGES}
    try:
        if said(request, "act") != "keep":
            return _text(request, centre, who, notice_settings, step, typed=typed)
        with centre.database.write() as connection:
            for language, text in typed.items():
                set_text(connection, who.office, step, language, text, by=who.login, now=centre.clock())
    except Refused as refused:
        return _text(request, centre, who, notice_settings, step, refused, typed)
    return go_to(f"/desk/notices/texts/{step}?done=kept")


@post("/texts/{step:str}/again", status_code=200, sync_to_thread=True, opt=policy("administrator"))
def take_old_text(
    request: Asked, centre: TheCentre, who: Who, notice_settings: Given, step: FromPath[str]
) -> Response[Any]:
    """Let a text of before hold again."""
    version, language = said(request, "version"), said(request, "language")
    try:
        if not (version.isascii() and version.isdigit() and len(version) < 6):
            raise Refused.because("notice.step", "version")
        with centre.database.write() as connection:
            number, now = int(version), centre.clock()
            restore_text(connection, who.office, step, language, number, by=who.login, now=now)
    except Refused as refused:
        return _text(request, centre, who, notice_settings, step, refused)
    return go_to(f"/desk/notices/texts/{step}?done=undone")


def step_name(step: str, language: str) -> str:
    """Return what a step is called."""
    own = {"asked": ASKED_NAME, "word": WORD_NAME}
    return translator(language).gettext(own.get(step) or (ACTS[step].name if step in ACTS else step))


def _queue(
    request: Asked, centre: Centre, who: Person, settings: NoticeSettings, refused: Refused | None = None
) -> Response[str]:
    language, params = language_for(request), request.query_params
    state = params.get("state", "") if params.get("state", "") in STATES else ""
    number = i18n.ascii_digits(params.get("number", ""))[:20].replace("-", "").replace(" ", "")
    at = params.get("page", "1")
    number_of_page = min(int(at), 400) if at.isascii() and at.isdigit() and len(at) < 4 and int(at) else 1
    with centre.database.read() as connection:
        found = list_notices(connection, who.office, state=state, number=number, page=number_of_page)
        counted = counts(connection, who.office)
    rows = [_shown(one, language) for one in found[:PAGE]]
    shown = {"state": state, "number": number, "page": number_of_page, "more": len(found) > PAGE}
    return _page(request, centre, who, "desk/notices.html", refused, rows=rows, counted=counted, asked=shown,
                 mode=settings.mode)  # fmt: skip


def _shown(one: Notice, language: str) -> dict[str, Any]:
    local = unstamp(one.changed_at).astimezone(DHAKA)
    gettext = translator(language).gettext
    return {
        "one": one,
        "number": i18n.receive_number(one.receive_number, language) if one.receive_number else "",
        "step": step_name(one.step, language),
        "state": gettext(STATE_NAMES[one.state]),
        "tone": TONES.get(one.state, ""),
        "why": gettext(WHY[one.why]) if one.why in WHY else "",
        "contact": i18n.digits(one.contact, language) if one.channel == "sms" else one.contact,
        "at": f"{i18n.short_day(local.date(), language)}, {i18n.clock_time(local, language)}",
        "cost": cost_words(one.cost, language) if one.text and one.channel == "sms" else "",
    }


def cost_words(cost: Cost, language: str) -> str:
    """Return `১ বার্তা · ৫৮/৭০`."""
    count = translator(language).ngettext("{count} message", "{count} messages", cost.segments)
    return i18n.digits(f"{count.format(count=cost.segments)} · {cost.units}/{cost.room}", language)


def _example(centre: Centre, who: Person, settings: NoticeSettings, step: str, found: Any) -> list[dict[str, str]]:
    """Return what a step's SMS looks like in both languages, with invented values."""
    with centre.database.read() as connection:
        speaker = speaker_for(connection, centre, settings, who.office)
    today = dhaka_day(centre.clock())
    service = next(iter(centre.catalogue.services))
    draft = ApplicationDraft(service, applicants=(Applicant(name="…"),))
    promised = (today + timedelta(days=14)).isoformat()
    number = f"{who.office:02d}{SAMPLE[2:]}"
    application = Application(number, "", Kind.CITIZEN, "", stamp(centre.clock()), today.isoformat(), draft, promised)
    branch = FORWARDED if step == FORWARDED else ""
    known = next(iter(speaker.branches), "")
    about = Step(step, stamp(centre.clock()), branch=known if branch else "", until=promised, poisha=4000)
    shown = []
    for language in LANGUAGES:
        values = speaker.values(application, RECEIVED, about, language, settings.digits if language == "bn" else "en")
        text = fill(found[step, language], {**values, "link": values["link"] or f"https://…/t/{number}"})
        shown.append({"language": language, "text": text, "cost": cost_words(cost_of(text), language_of(language))})
    return shown


def language_of(language: str) -> str:
    """Return the language in which an example's cost is told: its own."""
    return language


def _text(
    request: Asked,
    centre: Centre,
    who: Person,
    settings: NoticeSettings,
    step: str,
    refused: Refused | None = None,
    typed: dict[str, str] | None = None,
) -> Response[str]:
    if step not in STEPS:
        raise Refused.because("number.unknown")
    language = language_for(request)
    with centre.database.read() as connection:
        found, before = texts(connection, who.office), versions(connection, who.office, step)
    words = typed or {one: found[step, one] for one in LANGUAGES}
    try:
        tried = {(step, one): check_text(text) for one, text in words.items()}
    except Refused as error:
        refused, tried = refused or error, {(step, one): "" for one in words}
    example = _example(centre, who, settings, step, tried)
    days = {one.at: i18n.numeric_day(dhaka_day(unstamp(one.at)), language) for one in before if one.at}
    held = [{"one": one, "day": days.get(one.at, ""), "now": found[step, one.language] == one.text} for one in before]
    return _page(request, centre, who, "desk/notice_text.html", refused, step=step, name=step_name(step, language),
                 words=words, example=example, before=held)  # fmt: skip


def _page(
    request: Asked, centre: Centre, who: Person, template: str, refused: Refused | None, **values: Any
) -> Response[str]:
    language = language_for(request)
    done = TOLD.get(request.query_params.get("done", ""), "")
    told = translator(language).gettext(done) if done and not refused else ""
    trouble = sentence_of(refused, language) if refused else ""
    status = 400 if refused else 200
    names = {code: translator(language).gettext(name) for code, name in STATE_NAMES.items()}
    digits = {number: i18n.digits(number, language) for number in set(values.get("counted", {}).values())}
    return desk_page(
        request, centre, who, template, status=status, told=told, trouble=trouble, names=names, digits=digits, **values
    )


def notices_router() -> Router:
    """Return the administrator's routes."""
    handlers = [queue_page, take_again, texts_page, text_page, take_text, take_old_text]
    return Router(
        path="/desk/notices", route_handlers=handlers, include_in_schema=False, request_max_body_size=MAX_FORM_BYTES
    )
