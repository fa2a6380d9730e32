"""What may stand in a document's columns and holes: each value by its name, in the language asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk import i18n
from kiosk.domain.application import Applicant, Application, PaperState, Visit
from kiosk.domain.catalogue import Catalogue, Service
from kiosk.domain.clock import DHAKA, dhaka_day, unstamp
from kiosk.domain.fields import shown
from kiosk.domain.followups import CopyHandedOver, CopyPosted, FeeDemanded, FeeReceived, FollowUp
from kiosk.domain.workflow import VOID, Step, state_name


def _(message: str) -> str:
    """Mark a message for the catalogue; it is translated when it is written."""
    return message


_ANSWERS = {
    "told": _("Told here"),
    "slip": _("Slip given"),
    "sent": _("Sent to the branch"),
    "begun": _("Application begun"),
    "callback": _("To be called back"),
}
_STAMPS = {PaperState.GIVEN: _("Affixed"), PaperState.SEEN: _("Seen"), PaperState.MISSING: _("Due")}
_IDENTITIES = {
    "nid": _("National ID {number}"),
    "birth_registration": _("Birth registration {number}"),
    "passport": _("Passport {number}"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """An application as a row: its place among the rows, its state, where it was forwarded last.

    `catalogue` is the one it was taken in under: its fee and its fields; `acts` are the fees and despatches
    noted for it at this counter, in order; `delivered` is when its copy went out last, wherever that was.
    """

    application: Application
    serial: int
    state: str
    forwarded: Step | None
    catalogue: Catalogue
    language: str
    acts: tuple[FollowUp, ...] = ()
    delivered: Step | None = None

    @property
    def service(self) -> Service | None:
        """What was asked for; None where the catalogue does not know it."""
        return self.catalogue.services.get(self.application.draft.service)

    @property
    def fee_poisha(self) -> int:
        """The court fee that the catalogue asks for; nothing for what is void."""
        found = self.service
        return (found.fees.court_fee_poisha or 0) if found and self.state != VOID else 0


@dataclass(frozen=True, slots=True)
class Call:
    """A helpdesk visit as a row."""

    visit: Visit
    serial: int
    catalogue: Catalogue
    language: str


def say(language: str, message: str) -> str:
    """Return a message in a language."""
    return i18n.translator(language).gettext(message)


def _day(text: str, language: str) -> str:
    return i18n.numeric_day(date.fromisoformat(text), language) if text else ""


def _long_day(text: str, language: str) -> str:
    return i18n.day(date.fromisoformat(text), language, year=True) if text else ""


def _time(at: str, language: str) -> str:
    return i18n.clock_time(unstamp(at).astimezone(DHAKA), language)


# ------------------------------------------------------------------------------ of applications


def _names(case: Case) -> str:
    """Return the first applicant's name, and how many more there are."""
    others = len(case.application.draft.applicants) - 1
    name = case.application.first_applicant.shown_name
    if not others:
        return name
    return say(case.language, _("{name} and {n} more")).format(name=name, n=i18n.digits(others, case.language))


def _from_whom(case: Case) -> str:
    draft = case.application.draft
    return "\n".join(filter(None, (draft.sender_office, _names(case), address(case.application.first_applicant))))


def address(applicant: Applicant) -> str:
    """Return the address, with what is known of its place and not said in it."""
    parts = [applicant.address]
    if place := applicant.place:
        post = "-".join(filter(None, (place.post_office, place.post_code)))
        parts += [place.union, post, place.upazila, place.district]
    said: list[str] = []
    for part in parts:
        if part and not any(part in other for other in said):
            said.append(part)
    return ", ".join(said)


def _sent_on(case: Case) -> str:
    draft = case.application.draft
    return _day(draft.memo_date or (draft.post.posted_on if draft.post else ""), case.language)


def _memo(case: Case) -> str:
    """Return the sender's number; of a registered letter without one, that of the post."""
    draft = case.application.draft
    if draft.memo_no or not (draft.post and draft.post.registered_no):
        return i18n.digits(draft.memo_no, case.language)
    return say(case.language, _("Regd. {number}")).format(number=i18n.digits(draft.post.registered_no, case.language))


def _service(case: Case) -> str:
    if case.service is None:
        return case.application.draft.service
    return case.service.name_en if case.language == "en" else case.service.short_bn


def _branch(case: Case) -> str:
    """Return the branch that has it, else the one that the catalogue names."""
    code = case.forwarded.branch if case.forwarded else ""
    if found := case.catalogue.branches.get(code):
        return found.name_en if case.language == "en" else found.name_bn
    if code or case.service is None:
        return code
    return case.service.branch_en if case.language == "en" else case.service.branch_bn


def _destination(case: Case) -> str:
    """Return to whom the paper goes: copies to their branch, all else first to the DC."""
    if case.forwarded or case.application.kind == "copy":
        return _branch(case)
    return say(case.language, _("Deputy Commissioner"))


def _fee(case: Case) -> str:
    return i18n.money(case.fee_poisha, case.language) if case.fee_poisha else ""


def _stamp(case: Case) -> str:
    """Return what became of the stamps; empty where the service asks for none."""
    states = [state for paper, state in case.application.draft.papers.items() if paper.startswith("court_fee")]
    return say(case.language, _STAMPS[states[0]]) if states else ""


def _details(case: Case) -> str:
    given = "; ".join(f"{name} {value}" for name, value in record(case) if value)
    return f"{_service(case)}: {given}" if given else _service(case)


def record(case: Case, wanted: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return names and values of the service's own fields, those that are wanted (default: all) in that order."""
    service, given = case.service, case.application.draft.fields
    fields = {field.code: field for field in service.fields} if service else {}
    rows = []
    for code in wanted or tuple(dict.fromkeys((*fields, *given))):
        if code in fields or code in given:
            field = fields.get(code)
            name = code if field is None else field.name_en if case.language == "en" else field.name_bn
            value = given.get(code, "")
            rows.append((name, shown(field, value, case.language) if field else i18n.digits(value, case.language)))
    return rows


def _agent(case: Case) -> str:
    """Return who filed for the applicants, and what they are to them."""
    agent = case.application.draft.agent
    if agent is None:
        return ""
    return f"{agent.shown_name} ({agent.relation})" if agent.relation else agent.shown_name


def _identity(case: Case) -> str:
    found = case.application.first_applicant.id
    if found is None:
        return ""
    return say(case.language, _IDENTITIES[found.type]).format(number=i18n.digits(found.number, case.language))


def _forwarded_on(case: Case) -> str:
    if case.forwarded is None:
        return ""
    return i18n.numeric_day(dhaka_day(unstamp(case.forwarded.at)), case.language)


def _since_demand(case: Case) -> tuple[FeeDemanded | None, list[FeeReceived]]:
    """Return the last demand, and what was handed in since; without a demand all that was handed in."""
    demand: FeeDemanded | None = None
    received: list[FeeReceived] = []
    for act in case.acts:
        if isinstance(act, FeeDemanded):
            demand, received = act, []
        elif isinstance(act, FeeReceived):
            received.append(act)
    return demand, received


@dataclass(slots=True)
class Sums:
    """What the amounts of many rows come to, in poisha; a void application counts nothing."""

    fee: int = 0
    stamps: int = 0
    challans: int = 0

    def add(self, case: Case) -> None:
        """Add a row."""
        self.fee += case.fee_poisha
        for act in case.acts if case.state != VOID else ():
            if isinstance(act, FeeReceived):
                challans = sum(one.poisha for one in act.challans)
                self.stamps += act.poisha - challans
                self.challans += challans

    def shown(self, name: str, language: str) -> str:
        """Return the sum of a column, stamps and challans on a line each."""
        if name == "fee":
            return i18n.money(self.fee, language)
        challan = say(language, _("Challan {amount}")).format(amount=i18n.money(self.challans, language))
        parts = [i18n.money(self.stamps, language)] if self.stamps or not self.challans else []
        return "\n".join([*parts, challan] if self.challans else parts)


SUMMED = ("fee", "stamps")
"""The columns that can be added up."""


def _stamps(case: Case) -> str:
    """Return the values of the stamps that were handed in: `২০ টাকা × ২`; challans by their amount."""
    received = [act for act in case.acts if isinstance(act, FeeReceived)]
    stamps = [
        i18n.money(one.poisha, case.language) + (f" × {i18n.digits(one.count, case.language)}" if one.count > 1 else "")
        for act in received
        for one in act.stamps
    ]
    challan = say(case.language, _("Challan {amount}"))
    paid = [challan.format(amount=i18n.money(one.poisha, case.language)) for act in received for one in act.challans]
    return ", ".join(stamps + paid)


def _serials(case: Case) -> str:
    """Return the numbers on the stamps and challans."""
    received = [act for act in case.acts if isinstance(act, FeeReceived)]
    serials = [serial for act in received for one in act.stamps for serial in one.serials]
    return i18n.digits(", ".join(serials + [one.number for act in received for one in act.challans]), case.language)


def _fee_remark(case: Case) -> str:
    """Return what is to be looked at: void, or more or less than was asked for."""
    if case.state == VOID:
        return say(case.language, state_name(VOID))
    demand, received = _since_demand(case)
    gap = sum(act.poisha for act in received) - demand.poisha if demand else 0
    if not gap or not received:
        return ""
    words = _("{amount} less") if gap < 0 else _("{amount} more")
    return say(case.language, words).format(amount=i18n.money(abs(gap), case.language))


def _delivered_on(case: Case) -> str:
    """Return the day on which the copy was handed over or posted, and to whom where it was somebody else."""
    step = case.delivered
    if step is None:
        return ""
    at = dhaka_day(unstamp(step.at)).isoformat()
    if step.kind == "copy_posted":
        return say(case.language, _("By post {day}")).format(day=_day(step.until or at, case.language))
    last = next((act for act in reversed(case.acts) if isinstance(act, CopyHandedOver)), CopyHandedOver(""))
    return "\n".join(filter(None, (_day(at, case.language), last.taken_by)))


def _posted_no(case: Case) -> str:
    numbers = [act.registered_no for act in case.acts if isinstance(act, CopyPosted) and act.registered_no]
    return i18n.digits(", ".join(numbers), case.language)


def _sent_out_on(case: Case) -> str:
    """Return when it last left the counter: by post, else to a branch."""
    days = [act.posted_on for act in case.acts if isinstance(act, CopyPosted)]
    return _day(days[-1], case.language) if days else _forwarded_on(case)


OF_APPLICATIONS: dict[str, Callable[[Case], str]] = {
    "blank": lambda _case: "",
    "serial": lambda case: i18n.digits(case.serial, case.language),
    "receive_number": lambda case: i18n.receive_number(case.application.receive_number, case.language),
    "received_on": lambda case: _day(case.application.received_on, case.language),
    "received_day": lambda case: _long_day(case.application.received_on, case.language),
    "promised_day": lambda case: _long_day(case.application.promised_on or "", case.language),
    "received_time": lambda case: _time(case.application.received_at, case.language),
    "promised_on": lambda case: _day(case.application.promised_on or "", case.language),
    "name": _names,
    "guardian": lambda case: case.application.first_applicant.guardian,
    "applicant": lambda case: "\n".join(filter(None, (_names(case), case.application.first_applicant.guardian))),
    "agent": _agent,
    "mobile": lambda case: i18n.mobile(case.application.first_applicant.mobile, case.language),
    "address": lambda case: address(case.application.first_applicant),
    "identity": _identity,
    "from_whom": _from_whom,
    "sent_on": _sent_on,
    "memo_no": _memo,
    "subject": lambda case: case.application.draft.subject or _service(case),
    "service": _service,
    "branch": _branch,
    "destination": _destination,
    "forwarded_on": _forwarded_on,
    "state": lambda case: say(case.language, state_name(case.state)),
    "void": lambda case: say(case.language, state_name(VOID)) if case.state == VOID else "",
    "fee": _fee,
    "stamp": _stamp,
    "stamps": _stamps,
    "stamp_serials": _serials,
    "fee_remark": _fee_remark,
    "delivered": _delivered_on,
    "posted_no": _posted_no,
    "sent_out_on": _sent_out_on,
    "details": _details,
}

# ------------------------------------------------------------------------------ of visits


def _asked(call: Call) -> str:
    service = call.catalogue.services.get(call.visit.service)
    named = "" if service is None else service.name_en if call.language == "en" else service.short_bn
    return "\n".join(filter(None, (named, call.visit.topic)))


OF_VISITS: dict[str, Callable[[Call], str]] = {
    "blank": lambda _call: "",
    "serial": lambda call: i18n.digits(call.serial, call.language),
    "received_on": lambda call: _day(call.visit.on, call.language),
    "received_time": lambda call: _time(call.visit.at, call.language),
    "name": lambda call: call.visit.name,
    "mobile": lambda call: i18n.mobile(call.visit.mobile, call.language),
    "asked": _asked,
    "answer": lambda call: say(call.language, _ANSWERS.get(call.visit.answer, call.visit.answer)),
    "note": lambda call: call.visit.note,
}


def pairs(case: Case) -> Iterator[tuple[str, str]]:
    """Yield every value of an application with its name."""
    for name, value in OF_APPLICATIONS.items():
        yield name, value(case)
