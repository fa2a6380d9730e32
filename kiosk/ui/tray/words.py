"""A row of the tray in words: its state, why, how long, and what may be done about it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.clock import unstamp
from kiosk.domain.portal import grouped_reference
from kiosk.i18n import _
from kiosk.ui.tray.state import Detail, Line

if TYPE_CHECKING:
    from kiosk.desk.tray import TrayRow

PAPERS = {"paper", "slip"}
FORMS = {"parked", "web", "mail"}


def opens(row: "TrayRow") -> str:
    """Return what Enter does with a row, in words; empty where it does nothing."""
    if row.of in FORMS:
        return _("Go on with the form") if row.of == "parked" else _("Take it into the form")
    if row.of == "line" and row.state == "repair" and row.receive_number:
        return _("To the form")
    return _("Look at the application") if row.receive_number else ""


def asks(row: "TrayRow") -> bool:
    """Tell whether a person must look if the paper came out."""
    return row.of in PAPERS and row.state == "not_known"


def what_name(kind: str) -> str:
    """Return what an event is called."""
    names = {
        "scan.pages": _("Scan on its way"),
        "receipt.original": _("Receipt"),
        "receipt.copy": _("Copy of a receipt"),
        "receipt.outcome": _("Receipt printed or not"),
        "slip.where_to_go": _("Slip: where to go"),
        "slip.postal_acknowledgement": _("Slip for a letter"),
        "slip.fee_demand": _("Slip of what is to be paid"),
        "slip.fee_receipt": _("Court-fee receipt"),
        "slip.hand_over": _("Hand-over slip"),
        "slip.day_close": _("Slip of the day"),
        "notice.sms": _("Message by SMS"),
        "notice.mail": _("Message by e-mail"),
        "visit.logged": _("Helpdesk visit"),
        "form.parked": _("Application laid aside"),
        "form.mail": _("Application by e-mail"),
        "operator.changed": _("Person of the counter"),
        "counter.opened": _("Counter opened"),
    }
    return names.get(kind, _("Act at the counter"))


def line(row: "TrayRow", now: datetime, what: str) -> Line:
    """Return a row in words."""
    state, icon, tone = _state(row)
    number = "…" + i18n.receive_number(row.receive_number)[-5:] if row.receive_number else ""
    who = " · ".join(part for part in (row.name, what, _pages(row)) if part)
    return Line(state, icon, tone, number, who, _reason(row, now), age(unstamp(row.at), now))


def _pages(row: "TrayRow") -> str:
    if not row.pages:
        return ""
    return _("{n} pages, {percent} %").format(n=i18n.digits(row.pages), percent=i18n.digits(row.percent))


def _state(row: "TrayRow") -> tuple[str, str, str]:
    states = {
        ("paper", "queued"): (_("To be printed"), "printer", "plain"),
        ("paper", "sending"): (_("Being printed"), "loader-2", "act"),
        ("paper", "failed"): (_("Not printed"), "printer-off", "warn"),
        ("paper", "not_known"): (_("Did it come out?"), "question-mark", "unk"),
        ("line", "repair"): (_("Needs repair"), "alert-circle", "bad"),
        ("line", "sending"): (_("Being sent"), "loader-2", "act"),
        ("line", "waiting"): (_("Waits"), "hourglass", "plain"),
        ("line", "not_known"): (_("Answer not known"), "question-mark", "unk"),
        ("scan", "waiting"): (_("Being sent"), "scan", "plain"),
        ("scan", "repair"): (_("Needs repair"), "alert-circle", "bad"),
        ("call", "due"): (_("Call to make"), "phone", "warn"),
        ("parked", "parked"): (_("Laid aside"), "player-pause", "plain"),
        ("web", "waiting"): (_("From the web"), "world", "act"),
        ("mail", "waiting"): (_("By e-mail"), "mail", "act"),
        ("notice", "failed"): (_("Could not reach"), "message-2", "warn"),
    }
    if row.of in PAPERS and row.state == "queued" and row.mine:
        return _("Not printed"), "printer-off", "warn"
    return states[("paper" if row.of == "slip" else row.of, row.state)]


def _reason(row: "TrayRow", now: datetime) -> str:
    if row.of == "call":
        return _("promised for {day}").format(day=i18n.short_day(date.fromisoformat(row.due_on)))
    if row.reason:
        why = i18n.sentence(row.reason).partition("।")[0].partition(". ")[0].rstrip(".।")
        again = _again(row, now)
        return f"{why} · {again}" if again else why
    if row.of == "line" and row.state == "not_known":
        return _("the next contact will tell")
    return ""


def _again(row: "TrayRow", now: datetime) -> str:
    """Return when a paper is tried again by itself; empty where it is not, or at once."""
    if not row.next_at or not row.reason or unstamp(row.next_at) <= now:
        return ""
    return _("again in {time}").format(time=age(now, unstamp(row.next_at)))


def age(at: datetime, now: datetime) -> str:
    """Return how long ago: seconds, minutes, hours with minutes, days."""
    seconds = max(0, int((now - at).total_seconds()))
    if seconds < 60:
        return _("{n} s").format(n=i18n.digits(seconds))
    minutes = seconds // 60
    if minutes < 60:
        return _("{n} min").format(n=i18n.digits(minutes))
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return _("{hours} h {minutes}").format(hours=i18n.digits(hours), minutes=i18n.digits(f"{rest:02d}"))
    return _("{n} days ago").format(n=i18n.digits(minutes // (24 * 60)))


def detail(row: "TrayRow", now: datetime) -> Detail:
    """Return a row in three parts."""
    title, icon, tone = _state(row)
    happened = i18n.sentence(row.reason) if row.reason else _in_words(row)
    number = i18n.receive_number(row.receive_number) if row.receive_number else ""
    if row.of in PAPERS and number:
        safe = _("The application and its number *{number}* stand.").format(number=number)
    elif row.of == "notice":
        safe = _("The application goes on, number *{number}* stands.").format(number=number)
    elif row.of == "web":
        reference = i18n.digits(grouped_reference(row.reference))
        safe = _("It lies at the centre under *{reference}*.").format(reference=reference)
    elif number:
        safe = _("It is on this computer, number *{number}* stands.").format(number=number)
    else:
        safe = _("It is on this computer, nothing is lost.")
    told = {"asks": asks(row), "prints": _prints(row), "moves": moves(row), "calls": row.of == "call"}
    told["pages"] = row.of == "web"
    return Detail(title, tone, icon, happened, safe, _to_do(row, now), opens=opens(row), **told)


def _in_words(row: "TrayRow") -> str:
    if row.of == "call":
        day = i18n.day(date.fromisoformat(row.due_on))
        mobile = i18n.mobile(row.field) if row.field else _("no mobile was given")
        return _("*{name}* was promised a call on {day}.\n{mobile}").format(name=row.name, day=day, mobile=mobile)
    if row.of == "parked":
        return _("The form of *{name}* was laid aside.").format(name=row.name)
    if row.of == "mail":
        return _("An application came by e-mail: *{name}*.").format(name=row.name)
    if row.of == "web":
        mobile = i18n.mobile(row.field) if row.field else _("no mobile was given")
        return _("Filed on the web: *{name}*.\n{mobile}").format(name=row.name, mobile=mobile)
    return {
        "waiting": _("It has not been sent yet."),
        "sending": _("It is on its way."),
        "not_known": _("It was sent, but no answer came."),
        "queued": _("It is next on the printer."),
    }.get(row.state, "")


def _prints(row: "TrayRow") -> bool:
    return row.of in PAPERS and row.state in {"failed", "queued"}


def moves(row: "TrayRow") -> bool:
    """Tell whether another printer may bring it."""
    return row.of == "paper" and _prints(row)


def _to_do(row: "TrayRow", now: datetime) -> str:
    if asks(row):
        return _("Look at the paper, then choose.")
    if _prints(row):
        told = _("Put the printer right, then press F8.")
        if not _again(row, now):
            return told
        again = _("It is tried again by itself in {time}.").format(time=age(now, unstamp(row.next_at)))
        return f"{told} {again}"
    return _by_hand(row) or _("Nothing; it goes by itself.")


def _by_hand(row: "TrayRow") -> str:
    """Return what a person does about something that is no paper; empty where it goes by itself."""
    if row.state == "repair":
        if opens(row) and row.of == "line":
            return _("Enter opens the form at this field. The number and the receipt stay.")
        return _("Tell the administrator the number and this sentence. The receipt stays valid.")
    return {
        "notice": _("Tell the person when they come, and ask for the right mobile or e-mail."),
        "call": _("Call, then choose what became of it."),
        "parked": _("Enter brings the form back as it was."),
        "mail": _("Enter brings it into the form."),
        "web": _("Look at its pages. Enter takes it into the form: save it, or give it back with Ctrl+Shift+W."),
    }.get(row.of, "")
