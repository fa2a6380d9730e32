"""Everything that one application says, in pairs of name and value."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.application import Applicant, IdType, PaperState
from kiosk.domain.clock import DHAKA, unstamp
from kiosk.i18n import _
from kiosk.ui.find.cards import clock_of
from kiosk.ui.find.names import paper_name

if TYPE_CHECKING:
    from kiosk.desk.find_screen import InFull
    from kiosk.domain.application import Application
    from kiosk.domain.catalogue import Catalogue, ServiceField

Facts = tuple[str, tuple[tuple[str, str], ...]]


def facts_of(application: "Application", catalogue: "Catalogue") -> tuple[Facts, ...]:
    """Return everything an application says, in named parts of pairs of name and value."""
    draft = application.draft
    parts: list[Facts] = [(_("Application"), _about(application, catalogue))]
    many = len(draft.applicants) > 1
    for place, person in enumerate(draft.applicants, 1):
        title = _("Applicant {n}").format(n=i18n.digits(place)) if many else _("Applicant")
        parts.append((title, _person_facts(person)))
    if draft.agent is not None:
        parts.append((_("Agent"), ((_("Relation"), draft.agent.relation), *_person_facts(draft.agent))))
    parts.append((_("Fields of the service"), _field_facts(application, catalogue)))
    parts.append((_("Letter"), _letter_facts(application)))
    parts.append((_("Papers"), _paper_facts(application, catalogue)))
    kept = ((title, tuple((name, value) for name, value in pairs if value)) for title, pairs in parts)
    return tuple((title, pairs) for title, pairs in kept if pairs)


def _about(application: "Application", catalogue: "Catalogue") -> tuple[tuple[str, str], ...]:
    draft = application.draft
    service = catalogue.services.get(draft.service)
    name = (service.name_bn if i18n.language() == "bn" else service.name_en) if service else draft.service
    received = f"{_day(application.received_on)}, {clock_of(application.received_at)}"
    return (
        (_("Service"), name),
        (_("Subject"), draft.subject if draft.subject != name else ""),
        (_("Received on"), received),
        (_("How it came in"), channel_words(draft.channel.value)),
        (_("Promised for"), _day(application.promised_on)),
        (_("Version"), i18n.digits(application.version) if application.version else ""),
    )


def channel_words(channel: str) -> str:
    """Return how an application came in."""
    return {
        "walk_in": _("In person"),
        "post": _("Post"),
        "email": _("E-mail"),
        "portal": _("Portal"),
        "phone": _("Phone"),
    }.get(channel, channel)


def _person_facts(person: Applicant) -> tuple[tuple[str, str], ...]:
    kinds = {
        IdType.NID: _("National ID"),
        IdType.BIRTH_REGISTRATION: _("Birth registration"),
        IdType.PASSPORT: _("Passport"),
    }
    identity = (kinds[person.id.type], i18n.digits(person.id.number)) if person.id else ("", "")
    return (
        (_("Name"), person.name),
        (_("Name in English"), person.name_latin),
        (_("Father or husband"), person.guardian),
        (_("Mobile"), i18n.mobile(person.mobile) if person.mobile else ""),
        (_("E-mail"), person.email),
        (_("Birth date"), _day(person.birth_date)),
        identity,
        (_("Address"), person.address),
    )


def _field_facts(application: "Application", catalogue: "Catalogue") -> tuple[tuple[str, str], ...]:
    draft = application.draft
    service = catalogue.services.get(draft.service)
    fields = {one.code: one for one in service.fields} if service else {}
    return tuple(_field_fact(fields.get(code), code, value) for code, value in draft.fields.items())


def _field_fact(field: "ServiceField | None", code: str, value: str) -> tuple[str, str]:
    """Return name and value of a field as people say them; what the catalogue does not know, as it is kept."""
    from kiosk.domain.fields import shown

    if field is None:
        return code, i18n.digits(value)
    name = field.name_bn if i18n.language() == "bn" else field.name_en
    return name, shown(field, value, i18n.language())


def _letter_facts(application: "Application") -> tuple[tuple[str, str], ...]:
    draft = application.draft
    pairs = [
        (_("Sender's office"), draft.sender_office),
        (_("Memo number"), draft.memo_no),
        (_("Memo date"), _day(draft.memo_date)),
    ]
    if draft.post is not None:
        pairs += [
            (_("Posted at"), draft.post.sender_place),
            (_("Posted on"), _day(draft.post.posted_on)),
            (_("Registered letter"), i18n.digits(draft.post.registered_no)),
        ]
    if draft.mail is not None:
        pairs += [(_("E-mail from"), draft.mail.sender), (_("E-mail subject"), draft.mail.subject)]
    return tuple(pairs)


def _paper_facts(application: "Application", catalogue: "Catalogue") -> tuple[tuple[str, str], ...]:
    draft = application.draft
    states = {
        PaperState.GIVEN: _("given"),
        PaperState.SEEN: _("original seen"),
        PaperState.MISSING: _("missing"),
    }
    return tuple((paper_name(catalogue, draft.service, code), states[state]) for code, state in draft.papers.items())


def _day(day: str | None) -> str:
    return i18n.day(date.fromisoformat(day), year=True) if day else ""


def receipts_of(full: "InFull") -> Sequence[str]:
    """Return a line for every paper of an application."""
    return [_paper_line(paper.ordinal, paper.state, paper.at) for paper in full.receipts]


def _paper_line(ordinal: int, state: str, at: str) -> str:
    name = _("Original") if not ordinal else _("Copy {n}").format(n=i18n.digits(ordinal))
    states = {
        "queued": _("To be printed"),
        "sending": _("Being printed"),
        "printed": _("printed"),
        "failed": _("Not printed"),
        "not_known": _("not known whether it came out"),
        "none": _("without paper"),
    }
    when = f"{i18n.short_day(unstamp(at).astimezone(DHAKA).date())}, {clock_of(at)}"
    return f"{name} · {states.get(state, state)} · {when}"
