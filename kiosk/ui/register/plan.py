"""Which fields the form asks for, in their order: by service, kind, channel and what is typed so far.  Pure."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk import i18n
from kiosk.domain.application import Channel, IdType, Kind
from kiosk.i18n import _
from kiosk.ui.register.form import AGENT, EXTRA, POST, SELF, YES, Form, extra_values, of_person

if TYPE_CHECKING:
    from kiosk.domain.catalogue import Paper, Service, ServiceField

TEXT, NUMBER, DATE, LATIN, MOBILE, IDENTITY, AREA, AMOUNT, CHOICE, CHIPS, ADDRESS = (
    "text", "number", "date", "latin", "mobile", "identity", "area", "amount", "choice", "chips", "address",
)  # fmt: skip
_KINDS = {
    "number_text": NUMBER, "jl_no": NUMBER, "ward": NUMBER, "quantity": NUMBER, "account_no": NUMBER, "decimal": NUMBER,
    "year": NUMBER, "bangla_year": NUMBER, "date": DATE, "amount": AMOUNT, "land_area": AREA,
}  # fmt: skip
_LONG = ("_name", "_names", "_address")
"""Texts that need room: names of firms and places, addresses."""
_MOST_CHIPS, _CHIP_LETTERS = 3, 26
RELATIVES = ("আত্মীয়", "প্রতিবেশী", "উদ্যোক্তা")
"""Whose a mobile is that is not the applicant's own, in the office's words: they are kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the form.

    `kind` is one of the names above; `least` the pixels it needs at least, `wide` that it takes what
    is left of its row.  `options` are (code, words) of choices and of switches inside the field.
    """

    name: str
    label: str
    kind: str = TEXT
    hint: str = ""
    least: int = 150
    wide: bool = True
    options: tuple[tuple[str, str], ...] = ()
    field: "ServiceField | None" = None


@dataclass(frozen=True, slots=True)
class Line:
    """Fields that belong together; `flows`: they fill as many rows as they need."""

    asked: tuple[Asked, ...]
    flows: bool = False


def plan(form: Form, service: "Service | None") -> tuple[Line, ...]:
    """Return the lines of the form below the channel, top to bottom; Tab follows them."""
    kind = service.kind if service else Kind.CITIZEN
    lines = [Line((Asked("service", _("Service"), hint=_("What do they want? e.g. porcha, khas land")),))]
    lines += _channel_lines(form)
    lines += _official_lines() if kind == Kind.OFFICIAL else _citizen_lines(form)
    for number in range(1, form.people):
        lines += _other_person(form, number)
    if "agent" in form.parts:
        lines.append(_agent_line())
    if service is not None:
        lines.append(Line(tuple(extra(one) for one in _shown(form, service)), flows=True))
    lines.append(Line((Asked("subject", _("Subject")),)))
    return tuple(line for line in lines if line.asked)


def asks(form: Form) -> tuple[object, ...]:
    """Return all of a form that the plan depends on besides the service: typing elsewhere changes nothing."""
    kinds = tuple(form.text(of_person(number, "id_type")) for number in range(form.people))
    return form.channel, form.people, form.parts, kinds, tuple(extra_values(form).items())


def asked_papers(form: Form, service: "Service | None") -> "tuple[Paper, ...]":
    """Return the papers that are asked for, given what is typed so far."""
    from kiosk.domain.fields import shown_papers

    return shown_papers(service, extra_values(form)) if service else ()


def _shown(form: Form, service: "Service") -> "tuple[ServiceField, ...]":
    from kiosk.domain.fields import shown_fields

    return shown_fields(service, extra_values(form))


def _channel_lines(form: Form) -> list[Line]:
    if form.channel == Channel.POST:
        yes = ((YES, _("return envelope")),)
        return [
            Line((_date(POST + "arrived_on", _("Arrived")), _date(POST + "posted_on", _("Posted")),
                  Asked(POST + "sender_place", _("Post office"), least=120))),
            Line((Asked(POST + "registered_no", _("Letter no."), LATIN, _("scan the letter"), 230),
                  Asked(POST + "return_envelope", _("With it"), CHIPS, least=160, wide=False, options=yes))),
        ]  # fmt: skip
    return []


def _official_lines() -> list[Line]:
    memo = Asked("memo_no", _("Memo no."), least=330)
    return [
        Line((memo, _date("memo_date", _("Dated")))),
        Line((Asked("sender_office", _("From office")),)),
        Line((Asked("name", _("Officer"), hint=_("whose letter; else the office"), least=320), _mobile(0))),
    ]


def _citizen_lines(form: Form) -> list[Line]:
    lines = [
        Line((_mobile(0), _identity(form, 0))),
        Line((Asked("name", _("Name")), Asked("guardian", _("Guardian")))),
    ]
    if "more" in form.parts or form.channel == Channel.EMAIL:
        lines.append(_more_line(form))
    lines.append(Line((Asked("address", _("Address"), ADDRESS, _("Village, union or post office")),)))
    return lines


def _more_line(form: Form) -> Line:
    email = Asked("email", _("E-mail"), LATIN, least=200)
    if "more" not in form.parts:
        return Line((email,))
    latin = Asked("name_latin", _("In English"), LATIN, least=170)
    return Line((latin, email, _date("birth_date", _("Born"))), flows=True)


def _mobile(number: int) -> Asked:
    options = ((SELF, ""), *((words, _whose(words)) for words in RELATIVES))
    return Asked(of_person(number, "mobile"), _("Mobile"), MOBILE, _("11 digits"), 240, options=options)


def _whose(words: str) -> str:
    return {"আত্মীয়": _("relative's"), "প্রতিবেশী": _("neighbour's"), "উদ্যোক্তা": _("entrepreneur's")}[words]


def id_words(kind: str) -> str:
    """Return what a kind of document is called."""
    return {IdType.BIRTH_REGISTRATION: _("Birth reg."), IdType.PASSPORT: _("Passport")}.get(IdType(kind), _("NID"))


def _identity(form: Form, number: int) -> Asked:
    kind = form.text(of_person(number, "id_type")) or IdType.NID.value
    hints = {IdType.NID: _("10, 13 or 17 digits"), IdType.BIRTH_REGISTRATION: _("17 digits")}
    hint = hints.get(IdType(kind), _("letters and digits"))
    options = tuple((one.value, id_words(one.value)) for one in IdType)
    return Asked(of_person(number, "id"), _("Identity"), IDENTITY, hint, 300, options=options)


def _other_person(form: Form, number: int) -> list[Line]:
    def name(field: str) -> str:
        return of_person(number, field)

    label = _("Name {n}").format(n=i18n.digits(number + 1))
    return [
        Line((Asked(name("name"), label), Asked(name("guardian"), _("Guardian")))),
        Line((_mobile(number), _identity(form, number))),
    ]


def _agent_line() -> Line:
    return Line((
        Asked(AGENT + "name", _("Filed by"), least=190),
        Asked(AGENT + "relation", _("Relation"), least=120),
        Asked(AGENT + "mobile", _("Mobile"), MOBILE, least=190),
    ))  # fmt: skip


def _date(name: str, label: str) -> Asked:
    return Asked(name, label, DATE, _("day-month-year"), 150, wide=False)


def _short(code: str) -> str:
    """Return the short label that the commonest fields have beside others that say the rest; else empty."""
    return {
        "khatian_type": _("Kind"),
        "khatian_no": _("Khatian"),
        "dag_no": _("Dag"),
        "jl_no": _("JL no."),
        "copies_count": _("Copies"),
        "delivery_mode": _("Gets it"),
        "urgency": _("Urgency"),
        "enclosure_count": _("Enclosures"),
        "survey_type": _("Survey"),
        "business_name": _("Business"),
        "transferee_name": _("Transferee"),
        "plot_area_sqm": _("Plot area"),
        "env_clearance_date": _("Cleared on"),
    }.get(code, "")


def _brief(label: str) -> str:
    """Return an English label without the words that say nothing there: `Name of the society` → `Society`."""
    rest = label.removeprefix("Name of the ")
    return rest[:1].upper() + rest[1:]


def extra(field: "ServiceField") -> Asked:
    """Return how a field of a service is asked for."""
    english = i18n.language() == "en"
    label = _short(field.code) or (_brief(field.name_en) if english else field.name_bn)
    name, kind = EXTRA + field.code, _KINDS.get(field.type, TEXT)
    options = tuple((one.code, (one.name_en if english else "") or one.name_bn) for one in field.options)
    if options:
        return _choice(name, label, field, options)
    hint = _example(field, kind)
    least = {DATE: 150, AREA: 190, NUMBER: max(90, 30 + 11 * len(hint)), AMOUNT: 150}.get(kind, 150)
    if kind == TEXT and field.code.endswith(_LONG):
        least = 210
    return Asked(name, label, kind, hint, least, kind == TEXT, field=field)


def _choice(name: str, label: str, field: "ServiceField", options: tuple[tuple[str, str], ...]) -> Asked:
    letters = sum(len(words) for _code, words in options)
    if not field.open and len(options) <= _MOST_CHIPS and letters <= _CHIP_LETTERS:
        return Asked(name, label, CHIPS, least=0, wide=False, options=options, field=field)
    return Asked(name, label, CHOICE, least=110, wide=False, options=options, field=field)


def _example(field: "ServiceField", kind: str) -> str:
    if kind == DATE:
        return _("day-month-year")
    unit = field.unit_en if i18n.language() == "en" else field.unit_bn
    if kind == NUMBER and unit:
        return unit
    if kind == AMOUNT:
        return _("taka")
    return ""
