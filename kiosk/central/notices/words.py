"""A notice in words: what an application and its step say, put into the office's text."""

import unicodedata
from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import Connection, Row, select

from kiosk import i18n
from kiosk.central.centre import Centre
from kiosk.central.notices.queue import WORD
from kiosk.central.notices.settings import NoticeSettings
from kiosk.central.notices.texts import ASKED, Texts, fill, texts
from kiosk.central.portal.words import at_branch, office_name
from kiosk.central.status import OfficeCard, branches_of, office_card
from kiosk.central.store.tables import ApplicationRow
from kiosk.domain.application import Application
from kiosk.domain.workflow import ACTS, PENDING, RECEIVED, Step, state_name

_application = msgspec.json.Decoder(Application)
_step = msgspec.json.Decoder(Step)


@dataclass(frozen=True, slots=True)
class Words:
    """A message as it goes out; `why` says why there is none: `notice.void|notice.no_text|notice.gone`."""

    text: str = ""
    subject: str = ""
    sender: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts values into an office's texts; `base` is the public address, empty for none."""

    centre: Centre
    settings: NoticeSettings
    card: OfficeCard
    branches: dict[str, tuple[str, str]]
    texts: Texts

    def say(self, application: Application, state: str, step: Step, language: str, *, digits: str = "") -> str:
        """Return the text of a step in a language, empty where the office wants none."""
        return fill(self.texts.get((step.kind, language), ""), self.values(application, state, step, language, digits))

    def values(
        self, application: Application, state: str, step: Step, language: str, digits: str = ""
    ) -> dict[str, str]:
        """Return what fills the holes."""
        number, draft = application.receive_number, application.draft
        service = self.centre.catalogue.services.get(draft.service)
        names = (service.short_bn or service.name_bn, service.name_en) if service else ("", "")
        branch = self.branches.get(step.branch, ("", ""))[0 if language == "bn" else 1]
        phone = self.card.phone
        base = self.centre.settings.public_base.rstrip("/")
        values = {
            "number": i18n.receive_number(number, "en"),
            "service": names[0 if language == "bn" else 1] or draft.subject,
            "day": _day(application.promised_on if state in PENDING else None, language),
            "until": _day(step.until, language),
            "fee": i18n.money(step.poisha, language) if step.poisha else "",
            "branch": _at(branch, language),
            "office": office_name(self.card, language),
            "phone": i18n.mobile(phone, "en") if phone.startswith("+8801") else phone,
            "note": step.note,
            "state": i18n.translator(language).gettext(state_name(state)),
        }
        wanted = digits or language
        shown = {name: i18n.digits(value, wanted) if wanted == "bn" else i18n.ascii_digits(value) for name, value in values.items()}  # fmt: skip
        return {**shown, "link": f"{base}/t/{number}" if base else ""}


def speaker_for(connection: Connection, centre: Centre, settings: NoticeSettings, office: int) -> Speaker:
    """Return who speaks for an office now."""
    card = office_card(connection, office)
    return Speaker(centre, settings, card, branches_of(connection, office), texts(connection, office))


def words_of(connection: Connection, centre: Centre, settings: NoticeSettings, row: "Row[tuple[object, ...]]") -> Words:
    """Return a row of the queue in words, by what stands in the database now."""
    speaker = speaker_for(connection, centre, settings, row.office)
    name = office_name(speaker.card, settings.language)
    if row.event.startswith(f"{WORD}:"):
        return Words(row.text, name, name) if row.text else Words(why="notice.gone")  # a code is not said twice
    of_it = (ApplicationRow.office == row.office) & (ApplicationRow.receive_number == row.receive_number)
    found = connection.execute(select(ApplicationRow.body, ApplicationRow.state).where(of_it)).one_or_none()
    if found is None:
        return Words(why="notice.gone")
    if found.state == "void" and not row.event.startswith("asked@"):
        return Words(why="notice.void")
    application, step = _application.decode(bytes(found.body)), step_for(row)
    return _composed(speaker, application, found.state, step, row.channel, name)


def step_for(row: "Row[tuple[object, ...]]") -> Step:
    """Return the step that a row of the queue tells of."""
    if row.about:
        return _step.decode(row.about)
    return Step(ASKED if row.event.startswith(f"{ASKED}@") else RECEIVED, row.made_at)


def _composed(speaker: Speaker, application: Application, state: str, step: Step, channel: str, name: str) -> Words:
    settings = speaker.settings
    if channel == "sms":
        text = speaker.say(application, state, step, settings.language, digits=settings.digits)
        return Words(text, sender=name) if text else Words(why="notice.no_text")
    both = [speaker.say(application, state, step, language) for language in ("bn", "en")]
    if not any(both):
        return Words(why="notice.no_text")
    signed = [f"{text}\n\n{office_name(speaker.card, language)}" for text, language in zip(both, ("bn", "en"), strict=True) if text]  # fmt: skip
    title = i18n.translator(settings.language).gettext(ACTS[step.kind].name if step.kind in ACTS else state_name(state))
    number = i18n.receive_number(application.receive_number, settings.language)
    return Words("\n\n--\n\n".join(signed) + "\n", f"{number}: {title}", name)


def _day(text: str | None, language: str) -> str:
    return i18n.day(date.fromisoformat(text), language).lstrip("0০") if text else ""


def _at(branch: str, language: str) -> str:
    """Return "at the branch"; an ending cannot follow a bracket."""
    if language == "bn" and branch and not branch[-1].isalpha() and unicodedata.category(branch[-1])[0] != "M":
        return branch + "-এ"
    return at_branch(branch, language)
