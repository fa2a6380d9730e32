"""Our own faults: an apology with a reference, the traceback in the home's log."""

import logging
import secrets
import sys
from pathlib import Path

from kiosk import bootstrap
from kiosk.i18n import _


def apologise(home: Path | None, fault: Exception) -> str:
    """Log a fault and tell the person its reference; return the reference."""
    reference = secrets.token_hex(3)
    logs = bootstrap.choose_home(home) / "logs"
    try:
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler: logging.Handler = logging.FileHandler(logs / "kiosk.log", encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = logging.getLogger("kiosk.faults")
    logger.addHandler(handler)
    logger.error("fault %s", reference, exc_info=fault)
    logger.removeHandler(handler)
    handler.close()
    message = _("This did not work, and it is our fault. Everything saved before is safe. Tell us: {reference}")
    print(message.format(reference=reference), file=sys.stderr)  # noqa: T201 - the person's screen
    return reference
