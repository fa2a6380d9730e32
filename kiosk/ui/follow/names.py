"""What the acts are called at the counter."""

from kiosk.i18n import _


def act_words(act: str) -> tuple[str, str]:
    """Return an act's words and its icon; an act that is not known here has its own code."""
    return {
        "paper.received": (_("Missing paper brought"), "file-upload"),
        "fee.demanded": (_("Ask for the court fee"), "coin"),
        "fee.received": (_("Court fee handed in"), "ticket"),
        "copy.requested": (_("To the record room"), "archive"),
        "copy.ready": (_("Copy is ready"), "clipboard-check"),
        "copy.handed_over": (_("Hand the copy over"), "user-check"),
        "copy.posted": (_("Send the copy by post"), "mailbox"),
        "copy.returned": (_("Came back by post"), "mail"),
        "status.told": (_("State told"), "message-2"),
        "application.withdrawn": (_("Application taken back"), "arrow-back-up"),
        "delay.complained": (_("Complaint about delay"), "clock"),
        "slip.lost": (_("Slip lost"), "receipt"),
    }.get(act, (act, "dots"))


def fact_words(fact: str) -> tuple[str, str]:
    """Return a fact that proves a person: what it is called, an example of how it is written."""
    return {
        "mobile": (_("Mobile"), "01700000146"),
        "identity": (_("Number of the identity paper"), "1987123456"),
        "guardian": (_("Father or husband"), _("Rahim Sheikh")),
        "birth_date": (_("Birth date"), "05-03-1987"),
    }[fact]
