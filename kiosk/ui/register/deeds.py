"""What the registration screen asks of the desk, on the STORE lane: register, correct, void."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.desk.context import Desk
    from kiosk.desk.correct import Corrected
    from kiosk.desk.register import Registered
    from kiosk.desk.void import Voided
    from kiosk.domain.application import Application, ApplicationDraft

VIA = "window"


def register(desk: "Desk", draft: "ApplicationDraft", operator: str, *, print_receipt: bool) -> "Registered":
    """Register a draft; a duplicate needs its reason.  Raises as `register_application`."""
    from kiosk.desk.register import register_application

    return register_application(desk, draft, operator=operator, via=VIA, print_receipt=print_receipt, ask_reason=True)


def correct(
    desk: "Desk", number: str, draft: "ApplicationDraft", operator: str, *, reason: str, print_receipt: bool
) -> "Corrected":
    """Correct an application that has its number; the number stays."""
    from kiosk.desk.correct import correct_application

    return correct_application(
        desk, number, draft, reason=reason, operator=operator, via=VIA, print_receipt=print_receipt
    )


def reissue(
    desk: "Desk", number: str, draft: "ApplicationDraft", operator: str, *, reason: str, print_receipt: bool
) -> "Registered":
    """Void an application and register a draft in its place, in one transaction."""
    from kiosk.desk.void import void_and_register

    return void_and_register(
        desk, number, draft, reason=reason, operator=operator, via=VIA, print_receipt=print_receipt
    )


def void(desk: "Desk", number: str, operator: str, *, reason: str) -> "Voided":
    """Void an application; its number stays, marked."""
    from kiosk.desk.void import void_application

    return void_application(desk, number, reason=reason, operator=operator, via=VIA)


def application_of(desk: "Desk", number: str) -> "Application":
    """Return an application as it stands now."""
    from kiosk.desk.find import application_status

    return application_status(desk, number).application


def last_draft(desk: "Desk", operator: str) -> "ApplicationDraft | None":
    """Return what this operator registered last."""
    from kiosk.desk.drafts import last_draft as last

    return last(desk, operator)
